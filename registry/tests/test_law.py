from datetime import date
from decimal import Decimal

import pytest

from registry.law.parameters import (
    NOT_FOUND,
    NOT_READ,
    MissingParameter,
    in_force,
    load,
    parameter,
    versions,
)
from registry.law.reading import LawFileError

ENTRY = """
[[rate]]
since = 2015-07-01
published = 2015-06-30
value = "0.01"
source = "PP 44/2015"
clause = "Pasal 37 ayat (3)"
quote = "ganti rugi sebesar 1% (satu persen)"
picked_by = "contribution month"
"""


def load_text(folder, text):
    (folder / "jkk.toml").write_text(text, encoding="utf-8")
    return load(folder)


def test_the_contribution_of_jkm_carries_its_clause():
    jkm = parameter("bpu.jkm_contribution_idr", on=date(2020, 7, 1))

    assert jkm.value == 6_800
    assert (jkm.source, jkm.clause) == ("PP 44/2015", "Pasal 20 ayat (3)")
    assert "Rp6.800,00" in jkm.quote


def test_nothing_is_in_force_before_the_law():
    with pytest.raises(MissingParameter, match="2015-06-30"):
        parameter("bpu.jkm_contribution_idr", on=date(2015, 6, 30))


def test_nothing_is_known_before_it_is_published():
    with pytest.raises(MissingParameter, match="as known on 2015-06-29"):
        parameter("bpu.jkm_contribution_idr", on=date(2020, 7, 1), known_on=date(2015, 6, 29))


def test_a_relief_is_in_force_in_its_months_only():
    key = "reliefs.pp49_2020"

    assert parameter(key, on=date(2020, 8, 1)).value["factor"] == Decimal("0.01")
    assert parameter(key, on=date(2021, 1, 31)).value["factor"] == Decimal("0.01")
    with pytest.raises(MissingParameter):
        parameter(key, on=date(2020, 7, 31))
    with pytest.raises(MissingParameter):
        parameter(key, on=date(2021, 2, 1))


def test_an_unknown_key_is_missing_and_never_zero():
    with pytest.raises(MissingParameter):
        parameter("bpu.no_such_thing", on=date(2020, 7, 1))


def test_the_law_in_force_on_a_day_holds_each_key_once():
    keys = [version.key for version in in_force(date(2026, 5, 1))]

    assert keys == sorted(set(keys))
    assert "reliefs.pp50_2025_transport" in keys
    assert "reliefs.pp49_2020" not in keys


@pytest.mark.parametrize(
    "version", versions(), ids=lambda version: f"{version.key} {version.since}"
)
def test_every_version_can_be_shown_with_its_source(version):
    assert version.source.strip()
    own_rule = version.source == "Lindung"
    assert own_rule or version.clause == NOT_FOUND or "Pasal" in version.clause
    assert version.quote == NOT_READ or len(version.quote) > 40


@pytest.mark.parametrize(
    ("on", "source"),
    [(date(2020, 7, 1), "PP 44/2015"), (date(2021, 4, 1), "Permenaker 5/2021")],
    ids=["before the minister's rule", "from its first day"],
)
def test_the_ages_of_enrollment_are_15_and_65_and_unchecked(on, source):
    youngest = parameter("bpu.min_age_years", on=on)
    too_old = parameter("bpu.max_age_excl_years", on=on)

    assert (youngest.value, too_old.value) == (15, 65)
    assert youngest.source == too_old.source == source
    assert youngest.checked is too_old.checked is None


def test_more_than_three_months_of_arrears_lose_the_right():
    jkk = parameter("bpu.jkk_arrears_limit_months", on=date(2020, 7, 1))
    jkm = parameter("bpu.jkm_arrears_limit_months", on=date(2020, 7, 1))

    assert (jkk.value, jkm.value) == (3, 3)


def test_c35_a_worker_without_wage_pays_no_late_fee():
    rate = parameter("bpu.late_penalty_rate_per_month", on=date(2024, 5, 1))

    assert rate.value * 2 * 16_800 == 0


def test_a_rate_written_as_text_is_an_exact_decimal(tmp_path):
    (rate,) = load_text(tmp_path, ENTRY)["jkk.rate"]

    assert rate.value == Decimal("0.01")
    assert isinstance(rate.value, Decimal)


def test_a_later_version_replaces_one_without_an_end(tmp_path):
    later = ENTRY.replace("since = 2015-07-01", "since = 2019-12-02")

    first, second = load_text(tmp_path, later + ENTRY)["jkk.rate"]

    assert (first.since, second.since) == (date(2015, 7, 1), date(2019, 12, 2))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("clause =", "article ="), "unknown field article"),
        (('clause = "Pasal 37 ayat (3)"\n', ""), "missing field clause"),
        (("published = 2015-06-30\n", ""), "missing field published"),
        (('"Pasal 37 ayat (3)"', '" "'), "clause must be a text"),
        (('value = "0.01"', "value = 0.01"), "inexact"),
        (("since = 2015-07-01", "since = 2015-07-01T00:00:00"), "since must be a day"),
        (("since = 2015-07-01", 'since = "2015-07-01"'), "since must be a day"),
        (("published", "until = 2015-07-01\npublished"), "not after since"),
        (("[[rate]]", "[rate]"), r"\[\[rate\]\]"),
        (("[[rate]]", "[[rate"), "jkk.toml"),
    ],
    ids=[
        "a field nobody knows",
        "no clause",
        "no day of publication",
        "an empty clause",
        "a float",
        "a moment for a day",
        "a text for a day",
        "an end before the start",
        "a table for a version",
        "broken TOML",
    ],
)
def test_a_careless_law_file_is_refused(tmp_path, change, message):
    with pytest.raises(LawFileError, match=message):
        load_text(tmp_path, ENTRY.replace(*change))


@pytest.mark.parametrize(
    "since", ["2015-07-01", "2016-01-01"], ids=["the same start", "a start inside the other"]
)
def test_versions_that_overlap_are_refused(tmp_path, since):
    ended = ENTRY.replace("published", "until = 2017-01-01\npublished")
    other = ENTRY.replace("since = 2015-07-01", f"since = {since}")

    with pytest.raises(LawFileError, match="overlaps"):
        load_text(tmp_path, ended + other)
