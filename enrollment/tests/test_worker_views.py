"""The pages of workers: finding a person, the cover over the years, and a death."""

from datetime import date

import pytest
from django.urls import reverse

from enrollment.actions.events import record_death
from enrollment.actions.invoices import issue_invoice
from enrollment.actions.payments import reverse_payment
from enrollment.actions.reliefs import accept_relief
from enrollment.models import InvoiceLine, Worker
from enrollment.queries.effects import death_effects
from enrollment.queries.timeline import Kind, worker_timeline
from enrollment.templatetags.money import cover_class, phone_masked
from enrollment.tests.browsing import signed_in, words
from enrollment.tests.factories import (
    ani,
    budi,
    citra,
    make_decree,
    make_enrollment,
    make_sponsor,
    make_worker,
)
from enrollment.tests.steps import PRICE, billed, covered_months, credit_of, pay
from registry.tests.factories import make_region

pytestmark = pytest.mark.django_db

OCTOBER = date(2020, 10, 15)


def looks(worker: Worker, on: date = OCTOBER) -> list[list[tuple[str, int]]]:
    """Return the class and width of each cell of the table of cover, a list for each year."""
    timeline = worker_timeline(worker, on=on, reader=ani())
    return [[(cover_class(cell), cell.span) for cell in year.cells] for year in timeline.years]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("sab", ["Sabri", "Sabri 1"]),
        ("SABRI 1", ["Sabri 1"]),
        ("210501", ["Sabri", "Sabri 1"]),
        ("2105 0102", ["Sabri 1"]),
        ("0000", []),
        ("nobody", []),
    ],
    ids=["part of a name", "two words", "begin of a NIK", "with a space", "its end", "nobody"],
)
def test_a_person_is_found_by_name_or_by_the_begin_of_the_nik(typed, found):
    make_worker(0)
    make_worker(1)

    answer = signed_in(budi()).get(reverse("worker_list"), {"q": typed})

    assert [worker.name for worker, _ in answer.context["rows"]] == found


def test_people_of_another_regency_are_not_found():
    worker = make_worker()
    client = signed_in(citra())

    assert worker.name not in words(client.get(reverse("worker_list")))
    assert client.get(worker.get_absolute_url()).status_code == 404
    assert client.get(reverse("worker_death", args=[worker.pk])).status_code == 404


def test_a_person_who_was_withdrawn_with_a_list_is_not_shown():
    worker = make_worker(withdrawn_on=date(2020, 7, 20))
    client = signed_in(budi())

    assert client.get(worker.get_absolute_url()).status_code == 404
    assert worker.name not in words(client.get(reverse("worker_list")))


def test_no_whole_nik_stands_on_any_page():
    worker = make_worker()
    client = signed_in(budi())

    pages = [
        client.get(reverse("worker_list")),
        client.get(worker.get_absolute_url()),
        client.get(reverse("worker_death", args=[worker.pk])),
    ]

    assert all(worker.nik not in page.text for page in pages)
    assert "2105••••••••0000" in pages[0].text


@pytest.mark.parametrize("workers", [1, 12], ids=["one worker", "twelve workers"])
def test_the_list_asks_the_database_as_often_for_one_as_for_many(
    workers, django_assert_num_queries
):
    pay(billed(workers=workers), workers * 12 * PRICE)
    client = signed_in(ani())

    with django_assert_num_queries(7):
        client.get(reverse("worker_list"))


def test_the_list_pages_through_everybody_once():
    for serial in range(60):
        make_worker(serial, village=make_region(["2105011001", "2105012002"][serial % 2]))
    client = signed_in(budi())

    first = client.get(reverse("worker_list"))
    second = client.get(reverse("worker_list") + "?" + first.context["page"].next_query)

    seen = [worker.pk for answer in (first, second) for worker, _ in answer.context["rows"]]
    assert len(first.context["rows"]) == 50
    assert sorted(seen) == sorted(Worker.objects.values_list("pk", flat=True))


@pytest.mark.parametrize(
    "after",
    [
        "",
        "[",
        "[1]",
        "[null,null,null,null]",
        '["x","y","z","w"]',
        '["2105011001","1970-01-01","sabri",1e400]',
        '["2105011001","1970-01-01","sabri",99999999999999999999]',
        r'["\u0000","1970-01-01","sabri",1]',
    ],
    ids=str,
)
def test_a_place_in_the_list_that_cannot_be_read_is_its_start(after):
    make_worker()

    answer = signed_in(budi()).get(reverse("worker_list"), {"after": after})

    assert len(answer.context["rows"]) == 1


def test_paid_months_are_solid_when_lived_and_outlined_ahead():
    pay(billed(workers=1), 12 * PRICE)

    assert looks(Worker.objects.get()) == [
        [("off", 6), ("p1", 4), ("p1-next", 2)],
        [("p1-next", 6), ("off", 6)],
    ]


def test_months_that_nobody_has_paid_are_a_gap_until_today():
    pay(billed(workers=1), 2 * PRICE)

    assert looks(Worker.objects.get()) == [
        [("off", 6), ("p1", 2), ("gap", 2), ("off", 2)],
        [("off", 6), ("off", 6)],
    ]


