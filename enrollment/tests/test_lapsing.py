"""Cover about to end: whose, who pays on, and what keeping it costs."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from enrollment.actions.invoices import bill
from enrollment.exports.lapse_letter import write_letters
from enrollment.models import Decree, Worker
from enrollment.queries.lapse_letters import notices, periods_to_write_about
from enrollment.queries.lapsing import (
    in_arrears,
    lapses,
    lapsing,
    next_payers,
)
from enrollment.rules.lapsing import ARREARS, LapseChoice
from enrollment.tests.browsing import signed_in, words
from enrollment.tests.factories import (
    budi,
    citra,
    make_decree,
    make_enrollment,
    make_sponsor,
    make_worker,
)
from enrollment.tests.paper import paper_text
from enrollment.tests.steps import billed, pay
from registry.months import add_months, first_of_month
from registry.roles import Permission
from registry.tests.factories import make_region, make_user

pytestmark = pytest.mark.django_db

MAY = date(2021, 5, 3)
JULY = date(2021, 7, 1)
YEAR_IDR = 12 * 16_800
RIGHT = Permission.WORKER_REGISTER


def paid_decree(workers: int = 3, **changes: Any) -> Decree:
    """Return a decree whose year from July 2020 is paid: it ends with June 2021."""
    invoice = billed(workers=workers, **changes)
    pay(invoice, invoice.total_idr)
    return invoice.decree


def ending(on: date = MAY, **choice: Any) -> list[str]:
    """Return the names of whose cover ends as chosen, as Budi sees it."""
    found = lapsing(budi(), on=on, choice=LapseChoice(**choice))
    return sorted(found.values_list("worker__name", flat=True))


def worker_of(decree: Decree, place: int) -> Worker:
    return decree.enrollments.order_by("position")[place].worker


@pytest.mark.parametrize(
    ("on", "days", "workers"),
    [
        (date(2021, 5, 1), 60, 0),
        (date(2021, 5, 2), 60, 3),
        (date(2021, 5, 2), 30, 0),
        (date(2021, 6, 1), 30, 3),
        (date(2021, 6, 30), 30, 3),
        (date(2021, 7, 1), 90, 0),
    ],
    ids=[
        "one day too early",
        "sixty days before",
        "not within thirty",
        "thirty days before",
        "the last day",
        "ended already",
    ],
)
def test_cover_stands_on_the_list_so_many_days_before_its_end(on, days, workers):
    paid_decree()

    assert len(ending(on, days=days)) == workers


def test_cover_that_goes_on_paid_does_not_end():
    old = paid_decree()
    following = make_decree("9/2021", since=JULY, decided_on=MAY)
    make_enrollment(worker_of(old, 0), decree=following)

    found = lapses(budi(), on=MAY, choice=LapseChoice(60))

    assert (found.whole.workers, found.whole.going_on, found.whole.to_keep) == (3, 1, 2)
    assert found.whole.keep_idr == 2 * YEAR_IDR


@pytest.mark.parametrize(
    "recorded",
    [
        {"deceased_on": date(2021, 3, 1)},
        {"moved_away_on": date(2021, 3, 1)},
        {"withdrawn_on": date(2021, 3, 1)},
    ],
    ids=["died", "moved away", "withdrawn"],
)
def test_who_is_not_insured_here_any_more_loses_nothing(recorded):
    decree = paid_decree()
    Worker.objects.filter(pk=worker_of(decree, 0).pk).update(**recorded)

    assert len(ending(days=60)) == 2


def test_what_ends_is_counted_by_month_payer_and_village():
    first = paid_decree(2)
    make_decree("8/2020", sponsor=make_sponsor("pt-laut", name="PT Laut"))
    terempa = worker_of(first, 0)
    Worker.objects.filter(pk=terempa.pk).update(village=make_region("2105032001"))

    found = lapses(budi(), on=MAY, choice=LapseChoice(60))

    assert [(group.key, group.workers) for group in found.by_month] == [(JULY, 2)]
    assert [(group.key, group.workers) for group in found.by_sponsor] == [(first.sponsor, 2)]
    assert {group.key.name: group.keep_idr for group in found.by_village} == {
        "Terempa": YEAR_IDR,
        "Nyamuk": YEAR_IDR,
    }
    assert dict(found.in_window) == {30: 0, 60: 2, 90: 2}


@pytest.mark.parametrize(
    ("choice", "workers"),
    [
        ({}, 2),
        ({"village": "210503"}, 1),
        ({"village": "2105011001"}, 1),
        ({"month": JULY}, 2),
        ({"month": date(2021, 6, 1)}, 0),
        ({"sponsor": 0}, 0),
        ({"sponsor": 10**17}, 0),
    ],
    ids=["all", "a district", "a village", "its month", "another month", "self-payers", "nobody"],
)
def test_the_list_is_chosen_by_village_month_and_payer(choice, workers):
    decree = paid_decree(2)
    Worker.objects.filter(pk=worker_of(decree, 0).pk).update(village=make_region("2105032001"))

    found = lapses(budi(), on=MAY, choice=LapseChoice(60, **choice))

    assert len(ending(days=60, **choice)) == workers
    assert found.chosen.workers == workers


def test_a_strange_query_string_chooses_everything():
    odd = {"days": "7", "sponsor": "x", "village": "२१", "month": "2021-13"}

    assert LapseChoice.read(odd) == LapseChoice(60)


def test_a_choice_survives_the_way_into_a_job():
    choice = LapseChoice(30, sponsor=4, village="2105", month=JULY)

    assert LapseChoice.read(choice.facts()) == choice


def self_paid(serial: int, since: date) -> Worker:
    """Return a worker who paid one month for himself."""
    worker = make_worker(serial)
    payer = make_sponsor(f"sendiri-{serial}", name=worker.name, kind="self", worker=worker)
    order = make_decree(f"PM-{serial}", sponsor=payer, fund="SELF", since=since, months=1, quota=1)
    make_enrollment(worker, decree=order)
    invoice = bill(decree=order, issued_on=since, by=budi())
    pay(invoice, invoice.total_idr, f"BRK {serial}", paid_on=invoice.issued_on)
    return worker


@pytest.mark.parametrize(
    ("on", "behind"),
    [
        (date(2021, 1, 31), 0),
        (date(2021, 2, 1), 1),
        (date(2021, 5, 17), 1),
        (date(2021, 5, 18), 0),
    ],
    ids=["still covered", "the day after", "the fourth month is due", "four months unpaid"],
)
def test_a_self_payer_is_behind_for_three_months(on, behind):
    self_paid(1, date(2021, 1, 1))

    assert in_arrears(budi(), on=on) == behind
    found = lapses(budi(), on=on, choice=LapseChoice(ARREARS))
    assert found.whole.workers == behind


def test_next_payers_are_named_where_they_lie_in_scope():
    old = paid_decree(2)
    following = make_decree("9/2021", since=JULY, decided_on=MAY)
    make_enrollment(worker_of(old, 0), decree=following)
    periods = list(lapsing(budi(), on=MAY, choice=LapseChoice(60)))
    dedi = make_user("dedi", region=make_region("210501"))

    for reader, named in ((budi(), following.sponsor), (dedi, None)):
        (payer,) = next_payers(periods, reader).values()
        assert payer.sponsor == named


def test_a_stranger_s_list_is_empty():
    paid_decree()

    assert not lapsing(citra(), on=MAY, choice=LapseChoice(60)).exists()
    assert lapses(citra(), on=MAY, choice=LapseChoice(60)).whole.workers == 0


def test_a_payer_outside_of_the_reader_s_regions_is_counted_without_a_name():
    paid_decree()
    dedi = make_user("dedi", region=make_region("210501"))

    found = lapses(dedi, on=MAY, choice=LapseChoice(60))

    assert [(group.key, group.workers) for group in found.by_sponsor] == [(None, 3)]


def soon() -> Decree:
    """Return a decree whose cover ends with this month."""
    today = timezone.localdate()
    month = first_of_month(today)
    invoice = billed(workers=3, issued_on=today, decided_on=today, since=month, months=1)
    pay(invoice, invoice.total_idr, paid_on=today)
    return invoice.decree


def test_the_page_says_how_many_and_what_keeping_them_costs():
    soon()

    answer = signed_in(budi()).get(reverse("lapse_list"), {"days": "60"})

    assert answer.status_code == 200
    assert "3 workers lose cover within 60 days" in words(answer)
    assert "Rp604,800" in words(answer)
    assert "Nobody yet" in words(answer)


def test_the_page_of_who_is_behind_counts_the_other_windows_too():
    soon()
    self_paid(9, add_months(first_of_month(timezone.localdate()), -1))

    answer = signed_in(budi()).get(reverse("lapse_list"), {"days": ARREARS})

    assert answer.status_code == 200
    assert "In 60 days 3" in words(answer)
    assert "Self-paid, already ended 1" in words(answer)


def test_the_page_masks_nik_and_telephone():
    decree = soon()
    worker = worker_of(decree, 0)
    Worker.objects.filter(pk=worker.pk).update(phone="081234567890")

    answer = signed_in(budi()).get(reverse("lapse_list"), {"days": "60"})

    assert worker.nik not in answer.text
    assert "081234567890" not in answer.text
    assert "0812••••••90" in answer.text


@pytest.mark.parametrize("asked", ["9" * 5000, "²", "0"], ids=["huge", "no digit", "zero"])
def test_keys_that_no_database_reads_choose_nothing_and_break_nothing(asked):
    query = {"village": asked, "sponsor": asked, "batch": asked}

    answers = [
        signed_in(budi()).get(reverse(name), query) for name in ("lapse_list", "card_create")
    ]

    assert [answer.status_code for answer in answers] == [200, 200]


@pytest.mark.parametrize("by", ["month", "sponsor", "village"])
def test_the_page_asks_the_same_for_one_as_for_many(django_assert_max_num_queries, by):
    soon()
    client = signed_in(budi())

    with django_assert_max_num_queries(22):
        client.get(reverse("lapse_list"), {"days": "90", "by": by})


def test_an_empty_page_says_what_will_stand_here():
    answer = signed_in(budi()).get(reverse("lapse_list"))

    assert "Nobody loses cover within 60 days" in words(answer)


def letters_text(on: date = MAY, **choice: Any) -> str:
    """Return the words of the letters that Budi prints."""
    file = BytesIO()
    periods = periods_to_write_about(budi(), on=on, choice=LapseChoice(**choice), right=RIGHT)
    write_letters(file, notices(periods, on=on, reader=budi()), on=on)
    return paper_text(file.getvalue())


def test_a_letter_says_what_ends_when_what_to_do_and_what_it_costs():
    paid_decree(1)

    text = letters_text(days=60)

    assert text.count("30 Juni 2021") == 2
    assert "Rp16.800" in text
    assert "Rp201.600" in text
    assert "15 Juli 2021" in text
    assert "2105••••••••0000" in text


def test_no_letter_goes_to_who_stands_under_a_next_decree():
    old = paid_decree(2)
    make_enrollment(worker_of(old, 0), decree=make_decree("9/2021", since=JULY))

    text = letters_text(days=60)

    assert worker_of(old, 1).name in text
    assert text.count("2105••••••••0000") == 1


def test_a_letter_to_a_self_payer_who_is_behind_speaks_of_the_past():
    self_paid(1, date(2021, 1, 1))

    text = letters_text(date(2021, 2, 3), days=ARREARS)

    assert "31 Januari 2021" in text
    assert "Rp16.800" in text
