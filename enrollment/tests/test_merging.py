"""Two records of one person: joined, refused with every reason, and parted again."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import translation

from enrollment.actions.events import record_death, undo_event
from enrollment.actions.invoices import issue_invoice
from enrollment.actions.merging import MergeUnsafe, merge_workers, undo_merge
from enrollment.actions.orders import cancel_order
from enrollment.actions.payments import post_payment, reverse_payment
from enrollment.models import (
    CoverageCount,
    CoveragePeriod,
    Enrollment,
    Heir,
    Merge,
    Payment,
    Worker,
    WorkerEvent,
)
from enrollment.queries.merging import possible_duplicates
from enrollment.queries.own import own_standing
from enrollment.queries.self_payers import open_by_worker
from enrollment.tests.books import assert_books_balance
from enrollment.tests.browsing import signed_in, words
from enrollment.tests.factories import (
    VILLAGE,
    ani,
    budi,
    citra,
    make_decree,
    make_enrollment,
    make_worker,
    nur,
)
from enrollment.tests.ordering import ordered_and_paid
from registry.models import AuditEvent
from registry.tests.factories import make_region

pytestmark = pytest.mark.django_db

TODAY = date(2021, 8, 2)
REASON = "KTP dan KK dilihat bersama orangnya"
LATER = date(2021, 7, 1)


def twins(**changes) -> tuple[Worker, Worker]:
    """Return a record covered for 2020/21, and one of the same person covered for 2021/22."""
    kept, other = make_worker(1, name="Sabri"), make_worker(2, name="Sabry", **changes)
    cover(kept, make_decree("SK 2020"))
    cover(other, make_decree("SK 2021", since=LATER, decided_on=date(2021, 7, 5)))
    return kept, other


def cover(worker: Worker, decree) -> Payment:
    make_enrollment(worker, decree=decree)
    invoice = issue_invoice(decree=decree, issued_on=decree.decided_on, by=ani())
    return post_payment(
        invoice=invoice,
        reference=f"BRK {invoice.pk}",
        amount_idr=invoice.total_idr,
        paid_on=decree.decided_on,
        by=ani(),
    )


def join(kept: Worker, other: Worker, *take: str, by=None) -> Merge:
    return merge_workers(
        kept=kept, given_up=other, take=take, reason=REASON, on=TODAY, by=by or nur()
    )


def told(kept: Worker, other: Worker) -> str:
    with translation.override("en"), pytest.raises(MergeUnsafe) as refusal:
        join(kept, other)
    assert Merge.objects.count() == 0
    return str(refusal.value)


def test_months_heirs_and_memberships_move_to_the_kept_record():
    kept, other = twins()
    Heir.objects.create(worker=other, relation="spouse", name="Salmah", recorded_by=budi())

    merge = join(kept, other)

    assert set(CoveragePeriod.objects.values_list("worker", flat=True)) == {kept.pk}
    assert set(Enrollment.objects.values_list("worker", flat=True)) == {kept.pk}
    assert Heir.objects.get().worker == kept
    other.refresh_from_db()
    assert (other.merged_into, other.withdrawn_on) == (kept, TODAY)
    assert len(merge.moved["enrollment"]) == 1
    assert_books_balance()


def test_the_counts_follow_the_person_to_the_village_of_the_kept_record():
    kept, other = twins(village=make_region("2105032001"))

    join(kept, other)

    assert not CoverageCount.objects.filter(village="2105032001", participants__gt=0).exists()
    assert CoverageCount.objects.get(village=VILLAGE, month=LATER).participants == 1
    assert_books_balance()


def test_a_field_taken_over_can_be_given_back():
    kept, other = twins(village=make_region("2105032001"))

    merge = join(kept, other, "name", "village", "born_on")
    kept.refresh_from_db()
    taken = (kept.name, kept.village_id, kept.born_on, kept.name_key)
    undo_merge(merge=merge, reason="Dua orang", by=nur())

    assert taken == ("Sabry", "2105032001", other.born_on, other.name_key)
    kept.refresh_from_db()
    assert (kept.name, kept.village_id) == ("Sabri", VILLAGE)
    assert_books_balance()


def test_a_nik_taken_over_changes_places_so_that_both_stay_on_record():
    kept, other = twins()
    before = kept.nik, other.nik

    merge = join(kept, other, "nik")
    after = [Worker.objects.get(pk=worker.pk).nik for worker in (kept, other)]
    undo_merge(merge=merge, reason="Dua orang", by=nur())

    assert after == list(reversed(before))
    assert Worker.objects.get(pk=kept.pk).nik == before[0]
    assert Worker.objects.get(pk=other.pk).nik == before[1]


def test_parting_gives_everything_back_with_what_was_paid_since():
    kept, other = twins()
    merge = join(kept, other)
    payment = Payment.objects.latest("pk")
    reverse_payment(payment=payment, reason="Salah", on=TODAY, by=ani())
    post_payment(
        invoice=payment.invoice,
        reference="BRK BARU",
        amount_idr=payment.amount_idr,
        paid_on=TODAY,
        by=ani(),
    )

    undo_merge(merge=merge, reason="Dua orang", by=nur())

    other.refresh_from_db()
    assert (other.merged_into, other.withdrawn_on) == (None, None)
    standing = CoveragePeriod.objects.standing()
    assert standing.get(worker=other).since == LATER
    assert standing.get(worker=kept).until == LATER
    assert_books_balance()


def test_cover_begun_anew_since_goes_back_with_the_membership_that_it_follows():
    kept, other = twins()
    merge = join(kept, other)
    kept.refresh_from_db()
    record_death(worker=kept, died_on=TODAY, on=TODAY, by=budi())
    undo_event(event=WorkerEvent.objects.get(), reason="Salah orang", on=TODAY, by=nur())

    undo_merge(merge=merge, reason="Dua orang", by=nur())

    standing = Enrollment.objects.standing()
    assert set(standing.filter(decree__number="SK 2021").values_list("worker", flat=True)) == {
        other.pk
    }
    assert standing.get(worker=kept).until == LATER
    assert_books_balance()


def test_a_membership_in_the_others_place_from_before_stays_with_its_record():
    kept, other = make_worker(1), make_worker(2)
    decree = make_decree("SK 2020")
    first = make_enrollment(other, decree=decree, until=date(2020, 9, 1))
    own = make_enrollment(kept, decree=decree, since=date(2020, 9, 1), replaces=first)
    merge = join(kept, other)

    undo_merge(merge=merge, reason="Dua orang", by=nur())

    assert list(Enrollment.objects.filter(worker=kept)) == [own]


def test_the_answer_of_the_population_register_goes_where_its_nik_goes():
    kept, other = twins()
    answer = {"population_checked_on": LATER, "population_source": "Disdukcapil"}
    Worker.objects.filter(pk=kept.pk).update(population_status="mismatched", **answer)

    merge = join(kept, other, "nik")
    joined = [Worker.objects.get(pk=worker.pk).population_status for worker in (kept, other)]
    undo_merge(merge=merge, reason="Dua orang", by=nur())

    assert joined == ["unchecked", "mismatched"]
    kept.refresh_from_db()
    assert (kept.population_status, kept.population_checked_on) == ("mismatched", LATER)


def test_an_order_placed_under_the_record_given_up_is_taken_back_from_the_kept_one():
    kept, other = make_worker(1), make_worker(2)
    ordered_and_paid(kept, 3, on=date(2021, 3, 10))
    invoice = ordered_and_paid(other, 3, on=date(2021, 6, 10))
    join(kept, other)
    reverse_payment(payment=invoice.payments.get(), reason="Salah", on=TODAY, by=ani())

    waiting = own_standing(kept, on=TODAY).open_invoice
    owed = open_by_worker([kept, other])
    cancel_order(invoice=invoice, on=TODAY, by=budi())

    assert (waiting, owed) == (invoice, {kept.pk: 3 * 16_800})
    assert open_by_worker([kept, other]) == {}
    assert_books_balance()


def test_what_was_corrected_since_stays_when_they_are_parted():
    kept, other = twins()
    merge = join(kept, other, "name")
    Worker.objects.filter(pk=kept.pk).update(name="Sabri bin Ali")

    undo_merge(merge=merge, reason="Dua orang", by=nur())

    kept.refresh_from_db()
    assert kept.name == "Sabri bin Ali"


def test_joining_and_parting_twice_changes_nothing():
    kept, other = twins()

    merge = join(kept, other)
    again = join(kept, other)
    undo_merge(merge=merge, reason="Dua orang", by=nur())
    parted = undo_merge(merge=merge, reason="Sekali lagi", by=nur())

    assert again == merge
    assert parted.undo_reason == "Dua orang"
    assert AuditEvent.objects.filter(action__in=["worker.merged", "worker.parted"]).count() == 2


def test_records_parted_can_be_joined_again():
    kept, other = twins()
    undo_merge(merge=join(kept, other), reason="Keliru", by=nur())

    merge = join(kept, other)

    assert merge.undone_at is None
    assert_books_balance()


def test_months_paid_twice_stand_against_it():
    kept, other = make_worker(1), make_worker(2)
    cover(kept, make_decree("SK 1"))
    cover(other, make_decree("SK 2", months=3))

    refusal = told(kept, other)

    assert "– September 2020" in refusal
    assert "paid twice" in refusal


def test_memberships_of_the_same_months_stand_against_it():
    kept, other = make_worker(1), make_worker(2)
    make_enrollment(kept, decree=make_decree("SK 1"))
    make_enrollment(other, decree=make_decree("SK 2"))

    assert "billed twice" in told(kept, other)


@pytest.mark.parametrize(
    ("mine", "theirs", "part"),
    [
        (date(2021, 1, 1), date(2021, 1, 2), "two days of death"),
        (None, date(2021, 1, 2), "Only the record to be given up knows of the death"),
    ],
    ids=["two days of death", "only the other is dead"],
)
def test_a_death_that_would_be_lost_stands_against_it(mine, theirs, part):
    kept, other = make_worker(1, deceased_on=mine), make_worker(2, deceased_on=theirs)

    assert part in told(kept, other)


def test_cover_after_the_month_of_death_stands_against_it_until_the_death_is_there_too():
    kept, other = twins()
    record_death(worker=kept, died_on=date(2021, 7, 10), on=TODAY, by=budi())
    kept.refresh_from_db()

    refusal = told(kept, other)
    record_death(worker=other, died_on=date(2021, 7, 10), on=TODAY, by=budi())
    merge = join(kept, other)
    undo_merge(merge=merge, reason="Dua orang", by=nur())

    assert WorkerEvent.objects.standing().filter(worker=other).count() == 1
    assert "2021, and the other goes on after that month" in refusal
    assert CoveragePeriod.objects.standing().latest("until").until == date(2021, 8, 1)
    assert_books_balance()


def test_only_a_supervisor_of_both_regions_joins():
    kept, other = make_worker(1), make_worker(2, village=make_region("2103042005"))

    for person in (budi(), nur(), citra()):
        with pytest.raises(PermissionDenied):
            join(kept, other, by=person)


def test_people_who_look_alike_are_listed_once_for_each_person():
    first = make_worker(1, name="Muhammad Sabri")
    make_worker(2, name="Moh. Sabri", born_on=first.born_on)
    make_worker(3, name="Sabri Lain")

    groups = possible_duplicates(Worker.objects.visible_to(nur()), most=50)

    assert [[worker.name for worker in group.workers] for group in groups] == [
        ["Muhammad Sabri", "Moh. Sabri"]
    ]


def test_the_pages_lead_from_the_likeness_to_one_record_and_back():
    first = make_worker(1, name="Muhammad Sabri")
    second = make_worker(2, name="Moh. Sabri", born_on=first.born_on, phone="081234567890")
    browser = signed_in(nur())

    listed = browser.get("/workers/duplicates/")
    found = browser.get(f"/workers/{first.pk}/merge/")
    compared = browser.get(f"/workers/{first.pk}/merge/", {"other": second.pk})
    refused = browser.post(f"/workers/{first.pk}/merge/", {"other": second.pk})
    joined = browser.post(
        f"/workers/{first.pk}/merge/",
        {"other": second.pk, "from_phone": "other", "reason": REASON},
        follow=True,
    )
    parted = browser.post(
        f"/workers/merges/{Merge.objects.get().pk}/undo/", {"reason": "Keliru"}, follow=True
    )

    assert "1 person may stand on record twice" in words(listed)
    assert "Compare" in words(found)
    assert "Is this one person: Muhammad Sabri?" in words(compared)
    assert refused.status_code == 422
    assert "Muhammad Sabri has one record now" in words(joined)
    assert "The two records were parted again" in words(parted)
    first.refresh_from_db()
    assert first.phone == ""


def test_the_page_says_what_stands_against_it_and_changes_nothing():
    kept, other = make_worker(1), make_worker(2)
    make_enrollment(kept, decree=make_decree("SK 1"))
    make_enrollment(other, decree=make_decree("SK 2"))

    page = signed_in(nur()).get(f"/workers/{kept.pk}/merge/", {"other": other.pk})

    assert "These two records cannot be joined now" in words(page)
    assert "billed twice" in words(page)


def test_a_whole_nik_is_never_shown_and_the_digits_that_differ_are():
    first, second = make_worker(1), make_worker(2)

    page = signed_in(nur()).get(f"/workers/{first.pk}/merge/", {"other": second.pk})

    assert first.nik not in page.text
    assert second.nik not in page.text
    assert "2105•••2" in words(page)


@pytest.mark.parametrize("who", [0, 1], ids=["the kept one", "the other"])
def test_a_move_that_only_one_record_knows_of_stands_against_it(who):
    records = make_worker(1), make_worker(2)
    records[who].moved_away_on = date(2021, 5, 1)
    records[who].save()

    assert "moved away" in told(*records)
