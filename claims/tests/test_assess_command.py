"""`manage.py assess` as a script meets it: its keys, its codes, how it ends."""

import io
import json
import time

import pytest
from django.core.management import call_command
from django.utils import translation

from claims.rules.codes import FINDING_CODES, LINE_CODES
from claims.tests.rulebook import ACCIDENT, DEATH, SCHOOLCHILD, assessed
from registry.models import Holiday


def run(capsys, *arguments):
    """Return how the command ended, what it printed, and what stands on stderr."""
    code = 0
    try:
        call_command("assess", *map(str, arguments))
    except SystemExit as ended:
        code = int(ended.code or 0)
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def answered(capsys, tmp_path, facts):
    file = tmp_path / "facts.json"
    file.write_text(json.dumps(facts), encoding="utf-8")
    code, out, err = run(capsys, file, "--format", "json")
    assert (code, err) == (0, "")
    return json.loads(out)


def refused(capsys, tmp_path, text):
    file = tmp_path / "facts.json"
    file.write_text(text, encoding="utf-8")
    code, out, err = run(capsys, file, "--format", "json")
    assert (code, out) == (2, "")
    return err


def test_the_answer_has_exactly_the_keys_of_its_contract(capsys, tmp_path):
    answer = answered(capsys, tmp_path, ACCIDENT | {"children": [SCHOOLCHILD]})

    assert list(answer) == [
        "outcome",
        "total_now_idr",
        "total_after_arrears_idr",
        "scholarship_total_idr",
        "compensation_idr",
        "lines",
        "findings",
        "deadlines",
    ]
    for line in answer["lines"]:
        assert list(line) == [
            "code",
            "amount_idr",
            "when",
            "payee",
            "formula",
            "act",
            "clause",
            "checked",
        ]
    for finding in answer["findings"]:
        assert list(finding) == ["code", "message", "clause"]
    assert answer["deadlines"] == {
        "pay_by": None,
        "conclude_by": None,
        "expires_on": "2029-02-10",
    }


def test_the_sums_are_those_of_the_lines(capsys, tmp_path):
    answer = answered(capsys, tmp_path, DEATH | {"arrears_months": 2, "paid_months": 36})

    by_time = {"now": 0, "after_arrears": 0}
    for line in answer["lines"]:
        by_time[line["when"]] += line["amount_idr"]
    assert answer["outcome"] == "ELIGIBLE"
    assert (answer["total_now_idr"], answer["total_after_arrears_idr"]) == (10_000_000, 32_000_000)
    assert by_time == {"now": 10_000_000, "after_arrears": 32_000_000}


def test_missing_facts_are_an_answer_and_no_error(capsys, tmp_path):
    answer = answered(capsys, tmp_path, {})

    assert answer["outcome"] == "NEEDS_MORE"
    assert answer["lines"] == []
    assert {finding["code"] for finding in answer["findings"]} >= {"missing_program"}


@pytest.mark.django_db
def test_the_clock_uses_the_days_off_on_record(capsys, tmp_path):
    national, joint_leave = Holiday.Kind.NATIONAL, Holiday.Kind.JOINT_LEAVE
    days = {"2020-08-17": national, "2020-08-20": national, "2020-08-21": joint_leave}
    for day, kind in days.items():
        Holiday.objects.create(day=day, kind=kind, name="Libur")
    facts = DEATH | {
        "event_on": "2020-08-01",
        "filed_on": "2020-08-18",
        "complete_on": "2020-08-18",
        "paid_on": "2020-08-26",
    }

    answer = answered(capsys, tmp_path, facts)

    assert answer["deadlines"]["pay_by"] == "2020-08-25"
    assert answer["compensation_idr"] == 420_000


def test_a_dash_reads_standard_input(capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(DEATH)))

    code, out, _ = run(capsys, "-", "--format", "json")

    assert code == 0
    assert json.loads(out)["total_now_idr"] == 42_000_000


