"""Papers of a claim: taken by their content, kept once and out of reach, sent back, opened."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import translation

from claims.actions.appeals import close_claim
from claims.actions.assessing import assess_claim
from claims.actions.papers import (
    PaperRefused,
    add_document,
    most_megabytes,
    note_opening,
    send_back_document,
)
from claims.actions.steps import NotInThisState
from claims.models import ClaimDocument
from claims.queries.outlook import outlook
from claims.tests.factories import (
    PDF,
    at,
    complete_death,
    covered_worker,
    everything,
    refused_death,
    report_death,
    rina,
)
from enrollment.tests.browsing import signed_in
from enrollment.tests.factories import ani, budi, citra, make_worker
from registry.models import AuditEvent, Holiday

pytestmark = pytest.mark.django_db

CAME_IN = date(2020, 8, 18)
JPEG = b"\xff\xd8\xff\xe0 a photo"
PNG = b"\x89PNG\r\n\x1a\n a picture"
HEIC = b"\x00\x00\x00\x18ftypheic a photo of a phone"


@pytest.fixture(autouse=True)
def in_english():
    """Refuse in the words of the source."""
    with translation.override("en"):
        yield


def send(claim, content=PDF, *, kind="death_certificate", filename="akta.pdf", **changes):
    """Return the paper that Budi sent in."""
    values = {"on": CAME_IN, "by": budi()} | changes
    upload = ContentFile(content)
    return add_document(claim=claim, kind=kind, upload=upload, filename=filename, **values)


def missing(claim):
    """Return the papers that the claim still needs."""
    needs = outlook(claim, days_off=Holiday.objects.days_off()).missing_papers
    return {need.kind.value for need in needs}


@pytest.fixture
def claim():
    return report_death(make_worker(1))


# content


@pytest.mark.parametrize(
    ("content", "filename", "content_type"),
    [
        (PDF, "akta.pdf", "application/pdf"),
        (JPEG, "IMG_0012.JPG", "image/jpeg"),
        (PNG, "layar.png", "image/png"),
        (HEIC, "IMG_0012.HEIC", "image/heic"),
        (HEIC.replace(b"heic", b"mif1"), "foto.heif", "image/heic"),
        (PDF, "virus.exe", "application/pdf"),
        (JPEG, "akta.pdf", "image/jpeg"),
    ],
    ids=["PDF", "JPEG", "PNG", "HEIC", "HEIF", "a PDF named exe", "a photo named pdf"],
)
def test_a_paper_is_what_its_content_is_whatever_its_name(claim, content, filename, content_type):
    document = send(claim, content, filename=filename)

    assert (document.content_type, document.size) == (content_type, len(content))
    assert document.file.open("rb").read() == content


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\x00 a program",
        b"<html><script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"PK\x03\x04 a workbook",
        b"GIF89a",
        b"\x00\x00\x00\x18ftypmp42 a film",
        b"  %PDF-1.7",
        b"x",
        b"",
    ],
    ids=["exe", "HTML", "SVG", "ZIP", "GIF", "film", "PDF after blanks", "one byte", "empty"],
)
def test_anything_else_is_refused_though_it_is_named_pdf_and_leaves_no_trace(claim, content):
    budi()
    before = everything()

    with pytest.raises(PaperRefused):
        send(claim, content)

    assert everything() == before


@pytest.mark.parametrize("extra", [0, 1], ids=["just so large", "a byte more"])
def test_a_file_above_the_limit_is_refused(claim, extra):
    most = most_megabytes(CAME_IN) * 1024 * 1024
    content = PDF.ljust(most + extra, b"x")

    if extra:
        with pytest.raises(PaperRefused, match="10 MB"):
            send(claim, content)
    else:
        assert send(claim, content).size == most


# kept


def test_the_same_file_sent_twice_is_kept_once(claim):
    first, second = send(claim), send(claim, filename="lagi.pdf", by=rina())

    assert first == second
    assert ClaimDocument.objects.count() == 1
    assert AuditEvent.objects.filter(action="claim_document.received").count() == 1


def test_the_same_file_can_serve_as_two_papers(claim):
    first = send(claim, kind="family_card")
    second = send(claim, kind="marriage_book")

    assert first != second
    assert first.file.name != second.file.name
    assert second.file.open("rb").read() == PDF


def test_the_database_holds_that_a_file_stands_once(claim):
    document = send(claim)
    document.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        document.save(force_insert=True)


def test_a_paper_lies_outside_of_static_files_under_a_name_that_tells_nothing(claim):
    document = send(claim, filename="../../../static/akta Sabri.pdf")

    path = Path(document.file.path).resolve()
    assert path.is_relative_to(Path(settings.MEDIA_ROOT).resolve())
    assert not path.is_relative_to(Path(settings.STATIC_ROOT).resolve())
    assert path.name.startswith(document.sha256)
    assert "Sabri" not in document.file.name


@pytest.mark.parametrize("before", ["/media/", "/static/", "/", "/var/media/"])
def test_no_address_but_its_own_page_gives_a_paper_out(claim, before):
    document = send(claim)

    answer = signed_in(budi()).get(before + document.file.name)

    assert answer.status_code == 404


def test_a_paper_is_refused_where_nothing_waits_for_one(claim):
    close_claim(claim=claim, why="Dicabut", at=at(CAME_IN), by=rina())
    refused = refused_death(covered_worker(2))

    for ended in (claim, refused):
        with pytest.raises(NotInThisState):
            send(ended)


@pytest.mark.parametrize("who", [ani, citra], ids=["treasurer", "officer next door"])
def test_who_may_not_report_adds_no_paper(claim, who):
    with pytest.raises(PermissionDenied):
        send(claim, by=who())


# sent back


def test_a_paper_that_is_sent_back_is_missing_again_and_its_file_stays(claim):
    document = send(claim)
    there = missing(claim)

    send_back_document(document=document, reason="Kabur", on=date(2020, 8, 19), by=rina())

    document.refresh_from_db()
    assert "death_certificate" not in there
    assert "death_certificate" in missing(claim)
    assert (document.voided_on, document.void_reason) == (date(2020, 8, 19), "Kabur")
    assert document.file.open("rb").read() == PDF


def test_a_paper_sent_back_twice_keeps_the_first_reason(claim):
    document = send(claim)

    for day, reason in ((19, "Kabur"), (20, "Lain")):
        send_back_document(document=document, reason=reason, on=date(2020, 8, day), by=rina())

    document.refresh_from_db()
    assert (document.voided_on, document.void_reason) == (date(2020, 8, 19), "Kabur")
    assert AuditEvent.objects.filter(action="claim_document.sent_back").count() == 1


def test_a_file_that_was_sent_back_can_be_sent_anew(claim):
    first = send(claim)
    send_back_document(document=first, reason="Kabur", on=date(2020, 8, 19), by=rina())

    second = send(claim)

    assert first != second
    assert "death_certificate" not in missing(claim)


def test_the_officer_sends_nothing_back(claim):
    document = send(claim)

    with pytest.raises(PermissionDenied):
        send_back_document(document=document, reason="Kabur", on=CAME_IN, by=budi())


def test_a_paper_on_which_an_assessment_stands_is_not_sent_back():
    claim = complete_death()
    assess_claim(claim=claim, at=at(date(2020, 8, 20)), by=rina())
    document = claim.documents.first()

    with pytest.raises(NotInThisState):
        send_back_document(document=document, reason="Kabur", on=CAME_IN, by=rina())


# held by the registry, and opened


def test_what_the_registry_holds_is_not_asked_for(claim):
    assert not missing(claim) & {"participant_card", "worker_identity"}


def test_each_opening_stands_in_the_trail(claim):
    document = send(claim)

    note_opening(document=document, by=rina())
    note_opening(document=document, by=rina())

    opened = AuditEvent.objects.filter(action="claim_document.opened")
    assert [(line.by, line.subject_id, line.region_id) for line in opened] == [
        (rina(), str(document.pk), claim.region_code)
    ] * 2
