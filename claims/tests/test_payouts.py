"""Paying a claim out: ordered once, recorded once, late with compensation, released in time."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import translation

from claims.actions.payouts import (
    AccountMissing,
    AlreadyAnswered,
    NothingPayable,
    NotPaidYet,
    PaidByDecider,
    PaidTooEarly,
    ReferenceMissing,
    ReferenceUsed,
    ReturnedImpossible,
    record_payout,
    return_paid_payout,
    return_payout,
)
from claims.actions.steps import take_step
from claims.models import BenefitLine, Claim, ClaimStep, Payout, PayoutLine
from claims.rules.states import Status
from claims.tests.factories import at, iskandar, report_death, rina
from claims.tests.payout_steps import (
    DECIDED,
    IN_ARREARS,
    LATE,
    PAID,
    PAY_BY,
    SCHOOL_YEAR,
    Grant,
    decided_again,
    dewi,
    make_approved,
    make_heir,
    order,
    paid_in_full,
    pay,
    status_of,
)
from enrollment.models import Heir
from enrollment.tests.factories import ani, budi, citra, make_worker
from registry.models import AuditEvent, Membership, User
from registry.roles import Role
from registry.tests.factories import make_region

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    """Words are compared with those of the source."""
    with translation.override("en"):
        yield


BACK = "Rekening ditutup"


def test_a_death_is_ordered_as_one_transfer_to_the_heirs_account():
    claim = make_approved()

    (payout,) = order(claim)

    assert payout.reference == "KLM-2105-2020-00001/1"
    assert (payout.amount_idr, payout.status) == (42_000_000, Payout.Status.ORDERED)
    assert (payout.payee.holder, payout.ordered_by, payout.ordered_on) == ("Rohana", ani(), DECIDED)
    assert [line.amount_idr for line in payout.lines.order_by("pk")] == [
        20_000_000,
        12_000_000,
        10_000_000,
    ]


def test_each_kind_of_recipient_has_a_transfer_of_its_own():
    grants = (
        Grant("death_benefit", 48_000_000),
        Grant("treatment", 3_500_000, payee="facility"),
        Grant("burial", 10_000_000, payee="burial_organiser"),
    )

    payouts = order(make_approved(grants=grants, program="JKK"))

    assert [
        (payout.payee.kind, payout.amount_idr, payout.reference[-2:]) for payout in payouts
    ] == [
        ("heirs", 48_000_000, "/1"),
        ("burial_organiser", 10_000_000, "/2"),
        ("facility", 3_500_000, "/3"),
    ]


def test_ordering_again_returns_the_transfers_that_wait():
    claim = make_approved()

    first, second = order(claim), order(claim)

    assert first == second
    assert Payout.objects.count() == 1


def test_what_awaits_the_arrears_or_the_school_is_not_ordered():
    (payout,) = order(make_approved(grants=(*IN_ARREARS, SCHOOL_YEAR)))

    assert payout.amount_idr == 10_000_000


def test_a_replaced_line_is_not_ordered():
    claim = make_approved()
    claim.lines.filter(code="burial").update(voided_on=DECIDED)

    (payout,) = order(claim)

    assert payout.amount_idr == 32_000_000


def test_missing_accounts_are_all_named_and_nothing_is_ordered():
    grants = (
        Grant("death_benefit", 48_000_000),
        Grant("treatment", 3_500_000, payee="facility"),
        Grant("burial", 10_000_000, payee="burial_organiser"),
    )
    claim = make_approved(grants=grants, accounts=["heirs"])

    with pytest.raises(AccountMissing) as refusal:
        order(claim)

    assert "Who arranges the burial, Hospital or clinic" in str(refusal.value)
    assert not Payout.objects.exists()


def test_an_account_of_somebody_struck_out_of_the_heirs_is_refused():
    claim = make_approved()
    Heir.objects.update(voided_on=DECIDED)

    with pytest.raises(AccountMissing, match="Rohana, who is no heir any more"):
        order(claim)


def test_an_account_of_an_heir_whom_a_nearer_one_excludes_is_refused():
    claim = make_approved()
    Heir.objects.update(relation="parent", name="Hasan")
    make_heir(claim)

    with pytest.raises(AccountMissing, match="Rohana, who is not entitled while nearer heirs"):
        order(claim)

    assert not Payout.objects.exists()


def test_an_account_of_the_last_heir_left_is_paid():
    claim = make_approved()
    Heir.objects.update(relation="sibling")
    make_heir(claim, voided_on=DECIDED)

    assert len(order(claim)) == 1


@pytest.mark.parametrize(
    "grants",
    [(), (Grant("temporary_incapacity", 1_000_000, "after_arrears"),), (SCHOOL_YEAR,)],
    ids=["nothing granted", "all of it awaits the arrears", "all of it awaits the school"],
)
def test_an_approved_claim_with_nothing_to_pay_today_is_paid_when_it_is_ordered(grants):
    claim = make_approved(grants=grants)

    assert order(claim) == []
    assert status_of(claim) == Status.PAID


def test_a_claim_that_was_never_granted_has_nothing_to_order():
    claim = report_death(make_worker(3))

    with pytest.raises(NothingPayable, match="Nothing of this claim is payable today"):
        order(claim)


def test_a_claim_of_which_all_was_paid_has_nothing_to_order():
    with pytest.raises(NothingPayable, match="was paid already"):
        order(paid_in_full(make_approved()))


APPEAL = (Status.APPEALED, Status.INCOMPLETE, Status.REPORTED, Status.COMPLETE, Status.ASSESSED)


@pytest.mark.parametrize("steps", range(1, len(APPEAL) + 1), ids=APPEAL)
def test_what_was_granted_is_paid_while_an_appeal_is_examined(steps):
    claim = make_approved()
    for target in APPEAL[:steps]:
        take_step(claim, target, at=at(DECIDED, 16), by=budi())

    (payout,) = order(claim)
    pay(payout, on=LATE)

    claim.refresh_from_db()
    assert (claim.status, claim.daily_stake_idr) == (APPEAL[steps - 1], 420_000)
    assert claim.lines.get(code="late_compensation").amount_idr == 2_100_000
    assert [each.amount_idr for each in order(claim, on=LATE)] == [2_100_000]


def test_a_claim_that_an_appeal_brought_back_unchanged_ends_when_it_is_ordered():
    claim = paid_in_full(make_approved())
    for target in (Status.APPEALED, Status.ASSESSED, Status.APPROVED):
        take_step(claim, target, at=at(date(2020, 9, 3)), by=rina())

    payouts = order(claim, on=date(2020, 9, 4))

    assert payouts == []
    assert status_of(claim) == Status.PAID


@pytest.mark.parametrize("who", [budi, rina, iskandar, citra, dewi])
def test_only_the_treasurer_of_the_region_orders(who):
    claim = make_approved()

    with pytest.raises(PermissionDenied):
        order(claim, by=who())


@pytest.fixture
def both_roles():
    """Iskandar, who approves, is also given the treasurer's role."""
    user = iskandar()
    Membership.objects.create(
        user=user, role=Role.TREASURER, region=make_region(), since=date(2020, 1, 1)
    )
    return type(user).objects.get(pk=user.pk)


