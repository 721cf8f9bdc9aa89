"""The benefit calculator: it answers as `manage.py assess` does, and says what to correct."""

import json
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from claims.forms.calculator import CalculatorForm
from claims.forms.calculator_layout import LISTS
from claims.rules.facts import Facts
from claims.tests.factories import iskandar, rina
from claims.wording.answers import as_json
from enrollment.tests.browsing import signed_in, words
from enrollment.tests.factories import ani, budi, citra
from registry.models import Holiday

pytestmark = pytest.mark.django_db

# session, user, place and role of the frame, days off
QUERIES = 5
DEATH = {
    "program": "JKM",
    "cause": "illness",
    "outcome": "death",
    "event_on": "2020-08-12",
    "filed_on": "2020-08-18",
    "registered_on": "2018-07-01",
    "paid_months": "26",
    "wage_base_idr": "1000000",
    "arrears_months": "0",
}
ACCIDENT = DEATH | {
    "program": "JKK",
    "cause": "work_accident",
    "outcome": "recovered",
    "event_on": "12 Maret 2024",
    "filed_on": "14/3/2024",
}
LOST = {"program": "JKK", "cause": "work_accident", "outcome": "partial_anatomical"}
DEATH_FACTS = {
    "program": "JKM",
    "cause": "illness",
    "outcome": "death",
    "event_on": "2020-08-12",
    "filed_on": "2020-08-18",
    "registered_on": "2018-07-01",
    "paid_months": 26,
    "wage_base_idr": 1_000_000,
}
ACCIDENT_FACTS = DEATH_FACTS | {
    "program": "JKK",
    "cause": "work_accident",
    "outcome": "recovered",
    "event_on": "2024-03-12",
    "filed_on": "2024-03-14",
}


def asked(typed, *, by=budi):
    """Return the page that answers what somebody typed."""
    return signed_in(by()).get(reverse("benefit_calculator"), typed)


def commanded(facts, tmp_path, capsys):
    """Return what `manage.py assess` answers."""
    path = tmp_path / "facts.json"
    path.write_text(json.dumps(facts))
    call_command("assess", str(path), "--format", "json")
    return json.loads(capsys.readouterr().out)


CASES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "death": ({}, {}),
    "nothing but a program": (
        dict.fromkeys(DEATH, "") | {"program": "JKK"},
        dict.fromkeys(DEATH_FACTS) | {"program": "JKK"},
    ),
    "no month paid": ({"paid_months": "0"}, {"paid_months": 0}),
    "arrears": ({"arrears_months": "2"}, {"arrears_months": 2}),
    "arrears settled": (
        {"arrears_months": "2", "arrears_settled": "on"},
        {"arrears_months": 2, "arrears_settled": True},
    ),
    "too many arrears": ({"arrears_months": "4"}, {"arrears_months": 4}),
    "no heirs": ({"no_heirs": "on"}, {"heirs": []}),
    "a will": (
        {"no_heirs": "on", "will_beneficiary": "on"},
        {"heirs": [], "will_beneficiary": True},
    ),
    "rows with one left empty between": (
        {
            "heir_0_relation": "spouse",
            "heir_3_relation": "child",
            "heir_3_born_on": "1 Mei 2010",
            "child_1_born_on": "1 Mei 2010",
            "child_1_level": "SD",
            "child_1_grade": "4",
            "paid_months": "60",
        },
        {
            "heirs": [{"relation": "spouse"}, {"relation": "child", "born_on": "2010-05-01"}],
            "children": [{"born_on": "2010-05-01", "level": "SD", "grade": 4}],
            "paid_months": 60,
        },
    ),
    "paid late": (
        {"complete_on": "2020-08-18", "paid_on": "2020-09-30"},
        {"complete_on": "2020-08-18", "paid_on": "2020-09-30"},
    ),
}
ACCIDENT_CASES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "accident without costs": ({}, {}),
    "costs and aids": (
        {
            "temporary_incapacity_months": "14",
            "treatment_idr": "18.000.000",
            "home_care_idr": "26.000.000",
            "home_care_months": "8",
            "ride_0_kind": "sea",
            "ride_0_idr": "3.000.000",
            "ride_2_kind": "land",
            "ride_2_idr": "Rp500.000",
            "aid_1_kind": "prosthesis",
            "aid_1_idr": "10.000.000",
        },
        {
            "temporary_incapacity_months": 14,
            "treatment_idr": 18_000_000,
            "home_care_idr": 26_000_000,
            "home_care_months": 8,
            "transport": [
                {"mode": "sea", "amount_idr": 3_000_000},
                {"mode": "land", "amount_idr": 500_000},
            ],
            "aids": [{"kind": "prosthesis", "amount_idr": 10_000_000}],
        },
    ),
    "lost parts of the body": (
        {
            "outcome": "partial_anatomical",
            "loss_0_code": "scalp_torn_off",
            "loss_0_percent": "12,5",
            "loss_3_code": "hearing_both_ears_per_10_db",
            "loss_3_units": "3",
        },
        {
            "outcome": "partial_anatomical",
            "losses": [
                {"code": "scalp_torn_off", "percent": 12.5},
                {"code": "hearing_both_ears_per_10_db", "units": 3},
            ],
        },
    ),
    "lost function": (
        {
            "outcome": "partial_functional",
            "loss_0_code": "right_thumb",
            "loss_0_functional_loss_percent": "40",
        },
        {
            "outcome": "partial_functional",
            "losses": [{"code": "right_thumb", "functional_loss_percent": 40}],
        },
    ),
    "losses not stated": ({"outcome": "partial_functional"}, {"outcome": "partial_functional"}),
    "suspected": (
        {"suspected": "on", "treatment_idr": "1.000.000"},
        {"suspected": True, "treatment_idr": 1_000_000},
    ),
    "excluded": ({"exclusion": "off_route"}, {"exclusion": "off_route"}),
    "reported late": (
        {"event_at": "12 Maret 2024 08.30", "stage1_at": "14 Maret 2024 10.30"},
        {"event_at": "2024-03-12T08:30:00+07:00", "stage1_at": "2024-03-14T10:30:00+07:00"},
    ),
}


