"""Playing the claims of the demo, each step by the person whose work it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from claims.actions.assessing import assess_claim
from claims.actions.checking import check_claim
from claims.actions.deciding import approve_claim, refuse_claim
from claims.actions.facts import set_payee, state_facts
from claims.actions.papers import add_document
from claims.actions.payouts import confirm_school_year, order_payouts, record_payout
from claims.actions.reports import report_claim
from claims.models import Claim
from claims.queries.outlook import outlook
from claims.rules.assessment import PayeeKind, When
from dashboards.demo_claims import EXPIRED, PAID, RECENT, Case, Recent, Relative
from enrollment.actions.heirs import name_heir
from enrollment.exports.pdf import Letter
from enrollment.models import Heir, Worker
from registry.models import Bank, Holiday, User
from registry.workdays import is_working_day

_BANK: Final = "119"
_REFUSAL: Final = (
    "Kecelakaan terjadi lebih dari lima tahun sebelum dilaporkan, sehingga hak klaim JKK sudah "
    "kedaluwarsa menurut PP 82/2019 Pasal 26."
)


@dataclass(frozen=True, slots=True)
class Staff:
    """Who does what."""

    officer: User
    examiner: User
    approver: User
    treasurer: User


def play_claims(workers: list[Worker], staff: Staff, *, today: date) -> None:
    """Carry every claim of the demo as far as it came; one that is there already is left alone."""
    known = set(Claim.objects.filter(worker__in=workers).values_list("worker_id", flat=True))
    for case in (*PAID, EXPIRED, *RECENT):
        if workers[case.worker].pk not in known:
            _play(case, workers, staff, today)


@transaction.atomic
def _play(case: Case | Recent, workers: list[Worker], staff: Staff, today: date) -> None:
    """Play one claim whole, or nothing of it."""
    if isinstance(case, Recent):
        _come_as_far(case, workers[case.worker], staff, today)
        return
    claim = _told(case, workers, staff)
    if case is EXPIRED:
        _refuse(claim, staff)
    else:
        _pay(_approve(claim, case, staff), case, staff)


def at(day: date, hour: int = 9) -> datetime:
    """Return an hour of a day where the office stands."""
    return timezone.make_aware(datetime.combine(day, time(hour)))


def _told(case: Case, workers: list[Worker], staff: Staff) -> Claim:
    """Report a case, and state what the doctor and the family say."""
    claim = report_claim(
        worker=workers[case.worker],
        program=case.program,
        cause=case.cause,
        event_on=case.event_on,
        at=at(case.reported_on),
        outcome=case.outcome if case.outcome == "death" else "",
        place=case.place,
        account=case.account,
        reporter_name=case.heirs[0].name if case.heirs else workers[case.worker].name,
        by=staff.officer,
    )
    _name(claim, case.heirs, case.reported_on, staff)
    told_on = case.papers_on or case.reported_on
    moment = at(told_on, 10)
    return state_facts(
        claim=claim,
        at=moment,
        outcome=case.outcome,
        stated=case.stated,
        heirs_known=case.outcome == "death",
        stage2_at=moment if case.program == "JKK" else None,
        by=staff.officer,
    )


def _name(claim: Claim, heirs: tuple[Relative, ...], on: date, staff: Staff) -> None:
    for heir in heirs:
        name_heir(
            worker=claim.worker,
            relation=heir.relation,
            name=heir.name,
            born_on=heir.born_on,
            level=heir.level,
            grade=heir.grade,
            on=on,
            by=staff.officer,
        )


def _approve(claim: Claim, case: Case, staff: Staff) -> Claim:
    assert case.papers_on is not None
    assert case.decided_on is not None
    _bring_papers(claim, case.papers_on, staff)
    _name_accounts(claim, case.papers_on, staff)
    claim = check_claim(claim=claim, at=at(case.papers_on, 11), by=staff.examiner)
    assess_claim(claim=claim, at=at(case.decided_on), by=staff.examiner)
    approve_claim(claim=claim, at=at(case.decided_on, 14), by=staff.approver)
    return Claim.objects.get(pk=claim.pk)


def _pay(claim: Claim, case: Case, staff: Staff) -> None:
    """Pay what is due, and the school year whose letter came."""
    assert case.paid_on is not None
    _pay_out(claim, case.paid_on, staff)
    if case.schooled_on is None:
        return
    years = claim.lines.standing().filter(when=When.YEARLY, due_on__lte=case.schooled_on)
    for line in years.order_by("due_on", "pk"):
        confirm_school_year(
            line=line, on=case.schooled_on, note="Surat keterangan sekolah", by=staff.treasurer
        )
    _pay_out(claim, case.schooled_on, staff)


def _pay_out(claim: Claim, on: date, staff: Staff) -> None:
    for payout in order_payouts(claim=claim, on=on, by=staff.treasurer):
        record_payout(
            payout=payout,
            bank_reference=f"TRF-{on:%Y%m%d}-{payout.pk:04d}",
            paid_on=on,
            on=on,
            by=staff.treasurer,
        )


def _refuse(claim: Claim, staff: Staff) -> None:
    assert EXPIRED.decided_on is not None
    assess_claim(claim=claim, at=at(EXPIRED.decided_on), by=staff.examiner)
    refuse_claim(claim=claim, reason=_REFUSAL, at=at(EXPIRED.decided_on, 14), by=staff.approver)


def _come_as_far(recent: Recent, worker: Worker, staff: Staff, today: date) -> None:
    """Report a death of 2020 these days, and carry the claim to its state."""
    complete_on = _working_days_before(today, recent.working_days_ago)
    reported_on = complete_on - timedelta(days=2)
    claim = report_claim(
        worker=worker,
        program="JKM",
        cause="illness",
        event_on=recent.event_on,
        at=at(reported_on),
        place=f"Desa {worker.village.name}",
        account=recent.account,
        reporter_name=recent.heirs[0].name,
        draft=recent.reaches == "draft",
        by=staff.officer,
    )
    if recent.reaches in ("draft", "reported"):
        return
    _name(claim, recent.heirs, reported_on, staff)
    claim = state_facts(claim=claim, at=at(reported_on, 10), heirs_known=True, by=staff.officer)
    if recent.reaches != "incomplete":
        _bring_papers(claim, complete_on, staff)
        _name_accounts(claim, complete_on, staff)
    claim = check_claim(claim=claim, at=at(complete_on, 11), by=staff.examiner)
    if recent.reaches in ("assessed", "approved"):
        assess_claim(claim=claim, at=at(complete_on, 13), by=staff.examiner)
    if recent.reaches == "approved":
        approve_claim(claim=claim, at=at(complete_on, 15), by=staff.approver)


def _working_days_before(today: date, days: int) -> date:
    days_off = Holiday.objects.days_off()
    day = today
    while days:
        day -= timedelta(days=1)
        days -= is_working_day(day, days_off)
    return day


def _bring_papers(claim: Claim, on: date, staff: Staff) -> None:
    """Bring every paper that is asked for, each a page that says what it stands for."""
    for need in outlook(claim, days_off=Holiday.objects.days_off()).missing_papers:
        paper = Letter(sender="Data contoh", title=need.kind.value, footer=claim.number)
        add_document(
            claim=claim,
            kind=need.kind,
            upload=ContentFile(paper.render()),
            filename=f"{need.kind.value}.pdf",
            on=on,
            by=staff.officer,
        )


def _name_accounts(claim: Claim, on: date, staff: Staff) -> None:
    """Name an account for each kind of recipient that the claim may pay."""
    heir = claim.worker.heirs.standing().exclude(relation=Heir.Relation.CHILD).first()
    own: dict[str, Any] = {"name": claim.worker.name, "holder": claim.worker.name}
    accounts: dict[PayeeKind, dict[str, Any]] = {
        PayeeKind.WORKER: own,
        PayeeKind.FACILITY: {"name": "RSUD Tarempa", "holder": "RSUD TAREMPA"},
    }
    if heir is not None:
        accounts = {PayeeKind.HEIRS: {"heir": heir, "holder": heir.name}}
    for position, (kind, values) in enumerate(accounts.items(), start=1):
        set_payee(
            claim=claim,
            kind=kind,
            bank=Bank.objects.get(pk=_BANK),
            account_number=f"10000{claim.pk:04d}{position}",
            on=on,
            by=staff.officer,
            **values,
        )
