"""Exports: any list as CSV or XLSX, as filtered on screen, with its purpose in the trail.

How to export a list:

1. In <app>/exports/lists.py write a maker, `def sponsors(reader: User, query: QueryDict) ->
   Listing`: the rows that the page shows (visible_to(reader), the same FilterSet), the order of
   the page, and columns made by text(), number(), day() and nik(). A list below a record takes
   its key as well, and answers a stranger with Http404; a right is asked for with require().
2. In <app>/views/exports.py: `sponsor_export = export_view("<app>.exports.lists.sponsors")`.
3. In the urls: `path("sponsors/export/", exports.sponsor_export, name="sponsor_export")`.
4. In the template of the list: `{% url "sponsor_export" as export_url %}` and
   `{% include "components/export.html" %}`: the link keeps the query string of the page.
5. Its Route stands in the group EXPORTS of dashboards/tests/routes_of_workplace/.
"""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Model, QuerySet
from django.http import QueryDict
from django.utils import translation
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import ngettext

from registry.formats import number_text
from registry.jobs import Made, Progress
from registry.models import Job, User
from registry.nik import mask_nik
from registry.paging import in_steps
from registry.roles import Permission, may
from registry.spreadsheet import Column, Sheet, Value, safe_text, write_workbook

# a workbook of more rows takes longer than a page may: it is made by a job
MOST_AT_ONCE: Final = 20_000
EXPORT: Final = "export"
_STEP: Final = 2000
# what spreadsheet programs of Indonesia take for a column, and how they know that it is UTF-8
_DELIMITER: Final = ";"
_BYTE_ORDER_MARK: Final = "\ufeff"

Words = str | Promise


@dataclass(frozen=True, slots=True)
class ExportColumn:
    """A column of an export: its heading, and what stands in it for a row.

    `region_of` says of a column of NIKs in which region each was recorded: whole ones are for
    who may see them there.
    """

    heading: Words
    value: Callable[[Any], Value]
    width: int = 14
    region_of: Callable[[Any], str] | None = None


def text(heading: Words, value: Callable[[Any], Any], width: int = 24) -> ExportColumn:
    """Return a column of words."""
    return ExportColumn(heading, lambda row: str(value(row)), width)


def number(heading: Words, value: Callable[[Any], int | None]) -> ExportColumn:
    """Return a column of counts or rupiah, which a spreadsheet can add up."""
    return ExportColumn(heading, value)


def day(heading: Words, value: Callable[[Any], date | None]) -> ExportColumn:
    """Return a column of dates."""
    return ExportColumn(heading, value, 12)


def nik(
    heading: Words, value: Callable[[Any], str], region_of: Callable[[Any], str]
) -> ExportColumn:
    """Return a column of NIKs, masked unless a reader who may see them asks for whole ones."""
    return ExportColumn(heading, value, 20, region_of)


@dataclass(frozen=True, slots=True)
class Listing:
    """A list as one reader may export it.

    `name` stands in the trail and, with the day, in the name of the file. `order` is the keyset
    of the page; a plain sequence of rows needs none. `prepare` turns some rows at a time into
    what the columns read, so that what belongs to them is one query for all. `about` is the
    record under which the list stands; `chosen` says in words what the page had filtered.
    """

    name: str
    title: Words
    page: str
    rows: QuerySet[Any] | Sequence[Any]
    columns: Sequence[ExportColumn]
    order: Sequence[str] = ("id",)
    prepare: Callable[[list[Any]], Iterable[Any]] = iter
    about: Model | None = None
    chosen: Sequence[str] = ()

    @property
    def has_niks(self) -> bool:
        """Whether there are NIKs to show whole or masked."""
        return any(column.region_of for column in self.columns)

    def count(self) -> int:
        """Return how many rows there are."""
        return self.rows.count() if isinstance(self.rows, QuerySet) else len(self.rows)


def chosen_words(filterset: Any) -> list[str]:
    """Return what a FilterSet has filtered, each as its label with the words of the choice."""
    form = filterset.form
    given = form.cleaned_data if form.is_valid() else {}
    return [
        f"{form.fields[name].label}: {_choice_words(form.fields[name], value)}"
        for name, value in given.items()
        if value not in (None, "")
    ]


