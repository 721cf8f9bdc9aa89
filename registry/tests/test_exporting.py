"""The kit of exports: CSV and XLSX, formula-safe, step by step, long workbooks by a job."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from django.http import QueryDict
from django.urls import path
from django.utils import translation
from python_calamine import CalamineWorkbook

from registry.exporting import (
    Listing,
    csv_chunks,
    day,
    nik,
    number,
    revealing,
    text,
    workbook_sheet,
)
from registry.jobs import perform, what_it_did
from registry.models import AuditEvent, Job, Region, User
from registry.nik import mask_niks
from registry.paging import in_steps
from registry.roles import Role
from registry.spreadsheet import write_workbook
from registry.tests import page_urls
from registry.tests.factories import enter, make_region, make_user
from registry.views.exporting import export_view

HERE = "registry.tests.test_exporting"
NIK = "2105014107850000"
ASKED = {"purpose": "report", "note": "Laporan Bupati", "form": "csv"}

handler400 = page_urls.handler400
urlpatterns = [
    *page_urls.urlpatterns,
    path("regions/export/", export_view(f"{HERE}.regions"), name="region_export"),
]

pytestmark = [pytest.mark.django_db, pytest.mark.urls(HERE)]


def regions(reader: User, query: QueryDict) -> Listing:
    """Return the regions in scope, each with a NIK, as no real list has them."""
    found = Region.objects.visible_to(reader)
    found = found.filter(name__icontains=str(query.get("q", "")))
    return Listing(
        name="wilayah",
        title="Regions",
        page="/pages/",
        rows=found,
        order=("name", "code"),
        columns=[
            text("Name", lambda row: row.name),
            nik("NIK", lambda _row: NIK, lambda row: row.pk),
            number("Digits", lambda row: len(row.pk)),
            day("Day", lambda _row: date(2020, 7, 1)),
        ],
    )


@pytest.fixture(autouse=True)
def ground_floor(monkeypatch) -> None:
    """Leave out the places of the floors above, whose pages do not stand under these URLs."""
    monkeypatch.setattr("registry.navigation._places", {})


def listed(*names: str) -> Listing:
    return Listing(
        name="nama",
        title="Names",
        page="/",
        rows=list(names),
        columns=[text("Name", lambda row: row), number("Length", len)],
    )


def masked(_region_code: str) -> bool:
    return False


def read(chunks) -> list[list[str]]:
    return list(csv.reader(io.StringIO(b"".join(chunks).decode("utf-8-sig")), delimiter=";"))


def cells_of(file) -> list[list]:
    file.seek(0)
    return CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()


@pytest.mark.parametrize(
    "typed",
    ["=1+1", "+62812", "-2", "@cmd", "\tTab", '=HYPERLINK("http://x";"y")', "Sari; Dewi"],
    ids=["equals", "plus", "minus", "at", "tab", "link", "separators"],
)
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_no_text_runs_as_a_formula(typed, form):
    if form == "csv":
        _headings, (shown, _length) = read(csv_chunks(listed(typed), masked))
    else:
        file = io.BytesIO()
        write_workbook(file, [workbook_sheet(listed(typed), masked)])
        shown = cells_of(file)[1][0]

    assert not shown.startswith(("=", "+", "-", "@", "\t"))
    assert shown.removeprefix("'") == typed


def test_a_csv_opens_in_a_spreadsheet_of_indonesia():
    sent = b"".join(csv_chunks(listed("Ümit"), masked))

    assert sent == "\ufeffName;Length\r\nÜmit;4\r\n".encode()


def test_a_csv_speaks_the_language_of_who_asked_also_while_it_is_streamed():
    column = text(translation.gettext_lazy("Workers"), lambda row: row)
    listing = Listing(name="x", title="x", page="/", rows=["a"], columns=[column])

    with translation.override("en"):
        chunks = csv_chunks(listing, masked)
    with translation.override("id"):
        headings, _row = read(chunks)

    assert headings == ["Workers"]


def test_numbers_and_days_of_a_workbook_are_numbers_and_days():
    make_region()
    file = io.BytesIO()

    listing = regions(make_user(), QueryDict())
    write_workbook(file, [workbook_sheet(listing, masked)])

    row = cells_of(file)[1]
    assert row[1:] == ["2105••••••••0000", 4, date(2020, 7, 1)]


def test_every_row_comes_once_in_its_order_whatever_the_size_of_a_step():
    for code in ("21", "2101", "2103", "2105", "210501", "210503"):
        make_region(code)
    Region.objects.update(name="Sama")

    steps = list(in_steps(Region.objects.all(), order=("name", "code"), size=4))

    assert [len(step) for step in steps] == [4, 2]
    assert [row.pk for step in steps for row in step] == sorted(
        Region.objects.values_list("pk", flat=True)
    )


def test_an_empty_list_has_its_headings():
    assert read(csv_chunks(listed(), masked)) == [["Name", "Length"]]


@pytest.mark.parametrize(
    ("role", "asks", "whole"),
    [
        (Role.OFFICER, True, True),
        (Role.OFFICER, False, False),
        (Role.MANAGER, True, False),
    ],
    ids=["an officer who asks", "an officer who does not", "a manager who asks"],
)
def test_a_nik_is_whole_for_who_may_see_it_and_asks(role, asks, whole):
    reveal = revealing(make_user("sari", role=role), whole_niks=asks)

    assert reveal("2105011001") is whole
    assert reveal("2103") is False


def test_the_page_says_how_many_rows_and_asks_what_for(client):
    enter(client, make_user())
    make_region("2105011001")

    page = client.get("/regions/export/").text

    assert "Export 3 rows: Regions" in page
    assert "What is it for?" in page
    assert "Show NIKs whole" in page


def test_whole_niks_are_not_offered_to_who_may_not_see_them(client):
    enter(client, make_user("sari", role=Role.MANAGER))

    assert "Show NIKs whole" not in client.get("/regions/export/").text


@pytest.mark.parametrize("missing", ["purpose", "note", "form"])
def test_what_is_missing_is_asked_for(client, missing):
    enter(client, make_user())

    answer = client.post("/regions/export/", ASKED | {missing: ""})

    assert answer.status_code == 422
    assert "error-summary" in answer.text


def test_the_filter_of_the_page_holds_and_stands_in_the_trail(client):
    enter(client, make_user())
    make_region("2105011001")

    answer = client.post(f"/regions/export/?q=Terempa&n={NIK}", ASKED)

    _headings, *rows = read(answer.streaming_content)
    assert [row[0] for row in rows] == ["Terempa"]
    facts = AuditEvent.objects.get(action="list.exported").facts
    assert facts["filters"] == {"q": "Terempa", "n": "2105••••••••0000"}
    assert (facts["list"], facts["rows"], facts["whole_niks"]) == ("wilayah", 1, False)


def test_a_long_workbook_is_made_by_a_job(client, monkeypatch):
    monkeypatch.setattr("registry.views.exporting.MOST_AT_ONCE", 0)
    enter(client, make_user())
    make_region("2105011001")

    asked = client.post("/regions/export/?q=Terempa", ASKED | {"form": "xlsx", "whole_niks": "on"})
    job = perform(Job.objects.get().pk)

    assert asked.url == job.get_absolute_url()
    assert job.status == "done"
    assert [row[1] for row in cells_of(job.file)[1:]] == [NIK]
    with translation.override("en"):
        assert what_it_did(job) == ["1 row stands in the file."]


def test_a_long_csv_is_streamed(client, monkeypatch):
    monkeypatch.setattr("registry.views.exporting.MOST_AT_ONCE", 0)
    enter(client, make_user())
    make_region("2105011001")

    answer = client.post("/regions/export/", ASKED)

    assert answer.streaming
    assert not Job.objects.exists()


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        (f"nik {NIK}, ", "nik 2105••••••••0000, "),
        ("210501", "210501"),
        ("12345678901234567", "12345678901234567"),
    ],
    ids=["a whole one", "its beginning", "too long"],
)
def test_whole_niks_in_a_text_are_masked(typed, shown):
    assert mask_niks(typed) == shown
