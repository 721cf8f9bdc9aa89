"""The start page: what waits for whom."""

from datetime import date

import pytest
from django.urls import reverse

from dashboards.worklists import worklist
from enrollment.actions.invoices import issue_invoice
from enrollment.models import CoverageCount, ImportBatch
from enrollment.tests.browsing import signed_in, words
from enrollment.tests.factories import (
    ani,
    budi,
    citra,
    make_batch,
    make_decree,
    make_worker,
    nur,
)
from enrollment.tests.steps import PRICE, apply, billed, line_of, pay, repair, stage
from registry.models import LabourForce
from registry.roles import Role
from registry.tests.factories import make_region, make_user

pytestmark = pytest.mark.django_db

TODAY = date(2020, 7, 25)


def checked(refused: int, ok: int) -> ImportBatch:
    """Return a list that Budi sent and that was checked."""
    rows = {"rows": refused + ok, "refused": refused, "ok": ok, "warned": 0, "problems": {}}
    return make_batch(summary=rows)


def test_rows_to_repair_wait_for_the_officer():
    batch = checked(refused=37, ok=4802)

    (work,) = worklist(budi(), today=TODAY)

    assert (work.count, work.url) == (37, batch.get_absolute_url())


def test_a_checked_list_waits_for_the_supervisor_and_not_for_who_sent_it():
    batch = checked(refused=0, ok=4839)
    sender = make_user("both", role=Role.SUPERVISOR)
    batch.uploaded_by = sender
    batch.save()

    (work,) = worklist(nur(), today=TODAY)

    assert (work.count, work.url) == (4839, batch.get_absolute_url())
    assert worklist(sender, today=TODAY) == []


def test_of_a_list_applied_in_part_only_what_was_repaired_waits():
    decree = make_decree()
    batch = apply(stage(decree, line_of(1), line_of(2), line_of(3, sex="?")))
    repair(batch, line_of(3))

    (work,) = worklist(nur(), today=TODAY)

    assert work.count == 1


def test_workers_of_an_applied_list_wait_to_be_billed_until_they_are():
    decree = make_decree()
    apply(stage(decree, line_of(1), line_of(2)))

    before = worklist(ani(), today=TODAY)
    invoice = issue_invoice(decree=decree, issued_on=TODAY, by=ani())

    assert [(work.count, work.url) for work in before] == [(2, decree.get_absolute_url())]
    assert [work.url for work in worklist(ani(), today=TODAY)] == [invoice.get_absolute_url()]


def test_an_open_invoice_waits_with_its_amount_and_its_day():
    invoice = billed(workers=1)
    pay(invoice, PRICE)

    work = worklist(ani(), today=TODAY)[0]

    assert work.url == invoice.get_absolute_url()
    assert "184" in work.words
    assert invoice.number in work.words


def test_a_relief_waits_from_the_day_it_was_published():
    invoice = billed(workers=2)
    pay(invoice, invoice.total_idr)

    before = worklist(ani(), today=date(2020, 8, 30))
    after = worklist(ani(), today=date(2020, 8, 31))

    assert before == []
    assert [(work.count, work.url) for work in after] == [(2, reverse("relief_list"))]
    assert "199" in after[0].words


def test_unused_credit_waits_for_the_treasurer():
    pay(billed(workers=1), 12 * PRICE + 42)

    (work,) = worklist(ani(), today=TODAY)

    assert work.url == f"{reverse('payment_list')}?state=credit"


@pytest.mark.parametrize(
    ("today", "workers"),
    [(date(2021, 3, 31), []), (date(2021, 4, 1), [3]), (date(2021, 7, 1), [])],
    ids=["four months before", "within three months", "over"],
)
def test_cover_that_ends_is_seen_three_months_before(today, workers):
    pay(billed(workers=3), 36 * PRICE)
    manager = make_user("wan", role=Role.MANAGER)

    waiting = worklist(manager, today=today)

    assert [work.count for work in waiting] == workers


def test_nothing_of_another_regency_waits():
    invoice = billed(workers=1)
    pay(invoice, PRICE + 5)
    rows = {"rows": 6, "refused": 3, "ok": 3, "warned": 0, "problems": {}}
    make_batch(decree=invoice.decree, summary=rows)

    assert worklist(citra(), today=date(2021, 6, 1)) == []


@pytest.mark.parametrize(
    "role", [Role.EXAMINER, Role.APPROVER, Role.AUDITOR, Role.ADMINISTRATOR, Role.MANAGER]
)
def test_the_page_opens_for_every_role(role):
    answer = signed_in(make_user("dewi", role=role)).get(reverse("home"))

    assert answer.status_code == 200
    assert "Nothing waits for you." in words(answer)


def test_the_page_greets_and_leads_to_the_work():
    batch = checked(refused=37, ok=4802)

    answer = signed_in(budi()).get(reverse("home"))

    assert "1 thing waits for you." in words(answer)
    assert f'href="{batch.get_absolute_url()}"' in answer.text


def test_the_region_stands_beside_with_each_share_and_its_denominator():
    make_user("budi")
    LabourForce.objects.create(
        region=make_region(), year=2019, people=18_944, publisher="BPJS", confidence="B"
    )
    CoverageCount.objects.create(
        village=make_region("2105011001"), month=date(2020, 7, 1), participants=12
    )

    page = words(signed_in(budi()).get(reverse("home")))

    assert "Coverage, of 18,944 (BPJS 2019)" in page
    assert "The last month with paid cover in the registry is July 2020." in page


def test_national_staff_have_no_region_beside():
    boss = make_user("nasional", role=Role.MANAGER)
    boss.memberships.update(region=None)

    assert signed_in(boss).get(reverse("home")).status_code == 200


@pytest.mark.parametrize("lists", [1, 4], ids=["one list", "four lists"])
def test_the_page_asks_the_database_as_often_for_one_list_as_for_many(
    lists, django_assert_num_queries
):
    for number in range(lists):
        decree = make_decree(f"SK {number}")
        rows = {"rows": 3, "refused": 1, "ok": 2, "warned": 0, "problems": {}}
        make_batch(decree=decree, summary=rows)
    make_worker()
    client = signed_in(nur())

    with django_assert_num_queries(11):
        client.get(reverse("home"))
