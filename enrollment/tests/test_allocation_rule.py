from collections import defaultdict
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enrollment.rules.allocation import Piece, Purse, Unit, pay_units
from registry.months import add_months, month_range

JULY = date(2020, 7, 1)
AUGUST = date(2020, 8, 1)
SEPTEMBER = date(2020, 9, 1)


def bill(lines, months, price_idr=16_800, since=JULY):
    """Return the units of an invoice in paying order: month by month, line by line."""
    return [
        Unit(line, month, price_idr)
        for month in month_range(since, add_months(since, months))
        for line in range(1, lines + 1)
    ]


def test_the_founding_case_is_paid_whole_in_one_piece_a_worker():
    pieces = pay_units(bill(4_839, 12), [Purse(1, 975_542_400)])

    assert len(pieces) == 4_839
    assert pieces[0] == Piece(1, 1, JULY, date(2021, 7, 1), 201_600)
    assert sum(piece.amount_idr for piece in pieces) == 975_542_400


@pytest.mark.parametrize(
    ("amount_idr", "pieces"),
    [
        (0, []),
        (16_799, []),
        (16_800, [Piece(1, 9, JULY, AUGUST, 16_800)]),
        (33_599, [Piece(1, 9, JULY, AUGUST, 16_800)]),
        (
            50_400,
            [Piece(1, 9, JULY, SEPTEMBER, 33_600), Piece(2, 9, JULY, AUGUST, 16_800)],
        ),
    ],
    ids=[
        "nothing",
        "a rupiah short of a month",
        "one month",
        "a rupiah short of two",
        "the first month of both, then the second of the first",
    ],
)
def test_a_partial_payment_pays_whole_months_in_order(amount_idr, pieces):
    assert pay_units(bill(2, 2), [Purse(9, amount_idr)]) == pieces


def test_a_cheaper_month_behind_one_too_dear_is_not_paid():
    units = [Unit(1, JULY, 36_800), Unit(2, JULY, 168)]

    assert pay_units(units, [Purse(9, 36_799)]) == []


def test_a_month_paid_by_two_payments_names_both():
    pieces = pay_units(bill(1, 3), [Purse(8, 20_000), Purse(9, 30_400)])

    assert pieces == [
        Piece(1, 8, JULY, AUGUST, 16_800),
        Piece(1, 8, AUGUST, SEPTEMBER, 3_200),
        Piece(1, 9, AUGUST, SEPTEMBER, 13_600),
        Piece(1, 9, SEPTEMBER, date(2020, 10, 1), 16_800),
    ]


def test_a_month_may_empty_three_purses_and_pass_over_an_empty_one():
    purses = [Purse(6, 100), Purse(7, 0), Purse(8, 16_000), Purse(9, 5_000)]

    pieces = pay_units(bill(1, 1), purses)

    assert [(piece.payment_id, piece.amount_idr) for piece in pieces] == [
        (6, 100),
        (8, 16_000),
        (9, 700),
    ]


def test_a_part_that_equals_the_month_before_stays_a_piece_of_its_own():
    units = [Unit(1, JULY, 500), Unit(1, AUGUST, 1_000)]

    pieces = pay_units(units, [Purse(8, 1_000), Purse(9, 500)])

    assert [(piece.payment_id, piece.since, piece.amount_idr) for piece in pieces] == [
        (8, JULY, 500),
        (8, AUGUST, 500),
        (9, AUGUST, 500),
    ]


@pytest.mark.parametrize(
    "units",
    [
        [Unit(1, JULY, 500), Unit(1, AUGUST, 600)],
        [Unit(1, JULY, 500), Unit(1, SEPTEMBER, 500)],
    ],
    ids=["another price", "a month between"],
)
def test_months_that_differ_or_do_not_touch_are_two_pieces(units):
    pieces = pay_units(units, [Purse(9, 10_000)])

    assert [piece.amount_idr for piece in pieces] == [unit.price_idr for unit in units]


def test_a_month_with_nothing_open_is_passed_over():
    units = [Unit(1, JULY, 0), Unit(2, JULY, 500), Unit(3, JULY, 0)]

    assert pay_units(units, [Purse(9, 500)]) == [Piece(2, 9, JULY, AUGUST, 500)]


def test_no_purse_pays_nothing():
    assert pay_units(bill(2, 2), []) == []


def test_units_behind_the_first_unpaid_one_are_not_even_asked_for():
    units = iter(bill(3, 1))

    pay_units(units, [Purse(9, 16_800)])

    assert [unit.line_id for unit in units] == [3]


@pytest.mark.parametrize(
    ("units", "purses"),
    [([Unit(1, JULY, -1)], [Purse(9, 1)]), ([Unit(1, JULY, 1)], [Purse(9, 2), Purse(8, -1)])],
    ids=["a price below nothing", "a purse below nothing"],
)
def test_debts_are_refused(units, purses):
    with pytest.raises(ValueError, match="less than nothing"):
        pay_units(units, purses)


PRICES = st.integers(0, 60)
UNITS = st.builds(
    lambda prices: [
        Unit(line, month, price)
        for month, row in zip(month_range(JULY, add_months(JULY, len(prices))), prices, strict=True)
        for line, price in enumerate(row, start=1)
    ],
    st.lists(st.lists(PRICES | st.just(10), min_size=3, max_size=3), max_size=6),
)
PURSES = st.lists(st.integers(0, 300), max_size=5).map(
    lambda amounts: [Purse(number, amount) for number, amount in enumerate(amounts, start=1)]
)


def paid_by_month(pieces, units):
    """Return what each (line, month) got; a piece of several months splits evenly."""
    paid = defaultdict(int)
    for piece in pieces:
        months = list(month_range(piece.since, piece.until))
        for month in months:
            paid[piece.line_id, month] += piece.amount_idr // len(months)
        assert piece.amount_idr % len(months) == 0
    return [paid[unit.line_id, unit.month] for unit in units]


@given(units=UNITS, purses=PURSES)
def test_nothing_is_created_and_nothing_is_lost(units, purses):
    pieces = pay_units(units, purses)

    spent = defaultdict(int)
    for piece in pieces:
        assert piece.amount_idr > 0
        spent[piece.payment_id] += piece.amount_idr
    assert all(spent[purse.payment_id] <= purse.amount_idr for purse in purses)
    assert sum(paid_by_month(pieces, units)) == sum(spent.values())


@given(units=UNITS, purses=PURSES)
def test_each_unit_is_paid_exactly_or_not_at_all_and_in_order(units, purses):
    money = sum(purse.amount_idr for purse in purses)

    paid = paid_by_month(pay_units(units, purses), units)

    left, stopped = money, False
    for unit, amount in zip(units, paid, strict=True):
        stopped = stopped or unit.price_idr > left
        assert amount == (0 if stopped else unit.price_idr)
        left -= amount


@given(units=UNITS, purses=PURSES)
def test_purses_are_emptied_in_order(units, purses):
    pieces = pay_units(units, purses)

    spent = defaultdict(int)
    for piece in pieces:
        spent[piece.payment_id] += piece.amount_idr
    for first, second in pairwise(purses):
        if spent[second.payment_id]:
            assert spent[first.payment_id] == first.amount_idr or not first.amount_idr


@given(units=UNITS, purses=PURSES)
def test_pieces_of_a_line_never_overlap_but_for_a_shared_month(units, purses):
    by_line = defaultdict(list)
    for piece in pay_units(units, purses):
        by_line[piece.line_id].append(piece)

    for pieces in by_line.values():
        for first, second in pairwise(pieces):
            shared = (first.since, first.until) == (second.since, second.until)
            assert first.until <= second.since or shared
