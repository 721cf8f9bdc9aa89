"""Approved claims to be paid, and the single steps of paying them, for tests.

The claims are written row by row: what an approval grants is not what these tests are about.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.core.files.base import ContentFile

from claims.actions.payment_files import AnswerResult, make_payment_file, read_bank_answer
from claims.actions.payouts import order_payouts, record_payout
from claims.actions.steps import take_step
from claims.models import (
    Assessment,
    BenefitLine,
    Claim,
    Decision,
    Payee,
    PaymentFile,
    Payout,
)
from claims.rules.assessment import PayeeKind
from claims.rules.states import Status
from claims.tests.factories import at, iskandar, make_bank, rina
from enrollment.actions.invoices import issue_invoice
from enrollment.models import Heir, Invoice, Worker
from enrollment.tests.factories import ani, budi, make_decree, make_enrollment, make_worker
from enrollment.tests.steps import PRICE
from enrollment.tests.steps import pay as post
from registry.models import User
from registry.roles import Role
from registry.tests.factories import make_region, make_user

EVENT = date(2020, 8, 12)
COMPLETE = date(2020, 8, 18)
DECIDED = date(2020, 8, 24)
PAY_BY = date(2020, 8, 25)
PAID = date(2020, 8, 25)
LATE = date(2020, 8, 30)
HEADINGS = "referensi;status;tanggal;jumlah;referensi bank;alasan"


class Grant(NamedTuple):
    """One line to be granted."""

    code: str
    amount_idr: int
    when: str = "now"
    payee: str = "heirs"
    due_on: date | None = None


DEATH = (
    Grant("lump_sum", 20_000_000),
    Grant("periodic", 12_000_000),
    Grant("burial", 10_000_000),
)
IN_ARREARS = (
    Grant("burial", 10_000_000),
    Grant("lump_sum", 20_000_000, "after_arrears"),
    Grant("periodic", 12_000_000, "after_arrears"),
)
SCHOOL_YEAR = Grant("scholarship", 2_000_000, "yearly", due_on=date(2021, 7, 1))


def dewi() -> User:
    """Return the treasurer of Natuna, who sees nothing of Anambas."""
    known = User.objects.filter(username="dewi").first()
    return known or make_user("dewi", role=Role.TREASURER, region=make_region("2103"))


def make_approved(
    serial: int = 1,
    *,
    grants: Sequence[Grant] = DEATH,
    accounts: Iterable[str] | None = None,
    program: str = "JKM",
    worker: Worker | None = None,
    pay_by: date = PAY_BY,
) -> Claim:
    """Return a claim for a death that Rina assessed and Iskandar approved on 24 August 2020.

    Every recipient has an account unless `accounts` names fewer.
    """
    claim = Claim.objects.create(
        number=f"KLM-2105-2020-{serial:05d}",
        worker=worker or make_worker(serial),
        program=program,
        cause="illness" if program == "JKM" else "work_accident",
        outcome="death",
        event_on=EVENT,
        reported_at=at(date(2020, 8, 13)),
        status=Status.REPORTED,
        complete_on=COMPLETE,
        pay_by=pay_by,
        daily_stake_idr=420_000,
        reported_by=budi(),
    )
    for target, by in ((Status.COMPLETE, rina()), (Status.ASSESSED, rina())):
        take_step(claim, target, at=at(COMPLETE), by=by)
    decision = _decision(claim, grants)
    take_step(claim, Status.APPROVED, at=at(DECIDED), by=iskandar())
    kinds = {grant.payee for grant in grants} if accounts is None else set(accounts)
    for kind in sorted(kinds):
        make_account(claim, kind)
    child = make_child(claim) if any(grant.when == "yearly" for grant in grants) else None
    for grant in grants:
        make_line(decision, grant, child)
    return claim


def worker_in_arrears(serial: int = 1) -> tuple[Worker, Invoice]:
    """Return a worker of whom June and July 2020 were unpaid on 12 August, and their invoice."""
    worker = make_worker(serial)
    decree = make_decree(f"SK {serial}", since=date(2020, 4, 1), months=6)
    make_enrollment(worker, decree=decree)
    invoice = issue_invoice(decree=decree, issued_on=date(2020, 4, 2), by=ani())
    post(invoice, 2 * PRICE, paid_on=date(2020, 4, 3))
    return worker, invoice


def settle_arrears(invoice: Invoice) -> None:
    """Pay what was left open of the invoice, after the event."""
    post(invoice, 4 * PRICE, "BRK arrears", paid_on=date(2020, 9, 1))


def _decision(claim: Claim, grants: Sequence[Grant]) -> Decision:
    assessment = Assessment.objects.create(
        claim=claim,
        number=1,
        result="ELIGIBLE",
        facts={},
        answer={"lines": [], "findings": [], "deadlines": {}},
        law=[],
        total_now_idr=sum(grant.amount_idr for grant in grants if grant.when == "now"),
        total_after_arrears_idr=0,
        scholarship_total_idr=0,
        assessed_by=rina(),
        assessed_at=at(COMPLETE),
    )
    return Decision.objects.create(
        claim=claim,
        assessment=assessment,
        kind=Decision.Kind.APPROVED,
        amount_idr=sum(grant.amount_idr for grant in grants),
        decided_by=iskandar(),
        pay_by=claim.pay_by,
        decided_at=at(DECIDED),
    )


def decided_again(claim: Claim, grants: Sequence[Grant], pay_by: date) -> Decision:
    """Return a later decision on the claim that grants more, to be paid by a later day."""
    assessment = claim.assessments.get()
    assessment.pk, assessment.number = None, 2
    assessment.save()
    decision = Decision.objects.create(
        claim=claim,
        assessment=assessment,
        kind=Decision.Kind.APPROVED,
        level="office",
        pay_by=pay_by,
        decided_by=make_user("sari", role=Role.APPROVER),
        decided_at=at(date(2020, 8, 26)),
    )
    for grant in grants:
        make_line(decision, grant)
    return decision


def make_line(decision: Decision, grant: Grant, child: Heir | None = None) -> BenefitLine:
    """Return one granted line, payable since the decision where it is payable now."""
    return BenefitLine.objects.create(
        claim=decision.claim,
        decision=decision,
        code=grant.code,
        amount_idr=grant.amount_idr,
        when=grant.when,
        payee_kind=grant.payee,
        formula="SMP 1 · 2021/2022" if grant.due_on else "",
        act="PP 82/2019",
        clause="Pasal 34 ayat (1)",
        due_on=grant.due_on,
        child=child if grant.due_on else None,
        released_on=DECIDED if grant.when == "now" else None,
    )


def make_heir(claim: Claim, **changes: Any) -> Heir:
    """Return the widow of the worker."""
    values: dict[str, Any] = {"relation": "spouse", "name": "Rohana", "recorded_by": budi()}
    return Heir.objects.create(worker=claim.worker, **values | changes)


def make_child(claim: Claim, **changes: Any) -> Heir:
    """Return a daughter of twelve years."""
    values = {"relation": "child", "name": "Mega", "born_on": date(2008, 5, 6)}
    return make_heir(claim, **values | changes)


def make_account(claim: Claim, kind: str = "heirs", **changes: Any) -> Payee:
    """Return the account of one kind of recipient."""
    heir = make_heir(claim) if kind == PayeeKind.HEIRS else None
    values: dict[str, Any] = {
        "heir": heir,
        "name": heir.name if heir else "RSUD Tarempa",
        "bank": make_bank(),
        "account_number": "1020304421",
        "holder": heir.name if heir else "RSUD Tarempa",
        "recorded_by": budi(),
        "recorded_on": COMPLETE,
    }
    return Payee.objects.create(claim=claim, kind=kind, **values | changes)


def order(claim: Claim, *, by: User | None = None, on: date = DECIDED) -> list[Payout]:
    """Return the transfers that Ani ordered for a claim."""
    return order_payouts(claim=claim, on=on, by=by or ani())


def pay(payout: Payout, reference: str = "", *, on: date = PAID, by: User | None = None) -> Payout:
    """Return the transfer after Ani recorded it as paid."""
    return record_payout(
        payout=payout,
        bank_reference=reference or f"BRK {payout.pk}",
        paid_on=on,
        on=on,
        by=by or ani(),
    )


def paid_in_full(claim: Claim, *, on: date = PAID) -> Claim:
    """Return the claim after everything payable was ordered and paid."""
    for payout in order(claim, on=min(on, DECIDED)):
        pay(payout, on=on)
    claim.refresh_from_db()
    return claim


def file_of(*payouts: Payout, by: User | None = None) -> PaymentFile:
    """Return the payment file that Ani made of transfers."""
    return make_payment_file(payouts=payouts, at=at(DECIDED, 10), by=by or ani())


def answer_row(payout: Payout, **changes: str) -> str:
    """Return the row in which the bank says that a transfer was made."""
    cells = {
        "reference": payout.reference,
        "status": "berhasil",
        "paid_on": "25/08/2020",
        "amount": str(payout.amount_idr),
        "bank_reference": f"BRK {payout.pk}",
        "reason": "",
    }
    return ";".join((cells | changes).values())


def answer(*rows: str, headings: str = HEADINGS) -> ContentFile:
    """Return the bank's answer with these rows."""
    return ContentFile("\n".join((headings, *rows)).encode(), name="jawaban.csv")


def read(
    file: PaymentFile, *rows: str, by: User | None = None, on: date = date(2020, 9, 1)
) -> AnswerResult:
    """Return what the answer with these rows changed."""
    return read_bank_answer(file=file, upload=answer(*rows), on=on, by=by or ani())


def status_of(claim: Claim) -> str:
    """Return where the claim stands now."""
    return Claim.objects.get(pk=claim.pk).status
