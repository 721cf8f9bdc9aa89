"""The letters of a decision: every figure with its clause, every reason, every payment."""

import re
from datetime import date, timedelta

import pytest

from claims.actions.appeals import appeal_claim
from claims.actions.assessing import assess_claim
from claims.actions.checking import check_claim
from claims.actions.deciding import refuse_claim
from claims.actions.facts import state_facts
from claims.models import Claim
from claims.queries.letters import LetterKind
from claims.tests.factories import (
    approved_death,
    at,
    covered_worker,
    name_widow,
    refused_death,
    report_accident,
    rina,
)
from claims.tests.letter_steps import (
    appeal_words,
    death_in_arrears,
    granted,
    granted_accident,
    kinds,
    paid,
    refused_accident,
    said,
    text_of,
)
from enrollment.actions.heirs import name_heir
from enrollment.tests.factories import budi
from registry.formats import rupiah_text
from registry.roles import Role
from registry.tests.factories import make_user

pytestmark = pytest.mark.django_db


def test_the_decision_shows_every_figure_with_formula_act_and_clause():
    claim = approved_death()

    text = text_of(claim, LetterKind.DECISION)

    lines = list(claim.lines.all())
    assert sum(line.amount_idr for line in lines) == 42_000_000
    for line in lines:
        for words in (line.formula, f"{line.act}, {line.clause}", rupiah_text(line.amount_idr)):
            assert words in text
    assert "Rp42.000.000 (empat puluh dua juta rupiah)" in text


def test_a_clause_that_nobody_read_is_marked():
    claim = approved_death()

    text = text_of(claim, LetterKind.DECISION)

    clause = "PP 82/2019, Pasal 34 ayat (1) huruf c"
    assert said("%(clause)s (clause not checked yet)", clause=clause) in text


def test_the_decision_says_to_whom_by_when_and_what_lateness_adds():
    claim = approved_death()

    text = text_of(claim, LetterKind.DECISION)

    assert "Rohana: BRK 1••••••421" in text
    assert "1020304421" not in text
    assert "25 Agustus 2020" in text
    assert "1 %" in text
    assert "PP 44/2015, Pasal 40 ayat (4)" in text


def test_the_decision_splits_what_waits_for_arrears_and_says_how_to_settle_them():
    claim = death_in_arrears()

    text = text_of(claim, LetterKind.DECISION)

    now, later = text.split(said("Payable when the arrears are settled"))
    assert "Rp10.000.000" in now
    assert "Rp32.000.000" in later
    assert "Juli 2021, Agustus 2021" in later
    assert said("To settle: %(amount)s.", amount="Rp33.600") in later


def test_the_decision_shows_the_scholarship_year_by_year_with_its_total():
    worker = covered_worker()
    claim = report_accident(worker, outcome="death")
    name_widow(claim)
    for number, born_on in enumerate([date(2005, 2, 3), date(2010, 5, 6), date(2015, 8, 9)]):
        name_heir(
            worker=worker,
            relation="child",
            name=f"Farhan {number}",
            born_on=born_on,
            on=date(2020, 10, 6),
            by=budi(),
        )
    claim = state_facts(
        claim=claim,
        heirs_known=True,
        declared_at=at(date(2020, 10, 5), 18),
        stage2_at=at(date(2020, 10, 6)),
        at=at(date(2020, 10, 7)),
        by=budi(),
    )
    claim = granted(claim, date(2020, 10, 9), "heirs")

    text = text_of(claim, LetterKind.DECISION)

    years = list(claim.lines.filter(when="yearly").order_by("pk"))
    assert len(years) > 25
    for line in years:
        assert f"{line.due_on.year}/{line.due_on.year + 1}" in text
    assert "Farhan 1" in text
    assert "Farhan 2" in text
    assert said("born on %(day)s", day="3 Februari 2005") not in text
    assert text.count(rupiah_text(sum(line.amount_idr for line in years))) >= 2


def test_the_decision_names_the_loss_behind_each_amount():
    losses = [{"code": "right_thumb"}, {"code": "hearing_both_ears_per_10_db", "units": 3}]
    claim = granted_accident("partial_anatomical", stated={"losses": losses})

    text = text_of(claim, LetterKind.DECISION)

    assert re.search(r"Ibu jari tangan kanan 15 % × 80 × Rp1\.000\.000", text)
    assert re.search(r"desibel 3 × 6 % × 80 × Rp1\.000\.000", text)
    assert "Rp26.400.000" in text


def test_a_decision_of_which_nothing_is_payable_says_so():
    claim = granted_accident("recovered")

    text = text_of(claim, LetterKind.DECISION)

    assert not claim.lines.exists()
    assert said("Nothing is to be paid by this decision.") in text


