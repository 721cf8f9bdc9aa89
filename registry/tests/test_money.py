from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.money import format_rupiah, in_words, parse_rupiah, round_rupiah


@pytest.mark.parametrize(
    "text",
    [
        "975.542.400",
        "Rp975.542.400",
        "975542400",
        "Rp 975.542.400,00",
        "Rp\u00a0975.542.400",
        "  rp. 975.542.400,-  ",
    ],
    ids=["points", "Rp", "plain digits", "cents", "no-break space", "an old receipt"],
)
def test_every_usual_way_to_write_an_amount_is_read(text):
    assert parse_rupiah(text) == 975_542_400


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Rp",
        "500.00",
        "1,000",
        "16,800.00",
        "1.0000",
        "1.000,50",
        "-500",
        "1e6",
        "12 000",
        "lima ratus",
        "٥٠٠",
        "9" * 19,
    ],
)
def test_an_amount_that_could_mean_two_things_is_refused(text):
    with pytest.raises(ValueError, match="rupiah"):
        parse_rupiah(text)


@given(st.integers(0, 10**18 - 1))
def test_an_amount_is_read_back_as_it_is_shown(n):
    assert parse_rupiah(format_rupiah(n)) == n


@given(st.text(max_size=30))
def test_any_text_is_an_amount_or_a_value_error(text):
    try:
        n = parse_rupiah(text)
    except ValueError:
        return

    assert 0 <= n < 10**18


@pytest.mark.parametrize(
    ("n", "text"),
    [(975_542_400, "Rp975.542.400"), (168, "Rp168"), (0, "Rp0"), (-8_400, "-Rp8.400")],
    ids=["the founding case", "no thousands", "nothing", "a debt"],
)
def test_an_amount_is_shown_with_points(n, text):
    assert format_rupiah(n) == text


@pytest.mark.parametrize(
    ("amount", "rupiah"),
    [("0.5", 1), ("1.5", 2), ("2.5", 3), ("2.49", 2), ("-0.5", -1)],
)
def test_half_a_rupiah_is_rounded_up(amount, rupiah):
    assert round_rupiah(Decimal(amount)) == rupiah


@pytest.mark.parametrize(
    ("n", "words"),
    [
        (
            975_542_400,
            "sembilan ratus tujuh puluh lima juta lima ratus empat puluh dua ribu"
            " empat ratus rupiah",
        ),
        (16_800, "enam belas ribu delapan ratus rupiah"),
        (1_000, "seribu rupiah"),
        (0, "nol rupiah"),
    ],
    ids=["the founding case", "one month", "a thousand", "nothing"],
)
def test_an_amount_is_spelled_out_in_indonesian(n, words):
    assert in_words(n) == words
