"""What a row of a check asks for, or why nothing was done, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from enrollment.models import PopulationCheckRow
from enrollment.sheets.refusals import ListRefused
from enrollment.wording.refusals import list_refusal_sentence
from registry.formats import number_text

_PROBLEMS: Final = {
    "nik_missing": gettext_lazy("The NIK is missing."),
    "nik_not_digits": gettext_lazy("The NIK holds something else than digits."),
    "nik_length": gettext_lazy("The NIK does not have 16 digits."),
    "nik_numeric_cell": gettext_lazy(
        "The NIK is kept as a number, so its last digit is lost. Format the column as Text."
    ),
    "nik_impossible_date": gettext_lazy("The seventh to twelfth digit are no date of birth."),
    "result_missing": gettext_lazy("The result is missing."),
    "result_unknown": gettext_lazy(
        "This result is not known. Write: sesuai, tidak sesuai, meninggal or pindah."
    ),
    "day_unreadable": gettext_lazy("The day of death or move is no day. Write it like 21/07/2020."),
    "nik_twice": gettext_lazy("The same answer as an earlier row of this file."),
    "two_answers": gettext_lazy(
        "An earlier row of this file says something else of this NIK. Ask the office which holds."
    ),
    "older_check": gettext_lazy("A later check is on record, and holds."),
    "given_up": gettext_lazy("This record was given up. See the one that is kept."),
    "alive_there": gettext_lazy(
        "Here a death is recorded, and the office knows of none. Look at the death certificate."
    ),
    "record_move": gettext_lazy("Record the move, with its day and where to."),
    "mismatch": gettext_lazy("Compare with the KTP, and correct the record or the NIK."),
    "ask_day_of_death": gettext_lazy("Ask for the day of death, and record it."),
    "other_day_of_death": gettext_lazy(
        "Another day of death is on record. Compare with the death certificate."
    ),
    "record_death": gettext_lazy("Somebody who records deaths for this village must do it."),
    "death_impossible": gettext_lazy(
        "The death could not be recorded with this day. Compare with the death certificate."
    ),
}
_COLUMNS: Final = {"nik": gettext_lazy("NIK"), "result": gettext_lazy("result")}


def row_sentence(row: PopulationCheckRow) -> str:
    """Return what is to be done about a row, or why nothing was; empty where all is said."""
    if row.problem:
        return str(_PROBLEMS.get(row.problem, row.get_outcome_display()))
    if row.outcome == PopulationCheckRow.Outcome.UNKNOWN:
        return _("No worker in your region has this NIK.")
    return ""


def check_refusal_sentence(refusal: ListRefused) -> str:
    """Return why a whole file cannot be read as an answer, and what to do."""
    if refusal.code == "columns_missing":
        return _(
            "Sheet “%(sheet)s” has no column for: %(missing)s. The headings found are: %(found)s. "
            "An answer needs the columns NIK and Hasil."
        ) % {
            "sheet": refusal.params["sheet"],
            "missing": ", ".join(str(_COLUMNS[key]) for key in _texts(refusal, "missing")),
            "found": ", ".join(_texts(refusal, "headings")),
        }
    if refusal.code == "list_not_found":
        return _("This file holds no column of NIKs. An answer needs the columns NIK and Hasil.")
    return list_refusal_sentence(refusal)


def _texts(refusal: ListRefused, name: str) -> tuple[str, ...]:
    texts = refusal.params[name]
    assert isinstance(texts, tuple)
    return texts


def told_of_check(facts: Mapping[str, Any]) -> Sequence[str]:
    """Return what the reading of an answer did, in sentences."""
    said = [
        ngettext("%(n)s answer was taken over.", "%(n)s answers were taken over.", facts["applied"])
        % {"n": number_text(facts["applied"])}
    ]
    if to_do := facts["to_do"]:
        said.append(
            ngettext(
                "%(n)s person needs somebody to look.", "%(n)s people need somebody to look.", to_do
            )
            % {"n": number_text(to_do)}
        )
    return said


def told_of_request(facts: Mapping[str, Any]) -> Sequence[str]:
    """Return what the sheet for the office holds, in a sentence."""
    workers = facts["workers"]
    return [
        ngettext("The sheet names %(n)s worker.", "The sheet names %(n)s workers.", workers)
        % {"n": number_text(workers)}
    ]
