"""What becomes payable later: after the arrears, and with each school year."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import translation

from claims.actions.payouts import (
    ArrearsOpen,
    NoLongerEntitled,
    NotDueYet,
    NoteMissing,
    NothingAwaited,
    confirm_school_year,
    release_after_arrears,
)
from claims.actions.steps import take_step
from claims.models import Assessment, ClaimStep
from claims.rules.states import Status
from claims.tests.factories import at, iskandar, rina
from claims.tests.payout_steps import (
    DEATH,
    DECIDED,
    IN_ARREARS,
    SCHOOL_YEAR,
    dewi,
    make_approved,
    make_child,
    make_line,
    order,
    paid_in_full,
    pay,
    settle_arrears,
    status_of,
    worker_in_arrears,
)
from enrollment.models import Heir
from enrollment.tests.factories import ani, budi
from registry.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    """Words are compared with those of the source."""
    with translation.override("en"):
        yield


JULY_2021 = date(2021, 7, 20)


@pytest.fixture
def in_arrears():
    """A claim that pays the burial at once and the rest after the arrears, and their invoice."""
    worker, invoice = worker_in_arrears()
    return make_approved(grants=IN_ARREARS, worker=worker), invoice


def release(claim, *, by=None, note=""):
    return release_after_arrears(claim=claim, at=at(date(2020, 9, 2)), by=by or ani(), note=note)


def confirm(claim, *, on=JULY_2021, note="SMPN 1 Siantan, 42/2021", by=None):
    line = claim.lines.get(code="scholarship")
    return confirm_school_year(line=line, on=on, note=note, by=by or rina())


def test_arrears_that_the_registry_shows_as_settled_release_what_awaited_them(in_arrears):
    claim, invoice = in_arrears
    settle_arrears(invoice)

    release(claim)

    assert sum(payout.amount_idr for payout in order(claim)) == 42_000_000
    released = claim.lines.filter(when="after_arrears").values_list("released_on", flat=True)
    assert set(released) == {date(2020, 9, 2)}


def test_a_paid_claim_goes_back_to_the_treasurer_with_a_new_day_and_is_paid_again(in_arrears):
    claim, invoice = in_arrears
    paid_in_full(claim)
    settle_arrears(invoice)

    released = release(claim)
    before = (released.status, released.act_by, released.daily_stake_idr)
    for payout in order(claim, on=date(2020, 9, 3)):
        pay(payout, on=date(2020, 9, 4))

    assert before == (Status.APPROVED, date(2020, 9, 7), 0)
    assert status_of(claim) == Status.PAID
    assert not claim.lines.filter(code="late_compensation").exists()


def test_a_second_release_changes_nothing(in_arrears):
    claim, invoice = in_arrears
    settle_arrears(invoice)
    release(claim)
    before = AuditEvent.objects.count()

    release(claim, by=rina(), note="Bukti lain")

    assert AuditEvent.objects.count() == before


def test_open_arrears_release_nothing_without_a_proof(in_arrears):
    claim, _invoice = in_arrears

    with pytest.raises(ArrearsOpen, match="let an examiner note the proof"):
        release(claim, note="Kata keluarga")
    with pytest.raises(ArrearsOpen, match="Write which proof you saw"):
        release(claim, by=rina(), note="  ")

    assert not claim.lines.filter(when="after_arrears").exclude(released_on=None).exists()


def test_an_examiner_who_notes_the_proof_releases(in_arrears):
    claim, _invoice = in_arrears

    release(claim, by=rina(), note="Kuitansi BPJS 4471, 1 September 2020")

    event = AuditEvent.objects.get(action="benefit.released")
    assert event.by == rina()
    assert event.facts["note"] == "Kuitansi BPJS 4471, 1 September 2020"
    assert not event.facts["settled_in_registry"]


def test_a_claim_without_arrears_has_nothing_to_release():
    with pytest.raises(NothingAwaited):
        release(make_approved())


@pytest.mark.parametrize(
    "state", [Status.APPEALED, Status.COMPLETE], ids=["appealed", "examined again"]
)
def test_an_appeal_holds_neither_what_awaited_the_arrears_nor_a_school_year(in_arrears, state):
    claim, invoice = in_arrears
    make_line(claim.decisions.get(), SCHOOL_YEAR, make_child(claim))
    for target in (Status.APPEALED, state)[: 1 + (state != Status.APPEALED)]:
        take_step(claim, target, at=at(DECIDED), by=budi())
    settle_arrears(invoice)

    release(claim)
    confirm(claim)

    assert sum(payout.amount_idr for payout in order(claim, on=JULY_2021)) == 44_000_000
    assert status_of(claim) == state


@pytest.mark.parametrize("who", [budi, iskandar, dewi])
def test_only_who_pays_or_examines_here_releases_or_confirms(who):
    claim = make_approved(grants=(*IN_ARREARS, SCHOOL_YEAR))

    with pytest.raises(PermissionDenied):
        release(claim, by=who())
    with pytest.raises(PermissionDenied):
        confirm(claim, by=who())


def test_the_letter_of_the_school_makes_its_year_payable():
    claim = paid_in_full(make_approved(grants=(*DEATH, SCHOOL_YEAR)))

    line = confirm(claim)
    (payout,) = order(claim, on=JULY_2021)
    pay(payout, on=date(2021, 7, 27))

    assert line.released_on == JULY_2021
    assert payout.amount_idr == 2_000_000
    ways = ClaimStep.objects.filter(claim=claim).order_by("number").values_list("target", flat=True)
    assert list(ways)[-3:] == [Status.PAID, Status.APPROVED, Status.PAID]
    assert not claim.lines.filter(code="late_compensation").exists()


def test_a_year_is_confirmed_once():
    claim = make_approved(grants=(*DEATH, SCHOOL_YEAR))
    confirm(claim)
    before = AuditEvent.objects.count()

    again = confirm(claim, on=date(2021, 8, 1), note="Lain")

    assert again.released_on == JULY_2021
    assert AuditEvent.objects.count() == before


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"is_married": True}, "Mega is married."),
        ({"is_working": True}, "Mega works."),
        ({"voided_on": DECIDED}, "Mega was struck out"),
        ({"born_on": date(1998, 7, 1)}, "Mega was 23 or older when this school year began."),
    ],
    ids=["married", "works", "struck out", "23 on the first of July"],
)
def test_a_child_for_whom_the_scholarship_ended_is_named_with_the_reason(changes, words):
    claim = make_approved(grants=(*DEATH, SCHOOL_YEAR))
    Heir.objects.filter(relation="child").update(**changes)

    with pytest.raises(NoLongerEntitled) as refusal:
        confirm(claim)

    assert words in str(refusal.value)
    assert claim.lines.get(code="scholarship").released_on is None


def test_a_child_who_turns_23_a_day_later_has_that_year():
    claim = make_approved(grants=(*DEATH, SCHOOL_YEAR))
    Heir.objects.filter(relation="child").update(born_on=date(1998, 7, 2))

    assert confirm(claim).released_on == JULY_2021


def test_a_year_to_come_no_year_at_all_and_no_letter_are_refused():
    claim = make_approved(grants=(*DEATH, SCHOOL_YEAR))

    with pytest.raises(NotDueYet, match="begins on 1 July 2021"):
        confirm(claim, on=date(2021, 6, 30))
    with pytest.raises(NoteMissing):
        confirm(claim, note=" ")
    claim.lines.filter(code="scholarship").update(voided_on=DECIDED)
    with pytest.raises(NothingAwaited):
        confirm(claim)


@pytest.fixture
def at_school(in_arrears):
    """The same claim with a school year, which awaits the arrears as well, and the invoice."""
    claim, invoice = in_arrears
    make_line(claim.decisions.get(), SCHOOL_YEAR, make_child(claim))
    return claim, invoice


def test_a_school_year_awaits_the_arrears_with_the_rest(at_school):
    claim, _invoice = at_school

    with pytest.raises(ArrearsOpen, match="The scholarship awaits the arrears"):
        confirm(claim)

    assert claim.lines.get(code="scholarship").released_on is None


def test_a_school_year_is_confirmed_when_the_registry_shows_the_arrears_as_settled(at_school):
    claim, invoice = at_school
    settle_arrears(invoice)

    assert confirm(claim).released_on == JULY_2021


def test_a_school_year_is_confirmed_when_an_examiner_saw_the_arrears_settled(at_school):
    claim, _invoice = at_school
    release(claim, by=rina(), note="Kuitansi BPJS 4471")

    assert confirm(claim).released_on == JULY_2021


def test_a_school_year_alone_awaits_the_arrears_that_its_decision_found(in_arrears):
    claim, invoice = in_arrears
    awaiting = Assessment.objects.create(
        claim=claim,
        number=2,
        result="ELIGIBLE",
        facts={},
        answer={"lines": [], "findings": [{"code": "scholarship_awaits_arrears"}]},
        law=[],
        total_now_idr=0,
        total_after_arrears_idr=0,
        scholarship_total_idr=0,
        assessed_by=rina(),
        assessed_at=at(DECIDED),
    )
    decision = claim.decisions.get()
    decision.pk, decision.assessment = None, awaiting
    decision.save()
    claim.lines.filter(when="after_arrears").update(voided_on=DECIDED)
    make_line(decision, SCHOOL_YEAR, make_child(claim))

    with pytest.raises(ArrearsOpen):
        confirm(claim)
    settle_arrears(invoice)

    assert confirm(claim).released_on == JULY_2021
