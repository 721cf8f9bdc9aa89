"""Renewing a decree: who goes on, who does not and why, once and in one step."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from enrollment.actions.invoices import issue_invoice
from enrollment.actions.renewing import (
    AlreadyRenewed,
    NobodyGoesOn,
    NotRenewable,
    RenewalAboveCeiling,
    RenewalAboveQuota,
    Renewed,
    RenewedTooEarly,
    renew_decree,
)
from enrollment.actions.sponsors import DecreeNumberTaken
from enrollment.models import Decree, Enrollment, Worker
from enrollment.queries.renewal import left_out_of, renewal_preview, would_be_left_out
from enrollment.rules.contributions import NoSuchBase
from enrollment.rules.renewing import LeftOut
from enrollment.tests.browsing import signed_in, words
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
from enrollment.tests.steps import billed, pay
from registry.models import AuditEvent
from registry.months import add_months, first_of_month

pytestmark = pytest.mark.django_db

JULY_21 = date(2021, 7, 1)
JUNE = date(2021, 6, 10)
YEAR_IDR = 12 * 16_800


def terms(**changes: Any) -> dict[str, Any]:
    """Return the decree that follows that of 2020."""
    values: dict[str, Any] = {
        "number": "560/90/2021",
        "decided_on": date(2021, 6, 8),
        "since": JULY_21,
        "months": 12,
        "ceiling_idr": 100_000_000,
    }
    return values | changes


def renew(decree: Decree, **changes: Any) -> Renewed:
    """Return what Nur's renewal of a decree came to."""
    facts = {"decree": decree, "on": JUNE, "by": nur(), **terms(), **changes}
    return renew_decree(**facts)


def paid_decree(workers: int = 3) -> Decree:
    """Return a decree whose year from July 2020 is paid."""
    invoice = billed(workers=workers)
    pay(invoice, invoice.total_idr)
    return invoice.decree


def change(decree: Decree, place: int, **changes: Any) -> Worker:
    """Return the worker of a place in the list after something was recorded of him."""
    worker = decree.enrollments.order_by("position")[place].worker
    Worker.objects.filter(pk=worker.pk).update(**changes)
    worker.refresh_from_db()
    return worker


def test_all_members_go_on_in_their_places():
    old = paid_decree()

    renewed = renew(old)

    new = renewed.decree
    assert (renewed.enrolled, dict(renewed.left_out)) == (3, {})
    assert (new.renews, new.sponsor, new.region, new.since) == (
        old,
        old.sponsor,
        old.region,
        JULY_21,
    )
    before, after = (
        list(decree.enrollments.order_by("position").values_list("worker", "position"))
        for decree in (old, new)
    )
    assert after == before
    assert {(e.since, e.until) for e in new.enrollments.all()} == {(JULY_21, date(2022, 7, 1))}


def test_the_renewal_is_billed_and_paid_without_a_gap():
    new = renew(paid_decree()).decree

    invoice = issue_invoice(decree=new, issued_on=JUNE, by=ani())
    pay(invoice, invoice.total_idr, "BRK 2", paid_on=JUNE)

    assert invoice.total_idr == 3 * YEAR_IDR
    worker = new.enrollments.first().worker
    periods = worker.coverage_periods.standing().order_by("since")
    assert [(period.since, period.until) for period in periods][-1] == (
        JULY_21,
        date(2022, 7, 1),
    )


@pytest.mark.parametrize(
    ("recorded", "reason"),
    [
        ({"deceased_on": date(2021, 3, 1)}, LeftOut.DIED),
        ({"moved_away_on": date(2021, 3, 1)}, LeftOut.MOVED),
        ({"withdrawn_on": date(2021, 3, 1)}, LeftOut.WITHDRAWN),
        ({"population_status": "dead"}, LeftOut.REGISTER_DEAD),
        ({"population_status": "moved"}, LeftOut.REGISTER_MOVED),
    ],
    ids=["died", "moved away", "withdrawn", "dead in the register", "moved in the register"],
)
def test_who_cannot_go_on_is_left_out_with_the_reason(recorded, reason):
    old = paid_decree()
    worker = change(old, 1, **recorded)

    renewed = renew(old)

    assert (renewed.enrolled, dict(renewed.left_out)) == (2, {reason.value: 1})
    assert not renewed.decree.enrollments.filter(worker=worker).exists()
    (row,) = left_out_of(old, renewed.decree)
    assert (row.worker, row.reason) == (worker, reason)


def test_a_mismatch_in_the_population_register_is_no_reason():
    old = paid_decree()
    change(old, 1, population_status="mismatched")

    assert renew(old).enrolled == 3


def test_who_left_before_the_end_does_not_come_back():
    old = paid_decree()
    leaving = old.enrollments.order_by("position")[0]
    Enrollment.objects.filter(pk=leaving.pk).update(until=date(2021, 1, 1))

    renewed = renew(old)

    assert dict(renewed.left_out) == {LeftOut.ENDED_EARLY: 1}


