"""What an office answers, and what follows from it."""

from datetime import date
from typing import Any

import pytest

from enrollment.rules.population import Answer, Known, effect_of, read_result

DAY, EARLIER = date(2026, 11, 20), date(2026, 10, 1)
DIED = date(2026, 9, 3)


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("Sesuai", "matched"),
        ("PADAN", "matched"),
        ("NIK ditemukan", "matched"),
        ("Data cocok.", "matched"),
        ("No NIK valid", "matched"),
        ("Tidak Sesuai", "mismatched"),
        ("tdk padan", "mismatched"),
        ("NIK tidak dapat ditemukan", "mismatched"),
        ("Data tidak ditemukan", "mismatched"),
        ("invalid", "mismatched"),
        ("NIK ganda", "mismatched"),
        ("Meninggal Dunia", "dead"),
        ("WAFAT (akta kematian)", "dead"),
        ("NIK nonaktif karena meninggal", "dead"),
        ("Pindah ke Batam", "moved"),
        ("sesuai, pindah", "moved"),
        ("belum meninggal", ""),
        ("entah", ""),
        ("", ""),
    ],
    ids=lambda value: value or "nothing",
)
def test_results_are_read_as_offices_write_them(text, result):
    assert read_result(text) == result


def effect(answer: Answer, **known: Any) -> tuple[str, str, bool, bool]:
    """Return outcome, problem, whether the status is taken over, whether a death is recorded."""
    facts = {"deceased_on": None, "moved_away_on": None, "status": "unchecked", "checked_on": None}
    found = effect_of(answer, Known(**facts | known), checked_on=DAY)
    return found.outcome, found.problem, found.takes_status, found.records_death


@pytest.mark.parametrize(
    ("answer", "known", "expected"),
    [
        (Answer("matched", None), {}, ("applied", "", True, False)),
        (Answer("matched", None), {"status": "matched"}, ("same", "", True, False)),
        (Answer("mismatched", None), {}, ("to_do", "mismatch", True, False)),
        (Answer("moved", EARLIER), {}, ("to_do", "record_move", True, False)),
        (Answer("moved", EARLIER), {"moved_away_on": EARLIER}, ("same", "", True, False)),
        (Answer("dead", DIED), {}, ("applied", "", True, True)),
        (Answer("dead", None), {}, ("to_do", "ask_day_of_death", True, False)),
        (Answer("dead", DIED), {"deceased_on": DIED}, ("same", "", True, False)),
        (Answer("dead", None), {"deceased_on": DIED}, ("same", "", True, False)),
        (
            Answer("dead", DIED),
            {"deceased_on": EARLIER},
            ("to_do", "other_day_of_death", True, False),
        ),
        (Answer("matched", None), {"deceased_on": DIED}, ("to_do", "alive_there", True, False)),
        (Answer("dead", DIED), {"given_up": True}, ("to_do", "given_up", False, False)),
        (Answer("matched", None), {"given_up": True}, ("same", "given_up", False, False)),
    ],
    ids=[
        "matches",
        "matched before",
        "does not match",
        "moved",
        "moved, on record",
        "dead with the day",
        "dead without the day",
        "dead, on record",
        "dead without the day, on record",
        "dead on another day",
        "alive there and dead here",
        "dead, a record given up",
        "matches, a record given up",
    ],
)
def test_what_is_certain_is_done_and_the_rest_is_left_to_a_person(answer, known, expected):
    assert effect(answer, **known) == expected


@pytest.mark.parametrize("result", ["matched", "mismatched", "moved", "dead"])
def test_an_older_check_never_changes_what_a_newer_one_said(result):
    found = effect(Answer(result, DIED), checked_on=date(2026, 11, 21))

    assert found == ("same", "older_check", False, False)
