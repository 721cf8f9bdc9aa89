"""The signed statement on a card: what it holds, who can write one, and the page that proves it."""

import json
from datetime import date

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from enrollment.models import CoveragePeriod, Worker
from enrollment.queries.card_statement import (
    holder_of,
    read_statement,
    standing_of,
    statement_of,
)
from enrollment.queries.codes import worker_code
from enrollment.rules.cards import CardStanding, card_standing, initials, unbroken_until
from enrollment.tests.browsing import signed_in, words
from enrollment.tests.factories import budi, citra, make_worker
from enrollment.tests.steps import billed, pay
from registry.card_numbers import card_number
from registry.months import add_months, first_of_month

JAN, APR, JUL, OCT = (date(2027, month, 1) for month in (1, 4, 7, 10))


@pytest.fixture(autouse=True)
def _nobody_asked_yet():
    cache.clear()


def covered(*, ahead: int = 12) -> Worker:
    """Return a worker who is covered from this month on."""
    month = first_of_month(timezone.localdate())
    today = timezone.localdate()
    invoice = billed(workers=1, issued_on=today, decided_on=today, since=month, months=ahead)
    pay(invoice, invoice.total_idr, paid_on=today)
    return Worker.objects.get(lines__invoice=invoice)


def until_of(worker: Worker) -> date:
    return CoveragePeriod.objects.standing().get(worker=worker).until


def page_of(statement: str, client: Client | None = None):
    browser = client or Client()
    browser.cookies["django_language"] = "en"
    return browser.get(reverse("card_verify", args=[statement]))


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Marzuki Salim", "MS"),
        ("Raja Haji Muhammad Syamsuddin", "RHM"),
        ("Éka 'Aisyah", "EA"),
        ("李明", "X"),
        ("", "X"),
    ],
    ids=["two words", "three words at most", "accents", "no letter from A to Z", "no name"],
)
def test_initials_are_letters_of_the_first_three_words(name, letters):
    assert initials(name) == letters


@pytest.mark.parametrize(
    ("periods", "until"),
    [
        ([(JAN, JUL)], JUL),
        ([(JAN, APR), (APR, JUL)], JUL),
        ([(JAN, APR), (JUL, OCT)], APR),
        ([(APR, JUL)], JUL),
        ([], None),
    ],
    ids=["one period", "two without a break", "a break", "ahead", "nothing"],
)
def test_cover_reaches_to_its_first_break(periods, until):
    assert unbroken_until(periods, JAN) == until


@pytest.mark.parametrize(
    ("printed", "month", "periods", "said"),
    [
        (JUL, APR, [(JAN, JUL)], CardStanding.STANDS),
        (JUL, APR, [(JAN, JUL), (JUL, OCT)], CardStanding.STANDS),
        (APR, APR, [(JAN, JUL)], CardStanding.STANDS),
        (OCT, APR, [(JAN, JUL)], CardStanding.SHORTER),
        (OCT, JAN, [(JUL, OCT)], CardStanding.AHEAD),
        (APR, APR, [], CardStanding.ENDED),
        (JUL, APR, [], CardStanding.NO_LONGER),
    ],
    ids=[
        "as printed",
        "renewed",
        "printed before a renewal",
        "ends before the printed month",
        "begins later",
        "over as printed",
        "taken away",
    ],
)
def test_a_genuine_card_is_compared_with_the_register(printed, month, periods, said):
    assert card_standing(printed_until=printed, month=month, periods=periods) == said


@pytest.mark.django_db
def test_a_statement_says_number_initials_and_month_and_nothing_else():
    worker = make_worker(name="Marzuki Salim")

    text = statement_of(worker, JUL)

    stated = read_statement(text)
    assert stated is not None
    assert (stated.number, stated.initials, stated.until) == (worker.card_number, "MS", JUL)
    assert worker.nik not in text
    assert "Marzuki" not in text


@pytest.mark.django_db
def test_a_statement_that_was_changed_is_not_ours():
    worker = make_worker(name="Marzuki Salim")
    text = statement_of(worker, JUL)
    other_number = card_number(worker.pk + 1)
    number, letters, month, signature = text.split("-", 3)

    changed = [
        f"{number}-{letters}-202812-{signature}",
        f"{number}-XX-{month}-{signature}",
        f"{other_number}-{letters}-{month}-{signature}",
        f"{number}-{letters}-{month}-{signature[:-1]}",
        f"{number}-{letters}-{month}-{signature[::-1]}",
        f"{number}-{letters}-{month}",
        "\u0661" + text[1:],
        "",
        "x",
    ]

    assert [read_statement(other) for other in changed] == [None] * len(changed)


