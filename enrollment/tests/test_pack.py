"""The auditor's pack of a decree: every figure sums to the ledger, and both forms say the same."""

from __future__ import annotations

import hashlib
import io
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone, translation
from python_calamine import CalamineWorkbook

from enrollment.actions.events import record_death
from enrollment.actions.invoices import issue_invoice
from enrollment.exports.pack import Pack, pack_of, pack_pages, write_pack
from enrollment.models import Decree, Invoice
from enrollment.queries.pack import totals_of
from enrollment.tests.browsing import signed_in, words
from enrollment.tests.factories import (
    ani,
    budi,
    make_decree,
    make_enrollment,
    make_sponsor,
    make_worker,
    nur,
)
from enrollment.tests.paper import paper_text
from enrollment.tests.steps import PRICE, billed, enroll, line_of, pay
from enrollment.tests.test_refunds import refund
from registry.jobs import perform
from registry.models import AuditEvent, Job, User
from registry.roles import Role
from registry.tests.factories import make_region, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def busy_decree() -> Decree:
    """Three workers; paid in two parts out of two years and too much; a death; a refund."""
    invoice = billed(workers=3, scan=SimpleUploadedFile("sk.pdf", b"%PDF-1.7 scan"))
    pay(invoice, 7 * PRICE + 100, "BRK 1", sp2d_number="01187/2020", sp2d_on=date(2020, 7, 20))
    rest = pay(invoice, 29 * PRICE + 900, "BRK 2", budget_year=2021)
    worker = invoice.lines.order_by("position")[0].worker
    record_death(worker=worker, died_on=date(2020, 8, 5), on=date(2020, 8, 9), by=budi())
    rest.refresh_from_db()
    refund(rest, 500)
    return invoice.decree


def made(decree: Decree, reader: User | None = None) -> Pack:
    """Return the pack in English, as Ani reads it."""
    decree = Decree.objects.select_related("sponsor", "region").get(pk=decree.pk)
    with translation.override("en"):
        return pack_of(decree, reader or ani(), lambda _done: None)


def part(pack: Pack, title: str) -> Any:
    """Return the part whose title begins so."""
    (found,) = [one for one in (*pack.parts, pack.years) if one.title.startswith(title)]
    return found


def book_of(pack: Pack) -> Any:
    """Return the workbook of a pack, opened."""
    file = io.BytesIO()
    with translation.override("en"):
        write_pack(pack, file)
    return CalamineWorkbook.from_filelike(io.BytesIO(file.getvalue()))


def test_the_figures_of_the_first_page_are_those_of_the_ledger(busy_decree):
    totals = totals_of(busy_decree)

    invoice = Invoice.objects.get()
    assert (totals.billed_idr, totals.lines_idr) == (36 * PRICE, 36 * PRICE)
    assert totals.credited_idr == 10 * PRICE == invoice.credited_idr
    assert totals.paid_idr == invoice.allocated_idr == totals.covered_idr == 26 * PRICE
    assert (totals.covered_workers, totals.covered_months) == (3, 26)
    assert totals.received_idr == 36 * PRICE + 1_000 == totals.accounted_idr
    assert (totals.refunded_idr, totals.credit_idr) == (500, 10 * PRICE + 500)


def test_every_agreement_holds(busy_decree):
    pack = made(busy_decree)

    assert len(pack.agreements) == 5
    assert all(agreement.agrees for agreement in pack.agreements)


def test_a_figure_that_differs_is_said_on_the_first_page(busy_decree):
    Invoice.objects.update(allocated_idr=25 * PRICE)

    pack = made(busy_decree)
    with translation.override("en"):
        text = paper_text(pack_pages(pack, at=timezone.now(), by=ani()))

    assert not all(agreement.agrees for agreement in pack.agreements)
    assert "DIFFERS, Rp420,000 and Rp436,800" in text


def test_the_parts_sum_to_the_first_page(busy_decree):
    pack = made(busy_decree)

    totals = pack.totals
    assert part(pack, "Invoices").total[5] == totals.billed_idr
    assert part(pack, "Credit notes").total[3] == totals.credited_idr
    assert part(pack, "What each payment").total[4] == totals.paid_idr
    assert part(pack, "Cover of each").total[3:6] == [totals.covered_months, None, totals.paid_idr]
    assert part(pack, "Payments").total[5:] == [
        totals.received_idr,
        totals.used_here_idr,
        0,
        500,
        totals.credit_idr,
    ]
    assert part(pack, "Paid back").total[3] == totals.refunded_idr
    assert part(pack, "By budget year").total[-1] == totals.paid_idr


def test_cover_names_the_payments_that_paid_it(busy_decree):
    rows = part(made(busy_decree), "Cover of each").rows

    assert [row[1:4] + row[6:] for row in rows] == [
        ["Sabri", "July – August 2020", 2, "BRK 1"],
        ["Sabri 1", "July – August 2020", 2, "BRK 1"],
        ["Sabri 1", "September 2020 – June 2021", 10, "BRK 1, BRK 2"],
        ["Sabri 2", "July – August 2020", 2, "BRK 1"],
        ["Sabri 2", "September 2020 – June 2021", 10, "BRK 2"],
    ]


def test_payments_carry_their_sp2d_and_budget_year(busy_decree):
    first, second = part(made(busy_decree), "Payments").rows

    assert first[:3] == ["BRK 1", "01187/2020, 20 July 2020", "2020"]
    assert second[2] == "2021"


def test_the_lists_stand_with_their_hashes_and_who_applied_them():
    decree = make_decree()
    batch = enroll(decree, line_of(1), line_of(2))

    (first, *_rest) = part(made(decree), "Lists").rows

    assert first[0] == "List: daftar.csv"
    assert first[4] == batch.files.get().sha256
    assert first[3] == f"Applied by {nur().get_full_name()}"