def test_a_second_payer_has_another_look_and_a_hole_between_them_is_a_gap():
    worker = make_worker(50)
    for since, payer in ((date(2020, 1, 1), "koperasi"), (date(2020, 7, 1), "pemkab-anambas")):
        decree = make_decree(payer, sponsor=make_sponsor(payer), since=since, months=3)
        make_enrollment(worker, decree=decree)
        invoice = issue_invoice(decree=decree, issued_on=date(2020, 7, 20), by=ani())
        pay(invoice, 3 * PRICE, payer)

    timeline = worker_timeline(worker, on=OCTOBER, reader=ani())

    assert looks(worker) == [[("p1", 3), ("gap", 3), ("p2", 3), ("off", 3)]]
    assert [run.kind for run in timeline.runs] == [Kind.COVERED, Kind.GAP, Kind.COVERED]


def test_months_that_a_relief_made_cheaper_stay_one_cell_of_their_payer():
    invoice = billed(workers=1)
    pay(invoice, 12 * PRICE)
    accept_relief(invoice=invoice, relief_key="reliefs.pp49_2020", on=OCTOBER, by=ani())
    worker = Worker.objects.get()

    timeline = worker_timeline(worker, on=OCTOBER, reader=ani())

    assert looks(worker)[0] == [("off", 6), ("p1", 4), ("p1-next", 2)]
    assert [run.monthly_idr for run in timeline.runs] == [PRICE, 168, PRICE]


def test_the_page_says_who_pays_until_when_and_by_which_payment():
    payment = pay(billed(workers=1), 12 * PRICE)
    worker = Worker.objects.get()

    answer = signed_in(ani()).get(worker.get_absolute_url())

    page = words(answer)
    assert "Cover ended on 30 June 2021." in page
    assert "July 2020 – June 2021 12 Pemerintah Kabupaten Kepulauan Anambas" in page
    assert "Rp201,600 12 × 16,800" in page
    assert payment.get_absolute_url() in answer.text


def test_a_payer_outside_the_readers_regions_is_not_named():
    payer = make_sponsor("pemkab-natuna", name="Pemerintah Natuna", region=make_region("2103"))
    decree = make_decree("SK Natuna", sponsor=payer, region=make_region("2103"))
    worker = make_worker()
    make_enrollment(worker, decree=decree)

    page = words(signed_in(budi()).get(worker.get_absolute_url()))

    assert "Natuna" not in page
    assert "A sponsor outside your region" in page


def test_a_reversed_payment_leaves_the_months_unpaid():
    payment = pay(billed(workers=1), 12 * PRICE)
    reverse_payment(payment=payment, reason="Ganda", on=date(2020, 8, 1), by=ani())

    page = words(signed_in(ani()).get(Worker.objects.get().get_absolute_url()))

    assert "Not covered yet." in page
    assert "Open contributions Rp201,600" in page


@pytest.mark.parametrize("payments", [1, 6], ids=["one payment", "six payments"])
def test_the_page_asks_the_database_as_often_for_one_payment_as_for_many(
    payments, django_assert_num_queries
):
    invoice = billed(workers=1)
    for number in range(payments):
        pay(invoice, PRICE, f"BRK {number}")
    client = signed_in(ani())

    with django_assert_num_queries(33):
        client.get(Worker.objects.get().get_absolute_url())


def test_a_death_shows_what_it_changes_and_then_does_just_that():
    invoice = billed(workers=1)
    pay(invoice, 12 * PRICE)
    worker = Worker.objects.get()
    client = signed_in(budi())
    url = reverse("worker_death", args=[worker.pk])

    seen = client.get(url, {"died_on": "12 Agustus 2020"})
    client.post(url, {"died_on": "2020-08-12"})

    effects = seen.context["effects"]
    assert (effects.months_voided, effects.released_idr) == (10, 168_000)
    assert credit_of(invoice) == effects.released_idr
    assert covered_months(invoice.decree) == {"Sabri": ["2020-07", "2020-08"]}


def test_the_effects_of_a_death_are_those_of_recording_it():
    invoice = billed(workers=1)
    pay(invoice, 4 * PRICE)
    worker = Worker.objects.get()

    effects = death_effects(worker, died_on=date(2020, 8, 12))
    record_death(worker=worker, died_on=date(2020, 8, 12), on=date(2020, 9, 1), by=budi())

    line = InvoiceLine.objects.get()
    assert (effects.credit_note_idr, effects.released_idr) == (line.credited_idr, 2 * PRICE)
    assert effects.less_to_pay_idr == 8 * PRICE
    assert death_effects(worker, died_on=date(2020, 8, 12)).credit_note_idr == 0


@pytest.mark.parametrize("died_on", ["", "31/02/2020", "1 Januari 2999", "1 Januari 1950"], ids=str)
def test_a_day_that_cannot_be_right_is_refused_at_the_field(died_on):
    worker = make_worker()

    answer = signed_in(budi()).post(reverse("worker_death", args=[worker.pk]), {"died_on": died_on})

    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"died_on"}


def test_a_death_is_recorded_by_the_officer_only():
    worker = make_worker()
    url = reverse("worker_death", args=[worker.pk])

    assert signed_in(ani()).get(url).status_code == 403
    assert signed_in(ani()).post(url, {"died_on": "2020-08-12"}).status_code == 403


def test_the_page_of_the_dead_says_so_and_offers_no_second_death():
    worker = make_worker(deceased_on=date(2020, 8, 12))

    answer = signed_in(budi()).get(worker.get_absolute_url())

    assert "Died on 12 August 2020." in words(answer)
    assert reverse("worker_death", args=[worker.pk]) not in answer.text


@pytest.mark.parametrize(
    ("phone", "shown"),
    [("081212345646", "0812••••••46"), ("08123", "•••••"), ("", "")],
    ids=["whole", "short", "none"],
)
def test_the_middle_of_a_telephone_number_is_hidden(phone, shown):
    assert phone_masked(phone) == shown
