"""Every code has words, and every finding that rules give can be told."""

import re

import pytest
from django.utils import translation

from claims.rules.assessment import Finding
from claims.rules.codes import CONTROL_CODES, FINDING_CODES, LINE_CODES
from claims.rules.problems import PROBLEM_CODES, FactProblem
from claims.tests.rulebook import ACCIDENT, DEATH, INJURY, SCHOOLCHILD, assessed
from claims.wording import findings, lines, problems
from claims.wording.findings import finding_text
from claims.wording.losses import loss_name
from claims.wording.problems import problem_text

TELLING = [
    assessed(DEATH, arrears_months=2, wage_base_idr=1_000_000, paid_months=40),
    assessed(DEATH, arrears_months=4, registered_on="2024-03-01", cause="work_accident"),
    assessed(DEATH, event_on="2025-04-20", registered_on="2025-03-01", paid_months=2),
    assessed(DEATH, heirs=[], treatment_idr=1, exclusion="suicide"),
    assessed(DEATH, heirs=[{"relation": "child", "born_on": "2014-01-01"}] * 2, arrears_months=1),
    assessed(DEATH, paid_months=35, children=[SCHOOLCHILD]),
    assessed(DEATH, event_on="2019-11-30", paid_months=5, children=[SCHOOLCHILD]),
    assessed(
        ACCIDENT,
        children=[{"born_on": f"{year}-02-01"} for year in (1999, 2010, 2012, 2014)],
        arrears_months=1,
        paid_on="2024-05-01",
        wage_base_idr=300_000,
        heirs=None,
    ),
    assessed(INJURY, aids=[{"kind": "denture", "amount_idr": 9_000_000}]),
    assessed(INJURY, event_on="2019-10-01", home_care_idr=1, arrears_settled=True),
    assessed(ACCIDENT, cause="illness", exclusion="off_route", filed_on="2031-01-01"),
    assessed(ACCIDENT, suspected=True, event_on="2025-05-01"),
    assessed(ACCIDENT, suspected=True, event_on="2020-05-01"),
    assessed(ACCIDENT, event_on="2025-05-01", stage1_at="2025-05-09T10:00:00+07:00"),
    assessed(
        ACCIDENT,
        outcome="partial_functional",
        losses=[{"code": "scalp_torn_off"}, {"code": "visual_field_per_10_percent"}],
    ),
    assessed({}),
]


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize("assessment", TELLING)
def test_every_finding_is_a_sentence_with_all_its_facts(assessment, language):
    with translation.override(language):
        told = [finding_text(finding) for finding in assessment.findings]

    assert told
    for sentence in told:
        assert sentence.endswith(".")
        assert not re.search(r"%\(|_idr|None|StrEnum|<|\bfrozenset", sentence)


def test_words_and_codes_of_findings_are_the_same():
    assert set(findings.WORDED) == set(FINDING_CODES)
    assert len(set(FINDING_CODES)) == len(FINDING_CODES)


def test_words_and_codes_of_lines_are_the_same():
    assert set(lines.LABELLED) == set(LINE_CODES)


def test_words_and_codes_of_problems_are_the_same():
    assert set(problems.WORDED) == PROBLEM_CODES


def test_rules_give_only_codes_that_are_listed():
    given = {finding.code for assessment in TELLING for finding in assessment.findings}

    assert given <= set(FINDING_CODES) - set(CONTROL_CODES)


def test_a_finding_of_another_time_is_shown_by_its_code():
    assert finding_text(Finding("no_longer_known")) == "no_longer_known"


@pytest.mark.parametrize(
    ("language", "name"), [("id", "Ibu jari tangan kanan"), ("en", "Right thumb")]
)
def test_a_loss_is_named_in_the_words_of_the_reader(language, name):
    with translation.override(language):
        assert loss_name("right_thumb") == name


def test_a_problem_says_where_and_stays_on_one_line():
    text = problem_text(
        FactProblem("ca\nuse", "not_a_choice", {"value": "x\n" * 99, "choices": ()})
    )

    assert text.startswith("ca use: ")
    assert "\n" not in text
    assert len(text) < 200
