"""The months of one line: prices, parts, and runs, with nothing created and nothing lost."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enrollment.rules.ledger import (
    MonthState,
    Part,
    Span,
    covered_spans,
    ledger,
    lowered,
    runs_of,
    spans_paid_by,
    without_payment,
)
from registry.months import add_months, month_range, months_between

JULY, AUGUST, SEPTEMBER, OCTOBER = (date(2020, month, 1) for month in (7, 8, 9, 10))
YEAR = Span(JULY, date(2021, 7, 1), 12 * 16_800)

parts = st.lists(
    st.tuples(st.integers(1, 5), st.integers(1, 20_000)),
    unique_by=lambda part: part[0],
    max_size=4,
).map(lambda found: tuple(Part(*part) for part in found))
prices = st.integers(0, 60_000)


@st.composite
def paid_months(draw) -> MonthState:
    """A month that is paid whole, by one payment or several, or not at all."""
    its = draw(parts)
    return MonthState(sum(part.amount_idr for part in its) or draw(prices), its)


@st.composite
def books(draw) -> dict[date, MonthState]:
    """The months of one line from July 2020 on."""
    states = draw(st.lists(paid_months(), min_size=1, max_size=14))
    return {add_months(JULY, number): state for number, state in enumerate(states)}


def test_a_line_without_notes_and_payments_is_open_at_its_price():
    book = ledger(YEAR, [], [])

    assert list(book) == list(month_range(JULY, date(2021, 7, 1)))
    assert {state.price_idr for state in book.values()} == {16_800}
    assert all(state.is_open and not state.is_covered for state in book.values())


def test_notes_lower_the_months_that_they_name_and_several_add_up():
    notes = [Span(AUGUST, OCTOBER, 2 * 16_632), Span(SEPTEMBER, OCTOBER, 168)]

    book = ledger(YEAR, notes, [])

    assert [book[month].price_idr for month in (JULY, AUGUST, SEPTEMBER, OCTOBER)] == [
        16_800,
        168,
        0,
        16_800,
    ]
    assert not book[SEPTEMBER].is_open


def test_a_month_names_every_payment_that_paid_a_part_of_it():
    paid = [
        (1, Span(JULY, SEPTEMBER, 2 * 16_800)),
        (1, Span(SEPTEMBER, OCTOBER, 800)),
        (2, Span(SEPTEMBER, OCTOBER, 16_000)),
    ]

    book = ledger(YEAR, [], paid)

    assert book[SEPTEMBER].parts == (Part(1, 800), Part(2, 16_000))
    assert covered_spans(book, JULY, date(2021, 7, 1)) == [Span(JULY, OCTOBER, 3 * 16_800)]


@pytest.mark.parametrize(
    ("by_idr", "expected"),
    [
        (0, MonthState(16_800, (Part(1, 10_000), Part(2, 6_800)))),
        (800, MonthState(16_000, (Part(1, 10_000), Part(2, 6_000)))),
        (6_800, MonthState(10_000, (Part(1, 10_000),))),
        (16_632, MonthState(168, (Part(1, 168),))),
        (16_800, MonthState(0)),
    ],
    ids=[
        "by nothing",
        "by less than the last part",
        "by the last part",
        "by more than the last part",
        "to nothing",
    ],
)
def test_what_is_overpaid_is_taken_from_the_last_payment(by_idr, expected):
    assert lowered(MonthState(16_800, (Part(1, 10_000), Part(2, 6_800))), by_idr) == expected


@pytest.mark.parametrize("by_idr", [-1, 16_801], ids=["raised", "below nothing"])
def test_a_month_cannot_cost_more_than_billed_or_less_than_nothing(by_idr):
    with pytest.raises(ValueError, match="a month cannot cost"):
        lowered(MonthState(16_800), by_idr)


@given(paid_months(), st.data())
def test_a_lowered_month_is_paid_whole_or_not_at_all(state, data):
    by_idr = data.draw(st.integers(0, state.price_idr))

    after = lowered(state, by_idr)

    assert after.price_idr == state.price_idr - by_idr
    assert after.paid_idr == (after.price_idr if state.parts else 0)
    given_by = dict(state.parts)
    assert all(0 < part.amount_idr <= given_by[part.payment_id] for part in after.parts)


@given(paid_months(), st.integers(1, 6))
def test_a_payment_taken_out_leaves_its_months_unpaid_and_others_alone(state, payment_id):
    after = without_payment(state, payment_id)

    had_part = payment_id in dict(state.parts)
    assert after == (MonthState(state.price_idr) if had_part else state)


@given(st.lists(st.integers(0, 3), max_size=30))
def test_runs_hold_every_month_that_costs_something_once_and_are_as_long_as_can_be(amounts):
    months = [add_months(JULY, number) for number in range(len(amounts))]

    runs = runs_of(zip(months, amounts, strict=True))

    spread = {month: run.monthly_idr for run in runs for month in month_range(run.since, run.until)}
    assert spread == {month: idr for month, idr in zip(months, amounts, strict=True) if idr}
    assert all(
        first.until < then.since or first.monthly_idr != then.monthly_idr
        for first, then in pairwise(runs)
    )
    assert all(
        run.amount_idr == run.monthly_idr * months_between(run.since, run.until) for run in runs
    )


@given(books())
def test_what_each_payment_pays_adds_up_to_what_was_paid(book):
    since, until = min(book), add_months(max(book), 1)
    payments = {part.payment_id for state in book.values() for part in state.parts}

    spans = {payment: spans_paid_by(book, payment, since, until) for payment in payments}

    total = sum(span.amount_idr for its in spans.values() for span in its)
    assert total == sum(state.paid_idr for state in book.values())


@given(books())
def test_spans_written_down_and_read_again_are_the_same_months(book):
    since, until = min(book), add_months(max(book), 1)
    payments = sorted({part.payment_id for state in book.values() for part in state.parts})

    written = [
        (payment, span)
        for payment in payments
        for span in spans_paid_by(book, payment, since, until)
    ]
    read = ledger(Span(since, until, 0), [], written)

    assert {month: sorted(state.parts) for month, state in read.items()} == {
        month: sorted(state.parts) for month, state in book.items()
    }


@given(books())
def test_cover_is_every_month_whose_price_is_paid_and_no_other(book):
    since, until = min(book), add_months(max(book), 1)

    spans = covered_spans(book, since, until)

    covered = {month for span in spans for month in month_range(span.since, span.until)}
    assert covered == {month for month, state in book.items() if state.parts}