def test_text_shows_the_same_figures_line_by_line(capsys, tmp_path):
    file = tmp_path / "facts.json"
    file.write_text(json.dumps(DEATH), encoding="utf-8")

    code, out, _ = run(capsys, file)

    assert code == 0
    assert "total_now_idr: 42000000" in out.splitlines()


def test_every_bad_fact_is_named_on_a_line_of_its_own(capsys, tmp_path):
    with translation.override("en"):
        err = refused(
            capsys,
            tmp_path,
            json.dumps(DEATH | {"nik": "1", "paid_months": -1, "heirs": [{"relation": "wife"}]}),
        )

    named = [line.split(":")[0] for line in err.splitlines()]
    assert sorted(named) == ["heirs[0].relation", "nik", "paid_months"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        '{"program": "JKM"',
        "{'program': 'JKM'}",
        '{"paid_months": NaN}',
        '{"paid_months": 1, "paid_months": 2}',
        "[" * 200_000,
        '{"paid_months": ' + "9" * 5_000 + "}",
        '{"losses": [{"code": "smell", "percent": 1e999999999999999999999}]}',
    ],
    ids=[
        "empty",
        "half an object",
        "no end",
        "no JSON",
        "not a number",
        "a key twice",
        "too deep",
        "too many digits",
        "an exponent beyond numbers",
    ],
)
def test_what_is_no_json_ends_with_2_and_a_sentence(capsys, tmp_path, text):
    assert refused(capsys, tmp_path, text).strip()


@pytest.mark.parametrize("text", ["[]", "3", '"JKM"', "null"])
def test_json_that_is_no_object_ends_with_2(capsys, tmp_path, text):
    assert refused(capsys, tmp_path, text).strip()


def test_a_file_that_is_not_there_or_no_text_ends_with_2(capsys, tmp_path):
    picture = tmp_path / "facts.json"
    picture.write_bytes(b"\x89PNG\xff\xfe")

    for path in (tmp_path / "none.json", tmp_path, picture):
        code, out, err = run(capsys, path)
        assert (code, out) == (2, "")
        assert err.strip()


@pytest.mark.parametrize("arguments", [(), ("facts.json", "--codes")])
def test_one_thing_is_asked_at_a_time(capsys, arguments):
    code, _, err = run(capsys, *arguments)

    assert code == 2
    assert "--codes" in err


def test_the_codes_are_a_line_for_each_loss(capsys):
    code, out, _ = run(capsys, "--codes")

    rows = [line.split("\t") for line in out.splitlines()]
    assert code == 0
    assert len(rows) == 46
    assert {len(row) for row in rows} == {5}
    assert ["right_thumb", "Ibu jari tangan kanan", "Right thumb", "15 %", "-"] in rows
    shares = {row[0]: row[3] for row in rows}
    assert shares["scalp_torn_off"] == "10–30 %"
    assert shares["hearing_one_ear_per_10_db"].startswith("3 % ")


def test_the_codes_as_json_hold_every_list_of_values(capsys):
    _, out, _ = run(capsys, "--codes", "--format", "json")

    codes = json.loads(out)
    assert len(codes["losses"]) == 46
    assert codes["lines"]["code"] == list(LINE_CODES)
    assert codes["findings"]["code"] == list(FINDING_CODES)
    assert codes["facts"]["children.level"] == ["TK", "SD", "SMP", "SMA", "PT"]
    assert codes["answer"]["outcome"] == ["ELIGIBLE", "NOT_ELIGIBLE", "NEEDS_MORE"]
    steps = next(row for row in codes["losses"] if row["code"] == "hearing_both_ears_per_10_db")
    assert (steps["percent"], steps["per_unit"], steps["unit"]) == (6, True, "10 dB")


def test_an_assessment_takes_less_than_20_milliseconds():
    heavy = ACCIDENT | {
        "children": [{"born_on": f"20{year}-01-01"} for year in range(10, 24)],
        "transport": [{"mode": "land", "amount_idr": 1}] * 50,
    }
    assessed(heavy)

    begun = time.perf_counter()
    for _ in range(20):
        assessed(heavy)
    each = (time.perf_counter() - begun) / 20

    assert each < 0.020
