"""`manage.py verify`: silent where all agrees, and naming what was tampered with."""

import json
from collections.abc import Callable
from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import F, Model, QuerySet, Sum

from claims.actions.payouts import return_payout
from claims.models import BenefitLine, Claim, ClaimStep, Decision, PaymentFile, Payout, PayoutLine
from claims.tests.factories import approved_death, covered_worker, iskandar, refused_death, rina
from claims.tests.payout_steps import file_of, order
from claims.tests.payout_steps import pay as pay_out
from dashboards.verification import benefits, verify
from enrollment.actions.events import record_death
from enrollment.actions.invoices import issue_invoice
from enrollment.actions.payments import post_payment, reverse_payment
from enrollment.actions.periods import close_period
from enrollment.actions.refunds import refund_credit, reverse_refund
from enrollment.actions.reliefs import accept_relief
from enrollment.models import (
    Allocation,
    CoverageCount,
    CoveragePeriod,
    CreditNote,
    Decree,
    Enrollment,
    Invoice,
    InvoiceLine,
    InvoiceRate,
    Payment,
    Refund,
    Worker,
)
from enrollment.tests.factories import (
    ani,
    budi,
    make_decree,
    make_enrollment,
    make_sponsor,
    make_worker,
)
from registry.tests.factories import make_region

pytestmark = pytest.mark.django_db

PRICE = 16_800
ISSUED = date(2020, 7, 20)


def pay(invoice: Invoice, reference: str, amount_idr: int) -> Payment:
    return post_payment(
        invoice=invoice,
        reference=reference,
        amount_idr=amount_idr,
        paid_on=date(2020, 7, 21),
        by=ani(),
    )


@pytest.fixture
def busy_office() -> Invoice:
    """Two payers; payments in parts and too much, one reversed; a death; an accepted relief."""
    decree = make_decree("SK 1")
    workers = [make_worker(serial) for serial in range(5)]
    for row, worker in enumerate(workers):
        make_enrollment(worker, decree=decree, position=row + 2)
    invoice = issue_invoice(decree=decree, issued_on=date(2020, 7, 20), by=ani())
    pay(invoice, "BRK 1", 7 * PRICE + 100)
    wrong = pay(invoice, "BRK 2", 13 * PRICE)
    pay(invoice, "BRK 3", 30 * PRICE - 50)
    reverse_payment(payment=wrong, reason="Salah rekening", on=date(2020, 8, 1), by=ani())
    record_death(worker=workers[0], died_on=date(2020, 8, 5), on=date(2020, 8, 9), by=budi())
    accept_relief(invoice=invoice, relief_key="reliefs.pp49_2020", on=date(2020, 10, 1), by=ani())
    donor = make_sponsor("pt-laut", kind="company")
    other = make_decree("SK 2", sponsor=donor, fund="CSR", months=3)
    make_enrollment(make_worker(9), decree=other)
    sent = pay(issue_invoice(decree=other, issued_on=ISSUED, by=ani()), "MDR 1", 10 * PRICE)
    for reference in ("STS 1", "STS 2"):
        refund = refund_credit(
            payment=sent,
            amount_idr=1_000,
            reference=reference,
            refunded_on=date(2020, 9, 1),
            reason="Sisa",
            on=date(2020, 9, 2),
            by=ani(),
        )
    reverse_refund(refund=refund, reason="Ganda", on=date(2020, 9, 3), by=ani())
    return invoice


@pytest.fixture
def busy_claims() -> None:
    """A death paid late and compensated, one ordered and returned, one refused; with a file."""
    late, returned = (approved_death(covered_worker(serial)) for serial in (21, 22))
    (first,), (second,) = order(late), order(returned)
    file_of(first, second)
    pay_out(first, on=date(2020, 9, 1))
    return_payout(payout=second, reason="Ditutup", on=date(2020, 9, 1), by=ani())
    order(late)
    order(returned)
    refused_death(covered_worker(23))


def different() -> set[str]:
    return {check.name for check in verify() if not check.ok}


def let_overlaps_in(rule: str, table: str) -> None:
    """Take away what the database holds against overlaps, for this test's transaction."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # foreign keys wait for the end
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {rule}")
        else:
            cursor.execute(f"DROP TRIGGER {rule}_insert")
            cursor.execute(f"DROP TRIGGER {rule}_update")


def let_in(kind: str, name: str, table: str) -> None:
    """Take away an index or a trigger, for this test's transaction."""
    postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        if postgresql:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # foreign keys wait for the end
        where = f" ON {table}" if postgresql and kind == "TRIGGER" else ""
        cursor.execute(f"DROP {kind} {name}{where}")


