"""Appeals on the same claim, level by level, and the end of a claim."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils import timezone, translation

from claims.actions.appeals import AppealImpossible, StillToPay, appeal_claim, close_claim
from claims.actions.assessing import ReasonNeeded
from claims.actions.checking import check_claim
from claims.actions.deciding import SamePerson
from claims.actions.facts import state_facts
from claims.actions.steps import NotInThisState
from claims.models import BenefitLine, Decision, Payout
from claims.queries.outlook import outlook
from claims.rules.documents import DocumentKind
from claims.rules.states import Status
from claims.tests.factories import (
    approved_death,
    assessed_death,
    at,
    bring_papers,
    complete_accident,
    complete_death,
    everything,
    iskandar,
    now,
    refused_death,
    report_accident,
    report_death,
    rina,
    uninsured_death,
    wan,
    way_of,
)
from claims.tests.payout_steps import order, pay
from claims.tests.test_assessing import assess
from claims.tests.test_deciding import approve, refuse
from enrollment.tests.factories import ani, budi, citra
from registry.models import Holiday, User
from registry.roles import Role
from registry.tests.factories import make_user

pytestmark = pytest.mark.django_db

APPEALED = at(date(2020, 9, 1))
PAID_ON = date(2020, 10, 26)


@pytest.fixture(autouse=True)
def in_english():
    """Refuse in the words of the source."""
    with translation.override("en"):
        yield


def appeal(claim, level="office", *, why="Surat sudah sah", moment=APPEALED, by=None):
    """Return the claim after Budi took the appeal of the family up."""
    return appeal_claim(claim=claim, level=level, why=why, at=moment, by=by or budi())


def close(claim, *, why="Selesai", by=None):
    """Return the claim after Rina closed it."""
    return close_claim(claim=claim, why=why, at=APPEALED, by=by or rina())


def sari() -> User:
    """Return another approver."""
    return User.objects.filter(username="sari").first() or make_user("sari", role=Role.APPROVER)


def tengku() -> User:
    """Return another manager."""
    return User.objects.filter(username="tengku").first() or make_user("tengku", role=Role.MANAGER)


def assessed_again(claim, moment=APPEALED):
    """Return the claim after Rina examined the appeal, with the ruling where one is needed."""
    if now(claim).appeal_level != "office":
        bring_papers(now(claim), on=timezone.localdate(moment))
    check_claim(claim=claim, at=moment, by=rina())
    assess(claim, moment=moment)
    return now(claim)


def hurt(**changes):
    """Return an accident that was assessed, approved and paid."""
    claim = complete_accident(**changes)
    assess(claim, moment=at(date(2020, 10, 21)))
    approve(claim, moment=at(date(2020, 10, 22)))
    for payout in order(claim, on=date(2020, 10, 23)):
        pay(payout, on=PAID_ON)
    return now(claim)


# taking it up


@pytest.mark.parametrize(
    "make",
    [refused_death, approved_death, lambda: close(refused_death()), hurt],
    ids=["refused", "approved", "closed after a refusal", "paid"],
)
def test_a_decision_can_be_appealed_and_the_claim_is_examined_again(make):
    claim = make()

    appealed = appeal(claim, moment=at(date(2020, 11, 9)))

    assert (appealed.status, appealed.appeal_level) == (Status.APPEALED, "office")
    assert (appealed.complete_on, appealed.pay_by) == (None, None)
    assert appealed.act_by == date(2020, 11, 18)
    assert appealed.steps.latest("number").why == "Surat sudah sah"


def test_taking_the_same_appeal_up_twice_is_once():
    claim = refused_death()

    appeal(claim)
    appeal(claim)

    assert way_of(claim).count("appealed") == 1


@pytest.mark.parametrize(
    "make", [report_death, complete_death, assessed_death, lambda: report_death(draft=True)]
)
def test_what_was_not_decided_cannot_be_appealed(make):
    with pytest.raises(NotInThisState):
        appeal(make())


def test_a_claim_that_was_closed_before_any_decision_is_reported_anew_instead():
    with pytest.raises(AppealImpossible):
        appeal(close(report_death()))


@pytest.mark.parametrize("why", ["", "  "], ids=["nothing", "blanks"])
def test_an_appeal_needs_the_words_of_the_family(why):
    with pytest.raises(ReasonNeeded):
        appeal(refused_death(), why=why)


@pytest.mark.parametrize(
    "who",
    [ani, iskandar, wan, citra],
    ids=["treasurer", "approver", "manager", "officer next door"],
)
def test_who_may_not_report_takes_no_appeal_up(who):
    with pytest.raises(PermissionDenied):
        appeal(refused_death(), by=who())


def test_an_event_that_was_told_anew_is_not_opened_a_second_time():
    claim = close(refused_death())
    anew = report_death(claim.worker)

    with pytest.raises(AppealImpossible, match=anew.number):
        appeal(claim)

    assert now(claim).status == Status.CLOSED


# levels


def refused_by(*levels):
    """Return a claim that the office refused, and after it each of these levels."""
    claim = refused_death()
    for level, person in zip(levels, (sari, wan, tengku), strict=False):
        appeal(claim, level)
        refuse(assessed_again(claim), by=person(), moment=APPEALED)
    return now(claim)


@pytest.mark.parametrize(
    ("level", "possible"), [("office", True), ("inspector", True), ("minister", False)]
)
def test_a_first_appeal_goes_to_the_office_or_to_the_inspector(level, possible):
    claim = refused_death()

    if possible:
        assert appeal(claim, level).appeal_level == level
    else:
        with pytest.raises(AppealImpossible, match="inspector"):
            appeal(claim, level)
        assert now(claim).status == Status.REFUSED


@pytest.mark.parametrize(
    ("decided", "asked", "possible"),
    [
        ("office", "office", False),
        ("office", "inspector", True),
        ("office", "minister", False),
        ("inspector", "office", False),
        ("inspector", "inspector", False),
        ("inspector", "minister", True),
        ("minister", "office", False),
        ("minister", "inspector", False),
        ("minister", "minister", False),
    ],
)
def test_a_level_that_has_decided_is_not_asked_again_and_the_minister_is_final(
    decided, asked, possible
):
    before = ["inspector"] if decided == "minister" else []
    claim = refused_by(*before, decided)

    if possible:
        assert appeal(claim, asked).appeal_level == asked
    else:
        with pytest.raises(AppealImpossible):
            appeal(claim, asked)
        assert now(claim).status == Status.REFUSED


def test_three_levels_are_decided_by_three_people_and_none_by_the_first():
    claim = refused_by("office", "inspector", "minister")

    decisions = list(Decision.objects.order_by("pk").values_list("level", "decided_by__username"))
    assert decisions == [
        ("", "iskandar"),
        ("office", "sari"),
        ("inspector", "wan"),
        ("minister", "tengku"),
    ]
    with pytest.raises(AppealImpossible, match="final"):
        appeal(claim, "minister")


@pytest.mark.parametrize(
    ("levels", "level", "asked"),
    [
        ([], "office", False),
        ([], "inspector", True),
        (["inspector"], "minister", True),
    ],
    ids=["the office", "the inspector", "the Minister"],
)
def test_who_decides_elsewhere_sends_a_ruling_without_which_the_file_is_not_complete(
    levels, level, asked
):
    claim = refused_by(*levels)
    # each level rules anew: what the one before it sent is not this ruling
    claim.documents.filter(kind="ruling").update(kind="other")
    appeal(claim, level)

    check_claim(claim=claim, at=APPEALED, by=rina())

    look = outlook(now(claim), days_off=Holiday.objects.days_off())
    missing = [need.kind for need in look.missing_papers]
    assert missing == ([DocumentKind.RULING] if asked else [])
    assert now(claim).status == (Status.INCOMPLETE if asked else Status.COMPLETE)


# another person


@pytest.mark.parametrize("act", [approve, refuse])
def test_who_decided_before_does_not_decide_the_appeal(act):
    claim = refused_death()
    appeal(claim)
    assessed_again(claim)
    before = everything()

    with pytest.raises(SamePerson, match="You decided this claim before"):
        act(claim, moment=APPEALED)

    assert everything() == before


@pytest.fixture
def paid_by_an_approver():
    """A paid accident under appeal, assessed anew; who paid it may approve as well."""
    both = make_user("both", role=Role.TREASURER)
    make_user("both", role=Role.APPROVER)
    claim = complete_accident()
    assess(claim, moment=at(date(2020, 10, 21)))
    approve(claim, moment=at(date(2020, 10, 22)))
    (payout,) = order(claim, on=date(2020, 10, 23), by=both)
    pay(payout, on=PAID_ON, by=ani())
    moment = at(date(2020, 11, 9))
    appeal(claim, moment=moment)
    return assessed_again(claim, moment)


def test_who_paid_on_the_claim_does_not_approve_its_appeal(paid_by_an_approver):
    both = User.objects.get(username="both")
    before = everything()

    with pytest.raises(SamePerson, match="You paid on this claim"):
        approve(paid_by_an_approver, by=both, moment=at(date(2020, 11, 9)))

    assert everything() == before


def test_the_database_refuses_an_approval_by_who_paid_on_the_claim(paid_by_an_approver):
    with (
        pytest.raises(IntegrityError, match="decision_by_another_person"),
        transaction.atomic(),
    ):
        Decision.objects.create(
            claim=paid_by_an_approver,
            assessment=paid_by_an_approver.assessments.latest("number"),
            kind="approved",
            level="office",
            decided_by=User.objects.get(username="both"),
            decided_at=APPEALED,
        )


@pytest.mark.parametrize("role", ["ordered_by", "settled_by"])
def test_the_database_refuses_a_transfer_given_to_who_approved(role):
    claim = approved_death()
    (payout,) = order(claim)

    with (
        pytest.raises(IntegrityError, match="payout_settled_by_another_person"),
        transaction.atomic(),
    ):
        Payout.objects.filter(pk=payout.pk).update(**{role: iskandar()})


def test_the_database_refuses_an_appeal_decided_by_who_decided_before():
    claim = refused_death()
    appeal(claim)
    assessed_again(claim)

    with (
        pytest.raises(IntegrityError, match="decision_by_another_person"),
        transaction.atomic(),
    ):
        Decision.objects.create(
            claim=claim,
            assessment=claim.assessments.latest("number"),
            kind="approved",
            level="office",
            decided_by=iskandar(),
            decided_at=APPEALED,
        )


# what it changes


def test_an_appeal_that_is_granted_grants_everything_and_starts_the_clock_on_its_day():
    claim = refused_death()
    appeal(claim)
    claim = assessed_again(claim, at(date(2020, 9, 3)))

    approve(claim, by=sari(), moment=at(date(2020, 9, 4)))

    claim = now(claim)
    assert claim.complete_on == date(2020, 9, 1)
    assert claim.pay_by == date(2020, 9, 4)
    assert claim.lines.payable().aggregate(sum=Sum("amount_idr"))["sum"] == 42_000_000


def test_what_was_paid_is_taken_off_a_benefit_that_new_facts_raise():
    claim = hurt()
    paid_idr = claim.lines.get().amount_idr
    moment = at(date(2020, 11, 9))
    appeal(claim, moment=moment)
    state_facts(
        claim=claim,
        stated={"losses": [{"code": "left_other_finger"}, {"code": "left_index_finger"}]},
        at=moment,
        by=budi(),
    )
    assessed_again(claim, moment)

    approve(claim, by=sari(), moment=at(date(2020, 11, 10)))

    granted_idr = claim.assessments.latest("number").total_now_idr
    (payout,) = order(claim)
    assert payout.amount_idr == granted_idr - paid_idr > 0
    assert set(payout.lines.values_list("line__code", flat=True)) == {"partial_anatomical"}


def test_what_was_granted_stands_under_its_own_decision_and_is_not_granted_twice():
    claim = approved_death()
    appeal(claim)
    claim = assessed_again(claim)

    approve(claim, by=sari(), moment=APPEALED)

    assert BenefitLine.objects.count() == claim.lines.standing().count() == 3
    assert {line.decision.level for line in claim.lines.all()} == {""}
    assert sum(payout.amount_idr for payout in order(claim)) == 42_000_000


def test_what_was_ordered_counts_as_paid_until_the_bank_says_otherwise():
    claim = approved_death()
    (ordered,) = order(claim)
    appeal(claim)
    claim = assessed_again(claim)

    approve(claim, by=sari(), moment=APPEALED)

    assert not claim.lines.payable().exists()
    assert order(claim) == [ordered]
    assert now(pay(ordered, on=date(2020, 8, 25)).claim).status == Status.PAID


def test_an_appeal_does_not_move_the_day_by_which_the_earlier_decision_was_to_be_paid():
    claim = approved_death()
    (ordered,) = order(claim)
    appeal(claim)

    pay(ordered, on=date(2020, 9, 2))

    (owed,) = claim.lines.payable()
    assert (owed.code, owed.amount_idr) == ("late_compensation", 8 * 420_000)


def test_what_is_owed_for_lateness_stays_owed_when_an_appeal_is_granted():
    claim = approved_death()
    (ordered,) = order(claim)
    pay(ordered, on=date(2020, 8, 30))
    (owed,) = claim.lines.payable()
    appeal(claim)
    claim = assessed_again(claim)

    approve(claim, by=sari(), moment=APPEALED)

    assert owed.code == "late_compensation"
    assert list(claim.lines.payable()) == [owed]


def test_an_appeal_that_changes_nothing_of_a_paid_claim_leaves_nothing_to_pay():
    claim = hurt()
    moment = at(date(2020, 11, 9))
    appeal(claim, moment=moment)
    claim = assessed_again(claim, moment)

    approve(claim, by=sari(), moment=moment)

    assert not claim.lines.payable().exists()
    assert now(claim).status == Status.PAID
    assert way_of(claim)[-3:] == ["assessed", "approved", "paid"]


def test_a_refused_appeal_leaves_what_was_granted_before():
    claim = approved_death()
    appeal(claim)
    claim = assessed_again(claim)

    refuse(claim, by=sari(), moment=APPEALED)

    claim = now(claim)
    assert claim.status == Status.APPROVED
    assert claim.lines.standing().count() == 3
    assert sum(payout.amount_idr for payout in order(claim)) == 42_000_000


def test_a_refused_appeal_gives_the_claim_back_the_days_of_the_decision_that_stands():
    claim = approved_death()
    days = (claim.complete_on, claim.pay_by, claim.act_by, claim.daily_stake_idr)
    appeal(claim)
    claim = assessed_again(claim)
    assert claim.pay_by == date(2020, 9, 4)

    refuse(claim, by=sari(), moment=APPEALED)

    claim = now(claim)
    assert (claim.complete_on, claim.pay_by, claim.act_by, claim.daily_stake_idr) == days
    assert days == (date(2020, 8, 18), date(2020, 8, 25), date(2020, 8, 25), 420_000)


def test_a_refused_appeal_of_what_was_paid_goes_back_to_paid():
    claim = hurt()
    days = (claim.complete_on, claim.pay_by)
    moment = at(date(2020, 11, 9))
    appeal(claim, moment=moment)
    claim = assessed_again(claim, moment)

    refuse(claim, by=sari(), moment=moment)

    claim = now(claim)
    assert way_of(claim)[-3:] == ["assessed", "approved", "paid"]
    assert (claim.complete_on, claim.pay_by, claim.daily_stake_idr) == (*days, 0)


def test_a_second_appeal_refused_gives_back_the_days_of_the_last_grant():
    claim = refused_death()
    appeal(claim)
    approve(assessed_again(claim), by=sari(), moment=APPEALED)
    moment = at(date(2020, 9, 14))
    appeal(claim, "inspector", moment=moment)
    claim = assessed_again(claim, moment)

    refuse(claim, by=wan(), moment=moment)

    claim = now(claim)
    assert (claim.complete_on, claim.pay_by) == (date(2020, 9, 1), date(2020, 9, 4))
    assert claim.status == Status.APPROVED


def test_a_death_stays_granted_whatever_an_appeal_says():
    claim = approved_death()
    appeal(claim)

    refuse(assessed_again(claim), by=sari(), moment=APPEALED)

    assert now(claim).grants_death


def test_a_refused_appeal_of_a_refusal_stays_refused():
    claim = refused_death()
    appeal(claim)
    claim = assessed_again(claim)

    refuse(claim, by=sari(), moment=APPEALED)

    assert now(claim).status == Status.REFUSED
    assert not BenefitLine.objects.exists()


def test_an_appeal_without_any_right_is_assessed_and_refused_without_papers():
    claim = uninsured_death()
    assess(claim)
    refuse(claim)
    appeal(claim)

    refuse(assessed_again(claim), by=sari(), moment=APPEALED)

    assert way_of(claim)[-3:] == ["appealed", "assessed", "refused"]


def test_a_paper_that_an_appeal_lacks_is_asked_for_and_brought():
    claim = hurt()
    moment = at(date(2020, 11, 9))
    claim = appeal(claim, moment=moment)
    claim = state_facts(
        claim=claim, stated={**claim.stated, "treatment_idr": 500_000}, at=moment, by=budi()
    )

    lacking = check_claim(claim=claim, at=moment, by=rina())
    bring_papers(claim, on=date(2020, 11, 11))
    complete = check_claim(claim=claim, at=at(date(2020, 11, 12)), by=rina())

    assert (lacking.status, complete.status) == (Status.INCOMPLETE, Status.COMPLETE)
    assert complete.complete_on == date(2020, 11, 11)


# the end


@pytest.mark.parametrize(
    "make",
    [
        report_death,
        lambda: report_death(draft=True),
        lambda: report_accident(suspected=True),
        complete_death,
        refused_death,
        hurt,
    ],
    ids=["reported", "draft", "suspected", "complete", "refused", "paid"],
)
def test_a_claim_with_nothing_left_to_pay_is_closed_with_a_reason_once(make):
    claim = make()

    close(claim)
    close(claim, why="Lagi")

    assert now(claim).status == Status.CLOSED
    assert claim.steps.latest("number").why == "Selesai"
    assert way_of(claim).count("closed") == 1


def test_a_claim_is_not_closed_while_something_is_to_be_paid():
    claim = approved_death()

    with pytest.raises(StillToPay):
        close(claim)

    assert now(claim).status == Status.APPROVED


def test_a_claim_is_not_closed_while_a_school_year_is_to_come():
    claim = hurt()
    line = claim.lines.first()
    line.pk, line.code, line.when, line.released_on = None, "scholarship", "yearly", None
    line.save()

    with pytest.raises(StillToPay):
        close(claim)


@pytest.mark.parametrize("make", [assessed_death, lambda: appeal(refused_death())])
def test_a_claim_that_waits_for_a_decision_is_not_closed(make):
    claim = make()

    with pytest.raises(NotInThisState):
        close(claim)


@pytest.mark.parametrize("why", ["", "\n"], ids=["nothing", "blanks"])
def test_closing_needs_a_reason(why):
    with pytest.raises(ReasonNeeded):
        close(report_death(), why=why)


@pytest.mark.parametrize("who", [budi, ani, iskandar, citra])
def test_only_an_examiner_closes(who):
    with pytest.raises(PermissionDenied):
        close(report_death(), by=who())
