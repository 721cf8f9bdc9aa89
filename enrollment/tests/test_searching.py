"""What somebody means who types into the search box, and whom it finds."""

from __future__ import annotations

import pytest

from enrollment.models import Worker
from enrollment.queries.searching import decrees_found, invoices_found, workers_found
from enrollment.rules.matching.searching import marked_name, marked_text, read_search
from enrollment.tests.factories import (
    budi,
    citra,
    make_decree,
    make_sponsor,
    make_worker,
)
from enrollment.tests.steps import billed

SPELLINGS = [
    ("Muhammad Sabri", "Mohamad Sabri"),
    ("Muhammad Sabri", "M. Sabri"),
    ("Muhammad Sabri", "Moh Sabri"),
    ("Muhammad Sabri", "muh. sabri"),
    ("Muhammad Sabri", "Sabri Muhammad"),
    ("Muhammad Sabri", "moch"),
    ("M. Sabri", "Muhammad Sabri"),
    ("Syamsul Bahri", "Siamsul"),
    ("Siamsul Bahri", "Syamsul"),
    ("Soekarno", "Sukarno"),
    ("Sukarno", "Soekarno"),
    ("Djoko", "Joko"),
    ("Joko Susilo", "djoko"),
    ("Aminah", "Amina"),
    ("Amina", "Aminah"),
    ("Nurjannah", "Nurjanah"),
    ("Hj. Salmah", "Salmah"),
    ("Zulkarnain Razali", "razali zul"),
    ("Ma'ruf", "Maruf"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "typed"), SPELLINGS, ids=lambda text: text)
def test_a_name_is_found_in_every_spelling(name, typed):
    worker = make_worker(1, name=name)
    make_worker(2, name="Rosmawati Salim")

    assert workers_found(typed, seen_by=budi()) == [worker]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("2105 0141 0790 0000", {"nik": "2105014107900000"}),
        ("2105.01", {"nik": "210501"}),
        ("0812-3456", {"nik": "08123456", "phone": "08123456"}),
        ("+62 812 3456", {"phone": "08123456"}),
        ("812 3456 7890", {"nik": "81234567890", "phone": "081234567890"}),
        ("00000000018", {"nik": "00000000018", "phone": "00000000018", "record": 1}),
        ("00000000019", {"nik": "00000000019", "phone": "00000000019"}),
        ("123", {}),
    ],
    ids=["NIK", "its beginning", "telephone", "from abroad", "no zero", "card", "no card", "few"],
)
def test_digits_are_read_as_what_they_may_be(typed, found):
    asked = read_search(typed)

    assert {
        name: value
        for name, value in (("nik", asked.nik), ("phone", asked.phone), ("record", asked.record))
        if value not in ("", None)
    } == found


@pytest.mark.parametrize("typed", ["", "   ", "%", "_", "'", "\\", "?" * 500, "💧", "-"])
@pytest.mark.django_db
def test_whatever_is_typed_is_read(typed):
    make_worker(1)

    assert workers_found(typed, seen_by=budi()) == []


@pytest.mark.django_db
@pytest.mark.parametrize("digits", [6, 10, 16])
def test_a_nik_is_found_by_its_beginning(digits):
    worker = make_worker(1)
    make_worker(400, village=worker.village)

    assert worker in workers_found(worker.nik[:digits], seen_by=budi())


@pytest.mark.django_db
def test_telephone_and_card_number_find_the_person():
    worker = make_worker(1, phone="081234567890")
    make_worker(2, phone="081399999999")

    found = [
        workers_found(typed, seen_by=budi())
        for typed in ("0812 3456 7890", "+62 812-3456", worker.card_number)
    ]

    assert found == [[worker]] * 3


@pytest.mark.django_db
def test_somebody_of_another_regency_is_not_found_by_anything():
    worker = make_worker(1, name="Zulkarnain", phone="081234567890")
    decree, invoice = make_decree("SK 560/112"), billed(workers=1)

    for typed in (worker.nik, worker.name, worker.phone, worker.card_number):
        assert workers_found(typed, seen_by=citra()) == []
    assert decrees_found(decree.number, seen_by=citra()) == []
    assert invoices_found(invoice.number, seen_by=citra()) == []


@pytest.mark.django_db
def test_a_record_that_was_joined_leads_to_the_one_that_was_kept():
    kept, given_up = make_worker(1), make_worker(2, name="Rosmawati")
    Worker.objects.filter(pk=given_up.pk).update(merged_into=kept, withdrawn_on="2021-08-02")

    found = [workers_found(typed, seen_by=budi()) for typed in (given_up.nik, given_up.card_number)]

    assert found == [[kept], [kept]]
    assert workers_found("Rosmawati", seen_by=budi()) == []


@pytest.mark.django_db
def test_numbers_of_papers_are_found_by_a_part():
    decree = make_decree("560/112/2020", sponsor=make_sponsor())

    assert decrees_found("112/2020", seen_by=budi()) == [decree]


@pytest.mark.parametrize(
    ("name", "typed", "marked"),
    [
        ("Moh. Sabri", "muhammad", ["Moh."]),
        ("Syarifah Aminah", "siarifa amin", ["Syarifah", "Aminah"]),
        ("Rosmawati", "salim", []),
    ],
    ids=["other spelling", "two words", "nothing"],
)
def test_the_words_that_were_found_are_marked(name, typed, marked):
    parts = marked_name(name, typed)

    assert [part.text for part in parts if part.is_match] == marked
    assert "".join(part.text for part in parts) == name


def test_the_part_of_a_number_that_was_typed_is_marked():
    parts = marked_text("SK 560/112/2020", "560/112")

    assert [tuple(part) for part in parts] == [
        ("SK ", False),
        ("560/112", True),
        ("/2020", False),
    ]
