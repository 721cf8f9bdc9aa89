"""What the next order of a self-payer begins with, and how he stands."""

from datetime import date

import pytest

from enrollment.rules.ordering import (
    NextOrder,
    State,
    first_not_due,
    has_lapsed,
    months_of,
    next_order,
    offered_months,
    standing,
    too_young_or_old,
)

NO_DAYS_OFF: frozenset[date] = frozenset()


def span(since: str, until: str) -> set[date]:
    """Return the months from one, such as 2026-01, until another."""
    return months_of([(date.fromisoformat(f"{since}-01"), date.fromisoformat(f"{until}-01"))])


def month(text: str) -> date:
    return date.fromisoformat(f"{text}-01")


@pytest.mark.parametrize(
    ("paid", "on", "state", "unpaid"),
    [
        (set(), date(2026, 5, 20), State.NEW, 0),
        (span("2026-01", "2026-06"), date(2026, 5, 20), State.ACTIVE, 0),
        (span("2026-01", "2026-05"), date(2026, 5, 15), State.ACTIVE, 0),
        (span("2026-01", "2026-05"), date(2026, 5, 16), State.ARREARS, 1),
        (span("2026-01", "2026-03"), date(2026, 5, 20), State.ARREARS, 3),
        (span("2026-01", "2026-02"), date(2026, 5, 15), State.ARREARS, 3),
        (span("2026-01", "2026-02"), date(2026, 5, 16), State.LAPSED, 4),
        (span("2025-01", "2025-04") | span("2026-04", "2026-06"), date(2026, 5, 20), "active", 0),
    ],
    ids=[
        "never paid",
        "paid through this month",
        "this month is due today",
        "one month is overdue",
        "three months are overdue",
        "three months, and the fourth is due today",
        "the fourth month is overdue",
        "an old hole before a paid run",
    ],
)
def test_a_worker_is_active_in_arrears_or_lapsed(paid, on, state, unpaid):
    found = standing(on, paid=paid, days_off=NO_DAYS_OFF)

    assert (found.state, len(found.arrears)) == (state, unpaid)


@pytest.mark.parametrize(
    ("paid", "on", "lapsed"),
    [
        (set(), date(2026, 4, 15), False),
        (set(), date(2026, 4, 16), True),
        (span("2025-01", "2025-06"), date(2026, 4, 15), False),
        (span("2026-02", "2026-12"), date(2026, 9, 1), False),
    ],
    ids=[
        "three months of it overdue",
        "four months of it overdue",
        "what was owed before it does not count",
        "somebody else paid from its second month on",
    ],
)
def test_an_order_from_january_lapses_when_four_months_of_it_are_overdue(paid, on, lapsed):
    found = has_lapsed(month("2026-01"), on, paid=paid, days_off=NO_DAYS_OFF)

    assert found is lapsed


@pytest.mark.parametrize(
    ("paid", "taken", "on", "begins", "owed", "room"),
    [
        (set(), set(), date(2026, 5, 20), "2026-05", 0, None),
        (span("2026-01", "2026-05"), set(), date(2026, 5, 10), "2026-05", 0, None),
        (span("2026-01", "2026-04"), set(), date(2026, 5, 10), "2026-04", 1, None),
        (span("2026-01", "2026-03"), set(), date(2026, 5, 20), "2026-03", 3, None),
        (span("2026-01", "2026-02"), set(), date(2026, 5, 20), "2026-05", 0, None),
        (span("2026-01", "2026-09"), set(), date(2026, 5, 20), "2026-09", 0, None),
        (set(), span("2026-01", "2026-09"), date(2026, 5, 20), "2026-09", 0, None),
        (span("2026-01", "2026-04"), span("2026-07", "2027-01"), date(2026, 5, 20), "2026-04", 2,
         3),
        (span("2026-01", "2026-03"), span("2026-03", "2026-05"), date(2026, 5, 20), "2026-05", 1,
         None),
    ],
    ids=[
        "never a member: this month",
        "paid through last month: this month",
        "one month owed comes first",
        "three months owed come first",
        "lapsed: this month, the old ones are not charged",
        "paid ahead: behind it",
        "sponsored and unpaid: behind it",
        "owed, and sponsored later: the hole alone",
        "owed months of a sponsor are his; the others come first",
    ],
)  # fmt: skip
def test_the_next_order_leaves_no_gap_and_takes_no_month_twice(paid, taken, on, begins, owed, room):
    found = next_order(on, paid=paid, taken=taken, days_off=NO_DAYS_OFF)

    assert (found.month, len(found.owed), found.room) == (month(begins), owed, room)


def test_it_tells_when_it_begins_behind_cover_that_stands():
    ahead = next_order(
        date(2026, 5, 20), paid=span("2026-01", "2026-09"), taken=(), days_off=NO_DAYS_OFF
    )

    assert ahead == NextOrder(month("2026-09"), (), behind=True, room=None)


@pytest.mark.parametrize(
    ("on", "first"),
    [(date(2026, 5, 15), "2026-05"), (date(2026, 5, 16), "2026-06")],
    ids=["on the due day", "the day after"],
)
def test_a_month_is_overdue_from_the_day_after_its_due_day(on, first):
    assert first_not_due(on, days_off=NO_DAYS_OFF) == month(first)


def test_a_due_day_off_moves_the_first_overdue_day():
    off = {date(2026, 5, 15)}

    assert first_not_due(date(2026, 5, 16), days_off=off) == month("2026-05")


def test_one_pays_for_1_2_3_6_or_12_months_at_once():
    assert offered_months(date(2026, 5, 1)) == (1, 2, 3, 6, 12)


@pytest.mark.parametrize(
    ("age", "is_member", "kept_out"),
    [
        (14, False, True),
        (15, False, False),
        (64, False, False),
        (65, False, True),
        (65, True, False),
    ],
    ids=["14", "15", "64", "65 at first registration", "65 and a member"],
)
def test_who_is_too_old_may_go_on_but_not_begin(age, is_member, kept_out):
    found = too_young_or_old(age, month=month("2026-05"), is_member=is_member)

    assert found is kept_out
