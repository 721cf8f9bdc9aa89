"""What must hold of who is enrolled: asked or checked, and kept."""

from datetime import date

import pytest

from enrollment.rules.insurable import (
    How,
    Statement,
    attested,
    how_known,
    missing_answer,
    nik_agrees,
)
from enrollment.rules.nik_reading import birth_date_in
from registry.nik import read_nik


def test_two_statements_are_asked_and_the_others_are_checked():
    asked = [statement for statement in Statement if how_known(statement) is How.ASKED]

    assert asked == [Statement.WORKS, Statement.NOT_ILL]


@pytest.mark.parametrize(
    ("answers", "missing"),
    [
        ({"works": True, "not_ill": True}, None),
        ({"works": False, "not_ill": True}, Statement.WORKS),
        ({"works": True, "not_ill": False}, Statement.NOT_ILL),
        ({"works": True}, Statement.NOT_ILL),
        ({}, Statement.WORKS),
    ],
    ids=["both affirmed", "does not work", "is ill", "illness not asked", "nothing asked"],
)
def test_the_first_statement_not_affirmed_is_named(answers, missing):
    assert missing_answer(answers) == missing


def test_the_six_statements_are_kept_with_how_each_is_known():
    kept = attested(nik_holds=True)

    assert list(kept) == ["alive", "age", "works", "not_ill", "nik", "covered_once"]
    assert all(statement["holds"] for statement in kept.values())
    assert kept["works"]["how"] == "asked"
    assert kept["alive"]["how"] == "checked"


def test_a_nik_that_contradicts_is_the_one_statement_kept_as_not_holding():
    kept = attested(nik_holds=False)

    assert [name for name, told in kept.items() if not told["holds"]] == ["nik"]


@pytest.mark.parametrize(
    ("codes", "agrees"),
    [
        ([], True),
        (["nik_region_unknown", "nik_serial_zero"], True),
        (["nik_sex_differs"], False),
        (["nik_birth_date_differs"], False),
    ],
    ids=["no doubt", "unknown region and serial", "other sex", "other birth date"],
)
def test_only_birth_date_and_sex_are_contradicted_by_a_nik(codes, agrees):
    assert nik_agrees(codes) is agrees


@pytest.mark.parametrize(
    ("digits", "born_on"),
    [
        ("450888", date(1988, 8, 5)),
        ("010105", date(2005, 1, 1)),
        ("020811", date(1911, 8, 2)),
        ("690200", date(2000, 2, 29)),
    ],
    ids=["woman of 1988", "fifteen this year", "too young in this century", "leap day of 2000"],
)
def test_a_nik_tells_the_latest_birth_date_that_gives_the_minimum_age(digits, born_on):
    facts = read_nik(f"210501{digits}0000")

    assert birth_date_in(facts, latest=date(2005, 8, 1)) == born_on


def test_a_leap_day_in_no_century_up_to_the_latest_tells_no_birth_date():
    facts = read_nik("2105012902000000")

    assert birth_date_in(facts, latest=date(1999, 8, 1)) is None
