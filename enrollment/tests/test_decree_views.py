"""Pages of decrees: recording one, what its ceiling buys, and whose move it is."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from enrollment.models import Decree
from enrollment.tests.factories import (
    ani,
    budi,
    citra,
    make_decree,
    make_enrollment,
    make_sponsor,
    make_worker,
    nur,
)
from enrollment.tests.steps import billed, enroll, line_of, pay, stage, upload
from registry.tests.factories import enter, make_region

pytestmark = pytest.mark.django_db
LIST, NEW = reverse("decree_list"), reverse("decree_create")
PDF = b"%PDF-1.7 scan"


def typed(**changes):
    return {
        "sponsor": make_sponsor().pk,
        "number": "560/112/2020",
        "decided_on": "14 Juli 2020",
        "title": "",
        "region": "2105",
        "fund": "APBD",
        "since": "Juli 2020",
        "months": "12",
        "wage_base_idr": "1000000",
        "ceiling_idr": "1.000.000.000",
        "quota": "",
    } | changes


def test_an_officer_records_a_decree_with_its_scan(client):
    scan = SimpleUploadedFile("sk.pdf", PDF)

    answer = enter(client, budi()).post(NEW, typed(scan=scan))

    decree = Decree.objects.get()
    assert (decree.ceiling_idr, decree.since.month, decree.quota) == (1_000_000_000, 7, None)
    assert answer.url == decree.get_absolute_url()
    served = client.get(reverse("decree_scan", args=[decree.pk]))
    assert b"".join(served.streaming_content) == PDF
    assert served["Content-Disposition"].startswith("attachment")


def test_what_is_no_scan_is_refused_whatever_it_is_called(client):
    page = enter(client, budi()).post(NEW, typed(scan=SimpleUploadedFile("sk.pdf", b"<html>")))

    assert page.status_code == 422
    assert page.context["form"].errors.keys() == {"scan"}


def test_a_scan_is_served_in_scope_alone(client):
    decree = make_decree(scan=ContentFile(PDF, name="sk.pdf"))

    answer = enter(client, citra()).get(reverse("decree_scan", args=[decree.pk]))

    assert answer.status_code == 404


def test_the_same_number_twice_is_refused_beside_its_field(client):
    make_decree()

    page = enter(client, budi()).post(NEW, typed())

    assert page.status_code == 422
    assert page.context["form"].errors.keys() == {"number"}


def test_a_month_before_the_law_on_record_is_refused(client):
    page = enter(client, budi()).post(NEW, typed(since="Januari 2001"))

    assert page.status_code == 422
    assert page.context["form"].errors.keys() == {"since"}


def test_the_form_begins_with_the_sponsor_that_was_named(client):
    village = make_sponsor("pemdes-nyamuk", region=make_region("2105032001"))

    page = enter(client, budi()).get(NEW, {"sponsor": village.pk})

    form = page.context["form"]
    assert (form["sponsor"].initial, form["region"].initial) == (village, "2105032001")


def test_the_treasurer_may_not_record_a_decree(client):
    assert enter(client, ani()).get(NEW).status_code == 403


def test_the_preview_says_what_the_ceiling_buys_while_it_is_typed(client):
    asked = {
        "decided_on": "10 Januari 2026",
        "fund": "APBD",
        "since": "2026-01",
        "months": "12",
        "wage_base_idr": "1000000",
        "ceiling_idr": "1.000.000.000",
    }

    part = enter(client, budi()).get(
        reverse("decree_preview"), asked, headers={"HX-Request": "true"}
    )

    assert "4,960 workers" in part.text
    assert "Rp201,600" in part.text
    assert "Rp64,000" in part.text
    assert "PP 44/2015" in part.text
    assert "<html" not in part.text


def test_the_preview_of_a_half_typed_form_says_what_is_needed(client):
    page = enter(client, budi()).get(reverse("decree_preview"), {"fund": "APBD"})

    assert "Fill in fund" in page.text
    assert "<html" in page.text


def test_the_list_finds_a_decree_by_its_sponsor_and_stays_constant(
    client, django_assert_max_num_queries
):
    for number in range(20):
        make_decree(f"560/{number}")
    make_decree("1/CSR", sponsor=make_sponsor("pt-samudra", name="PT Samudra Matak"))
    enter(client, budi())

    with django_assert_max_num_queries(8):
        every = client.get(LIST)
    found = client.get(LIST, {"q": "samudra"})

    assert len(every.context["page"].rows) == 21
    assert [decree.number for decree in found.context["page"].rows] == ["1/CSR"]


def test_citra_sees_no_decree_of_another_regency(client):
    decree = make_decree()

    enter(client, citra())

    assert decree.number not in client.get(LIST).text
    for name in ("decree_detail", "decree_annex_pdf", "decree_annex_sheet"):
        assert client.get(reverse(name, args=[decree.pk])).status_code == 404


def test_a_decree_without_a_list_leads_the_officer_to_the_upload(client):
    decree = make_decree()

    page = enter(client, budi()).get(decree.get_absolute_url())

    assert page.context["next_step"] == "upload"
    assert f"{reverse('batch_create')}?decree={decree.pk}" in page.text


def undone(decree):
    upload(decree, line_of(1))


def checked(decree):
    stage(decree, line_of(1))


def doubtful(decree):
    stage(decree, line_of(1), line_of(2, nik="123"))


def applied(decree):
    enroll(decree, line_of(1))


@pytest.mark.parametrize(
    ("arrange", "step"),
    [(undone, "wait"), (checked, "apply"), (doubtful, "repair"), (applied, "bill")],
    ids=["being checked", "checked", "with rows to repair", "applied"],
)
def test_a_decree_says_whose_move_it_is(client, arrange, step):
    decree = make_decree()
    arrange(decree)

    page = enter(client, nur()).get(decree.get_absolute_url())

    assert page.context["next_step"] == step


def test_the_treasurer_alone_is_offered_to_issue_the_invoice(client):
    decree = make_decree(fund="CSR")
    make_enrollment(decree=decree)
    issue = reverse("invoice_issue", args=[decree.pk])
    sweep = reverse("invoice_sweep", args=[decree.pk])

    led = enter(client, ani()).get(decree.get_absolute_url())
    treasurer = enter(client, ani()).get(sweep)
    officer = enter(client, budi()).get(sweep)

    assert sweep in led.text
    assert issue in treasurer.text
    assert issue not in officer.text


def test_workers_beyond_the_ceiling_are_said_to_be_too_dear(client):
    decree = make_decree(ceiling_idr=100_000)
    make_enrollment(make_worker(1), decree=decree)

    page = enter(client, ani()).get(decree.get_absolute_url())

    assert page.context["next_step"] == "too_dear"
    assert reverse("invoice_issue", args=[decree.pk]) not in page.text


def test_a_billed_decree_is_priced_by_the_law_of_its_date_and_waits_for_money(client):
    invoice = billed(workers=3)

    page = enter(client, ani()).get(invoice.decree.get_absolute_url())

    assert page.context["next_step"] == "pay"
    assert page.context["known_on"] == invoice.decree.decided_on
    assert page.context["budget"].price_idr == 201_600
    assert "4,960" in page.text


def test_a_paid_decree_has_nothing_left_to_do(client):
    invoice = billed(workers=3)
    pay(invoice, invoice.total_idr)

    page = enter(client, ani()).get(invoice.decree.get_absolute_url())

    assert page.context["next_step"] == "done"