def test_who_approved_a_claim_is_told_that_he_cannot_pay_it(both_roles):
    claim = make_approved()
    (payout,) = order(make_approved(2))

    with pytest.raises(PaidByDecider, match="You approved claim KLM-2105-2020-00001"):
        order(claim, by=both_roles)
    with pytest.raises(PaidByDecider):
        pay(payout, by=both_roles)
    with pytest.raises(PaidByDecider):
        return_payout(payout=payout, reason=BACK, on=PAID, by=both_roles)


def test_the_database_orders_nothing_for_who_approved():
    claim = make_approved()

    with (
        pytest.raises(IntegrityError, match="payout_by_another_person"),
        transaction.atomic(),
    ):
        Payout.objects.create(
            claim=claim,
            payee=claim.payees.get(),
            reference="x",
            amount_idr=1,
            ordered_by=iskandar(),
            ordered_on=DECIDED,
        )


def test_the_database_lets_nobody_settle_what_he_approved():
    (payout,) = order(make_approved())

    with (
        pytest.raises(IntegrityError, match="payout_settled_by_another_person"),
        transaction.atomic(),
    ):
        Payout.objects.filter(pk=payout.pk).update(settled_by=iskandar())


def test_the_database_pays_no_line_twice():
    (payout,) = order(make_approved())
    line = payout.lines.first().line

    with pytest.raises(IntegrityError), transaction.atomic():
        PayoutLine.objects.create(payout=payout, line=line, amount_idr=1)