@pytest.mark.parametrize(
    ("typed", "facts"),
    [
        *((DEATH | typed, DEATH_FACTS | facts) for typed, facts in CASES.values()),
        *((ACCIDENT | typed, ACCIDENT_FACTS | facts) for typed, facts in ACCIDENT_CASES.values()),
    ],
    ids=[*CASES, *ACCIDENT_CASES],
)
def test_the_page_answers_as_the_command_does(typed, facts, tmp_path, capsys):
    Holiday.objects.create(day=date(2020, 8, 20), kind=Holiday.Kind.NATIONAL, name="Tahun Baru")

    answer = asked(typed)

    assert answer.status_code == 200
    assert as_json(answer.context["assessment"]) == commanded(facts, tmp_path, capsys)


def test_every_fact_of_the_command_can_be_typed():
    form = CalculatorForm(None, today=date(2026, 11, 23))

    names = {*form.fields, *LISTS}
    parts = {key: set(rows.parts) for key, rows in LISTS.items()}

    assert set(Facts.__slots__) <= names
    assert parts == {
        "losses": {"code", "percent", "units", "functional_loss_percent"},
        "transport": {"mode", "amount_idr"},
        "aids": {"kind", "amount_idr"},
        "heirs": {"relation", "born_on"},
        "children": {"born_on", "level", "grade"},
    }


def test_the_page_begins_with_facts_that_have_an_answer():
    opened = asked({})

    typed = {field.html_name: field.value() or "" for field in opened.context["form"].always}
    answer = asked(typed)

    assert opened.status_code == 200
    assert "assessment" not in opened.context
    assert "The family has a right to Rp42,000,000" in words(answer)


@pytest.mark.parametrize(
    ("typed", "sentences"),
    [
        (DEATH, ["The family has a right to Rp42,000,000", "24 × Rp500,000", "unchecked clause"]),
        (
            DEATH | {"arrears_months": "2"},
            [
                "The family has a right to Rp42,000,000",
                "Rp10,000,000 is payable now and Rp32,000,000 after the arrears are settled.",
            ],
        ),
        (
            DEATH | {"arrears_months": "4"},
            ["There is no right to this benefit", "Unpaid months in a row at the event: 4."],
        ),
        (
            DEATH | {"no_heirs": "on"},
            ["Rp42,000,000 is due, and no family is there to receive it", "The Social Security"],
        ),
        (
            DEATH | {"complete_on": "2020-08-18", "paid_on": "2020-09-30"},
            ["To be paid by", "Compensation for late payment"],
        ),
        (
            DEATH | {"paid_months": "36", "child_0_born_on": "2010-05-01"},
            ["Scholarship: ", "2020/2021", "until 2032/2033."],
        ),
        (
            ACCIDENT | {"treatment_idr": "18.000.000"},
            ["The worker has a right to Rp18,000,000", "Hospital or clinic"],
        ),
        (ACCIDENT, ["There is a right, and nothing to pay"]),
        (ACCIDENT | {"cause": ""}, ["This cannot be worked out yet", "State the cause."]),
        (
            {"program": "JKM"},
            ["6 things stand in the way; they are listed below.", "State the outcome"],
        ),
    ],
    ids=[
        "death",
        "arrears",
        "too many arrears",
        "no heirs",
        "paid late",
        "scholarship",
        "treatment",
        "nothing to pay",
        "no cause",
        "nothing but a program",
    ],
)
def test_the_answer_is_told_in_words(typed, sentences):
    page = words(asked(typed))

    assert [sentence for sentence in sentences if sentence not in page] == []


