"""The sweep before an invoice: who is taken off, what is not spent, and what is billed then."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from enrollment.actions.invoices import (
    AboveCeiling,
    NothingToBill,
    bill,
    issue_invoice,
    sweep_and_bill,
)
from enrollment.actions.sweeping import OneMustStay, SweepChanged
from enrollment.models import Decree, Enrollment, Invoice, Sweep, Worker, WorkerEvent
from enrollment.queries.sweep import look_through, preview
from enrollment.rules.matching import name_key
from enrollment.tests.books import assert_books_balance
from enrollment.tests.factories import (
    ani,
    budi,
    make_decree,
    make_enrollment,
    make_sponsor,
    make_worker,
    nik_of,
    nur,
)
from enrollment.tests.steps import ISSUED, JULY, PRICE, pay
from registry.models import AuditEvent

pytestmark = pytest.mark.django_db

YEAR = 12 * PRICE
CHECKED = {"population_checked_on": date(2020, 7, 1), "population_source": "Disdukcapil"}
OF_THE_REGISTER = [
    ({"population_status": "dead"} | CHECKED, "death"),
    ({"population_status": "moved"} | CHECKED, "moved"),
    ({"moved_away_on": date(2020, 5, 3)}, "moved"),
    ({"deceased_on": date(2020, 5, 3)}, "death"),
    ({"born_on": date(1950, 1, 1)}, "over_age"),
    ({"withdrawn_on": date(2020, 7, 2)}, "ineligible"),
]


def sweep_of(decree: Decree, **given: Any) -> Sweep:
    """Return the sweep of an invoice that Ani issued."""
    issued = sweep_and_bill(decree=decree, issued_on=ISSUED, by=ani(), **given)
    assert issued.sweep
    return issued.sweep


def rows_of(sweep: Sweep) -> list[tuple[str, str, str, int]]:
    """Return name, reason, first month and rupiah of everything that was taken off."""
    rows = sweep.rows.select_related("enrollment__worker").order_by("pk")
    return [
        (row.enrollment.worker.name, row.reason, f"{row.since:%Y-%m}", row.amount_idr)
        for row in rows
    ]


def standing(decree: Decree) -> list[tuple[str, str, str]]:
    """Return name, first month and month after the last of who stands under a decree."""
    members = decree.enrollments.standing().select_related("worker")
    return [
        (member.worker.name, f"{member.since:%Y-%m}", f"{member.until:%Y-%m}")
        for member in members.order_by("worker__name", "since")
    ]


def alike(serial: int, **changes: Any) -> Worker:
    """Return a worker with the name, birth date and village of the first, and another NIK."""
    facts = {"name": "Sabri", "born_on": date(1970, 1, 1), "nik": nik_of(serial)}
    return make_worker(serial, **facts | changes)


def test_a_clean_list_is_billed_whole_and_the_statement_says_so():
    decree = make_decree()
    for serial in range(3):
        make_enrollment(make_worker(serial), decree=decree)

    sweep = sweep_of(decree)

    assert (sweep.looked_at, sweep.removed, sweep.not_spent_idr) == (3, 0, 0)
    assert sweep.invoice == Invoice.objects.get()
    assert sweep.invoice.total_idr == 3 * YEAR


@pytest.mark.parametrize(
    ("known", "reason"),
    OF_THE_REGISTER,
    ids=[
        "dead by the population register",
        "moved by the population register",
        "moved away",
        "died before",
        "too old to begin",
        "withdrawn",
    ],
)
def test_who_must_not_be_paid_for_leaves_and_the_others_are_billed(known, reason):
    decree = make_decree(quota=2)
    make_enrollment(make_worker(1), decree=decree)
    gone = make_enrollment(make_worker(2, **known), decree=decree)

    sweep = sweep_of(decree)

    gone.refresh_from_db()
    assert rows_of(sweep) == [("Sabri 2", reason, "2020-07", YEAR)]
    assert (sweep.looked_at, sweep.removed, sweep.not_spent_idr) == (2, 1, YEAR)
    assert (gone.voided_on, gone.end_reason) == (ISSUED, reason)
    assert sweep.invoice.total_idr == YEAR
    assert standing(decree) == [("Sabri 1", "2020-07", "2021-07")]
    assert_books_balance()


def test_a_death_in_the_middle_is_billed_to_its_month():
    decree = make_decree()
    make_enrollment(make_worker(1, deceased_on=date(2020, 9, 30)), decree=decree)

    sweep = sweep_of(decree)

    assert rows_of(sweep) == [("Sabri 1", "death", "2020-10", 9 * PRICE)]
    assert (sweep.removed, sweep.invoice.total_idr) == (0, 3 * PRICE)
    assert standing(decree) == [("Sabri 1", "2020-07", "2020-10")]
    assert_books_balance()


def test_months_that_another_payer_paid_are_left_out_and_the_rest_is_billed():
    worker = make_worker(1)
    csr = make_decree("CSR 1", sponsor=make_sponsor("pt-laut"), fund="CSR", months=6)
    make_enrollment(worker, decree=csr, since=date(2020, 9, 1), until=date(2020, 11, 1))
    pay(issue_invoice(decree=csr, issued_on=ISSUED, by=ani()), 2 * PRICE)
    # his membership there ended, and what was paid stays
    Enrollment.objects.update(voided_on=ISSUED)
    decree = make_decree()
    make_enrollment(worker, decree=decree, position=7)

    sweep = sweep_of(decree)

    assert rows_of(sweep) == [("Sabri 1", "covered_elsewhere", "2020-09", 2 * PRICE)]
    assert standing(decree) == [
        ("Sabri 1", "2020-07", "2020-09"),
        ("Sabri 1", "2020-11", "2021-07"),
    ]
    assert (sweep.invoice.workers, sweep.invoice.worker_months) == (1, 10)
    assert set(decree.enrollments.values_list("position", flat=True)) == {7}


def test_who_pays_for_himself_may_live_elsewhere():
    own = make_sponsor("mandiri-1", kind="self", name="Sabri 1")
    decree = make_decree("Mandiri 1", sponsor=own, fund="SELF")
    make_enrollment(make_worker(1, moved_away_on=date(2020, 5, 3)), decree=decree)

    assert sweep_of(decree).removed == 0


def test_a_move_that_was_recorded_since_settles_what_the_register_says():
    decree = make_decree()
    worker = make_worker(1, population_status="moved", **CHECKED)
    make_enrollment(worker, decree=decree)
    WorkerEvent.objects.create(
        worker=worker,
        kind=WorkerEvent.Kind.MOVED_WITHIN,
        happened_on=date(2020, 6, 20),
        recorded_on=date(2020, 7, 3),
        recorded_by=budi(),
    )

    assert sweep_of(decree).removed == 0


def test_a_member_past_65_goes_on():
    worker = make_worker(1, born_on=date(1950, 1, 1))
    before = make_decree("SK 2019", since=date(2019, 7, 1))
    make_enrollment(worker, decree=before)
    pay(bill(decree=before, issued_on=date(2019, 7, 2), by=ani()), YEAR)
    decree = make_decree()
    make_enrollment(worker, decree=decree)

    assert sweep_of(decree).removed == 0


def test_a_possible_twin_is_asked_about_and_billed_unless_ticked():
    decree = make_decree()
    first = make_enrollment(make_worker(0, born_on=date(1970, 1, 1)), decree=decree)
    twin = make_enrollment(alike(5), decree=decree, position=9)

    look = preview(decree, known_on=ISSUED)
    sweep = sweep_of(decree, also_remove=[twin.pk])

    assert [found.enrollment_id for found in look.twins] == [first.pk, twin.pk]
    assert (look.removed, look.to_bill_idr) == (0, 2 * YEAR)
    assert rows_of(sweep) == [("Sabri", "duplicate", "2020-07", YEAR)]
    assert sweep.invoice.total_idr == YEAR


def test_untouched_twins_are_both_billed():
    decree = make_decree()
    make_enrollment(make_worker(0, born_on=date(1970, 1, 1)), decree=decree)
    make_enrollment(alike(5), decree=decree)

    assert sweep_of(decree).invoice.total_idr == 2 * YEAR


def test_one_record_of_a_person_stays():
    decree = make_decree()
    both = [
        make_enrollment(make_worker(0, born_on=date(1970, 1, 1)), decree=decree),
        make_enrollment(alike(5), decree=decree),
    ]

    with pytest.raises(OneMustStay):
        sweep_of(decree, also_remove=[member.pk for member in both])

    assert not Sweep.objects.exists()


def test_nobody_is_taken_off_who_was_not_asked_about():
    decree = make_decree()
    member = make_enrollment(make_worker(1), decree=decree)

    with pytest.raises(SweepChanged):
        sweep_of(decree, also_remove=[member.pk])


def test_where_nobody_is_left_the_statement_stands_and_no_invoice():
    decree = make_decree()
    make_enrollment(make_worker(1, population_status="dead", **CHECKED), decree=decree)

    issued = sweep_and_bill(decree=decree, issued_on=ISSUED, by=ani())

    assert (issued.invoice, issued.sweep) == (None, Sweep.objects.get())
    assert not Invoice.objects.exists()
    with pytest.raises(NothingToBill):
        issue_invoice(decree=decree, issued_on=ISSUED, by=ani())


def test_a_second_call_finds_nobody_to_look_at():
    decree = make_decree()
    make_enrollment(make_worker(1), decree=decree)
    sweep_of(decree)

    again = sweep_and_bill(decree=decree, issued_on=date(2020, 8, 1), by=ani())

    assert (again.sweep, again.invoice) == (None, Invoice.objects.get())
    assert Sweep.objects.count() == 1


def test_above_the_ceiling_nothing_is_taken_off_either():
    decree = make_decree(ceiling_idr=YEAR - 1)
    make_enrollment(make_worker(1), decree=decree)
    make_enrollment(make_worker(2, moved_away_on=date(2020, 5, 3)), decree=decree)

    with pytest.raises(AboveCeiling):
        sweep_and_bill(decree=decree, issued_on=ISSUED, by=ani())

    assert not Sweep.objects.exists()
    assert len(standing(decree)) == 2


def test_what_the_sweep_frees_holds_the_others_below_the_ceiling():
    decree = make_decree(ceiling_idr=YEAR)
    make_enrollment(make_worker(1), decree=decree)
    make_enrollment(make_worker(2, moved_away_on=date(2020, 5, 3)), decree=decree)

    assert sweep_of(decree).invoice.total_idr == YEAR


def test_an_act_of_its_own_bills_nobody_whom_the_register_records_as_dead():
    decree = make_decree()
    worker = make_worker(1, population_status="dead", **CHECKED)
    member = make_enrollment(worker, decree=decree)

    with pytest.raises(NothingToBill):
        bill(decree=decree, issued_on=ISSUED, by=ani(), only=member)


def test_an_act_that_bills_one_member_returns_the_invoice_that_he_has():
    decree = make_decree()
    members = [make_enrollment(make_worker(serial), decree=decree) for serial in (1, 2)]
    first = bill(decree=decree, issued_on=ISSUED, by=ani(), only=members[0])

    second = bill(decree=decree, issued_on=ISSUED, by=ani(), only=members[1])
    again = bill(decree=decree, issued_on=ISSUED, by=ani(), only=members[0])

    assert (first.workers, second.workers) == (1, 1)
    assert again == first != second


@pytest.mark.parametrize("nobody", [budi, nur], ids=["officer", "supervisor"])
def test_only_who_bills_sweeps(nobody):
    decree = make_decree()
    make_enrollment(make_worker(1), decree=decree)

    with pytest.raises(PermissionDenied):
        sweep_and_bill(decree=decree, issued_on=ISSUED, by=nobody())


def test_the_sweep_stands_in_the_trail_with_its_figures():
    decree = make_decree()
    make_enrollment(make_worker(1, moved_away_on=date(2020, 5, 3)), decree=decree)
    sweep_and_bill(decree=decree, issued_on=ISSUED, by=ani())

    line = AuditEvent.objects.get(action="decree.swept")

    assert line.facts["removed"] == 1
    assert line.facts["not_spent_idr"] == YEAR


def test_the_preview_says_what_the_sweep_then_does():
    decree = make_decree()
    for serial, (known, _reason) in enumerate(OF_THE_REGISTER, start=1):
        make_enrollment(make_worker(serial, **known), decree=decree)
    make_enrollment(make_worker(20, deceased_on=date(2020, 9, 2)), decree=decree)
    make_enrollment(make_worker(21), decree=decree)

    look = preview(decree, known_on=ISSUED)
    sweep = sweep_of(decree)

    assert (look.workers, look.removed) == (sweep.looked_at, sweep.removed) == (8, 6)
    assert look.not_spent_idr == sweep.not_spent_idr == 6 * YEAR + 9 * PRICE
    assert look.to_bill_idr == sweep.invoice.total_idr == YEAR + 3 * PRICE


@pytest.mark.parametrize("swept", [2, 12], ids=["two", "twelve"])
def test_the_look_asks_as_often_for_few_as_for_many(swept, django_assert_num_queries):
    decree = make_decree()
    for serial in range(1, swept + 1):
        make_enrollment(make_worker(serial, moved_away_on=date(2020, 5, 3)), decree=decree)
    for serial in range(30, 30 + swept):
        make_enrollment(make_worker(serial), decree=decree)
    make_enrollment(make_worker(0, born_on=date(1970, 1, 1)), decree=decree)
    make_enrollment(alike(99), decree=decree)
    decree = Decree.objects.select_related("sponsor").get()

    with django_assert_num_queries(7):
        look = look_through(decree, known_on=ISSUED)

    assert (look.removed, len(look.twins)) == (swept, 2)


def test_names_are_compared_as_people_spell_them():
    decree = make_decree(since=JULY)
    for serial, name in ((1, "Muhammad Syahrul"), (2, "Mohd. Sahrul")):
        worker = make_worker(serial, name=name, born_on=date(1980, 2, 3))
        make_enrollment(worker, decree=decree)

    assert name_key("Muhammad Syahrul") == name_key("Mohd. Sahrul")
    assert len(look_through(decree, known_on=ISSUED).twins) == 2
