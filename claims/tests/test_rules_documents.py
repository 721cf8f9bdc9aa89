"""The papers of a claim follow from its facts, and nothing that is held is asked again."""

import pytest

from claims.rules.documents import DocumentKind, required_documents
from claims.rules.facts import Facts
from claims.tests.rulebook import ACCIDENT, DEATH, INJURY, facts_of
from registry.programs import Program

HELD = {"participant_card", "worker_identity"}
OPTIONS = ("heirs_disputed", "guardian_pays", "ruled_elsewhere", "scholarship")


def asked(facts, **changes):
    options = {name: changes.pop(name) for name in OPTIONS if name in changes}
    needs = required_documents(facts_of(facts, **changes), **options)
    return {need.kind.value for need in needs if not need.held_by_registry}


@pytest.mark.parametrize(
    ("facts", "changes", "papers"),
    [
        (
            DEATH,
            {},
            {
                "death_certificate",
                "heirs_letter",
                "heir_identity",
                "family_card",
                "marriage_book",
                "bank_book",
            },
        ),
        (INJURY, {}, {"chronology", "medical_letter", "bank_book"}),
        (DEATH, {"heirs": []}, {"death_certificate", "burial_statement", "bank_book"}),
    ],
    ids=["a death", "an injury", "a death that nobody inherits"],
)
def test_a_claim_asks_for_its_papers_and_no_others(facts, changes, papers):
    assert asked(facts, **changes) == papers


@pytest.mark.parametrize(
    ("facts", "changes", "paper"),
    [
        (INJURY, {"cause": "commuting_accident"}, "police_letter_or_witnesses"),
        (INJURY, {"transport": [{"mode": "sea", "amount_idr": 1}]}, "transport_receipt"),
        (INJURY, {"treatment_idr": 1}, "treatment_receipt"),
        (INJURY, {"home_care_idr": 1}, "home_care_receipt"),
        (INJURY, {"aids": [{"kind": "denture", "amount_idr": 1}]}, "aid_receipt"),
        (DEATH, {"children": [{"born_on": "2014-01-01"}]}, "school_letter"),
        (DEATH, {"children": [{"born_on": "2014-01-01"}]}, "birth_certificate"),
        (DEATH, {"heirs_disputed": True}, "heirs_settlement"),
        (DEATH, {"guardian_pays": True}, "guardian_letter"),
        (DEATH, {"ruled_elsewhere": True}, "ruling"),
        (INJURY, {"ruled_elsewhere": True}, "ruling"),
        (DEATH, {"heirs": [{"relation": "will"}]}, "will"),
        (
            DEATH,
            {"heirs": [{"relation": "child", "born_on": "2014-01-01"}]},
            "guardian_letter",
        ),
        (INJURY, {"outcome": "death"}, "death_certificate"),
    ],
)
def test_a_fact_brings_its_paper(facts, changes, paper):
    assert paper in asked(facts, **changes)
    assert paper not in asked(facts)


@pytest.mark.parametrize(
    ("due", "asked_for"), [(True, True), (False, False)], ids=["due", "not due"]
)
def test_papers_of_school_are_asked_for_only_when_a_scholarship_is_due(due, asked_for):
    papers = asked(DEATH, children=[{"born_on": "2014-01-01"}], scholarship=due)

    assert ({"school_letter", "birth_certificate"} <= papers) is asked_for
    assert asked(DEATH) <= papers


def test_the_order_of_a_minor_and_an_adult_heir_needs_no_guardian():
    heirs = [{"relation": "child", "born_on": "2014-01-01"}, {"relation": "spouse"}]

    assert "guardian_letter" not in asked(DEATH, heirs=heirs)


def test_children_do_not_make_a_guardian_where_nobody_stated_the_heirs():
    children = [{"born_on": "2014-01-01"}]

    assert "guardian_letter" not in asked(DEATH, heirs=None, children=children)


def test_what_the_registry_holds_is_listed_and_not_asked():
    held = {
        need.kind.value for need in required_documents(facts_of(DEATH)) if need.held_by_registry
    }
    without_nik = required_documents(facts_of(DEATH), identity_known=False)

    assert held == HELD
    assert DocumentKind.WORKER_IDENTITY in {
        need.kind for need in without_nik if not need.held_by_registry
    }


@pytest.mark.parametrize("facts", [DEATH, ACCIDENT, INJURY], ids=["JKM", "JKK death", "injury"])
def test_each_paper_is_asked_once_with_its_reason(facts):
    needs = required_documents(facts_of(facts))

    assert len({need.kind for need in needs}) == len(needs)
    assert all(need.why_code for need in needs)


def test_the_papers_of_the_act_carry_its_clause_and_those_of_practice_none():
    clauses = {need.kind.value: need.clause for need in required_documents(facts_of(DEATH))}

    assert clauses["heirs_letter"] == "PP 44/2015, Pasal 40 ayat (3)"
    assert clauses["family_card"] == ""


def test_before_the_outcome_is_known_jkm_expects_a_death_and_jkk_an_injury():
    jkm = {need.kind for need in required_documents(Facts(program=Program.JKM))}
    jkk = {need.kind for need in required_documents(Facts(program=Program.JKK))}

    assert DocumentKind.DEATH_CERTIFICATE in jkm
    assert DocumentKind.DEATH_CERTIFICATE not in jkk
    assert required_documents(Facts()) == ()