def first(model: type[Model], **filters: object) -> QuerySet:
    """Return a queryset of the first row of a model, for an update that nothing records."""
    rows = model._default_manager.filter(**filters).order_by("pk")
    return model._default_manager.filter(pk=rows.values_list("pk", flat=True)[0])


def doubled(model: type[Model], **changes: object) -> None:
    """Write the first row of a model a second time, the first that stands."""
    standing = {"voided_on": None} if hasattr(model, "voided_on") else {}
    row = first(model, **standing).get()
    row.pk = None
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(force_insert=True)


def cover_twice() -> None:
    let_overlaps_in("coverage_never_overlaps", "enrollment_coverageperiod")
    doubled(CoveragePeriod)


def enroll_twice() -> None:
    let_overlaps_in("enrollment_never_overlaps", "enrollment_enrollment")
    doubled(Enrollment, decree=Decree.objects.get(number="SK 2"), row=None)


def bill_twice() -> None:
    doubled(
        InvoiceLine,
        since=date(2020, 8, 1),
        months=11,
        amount_idr=11 * PRICE,
        allocated_idr=0,
        credited_idr=0,
    )


def move_away() -> None:
    covered = CoveragePeriod.objects.standing().values("worker")
    first(Worker, pk__in=covered).update(village=make_region("2105032001"))


def book_late() -> None:
    close_period(region=make_region(), until=date(2020, 8, 1), on=date(2020, 11, 1), by=ani())
    let_in("TRIGGER", "payment_in_open_books", "enrollment_payment")
    doubled(Payment, reference="BRK 4", allocated_idr=0, refunded_idr=0)


TAMPERED: dict[str, tuple[Callable[[], object], str]] = {
    "a rupiah more was allocated than received": (
        lambda: first(Allocation, released_on=None).update(amount_idr=F("amount_idr") + 1),
        "received_is_allocated_or_credit",
    ),
    "a payment's counter lost a rupiah": (
        lambda: first(Payment, reversed_on=None).update(allocated_idr=F("allocated_idr") - 1),
        "payments_equal_their_allocations",
    ),
    "a reversed payment still pays": (
        lambda: first(Allocation, payment__reference="BRK 2").update(released_on=None),
        "payments_equal_their_allocations",
    ),
    "a payment was spent beyond what came": (
        lambda: first(Allocation, payment__reference="BRK 1", released_on=None).update(
            amount_idr=1_000_000
        ),
        "payments_are_not_overspent",
    ),
    "a payment that does not know its refund": (
        lambda: first(Payment, refunded_idr__gt=0).update(refunded_idr=F("refunded_idr") - 1),
        "payments_equal_their_refunds",
    ),
    "a refund of which a rupiah is lost": (
        lambda: first(Refund).update(amount_idr=F("amount_idr") - 1),
        "received_is_allocated_or_credit",
    ),
    "a payment slipped into closed books": (book_late, "closed_books_stay_closed"),
    "regional budget pays a donor's bill": (
        lambda: Payment.objects.filter(reference="MDR 1").update(fund="APBD"),
        "payments_pay_their_own_fund",
    ),
    "money of another payer": (
        lambda: Payment.objects.filter(reference="MDR 1").update(
            sponsor_id=Payment.objects.get(reference="BRK 1").sponsor_id
        ),
        "payments_pay_their_own_fund",
    ),
    "an invoice counts a worker too many": (
        lambda: first(Invoice).update(workers=F("workers") + 1),
        "invoices_equal_their_lines",
    ),
    "an invoice's paid sum lost a rupiah": (
        lambda: first(Invoice).update(allocated_idr=F("allocated_idr") - 1),
        "invoices_equal_their_lines",
    ),
    "a line's paid sum lost a rupiah": (
        lambda: first(InvoiceLine, allocated_idr__gt=0).update(
            allocated_idr=F("allocated_idr") - 1
        ),
        "lines_are_allocated_credited_or_open",
    ),
    "a credit note moved to another line": (
        lambda: first(CreditNote).update(line=InvoiceLine.objects.latest("pk")),
        "lines_are_allocated_credited_or_open",
    ),
    "a rate costs more than its lines": (
        lambda: first(InvoiceRate).update(jkk_idr=F("jkk_idr") + 1),
        "lines_cost_what_their_rate_says",
    ),
    "cover given to somebody else": (
        lambda: first(CoveragePeriod, voided_on=None).update(worker=make_worker(77)),
        "cover_belongs_to_its_line",
    ),
    "a ceiling lowered below what is billed": (
        lambda: first(Decree).update(ceiling_idr=1),
        "decrees_stay_below_their_ceiling",
    ),
    "a worker-month covered twice": (cover_twice, "no_worker_month_is_covered_twice"),
    "a worker-month enrolled twice": (enroll_twice, "no_worker_month_is_enrolled_twice"),
    "a worker-month billed twice": (bill_twice, "no_enrollment_month_is_billed_twice"),
    "cover at another price": (
        lambda: first(CoveragePeriod, voided_on=None).update(monthly_idr=F("monthly_idr") + 1),
        "covered_months_are_paid_exactly",
    ),
    "cover without its money": (
        lambda: first(Allocation, released_on=None).update(released_on=date(2020, 9, 1)),
        "covered_months_are_paid_exactly",
    ),
    "money without its cover": (
        lambda: first(CoveragePeriod, voided_on=None).update(voided_on=date(2020, 9, 1)),
        "covered_months_are_paid_exactly",
    ),
    "a month credited below nothing": (
        lambda: first(CreditNote).update(monthly_idr=99_999, amount_idr=99_999 * F("months")),
        "covered_months_are_paid_exactly",
    ),
    "a count that is one too high": (
        lambda: first(CoverageCount, participants__gt=0).update(participants=F("participants") + 1),
        "counts_equal_rows",
    ),
    "a worker moved without his counts": (move_away, "counts_equal_rows"),
}


