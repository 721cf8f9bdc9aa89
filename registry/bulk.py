"""Writing many rows at once, several times faster than bulk_create."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any

from django.db import connection, models

ROWS = 500  # in one statement: more gain nothing, and both databases take their parameters


def insert_rows(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Write rows of plain values (numbers, texts, dates, None), given in the order of columns.

    bulk_create spends four fifths of its time on making models and converting each value. For
    tables without history whose keys nobody asks for; columns left out get their default.
    """
    fields = {field.name: field for field in model._meta.local_fields if not field.primary_key}
    given = [fields.pop(name) for name in columns]
    left_out = list(fields.values())
    defaults = [field.get_db_prep_save(field.get_default(), connection) for field in left_out]
    quote = connection.ops.quote_name
    names = ", ".join(quote(field.column or field.name) for field in [*given, *left_out])
    one = f"({', '.join(['%s'] * (len(given) + len(left_out)))})"
    table = quote(model._meta.db_table)
    start = f"INSERT INTO {table} ({names}) VALUES "  # noqa: S608 (names of a model)
    with connection.cursor() as cursor:
        for part in _parts(rows):
            values = chain.from_iterable((*row, *defaults) for row in part)
            cursor.execute(start + ", ".join([one] * len(part)), list(values))


def _parts(rows: Iterable[Sequence[Any]]) -> Iterator[list[Sequence[Any]]]:
    source = iter(rows)
    while part := list(islice(source, ROWS)):
        yield part
