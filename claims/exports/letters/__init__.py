"""The letters of a claim: Indonesian whatever the language of the screen, and no NIK in them."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from django.http import HttpResponse
from django.utils import translation

from claims.exports.letters.decision import decision_letter
from claims.exports.letters.frame import Printing
from claims.exports.letters.incomplete import incomplete_letter
from claims.exports.letters.payment import payment_letter
from claims.exports.letters.receipt import receipt_letter
from claims.exports.letters.refusal import refusal_letter
from claims.models import Claim
from claims.queries.letters import LetterKind
from enrollment.exports.pdf import pdf_response

__all__ = ["Printing", "print_letter"]

_WRITERS: Final = MappingProxyType(
    {
        LetterKind.RECEIPT: receipt_letter,
        LetterKind.INCOMPLETE: incomplete_letter,
        LetterKind.DECISION: decision_letter,
        LetterKind.REFUSAL: refusal_letter,
        LetterKind.PAYMENT: payment_letter,
    }
)
_NAMES: Final = MappingProxyType(
    {
        LetterKind.RECEIPT: "tanda-terima",
        LetterKind.INCOMPLETE: "berkas-kurang",
        LetterKind.DECISION: "keputusan",
        LetterKind.REFUSAL: "penolakan",
        LetterKind.PAYMENT: "pembayaran",
    }
)


def print_letter(kind: LetterKind, claim: Claim, printing: Printing) -> HttpResponse:
    """Return a letter that exists as PDF. Raises BadFacts where stated facts are impossible."""
    with translation.override("id"):
        letter = _WRITERS[kind](claim, printing)
        number = claim.number.replace("/", "-")
        return pdf_response(f"{_NAMES[kind]}-{number}.pdf", letter.render())
