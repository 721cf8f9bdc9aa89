"""Every code has its words, and a sentence says what is wrong and what to do."""

import pytest
from django.utils import translation

from enrollment.rules.problems import REFUSALS, WARNINGS
from enrollment.sheets.refusals import LIST_REFUSALS, ListRefused
from enrollment.wording import (
    act_sentence,
    list_refusal_sentence,
    problem_label,
    problem_words,
)
from enrollment.wording.problems import ORDER

# what each code brings along; the others bring nothing
FACTS = {
    "nik_length": {"digits": 15, "needed": 16},
    "duplicate_in_file": {"sheet": "Daftar", "row": 1091, "name": "Sabri"},
    "already_covered": {"sponsor": "PT Samudra", "since": "2020-03-01", "until": "2021-03-01"},
    "age_below_minimum": {"age": 14, "on": "2020-07-01", "limit": 15},
    "age_at_or_above_limit": {"age": 65, "on": "2020-07-01", "limit": 65},
    "birth_date_in_future": {"today": "2020-07-14"},
    "birth_date_unreadable": {"shape": "no_such_day"},
    "village_unknown": {"suggestions": "Terempa"},
    "village_ambiguous": {"candidates": "Terempa, Terempa Barat"},
    "deceased": {"died_on": "2020-01-05"},
    "quota_exceeded": {"quota": 4839},
    "nik_sex_differs": {"nik_sex": "P"},
    "nik_birth_date_differs": {"nik_birth_date": "17/08/80"},
    "nik_region_unknown": {"region": "9999"},
    "possible_same_person": {"sheet": "Daftar", "row": 12},
}
REFUSAL_FACTS = {
    "cell_far_away": {"cell": "XFD3"},
    "columns_missing": {"sheet": "Daftar", "missing": ("sex",), "headings": ("NIK", "Agama")},
    "file_too_large": {"limit_mb": 30},
    "file_unpacks_too_large": {"limit_mb": 300},
    "file_unreadable": {"row": 12},
    "list_not_found": {"sheets": ("Rekap",)},
    "not_a_spreadsheet": {"found": "pdf"},
    "too_many_rows": {"limit": 150_000},
}


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def test_every_problem_code_has_words_and_no_other():
    assert set(ORDER) == REFUSALS | WARNINGS


@pytest.mark.parametrize("code", ORDER)
def test_a_problem_says_what_is_wrong_and_what_to_do(code):
    words = problem_words(code, "read", FACTS.get(code, {}))

    for sentence in (words.wrong, words.act):
        assert sentence.endswith((".", "?"))
        assert "%(" not in sentence
    assert problem_label(code)


@pytest.mark.parametrize(
    ("code", "facts", "sentence"),
    [
        ("nik_length", FACTS["nik_length"], "The NIK has 15 digits and needs 16."),
        (
            "duplicate_in_file",
            FACTS["duplicate_in_file"],
            "The same NIK as row 1,091 of sheet “Daftar” (Sabri).",
        ),
        (
            "already_covered",
            FACTS["already_covered"],
            "Already covered, or enrolled, by PT Samudra: March 2020 – February 2021.",
        ),
        (
            "already_covered",
            {"sponsor": ""},
            "Already covered by a sponsor outside your region.",
        ),
        (
            "age_at_or_above_limit",
            FACTS["age_at_or_above_limit"],
            "65 years old on 1 July 2020; who is 65 or older cannot enter.",
        ),
    ],
    ids=["torn NIK", "twin", "covered", "covered outside", "too old"],
)
def test_a_sentence_carries_its_facts(code, facts, sentence):
    assert problem_words(code, "", facts).wrong == sentence


def test_who_is_covered_may_begin_after_the_last_month():
    act = problem_words("already_covered", "", FACTS["already_covered"]).act

    assert act == "Take this person off the list, or begin after February 2021."


@pytest.mark.parametrize("code", sorted(LIST_REFUSALS))
def test_a_refused_file_is_told_what_to_do_instead(code):
    sentence = list_refusal_sentence(ListRefused(code, **REFUSAL_FACTS.get(code, {})))

    assert sentence.endswith(".")
    assert "%(" not in sentence


def test_a_missing_column_is_named_with_the_headings_that_were_found():
    refusal = ListRefused("columns_missing", **REFUSAL_FACTS["columns_missing"])

    sentence = list_refusal_sentence(refusal)

    assert "no column for: sex." in sentence
    assert "NIK, Agama" in sentence


def test_an_act_of_the_trail_is_a_sentence():
    assert act_sentence("batch.applied", {"enrolled": 4839}) == (
        "Applied: 4,839 workers entered the decree."
    )


def test_an_act_without_words_is_named_by_its_code():
    assert act_sentence("batch.other", {}) == "batch.other"
