"""Eight people at once with one claim: one report, one paper, one decision.

On SQLite in a database file, and on PostgreSQL where TEST_DATABASE_URL names one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection

from claims.actions.appeals import appeal_claim
from claims.actions.assessing import assess_claim
from claims.actions.checking import check_claim
from claims.actions.deciding import DeathGrantedAlready, approve_claim, refuse_claim
from claims.actions.facts import set_payee, state_facts
from claims.actions.papers import add_document
from claims.actions.reports import file_draft
from claims.actions.steps import NotInThisState
from claims.models import Assessment, BenefitLine, Claim, ClaimDocument, Decision, Payee
from claims.rules.states import Status
from claims.tests.factories import (
    PDF,
    assessed_death,
    at,
    bring_papers,
    complete_death,
    covered_worker,
    fatal_accident,
    iskandar,
    make_bank,
    name_account,
    name_widow,
    now,
    refused_death,
    report_accident,
    report_death,
    rina,
    wan,
    way_of,
)
from enrollment.actions.events import record_death
from enrollment.actions.invoices import issue_invoice
from enrollment.actions.payments import post_payment
from enrollment.models import CreditNote, Payment
from enrollment.tests.at_once import WRITERS, all_at_once, failures
from enrollment.tests.books import assert_books_balance
from enrollment.tests.factories import ani, budi, make_decree, make_enrollment, make_worker
from enrollment.tests.steps import PRICE, billed
from enrollment.tests.steps import pay as post
from registry.models import AuditEvent

pytestmark = pytest.mark.django_db(transaction=True)

MOMENT = at(date(2020, 8, 24))


def test_one_death_told_by_eight_is_one_claim_and_credits_its_months_once():
    worker = covered_worker()
    budi()

    outcomes = all_at_once(*[lambda: report_death(worker)] * WRITERS)

    assert failures(outcomes) == []
    assert len({claim.pk for claim in outcomes}) == Claim.objects.count() == 1
    assert CreditNote.objects.count() == 1
    assert Payment.objects.credit_idr() == 10 * PRICE
    assert AuditEvent.objects.filter(action__in=["worker.died", "claim.reported"]).count() == 2


def test_eight_events_told_at_once_have_eight_numbers():
    workers = [make_worker(serial) for serial in range(WRITERS)]
    budi()

    outcomes = all_at_once(*[lambda one=worker: report_accident(one) for worker in workers])

    assert failures(outcomes) == []
    assert sorted(claim.number for claim in outcomes) == [
        f"KLM-2105-2020-{number:05d}" for number in range(1, WRITERS + 1)
    ]


def test_a_death_told_as_a_claim_and_recorded_on_the_workers_page_at_once_credits_once():
    worker = covered_worker()
    by = budi()
    died_on = date(2020, 8, 12)

    outcomes = all_at_once(
        *[
            lambda: report_death(worker),
            lambda: record_death(worker=worker, died_on=died_on, on=date(2020, 8, 13), by=by),
        ]
        * (WRITERS // 2)
    )

    assert failures(outcomes) == []
    assert CreditNote.objects.count() == 1
    assert Payment.objects.credit_idr() == 10 * PRICE


def test_deaths_of_eight_workers_of_one_payer_leave_the_books_balanced():
    invoice = billed(workers=WRITERS)
    post(invoice, invoice.total_idr)
    workers = [line.worker for line in invoice.lines.select_related("worker")]

    outcomes = all_at_once(*[lambda one=worker: report_death(one) for worker in workers])

    assert failures(outcomes) == []
    assert Payment.objects.credit_idr() == WRITERS * 10 * PRICE
    assert_books_balance()


def test_a_draft_filed_by_eight_is_reported_once():
    claim = report_death(covered_worker(), draft=True)
    by = budi()

    outcomes = all_at_once(*[lambda: file_draft(claim=claim, at=MOMENT, by=by)] * WRITERS)

    assert failures(outcomes) == []
    assert way_of(claim) == ["draft", "reported"]
    assert CreditNote.objects.count() == 1


def test_one_paper_sent_eight_times_is_kept_once():
    claim = report_death(make_worker(1))
    by = budi()

    def send() -> ClaimDocument:
        upload = ContentFile(PDF)
        return add_document(
            claim=claim,
            kind="family_card",
            upload=upload,
            filename="kk.pdf",
            on=MOMENT.date(),
            by=by,
        )

    outcomes = all_at_once(*[send] * WRITERS)

    assert failures(outcomes) == []
    assert len({document.pk for document in outcomes}) == ClaimDocument.objects.count() == 1


def test_one_account_named_by_eight_stands_once():
    claim = report_accident(make_worker(1))
    bank, by = make_bank(), budi()

    outcomes = all_at_once(
        *[
            lambda number=number: set_payee(
                claim=claim,
                kind="worker",
                bank=bank,
                account_number=f"10203044{number // 2}",
                holder="Sabri 1",
                on=date(2020, 10, 8),
                by=by,
            )
            for number in range(WRITERS)
        ]
    )

    assert failures(outcomes) == []
    assert Payee.objects.filter(voided_on=None).count() == 1


def test_a_file_checked_by_eight_is_complete_once():
    claim = report_death()
    name_widow(claim)
    claim = state_facts(claim=claim, heirs_known=True, at=at(date(2020, 8, 13)), by=budi())
    bring_papers(claim)
    name_account(claim)
    by = rina()

    outcomes = all_at_once(*[lambda: check_claim(claim=claim, at=MOMENT, by=by)] * WRITERS)

    assert failures(outcomes) == []
    assert way_of(claim) == ["reported", "complete"]


def test_a_claim_assessed_by_eight_is_assessed_once():
    claim, by = complete_death(), rina()

    outcomes = all_at_once(*[lambda: assess_claim(claim=claim, at=MOMENT, by=by)] * WRITERS)

    assert failures(outcomes) == []
    assert len({kept.pk for kept in outcomes}) == Assessment.objects.count() == 1


def test_a_claim_approved_by_eight_is_granted_once():
    claim, by = assessed_death(), iskandar()

    outcomes = all_at_once(*[lambda: approve_claim(claim=claim, at=MOMENT, by=by)] * WRITERS)

    assert failures(outcomes) == []
    assert len({decision.pk for decision in outcomes}) == Decision.objects.count() == 1
    assert BenefitLine.objects.count() == 3
    assert way_of(claim).count("approved") == 1


def test_a_claim_approved_and_refused_at_once_is_decided_one_way():
    claim = assessed_death()
    yes, no = iskandar(), wan()

    outcomes = all_at_once(
        *[
            lambda: approve_claim(claim=claim, at=MOMENT, by=yes),
            lambda: refuse_claim(
                claim=claim, clause="PP 44/2015 Pasal 34", reason="Bukan", at=MOMENT, by=no
            ),
        ]
        * (WRITERS // 2)
    )

    refused = [one for one in outcomes if isinstance(one, NotInThisState)]
    assert failures(outcomes) == []
    assert len(refused) == WRITERS // 2
    assert Decision.objects.count() == 1
    assert now(claim).status in (Status.APPROVED, Status.REFUSED)


def test_one_death_under_both_programs_approved_at_once_is_granted_once():
    worker = covered_worker()
    illness = assessed_death(worker)
    accident = fatal_accident(worker, event_on=date(2020, 8, 12), at=at(date(2020, 8, 14)))
    by, moment = iskandar(), at(date(2020, 10, 22))

    outcomes = all_at_once(
        *[
            lambda claim=claim: approve_claim(claim=claim, at=moment, by=by)
            for claim in (illness, accident)
        ]
        * (WRITERS // 2)
    )

    refused = [one for one in outcomes if isinstance(one, DeathGrantedAlready)]
    assert failures(outcomes) == []
    assert len(refused) == WRITERS // 2
    assert Claim.objects.filter(grants_death=True).count() == 1
    assert Decision.objects.count() == 1


# One waits where the other is about to come: whoever held the same rows in another order would
# wait for ever, and PostgreSQL would end one of both. On SQLite a writer waits for the other.


PLACES = [(1, 1), (1, 2), (2, 1), (2, 2), (3, 1), (1, 3)]
MET = 0.5


def meeting(*works: Callable[[], Any], places: Sequence[int]) -> list[Callable[[], Any]]:
    """Return works of which each waits for the other once it holds the rows of a place in turn."""
    meet = Barrier(len(works))

    def stopping(work: Callable[[], Any], place: int) -> Callable[[], Any]:
        def run() -> Any:
            held: list[str] = []

            def wrapper(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
                found = execute(sql, *rest)
                if " FOR " in sql and sql.startswith("SELECT") and "UPDATE" in sql:
                    held.append(sql)
                    if len(held) == place:
                        # the other may stand behind us already, and never come
                        with suppress(BrokenBarrierError):
                            meet.wait(MET)
                return found

            with connection.execute_wrapper(wrapper):
                return work()

        return run

    return [stopping(work, place) for work, place in zip(works, places, strict=True)]


def report_beside_an_invoice() -> list[Callable[[], Any]]:
    worker, decree = make_worker(1), make_decree("SK 1")
    make_enrollment(worker, decree=decree)
    treasurer = ani()
    return [
        lambda: report_death(worker),
        lambda: issue_invoice(decree=decree, issued_on=date(2020, 7, 20), by=treasurer),
    ]


def report_beside_a_payment() -> list[Callable[[], Any]]:
    worker, decree = make_worker(1), make_decree("SK 1")
    make_enrollment(worker, decree=decree)
    treasurer = ani()
    invoice = issue_invoice(decree=decree, issued_on=date(2020, 7, 20), by=treasurer)
    return [
        lambda: report_death(worker),
        lambda: post_payment(
            invoice=invoice,
            reference="BRK 1",
            amount_idr=invoice.total_idr,
            paid_on=date(2020, 7, 21),
            by=treasurer,
        ),
    ]


def filing_beside_an_approval() -> list[Callable[[], Any]]:
    claim, officer, approver = assessed_death(), budi(), iskandar()
    return [
        lambda: file_draft(claim=claim, at=MOMENT, by=officer),
        lambda: approve_claim(claim=claim, at=MOMENT, by=approver),
    ]


def a_draft_filed_beside_an_approval_of_the_other_program() -> list[Callable[[], Any]]:
    claim, officer, approver = assessed_death(), budi(), iskandar()
    draft = report_accident(claim.worker, event_on=date(2020, 8, 12), outcome="death", draft=True)
    return [
        lambda: file_draft(claim=draft, at=at(date(2020, 10, 7)), by=officer),
        lambda: approve_claim(claim=claim, at=MOMENT, by=approver),
    ]


def a_death_stated_beside_an_approval() -> list[Callable[[], Any]]:
    claim, officer, approver = assessed_death(), budi(), iskandar()
    return [
        lambda: state_facts(claim=claim, outcome="death", place="Rumah", at=MOMENT, by=officer),
        lambda: approve_claim(claim=claim, at=MOMENT, by=approver),
    ]


@pytest.mark.parametrize("places", PLACES, ids=[f"{one} and {two}" for one, two in PLACES])
@pytest.mark.parametrize(
    "make",
    [
        report_beside_an_invoice,
        report_beside_a_payment,
        filing_beside_an_approval,
        a_draft_filed_beside_an_approval_of_the_other_program,
        a_death_stated_beside_an_approval,
    ],
    ids=[
        "a report and an invoice",
        "a report and a payment",
        "a second filing and an approval",
        "the filing of one program and the approval of the other",
        "a death that is stated and an approval",
    ],
)
def test_whoever_acts_on_a_death_holds_the_rows_in_the_same_order(make, places):
    outcomes = all_at_once(*meeting(*make(), places=places))

    assert failures(outcomes) == []
    assert_books_balance()


def test_an_appeal_taken_up_by_eight_is_taken_up_once():
    claim, by = refused_death(), budi()

    outcomes = all_at_once(
        *[lambda: appeal_claim(claim=claim, level="office", why="Sah", at=MOMENT, by=by)] * WRITERS
    )

    assert failures(outcomes) == []
    assert way_of(claim).count("appealed") == 1