def test_a_transfer_that_arrived_is_paid_and_ends_the_claim():
    claim = make_approved()
    (payout,) = order(claim)

    paid = pay(payout, "BRK  77120")

    claim.refresh_from_db()
    assert (paid.status, paid.bank_reference, paid.paid_on) == ("paid", "BRK 77120", PAID)
    assert paid.settled_by == ani()
    assert (claim.status, claim.daily_stake_idr) == (Status.PAID, 0)
    assert not claim.lines.filter(code="late_compensation").exists()


def test_the_step_to_paid_says_who_and_never_comes_before_the_approval():
    claim = make_approved()
    (payout,) = order(claim)

    pay(payout, on=DECIDED)

    approved, paid = ClaimStep.objects.filter(claim=claim).order_by("-number")[:2][::-1]
    assert (paid.source, paid.target, paid.by) == (Status.APPROVED, Status.PAID, ani())
    assert paid.at == approved.at == at(DECIDED)


def test_the_same_reference_and_day_again_change_nothing():
    (payout,) = order(make_approved())
    pay(payout, "BRK 1", on=LATE)
    before = AuditEvent.objects.count()

    again = pay(payout, " BRK 1 ", on=LATE)

    assert again.pk == payout.pk
    assert AuditEvent.objects.count() == before
    assert BenefitLine.objects.filter(code="late_compensation").count() == 1


@pytest.mark.parametrize(
    ("reference", "day"),
    [("BRK 2", PAID), ("BRK 1", DECIDED)],
    ids=["another reference", "another day"],
)
def test_a_paid_transfer_is_not_paid_otherwise(reference, day):
    (payout,) = order(make_approved())
    pay(payout, "BRK 1")

    with pytest.raises(AlreadyAnswered, match="paid on 25 August 2020 under BRK 1 already"):
        pay(payout, reference, on=day)


def test_a_reference_that_stands_on_another_transfer_is_refused():
    (first,), (second,) = order(make_approved(1)), order(make_approved(2))
    pay(first, "BRK 1")

    with pytest.raises(ReferenceUsed) as refusal:
        pay(second, "BRK 1")

    assert first.reference not in str(refusal.value)
    assert refusal.value.field == "bank_reference"
    assert Payout.objects.get(pk=second.pk).status == Payout.Status.ORDERED


def test_a_transfer_without_reference_or_before_the_approval_is_refused():
    (payout,) = order(make_approved())

    with pytest.raises(ReferenceMissing):
        record_payout(payout=payout, bank_reference="  ", paid_on=PAID, on=PAID, by=ani())
    with pytest.raises(PaidTooEarly, match="approved on 24 August 2020"):
        pay(payout, on=date(2020, 8, 23))


def test_a_transfer_is_paid_between_its_order_and_today():
    (payout,) = order(make_approved(), on=date(2020, 8, 27))

    with pytest.raises(PaidTooEarly, match="ordered on 27 August 2020"):
        pay(payout, on=date(2020, 8, 26))
    with pytest.raises(NotPaidYet, match="This day has not come yet"):
        record_payout(
            payout=payout, bank_reference="B", paid_on=LATE, on=date(2020, 8, 29), by=ani()
        )

    assert pay(payout, on=date(2020, 8, 27)).status == Payout.Status.PAID


def test_a_claim_is_paid_when_its_last_transfer_is():
    grants = (Grant("death_benefit", 48_000_000), Grant("treatment", 500_000, payee="facility"))
    claim = make_approved(grants=grants, program="JKK")
    first, last = order(claim)

    pay(first)
    between = Claim.objects.get(pk=claim.pk)
    pay(last)

    assert (between.status, between.daily_stake_idr) == (Status.APPROVED, 0)
    assert status_of(claim) == Status.PAID


