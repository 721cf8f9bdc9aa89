"""Transfers in words: what they pay, and how the bank's answer to a file went."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from claims.models import BenefitLine
from claims.wording.claims import benefit_label
from registry.formats import number_text


def line_name(line: BenefitLine) -> str:
    """Return what a granted line is called; a year of scholarship with its school year."""
    name = benefit_label(line.code)
    if line.due_on is None:
        return name
    return f"{name}, {line.due_on.year}/{line.due_on.year + 1}"


def answer_sentence(paid: int, returned: int, known: int) -> str:
    """Return what an answer of the bank changed."""
    parts = []
    if paid:
        parts.append(
            ngettext("%(n)s transfer is paid", "%(n)s transfers are paid", paid) % _n(paid)
        )
    if returned:
        parts.append(ngettext("%(n)s came back", "%(n)s came back", returned) % _n(returned))
    if known:
        parts.append(ngettext("%(n)s was known", "%(n)s were known", known) % _n(known))
    return f"{', '.join(parts)}." if parts else _("Nothing was recorded.")


def _n(count: int) -> dict[str, str]:
    return {"n": number_text(count)}