def _choice_words(field: Any, value: Any) -> str:
    if isinstance(value, Model):
        return str(value)
    return str(dict(getattr(field, "choices", ())).get(value, value))


Maker = Callable[..., Listing]
Reveal = Callable[[str], bool]


def listing_of(maker: str, reader: User, query: QueryDict, parts: Mapping[str, Any]) -> Listing:
    """Return the list that the function at the dotted path `maker` makes for this reader."""
    make: Maker = import_string(maker)
    return make(reader, query, **parts)


def revealing(reader: User, *, whole_niks: bool) -> Reveal:
    """Return the rule by which a NIK is shown whole: asked for, and allowed where it stands."""
    return lambda region_code: whole_niks and may(reader, Permission.NIK_REVEAL, region_code)


def csv_chunks(listing: Listing, reveal: Reveal) -> Iterator[bytes]:
    """Return the list as CSV, some rows at a time, in the language of who asks."""
    return _csv_in(translation.get_language(), listing, _steps(listing, reveal))


def _csv_in(
    language: str | None, listing: Listing, steps: Iterator[list[list[Value]]]
) -> Iterator[bytes]:
    """Yield the parts; the language is set for each, as a streamed answer outlives its request."""
    with translation.override(language):
        yield (_BYTE_ORDER_MARK + _csv([[str(c.heading) for c in listing.columns]])).encode()
    while True:
        with translation.override(language):
            rows = next(steps, None)
            part = "" if rows is None else _csv(rows)
        if rows is None:
            return
        yield part.encode()


def workbook_sheet(listing: Listing, reveal: Reveal, *, progress: Progress | None = None) -> Sheet:
    """Return the list as the sheet of a workbook, its rows read as they are written."""
    return Sheet(
        name=str(listing.title),
        columns=[
            Column(str(column.heading), column.width, keeps_text=column.region_of is not None)
            for column in listing.columns
        ],
        rows=_told(_steps(listing, reveal), progress),
    )


def write_export(job: Job, progress: Progress) -> Made:
    """Write the workbook of a long list; see MOST_AT_ONCE. Rights are asked for anew."""
    asked = job.params
    listing = listing_of(asked["maker"], job.asked_by, QueryDict(asked["query"]), asked["parts"])
    progress.begin(listing.count())
    reveal = revealing(job.asked_by, whole_niks=asked["whole_niks"])
    file = tempfile.TemporaryFile()  # noqa: SIM115 (whoever ends the job closes it)
    write_workbook(file, [workbook_sheet(listing, reveal, progress=progress)])
    file.seek(0)
    return Made({"rows": listing.count()}, file, asked["filename"])


def tell_export(facts: Mapping[str, Any]) -> list[str]:
    """Return what an export did, for the page of its job."""
    rows = int(facts["rows"])
    words = ngettext("%(n)s row stands in the file.", "%(n)s rows stand in the file.", rows)
    return [words % {"n": number_text(rows)}]


def _steps(listing: Listing, reveal: Reveal) -> Iterator[list[list[Value]]]:
    """Yield the cells of the list, some rows at a time."""
    if isinstance(listing.rows, QuerySet):
        steps = in_steps(listing.rows, order=listing.order, size=_STEP)
    else:
        steps = iter([list(listing.rows)])
    for rows in steps:
        yield [
            [_cell(column, row, reveal) for column in listing.columns]
            for row in listing.prepare(rows)
        ]


def _cell(column: ExportColumn, row: Any, reveal: Reveal) -> Value:
    value = column.value(row)
    if column.region_of and isinstance(value, str) and not reveal(column.region_of(row)):
        return mask_nik(value)
    return value


def _told(steps: Iterable[list[list[Value]]], progress: Progress | None) -> Iterator[list[Value]]:
    done = 0
    for rows in steps:
        yield from rows
        done += len(rows)
        if progress:
            progress.step(done)


def _csv(rows: Iterable[Sequence[Value]]) -> str:
    """Return rows as CSV: a text that a spreadsheet would run stays text, a day is ISO."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=_DELIMITER)
    for row in rows:
        writer.writerow(
            safe_text(value) if isinstance(value, str) else "" if value is None else value
            for value in row
        )
    return out.getvalue()
