"""Reporting what happened: finding the person, the answer about cover, the report itself."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from claims.models import Claim
from claims.rules.states import Status
from claims.tests.factories import covered_worker, report_accident, report_death, rina
from enrollment.models import Worker
from enrollment.queries.card_statement import statement_of
from enrollment.queries.codes import worker_code
from enrollment.tests.browsing import signed_in, words
from enrollment.tests.factories import ani, budi, citra, make_worker

pytestmark = pytest.mark.django_db

ILLNESS = {
    "cause": "illness",
    "event_on": "12 Agustus 2020",
    "place": "At home, Terempa",
    "account": "Fever for a week.",
    "reporter_name": "Rohana",
    "reporter_relation": "wife",
    "reporter_phone": "0812 3456 7890",
}
ACCIDENT = ILLNESS | {
    "cause": "work_accident",
    "event_on": "5/10/2020",
    "event_time": "14.30",
    "account": "The winch caught his hand.",
    "witnesses": "Ridho, Mega",
}


def report_page(worker: Worker) -> str:
    """Return the address of the report of a worker."""
    return reverse("claim_report", args=[worker.pk])


def cover(worker: Worker, **typed: str) -> str:
    """Return what Budi reads beside the form while he types."""
    answer = signed_in(budi()).get(
        reverse("claim_cover", args=[worker.pk]), typed, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 200
    return words(answer)


@pytest.mark.parametrize(
    "typed",
    ["Sabri 1", "sab", "210501", "2105 0102 0170 0000", "2105.0102-01700000"],
    ids=["name", "part of a name", "begin of a NIK", "whole NIK in groups", "NIK with dots"],
)
def test_the_person_is_found_by_what_the_family_has_at_hand(typed):
    worker = make_worker(1)

    answer = signed_in(budi()).get(reverse("claim_create"), {"q": typed})

    assert report_page(worker) in answer.text
    assert answer.text.count(worker.nik) == 0


@pytest.mark.parametrize("around", ["{}", "https://lindung.example/claims/card/{}/"])
def test_the_code_of_a_card_leads_straight_to_the_report(around):
    worker = make_worker(1)
    typed = around.format(worker_code(worker))

    answer = signed_in(budi()).get(reverse("claim_create"), {"q": typed})

    assert answer.headers["Location"] == report_page(worker)


@pytest.mark.parametrize("around", ["{}", "https://lindung.example/card/{}/"])
def test_the_statement_of_a_card_leads_straight_to_the_report(around):
    worker = make_worker(1)
    typed = around.format(statement_of(worker, date(2021, 7, 1)))

    answer = signed_in(budi()).get(reverse("claim_create"), {"q": typed})

    assert answer.headers["Location"] == report_page(worker)


def test_the_camera_of_a_phone_opens_the_report_from_the_card():
    worker = make_worker(1)
    client = signed_in(budi())

    answer = client.get(reverse("claim_by_card", args=[worker_code(worker)]))

    assert answer.headers["Location"] == report_page(worker)
    assert client.get(reverse("claim_by_card", args=["1.invented"])).status_code == 404


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("2105010203900000", "Nobody in your region is registered with this NIK"),
        ("210501020390000", "This NIK cannot be right"),
        ("2105019999900000", "This NIK cannot be right"),
        ("Somebody Else", "Nobody found"),
    ],
    ids=["unknown NIK", "a digit short", "no birth date in it", "unknown name"],
)
def test_who_is_not_found_is_answered_with_what_to_do(typed, said):
    answer = signed_in(budi()).get(reverse("claim_create"), {"q": typed})

    assert answer.status_code == 200
    assert said in words(answer)


def test_the_search_pages_through_many_of_one_name():
    for serial in range(25):
        make_worker(serial, name=f"Sabri {serial}")
    client = signed_in(budi())

    first = client.get(reverse("claim_create"), {"q": "sabri"})
    second = client.get(reverse("claim_create") + "?" + first.context["page"].next_query)

    shown = [worker.pk for page in (first, second) for worker in page.context["page"].rows]
    assert len(set(shown)) == len(shown) == 25


def test_strangers_see_nobody_and_other_roles_may_not_report():
    worker = make_worker(1)
    code = worker_code(worker)

    stranger, treasurer = signed_in(citra()), signed_in(ani())

    assert worker.name not in words(stranger.get(reverse("claim_create"), {"q": "sabri"}))
    for name, argument in [("claim_report", worker.pk), ("claim_cover", worker.pk)]:
        assert stranger.get(reverse(name, args=[argument])).status_code == 404
        assert treasurer.get(reverse(name, args=[argument])).status_code == 403
    assert stranger.get(reverse("claim_by_card", args=[code])).status_code == 404
    assert stranger.post(report_page(worker), ILLNESS).status_code == 404
    assert treasurer.get(reverse("claim_create")).status_code == 403
    assert not Claim.objects.exists()


def test_a_death_of_an_illness_becomes_a_death_claim_and_ends_the_cover():
    worker = covered_worker()

    answer = signed_in(budi()).post(report_page(worker), ILLNESS)

    claim = Claim.objects.get()
    worker.refresh_from_db()
    assert answer.headers["Location"] == claim.get_absolute_url()
    assert (claim.program, claim.outcome, claim.status) == ("JKM", "death", Status.REPORTED)
    assert (claim.reporter_name, claim.reporter_phone) == ("Rohana", "081234567890")
    assert worker.deceased_on == date(2020, 8, 12)


def test_an_accident_becomes_a_work_accident_claim_with_its_moment():
    worker = covered_worker()

    signed_in(rina()).post(report_page(worker), ACCIDENT)

    claim = Claim.objects.get()
    assert (claim.program, claim.cause, claim.outcome) == ("JKK", "work_accident", "")
    assert f"{timezone.localtime(claim.event_at):%d %H.%M}" == "05 14.30"
    assert claim.witnesses == "Ridho, Mega"


def test_a_death_after_an_accident_keeps_its_own_day():
    worker = covered_worker()

    signed_in(budi()).post(report_page(worker), ACCIDENT | {"died_on": "9 Oktober 2020"})

    claim = Claim.objects.get()
    worker.refresh_from_db()
    assert (claim.program, claim.outcome) == ("JKK", "death")
    assert (claim.event_on, worker.deceased_on) == (date(2020, 10, 5), date(2020, 10, 9))


def test_what_is_not_certain_is_reported_as_suspected():
    worker = covered_worker()

    signed_in(budi()).post(report_page(worker), ACCIDENT | {"suspected": "on"})

    assert Claim.objects.get().status == Status.SUSPECTED


def test_a_draft_needs_the_day_alone_and_ends_no_cover():
    worker = covered_worker()
    typed = {"cause": "illness", "event_on": "12 Agustus 2020", "draft": "1"}

    answer = signed_in(budi()).post(report_page(worker), typed)

    worker.refresh_from_db()
    assert answer.status_code == 302
    assert Claim.objects.get().status == Status.DRAFT
    assert worker.deceased_on is None


def test_the_same_event_reported_twice_is_one_claim():
    worker = covered_worker()
    client = signed_in(budi())

    client.post(report_page(worker), ACCIDENT)
    answer = client.post(report_page(worker), ACCIDENT)

    assert answer.headers["Location"] == Claim.objects.get().get_absolute_url()


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"cause": ""}, "cause", "Choose"),
        ({"event_on": "soon"}, "event_on", "is no date"),
        ({"event_on": "1 Januari 2990"}, "event_on", "has not come yet"),
        ({"event_on": "1 Januari 1960"}, "event_on", "before the birth"),
        ({"event_on": "30 Juni 2015"}, "event_on", "another law held"),
        ({"event_time": "half past two"}, "event_time", "is no time of day"),
        ({"died_on": "4 Oktober 2020"}, "died_on", "before the day above"),
        ({"cause": "illness", "suspected": "on"}, "suspected", "accident or the disease"),
        ({"cause": "other", "died_on": "9 Oktober 2020"}, "died_on", "leave this one empty"),
        ({"reporter_phone": "nobody"}, "reporter_phone", "8 to 15 digits"),
        ({"account": "", "reporter_name": ""}, "account", "Fill in"),
    ],
    ids=[
        "nothing chosen",
        "no date",
        "to come",
        "before the birth",
        "before the law",
        "no time",
        "dead before the accident",
        "an illness is not suspected",
        "two days of one death",
        "no telephone",
        "nothing told",
    ],
)
def test_what_cannot_be_is_refused_beside_its_field_and_nothing_typed_is_lost(changes, field, said):
    worker = covered_worker()

    answer = signed_in(budi()).post(report_page(worker), ACCIDENT | changes)

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert said in words(answer)
    assert "Ridho, Mega" in answer.text
    assert not Claim.objects.exists()


def test_another_day_of_a_recorded_death_is_refused():
    worker = covered_worker()
    report_death(worker)

    answer = signed_in(budi()).post(report_page(worker), ILLNESS | {"event_on": "11/8/2020"})

    assert answer.status_code == 422
    assert "The death is recorded on 12 August 2020" in words(answer)


def test_the_registry_tells_at_once_that_cover_stood_who_paid_and_what_to_bring():
    worker = covered_worker()

    said = cover(worker, cause="illness", event_on="12/8/2020")

    assert "On 12 August 2020 the contribution was paid, and nothing was owed." in said
    assert "Pemerintah Kabupaten Kepulauan Anambas" in said
    assert "July 2020 – June 2021" in said
    assert "Death certificate" in said
    assert "Participant card Not asked" in said


def test_before_a_death_is_recorded_its_effect_is_told():
    worker = covered_worker()

    said = cover(worker, cause="illness", event_on="12/8/2020")

    assert "Cover ends with August 2020." in said
    assert "Rp168,000 that was paid for later months becomes credit of the payer." in said


def test_an_accident_that_nobody_died_of_ends_no_cover():
    said = cover(covered_worker(), cause="work_accident", event_on="12/8/2020")

    assert "Cover ends" not in said
    assert "Doctor's letter" in said


@pytest.mark.parametrize(
    ("event_on", "paid_on", "said"),
    [
        ("18/7/2020", date(2020, 7, 21), "The first contribution was paid on 21 July 2020"),
        ("12/8/2021", date(2020, 7, 21), "one month was owed: July 2021."),
        ("12/12/2021", date(2020, 7, 21), "The law allows 3."),
    ],
    ids=["before the first payment", "a month owed", "more than three months owed"],
)
def test_cover_that_did_not_stand_whole_is_told_with_its_reason(event_on, paid_on, said):
    assert said in cover(covered_worker(paid_on=paid_on), cause="illness", event_on=event_on)


def test_a_worker_for_whom_nothing_was_paid_is_reported_all_the_same():
    said = cover(make_worker(3), cause="illness", event_on="12/8/2020")

    assert "No contribution was ever paid for Sabri 3." in said
    assert "Record it all the same" in said


def test_a_claim_that_the_event_has_already_is_shown_before_a_second_is_written():
    worker = covered_worker()
    claim = report_accident(worker)

    said = cover(worker, cause="work_accident", event_on="5/10/2020")

    assert f"Reported before {claim.number}" in said


def test_too_little_and_impossible_days_are_answered_in_words():
    worker = make_worker(3)

    assert "Write what happened and on which day" in cover(worker)
    assert "has not come yet" in cover(worker, event_on="1/1/2990")
    assert "is no date" in cover(worker, event_on="x")


def test_without_a_script_the_same_answer_stands_on_the_whole_page():
    worker = covered_worker()
    client = signed_in(budi())

    looked = client.post(report_page(worker), ILLNESS | {"look": "1"})
    opened = client.get(
        reverse("claim_cover", args=[worker.pk]),
        {"cause": "illness", "event_on": "12/8/2020", "account": "Fever"},
        follow=True,
    )

    assert "nothing was owed" in words(looked)
    assert "Fever for a week." in looked.text
    assert "nothing was owed" in words(opened)
    assert "Fever" not in opened.redirect_chain[0][0]
    assert not Claim.objects.exists()


def test_no_whole_nik_stands_on_the_pages_of_a_report():
    worker = covered_worker()
    client = signed_in(budi())

    assert worker.nik not in client.get(report_page(worker)).text
    assert worker.nik not in client.get(reverse("claim_create"), {"q": "sabri"}).text
