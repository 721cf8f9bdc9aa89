"""What is asked about participants of other segments, one figure or a file of them."""

import csv
import io
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from enrollment.models import Segment
from registry.formats import number_text
from registry.forms import MonthField, PlainForm, UploadField, WholeNumberField
from registry.models import Region
from registry.months import first_of_month

COLUMNS: Final = ("region_code", "month", "segment", "participants", "source")
_MOST_ROWS: Final = 5000
_MOST_BYTES: Final = 1024 * 1024
_NO_CSV: Final = gettext_lazy("This file is no CSV. Save the sheet as CSV, then send that.")


class ReportedForm(PlainForm):
    """Participants of one segment, as its office reported them for a month."""

    region = forms.ModelChoiceField(
        label=gettext_lazy("Region"), queryset=Region.objects.none(), empty_label=None
    )
    segment = forms.ChoiceField(label=gettext_lazy("Segment"), choices=Segment.choices)
    month = MonthField(
        label=gettext_lazy("Month"),
        help_text=gettext_lazy("The month that the report counts, like Desember 2019."),
    )
    participants = WholeNumberField(label=gettext_lazy("Participants"))
    source = forms.CharField(
        label=gettext_lazy("Source"),
        max_length=300,
        widget=forms.TextInput({"autocomplete": "off"}),
        help_text=gettext_lazy("Who reported it, in which paper or letter, and when."),
    )

    def __init__(self, *args: Any, regions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        region = self.fields["region"]
        assert isinstance(region, forms.ModelChoiceField)
        region.queryset = regions

    def clean_month(self) -> date:
        """Return the month; one that has not begun cannot have been counted."""
        month: date = self.cleaned_data["month"]
        if month > first_of_month(timezone.localdate()):
            raise ValidationError(_("This month has not begun. Copy the month of the report."))
        return month


class ReportedFileForm(PlainForm):
    """A CSV file of figures; every problem of every row is said at once.

    `rows` holds what an action needs for each row; `problems` says what stops the file.
    """

    file = UploadField(
        label=gettext_lazy("CSV file"),
        accept=".csv,text/csv",
        max_bytes=_MOST_BYTES,
        help_text=gettext_lazy(
            "Columns: region_code, month, segment, participants, source. "
            "The month like 2019-12, the segment PU, JAKON or PMI."
        ),
    )

    def __init__(self, *args: Any, regions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._regions = regions
        self.rows: list[dict[str, Any]] = []
        self.problems: list[RowProblem] = []

    def clean_file(self) -> Any:
        """Read every row; refuse the file where one cannot be read."""
        sent = self.cleaned_data["file"]
        table = _table(sent.read())
        found = self._regions.in_bulk([row["region_code"] for _number, row in table])
        for number, row in table:
            values, problems = _read(row, found)
            self.rows.append(values)
            self.problems += [RowProblem(number, words) for words in problems]
        if self.problems:
            raise ValidationError(
                ngettext(
                    "%(n)s cell must be corrected, see the table. Nothing was entered.",
                    "%(n)s cells must be corrected, see the table. Nothing was entered.",
                    len(self.problems),
                )
                % {"n": number_text(len(self.problems))}
            )
        return sent


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong in one row of the file, and what to do."""

    number: int
    words: str


def _table(content: bytes) -> list[tuple[int, dict[str, str]]]:
    """Return the rows below the headings, each by column, with its number in the file."""
    text = _text(content)
    first_line = text.partition("\n")[0]
    separator = max(";,\t", key=first_line.count)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=None), delimiter=separator))
    except csv.Error as error:
        raise ValidationError(_NO_CSV) from error
    headings = [cell.strip().casefold() for cell in lines[0]] if lines else []
    if missing := [name for name in COLUMNS if name not in headings]:
        raise ValidationError(
            _("The first row lacks %(missing)s. It reads: %(found)s.")
            % {"missing": ", ".join(missing), "found": ", ".join(headings) or _("nothing")}
        )
    rows = [
        (number, dict(zip(headings, [*cells, *[""] * len(headings)], strict=False)))
        for number, cells in enumerate(lines[1:], start=2)
        if any(cell.strip() for cell in cells)
    ]
    if not rows:
        raise ValidationError(_("The file has headings and no row. Add the figures below them."))
    if len(rows) > _MOST_ROWS:
        raise ValidationError(
            _("The file has %(n)s rows; at most %(most)s can be sent. Divide it into several.")
            % {"n": number_text(len(rows)), "most": number_text(_MOST_ROWS)}
        )
    return [(n, {name: row[name].strip() for name in COLUMNS}) for n, row in rows]


def _text(content: bytes) -> str:
    """Return the text of the file: UTF-8, else Windows-1252; a workbook is no text."""
    if b"\0" in content:
        raise ValidationError(_NO_CSV)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _read(row: dict[str, str], regions: dict[str, Region]) -> tuple[dict[str, Any], list[str]]:
    """Return what the row says, and in sentences what of it cannot be read."""
    problems: list[str] = []
    region = regions.get(row["region_code"])
    if region is None:
        problems.append(
            _("“%(read)s” is no province or regency of yours. Write a Kemendagri code, like 2105.")
            % {"read": row["region_code"]}
        )
    segment = row["segment"].upper()
    if segment not in Segment.values:
        problems.append(
            _("“%(read)s” is no segment. Write %(known)s.")
            % {"read": row["segment"], "known": ", ".join(Segment.values)}
        )
    values: dict[str, Any] = {"region": region, "segment": segment, "source": row["source"]}
    for name, field in _ROW_FIELDS.items():
        try:
            values[name] = field.clean(row[name])
        except ValidationError as error:
            problems += error.messages
    if values.get("month") and values["month"] > first_of_month(timezone.localdate()):
        problems.append(_("This month has not begun. Copy the month of the report."))
    return values, problems


_ROW_FIELDS: Final = {
    "month": MonthField(error_messages={"required": gettext_lazy("The month is missing.")}),
    "participants": WholeNumberField(
        error_messages={"required": gettext_lazy("The number of participants is missing.")}
    ),
    "source": forms.CharField(
        max_length=300, error_messages={"required": gettext_lazy("The source is missing.")}
    ),
}
