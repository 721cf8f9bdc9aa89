"""Eight people pay at once, or the server is killed in between: each line is paid once.

On SQLite in a database file, and on PostgreSQL where TEST_DATABASE_URL names one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.db import transaction

from claims.actions.appeals import appeal_claim
from claims.actions.assessing import assess_claim
from claims.actions.checking import check_claim
from claims.actions.deciding import approve_claim
from claims.actions.payouts import (
    AlreadyAnswered,
    ReferenceUsed,
    confirm_school_year,
    release_after_arrears,
    return_paid_payout,
    return_payout,
)
from claims.models import Claim, Decision, PaymentFile, Payout, PayoutLine
from claims.rules.states import Status
from claims.tests.factories import approved_death, at, rina
from claims.tests.payout_steps import (
    DEATH,
    IN_ARREARS,
    LATE,
    PAID,
    SCHOOL_YEAR,
    Grant,
    answer_row,
    file_of,
    make_approved,
    order,
    paid_in_full,
    pay,
    read,
    status_of,
)
from enrollment.tests.at_once import WRITERS, all_at_once, failures
from enrollment.tests.factories import ani, budi
from enrollment.tests.test_import_interruptions import Killed, RolledBack, killed_at
from registry.models import AuditEvent
from registry.roles import Role
from registry.tests.factories import make_user

at_once = pytest.mark.django_db(transaction=True)
in_one_go = pytest.mark.django_db


def assert_each_line_is_paid_once(claim: Claim) -> None:
    """Every line stands in one transfer that arrived, which pays exactly its lines."""
    standing = PayoutLine.objects.filter(voided_on=None, payout__claim=claim)
    lines = claim.lines.standing().exclude(released_on=None)
    assert Counter(standing.values_list("line", flat=True)) == Counter(
        lines.values_list("pk", flat=True)
    )
    for payout in claim.payouts.all():
        assert payout.amount_idr == sum(line.amount_idr for line in payout.lines.all())


def audited(action: str) -> int:
    return AuditEvent.objects.filter(action=action).count()


@at_once
def test_a_claim_ordered_and_recorded_by_eight_is_paid_once():
    claim, by = make_approved(), ani()

    def order_and_record() -> None:
        for payout in order(claim, by=by):
            pay(payout, "BRK 1", by=by)

    outcomes = all_at_once(*[order_and_record] * WRITERS)

    assert failures(outcomes) == []
    payout = Payout.objects.get()
    assert (payout.status, payout.amount_idr) == (Payout.Status.PAID, 42_000_000)
    assert status_of(claim) == Status.PAID
    assert (audited("payout.ordered"), audited("payout.paid"), audited("claim.paid")) == (1, 1, 1)
    assert_each_line_is_paid_once(claim)


@at_once
def test_a_late_transfer_recorded_by_eight_is_compensated_once():
    claim, by = make_approved(), ani()
    (payout,) = order(claim)

    outcomes = all_at_once(*[lambda: pay(payout, "BRK 1", on=LATE, by=by)] * WRITERS)

    assert failures(outcomes) == []
    assert {paid.pk for paid in outcomes} == {payout.pk}
    assert claim.lines.filter(code="late_compensation").count() == 1


@at_once
def test_one_bank_reference_for_eight_transfers_pays_one():
    by = ani()
    payouts = [order(make_approved(serial))[0] for serial in range(1, WRITERS + 1)]

    def recording(payout: Payout) -> Callable[[], Payout]:
        return lambda: pay(payout, "BRK 1", by=by)

    outcomes = all_at_once(*map(recording, payouts))

    assert failures(outcomes) == []
    assert sum(isinstance(outcome, ReferenceUsed) for outcome in outcomes) == WRITERS - 1
    assert Payout.objects.filter(status=Payout.Status.PAID).count() == 1


@at_once
def test_a_transfer_that_is_paid_and_returned_at_once_is_one_of_both():
    claim, by = make_approved(), ani()
    (payout,) = order(claim)

    outcomes = all_at_once(
        *[lambda: pay(payout, "BRK 1", by=by)] * (WRITERS // 2),
        *[lambda: return_payout(payout=payout, reason="Tutup", on=PAID, by=by)] * (WRITERS // 2),
    )

    assert failures(outcomes) == []
    assert sum(isinstance(outcome, AlreadyAnswered) for outcome in outcomes) == WRITERS // 2
    payout.refresh_from_db()
    assert (status_of(claim) == Status.PAID) == (payout.status == Payout.Status.PAID)


@at_once
def test_eight_files_of_the_same_transfers_are_one_file():
    by = ani()
    payouts = [order(make_approved(serial))[0] for serial in (1, 2, 3)]

    outcomes = all_at_once(*[lambda: file_of(*payouts, by=by)] * WRITERS)

    assert failures(outcomes) == []
    assert {file.pk for file in outcomes} == {PaymentFile.objects.get().pk}


@at_once
def test_eight_files_made_at_once_have_eight_numbers_and_share_no_transfer():
    by = ani()
    payouts = [order(make_approved(serial))[0] for serial in range(1, WRITERS + 1)]
    pairs = zip(payouts, [*payouts[1:], payouts[0]], strict=True)

    def making(pair: tuple[Payout, Payout]) -> Callable[[], PaymentFile]:
        return lambda: file_of(*pair, by=by)

    outcomes = all_at_once(*map(making, pairs), *[making((payout, payout)) for payout in payouts])

    assert failures(outcomes) == []
    files = PaymentFile.objects.order_by("number")
    numbers = [file.number for file in files]
    assert numbers == [f"BYR-2105-20200824-{n}" for n in range(1, len(numbers) + 1)]
    assert [file.transfers for file in files] == [file.payouts.count() for file in files]


@at_once
def test_an_answer_read_by_eight_is_recorded_once():
    by = ani()
    payouts = [order(make_approved(serial))[0] for serial in (1, 2, 3)]
    file = file_of(*payouts)
    rows = [answer_row(payout, paid_on="30/08/2020") for payout in payouts]
    turned = [rows[1:] + rows[:1], rows[::-1], rows, rows[2:] + rows[:2]] * (WRITERS // 4)

    def reading(rows: list[str]) -> Callable[[], Any]:
        return lambda: read(file, *rows, by=by)

    outcomes = all_at_once(*map(reading, turned))

    assert failures(outcomes) == []
    assert [result.problems for result in outcomes] == [()] * WRITERS
    assert audited("payout.paid") == audited("benefit.compensated") == 3


@at_once
def test_what_becomes_payable_later_is_released_once():
    claim = paid_in_full(make_approved(grants=(*IN_ARREARS, SCHOOL_YEAR)))
    examiner, line = rina(), claim.lines.get(code="scholarship")
    july = date(2021, 7, 20)

    def release_both() -> None:
        release_after_arrears(claim=claim, at=at(july), by=examiner, note="Kuitansi")
        confirm_school_year(line=line, on=july, note="Surat", by=examiner)

    outcomes = all_at_once(*[release_both] * WRITERS)

    assert failures(outcomes) == []
    assert (audited("benefit.released"), audited("benefit.school_year_confirmed")) == (1, 1)
    assert claim.steps.filter(source=Status.PAID, target=Status.APPROVED).count() == 1


def assert_nothing_voided_is_in_a_transfer(claim: Claim) -> None:
    """No line that was replaced stands in a transfer, and no transfer pays another amount."""
    standing = PayoutLine.objects.filter(voided_on=None, payout__claim=claim)
    assert not standing.exclude(line__voided_on=None).exists()
    for payout in claim.payouts.exclude(status=Payout.Status.RETURNED):
        paid_idr = sum(each.amount_idr for each in payout.lines.filter(voided_on=None))
        assert payout.amount_idr == paid_idr


@at_once
def test_a_claim_is_ordered_and_appealed_at_one_moment():
    claim, by, officer = approved_death(), ani(), budi()

    def appeal() -> Claim:
        return appeal_claim(claim=claim, level="office", why="Kurang", at=at(PAID, 10), by=officer)

    outcomes = all_at_once(*[appeal] * (WRITERS // 2), *[lambda: order(claim, by=by)] * 4)

    assert failures(outcomes) == []
    assert [payout.amount_idr for payout in claim.payouts.all()] == [42_000_000]
    assert status_of(claim) == Status.APPEALED


@at_once
def test_a_transfer_is_recorded_put_into_a_file_and_appealed_at_one_moment():
    claim, by, officer = approved_death(), ani(), budi()
    (payout,) = order(claim)

    def appeal() -> Claim:
        return appeal_claim(claim=claim, level="office", why="Kurang", at=at(PAID, 10), by=officer)

    outcomes = all_at_once(
        *[appeal] * 3,
        *[lambda: pay(payout, "BRK 1", on=LATE, by=by)] * 3,
        *[lambda: file_of(payout, by=by)] * 2,
    )

    assert failures(outcomes) == []
    payout.refresh_from_db()
    assert (payout.status, status_of(claim)) == (Payout.Status.PAID, Status.APPEALED)
    assert claim.lines.filter(code="late_compensation").count() == 1


@at_once
@pytest.mark.parametrize("ordered_before", [True, False], ids=["ordered before", "not ordered"])
def test_paying_and_the_approval_of_an_appeal_at_one_moment_pay_each_benefit_once(ordered_before):
    claim, by = approved_death(), ani()
    if ordered_before:
        order(claim)
    moment = at(date(2020, 9, 1))
    appeal_claim(claim=claim, level="office", why="Kurang", at=moment, by=budi())
    check_claim(claim=claim, at=moment, by=rina())
    assess_claim(claim=claim, at=moment, by=rina())
    boss = make_user("sari", role=Role.APPROVER)

    def approve() -> Decision:
        return approve_claim(claim=claim, at=at(date(2020, 9, 2)), by=boss)

    def order_and_record() -> None:
        for payout in order(claim, on=date(2020, 9, 2), by=by):
            pay(payout, f"BRK {payout.pk}", on=date(2020, 9, 2), by=by)

    outcomes = all_at_once(*[approve] * 2, *[order_and_record] * 4)
    while claim.lines.payable().exists():
        order_and_record()

    assert failures(outcomes) == []
    assert claim.decisions.count() == 2
    assert status_of(claim) == Status.PAID
    assert_each_line_is_paid_once(claim)
    assert_nothing_voided_is_in_a_transfer(claim)
    granted = claim.lines.standing().exclude(code="late_compensation")
    assert sum(line.amount_idr for line in granted) == 42_000_000


@at_once
def test_a_transfer_that_came_back_is_said_by_eight_and_owed_once():
    claim, by = make_approved(), ani()
    payout = pay(order(claim)[0], "BRK 1", on=LATE)

    def come_back() -> Payout:
        return return_paid_payout(payout=payout, reason="Tutup", returned_on=LATE, on=LATE, by=by)

    outcomes = all_at_once(*[come_back] * WRITERS)

    assert failures(outcomes) == []
    assert (audited("payout.returned"), audited("benefit.compensation_voided")) == (1, 1)
    assert [each.amount_idr for each in order(claim, on=LATE)] == [42_000_000]


@at_once
def test_an_answer_against_a_second_order_leaves_each_line_in_one_transfer():
    claim, by = make_approved(), ani()
    (payout,) = order(claim)
    file = file_of(payout)
    return_payout(payout=payout, reason="salah ketik", on=PAID, by=by)

    outcomes = all_at_once(
        *[lambda: read(file, answer_row(payout), by=by)] * (WRITERS // 2),
        *[lambda: order(claim, by=by)] * (WRITERS // 2),
    )

    assert failures(outcomes) == []
    assert_nothing_voided_is_in_a_transfer(claim)
    standing = PayoutLine.objects.filter(voided_on=None).values_list("line", flat=True)
    assert sorted(standing) == sorted(claim.lines.values_list("pk", flat=True))


def next_click(claim: Claim) -> None:
    """Do what the screens offer next: order, make a file, enter the bank's answer."""
    if claim.lines.payable().exists():
        order(claim, on=LATE)
        return
    waiting = list(claim.payouts.filter(status=Payout.Status.ORDERED).order_by("pk"))
    loose = [payout for payout in waiting if payout.file_id is None]
    if loose:
        file_of(*loose)
        return
    assert waiting[0].file is not None
    rows = [answer_row(payout, paid_on="30/08/2020") for payout in waiting]
    read(waiting[0].file, *rows)