def test_who_was_replaced_and_who_came_stands_in_the_annex(busy_decree):
    left = busy_decree.enrollments.get(worker__name="Sabri")
    make_enrollment(
        make_worker(9),
        decree=busy_decree,
        since=date(2020, 9, 1),
        replaces=left,
        position=9,
    )

    pack = made(busy_decree)

    assert part(pack, "Replacements").rows[0][:3] == ["Sabri", "The worker died", "Sabri 9"]
    assert [row[2] for row in part(pack, "Annex").rows][-1] == "Sabri 9"
    assert part(pack, "Annex").rows[0][8] == "Ended early: The worker died"


def test_fingerprints_are_those_of_the_rows_and_change_with_them(busy_decree):
    before = made(busy_decree)
    same = made(busy_decree)
    pay(Invoice.objects.get(), 7, "BRK 3")
    after = made(busy_decree)

    scan = hashlib.sha256(b"%PDF-1.7 scan").hexdigest()
    changed = [
        one[0]
        for one, other in zip(before.manifest.rows, after.manifest.rows, strict=True)
        if one[2] != other[2]
    ]
    assert before.manifest.rows == same.manifest.rows
    assert before.manifest.rows[0][2] == scan
    assert changed == ["Payments"]


def test_the_workbook_holds_a_sheet_for_each_part_with_the_same_totals(busy_decree):
    pack = made(busy_decree)

    book = book_of(pack)

    cover = book.get_sheet_by_name("Cover").to_python()
    assert len(book.sheet_names) == 3 + len(pack.parts)
    assert cover[-1][5] == pack.totals.paid_idr
    assert "agrees" in book.get_sheet_by_name("Summary").to_python()[2][0]


def test_the_pages_hold_the_way_of_the_money(busy_decree):
    with translation.override("en"):
        text = paper_text(pack_pages(made(busy_decree), at=timezone.now(), by=ani()))

    for words_ in ("Auditor's pack", "Paid for months", "01187/2020", "STS 1", "Fingerprints"):
        assert words_ in text


def test_a_payer_above_the_region_shows_only_what_came_here():
    payer = make_sponsor("pemprov", region=make_region("21"), name="Pemerintah Provinsi")
    invoice = billed(workers=1, sponsor=payer, region=make_region("2105"))
    pay(invoice, 2 * PRICE + 7)

    pack = made(invoice.decree)

    (row,) = part(pack, "Payments").rows
    assert row[5:] == [None, 2 * PRICE, None, None, None]
    assert len(pack.agreements) == 4
    assert not [one for one in pack.parts if one.title.startswith("Paid back")]


@pytest.mark.parametrize(
    ("form", "begins"), [("pdf", b"%PDF"), ("xlsx", b"PK")], ids=["pages", "workbook"]
)
def test_the_pack_is_asked_for_on_its_page_and_made_as_a_job(busy_decree, form, begins):
    url = reverse("decree_pack", args=[busy_decree.pk])

    answer = signed_in(ani()).post(url, {"form": form})
    job = perform(Job.objects.get().pk)

    assert answer.url == job.get_absolute_url()
    assert job.status == Job.Status.DONE, job.problem
    assert job.file.read().startswith(begins)
    assert job.filename == f"berkas-audit-sk-5601122020.{form}"
    assert job.outcome == {"paid_idr": 26 * PRICE, "covered_months": 26, "differences": 0}
    trail = AuditEvent.objects.filter(subject_id=str(busy_decree.pk), action__contains="pack")
    assert sorted(trail.values_list("action", flat=True)) == [
        "decree.pack_asked",
        "decree.pack_made",
    ]


def test_the_page_of_the_job_tells_what_the_pack_comes_to(busy_decree):
    client = signed_in(ani())
    client.post(reverse("decree_pack", args=[busy_decree.pk]), {"form": "xlsx"})
    job = perform(Job.objects.get().pk)

    page = words(client.get(job.get_absolute_url()))

    assert "Rp436,800 paid for 26 months of cover." in page
    assert "every figure agrees" in page


def test_who_may_not_see_claims_makes_no_pack(busy_decree):
    url = reverse("decree_pack", args=[busy_decree.pk])
    auditor = make_user("auditor", role=Role.AUDITOR)

    assert signed_in(nur()).get(url).status_code == 403
    assert signed_in(auditor).get(url).status_code == 200
    page_of_decree = signed_in(nur()).get(busy_decree.get_absolute_url())
    assert url not in page_of_decree.text


@pytest.mark.parametrize("workers", [2, 12], ids=["two workers", "twelve workers"])
def test_more_workers_take_no_more_queries(workers, django_assert_num_queries):
    invoice = billed(workers=workers)
    pay(invoice, invoice.total_idr)
    reader = ani()

    with django_assert_num_queries(29):
        made(invoice.decree, reader)


def test_a_decree_without_anything_makes_a_pack_that_says_so():
    decree = make_decree()

    text = paper_text(pack_pages(made(decree), at=timezone.now(), by=ani()))

    assert "Nobody stands under this decree yet." in text


def test_money_of_another_decree_is_told_apart():
    first = billed(workers=1)
    pay(first, first.total_idr + PRICE)
    later = make_decree("SK 2", since=date(2021, 7, 1), months=2)
    make_enrollment(make_worker(7), decree=later)
    issue_invoice(decree=later, issued_on=date(2021, 7, 2), by=ani())

    here, there = totals_of(first.decree), totals_of(later)

    assert (here.used_elsewhere_idr, there.from_elsewhere_idr) == (PRICE, PRICE)
    assert all(agreement.agrees for agreement in made(later).agreements)