@pytest.mark.parametrize("who", [budi, rina, iskandar, dewi])
def test_only_the_treasurer_of_the_region_records(who):
    (payout,) = order(make_approved())

    with pytest.raises(PermissionDenied):
        pay(payout, by=who())
    with pytest.raises(PermissionDenied):
        return_payout(payout=payout, reason=BACK, on=PAID, by=who())


def test_cash_paid_late_adds_a_line_for_each_calendar_day():
    claim = make_approved()
    (payout,) = order(claim)

    pay(payout, on=LATE)

    line = claim.lines.get(code="late_compensation")
    assert (line.amount_idr, line.when, line.payee_kind) == (2_100_000, "now", "heirs")
    assert line.formula == "1 % × 5 × Rp42.000.000"
    assert (line.act, line.clause) == ("PP 44/2015", "Pasal 40 ayat (4)")
    assert (line.released_on, line.checked) == (LATE, False)
    assert status_of(claim) == Status.APPROVED


def test_the_compensation_is_paid_in_its_turn_and_compensated_no_more():
    claim = make_approved()
    pay(order(claim)[0], on=LATE)
    (payout,) = order(claim, on=date(2020, 9, 1))

    pay(payout, on=date(2020, 9, 30))

    assert payout.reference == "KLM-2105-2020-00001/2"
    assert payout.amount_idr == 2_100_000
    assert claim.lines.filter(code="late_compensation").count() == 1
    assert status_of(claim) == Status.PAID


def test_care_arrears_and_school_years_are_not_compensated():
    grants = (
        Grant("burial", 10_000_000),
        Grant("treatment", 3_000_000, payee="facility"),
        Grant("home_care", 2_000_000, payee="facility"),
        Grant("death_benefit", 48_000_000, "after_arrears"),
        SCHOOL_YEAR,
    )
    claim = make_approved(grants=grants, program="JKK")
    claim.lines.exclude(when="now").update(released_on=DECIDED)

    for payout in order(claim):
        pay(payout, on=LATE)

    line = claim.lines.get(code="late_compensation")
    assert (line.formula, line.amount_idr) == ("1 % × 5 × Rp10.000.000", 500_000)
    assert line.clause == "Pasal 37 ayat (3)"


def test_two_late_transfers_are_each_compensated_to_their_own_recipient():
    grants = (Grant("lump_sum", 20_000_000), Grant("burial", 10_000_000, payee="burial_organiser"))
    claim = make_approved(grants=grants)
    heirs, organiser = order(claim)

    pay(heirs, on=LATE)
    pay(organiser, on=date(2020, 8, 27))

    owed = claim.lines.filter(code="late_compensation").order_by("pk")
    assert [(line.payee_kind, line.amount_idr) for line in owed] == [
        ("heirs", 1_000_000),
        ("burial_organiser", 200_000),
    ]


def test_what_is_at_stake_each_day_shrinks_with_what_was_paid():
    grants = (Grant("lump_sum", 20_000_000), Grant("burial", 10_000_000, payee="burial_organiser"))
    claim = make_approved(grants=grants)

    pay(order(claim)[0])

    assert Claim.objects.get(pk=claim.pk).daily_stake_idr == 100_000


def test_each_line_is_late_by_the_day_of_its_own_decision():
    claim = make_approved()
    decided_again(claim, (Grant("lump_sum", 1_000_000), Grant("x", 500_000)), date(2020, 8, 28))

    (payout,) = order(claim, on=date(2020, 8, 27))
    pay(payout, on=LATE)

    owed = claim.lines.filter(code="late_compensation").order_by("pk")
    assert payout.amount_idr == 43_500_000
    assert [(line.formula, line.decision.pay_by) for line in owed] == [
        ("1 % × 5 × Rp42.000.000", PAY_BY),
        ("1 % × 2 × Rp1.500.000", date(2020, 8, 28)),
    ]


def test_a_line_in_time_beside_a_late_one_is_not_compensated():
    claim = make_approved()
    decided_again(claim, (Grant("lump_sum", 1_000_000),), LATE)

    pay(order(claim, on=date(2020, 8, 27))[0], on=LATE)

    assert claim.lines.get(code="late_compensation").formula == "1 % × 5 × Rp42.000.000"