def test_who_came_back_under_the_same_decree_goes_on_once():
    old = paid_decree()
    first = old.enrollments.order_by("position")[0]
    Enrollment.objects.filter(pk=first.pk).update(until=date(2021, 1, 1))
    make_enrollment(first.worker, decree=old, since=date(2021, 3, 1), position=9)

    renewed = renew(old)

    assert (renewed.enrolled, dict(renewed.left_out)) == (3, {})


def test_who_is_paid_for_elsewhere_is_left_out():
    old = paid_decree()
    worker = change(old, 0)
    other = make_decree("7/2021", sponsor=make_sponsor("pt-laut"), since=date(2022, 1, 1))
    make_enrollment(worker, decree=other)

    assert dict(renew(old).left_out) == {LeftOut.COVERED_ELSEWHERE: 1}


def test_a_member_past_the_age_limit_goes_on_and_is_counted():
    old = paid_decree()
    change(old, 0, born_on=date(1956, 7, 1))
    new_terms = Decree(**terms(), fund="APBD", wage_base_idr=1_000_000)

    preview = renewal_preview(old, new_terms, known_on=JUNE)

    assert (preview.going_on, preview.over_age) == (3, 1)
    assert renew(old).enrolled == 3


def test_behind_a_gap_in_which_membership_lapses_the_age_limit_holds():
    old = paid_decree()
    change(old, 0, born_on=date(1956, 7, 1))

    three, four = (
        renewal_preview(
            old,
            Decree(**terms(since=since), fund="APBD", wage_base_idr=1_000_000),
            known_on=JUNE,
        )
        for since in (date(2021, 10, 1), date(2021, 11, 1))
    )

    assert dict(three.left_out) == {}
    assert dict(four.left_out) == {LeftOut.OVER_AGE: 1}
    assert four.gap_months == 4


def test_the_preview_says_what_the_act_does():
    old = paid_decree()
    change(old, 1, deceased_on=date(2021, 3, 1))
    new_terms = Decree(**terms(), fund="APBD", wage_base_idr=1_000_000)

    preview = renewal_preview(old, new_terms, known_on=JUNE)

    renewed = renew(old)
    assert (preview.going_on, preview.left_out) == (renewed.enrolled, renewed.left_out)
    assert preview.cost_idr == 2 * YEAR_IDR


def test_the_same_renewal_again_is_the_first_one():
    old = paid_decree()
    change(old, 1, deceased_on=date(2021, 3, 1))

    first, again = renew(old), renew(old)

    assert again == first
    assert AuditEvent.objects.filter(action="decree.renewed").count() == 1


def test_a_decree_is_renewed_once():
    old = paid_decree()
    renew(old)

    with pytest.raises(AlreadyRenewed):
        renew(old, number="560/91/2021")


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"since": date(2021, 6, 1)}, RenewedTooEarly),
        ({"number": "560/112/2020"}, DecreeNumberTaken),
        ({"quota": 2}, RenewalAboveQuota),
        ({"ceiling_idr": 3 * YEAR_IDR - 1}, RenewalAboveCeiling),
        ({"wage_base_idr": 1_100_000}, NoSuchBase),
    ],
    ids=["a month paid already", "a number taken", "quota", "ceiling", "no such band"],
)
def test_what_does_not_fit_is_refused_whole(changes, refusal):
    old = paid_decree()

    with pytest.raises(refusal):
        renew(old, **changes)

    assert Decree.objects.count() == 1


def test_the_ceiling_may_be_used_to_the_last_rupiah():
    assert renew(paid_decree(), ceiling_idr=3 * YEAR_IDR, quota=3).enrolled == 3


def test_a_decree_of_the_dead_alone_is_not_renewed():
    old = paid_decree(workers=1)
    change(old, 0, deceased_on=date(2021, 3, 1))

    with pytest.raises(NobodyGoesOn):
        renew(old)


def test_the_order_of_a_self_payer_is_not_renewed_this_way():
    worker = make_worker()
    payer = make_sponsor("sendiri", kind="self", worker=worker)
    order = make_decree("PM-1", sponsor=payer, fund="SELF", quota=1)
    make_enrollment(worker, decree=order)

    with pytest.raises(NotRenewable):
        renew(order)


@pytest.mark.parametrize("who", [budi, ani, citra], ids=["officer", "treasurer", "next door"])
def test_only_a_supervisor_renews(who):
    old = paid_decree()

    with pytest.raises(PermissionDenied):
        renew(old, by=who())


def test_the_trail_tells_how_many_and_why():
    old = paid_decree()
    change(old, 1, deceased_on=date(2021, 3, 1))

    renew(old)

    facts = AuditEvent.objects.get(action="decree.renewed").facts
    assert (facts["renews"], facts["enrolled"]) == (old.number, 2)
    assert facts["left_out"] == {"died": 1}


