"""Papers on screen: the checklist, sending in, opening, sending back."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from claims.models import Claim, ClaimDocument
from claims.tests.factories import (
    PDF,
    iskandar,
    name_widow,
    report_accident,
    report_death,
    rina,
)
from enrollment.tests.browsing import signed_in, words
from enrollment.tests.factories import budi, citra
from registry.models import AuditEvent

pytestmark = pytest.mark.django_db

JPEG = b"\xff\xd8\xff\xe0 a photo"
HEIC = b"\x00\x00\x00\x18ftypheic a photo"


def papers_page(claim: Claim) -> str:
    """Return the address of the checklist of a claim."""
    return reverse("claim_papers", args=[claim.pk])


def file(content: bytes = PDF, name: str = "akta.pdf") -> SimpleUploadedFile:
    """Return a file as a browser sends it."""
    return SimpleUploadedFile(name, content)


def sent(claim: Claim, content: bytes = PDF, name: str = "akta.pdf") -> ClaimDocument:
    """Return the death certificate that Budi sent."""
    signed_in(budi()).post(papers_page(claim), {"paper_death_certificate": file(content, name)})
    return claim.documents.get()


def opened(claim: Claim, document: ClaimDocument) -> str:
    """Return the address at which a paper opens."""
    return reverse("claim_document", args=[claim.pk, document.pk])


def test_the_checklist_follows_from_the_facts_and_asks_for_nothing_that_is_here():
    claim = report_death()
    name_widow(claim)

    shown = signed_in(budi()).get(papers_page(claim))

    assert "Marriage book" in words(shown)
    assert "Participant card The registry has it already Not asked" in words(shown)
    assert "paper_participant_card" not in shown.context["form"].fields
    assert "6 papers are missing" in words(shown)


def test_several_papers_arrive_at_once_and_several_photos_of_one():
    claim = report_death()

    answer = signed_in(budi()).post(
        papers_page(claim),
        {
            "paper_death_certificate": file(),
            "paper_family_card": [file(JPEG, "kk-1.jpg"), file(HEIC, "kk-2.heic")],
        },
    )

    kinds = list(claim.documents.order_by("pk").values_list("kind", "content_type"))
    assert answer.headers["Location"] == papers_page(claim)
    assert kinds == [
        ("death_certificate", "application/pdf"),
        ("family_card", "image/jpeg"),
        ("family_card", "image/heic"),
    ]


def test_one_refused_file_loses_nothing_of_the_others():
    claim = report_death()

    answer = signed_in(budi()).post(
        papers_page(claim),
        {
            "paper_death_certificate": file(),
            "paper_family_card": file(b"MZ a program", "kk.exe"),
            "paper_heirs_letter": file(b"", "kosong.pdf"),
        },
    )

    assert answer.status_code == 422
    assert claim.documents.get().kind == "death_certificate"
    assert "“kk.exe” is no PDF and no photo" in words(answer)
    assert "This file is empty" in words(answer)
    assert "One other paper arrived and is kept." in words(answer)
    assert "akta.pdf" in words(answer)


def test_a_file_that_is_too_large_is_refused_in_words():
    claim = report_death()
    large = PDF + b"0" * (10 * 1024 * 1024)

    answer = signed_in(budi()).post(papers_page(claim), {"paper_death_certificate": file(large)})

    assert answer.status_code == 422
    assert "more than 10 MB" in words(answer)
    assert not claim.documents.exists()


def test_sending_nothing_is_answered_with_what_to_do():
    answer = signed_in(budi()).post(papers_page(report_death()), {"other_kind": "other"})

    assert answer.status_code == 422
    assert "No file was chosen." in words(answer)


def test_another_paper_can_always_be_added():
    claim = report_accident()

    signed_in(budi()).post(
        papers_page(claim), {"other_kind": "will", "other_files": file(JPEG, "surat.jpg")}
    )

    assert claim.documents.get().kind == "will"


def test_a_paper_opens_as_what_it_is_and_runs_nothing():
    claim = report_death()
    document = sent(claim, JPEG, "akta.html")

    answer = signed_in(iskandar()).get(opened(claim, document))

    assert b"".join(answer.streaming_content) == JPEG
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    assert "no-store" in answer.headers["Cache-Control"]


def test_each_opening_is_noted_with_who_opened_it():
    claim = report_death()
    document = sent(claim)
    reader = iskandar()

    signed_in(reader).get(opened(claim, document))

    noted = AuditEvent.objects.get(action="claim_document.opened")
    assert (noted.by, noted.subject_id) == (reader, str(document.pk))


def test_strangers_open_nothing_and_readers_add_nothing():
    claim = report_death()
    document = sent(claim)
    stranger, reader = signed_in(citra()), signed_in(iskandar())

    assert stranger.get(papers_page(claim)).status_code == 404
    assert stranger.get(opened(claim, document)).status_code == 404
    assert reader.get(papers_page(claim)).status_code == 200
    assert 'type="file"' not in reader.get(papers_page(claim)).text
    assert reader.post(papers_page(claim), {"other_files": file(JPEG)}).status_code == 403
    assert claim.documents.count() == 1


def test_a_paper_of_another_claim_is_not_found_here():
    document = sent(report_death())
    other = report_accident(document.claim.worker, event_on=document.claim.event_on)

    assert signed_in(budi()).get(opened(other, document)).status_code == 404


def test_a_paper_that_does_not_serve_goes_back_with_a_reason():
    claim = report_death()
    document = sent(claim)
    address = reverse("claim_document_return", args=[claim.pk, document.pk])
    client = signed_in(rina())

    refused = client.post(address, {"reason": ""})
    client.post(address, {"reason": "The name cannot be read. Photograph it in daylight."})

    document.refresh_from_db()
    assert refused.status_code == 422
    assert document.void_reason.startswith("The name cannot be read")
    assert "paper_death_certificate" in client.get(papers_page(claim)).context["form"].fields
    assert signed_in(budi()).get(address).status_code == 403