def click_to_the_end(claim: Claim) -> None:
    """Go on until everything payable was paid."""
    while status_of(claim) == Status.APPROVED:
        next_click(claim)


def what_is_left(claim: Claim) -> dict[str, Any]:
    """Return what paying left behind, to be compared with an undisturbed run."""
    claim.refresh_from_db()
    return {
        "status": claim.status,
        "at stake": claim.daily_stake_idr,
        "lines": list(claim.lines.order_by("pk").values_list("code", "amount_idr", "formula")),
        "payouts": list(
            claim.payouts.order_by("pk").values_list("reference", "amount_idr", "status", "paid_on")
        ),
        "files": list(PaymentFile.objects.order_by("pk").values_list("number", "transfers")),
        "steps": list(claim.steps.order_by("number").values_list("target", "at")),
        # the line that sums an answer up comes after its rows, each of which has its own
        "trail": sorted(
            AuditEvent.objects.exclude(action="payment_file.answered").values_list(
                "action", flat=True
            )
        ),
    }


def runs(prepare: Callable[[], Claim]) -> Iterator[tuple[Claim, dict[str, Any]]]:
    """Yield how paying ends: first undisturbed, then killed at each write and gone on with."""
    write, was_killed = 0, True
    while was_killed:
        was_killed = False
        try:
            with transaction.atomic():
                claim = prepare()
                try:
                    with killed_at(write):
                        click_to_the_end(claim)
                except Killed:
                    was_killed = True
                    click_to_the_end(claim)
                yield claim, what_is_left(claim)
                raise RolledBack
        except RolledBack:
            was_killed = was_killed or write == 0
            write += 1


@in_one_go
@pytest.mark.parametrize(
    "grants",
    [DEATH, (Grant("death_benefit", 48_000_000), Grant("treatment", 900_000, payee="facility"))],
    ids=["one recipient", "two recipients"],
)
def test_paying_killed_at_any_write_goes_on_with_the_next_click(grants):
    ends = []
    ani()

    for claim, left in runs(lambda: make_approved(grants=grants)):
        assert_each_line_is_paid_once(claim)
        ends.append(left)

    undisturbed, *resumed = ends
    assert undisturbed["status"] == Status.PAID
    assert [code for code, *_rest in undisturbed["lines"]][-1] == "late_compensation"
    assert len(resumed) > 20
    assert all(end == undisturbed for end in resumed)
