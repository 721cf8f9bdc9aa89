"""Looking through a zipped workbook before the reader of sheets may load it.

Two reasons. A small file may unpack to more than the machine holds, and a sheet is loaded as
one rectangle, so that a single stray cell far away asks for gigabytes: such a file deserves a
sentence of its own. And the loader shows an error cell as an empty one: its word is found here.
"""

import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import BinaryIO, Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from enrollment.sheets.refusals import ListRefused

# the words of the error cells of a sheet, by row and column counted from 0
Errors = dict[tuple[int, int], str]

MAX_ROWS: Final = 150_000
MAX_UNPACKED_MB: Final = 300
_MEGABYTE: Final = 1_000_000
# what is beyond any doubt: the exact count comes with the rows, titles and blanks apart
_MOST_FILLED_ROWS: Final = MAX_ROWS * 3 // 2
_MOST_CELLS: Final = 6_000_000
_WIDE: Final = 256
_MOST_ERRORS: Final = 100_000
_BLOCK: Final = 1 << 20
_PACKED_BLOCK: Final = 1 << 16
_LONGEST_ROW: Final = 16 * _BLOCK
_LOCAL_HEADER: Final = struct.Struct("<4s22xHH")

# a cell with its place and with content: an empty one closes itself
_FILLED = re.compile(rb"""\br\s*=\s*["']([A-Z]{1,3})(\d{1,7})["'][^>]*(?<!/)>""")
_NAMELESS = re.compile(rb"""<(?:\w+:)?c(?:>|\s(?![^>]*\br\s*=)[^>]*(?<!/)>)""")
_CELL = re.compile(rb"<(?:\w+:)?c[\s>]")
_ROW_NUMBER = re.compile(rb"""<(?:\w+:)?row\s(?:[^>]*\s)?r\s*=\s*["'](\d{1,7})["']""")
_ERROR_CELL = re.compile(rb"""<(?:\w+:)?c\s([^>]*\bt="e"[^>]*)>(.*?)</(?:\w+:)?c>""", re.DOTALL)
_PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]*)<")
_SHEET_TAG = re.compile(rb"<(?:\w+:)?(?:sheet|Relationship)\s[^>]*>")
_ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*["']([^"']*)["']""")
_ODS_TAG = re.compile(
    rb"<(/?)table:(table-row|table-cell|covered-table-cell|table)(?![\w-])([^>]*)>"
)
_ODS_REPEATED = re.compile(rb'number-(?:rows|columns)-repeated="(\d{1,7})"')
_ODS_NAME = re.compile(rb'table:name="([^"]*)"')
_ODS_WORD = re.compile(rb"\s*<text:p>([^<]*)<")


@dataclass(slots=True)
class Extent:
    """How far the filled cells of one sheet reach, counted from 1, and its error cells."""

    rows: int = 0
    columns: int = 0
    filled_rows: int = 0
    errors: Errors = field(default_factory=dict)

    def reach(self, rows: int, columns: int) -> None:
        """Take in cells, or raise ListRefused when the sheet becomes too large to be read."""
        self.rows, self.columns = max(self.rows, rows), max(self.columns, columns)
        if self.filled_rows > _MOST_FILLED_ROWS:
            raise ListRefused("too_many_rows", limit=MAX_ROWS)
        if self.rows * self.columns > _MOST_CELLS:
            far = (rows, self.columns) if self.columns > _WIDE else (self.rows, columns)
            raise ListRefused("cell_far_away", cell=f"{_letters(far[1])}{far[0]}")

    def note(self, row: int, column: int, word: bytes) -> None:
        """Remember the word of an error cell, rows and columns counted from 0."""
        if len(self.errors) < _MOST_ERRORS:
            self.errors[row, column] = unescape(word.decode("utf-8", "replace")).strip()


def errors_in_xlsx(path: Path) -> dict[str, Errors]:
    """Return the error cells of each sheet by its name, after measuring every member."""
    extents: dict[str, Extent] = {}
    small: dict[str, bytes] = {}
    for name, blocks in _members(path):
        extent = extents[name] = Extent()
        for piece in _whole_rows(blocks):
            _measure_xlsx(piece, extent)
            if name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
                small[name] = small.get(name, b"") + piece
    targets = {
        tag.get("Id", ""): tag.get("Target", "")
        for tag in _tags(small.get("xl/_rels/workbook.xml.rels", b""))
    }
    found: dict[str, Errors] = {}
    for tag in _tags(small.get("xl/workbook.xml", b"")):
        target = targets.get(tag.get("r:id", ""), "").removeprefix("/").removeprefix("xl/")
        if extent_of := extents.get(f"xl/{target}"):
            found[tag.get("name", "")] = extent_of.errors
    return found


def errors_in_ods(path: Path) -> dict[str, Errors]:
    """Return the error cells of each sheet by its name, after measuring every member."""
    found: dict[str, Errors] = {}
    for name, blocks in _members(path):
        sheets = _OdsSheets()
        for piece in _whole_rows(blocks):
            if name == "content.xml":
                sheets.measure(piece)
        found.update({sheet: extent.errors for sheet, extent in sheets.extents.items()})
    return found


def _members(path: Path) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Yield each member with its unpacked bytes; ListRefused when it is more than it declares."""
    try:
        with ZipFile(path) as package, path.open("rb") as file:
            entries = package.infolist()
            if sum(entry.file_size for entry in entries) > MAX_UNPACKED_MB * _MEGABYTE:
                raise ListRefused("file_unpacks_too_large", limit_mb=MAX_UNPACKED_MB)
            for entry in entries:
                yield entry.filename, _unpacked(file, entry)
    except (BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise ListRefused("file_unreadable") from error


def _unpacked(file: BinaryIO, entry: ZipInfo) -> Iterator[bytes]:
    """Yield the bytes of a member, counted here: its declared size may be a lie."""
    if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise ListRefused("file_unreadable")
    unpacked = checksum = 0
    try:
        for block in _inflated(file, entry):
            unpacked += len(block)
            checksum = zlib.crc32(block, checksum)
            if unpacked > entry.file_size:
                raise ListRefused("file_unpacks_too_large", limit_mb=MAX_UNPACKED_MB)
            yield block
        if checksum != entry.CRC:
            raise ListRefused("file_unreadable")
    except (OSError, ValueError, struct.error, zlib.error) as error:
        raise ListRefused("file_unreadable") from error


def _inflated(file: BinaryIO, entry: ZipInfo) -> Iterator[bytes]:
    file.seek(entry.header_offset)
    _, name_length, extra_length = _LOCAL_HEADER.unpack(file.read(_LOCAL_HEADER.size))
    file.seek(name_length + extra_length, 1)
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    packed_left = entry.compress_size
    while packed_left > 0 and (packed := file.read(min(packed_left, _PACKED_BLOCK))):
        packed_left -= len(packed)
        if entry.compress_type == ZIP_STORED:
            yield packed
            continue
        while packed:
            yield inflater.decompress(packed, _BLOCK)
            packed = inflater.unconsumed_tail
    yield inflater.flush()


def _whole_rows(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the same bytes in pieces that end where a row ends, as far as there are rows."""
    kept = b""
    for block in blocks:
        kept += block
        end = kept.rfind(b"row>") + 4
        if end < 4 and len(kept) > _LONGEST_ROW:
            end = len(kept)
        if end >= 4:
            yield kept[:end]
            kept = kept[end:]
    yield kept


def _measure_xlsx(piece: bytes, extent: Extent) -> None:
    places = _FILLED.findall(piece)
    if places:
        rows = {int(row) for _, row in places}
        extent.filled_rows += len(rows)
        columns = {column for column, _ in places}
        extent.reach(max(rows), max(_number(column) for column in columns))
    if _NAMELESS.search(piece):
        numbers = [int(number) for number in _ROW_NUMBER.findall(piece)]
        widths = [len(_CELL.findall(row)) for row in piece.split(b"row>")]
        extent.reach(max(numbers, default=len(widths)), max(widths))
    if b't="e"' in piece:
        for attributes, content in _ERROR_CELL.findall(piece):
            place, value = _PLACE.search(attributes), _VALUE.search(content)
            if place and value:
                extent.note(int(place[2]) - 1, _number(place[1]) - 1, value[1])


class _OdsSheets:
    """Walks the tags of an ODS, where a row or a cell may stand for a million of its kind."""

    def __init__(self) -> None:
        self.extents: dict[str, Extent] = {}
        self._extent = Extent()
        self._row = self._column = self._repeated = 0
        self._filled = False

    def measure(self, piece: bytes) -> None:
        """Take in whole rows of the sheets, in order."""
        for tag in _ODS_TAG.finditer(piece):
            closing, kind, attributes = tag[1], tag[2], tag[3]
            times = _ODS_REPEATED.search(attributes)
            repeated = int(times[1]) if times else 1
            if kind.endswith(b"cell"):
                if not closing:
                    self._cell(piece, tag.end(), attributes, repeated)
            elif kind == b"table-row":
                if not closing:
                    self._column, self._filled, self._repeated = 0, False, repeated
                if closing or attributes.endswith(b"/"):
                    self._end_row()
            elif not closing:
                self._begin_sheet(attributes)

    def _begin_sheet(self, attributes: bytes) -> None:
        name = _ODS_NAME.search(attributes)
        self._extent = Extent()
        self._row = 0
        self.extents[unescape(name[1].decode("utf-8", "replace")) if name else ""] = self._extent

    def _cell(self, piece: bytes, end: int, attributes: bytes, repeated: int) -> None:
        if b"value-type=" in attributes:
            self._filled = True
            self._extent.columns = max(self._extent.columns, self._column + repeated)
            word = _ODS_WORD.match(piece, end)
            if b'value-type="error"' in attributes and word:
                self._extent.note(self._row, self._column, word[1])
        self._column += repeated

    def _end_row(self) -> None:
        self._row += self._repeated
        if self._filled:
            self._extent.filled_rows += self._repeated
            self._extent.reach(self._row, self._extent.columns)


def _tags(xml: bytes) -> Iterator[dict[str, str]]:
    for tag in _SHEET_TAG.findall(xml):
        yield {
            name.decode("utf-8", "replace"): unescape(value.decode("utf-8", "replace"))
            for name, value in _ATTRIBUTE.findall(tag)
        }


def _number(column: bytes) -> int:
    """Return the number of a column from its letters: A is 1, Z 26, AA 27."""
    number = 0
    for letter in column:
        number = number * 26 + letter - ord("A") + 1
    return number


def _letters(number: int) -> str:
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
