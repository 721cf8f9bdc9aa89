"""Loads a workbook in a process of its own and prints it as JSON, a message on each line.

The library that reads workbooks is fast and trusts them: a damaged file can make it loop without
end, or ask for so much memory that the process is killed on the spot. Here that ends one child
with its own bounds, and whoever waits for it sees a list that cannot be read. The messages:
{"book": [[name, visible], …]}, then for each sheet {"sheet", "first_column", "merged"}, any
number of {"lines": [[cell, …], …]} and {"done": true}; at last {"end": true}, or {"refused": code}.

Run as a script: `loader.py PATH`, the names of the sheets wanted as a JSON list on standard
input, null for all that are visible.
"""

import json
import resource
import sys
from collections.abc import Collection, Iterator
from contextlib import suppress
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Final

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    load_workbook,
)

Message = dict[str, object]

# 100,000 rows of 11 columns take 140 MB and 2 s
_MEMORY: Final = 1 << 30
_CPU_SECONDS: Final = 30
_LINES_IN_MESSAGE: Final = 500


def messages(path: Path, only: Collection[str] | None) -> Iterator[Message]:
    """Yield the workbook message by message; sheets are loaded one at a time."""
    try:
        with path.open("rb") as file, load_workbook(file) as book:
            found = [
                (sheet.name, sheet.visible == SheetVisibleEnum.Visible)
                for sheet in book.sheets_metadata
                if sheet.typ == SheetTypeEnum.WorkSheet
            ]
            yield {"book": found}
            for name, visible in found:
                if visible and (only is None or name in only):
                    yield from _sheet(book, name)
            yield {"end": True}
    except PasswordError:
        yield {"refused": "password_protected"}
    except (CalamineError, OSError, ValueError, OverflowError, MemoryError):
        yield {"refused": "file_unreadable"}


def _sheet(book: CalamineWorkbook, name: str) -> Iterator[Message]:
    sheet: CalamineSheet = book.get_sheet_by_name(name)
    yield {
        "sheet": name,
        "first_column": sheet.start[1] if sheet.start else 0,
        "merged": sheet.merged_cell_ranges or [],
    }
    lines = sheet.iter_rows()
    while some := list(islice(lines, _LINES_IN_MESSAGE)):
        yield {"lines": some}
    yield {"done": True}


def _as_json(value: object) -> object:
    """Return what JSON has no word for: a day as {"day": …}, a time of day as its text."""
    if isinstance(value, datetime):
        value = value.date()
    return {"day": value.isoformat()} if isinstance(value, date) else str(value)


def _bound_this_process() -> None:
    for limit, most in ((resource.RLIMIT_AS, _MEMORY), (resource.RLIMIT_CPU, _CPU_SECONDS)):
        # some systems cannot bound one of the two
        with suppress(ValueError, OSError):
            resource.setrlimit(limit, (most, most))


if __name__ == "__main__":
    _bound_this_process()
    for message in messages(Path(sys.argv[1]), json.loads(sys.stdin.read())):
        sys.stdout.write(json.dumps(message, default=_as_json) + "\n")
