"""Why a whole file is refused, and what to do instead."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enrollment.sheets.refusals import ListRefused
from registry.formats import number_text

COLUMN_NAMES: Final = {
    "nik": gettext_lazy("NIK"),
    "name": gettext_lazy("name"),
    "birth_date": gettext_lazy("birth date"),
    "sex": gettext_lazy("sex"),
    "village": gettext_lazy("village"),
}
_MOST_NAMED: Final = 12
_FOUND: Final = {
    "pdf": gettext_lazy("This file is a PDF."),
    "word": gettext_lazy("This file is a Word document."),
    "presentation": gettext_lazy("This file is a presentation."),
    "image": gettext_lazy("This file is a picture."),
    "html": gettext_lazy("This file is a web page with the name of a spreadsheet."),
    "archive": gettext_lazy("This file is an archive of other files."),
    "xlsb": gettext_lazy("This file is a binary workbook (XLSB)."),
}
_SENTENCES: Final = {
    "cell_far_away": gettext_lazy(
        "Cell %(cell)s holds something far away from the list, which makes the sheet too large "
        "to read. Clear that cell, save, and send the file again."
    ),
    "file_too_large": gettext_lazy(
        "This file has more than %(limit_mb)s MB. Divide the list into several files."
    ),
    "file_unpacks_too_large": gettext_lazy(
        "This file unpacks to more than %(limit_mb)s MB, which no list of workers needs. Copy "
        "the list alone into a new workbook and send that."
    ),
    "list_empty": gettext_lazy(
        "This file holds no row of a list. Check that it is the right file, with a row for each "
        "worker below the headings."
    ),
    "password_protected": gettext_lazy(
        "This workbook opens with a password only. Save it without a password and send it again."
    ),
    "too_many_rows": gettext_lazy(
        "This list has more than %(limit)s rows. Divide it into several files, for example one "
        "for each district."
    ),
}


def list_refusal_sentence(refusal: ListRefused) -> str:
    """Return why the whole file cannot be read as a list, and what to do."""
    params = refusal.params
    if refusal.code == "columns_missing":
        return _columns_missing(refusal)
    if refusal.code == "list_not_found":
        return _list_not_found(refusal)
    if refusal.code == "not_a_spreadsheet":
        found = _FOUND.get(str(params.get("found")), gettext_lazy("This file is no spreadsheet."))
        act = _("Send the list as XLSX, XLS, ODS or CSV.")
        return f"{found} {act}"
    if refusal.code == "file_unreadable":
        return _unreadable(refusal)
    facts = {
        name: number_text(value) if isinstance(value, int) else value
        for name, value in params.items()
    }
    return str(_SENTENCES[refusal.code]) % facts


def _columns_missing(refusal: ListRefused) -> str:
    missing, headings = refusal.params["missing"], refusal.params["headings"]
    assert isinstance(missing, tuple)
    assert isinstance(headings, tuple)
    return _(
        "Sheet “%(sheet)s” has no column for: %(missing)s. The headings found are: %(found)s. "
        "Add what is missing, with a heading of its own, and send the file again."
    ) % {
        "sheet": refusal.params["sheet"],
        "missing": ", ".join(str(COLUMN_NAMES[key]) for key in missing),
        "found": _named(headings),
    }


def _list_not_found(refusal: ListRefused) -> str:
    sheets = refusal.params["sheets"]
    assert isinstance(sheets, tuple)
    return _(
        "No sheet of this file holds a list of workers (looked into: %(sheets)s). A list has the "
        "columns NIK, name, birth date, sex and village below a heading each."
    ) % {"sheets": _named(sheets)}


def _unreadable(refusal: ListRefused) -> str:
    if row := refusal.params.get("row"):
        return _(
            "This file is damaged from row %(row)s on. Open it, save it as a new workbook, and "
            "send that."
        ) % {"row": number_text(int(str(row)))}
    return _("This file is damaged. Open it, save it as a new workbook, and send that.")


def _named(names: tuple[str, ...]) -> str:
    shown = ", ".join(names[:_MOST_NAMED])
    return f"{shown} …" if len(names) > _MOST_NAMED else shown
