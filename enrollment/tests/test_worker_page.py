"""What the page of a worker says beside the cover: at stake, checked, attested, heirs, acts."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.urls import reverse

from enrollment.actions.events import record_death
from enrollment.actions.heirs import name_heir
from enrollment.models import Attestation, Sponsor, Worker
from enrollment.queries.stake import Stake, stake_of
from enrollment.queries.timeline import worker_timeline
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
from enrollment.tests.steps import PRICE, billed, pay
from registry.months import first_of_month
from registry.roles import Role
from registry.tests.factories import make_region, make_user

pytestmark = pytest.mark.django_db


def stake(worker: Worker, on: date) -> Stake | None:
    timeline = worker_timeline(worker, on=on, reader=ani())
    return stake_of(worker, timeline, on=on, days_off=set())


@pytest.mark.parametrize(
    ("on", "unpaid", "lapsed"),
    [
        (date(2020, 9, 14), 0, False),
        (date(2020, 9, 16), 1, False),
        (date(2020, 11, 20), 3, False),
        (date(2020, 12, 20), 4, True),
    ],
    ids=["before the month is due", "one month", "three months", "a fourth"],
)
def test_unpaid_months_put_the_right_off_and_a_fourth_ends_it(on, unpaid, lapsed):
    pay(billed(workers=1), 2 * PRICE)

    found = stake(Worker.objects.get(), on)

    assert len(found.months if found else ()) == unpaid
    assert bool(found and found.is_lapsed) is lapsed


def test_nothing_is_at_stake_for_whom_nobody_ever_paid_or_who_died():
    never = make_enrollment(make_worker(20), decree=make_decree("SK 2")).worker
    pay(billed(workers=1), 2 * PRICE)
    dead = Worker.objects.get(name="Sabri")
    dead.deceased_on = date(2020, 8, 20)

    assert stake(never, date(2020, 12, 20)) is None
    assert stake(dead, date(2020, 12, 20)) is None


def test_who_lapsed_long_ago_is_told_what_it_costs():
    pay(billed(workers=1), 2 * PRICE)

    page = words(signed_in(budi()).get(Worker.objects.get().get_absolute_url()))

    assert "Nobody has paid since September 2020" in page
    assert "If something happens now, no benefit is paid" in page
    assert "PP 44/2015, Pasal 39 ayat (1) dan (2)" in page


def test_the_person_is_told_with_card_work_and_the_register_of_the_population():
    worker = make_worker(
        population_status="matched",
        population_source="Disdukcapil",
        population_checked_on=date(2020, 8, 12),
    )

    page = words(signed_in(budi()).get(worker.get_absolute_url()))

    assert worker.card_number in page
    assert "Matches Disdukcapil, 12 August 2020" in page
    assert "nobody has attested it" in page


def test_the_page_says_who_attested_and_who_recorded_it():
    enrollment = make_enrollment()
    Attestation.objects.create(
        enrollment=enrollment,
        region=enrollment.decree.region,
        statements={},
        attested_by_name="Pak Lurah",
        recorded_by=budi(),
        attested_at=datetime(2020, 7, 14, 3, tzinfo=UTC),
    )

    page = words(signed_in(ani()).get(enrollment.worker.get_absolute_url()))

    assert "attested by Pak Lurah 14 July 2020, recorded by Budi" in page


def test_standing_heirs_are_named_with_relation_and_age():
    worker = make_worker()
    facts: dict[str, Any] = {"born_on": date(2015, 3, 4), "on": date(2020, 9, 20), "by": budi()}
    name_heir(worker=worker, relation="child", name="Mega", **facts)
    struck = name_heir(worker=worker, relation="child", name="Dicoret", **facts)
    struck.voided_on = date(2020, 9, 21)
    struck.save()

    panel = signed_in(ani()).get(worker.get_absolute_url())

    assert [heir.name for heir, _age in panel.context["heirs"]] == ["Mega"]
    assert "Mega Child," in words(panel)


@pytest.mark.parametrize(
    ("role", "offered"),
    [
        (Role.OFFICER, {"worker_correct", "nik_reveal", "claim_report"}),
        (Role.SUPERVISOR, {"worker_correct", "nik_reveal"}),
        (Role.TREASURER, set()),
        (Role.AUDITOR, set()),
    ],
    ids=["officer", "supervisor", "treasurer", "auditor"],
)
def test_acts_are_offered_by_right(role, offered):
    pay(billed(workers=1), 2 * PRICE)
    worker = Worker.objects.get()
    reader = make_user(f"orang-{role}", role=role, region=make_region())

    page = signed_in(reader).get(worker.get_absolute_url()).text

    acts = ("worker_correct", "nik_reveal", "claim_report")
    found = {name for name in acts if f'"{reverse(name, args=[worker.pk])}"' in page}
    assert found == offered
    assert page.count("btn-primary") <= 1


def test_whoever_pays_for_himself_is_named_as_the_worker_not_as_a_sponsor():
    worker = make_worker()
    own = make_sponsor(
        "sabri-sendiri", name="Sabri", kind=Sponsor.Kind.SELF, region=worker.village, worker=worker
    )
    decree = make_decree("Mandiri 1", sponsor=own, fund="SELF", region=worker.village, months=3)
    make_enrollment(worker, decree=decree)

    page = words(signed_in(nur()).get(worker.get_absolute_url()))

    assert "July – September 2020 3 The worker" in page
    assert "Mandiri 1" not in page


def test_a_record_made_one_with_another_leads_there():
    kept = make_worker(0)
    given_up = make_worker(1, withdrawn_on=date(2020, 9, 1), merged_into=kept)

    answer = signed_in(budi()).get(given_up.get_absolute_url())

    assert answer.url == kept.get_absolute_url()
    assert given_up.name in words(signed_in(budi()).get(kept.get_absolute_url()))


def test_cover_that_stands_puts_nothing_at_stake():
    month = first_of_month(date(2020, 10, 15))
    pay(billed(workers=1), 12 * PRICE)

    assert stake(Worker.objects.get(), month) is None


@pytest.mark.parametrize(("reader", "offered"), [(budi, False), (nur, True)], ids=["Budi", "Nur"])
def test_a_recorded_death_can_be_taken_back_by_who_may_decide(reader, offered):
    worker = make_worker()
    died_on = date(2020, 8, 12)
    record_death(worker=worker, died_on=died_on, on=date(2020, 8, 20), by=budi())
    event = worker.events.get()

    page = signed_in(reader()).get(worker.get_absolute_url())

    assert "Events Death 12 August 2020" in words(page)
    assert (reverse("event_undo", args=[event.pk]) in page.text) is offered
