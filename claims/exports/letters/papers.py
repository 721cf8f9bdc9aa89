"""Papers in a letter: which to bring and why, and which nobody need bring."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.exports.letters.frame import clause_text, listed
from claims.models import DOCUMENT_LABELS
from claims.queries.outlook import PaperNeed
from claims.rules.documents import DocumentKind
from enrollment.exports.pdf import Column, Letter

_WHY: Final = {
    DocumentKind.DEATH_CERTIFICATE: gettext_lazy("Shows the death and its day"),
    DocumentKind.HEIRS_LETTER: gettext_lazy("Shows who the heirs are"),
    DocumentKind.HEIR_IDENTITY: gettext_lazy("Shows who receives the money"),
    DocumentKind.FAMILY_CARD: gettext_lazy("Shows who belongs to the family"),
    DocumentKind.MARRIAGE_BOOK: gettext_lazy("Shows the marriage"),
    DocumentKind.BANK_BOOK: gettext_lazy("The account that the money is sent to"),
    DocumentKind.MEDICAL_LETTER: gettext_lazy("Shows the injury and how it ended"),
    DocumentKind.TRANSPORT_RECEIPT: gettext_lazy("So that the transport is paid back"),
    DocumentKind.TREATMENT_RECEIPT: gettext_lazy("So that the treatment is paid back"),
    DocumentKind.HOME_CARE_RECEIPT: gettext_lazy("So that the care at home is paid back"),
    DocumentKind.AID_RECEIPT: gettext_lazy("So that the aid is paid back"),
    DocumentKind.POLICE_LETTER_OR_WITNESSES: gettext_lazy(
        "Shows that it happened on the way to or from work"
    ),
    DocumentKind.CHRONOLOGY: gettext_lazy("Tells how it happened"),
    DocumentKind.SCHOOL_LETTER: gettext_lazy("Shows that the child goes to school"),
    DocumentKind.BIRTH_CERTIFICATE: gettext_lazy("Shows the age of the child, and whose it is"),
    DocumentKind.GUARDIAN_LETTER: gettext_lazy("Shows who acts for an heir who is a minor"),
    DocumentKind.RULING: gettext_lazy("Shows what was ruled on the appeal"),
    DocumentKind.HEIRS_SETTLEMENT: gettext_lazy("The heirs disagree: shows how it was settled"),
    DocumentKind.WILL: gettext_lazy("Shows who is named in the will"),
    DocumentKind.BURIAL_STATEMENT: gettext_lazy("There is no heir: shows who arranged the burial"),
    DocumentKind.PARTICIPANT_CARD: gettext_lazy("Shows who was protected"),
    DocumentKind.WORKER_IDENTITY: gettext_lazy("Shows who the worker is"),
}


def add_papers(letter: Letter, papers: Iterable[PaperNeed]) -> None:
    """Add the table of papers to bring, each with its reason and its clause."""
    rows = [
        [
            str(number),
            str(DOCUMENT_LABELS[paper.kind]),
            why(paper.kind),
            clause_text(paper.need.clause),
        ]
        for number, paper in enumerate(papers, start=1)
    ]
    columns = [
        Column(_("No."), 0.35),
        Column(_("Paper"), 1.8),
        Column(_("What it is for"), 2.2),
        Column(_("By which law"), 1.9),
    ]
    letter.table(columns, rows)


def add_held(letter: Letter, papers: Iterable[PaperNeed]) -> None:
    """Say which papers are there already."""
    held = [str(DOCUMENT_LABELS[paper.kind]) for paper in papers if not paper.is_missing]
    if held:
        letter.paragraph(
            _("These are there already; do not bring them again: %(papers)s.")
            % {"papers": listed(held)}
        )


def why(kind: DocumentKind) -> str:
    """Return what a paper is needed for."""
    return str(_WHY.get(kind, ""))
