"""Papers of a claim: what the family sent, kept away from static files."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from claims.models.claims import Claim
from claims.rules.documents import DocumentKind
from registry.scope import Scoped

DOCUMENT_LABELS = {
    DocumentKind.DEATH_CERTIFICATE: _("Death certificate"),
    DocumentKind.HEIRS_LETTER: _("Letter of the heirs"),
    DocumentKind.HEIR_IDENTITY: _("Identity card of the heir"),
    DocumentKind.FAMILY_CARD: _("Family card"),
    DocumentKind.MARRIAGE_BOOK: _("Marriage book"),
    DocumentKind.BANK_BOOK: _("First page of the bank book"),
    DocumentKind.MEDICAL_LETTER: _("Doctor's letter"),
    DocumentKind.TRANSPORT_RECEIPT: _("Receipts of transport"),
    DocumentKind.TREATMENT_RECEIPT: _("Receipts of treatment"),
    DocumentKind.HOME_CARE_RECEIPT: _("Receipts of home care"),
    DocumentKind.AID_RECEIPT: _("Receipts of aids"),
    DocumentKind.POLICE_LETTER_OR_WITNESSES: _("Police letter, or statement of two witnesses"),
    DocumentKind.CHRONOLOGY: _("Chronology of the accident"),
    DocumentKind.SCHOOL_LETTER: _("Letter of the school or university"),
    DocumentKind.BIRTH_CERTIFICATE: _("Birth certificate of the child"),
    DocumentKind.GUARDIAN_LETTER: _("Letter of guardianship"),
    DocumentKind.HEIRS_SETTLEMENT: _("Settlement of the heirs, or decision of the court"),
    DocumentKind.WILL: _("The will"),
    DocumentKind.BURIAL_STATEMENT: _("Statement of who arranged the burial"),
    DocumentKind.PARTICIPANT_CARD: _("Participant card"),
    DocumentKind.WORKER_IDENTITY: _("Identity card of the worker"),
    DocumentKind.RULING: _("Ruling of the labor inspector or the Minister"),
    DocumentKind.OTHER: _("Another paper"),
}


class ClaimDocumentQuerySet(Scoped["ClaimDocument"]):
    def standing(self) -> ClaimDocumentQuerySet:
        """Papers that were not sent back."""
        return self.filter(voided_on=None)


def document_path(document: ClaimDocument, _filename: str) -> str:
    """Where the file lies: by claim, under its checksum, with nothing of the sender's own name."""
    return f"claims/{document.claim_id}/{document.sha256}"


class ClaimDocument(models.Model):
    """One paper of a claim (berkas), as it was sent. A paper that does not serve is sent back."""

    claim = models.ForeignKey(
        Claim, on_delete=models.PROTECT, related_name="documents", verbose_name=_("claim")
    )
    kind = models.CharField(_("paper"), max_length=32, choices=list(DOCUMENT_LABELS.items()))
    file = models.FileField(_("file"), upload_to=document_path)
    filename = models.CharField(_("name of the file"), max_length=200)
    content_type = models.CharField(_("kind of file"), max_length=40)
    size = models.PositiveIntegerField(_("bytes"))
    sha256 = models.CharField(_("checksum"), max_length=64)
    received_on = models.DateField(_("received on"))
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("uploaded by"),
    )
    uploaded_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)
    voided_on = models.DateField(_("sent back on"), null=True, blank=True)
    void_reason = models.CharField(_("why sent back"), max_length=200, blank=True)

    objects = ClaimDocumentQuerySet.as_manager()
    scope_field: ClassVar[str] = "claim__worker__village"

    class Meta:
        verbose_name = _("paper of a claim")
        verbose_name_plural = _("papers of claims")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["claim", "kind", "sha256"],
                condition=Q(voided_on=None),
                name="claim_document_once",
            ),
        ]

    def __str__(self) -> str:
        return self.filename

    @property
    def region_code(self) -> str:
        return self.claim.region_code
