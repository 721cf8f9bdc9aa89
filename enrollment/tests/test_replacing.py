"""Replacing a worker under a decree: one step; quota and ceiling hold, and no rupiah is lost."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from enrollment.actions.attesting import NotAttested, NotOfAge
from enrollment.actions.enrolling import (
    CoveredAlready,
    NotInsurable,
    QuotaFull,
    enroll_under_decree,
)
from enrollment.actions.events import record_death, undo_event
from enrollment.actions.invoices import AboveCeiling
from enrollment.actions.replacing import (
    AlreadyReplaced,
    AnnexOfAnotherDay,
    CannotTakePlace,
    MonthNotFree,
    NotToReplace,
    ReasonNotRecorded,
    Replacement,
    replace_worker,
)
from enrollment.models import (
    Attestation,
    CreditNote,
    Decree,
    Enrollment,
    Invoice,
    Sponsor,
    Worker,
    WorkerEvent,
)
from enrollment.queries.places import places_taken
from enrollment.queries.replacing import (
    first_month_free,
    free_places,
    replacement_effects,
    replacements,
    workers_to_choose,
)
from enrollment.rules.restoring import WhyNot
from enrollment.tests.books import assert_books_balance
from enrollment.tests.factories import (
    ani,
    budi,
    citra,
    make_decree,
    make_enrollment,
    make_sponsor,
    make_worker,
    nik_of,
    nur,
)
from enrollment.tests.steps import PRICE, billed, covered_months, credit_of, pay
from registry.models import AuditEvent
from registry.tests.factories import make_region

pytestmark = pytest.mark.django_db

# a year without a relief, so that a month costs the same whenever it is billed
JULY, ISSUED, PAID = date(2022, 7, 1), date(2022, 7, 20), date(2022, 7, 21)
DIED, TOLD = date(2022, 9, 9), date(2022, 9, 20)
OCTOBER = date(2022, 10, 1)
YES = {"works": True, "not_ill": True}


def paid_place(workers: int = 2, **decree: Any) -> Enrollment:
    """Return the first membership of a decree that is paid for all its months."""
    invoice = billed(workers=workers, issued_on=ISSUED, since=JULY, **decree)
    pay(invoice, invoice.total_idr, paid_on=PAID)
    return invoice.decree.enrollments.order_by("position")[0]


def replace(enrollment: Enrollment, by_worker: Worker | None = None, **changes: Any) -> Replacement:
    """Return the replacement that Nur made after the first worker died on 9 September."""
    facts: dict[str, Any] = {
        "from_month": OCTOBER,
        "reason": "death",
        "happened_on": DIED,
        "annex_number": "560/112.1/2022",
        "annex_on": TOLD,
        "statements": YES,
        "on": TOLD,
        "by": nur(),
    } | changes
    return replace_worker(
        enrollment=enrollment, replacement=by_worker or make_worker(7, name="Rahmat"), **facts
    )


def test_the_unused_months_of_the_dead_pay_for_who_takes_the_place():
    place = paid_place()

    done = replace(place)

    covered = covered_months(place.decree)
    assert covered["Sabri"] == ["2022-07", "2022-08", "2022-09"]
    assert len(covered["Rahmat"]) == 9
    assert covered["Rahmat"][0] == "2022-10"
    assert (done.invoice.total_idr, done.invoice.open_idr) == (9 * PRICE, 0)
    assert credit_of(done.invoice) == 0
    assert done.taken.replaces == place
    assert done.taken.position == place.position
    assert (done.annex.number, done.annex.dated_on) == ("560/112.1/2022", TOLD)
    assert_books_balance()


def test_a_death_recorded_before_leaves_a_place_to_take():
    place = paid_place()
    record_death(worker=place.worker, died_on=DIED, on=TOLD, by=budi())
    place.refresh_from_db()
    assert list(free_places(place.decree)) == [place]

    replace(place, happened_on=None)

    assert not free_places(place.decree).exists()
    assert len(covered_months(place.decree)["Rahmat"]) == 9
    assert_books_balance()


def test_who_moved_is_replaced_with_the_move_recorded_in_one_step():
    place = paid_place()

    replace(place, reason="moved")

    event = WorkerEvent.objects.get()
    assert (event.kind, event.months_ended, event.released_idr) == ("moved_away", 9, 9 * PRICE)
    assert len(covered_months(place.decree)["Rahmat"]) == 9
    assert_books_balance()


def test_who_may_not_be_insured_leaves_from_the_month_of_the_replacement():
    place = paid_place()

    replace(place, reason="ineligible", happened_on=None, from_month=date(2022, 11, 1))

    place.refresh_from_db()
    assert (place.until, place.end_reason) == (date(2022, 11, 1), "ineligible")
    assert {note.reason for note in CreditNote.objects.all()} == {"ineligible"}
    assert len(covered_months(place.decree)["Sabri"]) == 4
    assert len(covered_months(place.decree)["Rahmat"]) == 8
    assert_books_balance()


def test_a_place_that_nobody_billed_is_billed_with_the_next_invoice():
    decree = make_decree(since=JULY)
    place = make_enrollment(make_worker(), decree=decree)

    done = replace(place)

    assert done.invoice is None
    assert not Invoice.objects.exists()


def test_months_that_were_billed_and_not_paid_are_owed_for_the_other_worker():
    invoice = billed(workers=1, issued_on=ISSUED, since=JULY)
    place = invoice.decree.enrollments.get()

    done = replace(place)

    invoice.refresh_from_db()
    assert (invoice.open_idr, done.invoice.open_idr) == (3 * PRICE, 9 * PRICE)
    assert_books_balance()


def test_months_between_stay_as_credit_of_the_payer():
    place = paid_place()

    done = replace(place, from_month=date(2022, 12, 1), on=date(2022, 12, 5))

    assert len(covered_months(place.decree)["Rahmat"]) == 7
    assert credit_of(done.invoice) == 2 * PRICE
    assert_books_balance()


def test_the_quota_counts_a_place_once_whoever_stands_in_it():
    place = paid_place(workers=2, quota=3)

    replace(place)

    decree = Decree.objects.get()
    assert places_taken(decree) == 2
    third = make_worker(8)
    enroll_under_decree(decree=decree, worker=third, on=TOLD, by=nur())
    with pytest.raises(QuotaFull):
        enroll_under_decree(decree=decree, worker=make_worker(9), on=TOLD, by=nur())


def test_a_place_given_to_somebody_else_meanwhile_is_not_given_twice():
    decree = make_decree(since=OCTOBER, quota=1)
    place = make_enrollment(make_worker(), decree=decree)
    record_death(worker=place.worker, died_on=DIED, on=TOLD, by=budi())
    place.refresh_from_db()
    enroll_under_decree(decree=decree, worker=make_worker(8), on=TOLD, by=nur())

    with pytest.raises(QuotaFull):
        replace(place, happened_on=None)


def test_the_ceiling_holds_net_of_what_was_credited():
    place = paid_place(workers=1, ceiling_idr=12 * PRICE)

    replace(place)

    assert sum(invoice.total_idr for invoice in Invoice.objects.all()) == 21 * PRICE
    assert_books_balance()


def test_above_the_ceiling_nothing_happens_at_all():
    place = paid_place(workers=1)
    Decree.objects.update(ceiling_idr=11 * PRICE)

    with pytest.raises(AboveCeiling):
        replace(place)

    place.refresh_from_db()
    assert (place.until, place.end_reason) == (date(2023, 7, 1), "")
    assert Worker.objects.filter(deceased_on=None).count() == 2
    assert_books_balance()


def test_the_same_replacement_twice_is_the_first():
    place = paid_place()
    rahmat = make_worker(7, name="Rahmat")
    first = replace(place, rahmat)

    again = replace(place, rahmat)

    assert (again.taken, again.annex, again.invoice) == (first.taken, first.annex, first.invoice)
    assert AuditEvent.objects.filter(action="worker.replaced").count() == 1
    with pytest.raises(AlreadyReplaced, match="Rahmat"):
        replace(place, make_worker(8))


def test_who_took_a_place_can_be_replaced_again():
    place = paid_place()
    first = replace(place)

    second = replace(
        first.taken,
        make_worker(8, name="Usman"),
        happened_on=date(2022, 12, 2),
        from_month=date(2023, 1, 1),
        on=date(2022, 12, 20),
    )

    assert second.annex == first.annex or second.annex.number == first.annex.number
    assert len(covered_months(place.decree)["Usman"]) == 6
    assert places_taken(place.decree) == 2
    assert_books_balance()


def test_who_died_before_beginning_in_the_place_is_replaced_too_and_the_place_counts_once():
    place = paid_place()
    first = replace(place, from_month=date(2022, 12, 1))

    replace(
        first.taken,
        make_worker(8, name="Usman"),
        happened_on=date(2022, 9, 30),
        from_month=date(2022, 12, 1),
        on=date(2022, 10, 2),
    )

    assert "Rahmat" not in covered_months(place.decree)
    assert len(covered_months(place.decree)["Usman"]) == 7
    assert places_taken(place.decree) == 2
    assert_books_balance()


def test_what_was_attested_of_the_other_worker_is_kept():
    done = replace(paid_place(), attested_by_name="Kepala Desa")

    attestation = Attestation.objects.get()
    assert (attestation.enrollment, attestation.recorded_by) == (done.taken, nur())
    assert attestation.attested_by_name == "Kepala Desa"


def test_what_is_asked_must_be_affirmed():
    with pytest.raises(NotAttested):
        replace(paid_place(), statements={"works": True})


@pytest.mark.parametrize(
    ("person", "refusal"),
    [
        ({"deceased_on": DIED}, NotInsurable),
        ({"moved_away_on": DIED}, NotInsurable),
        ({"population_status": "dead"}, NotInsurable),
        ({"village": "2103042005"}, CannotTakePlace),
        ({"born_on": date(1957, 10, 1)}, NotOfAge),
        ({"born_on": date(2007, 10, 2)}, NotOfAge),
    ],
    ids=["dead", "away", "dead by the population register", "elsewhere", "65 years", "14 years"],
)
def test_who_cannot_be_insured_takes_no_place(person, refusal):
    if "village" in person:
        person = {"village": make_region(person["village"])}
    place = paid_place()

    with pytest.raises(refusal):
        replace(place, make_worker(7, **person))


def test_who_stands_under_a_decree_takes_no_second_place():
    place = paid_place()
    other = place.decree.enrollments.order_by("position").last().worker

    with pytest.raises(CoveredAlready):
        replace(place, other)


@pytest.mark.parametrize(
    ("from_month", "on"),
    [
        (date(2022, 9, 1), TOLD),
        (OCTOBER, date(2022, 11, 3)),
        (date(2023, 7, 1), TOLD),
        (date(2023, 7, 1), date(2023, 7, 4)),
    ],
    ids=["still covered", "a month that passed", "behind the decree", "when the decree is over"],
)
def test_a_month_that_is_not_free_is_refused(from_month, on):
    place = paid_place()

    with pytest.raises(MonthNotFree):
        replace(place, from_month=from_month, on=on)


@pytest.mark.parametrize(
    "happened_on", [None, date(2023, 6, 9)], ids=["no day", "in the last month of the decree"]
)
def test_a_death_needs_its_day_and_months_left(happened_on):
    place = paid_place()

    with pytest.raises(ReasonNotRecorded):
        replace(place, happened_on=happened_on, on=date(2023, 6, 20), from_month=date(2023, 6, 1))


def test_an_annex_has_one_date():
    place = paid_place()
    replace(place)
    other = place.decree.enrollments.order_by("position").exclude(pk=place.pk).first()

    with pytest.raises(AnnexOfAnotherDay):
        replace(other, make_worker(8), annex_on=date(2022, 9, 1))


def test_nobody_replaces_who_pays_for_himself():
    worker = make_worker()
    own = make_sponsor("sendiri", kind=Sponsor.Kind.SELF, worker=worker)
    order = make_enrollment(worker, decree=make_decree("M", sponsor=own, fund="SELF", since=JULY))

    with pytest.raises(NotToReplace):
        replace(order)


def test_a_list_undone_leaves_no_place():
    place = make_enrollment(decree=make_decree(since=JULY))
    Enrollment.objects.update(voided_on=TOLD, end_reason="batch_undone")
    place.refresh_from_db()

    with pytest.raises(NotToReplace):
        replace(place)


@pytest.mark.parametrize("nobody", [ani, budi, citra], ids=["treasurer", "officer", "elsewhere"])
def test_only_a_supervisor_of_the_region_replaces(nobody):
    place = make_enrollment(decree=make_decree(since=JULY))

    with pytest.raises(PermissionDenied):
        replace(place, by=nobody())


def test_a_death_taken_back_after_a_replacement_leaves_the_place_with_who_took_it():
    place = paid_place()
    record_death(worker=place.worker, died_on=DIED, on=TOLD, by=budi())
    place.refresh_from_db()
    replace(place, happened_on=None)

    undone = undo_event(
        event=WorkerEvent.objects.get(), reason="Keliru", on=date(2022, 10, 5), by=nur()
    )

    assert [left.why_not for left in undone.left_out] == [WhyNot.GIVEN_AWAY]
    assert Worker.objects.filter(deceased_on=None).count() == 3
    assert len(covered_months(place.decree)["Rahmat"]) == 9
    assert_books_balance()


@pytest.mark.parametrize("recorded", [True, False], ids=["recorded before", "in the same step"])
def test_the_preview_says_what_the_replacement_then_does(recorded):
    place = paid_place()
    rahmat = make_worker(7, name="Rahmat")
    if recorded:
        record_death(worker=place.worker, died_on=DIED, on=TOLD, by=budi())
        place.refresh_from_db()

    preview = replacement_effects(
        place, rahmat, ends_from=None if recorded else OCTOBER, from_month=OCTOBER, on=TOLD
    )
    done = replace(place, rahmat, happened_on=None if recorded else DIED)

    assert (preview.unused_months, preview.months) == (9, 9)
    assert preview.price_idr == done.invoice.total_idr
    assert preview.credit_idr == preview.released_idr == 9 * PRICE
    assert (preview.more_idr, preview.left_over_idr) == (0, 0)
    assert preview.payer_credit_idr == 9 * PRICE
    assert preview.is_within_ceiling


def test_lists_of_a_decree_name_free_places_and_who_took_one():
    place = paid_place()
    done = replace(place)
    other = place.decree.enrollments.exclude(pk__in=[place.pk, done.taken.pk]).get()
    record_death(worker=other.worker, died_on=DIED, on=TOLD, by=budi())

    assert list(free_places(place.decree)) == [other]
    assert list(replacements(place.decree)) == [done.taken]
    other.refresh_from_db()
    assert first_month_free(other, on=TOLD) == OCTOBER


def test_who_can_take_a_place_is_found_in_scope_and_not_among_the_members():
    place = paid_place()
    rahmat = make_worker(7, name="Sabri Rahmat")
    make_worker(8, name="Sabri Natuna", village=make_region("2103042005"))
    make_worker(9, name="Sabri Wafat", deceased_on=DIED)

    make_worker(10, name="Sabri Tua", born_on=date(1957, 9, 30))
    month = OCTOBER

    assert workers_to_choose(place.decree, nur(), "sabri", month=month) == [rahmat]
    assert workers_to_choose(place.decree, nur(), nik_of(7), month=month) == [rahmat]
    assert workers_to_choose(place.decree, citra(), "sabri", month=month) == []
    assert workers_to_choose(place.decree, nur(), " ", month=month) == []
