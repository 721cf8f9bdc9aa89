"""The treasurer's way to a card that proves itself, and the way from a decree to the next one."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.management import call_command
from django.urls import reverse

from dashboards.tests.browser.steps import rupiah, submit
from enrollment.models import CoveragePeriod, Decree, Invoice, Worker
from enrollment.queries.card_statement import statement_of
from enrollment.tests.factories import (
    ani,
    budi,
    make_decree,
    make_enrollment,
    make_worker,
    nur,
)
from enrollment.tests.steps import billed, pay

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

JULY_2020 = date(2020, 7, 21)
JUNE_2021 = date(2021, 6, 10)
YEAR_IDR = 12 * 16_800


@pytest.fixture
def listed() -> Decree:
    """A decree with two members who live here, and one who has moved away."""
    decree = make_decree()
    for serial in (1, 2):
        make_enrollment(make_worker(serial), decree=decree, position=serial)
    gone = make_worker(3, moved_away_on=date(2020, 5, 3))
    make_enrollment(gone, decree=decree, position=3)
    return decree


@pytest.fixture
def ending() -> Decree:
    """A decree whose paid year ends this month; the register says that one member has moved."""
    invoice = billed(workers=3)
    pay(invoice, invoice.total_idr)
    members = invoice.decree.enrollments.order_by("-position").values("worker")
    Worker.objects.filter(pk__in=members[:1]).update(population_status="moved")
    return invoice.decree


def test_a_swept_invoice_is_paid_and_the_card_proves_itself_to_a_stranger(
    page_at, as_person, assert_accessible, assert_fits_width, listed, it_is
):
    it_is(JULY_2020)
    page = page_at(1440)
    look = as_person(page, ani(), "en")
    page.goto(reverse("invoice_sweep", args=[listed.pk]))
    assert f"{rupiah(YEAR_IDR, 'en')} is not spent" in page.locator("main").inner_text()
    look("sweep")
    submit(page)
    assert rupiah(2 * YEAR_IDR, "en") in page.locator("main").inner_text()
    look("invoice-swept")
    pay(Invoice.objects.get(), 2 * YEAR_IDR)
    period = CoveragePeriod.objects.order_by("pk")[0]
    paper = page.request.get(reverse("worker_card", args=[period.worker_id]))
    assert paper.headers["content-type"] == "application/pdf"

    page.context.clear_cookies()
    page.set_viewport_size({"width": 360, "height": 780})
    page.goto(reverse("card_verify", args=[statement_of(period.worker, period.until)]))

    seen = page.locator("main").inner_text()
    assert "30 Juni 2021" in seen
    assert period.worker.name not in seen
    assert_accessible(page)
    assert_fits_width(page)


def test_a_decree_is_renewed_and_who_is_left_out_gets_a_letter(page_at, as_person, ending, it_is):
    it_is(JUNE_2021)
    page = page_at(360)
    look = as_person(page, nur(), "id")
    page.goto(reverse("decree_renew", args=[ending.pk]))
    page.fill("[name=number]", "SK 560/90/2021")
    page.fill("[name=decided_on]", "8 Juni 2021")
    page.fill("[name=ceiling_idr]", "1.000.000")
    submit(page)
    look("renewal-preview")
    submit(page)
    page.locator("main .result").wait_for()
    look("renewal")
    assert ending.renewed_by.enrollments.count() == 2

    look = as_person(page, budi(), "id")
    page.goto(f"{reverse('lapse_list')}?days=30")
    look("lapses")
    page.locator("main a[href*='layout=letter']").click()
    submit(page)
    page.locator("#job").wait_for()
    look("letters-at-work")
    call_command("worker", "--once")

    page.locator("main .result").wait_for()
    look("letters")
    with page.expect_download() as download:
        page.locator("main .next a").first.click()
    assert download.value.suggested_filename.startswith("surat-2021-06-10")