def pay_a_line_twice() -> None:
    let_in("INDEX", "benefit_paid_once", "claims_payoutline")
    doubled(PayoutLine)


def pay_another_claim() -> None:
    other = Payout.objects.latest("pk").payee
    first(Payout).update(payee=other)


def move_a_line() -> None:
    other = Decision.objects.filter(kind="approved").latest("pk")
    first(BenefitLine, payouts__voided_on=None, payouts__isnull=False).update(decision=other)


def rewrite_a_decision() -> None:
    let_in("TRIGGER", "decision_stays", "claims_decision")
    first(Decision, kind="approved").update(kind="refused")


def decide_by_the_assessor() -> None:
    let_in("TRIGGER", "decision_stays", "claims_decision")
    first(Decision).update(decided_by=rina())


def order_by_the_approver() -> None:
    let_in("TRIGGER", "payout_settled_by_another_person", "claims_payout")
    first(Payout).update(ordered_by=iskandar())


def move_a_claim() -> None:
    let_in("TRIGGER", "claim_status_needs_a_step", "claims_claim")
    first(Claim, status="refused").update(status="approved")


def lose_a_step() -> None:
    first(ClaimStep, number=2).delete()


def rewrite_a_step() -> None:
    let_in("TRIGGER", "claim_step_stays", "claims_claimstep")
    first(ClaimStep, source="complete").update(source="incomplete")


def grant_a_death_twice() -> None:
    let_in("INDEX", "claim_one_death_granted", "claims_claim")
    granted = first(Claim, grants_death=True).get()
    Claim.objects.filter(status="refused").update(
        worker=granted.worker, event_on=date(2020, 8, 11), grants_death=True
    )


