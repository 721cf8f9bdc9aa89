"""What is stated of a claim: kept when it can be true, refused by name when it cannot."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from claims.actions.appeals import appeal_claim
from claims.actions.deciding import approve_claim
from claims.actions.facts import (
    DeathStands,
    PayeeRefused,
    set_payee,
    state_facts,
)
from claims.actions.looking import FactsContradict
from claims.actions.reports import NotThisProgram
from claims.actions.steps import NotInThisState
from claims.models import Payee
from claims.queries.outlook import outlook
from claims.tests.factories import (
    CHILD,
    approved_death,
    assessed_death,
    at,
    complete_accident,
    complete_death,
    covered_worker,
    everything,
    fatal_accident,
    iskandar,
    make_bank,
    name_account,
    name_widow,
    now,
    refused_death,
    report_accident,
    report_death,
    rina,
)
from enrollment.actions.heirs import name_heir, strike_heir
from enrollment.models import Worker
from enrollment.tests.factories import ani, budi, citra, make_worker
from enrollment.tests.steps import PRICE
from registry.models import AuditEvent, Holiday, Membership, User
from registry.roles import Role
from registry.tests.factories import make_region

pytestmark = pytest.mark.django_db

STATED = at(date(2020, 10, 12))
FINGER = {"code": "left_other_finger"}


def papers_of(claim):
    """Return the kinds of the papers that the claim needs."""
    needs = outlook(now(claim), days_off=Holiday.objects.days_off()).papers
    return {need.kind.value for need in needs}


def state(claim, **changes):
    """Return the claim after Budi stated something of it."""
    return state_facts(claim=claim, **({"at": STATED, "by": budi()} | changes))


# kept


def test_what_was_stated_is_kept_and_the_trail_names_the_facts_without_their_words():
    claim = report_accident(place="Dermaga")

    state(claim, place="Pelabuhan", outcome="temporary_incapacity", stated={"treatment_idr": 5})

    kept = now(claim)
    told = AuditEvent.objects.get(action="claim.stated").facts
    assert (kept.place, kept.outcome, kept.stated) == (
        "Pelabuhan",
        "temporary_incapacity",
        {"treatment_idr": 5},
    )
    assert told == {"changed": ["outcome", "place", "stated"]}


def test_the_trail_names_only_what_changed():
    claim = report_accident(place="Dermaga")

    state(claim, place="Dermaga", account="Jatuh ke laut")

    assert AuditEvent.objects.get(action="claim.stated").facts == {"changed": ["account"]}


def test_the_history_of_a_claim_keeps_what_was_told_before():
    claim = report_accident(place="Dermaga")

    state(claim, place="Pelabuhan", outcome="recovered")

    kept = [(past.place, past.outcome) for past in claim.history.order_by("history_id")]
    assert (kept[0], kept[-1]) == (("Dermaga", ""), ("Pelabuhan", "recovered"))


def test_an_heir_who_is_corrected_stands_in_the_trail_without_name_and_in_the_history_with_both():
    claim = report_death()
    widow = name_widow(claim)

    name_widow(claim, heir=widow, name="Rohani")

    first, second = AuditEvent.objects.filter(action="heir.named").order_by("pk")
    assert first.facts == {"relation": "spouse", "changed": ["born_on", "name", "relation"]}
    assert second.facts == {"relation": "spouse", "changed": ["name"]}
    names = list(widow.history.order_by("history_id").values_list("name", flat=True))
    assert names == ["Rohana", "Rohani"]


def test_an_account_stands_in_the_trail_without_name_and_number():
    claim = report_death()
    name_widow(claim)

    name_account(claim)

    assert AuditEvent.objects.get(action="payee.named").facts == {"kind": "heirs", "bank": "119"}


def test_what_is_not_stated_anew_stays():
    claim = state(report_accident(), outcome="recovered", stated={"treatment_idr": 5})

    state(claim, place="Pelabuhan")

    kept = now(claim)
    assert (kept.outcome, kept.stated) == ("recovered", {"treatment_idr": 5})


def test_a_death_stated_later_ends_the_cover_once():
    worker = covered_worker()
    claim = report_accident(worker)

    for _ in range(2):
        state(claim, outcome="death", died_on=date(2020, 10, 9))

    worker.refresh_from_db()
    assert worker.deceased_on == date(2020, 10, 9)
    died = AuditEvent.objects.get(action="worker.died")
    assert died.facts["released_idr"] == 8 * PRICE


def test_a_death_stated_of_a_draft_leaves_the_cover():
    claim = report_accident(covered_worker(), draft=True)

    state(claim, outcome="death", died_on=date(2020, 10, 9))

    assert Worker.objects.get().deceased_on is None


def test_a_granted_death_cannot_be_taken_back_on_its_claim():
    claim = fatal_accident()
    moment = at(date(2020, 10, 22))
    approve_claim(claim=claim, at=moment, by=iskandar())
    appeal_claim(claim=claim, level="office", why="Keliru", at=moment, by=budi())
    before = everything()

    with pytest.raises(DeathStands):
        state(claim, outcome="recovered", at=moment)

    assert everything() == before
    assert now(claim).grants_death


def test_a_death_that_nobody_granted_can_be_corrected():
    claim = report_accident(make_worker(1), outcome="death", draft=True)

    state(claim, outcome="recovered")

    assert now(claim).outcome == "recovered"


# refused


@pytest.mark.parametrize(
    ("changes", "keys"),
    [
        (
            {"outcome": "recovered", "stated": {"losses": [FINGER]}},
            {"losses"},
        ),
        (
            {"outcome": "partial_anatomical", "stated": {"losses": [{"code": "tail"}]}},
            {"losses[0].code"},
        ),
        (
            {
                "outcome": "partial_anatomical",
                "stated": {"losses": [{**FINGER, "percent": 90}, {"code": "tail"}]},
            },
            {"losses[0].percent", "losses[1].code"},
        ),
        ({"stated": {"treatment_idr": -1}}, {"treatment_idr"}),
        ({"stated": {"treatment_idr": "lots"}}, {"treatment_idr"}),
        (
            {"stated": {"transport": [{"mode": "land", "amount_idr": -5}], "home_care_months": 2}},
            {"transport[0].amount_idr", "home_care_months"},
        ),
        ({"event_at": at(date(2020, 10, 4))}, {"event_at"}),
        ({"stage2_at": at(date(2020, 10, 5))}, {"stage2_at"}),
    ],
    ids=[
        "a loss of who recovered",
        "an unknown loss",
        "two losses, both wrong",
        "below nothing",
        "no number",
        "a ride and months of care",
        "an hour of another day",
        "an outcome told before the report",
    ],
)
def test_facts_that_cannot_be_true_are_each_named_and_nothing_changes(changes, keys):
    claim = report_accident()
    before = everything()

    with pytest.raises(FactsContradict) as refusal:
        state(claim, **changes)

    assert set(refusal.value.problems) == keys
    assert refusal.value.facts["problems"] == refusal.value.problems
    assert all(words in str(refusal.value) for words in refusal.value.problems.values())
    assert everything() == before


def test_a_death_in_facts_that_contradict_ends_no_cover():
    claim = report_accident(covered_worker())
    before = everything()

    with pytest.raises(FactsContradict):
        state(claim, outcome="death", stated={"treatment_idr": -1})

    assert everything() == before


def test_no_heirs_and_a_child_that_was_named_contradict_each_other():
    claim = report_death()
    child = {"relation": "child", "name": "Mega", "born_on": date(2010, 5, 6)}
    heir = name_heir(worker=claim.worker, on=date(2020, 8, 13), by=budi(), **child)
    strike_heir(heir=heir, reason="Anak tiri", on=date(2020, 8, 14), by=budi())

    state(claim, heirs_known=True, at=at(date(2020, 8, 14)))

    look = outlook(now(claim), days_off=Holiday.objects.days_off())
    assert (look.facts.heirs, look.facts.children) == ((), ())


def test_a_cause_of_the_other_program_is_refused():
    claim = report_accident()

    with pytest.raises(NotThisProgram):
        state(claim, cause="illness")

    assert now(claim).cause == "work_accident"


@pytest.mark.parametrize("key", ["event_on", "paid_months", "children"])
def test_what_the_registry_knows_cannot_be_stated(key):
    with pytest.raises(ValueError, match=key):
        state(report_accident(make_worker(1)), stated={key: 1})


def test_after_the_decision_nothing_is_stated_before_an_appeal():
    with pytest.raises(NotInThisState):
        state(refused_death(), place="Pelabuhan")


@pytest.mark.parametrize("who", [ani, citra], ids=["treasurer", "officer next door"])
def test_who_may_not_report_states_nothing_and_names_no_account(who):
    claim = report_accident(make_worker(1))

    with pytest.raises(PermissionDenied):
        state(claim, place="Pelabuhan", by=who())
    with pytest.raises(PermissionDenied):
        name_account(claim, "worker", by=who())


# accounts


def test_an_account_is_replaced_and_the_one_before_stays_on_record():
    claim = complete_accident()

    name_account(claim, "worker", account_number="555566667777", by=budi())

    assert [
        (payee.account_number, payee.voided_on is None) for payee in claim.payees.order_by("pk")
    ] == [("1020304421", False), ("555566667777", True)]


def test_the_same_account_twice_is_one():
    claim = complete_death()

    first, second = name_account(claim), name_account(claim)

    assert first == second
    assert Payee.objects.count() == 1


def test_heirs_are_paid_through_an_heir_of_this_worker_who_was_not_struck_out():
    claim = report_death()
    widow = name_widow(claim)
    before = Payee.objects.count()
    struck = name_widow(claim, name="Halimah")
    struck = strike_heir(heir=struck, reason="Sudah cerai", on=date(2020, 8, 14), by=budi())
    stranger = name_widow(report_death(make_worker(2)), name="Orang lain")

    for heir in (None, struck, stranger):
        with pytest.raises(PayeeRefused):
            name_account(claim, heir=heir, holder="Rohana")

    assert Payee.objects.count() == before
    assert name_account(claim, heir=widow).name == "Rohana"


def test_who_inherits_after_nearer_heirs_is_not_paid_while_they_live():
    claim = report_death()
    mother = name_widow(claim, relation="parent", name="Halimah", born_on=date(1945, 1, 2))
    widow = name_widow(claim)

    with pytest.raises(PayeeRefused, match="Halimah"):
        name_account(claim, heir=mother)
    strike_heir(heir=widow, reason="Sudah cerai", on=date(2020, 8, 14), by=budi())

    assert name_account(claim, heir=mother).name == "Halimah"


def test_the_guardian_of_a_minor_holds_the_account_and_proves_it_with_his_letter():
    claim = report_death()
    name_widow(claim)
    child = name_widow(claim, **CHILD)
    state(claim, heirs_known=True, at=at(date(2020, 8, 14)))
    asked_before = papers_of(claim)

    payee = name_account(claim, heir=child, holder="Nenek Siti", is_guardian=True)

    assert (payee.name, payee.holder, payee.is_guardian) == ("Mega", "Nenek Siti", True)
    assert papers_of(claim) - asked_before == {"guardian_letter"}


def test_the_letter_of_a_guardian_is_not_asked_once_an_adult_is_paid():
    claim = report_death()
    widow, child = name_widow(claim), name_widow(claim, **CHILD)
    name_account(claim, heir=child, holder="Nenek Siti", is_guardian=True)

    name_account(claim, heir=widow)

    assert "guardian_letter" not in papers_of(claim)


@pytest.mark.parametrize(
    ("born_on", "is_guardian", "possible"),
    [
        (date(2002, 8, 14), False, False),
        (date(2002, 8, 14), True, True),
        (date(2002, 8, 13), False, True),
        (date(2002, 8, 13), True, False),
    ],
    ids=[
        "a minor alone",
        "a minor with a guardian",
        "of age on the day of the report",
        "of age with a guardian",
    ],
)
def test_a_minor_is_paid_through_a_guardian_and_nobody_else_is(born_on, is_guardian, possible):
    claim = report_death()
    child = name_widow(claim, relation="child", name="Mega", born_on=born_on)

    if possible:
        assert name_account(claim, heir=child, is_guardian=is_guardian).heir == child
    else:
        with pytest.raises(PayeeRefused):
            name_account(claim, heir=child, is_guardian=is_guardian)
        assert not Payee.objects.exists()


@pytest.mark.parametrize("kind", ["worker", "burial_organiser", "facility"])
@pytest.mark.parametrize("beside", ["heir", "guardian"])
def test_only_heirs_are_paid_through_an_heir_or_a_guardian(kind, beside):
    claim = report_death()
    widow = name_widow(claim)
    more = {"heir": widow} if beside == "heir" else {"is_guardian": True}

    with pytest.raises(PayeeRefused):
        name_account(claim, kind, **more)

    assert not Payee.objects.exists()


@pytest.mark.parametrize("make", [assessed_death, approved_death], ids=["assessed", "approved"])
def test_after_the_assessment_who_decides_names_the_account_and_nobody_else(make):
    claim = make()

    for person in (budi(), rina(), ani()):
        with pytest.raises(PermissionDenied):
            name_account(claim, account_number="555566667777", by=person)

    payee = name_account(claim, account_number="555566667777", by=iskandar())
    assert (payee.account_number, payee.recorded_by) == ("555566667777", iskandar())


def test_before_the_assessment_who_reports_names_the_account():
    claim = complete_death()

    for person, number in ((budi(), "555566667777"), (rina(), "555566668888")):
        assert name_account(claim, account_number=number, by=person).recorded_by == person
    with pytest.raises(PermissionDenied):
        name_account(claim, by=iskandar())


def test_who_assessed_a_claim_names_no_account_of_it_after():
    claim = assessed_death()
    Membership.objects.create(
        user=rina(), role=Role.APPROVER, region=make_region(), since=date(2020, 1, 1)
    )
    before = everything()

    with pytest.raises(PayeeRefused):
        name_account(claim, account_number="555566667777", by=User.objects.get(username="rina"))

    assert everything() == before


@pytest.mark.parametrize(
    ("kind", "number"),
    [("heirs", "1020304421"), ("worker", "12"), ("worker", "12345a")],
    ids=["heirs without an heir", "too short", "a letter"],
)
def test_the_database_holds_what_an_account_is(kind, number):
    claim = report_death(make_worker(1))

    with pytest.raises(IntegrityError), transaction.atomic():
        Payee.objects.create(
            claim=claim,
            kind=kind,
            name="Rohana",
            holder="Rohana",
            bank=make_bank(),
            account_number=number,
            recorded_by=budi(),
            recorded_on=date(2020, 8, 18),
        )


def test_no_account_is_named_once_the_claim_is_refused():
    claim = refused_death()

    with pytest.raises(NotInThisState):
        set_payee(
            claim=claim,
            kind="burial_organiser",
            bank=make_bank(),
            account_number="1020304421",
            holder="Rohana",
            on=date(2020, 8, 25),
            by=budi(),
        )
