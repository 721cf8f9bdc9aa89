"""The clauses behind amounts, as papers name them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _


def clause_lines(citations: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return each clause once, in order; one that nobody read in the gazette says so."""
    lines: dict[str, None] = {}
    for citation in citations:
        named = f"{citation['source']}, {citation['clause']}"
        words = (
            named if citation.get("checked") else _("%(clause)s (unchecked)") % {"clause": named}
        )
        lines[words] = None
    return list(lines)