TAMPERED_CLAIMS: dict[str, tuple[Callable[[], object], str]] = {
    "a transfer of a rupiah more than its lines": (
        lambda: first(Payout).update(amount_idr=F("amount_idr") + 1),
        "payouts_equal_their_benefits",
    ),
    "a returned transfer that still holds its lines": (
        lambda: first(Payout, status="ordered").update(status="returned"),
        "payouts_equal_their_benefits",
    ),
    "a line paid with a rupiah less": (
        lambda: first(PayoutLine, voided_on=None).update(amount_idr=F("amount_idr") - 1),
        "benefits_are_paid_once",
    ),
    "a line paid twice": (pay_a_line_twice, "benefits_are_paid_once"),
    "a line paid before it was payable": (
        lambda: first(BenefitLine, payouts__voided_on=None, payouts__isnull=False).update(
            released_on=None
        ),
        "benefits_are_paid_once",
    ),
    "a line paid that a later decision replaced": (
        lambda: first(BenefitLine, payouts__voided_on=None, payouts__isnull=False).update(
            voided_on=date(2020, 9, 2)
        ),
        "benefits_are_paid_once",
    ),
    "the account of another claim": (pay_another_claim, "payouts_belong_to_their_claims"),
    "a line under the decision of another claim": (
        move_a_line,
        "payouts_belong_to_their_claims",
    ),
    "money for a refusal": (rewrite_a_decision, "payouts_belong_to_their_claims"),
    "a decision by who assessed": (decide_by_the_assessor, "claims_pass_four_eyes"),
    "a transfer ordered by who approved": (
        order_by_the_approver,
        "claims_pass_four_eyes",
    ),
    "a state that no step led to": (move_a_claim, "claims_stand_where_their_steps_led"),
    "a step that is gone": (lose_a_step, "claims_stand_where_their_steps_led"),
    "a step that begins elsewhere": (rewrite_a_step, "claims_stand_where_their_steps_led"),
    "a control total of a rupiah more": (
        lambda: first(PaymentFile).update(control_total_idr=F("control_total_idr") + 1),
        "payment_files_equal_their_payouts",
    ),
    "a transfer taken out of its file": (
        lambda: first(Payout, file__isnull=False).update(file=None),
        "payment_files_equal_their_payouts",
    ),
    "a death granted to somebody alive": (
        lambda: first(Worker, claims__grants_death=True).update(deceased_on=None),
        "deaths_are_granted_once",
    ),
    "a death granted twice": (grant_a_death_twice, "deaths_are_granted_once"),
}


def test_all_agrees_in_a_busy_office(busy_office, busy_claims):
    assert different() == set()


@pytest.mark.parametrize(("tamper", "named"), TAMPERED_CLAIMS.values(), ids=TAMPERED_CLAIMS.keys())
def test_what_was_tampered_with_in_claims_is_named(busy_claims, tamper, named):
    tamper()

    assert named in different()


def test_every_check_of_claims_is_proved():
    assert {named for _tamper, named in TAMPERED_CLAIMS.values()} == set(benefits.CHECKS)


def test_figures_are_those_of_the_payouts(busy_claims):
    figures = {check.name: check.figures for check in verify()}

    paid_idr = Payout.objects.paid().aggregate(sum=Sum("amount_idr"))["sum"]
    assert figures["payouts_equal_their_benefits"]["paid_idr"] == paid_idr == 42_000_000
    assert figures["payment_files_equal_their_payouts"]["control_total_idr"] == 84_000_000
    assert figures["deaths_are_granted_once"]["deaths_granted"] == 2


def test_all_agrees_in_an_empty_one():
    assert different() == set()


def test_figures_are_those_of_the_ledger(busy_office):
    figures = {check.name: check.figures for check in verify()}

    received = figures["received_is_allocated_or_credit"]
    assert received["received_idr"] == (7 + 13 + 30 + 10) * PRICE + 50
    assert received["reversed_idr"] == 13 * PRICE
    assert received["refunded_idr"] == 1_000
    assert received["allocated_idr"] == figures["covered_months_are_paid_exactly"]["covered_idr"]
    assert (
        figures["counts_equal_rows"]["counted"]
        == (figures["covered_months_are_paid_exactly"]["covered_months"])
    )


@pytest.mark.parametrize(("tamper", "named"), TAMPERED.values(), ids=TAMPERED.keys())
def test_what_was_tampered_with_is_named(busy_office, tamper, named):
    tamper()

    assert named in different()


def test_the_command_prints_every_check_and_ends_with_0(busy_office, capsys):
    call_command("verify")

    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(verify())
    assert all(line.startswith("ok ") for line in lines)


def test_the_command_ends_with_1_on_a_difference(busy_office, capsys):
    first(Invoice).update(workers=F("workers") + 1)

    with pytest.raises(SystemExit) as ended:
        call_command("verify", format="json")

    facts = json.loads(capsys.readouterr().out)
    assert ended.value.code == 1
    assert facts["ok"] is False
    assert [check["name"] for check in facts["checks"] if not check["ok"]] == [
        "invoices_equal_their_lines"
    ]


def test_the_text_says_difference(busy_office, capsys):
    first(Invoice).update(workers=F("workers") + 1)

    with pytest.raises(SystemExit):
        call_command("verify")

    assert "DIFFERENCE (1)" in capsys.readouterr().out


def test_any_number_of_lines_takes_the_same_queries(busy_office, django_assert_max_num_queries):
    with django_assert_max_num_queries(32):
        verify()
