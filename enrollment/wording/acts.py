"""The acts of the trail of a list, as sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy

from registry.formats import number_text

_SENTENCES: Final = {
    "batch.uploaded": gettext_lazy("Uploaded as %(filename)s."),
    "batch.checked": gettext_lazy("Checked: %(rows)s rows, %(refused)s of them to be repaired."),
    "batch.repaired": gettext_lazy("Repaired rows sent as %(filename)s."),
    "batch.statement": gettext_lazy("Signed statement attached."),
    "batch.apply_started": gettext_lazy("Application of %(ready)s rows begun."),
    "batch.applied": gettext_lazy("Applied: %(enrolled)s workers entered the decree."),
    "batch.cancelled": gettext_lazy("Stopped after %(done)s rows."),
    "batch.undone": gettext_lazy("Undone: %(enrollments)s workers left the decree."),
    "batch.sheet_downloaded": gettext_lazy("Rows downloaded as a sheet: %(rows)s."),
    "list.exported": gettext_lazy("Rows exported to a file: %(rows)s."),
}


def act_sentence(action: str, facts: Mapping[str, Any]) -> str:
    """Return what was done to a list; an act without words here is named by its code."""
    if action not in _SENTENCES:
        return action
    return str(_SENTENCES[action]) % {
        name: number_text(value) if isinstance(value, int) else value
        for name, value in facts.items()
    }
