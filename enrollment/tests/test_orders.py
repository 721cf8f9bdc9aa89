"""Orders of workers who pay for themselves: what they begin with, cost, and refuse."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from enrollment.actions.enrolling import NotInsurable
from enrollment.actions.orders.placing import (
    AgeOutside,
    NoRoom,
    OrderMoved,
    OrderWaits,
    PeriodNotOffered,
)
from enrollment.models import Decree, Enrollment, Invoice, Sponsor
from enrollment.queries.own import own_standing
from enrollment.queries.standing import standing_at
from enrollment.tests.books import assert_books_balance
from enrollment.tests.factories import (
    ani,
    budi,
    citra,
    make_decree,
    make_enrollment,
    make_worker,
    nur,
)
from enrollment.tests.ordering import (
    driver,
    months_ordered,
    order,
    ordered_and_paid,
)
from enrollment.tests.steps import covered_months, pay
from registry.models import AuditEvent
from registry.programs import Fund

pytestmark = pytest.mark.django_db
MAY_5 = date(2025, 5, 5)
NO_DAYS_OFF: frozenset[date] = frozenset()


def test_the_first_order_begins_with_this_month_and_is_due_on_the_15th():
    worker = make_worker()

    invoice = order(worker, 3, on=MAY_5)

    decree = invoice.decree
    assert invoice.total_idr == decree.ceiling_idr == 3 * 16_800
    assert invoice.due_on == date(2025, 5, 15)
    assert months_ordered(worker) == [("2025-05", "2025-08")]
    assert (decree.fund, decree.quota, decree.months) == (Fund.SELF, 1, 3)
    assert decree.number == f"Mandiri {worker.card_number}/2025-05"
    assert (decree.sponsor.worker, decree.sponsor.kind) == (worker, Sponsor.Kind.SELF)
    assert decree.region_id == worker.village_id
    assert AuditEvent.objects.filter(action="order.placed").get().facts["months"] == 3


def test_a_due_day_on_a_weekend_is_the_next_working_day():
    assert order(make_worker(), 1, on=date(2025, 6, 2)).due_on == date(2025, 6, 16)


def test_an_order_after_the_15th_is_due_on_its_own_day():
    assert order(make_worker(), 1, on=date(2025, 5, 28)).due_on == date(2025, 5, 28)


@pytest.mark.parametrize(
    ("with_jht", "base_idr", "total_idr"),
    [(False, 1_000_000, 16_800), (True, 1_000_000, 36_800), (False, 3_450_000, 41_300)],
    ids=["the first band", "with JHT", "another band"],
)
def test_an_order_costs_what_its_band_and_programs_cost(with_jht, base_idr, total_idr):
    invoice = order(make_worker(), 1, on=MAY_5, with_jht=with_jht, wage_base_idr=base_idr)

    assert invoice.total_idr == total_idr


@pytest.mark.parametrize("months", [1, 2, 3, 6, 12])
def test_one_pays_for_one_to_twelve_months_at_once(months):
    assert order(make_worker(), months, on=MAY_5).worker_months == months


def test_the_same_order_twice_is_one_order():
    worker = make_worker()

    first, second = order(worker, 3, on=MAY_5), order(worker, 3, on=MAY_5)

    assert first == second
    assert Decree.objects.count() == Invoice.objects.count() == 1


def test_the_same_click_twice_is_one_order_when_credit_paid_it_at_once():
    worker = make_worker()
    first = order(worker, 1, on=MAY_5)
    pay(first, 4 * 16_800, paid_on=MAY_5)

    orders = [order(worker, 2, on=MAY_5, since=date(2025, 6, 1)) for _click in range(2)]

    assert orders[0] == orders[1]
    assert covered_months(orders[0].decree) == {"Sabri": ["2025-06", "2025-07"]}
    assert own_standing(worker, on=MAY_5).credit_idr == 16_800


def test_a_page_that_grew_old_is_refused():
    worker = make_worker()
    ordered_and_paid(worker, 1, on=MAY_5)

    with pytest.raises(OrderMoved):
        order(worker, 3, on=MAY_5, since=date(2025, 5, 1))


def test_another_order_waits_until_the_first_is_paid():
    worker = make_worker()
    first = order(worker, 3, on=MAY_5)

    with pytest.raises(OrderWaits) as refusal:
        order(worker, 6, on=MAY_5)

    assert refusal.value.facts == {"invoice": first.number}


def test_the_next_order_stands_behind_the_paid_months():
    worker = make_worker()
    ordered_and_paid(worker, 3, on=MAY_5)

    order(worker, 6, on=date(2025, 6, 1))

    assert months_ordered(worker) == [("2025-05", "2025-08"), ("2025-08", "2026-02")]
    assert Sponsor.objects.count() == 1


def test_months_owed_come_first_and_settle_what_a_claim_asks():
    worker = make_worker()
    ordered_and_paid(worker, 1, on=MAY_5)
    accident = date(2025, 7, 20)
    owed = standing_at(worker, event_on=accident, days_off=NO_DAYS_OFF)

    order_after = ordered_and_paid(worker, 2, on=date(2025, 7, 28))

    settled = standing_at(worker, event_on=accident, days_off=NO_DAYS_OFF)
    assert owed.arrears == (date(2025, 6, 1), date(2025, 7, 1))
    assert not owed.arrears_settled
    assert covered_months(order_after.decree) == {"Sabri": ["2025-06", "2025-07"]}
    assert settled.arrears == owed.arrears
    assert settled.arrears_settled


def test_who_comes_back_after_more_than_three_months_begins_anew():
    worker = make_worker()
    ordered_and_paid(worker, 1, on=MAY_5)

    order(worker, 3, on=date(2025, 9, 20))

    assert months_ordered(worker) == [("2025-05", "2025-06"), ("2025-09", "2025-12")]


def test_an_old_unpaid_order_is_dropped_and_its_months_are_not_charged():
    worker = make_worker()
    first = order(worker, 12, on=MAY_5)

    second = ordered_and_paid(worker, 1, on=date(2025, 9, 20))

    first.refresh_from_db()
    assert (first.open_idr, first.credited_idr) == (0, first.total_idr)
    assert months_ordered(worker) == [("2025-09", "2025-10")]
    assert covered_months(second.decree) == {"Sabri": ["2025-09"]}
    assert Enrollment.objects.get(decree=first.decree).end_reason == "lapsed"
    assert_books_balance()


def test_an_order_of_who_came_back_stands_when_it_is_clicked_twice():
    worker = make_worker()
    ordered_and_paid(worker, 1, on=MAY_5)

    first = order(worker, 3, on=date(2025, 9, 20))
    second = order(worker, 3, on=date(2025, 9, 20))

    assert first == second


def test_a_sponsored_worker_goes_on_himself_behind_the_decree():
    worker = make_worker()
    decree = make_decree(since=date(2025, 1, 1), months=6)
    make_enrollment(worker, decree=decree)

    order(worker, 3, on=MAY_5)

    assert months_ordered(worker) == [("2025-01", "2025-07"), ("2025-07", "2025-10")]


def test_an_order_ends_before_a_decree_begins():
    worker = make_worker()
    make_enrollment(worker, decree=make_decree(since=date(2025, 7, 1)))

    with pytest.raises(NoRoom):
        order(worker, 3, on=MAY_5)
    order(worker, 2, on=MAY_5)

    assert months_ordered(worker) == [("2025-05", "2025-07"), ("2025-07", "2026-07")]


def test_a_number_of_months_that_nobody_offers_is_refused():
    with pytest.raises(PeriodNotOffered):
        order(make_worker(), 5, on=MAY_5)


@pytest.mark.parametrize("what", ["deceased_on", "moved_away_on", "withdrawn_on"])
def test_who_cannot_be_insured_orders_nothing(what):
    worker = make_worker(**{what: date(2025, 5, 1)})

    with pytest.raises(NotInsurable):
        order(worker, on=MAY_5)

    assert not Decree.objects.exists()
    assert not Sponsor.objects.exists()


def test_nobody_registers_first_at_65_but_a_member_goes_on():
    newcomer = make_worker(1, born_on=date(1960, 5, 1))
    member = make_worker(2, born_on=date(1960, 5, 2))
    ordered_and_paid(member, 12, on=date(2025, 5, 5))

    with pytest.raises(AgeOutside):
        order(newcomer, on=MAY_5)
    invoice = order(member, 1, on=date(2026, 4, 20))

    assert invoice.worker_months == 1


def test_a_supervisor_takes_orders_too():
    assert order(make_worker(), on=MAY_5, by=nur()).open_idr


@pytest.mark.parametrize("who", [ani, citra], ids=["treasurer", "officer next door"])
def test_nobody_else_takes_an_order(who):
    with pytest.raises(PermissionDenied):
        order(make_worker(), on=MAY_5, by=who())


def test_the_payer_follows_the_name_and_the_village_of_the_worker():
    worker = make_worker()
    ordered_and_paid(worker, 1, on=MAY_5)
    worker.name = "Sabri bin Daud"
    worker.save()

    order(worker, 1, on=MAY_5)

    assert Sponsor.objects.get().name == "Sabri bin Daud"


@pytest.mark.parametrize(
    ("first", "second", "month", "price_idr"),
    [
        ("driver", None, date(2025, 12, 2), 16_800),
        ("driver", None, date(2026, 1, 2), 8_400),
        ("driver", None, date(2027, 3, 2), 8_400),
        ("fisher", None, date(2026, 3, 2), 16_800),
        ("fisher", None, date(2026, 4, 2), 8_400),
        ("fisher", None, date(2026, 12, 2), 8_400),
        ("fisher", None, date(2027, 1, 4), 16_800),
        ("fisher", "driver", date(2027, 1, 4), 8_400),
    ],
    ids=["C16", "C17", "C18", "C20", "C21", "C22", "C23", "a fisher who also drives"],
)
def test_the_relief_follows_the_work_and_the_month(first, second, month, price_idr):
    ojek = driver(9).occupation
    worker = make_worker(
        occupation=ojek if first == "driver" else None,
        second_occupation=ojek if second else None,
    )

    assert order(worker, 1, on=month).total_idr == price_idr


def test_an_employer_has_no_relief():
    assert order(driver(is_employer=True), 1, on=date(2026, 2, 2)).total_idr == 16_800


def test_what_was_paid_before_the_relief_was_known_pays_later_months():
    worker = driver()
    ordered_and_paid(worker, 1, on=date(2025, 11, 28))
    ordered_and_paid(worker, 1, on=date(2025, 12, 1))
    year = ordered_and_paid(worker, 12, on=date(2025, 12, 5))
    on = date(2026, 12, 20)

    credit_idr = own_standing(worker, on=on).credit_idr
    after = order(worker, 12, on=on)

    after.refresh_from_db()
    assert year.total_idr == 201_600
    assert credit_idr == 100_800
    assert after.total_idr == 3 * 8_400 + 9 * 16_800
    assert after.allocated_idr == 3 * 8_400 + 4 * 16_800
    assert own_standing(worker, on=on).credit_idr == 8_400
    assert covered_months(after.decree) == {
        "Sabri": [f"2027-{number:02d}" for number in range(1, 8)]
    }
    assert_books_balance()


def test_budi_needs_no_right_of_the_treasurer_for_it():
    worker = driver()
    ordered_and_paid(worker, 12, on=date(2025, 12, 5))

    order(worker, 1, on=date(2026, 11, 20), by=budi())

    assert AuditEvent.objects.filter(action="relief.accepted").get().by == budi()
