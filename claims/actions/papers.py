"""Papers of a claim: taken in, sent back, opened."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Final

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from claims.actions.looking import hand_back
from claims.actions.steps import locked, refuse_unless_in
from claims.models import Claim, ClaimDocument
from claims.rules.files import content_type_of
from claims.rules.states import Status
from registry.audit import record
from registry.formats import number_text
from registry.law.parameters import parameter
from registry.models import User
from registry.refusals import Refused
from registry.roles import Permission, require

_MEGABYTE: Final = 1024 * 1024
_TAKES_PAPERS: Final = tuple(
    status for status in Status if status not in (Status.REFUSED, Status.CLOSED)
)


class PaperRefused(Refused):
    code, field = "paper_refused", "file"


@transaction.atomic
def add_document(
    *, claim: Claim, kind: str, upload: File, filename: str, on: date, by: User
) -> ClaimDocument:
    """Keep a paper of a claim, checked by its content, and return it.

    The same file sent twice for the same paper is kept once. The last paper that was missing
    hands the claim to the examiner.
    """
    require(by, Permission.CLAIM_REPORT, claim.region_code)
    content = _read(upload, most_mb=most_megabytes(on))
    content_type = content_type_of(content)
    if content_type is None:
        raise PaperRefused(
            _("“%(name)s” is no PDF and no photo (JPEG, PNG, HEIC). Take a photo of the paper.")
            % {"name": filename}
        )
    claim = locked(claim)
    refuse_unless_in(claim, *_TAKES_PAPERS)
    checksum = hashlib.sha256(content).hexdigest()
    sent = claim.documents.standing().filter(kind=kind, sha256=checksum).first()
    if sent is not None:
        return sent
    document = ClaimDocument(
        claim=claim,
        kind=kind,
        filename=filename[:200],
        content_type=content_type,
        size=len(content),
        sha256=checksum,
        received_on=on,
        uploaded_by=by,
    )
    document.file.save(filename, upload, save=False)
    document.save()
    record("claim_document.received", subject=document, by=by, kind=kind, sha256=checksum)
    hand_back(claim, on=on, by=by)
    return document


def most_megabytes(on: date) -> int:
    """Return how large a paper may be on a day: the office's own setting."""
    most: int = parameter("office.upload_max_mb", on=on).value
    return most


def _read(upload: File, *, most_mb: int) -> bytes:
    if not upload.size:
        raise PaperRefused(_("This file is empty. Take the photo again, then choose it once more."))
    if upload.size > most_mb * _MEGABYTE:
        raise PaperRefused(
            _("This file has more than %(most)s MB. Send a smaller photo, or fewer pages.")
            % {"most": number_text(most_mb)}
        )
    upload.seek(0)
    content: bytes = upload.read()
    upload.seek(0)
    return content


@transaction.atomic
def send_back_document(
    *, document: ClaimDocument, reason: str, on: date, by: User
) -> ClaimDocument:
    """Send a paper that does not serve back with a reason; it is missing again.

    The file stays in the record. A second time changes nothing.
    """
    require(by, Permission.CLAIM_ASSESS, document.region_code)
    claim = locked(document.claim)
    document = ClaimDocument.objects.select_for_update().get(pk=document.pk)
    if document.voided_on:
        return document
    refuse_unless_in(claim, Status.REPORTED, Status.INCOMPLETE, Status.COMPLETE, Status.APPEALED)
    document.voided_on, document.void_reason = on, reason
    document.save(update_fields=["voided_on", "void_reason"])
    record("claim_document.sent_back", subject=document, by=by, reason=reason)
    return document


def note_opening(*, document: ClaimDocument, by: User) -> None:
    """Write into the trail that somebody opened the paper."""
    record(
        "claim_document.opened",
        subject=document,
        by=by,
        kind=document.kind,
    )
