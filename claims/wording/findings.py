"""A finding as a sentence, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from claims.rules.assessment import Finding
from claims.wording.lines import line_label
from claims.wording.losses import loss_names
from claims.wording.notes import CONTROLS, NOTES
from claims.wording.refusals import ASKED, REFUSALS
from registry.formats import day_text, number_text, rupiah_text

_SENTENCES: Final = REFUSALS | ASKED | NOTES | CONTROLS
WORDED: Final = tuple(_SENTENCES)


def finding_text(finding: Finding) -> str:
    """Return what was seen and what would change it; a code without words is shown as it is."""
    if finding.code not in _SENTENCES:
        return finding.code
    told = {name: _told(name, value) for name, value in finding.facts.items()}
    sentence = str(_SENTENCES[finding.code]) % told
    if more := _MORE.get(finding.code):
        return f"{sentence} {more(finding)}".strip()
    return sentence


def relation_label(relation: str) -> str:
    """Return who an heir is to the worker."""
    return str(_RELATIONS[relation])


def _told(name: str, value: Any) -> str:
    """Return a fact as a sentence shows it."""
    if how := _BY_NAME.get(name):
        return how(value)
    if isinstance(value, date):
        return day_text(value)
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return rupiah_text(int(value)) if name.endswith("_idr") else number_text(value)
    if isinstance(value, tuple | list):
        return ", ".join(map(str, value))
    return str(value)


def _settle(finding: Finding) -> str:
    """Return what the arrears cost, and what does not wait."""
    said = []
    if finding.facts.get("waits"):
        said.append(_("What waits is paid when they are settled."))
    if amount_idr := finding.facts.get("amount_idr"):
        said.append(
            _("At the full rate they cost %(amount)s, JKK and JKM together.")
            % {"amount": rupiah_text(amount_idr)}
        )
    if finding.facts["program"] == "JKM":
        said.append(_("The burial money is paid at once."))
    else:
        said.append(_("Treatment and care at home are given at once."))
    return " ".join(said)


def _by_when(finding: Finding) -> str:
    last = finding.facts.get("conclude_by")
    return _("Conclude by %(day)s.") % {"day": day_text(last)} if last else ""


def _years(value: int) -> str:
    return ngettext("%(n)s year", "%(n)s years", value) % {"n": number_text(value)}


_MORE: Final[dict[str, Callable[[Finding], str]]] = {
    "arrears_to_settle": _settle,
    "suspected_to_conclude": _by_when,
}
_RELATIONS: Final = {
    "spouse": gettext_lazy("spouse"),
    "child": gettext_lazy("child"),
    "parent": gettext_lazy("parent"),
    "grandparent": gettext_lazy("grandparent"),
    "grandchild": gettext_lazy("grandchild"),
    "sibling": gettext_lazy("brother or sister"),
    "parent_in_law": gettext_lazy("parent-in-law"),
    "will": gettext_lazy("person named in the will"),
}
_BY_NAME: Final[dict[str, Callable[[Any], str]]] = {
    "age": _years,
    "benefit": line_label,
    "benefits": lambda benefits: ", ".join(map(line_label, benefits)),
    "losses": loss_names,
    "relations": lambda relations: ", ".join(map(relation_label, relations)),
    "years": _years,
}