def test_paid_on_the_last_day_is_paid_in_time():
    claim = paid_in_full(make_approved(), on=PAID)

    assert claim.lines.count() == 3


def test_a_returned_transfer_frees_its_lines_to_be_ordered_again():
    claim = make_approved()
    (payout,) = order(claim)

    back = return_payout(payout=payout, reason=" Rekening   ditutup ", on=PAID, by=ani())
    (again,) = order(claim, on=LATE)

    assert (back.status, back.return_reason, back.settled_by) == ("returned", BACK, ani())
    assert set(payout.lines.values_list("voided_on", flat=True)) == {PAID}
    assert (again.reference, again.amount_idr) == ("KLM-2105-2020-00001/2", 42_000_000)


def test_a_line_that_came_back_and_was_paid_late_is_compensated_once():
    claim = make_approved()
    return_payout(payout=order(claim)[0], reason=BACK, on=PAID, by=ani())

    pay(order(claim, on=LATE)[0], on=LATE)

    assert claim.lines.get(code="late_compensation").amount_idr == 2_100_000


def test_a_transfer_comes_back_once_and_is_then_not_paid():
    (payout,) = order(make_approved())
    return_payout(payout=payout, reason=BACK, on=PAID, by=ani())

    again = return_payout(payout=payout, reason="Lain", on=LATE, by=ani())

    assert again.return_reason == BACK
    with pytest.raises(AlreadyAnswered, match="was returned by the bank"):
        pay(payout)


def came_back(payout: Payout, *, on: date = date(2020, 9, 1), by: User | None = None) -> Payout:
    """Return a paid transfer after the bank sent it back."""
    return return_paid_payout(payout=payout, reason=BACK, returned_on=on, on=on, by=by or ani())


def test_a_paid_transfer_is_not_recorded_as_one_that_could_not_be_made():
    payout = pay(order(make_approved())[0])

    with pytest.raises(AlreadyAnswered, match="recorded as paid already"):
        return_payout(payout=payout, reason=BACK, on=LATE, by=ani())


def test_a_paid_transfer_that_the_bank_sent_back_is_owed_again():
    claim = make_approved()
    payout = pay(order(claim)[0], "BRK 1")

    back = came_back(payout)
    claim.refresh_from_db()
    (again,) = order(claim, on=date(2020, 9, 2))

    assert (back.status, back.return_reason, back.settled_by) == ("returned", BACK, ani())
    assert (back.paid_on, back.bank_reference) == (PAID, "BRK 1")
    assert (claim.status, claim.act_by) == (Status.APPROVED, date(2020, 9, 4))
    assert claim.daily_stake_idr == 420_000
    assert (again.reference, again.amount_idr) == ("KLM-2105-2020-00001/2", 42_000_000)
    step = ClaimStep.objects.filter(claim=claim).order_by("number").last()
    assert (step.source, step.why) == (Status.PAID, f"KLM-2105-2020-00001/1: {BACK}")
    event = AuditEvent.objects.get(action="payout.returned")
    assert (event.facts["after_paid"], event.facts["returned_on"]) == (True, "2020-09-01")


def test_what_came_back_and_was_paid_again_ends_the_claim_with_its_whole_lateness():
    claim = make_approved()
    came_back(pay(order(claim)[0]))

    pay(order(claim, on=date(2020, 9, 2))[0], on=date(2020, 9, 4))
    for payout in order(claim, on=date(2020, 9, 4)):
        pay(payout, on=date(2020, 9, 4))

    assert claim.lines.get(code="late_compensation").formula == "1 % × 10 × Rp42.000.000"
    assert status_of(claim) == Status.PAID


def test_compensation_that_nobody_ordered_is_taken_back_with_its_transfer():
    claim = make_approved()
    payout = pay(order(claim)[0], on=LATE)

    came_back(payout)

    line = claim.lines.get(code="late_compensation")
    assert (line.voided_on, line.void_reason) == (date(2020, 9, 1), payout.reference)
    assert AuditEvent.objects.filter(action="benefit.compensation_voided").count() == 1
    assert [each.amount_idr for each in order(claim, on=date(2020, 9, 2))] == [42_000_000]


