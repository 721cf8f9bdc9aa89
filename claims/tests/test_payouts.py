"""Paying a claim out: ordered once, recorded once, late with compensation, released in time."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import translation

from claims.actions.payouts import (
    AccountMissing,
    AlreadyAnswered,
    NothingPayable,
    PaidByDecider,
    PaidTooEarly,
    ReferenceMissing,
    ReferenceUsed,
    record_payout,
    return_payout,
)
from claims.actions.steps import NotInThisState, take_step
from claims.models import BenefitLine, Claim, ClaimStep, Payout, PayoutLine
from claims.rules.states import Status
from claims.tests.factories import at, iskandar, rina
from claims.tests.payout_steps import (
    DECIDED,
    IN_ARREARS,
    LATE,
    PAID,
    SCHOOL_YEAR,
    Grant,
    dewi,
    make_approved,
    order,
    paid_in_full,
    pay,
    status_of,
)
from enrollment.models import Heir
from enrollment.tests.factories import ani, budi, citra
from registry.models import AuditEvent, Membership
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


def test_a_claim_with_nothing_granted_has_nothing_to_order():
    with pytest.raises(NothingPayable, match="Nothing of this claim is payable today"):
        order(make_approved(grants=()))


def test_a_claim_of_which_all_was_paid_has_nothing_to_order():
    with pytest.raises(NothingPayable, match="was paid already"):
        order(paid_in_full(make_approved()))


def test_a_claim_under_appeal_is_not_ordered():
    claim = make_approved()
    take_step(claim, Status.APPEALED, at=at(DECIDED, 16), by=budi())

    with pytest.raises(NotInThisState):
        order(claim)


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
        record_payout(payout=payout, bank_reference="  ", paid_on=PAID, by=ani())
    with pytest.raises(PaidTooEarly, match="approved on 24 August 2020"):
        pay(payout, on=date(2020, 8, 23))


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


def test_a_paid_transfer_does_not_come_back():
    payout = pay(order(make_approved())[0])

    with pytest.raises(AlreadyAnswered, match="recorded as paid already"):
        return_payout(payout=payout, reason=BACK, on=LATE, by=ani())
