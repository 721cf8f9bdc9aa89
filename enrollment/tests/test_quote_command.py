"""`manage.py quote` as a person or a script meets it: figures, clauses, exit codes."""

import json

import pytest
from django.core.management import CommandError, call_command


def quoted(capsys, *arguments: str) -> dict:
    call_command("quote", *arguments, "--format", "json")
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(
    ("arguments", "total_idr"),
    [
        ("--income 950000 --from 2024-05", 16_800),
        ("--income 950000 --from 2024-05 --programs JKK,JKM,JHT", 36_800),
        ("--income 1099500 --from 2024-05", 16_800),
        ("--income 950000 --from 2025-01 --months 12 --fund APBD --workers 4839", 975_542_400),
        ("--income 950000 --from 2020-08 --as-known-on 2020-10-01", 168),
        ("--income 950000 --from 2020-08 --as-known-on 2020-10-01 --not-paid-up", 16_800),
        ("--income 950000 --from 2020-08 --as-known-on 2020-07-20", 16_800),
        ("--income 950000 --from 2020-09 --months 5 --registered-in 2020-09", 34_104),
        ("--income 950000 --from 2026-01 --months 12 --sector transport", 100_800),
        ("--income 950000 --from 2026-05 --sector transport --fund APBDES", 16_800),
        ("--income 950000 --from 2026-05 --sector transport --fund DBH", 16_800),
        ("--income 950000 --from 2026-05 --sector transport --fund CSR", 8_400),
        ("--income 950000 --from 2026-02 --sector transport --employer", 16_800),
    ],
    ids=[
        "both programs",
        "with old-age savings",
        "income in a gap of the table",
        "the founding decree in another year",
        "first month of the relief of 2020",
        "relief of 2020 while contributions are owed",
        "before the relief of 2020 was published",
        "registered when the relief had begun",
        "driver for the whole of 2026",
        "village budget",
        "palm oil share",
        "donor",
        "driver who employs others",
    ],
)
def test_quote_is_the_price_of_all_workers_and_months(capsys, arguments, total_idr):
    facts = quoted(capsys, *arguments.split())

    assert facts["total_idr"] == total_idr


def test_months_are_for_one_worker_with_their_clauses(capsys):
    arguments = ["--income", "950000", "--from", "2026-01", "--sector", "transport"]

    facts = quoted(capsys, *arguments, "--workers", "3")

    (month,) = facts["months"]
    assert facts["wage_base_idr"] == 1_000_000
    assert facts["total_idr"] == 3 * month["total_idr"]
    assert {name: month[name] for name in month if name != "citations"} == {
        "month": "2026-01",
        "jkk_idr": 5_000,
        "jkm_idr": 3_400,
        "jht_idr": 0,
        "total_idr": 8_400,
    }
    assert [citation["act"] for citation in month["citations"]] == [
        "PP 44/2015",
        "PP 44/2015",
        "PP 50/2025",
    ]
    assert all(set(citation) == {"act", "clause", "checked"} for citation in month["citations"])


@pytest.mark.parametrize(
    "arguments",
    ["--income 0", "--income -5", "--income 1,5", "--programs JKK", "--months 0", "--fund apbd"],
    ids=["no income", "less than nothing", "a fraction", "one program", "no month", "no such fund"],
)
def test_a_bad_argument_is_refused_before_anything_is_quoted(arguments):
    given = ["--income", "950000", "--from", "2026-01", *arguments.split()]

    with pytest.raises(CommandError):
        call_command("quote", *given)


def test_an_unknown_fund_is_answered_with_those_that_there_are():
    with pytest.raises(CommandError, match=r"\(choose from 'APBN', 'APBD', "):
        call_command("quote", "--income", "950000", "--from", "2026-01", "--fund", "apbd")


def test_a_month_before_the_law_ends_with_2_and_says_what_is_missing(capsys):
    with pytest.raises(SystemExit) as ended:
        call_command("quote", "--income", "950000", "--from", "2014-01")

    printed = capsys.readouterr()
    assert ended.value.code == 2
    assert printed.out == ""
    assert "bpu.jkk_bands" in printed.err


def test_text_shows_the_same_figures_line_by_line(capsys):
    call_command("quote", "--income", "950000", "--from", "2026-01")

    lines = capsys.readouterr().out.splitlines()
    assert "total_idr: 16800" in lines
    assert "  - month: 2026-01" in lines