@pytest.mark.parametrize("arrived", [True, False], ids=["paid", "ordered only"])
def test_compensation_in_a_transfer_stays_and_is_taken_off_what_is_owed_later(arrived):
    claim = make_approved()
    payout = pay(order(claim)[0], on=LATE)
    (extra,) = order(claim, on=LATE)
    if arrived:
        pay(extra, on=LATE)

    came_back(payout)
    (again,) = [each for each in order(claim, on=date(2020, 9, 2)) if each != extra]
    pay(again, on=date(2020, 9, 4))

    lines = claim.lines.standing().filter(code="late_compensation").order_by("pk")
    assert [(line.amount_idr, line.formula) for line in lines] == [
        (2_100_000, "1 % × 5 × Rp42.000.000"),
        (2_100_000, "1 % × 10 × Rp42.000.000 − Rp2.100.000"),
    ]


def test_the_compensation_of_another_transfer_stays_when_one_comes_back():
    grants = (Grant("lump_sum", 20_000_000), Grant("burial", 10_000_000, payee="burial_organiser"))
    claim = make_approved(grants=grants)
    heirs, organiser = order(claim)
    pay(heirs, on=LATE)
    pay(organiser, on=LATE)

    came_back(heirs)

    line = claim.lines.standing().get(code="late_compensation")
    assert (line.payee_kind, line.amount_idr) == ("burial_organiser", 500_000)


def test_a_transfer_that_came_back_while_an_appeal_runs_moves_no_claim():
    claim = make_approved()
    payout = pay(order(claim)[0])
    take_step(Claim.objects.get(pk=claim.pk), Status.APPEALED, at=at(LATE), by=budi())

    came_back(payout)

    assert status_of(claim) == Status.APPEALED
    assert [each.amount_idr for each in order(claim, on=date(2020, 9, 2))] == [42_000_000]


def test_a_transfer_of_a_closed_claim_that_came_back_can_be_paid_again():
    claim = make_approved()
    payout = pay(order(claim)[0])
    take_step(Claim.objects.get(pk=claim.pk), Status.CLOSED, at=at(LATE), by=rina())

    came_back(payout)
    pay(order(claim, on=date(2020, 9, 2))[0], on=date(2020, 9, 2))

    assert status_of(claim) == Status.CLOSED


def test_a_transfer_comes_back_on_a_day_between_its_payment_and_today_and_once():
    payout = pay(order(make_approved())[0])

    with pytest.raises(ReturnedImpossible, match="paid on 25 August 2020"):
        came_back(payout, on=DECIDED)
    with pytest.raises(ReturnedImpossible, match="not come yet"):
        return_paid_payout(payout=payout, reason=BACK, returned_on=LATE, on=PAID, by=ani())
    back = came_back(payout)
    again = return_paid_payout(payout=back, reason="Lain", returned_on=LATE, on=LATE, by=ani())

    assert again.return_reason == BACK
    assert AuditEvent.objects.filter(action="payout.returned").count() == 1


def test_what_was_never_paid_does_not_come_back_later():
    (payout,) = order(make_approved())

    with pytest.raises(ReturnedImpossible, match="not recorded as paid"):
        came_back(payout)


@pytest.mark.parametrize("who", [budi, rina, iskandar, dewi])
def test_only_the_treasurer_of_the_region_says_that_a_paid_transfer_came_back(who):
    payout = pay(order(make_approved())[0])

    with pytest.raises(PermissionDenied):
        came_back(payout, by=who())


def test_who_approved_does_not_say_that_a_paid_transfer_came_back(both_roles):
    payout = pay(order(make_approved())[0])

    with pytest.raises(PaidByDecider):
        came_back(payout, by=both_roles)


def test_the_figures_still_agree_after_a_transfer_came_back():
    claim = make_approved()
    came_back(pay(order(claim)[0], on=LATE))
    pay(order(claim, on=date(2020, 9, 2))[0], on=date(2020, 9, 4))

    call_command("verify")
