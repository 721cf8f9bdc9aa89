"""Figures and days on the screen, in both languages."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

from registry.templatetags import lindung

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("amount_idr", "indonesian", "english"),
    [
        (0, "Rp0", "Rp0"),
        (16_800, "Rp16.800", "Rp16,800"),
        (975_542_400, "Rp975.542.400", "Rp975,542,400"),
        (-168_000, "-Rp168.000", "-Rp168,000"),
    ],
    ids=["nothing", "one month", "the founding case", "taken back"],
)
def test_rupiah_are_grouped_as_the_language_writes_them(amount_idr, indonesian, english):
    with translation.override("id"):
        in_indonesian = lindung.rupiah(amount_idr)
    with translation.override("en"):
        in_english = lindung.rupiah(amount_idr)

    assert (in_indonesian, in_english) == (indonesian, english)


@pytest.mark.parametrize(
    ("share", "indonesian", "english"),
    [
        (Fraction(9_899, 18_944), f"52,3{NBSP}%", "52.3%"),
        (9_899 / 21_499, f"46,0{NBSP}%", "46.0%"),
        (Decimal("0.0005"), f"0,1{NBSP}%", "0.1%"),
        (Decimal("0.99949"), f"99,9{NBSP}%", "99.9%"),
        (0, f"0,0{NBSP}%", "0.0%"),
        (Fraction(1), f"100,0{NBSP}%", "100.0%"),
    ],
    ids=["the press", "BPS", "a half goes up", "not yet all", "nobody", "everybody"],
)
def test_a_share_has_one_decimal_and_a_space_that_does_not_break(share, indonesian, english):
    with translation.override("id"):
        in_indonesian = lindung.share(share)
    with translation.override("en"):
        in_english = lindung.share(share)

    assert (in_indonesian, in_english) == (indonesian, english)


@pytest.mark.parametrize("figure", [lindung.rupiah, lindung.number, lindung.share])
def test_what_is_not_known_is_said_and_never_shown_as_zero(figure):
    shown = figure(None)

    assert 'class="none"' in shown
    assert "0" not in shown


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [
        (date(2020, 7, 1), date(2021, 7, 1), "Juli 2020 – Juni 2021"),
        (date(2020, 4, 1), date(2020, 7, 1), "April – Juni 2020"),
        (date(2020, 7, 1), date(2020, 8, 1), "Juli 2020"),
        (date(2019, 12, 1), date(2020, 2, 1), "Desember 2019 – Januari 2020"),
    ],
    ids=["over two years", "within a year", "one month", "over new year"],
)
def test_the_last_month_of_a_span_is_the_one_before_its_end(since, until, words):
    with translation.override("id"):
        assert lindung.month_span(since, until) == words


def test_days_and_moments_are_written_out_in_both_languages():
    # 09.20 in Greenwich is 16.20 in Tarempa
    moment = datetime(2020, 7, 14, 9, 20, tzinfo=UTC)
    near_midnight = datetime(2020, 7, 14, 18, 0, tzinfo=UTC)

    with translation.override("id"):
        indonesian = [
            lindung.day(date(2026, 11, 23)),
            lindung.day(near_midnight),
            lindung.month(date(2020, 8, 1)),
            lindung.moment(moment),
        ]
    with translation.override("en"):
        english = [lindung.day(date(2020, 8, 17)), lindung.moment(moment)]

    assert indonesian == [
        "23 November 2026",
        "15 Juli 2020",
        "Agustus 2020",
        "14 Juli 2020 pukul 16.20",
    ]
    assert english == ["17 August 2020", "14 July 2020, 16:20"]


def test_no_date_leaves_the_place_empty():
    assert (lindung.day(None), lindung.month(None), lindung.moment(None)) == ("", "", "")


def test_a_nik_is_shown_without_its_middle():
    assert "2105••••••••0000" in lindung.nik_masked("2105014508880000")


def test_the_bar_of_a_share_is_written_for_a_drawing_and_never_leaves_it():
    with translation.override("id"):
        bars = [
            lindung.bar(Fraction(9_899, 18_944)),
            lindung.bar(Decimal("1.2")),
            lindung.bar(None),
        ]

    assert 'width="52.3"' in bars[0]
    assert 'width="100"' in bars[1]
    assert bars[2] == ""


def test_a_tag_says_its_word_beside_its_sign_and_escapes_it():
    shown = lindung.tag("<b>Paid</b>", "good")

    assert 'class="tag tag-good"' in shown
    assert "<svg" in shown
    assert "&lt;b&gt;Paid&lt;/b&gt;" in shown


class OneOfEach(forms.Form):
    name = forms.CharField(help_text="As on the KTP", required=False)
    sex = forms.ChoiceField(choices=[("L", "Man"), ("P", "Woman")], widget=forms.RadioSelect)
    fund = forms.ChoiceField(choices=[("APBD", "APBD")])
    seen = forms.BooleanField()


def render_fields(form):
    return Template('{% include "components/fields.html" %}').render(Context({"form": form}))


def test_hint_and_error_of_a_field_are_named_by_its_control():
    page = render_fields(OneOfEach({"name": "x" * 3, "sex": "", "fund": "CSR"}))

    assert 'aria-describedby="id_name_helptext"' in page
    assert 'id="id_name_helptext"' in page
    assert 'aria-describedby="id_fund_error"' in page
    assert 'id="id_fund_error"' in page
    assert '<fieldset class="field has-error" aria-describedby="id_sex_error">' in page


def test_each_control_wears_the_look_of_its_kind():
    page = render_fields(OneOfEach())

    assert page.count("form-check-input") == 3  # two of the group and the box
    assert page.count('"form-select"') == 1
    assert page.count('"form-control"') == 1


def test_the_summary_takes_focus_and_leads_to_the_first_control_of_each_refused_field():
    form = OneOfEach({"name": "", "fund": "APBD"})

    with translation.override("en"):
        page = Template('{% include "components/error_summary.html" %}').render(
            Context({"form": form})
        )

    assert 'tabindex="-1" autofocus' in page
    assert "2 things must be corrected" in page
    assert 'href="#id_sex_0"' in page
    assert 'href="#id_seen"' in page
