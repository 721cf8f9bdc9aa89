"""Claims of a regency in every state that a page is about, written row by row.

What leads a claim there is proved in the tests of its acts; here only the rows matter.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from django.core.files.base import ContentFile

from claims.models import (
    Assessment,
    BenefitLine,
    Claim,
    ClaimDocument,
    ClaimStep,
    Decision,
    Payee,
    PaymentFile,
    Payout,
    PayoutLine,
)
from claims.queries.outlook import outlook
from claims.rules.record import answer_of
from claims.rules.states import PAIRS, START, Status
from enrollment.models import Heir, Worker
from registry.models import Bank, Holiday, Region, User
from registry.roles import Role
from registry.tests.factories import make_user

TOLD_AT: Final = datetime(2020, 8, 12, 2, tzinfo=UTC)
DECIDED_ON: Final = date(2020, 8, 24)
DUE_ON: Final = date(2021, 7, 1)


@dataclass(frozen=True, slots=True)
class Staff:
    """Who works on the claims of a regency."""

    officer: User
    examiner: User
    approver: User
    treasurer: User


@dataclass(frozen=True, slots=True)
class Granted:
    """A claim that was approved, with one record of everything that follows from it."""

    claim: Claim
    document: ClaimDocument
    heir: Heir
    year: BenefitLine
    payout: Payout
    waiting_payout: Payout
    payment_file: PaymentFile


def staff_of(region: Region, mark: str = "") -> Staff:
    """Return the staff of a regency."""
    code = f"{region.pk}{mark}"
    return Staff(
        make_user(f"petugas{code}", region=region),
        make_user(f"pemeriksa{code}", role=Role.EXAMINER, region=region),
        make_user(f"pemutus{code}", role=Role.APPROVER, region=region),
        make_user(f"bendahara{code}", role=Role.TREASURER, region=region),
    )


def make_claim(worker: Worker, number: str, status: str, staff: Staff, **changes: Any) -> Claim:
    """Return a claim for a hurt hand, in a state, with the steps that led there."""
    values: dict[str, Any] = {
        "program": "JKK",
        "cause": "work_accident",
        "event_on": date(2020, 8, 1),
        "reported_at": TOLD_AT,
        "reported_by": staff.officer,
        "account": f"Terpeleset {number}",
    }
    begin, *way = way_to(status)
    claim = Claim.objects.create(worker=worker, number=number, status=begin, **values | changes)
    for count, target in enumerate(way, start=1):
        ClaimStep.objects.create(
            claim=claim,
            number=count,
            source=claim.status,
            target=target,
            at=TOLD_AT,
            by=staff.examiner,
        )
        claim.status, claim.steps_taken = target, count
        claim.save()
    return claim


def way_to(status: str) -> list[str]:
    """Return the states through which a claim comes to a state by the fewest steps."""
    ways = [[status]] if status in START else [[Status.REPORTED.value]]
    for way in ways:
        if way[-1] == status:
            return way
        ways += [[*way, target] for source, target in PAIRS if source == way[-1]]
    raise ValueError(status)


def assess_row(claim: Claim, staff: Staff, **changes: Any) -> Assessment:
    """Return an assessment of the claim as the rules speak today."""
    said = outlook(claim, days_off=Holiday.objects.days_off()).assessment
    values: dict[str, Any] = {
        "number": 1,
        "result": said.result,
        "facts": {},
        "answer": answer_of(said),
        "law": [],
        "total_now_idr": said.total_now_idr,
        "total_after_arrears_idr": said.total_after_arrears_idr,
        "scholarship_total_idr": said.scholarship_total_idr,
        "assessed_by": staff.examiner,
        "assessed_at": TOLD_AT,
    }
    return Assessment.objects.create(claim=claim, **values | changes)


def decide_row(claim: Claim, staff: Staff, kind: str) -> Decision:
    """Return a decision on a claim, with the assessment it was made on."""
    return Decision.objects.create(
        claim=claim,
        assessment=assess_row(claim, staff),
        kind=kind,
        reason="" if kind == "approved" else "Bukan kecelakaan kerja.",
        decided_by=staff.approver,
        decided_at=datetime(2020, 8, 24, 2, tzinfo=UTC),
    )


def grant(worker: Worker, number: str, staff: Staff, *, bank: Bank) -> Granted:
    """Return an approved claim, ordered in part, with its papers and people."""
    claim = make_claim(
        worker,
        number,
        "approved",
        staff,
        outcome="recovered",
        stated={"treatment_idr": 500_000},
        complete_on=date(2020, 8, 13),
        pay_by=date(2020, 8, 26),
        act_by=date(2020, 8, 26),
    )
    decision = decide_row(claim, staff, "approved")
    heir = Heir.objects.create(
        worker=worker,
        relation="child",
        name=f"Anak {number}",
        born_on=date(2012, 5, 6),
        recorded_by=staff.officer,
    )
    first, second = (
        _line(decision, code, kind)
        for code, kind in (("treatment", "facility"), ("temporary_incapacity", "worker"))
    )
    _line(decision, "transport_land", "worker")
    # part of what awaited the arrears was released, so that the school year awaits nothing
    _line(decision, "transport_sea", "worker", when="after_arrears")
    _line(decision, "periodic", "worker", when="after_arrears", released_on=None)
    year = _line(
        decision,
        "scholarship",
        "worker",
        when="yearly",
        released_on=None,
        due_on=DUE_ON,
        child=heir,
    )
    waiting = _payout(second, f"{number}/2", staff, bank)
    payout = _payout(first, f"{number}/1", staff, bank)
    file = PaymentFile.objects.create(
        number=f"BYR-{number}",
        region_id=claim.region_code[:4],
        transfers=1,
        control_total_idr=payout.amount_idr,
        created_by=staff.treasurer,
        created_at=TOLD_AT,
    )
    payout.file = file
    payout.save()
    document = send_row(claim, staff)
    return Granted(claim, document, heir, year, payout, waiting, file)


def send_row(claim: Claim, staff: Staff) -> ClaimDocument:
    """Return a paper of a claim, with its file."""
    content = f"%PDF-1.7 {claim.number}".encode()
    return ClaimDocument.objects.create(
        claim=claim,
        kind="chronology",
        file=ContentFile(content, name="kronologi.pdf"),
        filename=f"kronologi {claim.number}.pdf",
        content_type="application/pdf",
        size=len(content),
        sha256=f"{claim.pk:064d}",
        received_on=date(2020, 8, 13),
        uploaded_by=staff.officer,
    )


def _line(decision: Decision, code: str, kind: str, **changes: Any) -> BenefitLine:
    values: dict[str, Any] = {
        "code": code,
        "amount_idr": 500_000,
        "when": "now",
        "payee_kind": kind,
        "formula": "Rp500.000",
        "act": "PP 82/2019",
        "clause": "Pasal 25",
        "released_on": DECIDED_ON,
    }
    return BenefitLine.objects.create(claim=decision.claim, decision=decision, **values | changes)


def _payout(line: BenefitLine, reference: str, staff: Staff, bank: Bank) -> Payout:
    payee = Payee.objects.create(
        claim=line.claim,
        kind=line.payee_kind,
        name=f"Penerima {reference}",
        bank=bank,
        account_number="1020304421",
        holder=f"Penerima {reference}",
        recorded_by=staff.officer,
        recorded_on=DECIDED_ON,
    )
    payout = Payout.objects.create(
        claim=line.claim,
        payee=payee,
        reference=reference,
        amount_idr=line.amount_idr,
        ordered_by=staff.treasurer,
        ordered_on=DECIDED_ON,
    )
    PayoutLine.objects.create(payout=payout, line=line, amount_idr=line.amount_idr)
    return payout