def test_the_law_of_the_day_of_the_event_is_one_click_away():
    answer = asked(ACCIDENT)

    assert f'{reverse("law_detail")}?on=2024-03-12"' in answer.text


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"filed_on": "2020-08-11"}, "filed_on", "“Filed on” lies before “Day of the event”."),
        ({"event_on": "30/2/2020"}, "event_on", "“30/2/2020” is no date in the calendar."),
        ({"event_on": "2014-01-01"}, "event_on", "lies before 1 July 2015, when the law began."),
        ({"wage_base_idr": "1234567"}, "wage_base_idr", "from the list"),
        ({"suspected": "on"}, "suspected", "is for JKK alone."),
        ({"loss_1_code": "right_thumb"}, "loss_1_code", "A loss goes with JKK"),
        ({"loss_2_units": "2"}, "loss_2_code", "“Loss 3, Loss” is missing."),
        (
            LOST | {"loss_2_code": "right_thumb", "loss_2_units": "2"},
            "loss_2_units",
            "“Loss 3, Whole steps” is for losses that are measured in steps.",
        ),
        ({"ride_1_idr": "5.000"}, "ride_1_kind", "“Ride 2, How” is missing."),
        ({"child_2_level": "SD"}, "child_2_born_on", "“Child 3, Birth date” is missing."),
        (
            {"child_2_born_on": "2015-01-01", "child_2_grade": "3"},
            "child_2_grade",
            "“Child 3, Year of that school” needs “Child 3, School”.",
        ),
        (
            {"child_0_born_on": "2015-01-01", "no_heirs": "on"},
            "no_heirs",
            "Children are named below, and children are heirs.",
        ),
        ({"heir_0_relation": "spouse", "no_heirs": "on"}, "no_heirs", "Heirs are named below."),
        (
            {"home_care_months": "2"},
            "home_care_months",
            "“Months of care at home” has no “Care at home, all receipts together”.",
        ),
        (
            {"event_at": "13 Agustus 2020 09.00"},
            "event_at",
            "“Moment of the event” is not on the day of “Day of the event”.",
        ),
    ],
    ids=[
        "filed before the event",
        "no such day",
        "before the law",
        "no band",
        "suspected death",
        "loss in a claim of JKM",
        "steps of no loss",
        "steps of a loss without steps",
        "ride of no kind",
        "child without birth",
        "grade without level",
        "children and no heirs",
        "heirs and no heirs",
        "months of care for nothing",
        "moment of another day",
    ],
)
def test_what_cannot_be_is_said_at_its_field(typed, field, sentence):
    answer = asked(DEATH | typed)

    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {field}
    assert sentence in words(answer)
    assert f'<a href="#id_{field}">' in answer.text
    assert "assessment" not in answer.context


def test_what_is_lost_too_often_is_named_as_the_table_names_it():
    twice = {"loss_0_code": "right_thumb", "loss_3_code": "right_thumb"}

    answer = asked(DEATH | LOST | twice)

    assert answer.context["form"].errors.keys() == {"loss_0_code", "loss_3_code"}
    sentence = "Right thumb is stated more often than a person can lose it, 1."
    assert words(answer).count(sentence) == 4


def test_everything_wrong_is_said_at_once():
    typed = {"event_on": "kemarin", "filed_on": "2020-08-11", "complete_on": "2020-08-10"}

    answer = asked(DEATH | typed | {"child_0_grade": "3", "child_0_born_on": "2010-01-01"})

    assert answer.context["form"].errors.keys() == {"event_on", "complete_on", "child_0_grade"}


def test_a_group_with_something_in_it_stands_open():
    answer = asked(DEATH | {"heir_0_relation": "spouse"})

    with override("en"):
        opened = [group.title for group in answer.context["form"].groups if group.is_open]

    assert opened == ["Heirs and will"]


@pytest.mark.parametrize("who", [ani, budi, citra, iskandar, rina])
def test_the_calculator_opens_for_all_staff(who):
    assert asked(DEATH, by=who).status_code == 200


def test_who_is_signed_out_is_asked_to_sign_in():
    answer = Client().get(reverse("benefit_calculator"))

    assert answer.status_code == 302
    assert answer.url.startswith(str(reverse(settings.LOGIN_URL)))


def test_the_calculator_takes_no_post():
    assert signed_in(budi()).post(reverse("benefit_calculator"), DEATH).status_code == 405


@pytest.mark.parametrize("language", ["id", "en"])
def test_losses_are_offered_in_the_words_of_the_reader(language):
    page = signed_in(budi(), language=language).get(reverse("benefit_calculator")).text

    assert ("Right thumb (15" in page) == (language == "en")
    assert ("Ibu jari tangan kanan (15" in page) == (language == "id")


def test_an_answer_takes_as_many_queries_whatever_is_asked(django_assert_num_queries):
    client = signed_in(budi())
    client.get(reverse("benefit_calculator"), DEATH)
    many = DEATH | {f"child_{row}_born_on": f"201{row}-01-01" for row in range(4)}

    with django_assert_num_queries(QUERIES):
        client.get(reverse("benefit_calculator"), DEATH)
    with django_assert_num_queries(QUERIES):
        client.get(reverse("benefit_calculator"), many | {"complete_on": "2020-08-18"})