@pytest.mark.django_db
def test_a_card_of_the_key_before_is_still_ours(settings):
    text = statement_of(make_worker(), JUL)

    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key, since Monday"

    assert read_statement(text) is not None
    settings.SECRET_KEY_FALLBACKS = []
    assert read_statement(text) is None


@pytest.mark.django_db
def test_the_card_of_a_merged_record_is_answered_by_the_record_kept():
    kept = covered()
    given_up = make_worker(8, withdrawn_on=date(2020, 9, 1), merged_into=kept, name="Marzuki Salim")
    stated = read_statement(statement_of(given_up, until_of(kept)))

    assert stated is not None
    assert standing_of(stated, on=timezone.localdate()) == CardStanding.STANDS


@pytest.mark.django_db
def test_the_card_of_a_record_merged_twice_is_answered_by_the_last_one_kept():
    kept = covered()
    between = make_worker(8, withdrawn_on=date(2020, 10, 1), merged_into=kept)
    first = make_worker(9, withdrawn_on=date(2020, 9, 1), merged_into=between)
    stated = read_statement(statement_of(first, until_of(kept)))

    assert stated is not None
    assert holder_of(stated) == kept


@pytest.mark.django_db
def test_a_stranger_learns_that_the_card_is_genuine_and_no_name(django_assert_num_queries):
    worker = covered()
    statement = statement_of(worker, until_of(worker))

    with django_assert_num_queries(2):
        answer = page_of(statement)

    assert answer.status_code == 200
    seen = words(answer)
    assert "This card is genuine, and the cover stands" in seen
    assert worker.name not in answer.text
    assert worker.nik not in answer.text
    assert "Report an event" not in seen
    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "no-referrer"


@pytest.mark.django_db
def test_the_page_does_not_say_that_the_holder_died():
    worker = covered()
    statement = statement_of(worker, until_of(worker))
    Worker.objects.filter(pk=worker.pk).update(deceased_on=timezone.localdate())

    seen = words(page_of(statement))

    assert "This card is genuine, but ask the office" in seen
    assert "died" not in seen


@pytest.mark.django_db
def test_a_card_whose_months_are_over_is_genuine_and_ended():
    worker = covered(ahead=1)
    before = add_months(first_of_month(timezone.localdate()), -3)
    CoveragePeriod.objects.filter(worker=worker).update(since=before, until=add_months(before, 1))

    seen = words(page_of(statement_of(worker, add_months(before, 1))))

    assert "This card is genuine, and its cover has ended" in seen


@pytest.mark.django_db
def test_an_invented_statement_is_told_to_be_none_of_ours():
    answer = page_of("00000000018-MS-202706-AAAAAAAAAAAAAAAAAAAAAA")

    assert answer.status_code == 404
    assert "This is not a card of Lindung" in words(answer)


@pytest.mark.django_db
def test_staff_of_the_region_go_on_to_the_report_and_others_do_not():
    worker = covered()
    statement = statement_of(worker, until_of(worker))
    report = reverse("claim_by_card", args=[worker_code(worker)])

    own, strange = (page_of(statement, signed_in(user)).text for user in (budi(), citra()))

    assert report in own
    assert report not in strange
    assert worker.get_absolute_url() not in strange


@pytest.mark.django_db
def test_who_asks_too_often_is_told_to_wait():
    # more than twice the share: whenever the minute turns, one of the two is used up
    answers = [page_of("x").status_code for _ in range(62)]

    assert answers[0] == 404
    assert 429 in answers


@pytest.mark.django_db
@pytest.mark.parametrize("form", ["text", "json"])
def test_the_command_proves_a_card(capsys, form):
    worker = covered()
    statement = statement_of(worker, until_of(worker))

    call_command("verify_card", f"https://lindung.example/card/{statement}/", f"--format={form}")

    told = capsys.readouterr().out
    assert worker.card_number in told
    assert worker.name not in told
    if form == "json":
        assert json.loads(told)["register"] == "stands"


@pytest.mark.django_db
def test_the_command_ends_with_one_for_what_is_not_ours(capsys):
    with pytest.raises(SystemExit) as ended:
        call_command("verify_card", "x", "--format=json")

    assert ended.value.code == 1
    assert json.loads(capsys.readouterr().out)["genuine"] is False
