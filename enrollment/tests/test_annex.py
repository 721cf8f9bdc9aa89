"""The annex of a decree by name, on paper and as a sheet."""

import io

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook
from reportlab.platypus import PageBreak

from enrollment.exports.pdf import Column, Letter
from enrollment.exports.pdf_table import REGULAR, PagedTable, broken
from enrollment.models import Enrollment
from enrollment.tests.factories import budi, make_decree, make_enrollment, make_worker, nik_of
from registry.models import AuditEvent
from registry.tests.factories import enter

HEIGHT = 700


@pytest.fixture
def decree():
    made = make_decree()
    for serial in (2, 1):
        make_enrollment(make_worker(serial), decree=made, position=10 - serial)
    return made


@pytest.mark.django_db
def test_the_sheet_names_everybody_with_the_whole_nik_in_the_order_of_the_list(client, decree):
    answer = enter(client, budi()).get(reverse("decree_annex_sheet", args=[decree.pk]))

    content = io.BytesIO(b"".join(answer.streaming_content))
    rows = CalamineWorkbook.from_filelike(content).get_sheet_by_index(0).to_python()
    assert [row[1:3] for row in rows[-2:]] == [[nik_of(2), "Sabri 2"], [nik_of(1), "Sabri 1"]]


@pytest.mark.django_db
def test_who_left_the_decree_is_not_in_its_annex(client, decree):
    leaver = Enrollment.objects.get(worker__nik=nik_of(1))
    leaver.voided_on = decree.decided_on
    leaver.save()

    answer = enter(client, budi()).get(reverse("decree_annex_sheet", args=[decree.pk]))

    content = io.BytesIO(b"".join(answer.streaming_content))
    rows = CalamineWorkbook.from_filelike(content).get_sheet_by_index(0).to_python()
    assert nik_of(1) not in [row[1] for row in rows]


@pytest.mark.django_db
def test_the_pdf_is_shown_under_the_number_of_the_decree(client, decree):
    answer = enter(client, budi()).get(reverse("decree_annex_pdf", args=[decree.pk]))

    assert answer.content.startswith(b"%PDF-")
    assert "lampiran-sk-5601122020.pdf" in answer["Content-Disposition"]


@pytest.mark.django_db
@pytest.mark.parametrize("form", ["pdf", "sheet"])
def test_who_takes_the_annex_stands_in_the_trail(client, decree, form):
    enter(client, budi()).get(reverse(f"decree_annex_{form}", args=[decree.pk]))

    event = AuditEvent.objects.get(action="annex.printed")
    assert (event.by, event.subject_id) == (budi(), str(decree.pk))


def pages_of(table):
    """Return the rows on each page of a table, as text of their first column."""
    pages, rest = [], table
    while rest is not None:
        _, needed = rest.wrap(400, HEIGHT)
        parts = [rest] if needed <= HEIGHT else rest.split(400, HEIGHT)
        pages.append([row[0] for row, bold in parts[0]._lines() if not bold])
        rest = parts[1] if len(parts) > 1 else None
    return pages


@pytest.mark.parametrize("count", [0, 1, 37, 38, 39, 40, 41, 500])
def test_each_row_stands_on_one_page_and_a_total_never_alone(count):
    rows = [(str(number), "Sabri") for number in range(count)]

    pages = pages_of(PagedTable([Column("No"), Column("Name")], rows, total=("", "Jumlah")))

    assert [row for page in pages for row in page] == [row[0] for row in rows]
    assert count == 0 or all(pages)


@pytest.mark.parametrize("count", [2, 36, 37, 38, 39, 40, 41])
def test_a_signature_never_stands_on_a_page_without_rows(count):
    rows = [(str(number), "Sabri") for number in range(count)]
    table = PagedTable([Column("No"), Column("Name")], rows, room_below=170)

    pages = pages_of(table)

    assert [row for page in pages for row in page] == [row[0] for row in rows]
    assert 2 <= len(pages[-1]) < 30


def test_rows_that_go_over_with_a_signature_do_not_stay_below_the_others():
    rows = [(str(number), "Sabri") for number in range(36)]
    table = PagedTable([Column("No"), Column("Name")], rows, room_below=170)

    first, rest = table.split(400, HEIGHT)

    _, taken = first.wrap(400, HEIGHT)
    _, needed = rest.wrap(400, HEIGHT - taken)
    assert needed > HEIGHT - taken


def test_a_word_wider_than_its_column_is_cut_and_loses_nothing():
    lines = broken("Nelayan " + "x" * 200, REGULAR, 100)

    assert "".join(lines).replace("Nelayan", "") == "x" * 200
    assert len(lines) > 2


def test_what_people_typed_is_text_and_never_markup():
    letter = Letter(sender="A & B", title="<b>Judul", subject="a < b")
    letter.paragraph("<font size='90'>")
    letter.facts([("<i>", "</para>")])
    letter.table([Column("<b>")], [("<b>",)])
    letter._story.append(PageBreak())
    letter.paragraph("’–• ş")

    assert letter.render().startswith(b"%PDF-")