def test_a_renewal_takes_as_many_queries_for_three_as_for_forty():
    small, large = paid_decree(3), make_decree("8/2020", sponsor=make_sponsor("pt-laut"))
    for serial in range(50, 90):
        make_enrollment(make_worker(serial), decree=large, position=serial)
    supervisor = nur()
    assert supervisor.held_roles

    asked = []
    for decree in (small, large):
        with CaptureQueriesContext(connection) as queries:
            renew(decree, by=supervisor)
        asked.append(len(queries))

    assert asked[0] == asked[1] <= 25


def test_nothing_stands_against_who_is_no_longer_dead_in_the_register():
    old = paid_decree()
    worker = change(old, 1, population_status="dead")
    new = renew(old).decree
    Worker.objects.filter(pk=worker.pk).update(population_status="matched")

    (row,) = left_out_of(old, new)

    assert row.reason == LeftOut.FREE_AGAIN


def test_before_a_renewal_the_page_says_who_could_not_go_on():
    old = paid_decree()
    worker = change(old, 1, deceased_on=date(2021, 3, 1))

    answer = signed_in(budi()).get(reverse("decree_renewal", args=[old.pk]))

    assert "2 of 3 members could go on today" in words(answer)
    assert worker.name in words(answer)
    assert [row.reason for row in would_be_left_out(old)] == [LeftOut.DIED]


def typed(**changes: str) -> dict[str, str]:
    """Return what is typed for the decree that follows."""
    values = {
        "number": "560/90/2021",
        "decided_on": "8/6/2021",
        "since": "Juli 2021",
        "months": "12",
        "fund": "APBD",
        "wage_base_idr": "1000000",
        "ceiling_idr": "100.000.000",
        "quota": "",
    }
    return values | changes


def test_the_form_proposes_the_month_after_the_old_decree():
    old = paid_decree()

    answer = signed_in(nur()).get(reverse("decree_renew", args=[old.pk]))

    assert answer.context["form"]["since"].value() == "Juli 2021"


def test_a_look_shows_what_happens_and_writes_nothing():
    old = paid_decree()

    answer = signed_in(nur()).get(reverse("decree_renew", args=[old.pk]), typed())

    assert "3 workers go on under decree 560/90/2021" in words(answer)
    assert "Rp604,800" in words(answer)
    assert Decree.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"quota": "2"}, "The quota does not hold all who go on"),
        ({"ceiling_idr": "604.799"}, "The ceiling does not hold all who go on"),
    ],
    ids=["quota", "ceiling"],
)
def test_a_look_says_what_does_not_fit_and_offers_no_act(changes, told):
    old = paid_decree()

    answer = signed_in(nur()).get(reverse("decree_renew", args=[old.pk]), typed(**changes))

    assert told in words(answer)
    assert "Renew for" not in words(answer)


def test_a_first_month_that_is_paid_already_is_refused_at_its_field():
    old = paid_decree()

    answer = signed_in(nur()).get(reverse("decree_renew", args=[old.pk]), typed(since="Juni 2021"))

    assert answer.status_code == 422
    assert "Begin with July 2021, or later." in words(answer)


def test_the_act_leads_to_who_went_on_and_who_did_not():
    old = paid_decree()
    worker = change(old, 1, deceased_on=date(2021, 3, 1))
    client = signed_in(nur())

    answer = client.post(reverse("decree_renew", args=[old.pk]), typed(), follow=True)

    assert answer.redirect_chain == [(reverse("decree_renewal", args=[old.pk]), 302)]
    assert "2 workers go on under decree 560/90/2021" in words(answer)
    assert worker.name in words(answer)
    assert "Has died" in words(answer)


def test_the_list_of_who_did_not_go_on_is_chosen_by_reason():
    old = paid_decree()
    dead = change(old, 0, deceased_on=date(2021, 3, 1))
    moved = change(old, 1, moved_away_on=date(2021, 3, 1))
    client = signed_in(budi())

    answer = client.get(reverse("decree_renewal", args=[old.pk]), {"reason": "moved"})

    rows = [row.worker for row, _why, _what in answer.context["rows"]]
    assert rows == [moved]
    assert dead not in rows


def test_the_page_of_a_renewal_asks_the_same_for_one_as_for_many(django_assert_max_num_queries):
    old = paid_decree(12)
    members = old.enrollments.values("worker")
    Worker.objects.filter(pk__in=members).update(population_status="dead")
    client = signed_in(budi())

    with django_assert_max_num_queries(16):
        client.get(reverse("decree_renewal", args=[old.pk]))


def test_the_page_of_a_decree_that_ends_soon_asks_for_its_renewal():
    today = timezone.localdate()
    month = first_of_month(today)
    invoice = billed(workers=1, issued_on=today, decided_on=today, since=month, months=1)
    pay(invoice, invoice.total_idr, paid_on=today)
    old = invoice.decree

    seen = words(signed_in(nur()).get(old.get_absolute_url()))
    following = add_months(month, 1)
    renew(old, since=following, on=today, decided_on=today)
    seen_after = words(signed_in(nur()).get(old.get_absolute_url()))

    assert "Next: renew it before" in seen
    assert "Next: renew it before" not in seen_after
    assert "Renewed by decree 560/90/2021" in seen_after
