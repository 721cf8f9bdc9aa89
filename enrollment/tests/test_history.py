"""The history of a worker in words: who did what, from what to what, and why."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation

from enrollment.actions.corrections import correct_worker, decide_correction, withdraw_correction
from enrollment.actions.events import record_death
from enrollment.actions.heirs import name_heir, strike_heir
from enrollment.actions.payments import reverse_payment
from enrollment.actions.reliefs import accept_relief
from enrollment.actions.replacing import replace_worker
from enrollment.models import Worker
from enrollment.queries.history import Happening, worker_history
from enrollment.tests.browsing import signed_in, words
from enrollment.tests.factories import (
    ani,
    budi,
    make_decree,
    make_enrollment,
    make_sponsor,
    make_worker,
    nik_of,
    nur,
)
from enrollment.tests.steps import PRICE, billed, enroll, line_of, pay
from enrollment.wording.history import Told, told
from registry.models import User
from registry.nik import mask_nik
from registry.tests.factories import make_region

pytestmark = pytest.mark.django_db

ON = date(2020, 9, 20)


def correct(worker: Worker, **changes: Any) -> Any:
    return correct_worker(worker=worker, changes=changes, reason="KTP dilihat", on=ON, by=budi())


def told_of(worker: Worker, reader: User) -> list[Told]:
    with translation.override("en"):
        happened = worker_history(worker, reader=reader)
        found = [told(entry.kind, entry.by, entry.facts) for entry in happened]
    return [entry for entry in found if entry]


def sentences(worker: Worker, *, reader: User | None = None) -> list[str]:
    """Return the history as the reader reads it in English, newest first."""
    return [entry.words for entry in told_of(worker, reader or budi())]


def notes_of(worker: Worker, beginning: str) -> tuple[str, ...]:
    """Return the lines below the entry that begins so."""
    found = told_of(worker, budi())
    (notes,) = [entry.notes for entry in found if entry.words.startswith(beginning)]
    return notes


def test_a_corrected_village_stands_there_by_name_with_who_and_why():
    worker = make_worker()
    correct(worker, village=make_region("2105032001"))

    newest = sentences(worker)[0]

    before, after = (make_region(code) for code in ("2105011001", "2105032001"))
    assert newest == (
        f"Budi changed the village from “{before.name}, {before.parent.name}” "
        f"to “{after.name}, {after.parent.name}”."
    )
    assert notes_of(worker, "Budi changed") == ("KTP dilihat",)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"address": "RT 9"}, "Budi changed the address from nothing to “RT 9”."),
        ({"phone": ""}, "Budi changed the telephone from “0812••••••90” to nothing."),
        ({"income_idr": 1_500_000}, "the stated income from nothing to “Rp1,500,000”."),
        ({"is_employer": True}, "Budi changed “employs other people” to yes."),
    ],
    ids=["what was empty", "what was taken away", "money", "yes or no"],
)
def test_every_value_reads_as_on_a_screen(changes, sentence):
    worker = make_worker(phone="081234567890")
    correct(worker, **changes)

    assert sentences(worker)[0].endswith(sentence)


def test_an_identity_is_proposed_by_one_and_changed_by_another():
    worker = make_worker()
    decide_correction(correction=correct(worker, nik=nik_of(7)), accept=True, note="", by=nur())

    changed, proposed, *_rest = sentences(worker)

    hidden = "the NIK, in the digits that are hidden here"
    assert changed == f"Nur changed {hidden}."
    assert proposed == f"Budi proposed to change {hidden}. A second person decides."


def test_niks_that_differ_at_their_ends_are_told_masked():
    worker = make_worker()
    correct(worker, nik="2103010101700000")

    assert sentences(worker)[0] == (
        f"Budi proposed to change the NIK from {mask_nik(worker.nik)} to 2103••••••••0000. "
        "A second person decides."
    )


def test_what_was_refused_or_withdrawn_stays_told():
    worker = make_worker()
    refused = correct(worker, name="Sabri bin Ali")
    decide_correction(correction=refused, accept=False, note="Bukan di KTP", by=nur())
    withdraw_correction(correction=correct(worker, name="Alias"), by=budi())

    told_here = sentences(worker)

    assert "Nur refused to change the name from “Sabri” to “Sabri bin Ali”." in told_here
    assert "Budi withdrew the proposal to change the name from “Sabri” to “Alias”." in told_here
    assert notes_of(worker, "Nur refused") == ("Bukan di KTP",)


def test_a_list_says_who_uploaded_and_who_applied_it():
    enroll(make_decree(), line_of(1))
    worker = Worker.objects.get()

    assert "Entered the list of decree 560/112/2020 for July 2020 – June 2021." in sentences(worker)
    assert notes_of(worker, "Entered") == ("Uploaded by Budi, applied by Nur",)


def test_money_is_told_with_how_many_others():
    pay(billed(workers=3), 3 * 12 * PRICE)
    worker = Worker.objects.order_by("pk").first()

    told_here = sentences(worker)

    assert (
        "Pemerintah Kabupaten Kepulauan Anambas paid Rp201,600 for 12 months, "
        "July 2020 – June 2021." in told_here
    )
    assert notes_of(worker, "Pemerintah") == ("Recorded by Ani, together with 2 other workers",)
    assert notes_of(worker, "Rp201,600 was billed") == (
        "Recorded by Ani, together with 2 other workers",
    )


def test_a_reversed_payment_and_a_relief_are_told():
    invoice = billed(workers=1)
    payment = pay(invoice, 12 * PRICE)
    accept_relief(invoice=invoice, relief_key="reliefs.pp49_2020", on=date(2020, 10, 15), by=ani())
    reverse_payment(payment=payment, reason="Ganda", on=date(2020, 11, 1), by=ani())
    worker = Worker.objects.get()

    told_here = sentences(worker)

    assert "Payment BRK 1 was reversed." in told_here
    assert any("was credited for" in sentence for sentence in told_here)
    assert notes_of(worker, "Payment BRK 1") == ("Ganda",)


def test_a_payer_outside_the_readers_regions_is_not_named():
    payer = make_sponsor("pemkab-natuna", name="Pemerintah Natuna", region=make_region("2103"))
    decree = make_decree("SK Natuna", sponsor=payer, region=make_region("2103"))
    worker = make_worker()
    make_enrollment(worker, decree=decree, voided_on=ON, end_reason="duplicate")

    told_here = " ".join(sentences(worker))

    assert "Natuna" not in told_here
    assert "a decree outside your region" in told_here


def test_a_death_is_told_once_with_what_it_ended():
    pay(billed(workers=1), 12 * PRICE)
    worker = Worker.objects.get()
    record_death(worker=worker, died_on=date(2020, 9, 9), on=ON, by=budi())

    told_here = [sentence for sentence in sentences(worker) if "death" in sentence]

    assert told_here == ["Budi recorded the death, on 9 September 2020."]
    assert notes_of(worker, "Budi recorded the death") == (
        "9 months of cover ended; Rp151,200 went back to the payer.",
    )


def test_heirs_are_told_by_name_and_relation_without_their_data():
    worker = make_worker()
    heir = name_heir(
        worker=worker, relation="spouse", name="Rohana", nik=nik_of(9), on=ON, by=budi()
    )
    strike_heir(heir=heir, reason="Bercerai", on=ON, by=budi())

    told_here = " ".join(sentences(worker))

    assert "an heir: Rohana (Husband or wife)." in told_here
    assert "struck out Rohana (Husband or wife) as an heir." in told_here
    assert nik_of(9) not in told_here


def test_an_act_without_words_is_not_told_by_its_code():
    happening = Happening(datetime(2020, 9, 20, tzinfo=UTC), "worker.other")

    assert told(happening.kind, happening.by, happening.facts) is None


def test_who_left_a_place_reads_of_the_replacement():
    invoice = billed(workers=1, issued_on=date(2022, 7, 20), since=date(2022, 7, 1))
    place = invoice.decree.enrollments.get()
    replace_worker(
        enrollment=place,
        replacement=make_worker(7),
        from_month=date(2022, 10, 1),
        reason="death",
        happened_on=date(2022, 9, 9),
        annex_number="560/1",
        annex_on=date(2022, 9, 20),
        statements={"works": True, "not_ill": True},
        on=date(2022, 9, 20),
        by=nur(),
    )

    told_here = sentences(place.worker)

    given = "Nur gave the place under the decree to another worker from October 2022 on."
    assert told_here.count(given) == 1
    assert told_here.count("Nur recorded the death, on 9 September 2022.") == 1


def test_a_long_history_goes_on_behind_its_first_twenty():
    worker = make_worker()
    for number in range(25):
        correct(worker, address=f"RT {number}")
    client = signed_in(budi())
    url = reverse("worker_history", args=[worker.pk])

    page, older = words(client.get(worker.get_absolute_url())), client.get(url, {"older": "20"})

    assert "“RT 24”" in page
    assert "to “RT 3”" not in page
    assert "to “RT 3”" in words(older)
    assert [len(answer.context["history"]) for answer in (client.get(url), older)] == [20, 6]


@pytest.mark.parametrize("older", ["x", "-1", "9" * 40, ""], ids=str)
def test_a_place_in_the_history_that_cannot_be_read_is_its_start(older):
    worker = make_worker()

    answer = signed_in(budi()).get(reverse("worker_history", args=[worker.pk]), {"older": older})

    assert len(answer.context["history"]) == 1


@pytest.mark.parametrize("changes", [1, 8], ids=["one change", "eight changes"])
def test_a_history_asks_the_database_as_often_for_one_as_for_many(
    changes, django_assert_num_queries
):
    invoice = billed(workers=1)
    worker = Worker.objects.get()
    villages = [make_region(code) for code in ("2105032001", "2105011001")]
    for number in range(changes):
        pay(invoice, PRICE, f"BRK {number}")
        correct(worker, village=villages[number % 2])
        name_heir(worker=worker, relation="sibling", name=f"Adik {number}", on=ON, by=budi())
    reader = User.objects.get(pk=budi().pk)

    with django_assert_num_queries(12):
        worker_history(worker, reader=reader)
