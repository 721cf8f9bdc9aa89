"""The card of a participant: who pays, until when, what to do; and the code that stands on it."""

import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from enrollment.actions.events import record_death
from enrollment.exports.cards import card_letter
from enrollment.models import Invoice, Worker
from enrollment.queries.codes import worker_code, worker_of_code
from enrollment.tests.browsing import signed_in
from enrollment.tests.factories import (
    ani,
    budi,
    citra,
    make_enrollment,
    make_worker,
)
from enrollment.tests.paper import paper_text
from enrollment.tests.steps import billed, pay
from registry.models import AuditEvent
from registry.months import first_of_month
from registry.tests.factories import make_region, make_user

pytestmark = pytest.mark.django_db

OCTOBER = date(2020, 10, 15)
SITE = "https://lindung.example/"


def paid_for(**changes: object) -> Worker:
    """Return a worker whose year from July 2020 is paid."""
    invoice = billed(workers=1)
    pay(invoice, invoice.total_idr)
    return worker_of(invoice, **changes)


def covered_today() -> Worker:
    """Return a worker whose year from this month on is paid."""
    today = timezone.localdate()
    invoice = billed(workers=1, issued_on=today, decided_on=today, since=first_of_month(today))
    pay(invoice, invoice.total_idr, paid_on=today)
    return worker_of(invoice)


def worker_of(invoice: Invoice, **changes: object) -> Worker:
    worker = Worker.objects.get(lines__invoice=invoice)
    for name, value in changes.items():
        setattr(worker, name, value)
    worker.save()
    return worker


def card_text(worker: Worker, on: date = OCTOBER) -> str:
    """Return the words of a card, with single spaces."""
    card = card_letter(worker, on=on, site=SITE, reader=ani())
    assert card is not None
    return paper_text(card.content)


def test_the_card_says_whose_it_is_who_pays_and_until_when():
    worker = paid_for(name="Marzuki Salim")

    text = card_text(worker)

    assert text.count("Marzuki Salim") >= 2
    assert "Pemerintah Kabupaten Kepulauan Anambas" in text
    assert text.count("30 Juni 2021") == 2


def test_the_card_says_what_to_do_in_two_days_and_to_whom():
    text = card_text(paid_for())

    assert text.count("2 × 24") >= 2
    assert "Kabupaten Kepulauan Anambas" in text


def test_a_card_paid_ahead_says_from_when():
    worker = paid_for()

    text = card_text(worker, on=date(2020, 6, 20))

    assert "1 Juli 2020" in text
    assert "30 Juni 2021" in text


def test_the_card_masks_the_nik_and_its_code_holds_none():
    worker = paid_for()

    text, code = card_text(worker), worker_code(worker)

    assert "2105••••••••0000" in text
    assert not re.search(r"\d{16}", text)
    assert worker.nik not in code


def test_a_long_name_stays_on_the_card():
    worker = paid_for(
        name="Raja Haji Muhammad Syamsuddin bin Tengku Abdul Rahman Al-Hajj " + "A" * 50
    )

    text = card_text(worker)

    assert text.count("Al-Hajj") == 3


def test_a_payer_outside_of_the_reader_s_regions_is_not_named():
    worker = paid_for()
    district = make_user("dedi", region=make_region("210501"))

    card = card_letter(worker, on=OCTOBER, site=SITE, reader=district)

    assert card is not None
    assert "Pemerintah Kabupaten" not in paper_text(card.content)


@pytest.mark.parametrize(
    "on", [date(2021, 7, 1), date(2024, 1, 1)], ids=["the day after", "years after"]
)
def test_there_is_no_card_when_cover_has_ended(on):
    worker = paid_for()

    assert card_letter(worker, on=on, site=SITE, reader=ani()) is None


def test_there_is_no_card_of_the_dead():
    worker = paid_for()
    record_death(worker=worker, died_on=date(2020, 9, 1), on=OCTOBER, by=budi())
    worker.refresh_from_db()

    assert card_letter(worker, on=date(2020, 9, 2), site=SITE, reader=ani()) is None


def test_the_code_leads_to_the_worker_and_to_nobody_when_changed():
    worker = make_worker()
    code = worker_code(worker)

    assert worker_of_code(code) == worker.pk
    for changed in (f"9{code}", code[:-1], code.split(".")[0], "", "x", "1.x", "\u0661.٢"):
        assert worker_of_code(changed) is None


def test_printing_the_card_is_recorded():
    worker = covered_today()

    answer = signed_in(budi()).get(reverse("worker_card", args=[worker.pk]))

    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'inline; filename="kartu-sabri.pdf"'
    last = AuditEvent.objects.order_by("-pk")[0]
    assert (last.action, last.subject_id, last.by) == ("card.printed", str(worker.pk), budi())


def test_the_page_links_the_card_where_there_is_one():
    covered, enrolled = covered_today(), make_worker(5)
    make_enrollment(enrolled, decree=covered.enrollments.get().decree)
    client = signed_in(budi())

    pages = {worker: client.get(worker.get_absolute_url()).text for worker in (covered, enrolled)}

    assert reverse("worker_card", args=[covered.pk]) in pages[covered]
    assert reverse("worker_card", args=[enrolled.pk]) not in pages[enrolled]


def test_a_worker_without_cover_has_no_card_to_print():
    worker = make_worker()

    answer = signed_in(budi()).get(reverse("worker_card", args=[worker.pk]))

    assert answer.status_code == 404
    assert not AuditEvent.objects.filter(action="card.printed").exists()


def test_people_of_another_regency_find_no_card():
    worker = covered_today()

    answer = signed_in(citra()).get(reverse("worker_card", args=[worker.pk]))

    assert answer.status_code == 404
