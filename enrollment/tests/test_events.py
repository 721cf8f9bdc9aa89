"""What happens to a worker: moves, returns, other work; what each does to cover and money."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from enrollment.actions.events import (
    DeathAlreadyRecorded,
    MoveImpossible,
    ReturnImpossible,
    WorkImpossible,
    change_work,
    record_death,
    record_move,
    record_return,
)
from enrollment.actions.events.work import SameWork, SameWorkTwice
from enrollment.actions.invoices import issue_invoice
from enrollment.models import CoverageCount, Enrollment, InvoiceLine, Sponsor, Worker, WorkerEvent
from enrollment.queries.effects import move_effects
from enrollment.tests.books import assert_books_balance
from enrollment.tests.factories import (
    ani,
    budi,
    citra,
    make_decree,
    make_enrollment,
    make_sponsor,
    make_worker,
)
from enrollment.tests.steps import ISSUED, PRICE, billed, covered_months, credit_of, pay
from registry.models import AuditEvent, Occupation
from registry.tests.factories import make_region

pytestmark = pytest.mark.django_db

MOVED = date(2020, 9, 9)
TOLD = date(2020, 9, 20)
NYAMUK = "2105032001"
SEDANAU = "2103042005"


def move(worker: Worker, village: str = "", **changes: Any) -> WorkerEvent:
    """Return the move of a worker that Budi recorded: to a place nobody knows, unless given."""
    facts: dict[str, Any] = {"moved_on": MOVED, "moved_to": "", "on": TOLD, "by": budi()} | changes
    return record_move(worker=worker, village=make_region(village) if village else None, **facts)


def occupation(slug: str, sector: str) -> Occupation:
    """Return an occupation of a sector."""
    return Occupation.objects.create(slug=slug, label_id=slug, label_en=slug, sector=sector)


def paid_worker() -> Worker:
    """Return a worker of Terempa whose twelve months from July 2020 are paid."""
    invoice = billed(workers=1)
    pay(invoice, invoice.total_idr)
    return invoice.lines.get().worker


def test_who_moves_within_the_decrees_region_stays_covered_and_is_counted_in_the_new_village():
    worker = paid_worker()

    event = move(worker, NYAMUK)

    worker.refresh_from_db()
    assert (event.kind, event.months_ended) == ("moved_within", 0)
    assert (worker.village_id, worker.moved_away_on) == (NYAMUK, None)
    counts = CoverageCount.objects.filter(participants__gt=0)
    assert set(counts.values_list("village_id", flat=True)) == {NYAMUK}
    assert counts.count() == 12
    assert_books_balance()


def test_who_moves_away_is_covered_to_the_end_of_the_month_and_the_rest_becomes_credit():
    worker = paid_worker()

    event = move(worker, moved_to="Batam")

    worker.refresh_from_db()
    line = InvoiceLine.objects.get()
    assert (event.kind, event.months_ended, event.released_idr) == ("moved_away", 9, 9 * PRICE)
    assert (worker.moved_away_on, worker.moved_to) == (MOVED, "Batam")
    assert worker.village_id == "2105011001"
    assert covered_months(line.invoice.decree)["Sabri"] == ["2020-07", "2020-08", "2020-09"]
    assert credit_of(line.invoice) == 9 * PRICE
    assert_books_balance()


def test_a_village_outside_of_the_recorders_region_is_a_place_elsewhere_that_is_named():
    worker = paid_worker()

    event = move(worker, SEDANAU)

    worker.refresh_from_db()
    assert event.kind == "moved_away"
    assert worker.moved_to == (
        "Wilayah 2103042005, Wilayah 210304, Kabupaten Natuna, Kepulauan Riau"
    )
    assert worker.village_id == "2105011001"


def test_a_membership_ends_only_where_the_decree_does_not_reach_the_new_village():
    worker = make_worker()
    village = make_sponsor("desa", kind=Sponsor.Kind.VILLAGE, region=make_region("2105011001"))
    of_village = make_decree("560/9", sponsor=village, months=3)
    of_regency = make_decree("560/10", since=date(2020, 10, 1))
    leaving = make_enrollment(worker, decree=of_village)
    staying = make_enrollment(worker, decree=of_regency)

    event = move(worker, NYAMUK, moved_on=date(2020, 8, 9))

    leaving.refresh_from_db()
    staying.refresh_from_db()
    assert (leaving.until, leaving.end_reason) == (date(2020, 9, 1), Enrollment.EndReason.MOVED)
    assert (staying.until, staying.end_reason) == (date(2021, 10, 1), "")
    assert event.facts["ended"] == [
        {"enrollment": leaving.pk, "since": "2020-09-01", "until": "2020-10-01"}
    ]


def test_what_a_worker_pays_himself_goes_with_him():
    worker = make_worker()
    own = make_sponsor("sendiri", kind=Sponsor.Kind.SELF, worker=worker)
    order = make_enrollment(worker, decree=make_decree("Mandiri", sponsor=own, fund="SELF"))

    move(worker)

    order.refresh_from_db()
    assert (order.until, order.end_reason) == (date(2021, 7, 1), "")


def test_the_preview_of_a_move_says_what_it_then_does():
    invoice = billed(workers=1)
    pay(invoice, 4 * PRICE)
    worker = invoice.lines.get().worker

    preview = move_effects(worker, moved_on=MOVED, village=None)
    event = move(worker)

    invoice.refresh_from_db()
    assert [row.pk for row in preview.ending] == [row["enrollment"] for row in event.facts["ended"]]
    assert preview.effects.months_voided == event.months_ended == 1
    assert preview.effects.credit_note_idr == invoice.credited_idr
    assert preview.effects.released_idr == event.released_idr == PRICE


def test_the_same_move_twice_changes_nothing():
    worker = paid_worker()

    events = [move(worker, moved_to="Batam"), move(worker, moved_to="Batam")]

    assert events[0] == events[1]
    assert AuditEvent.objects.filter(action="worker.moved").count() == 1


@pytest.mark.parametrize(
    ("village", "moved_on"),
    [("", date(2020, 9, 21)), ("", date(1960, 1, 1)), ("2105011001", MOVED)],
    ids=["still to come", "before the birth", "to the village where he lives"],
)
def test_an_impossible_move_is_refused(village, moved_on):
    worker = make_worker()

    with pytest.raises(MoveImpossible):
        move(worker, village, moved_on=moved_on)


def test_the_dead_do_not_move():
    worker = make_worker(deceased_on=date(2020, 9, 1))

    with pytest.raises(MoveImpossible):
        move(worker)


def test_who_moved_away_returns_before_moving_again():
    worker = make_worker()
    move(worker)

    with pytest.raises(MoveImpossible, match="9 September 2020"):
        move(worker, NYAMUK)


def test_a_move_before_one_on_record_is_refused():
    worker = make_worker()
    move(worker, NYAMUK)

    with pytest.raises(MoveImpossible, match="9 September 2020"):
        move(worker, moved_on=date(2020, 8, 1))


@pytest.mark.parametrize("nobody", [ani, citra], ids=["treasurer", "another regency"])
def test_only_who_corrects_workers_of_the_region_records_a_move(nobody):
    worker = make_worker()

    with pytest.raises(PermissionDenied):
        move(worker, by=nobody())


def test_who_comes_back_lives_here_again_and_is_covered_by_a_new_membership_only():
    worker = paid_worker()
    move(worker, moved_to="Batam")

    event = record_return(
        worker=Worker.objects.get(),
        returned_on=date(2020, 11, 3),
        village=make_region(NYAMUK),
        on=date(2020, 11, 5),
        by=budi(),
    )

    worker.refresh_from_db()
    assert event.kind == "returned"
    assert (worker.moved_away_on, worker.moved_to, worker.village_id) == (None, "", NYAMUK)
    assert len(covered_months(InvoiceLine.objects.get().invoice.decree)["Sabri"]) == 3
    assert_books_balance()


@pytest.mark.parametrize(
    ("away", "returned_on"),
    [(False, MOVED), (True, date(2020, 9, 1)), (True, date(2020, 9, 21))],
    ids=["never away", "before the move", "still to come"],
)
def test_an_impossible_return_is_refused(away, returned_on):
    worker = make_worker(moved_away_on=MOVED if away else None)

    with pytest.raises(ReturnImpossible):
        record_return(
            worker=worker, returned_on=returned_on, village=worker.village, on=TOLD, by=budi()
        )


def test_other_work_changes_the_price_of_later_invoices_only():
    driver = occupation("ojek", "transport")
    trader = occupation("trader", "other")
    worker = make_worker(occupation=trader)
    first = make_decree()
    make_enrollment(worker, decree=first)
    before = issue_invoice(decree=first, issued_on=ISSUED, by=ani())
    pay(before, before.total_idr)

    event = change_work(
        worker=worker, changed_on=MOVED, occupation=driver, is_employer=True, on=TOLD, by=budi()
    )

    later = make_decree("560/2", since=date(2021, 7, 1))
    make_enrollment(worker, decree=later)
    after = issue_invoice(decree=later, issued_on=date(2021, 7, 1), by=ani())
    worker.refresh_from_db()
    assert (worker.occupation, worker.is_employer) == (driver, True)
    assert (event.months_ended, event.released_idr, credit_of(before)) == (0, 0, 0)
    assert (before.lines.get().sector, after.lines.get().sector) == ("other", "transport")
    assert event.facts["before"]["occupation_id"] == trader.pk
    assert_books_balance()


def test_the_same_change_of_work_twice_changes_nothing():
    driver = occupation("ojek", "transport")
    worker = make_worker()
    facts = {"changed_on": MOVED, "occupation": driver, "on": TOLD, "by": budi()}

    events = [change_work(worker=worker, **facts), change_work(worker=worker, **facts)]

    assert events[0] == events[1]


@pytest.mark.parametrize(
    "changed_on", [date(2020, 9, 21), date(1960, 1, 1)], ids=["still to come", "before the birth"]
)
def test_an_impossible_change_of_work_is_refused(changed_on):
    driver, worker = occupation("ojek", "transport"), make_worker()

    with pytest.raises(WorkImpossible):
        change_work(worker=worker, changed_on=changed_on, occupation=driver, on=TOLD, by=budi())


def test_work_that_went_back_meanwhile_is_recorded_once_more():
    driver, trader = occupation("ojek", "transport"), occupation("trader", "other")
    worker = make_worker(occupation=trader)
    for work in (driver, trader, driver):
        change_work(worker=worker, changed_on=MOVED, occupation=work, on=TOLD, by=budi())

    worker.refresh_from_db()

    assert worker.occupation == driver
    assert worker.events.count() == 3


def test_work_before_a_change_on_record_is_refused():
    driver, trader = occupation("ojek", "transport"), occupation("trader", "other")
    worker = make_worker()
    change_work(worker=worker, changed_on=MOVED, occupation=driver, on=TOLD, by=budi())

    with pytest.raises(WorkImpossible, match="9 September 2020"):
        change_work(
            worker=worker, changed_on=date(2020, 9, 1), occupation=trader, on=TOLD, by=budi()
        )


def test_work_on_record_already_and_one_work_named_twice_are_refused():
    driver = occupation("ojek", "transport")
    worker = make_worker(occupation=driver)
    facts = {
        "worker": worker,
        "changed_on": MOVED,
        "occupation": driver,
        "on": TOLD,
        "by": budi(),
    }

    with pytest.raises(SameWork):
        change_work(**facts)
    with pytest.raises(SameWorkTwice):
        change_work(**facts, second_occupation=driver)


def test_a_death_after_a_move_is_recorded_and_nothing_moves_after_it():
    worker = paid_worker()
    move(worker, NYAMUK)

    record_death(worker=worker, died_on=date(2020, 9, 12), on=TOLD, by=budi())

    death = worker.events.get(kind="death")
    assert (death.months_ended, death.released_idr) == (9, 9 * PRICE)
    with pytest.raises(MoveImpossible):
        move(worker, moved_to="Batam")
    with pytest.raises(DeathAlreadyRecorded):
        record_death(worker=worker, died_on=date(2020, 9, 13), on=TOLD, by=budi())