def test_a_decision_without_an_account_says_what_to_bring():
    claim = approved_death()
    claim.payees.update(voided_on=date(2020, 8, 24))

    text = text_of(claim, LetterKind.DECISION)

    assert said("No account yet: bring the bank book of who receives the money.") in text


def test_the_refusal_gives_every_reason_its_clause_and_the_facts():
    claim = refused_accident()

    text = text_of(claim, LetterKind.REFUSAL)

    reasons = [
        finding
        for finding in claim.decisions.get().assessment.answer["findings"]
        if finding["blocks"]
    ]
    assert len(reasons) == 3
    for number in (1, 2, 3):
        assert f" {number}. " in text
    for words in (
        "Menurut dua saksi ia sedang berlibur.",
        "PP 44/2015, Pasal 11 ayat (5)",
        "PP 82/2019, Pasal 26",
        "10 Juli 2025",
        "21 Juli 2020",
        "13 Juli 2026",
    ):
        assert words in text


def test_the_refusal_prints_the_clause_of_who_decided_below_his_reason():
    claim = refused_death()

    text = text_of(claim, LetterKind.REFUSAL)

    law = said("By which law: %(clause)s.", clause="PP 44/2015 Pasal 34")
    assert f"Surat ahli waris belum sah. {law}" in text


def test_the_refusal_says_how_to_appeal_from_the_office_to_the_minister():
    claim = refused_accident()

    text = text_of(claim, LetterKind.REFUSAL)

    office, inspector, minister = appeal_words()
    assert text.index(office) < text.index(inspector) < text.index(minister)
    assert text.count("PP 44/2015 Pasal 45") == 2


def test_a_refused_appeal_names_only_the_levels_that_are_left():
    claim = refused_accident()
    deciders = [make_user(name, role=Role.APPROVER) for name in ("eka", "fajar", "gita")]
    left = []
    day = date(2026, 7, 15)
    for level, decider in zip(("office", "inspector", "minister"), deciders, strict=True):
        claim = appeal_claim(claim=claim, level=level, why="Ada saksi.", at=at(day), by=budi())
        assess_claim(claim=claim, at=at(day, 10), by=rina())
        refuse_claim(
            claim=claim, clause="PP 44/2015 Pasal 34", reason="Tetap.", at=at(day, 11), by=decider
        )
        claim = Claim.objects.get(pk=claim.pk)
        text = text_of(claim, LetterKind.REFUSAL)
        left.append([way in text for way in appeal_words()])
        day += timedelta(days=1)

    assert left == [[False, True, True], [False, False, True], [False, False, False]]
    clause = {"clause": "PP 44/2015 Pasal 45"}
    assert said("The Minister has decided; that is final (%(clause)s).", **clause) in text


def test_a_refused_appeal_leaves_the_letter_of_what_was_granted():
    claim = approved_death()
    day = date(2020, 9, 1)
    claim = appeal_claim(claim=claim, level="office", why="Kurang.", at=at(day), by=budi())
    claim = check_claim(claim=claim, at=at(day, 10), by=rina())
    assess_claim(claim=claim, at=at(day, 11), by=rina())
    refuse_claim(
        claim=claim,
        clause="PP 44/2015 Pasal 34",
        reason="Sudah benar.",
        at=at(day, 12),
        by=make_user("eka", role=Role.APPROVER),
    )

    assert kinds(claim) == ["receipt", "decision", "refusal"]
    assert "Rp42.000.000" in text_of(claim, LetterKind.DECISION)


def test_the_payment_letter_gives_amount_in_words_account_reference_and_day():
    claim = paid(approved_death(), date(2020, 8, 25))

    text = text_of(claim, LetterKind.PAYMENT)

    for words in (
        "Rp42.000.000",
        "Empat puluh dua juta rupiah",
        "Bank Riau Kepri",
        "1••••••421, Rohana",
        "TRF 2508 1",
        f"{claim.number}/1",
        "25 Agustus 2020",
        said("Nothing: everything that was granted is paid."),
    ):
        assert words in text
    assert "1020304421" not in text


def test_the_payment_letter_says_what_is_still_to_come():
    claim = paid(death_in_arrears(), date(2021, 9, 9))

    text = text_of(claim, LetterKind.PAYMENT)

    assert said("%(amount)s, when the arrears are settled.", amount="Rp32.000.000") in text


def test_a_late_payment_shows_its_compensation_and_the_payment_before():
    claim = paid(approved_death(), date(2020, 8, 27))
    late = text_of(claim, LetterKind.PAYMENT)

    compensated = text_of(paid(claim, date(2020, 8, 28)), LetterKind.PAYMENT)

    assert said("%(amount)s, on its way through the bank.", amount="Rp840.000") in late
    assert "1 % × 2 × Rp42.000.000" in compensated
    now, before = compensated.split(said("Paid before"))
    assert "TRF 2808 1" in now
    assert "TRF 2708 1" in before
