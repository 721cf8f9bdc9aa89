"""What a bank answers to a payment file: a CSV, read row by row, every problem named."""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from registry.dates import parse_day
from registry.money import parse_rupiah

MOST_ROWS: Final = 5000
_NEEDED: Final = ("reference", "status", "paid_on", "amount", "bank_reference")
# the names without spaces and signs; what banks call "keterangan" is our own description
_HEADINGS: Final = {
    "reference": "referensi noreferensi nomorreferensi ref reference referenceno referencenumber",
    "status": "status hasil statustransaksi statustransfer result transactionstatus",
    "paid_on": "tanggal tgl tanggalbayar tglbayar dibayar tanggaltransaksi tgltransaksi "
    "tanggaltransfer paidon date paymentdate transactiondate valuedate",
    "amount": "jumlah nominal jumlahrp nominalrp jumlahrupiah jumlahidr amount amountidr",
    "bank_reference": "referensibank noreferensibank nomorreferensibank refbank nomortransaksi "
    "notransaksi bankreference bankref bankreferencenumber transactionid transactionnumber",
    "reason": "alasan sebab alasangagal alasanretur alasanpenolakan pesan reason message",
}
_KEYS: Final = {name: key for key, names in _HEADINGS.items() for name in names.split()}
_PAID: Final = frozenset(
    ["paid", "berhasil", "sukses", "dibayar", "terbayar", "success", "successful", "settled"]
)
_RETURNED: Final = frozenset(
    ["returned", "gagal", "ditolak", "retur", "diretur", "dikembalikan", "failed", "rejected"]
)
_SIGNS: Final = re.compile(r"[^a-z0-9]+")
_CENTS: Final = re.compile(r"[.,]00$")
_ENGLISH_GROUPS: Final = re.compile(r"\d{1,3}(?:,\d{3})+", re.ASCII)
_DAY_IN_DIGITS: Final = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_TIME_OF_DAY: Final = re.compile(r"[ T]\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?Z?$", re.ASCII)


class Verdict(StrEnum):
    """What became of a transfer."""

    PAID = "paid"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One row that could be read; `number` counts from 1, as a spreadsheet does.

    A paid row has its day and the bank's reference; of a returned one both may be unknown.
    """

    number: int
    reference: str
    verdict: Verdict
    paid_on: date | None
    amount_idr: int
    bank_reference: str
    reason: str


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What keeps one row from being used, by its stable code; `facts` fill its words."""

    number: int
    reference: str
    code: str
    facts: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows to be used, and every problem of the others, both in the order of the file."""

    rows: tuple[AnswerRow, ...]
    problems: tuple[RowProblem, ...]


class AnswerUnreadable(ValueError):
    """The file is no answer at all, by a stable code; `facts` fill its words."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts


def read_answer(content: bytes) -> Answer:
    """Return what the bank says, row by row. Raises AnswerUnreadable where it is no such CSV."""
    rows: list[AnswerRow] = []
    problems: list[RowProblem] = []
    for number, cells in _table(content):
        row, found = _read(number, cells)
        problems += found
        if row is not None:
            rows.append(row)
    kept, repeated = _once(rows)
    problems += repeated
    return Answer(tuple(kept), tuple(sorted(problems, key=lambda problem: problem.number)))


def _table(content: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows below the headings by column, each with its number in the file."""
    lines = _lines(content)
    top, keys = max(
        ((place, [_key(cell) for cell in cells]) for place, cells in enumerate(lines)),
        key=lambda found: (len({*found[1]} - {""}), -found[0]),
        default=(0, []),
    )
    if missing := [key for key in _NEEDED if key not in keys]:
        raise AnswerUnreadable("columns_missing", columns=tuple(missing))
    columns = {key: keys.index(key) for key in _HEADINGS if key in keys}
    below = [
        (number, cells)
        for number, cells in enumerate(lines[top + 1 :], start=top + 2)
        if any(cell.strip() for cell in cells)
    ]
    if not below:
        raise AnswerUnreadable("no_rows")
    if len(below) > MOST_ROWS:
        raise AnswerUnreadable("too_many_rows", rows=len(below), most=MOST_ROWS)
    for number, cells in below:
        texts = {key: cells[at] if at < len(cells) else "" for key, at in columns.items()}
        yield number, {key: _clean(texts.get(key, "")) for key in _HEADINGS}


def _lines(content: bytes) -> list[list[str]]:
    if b"\0" in content:
        raise AnswerUnreadable("no_csv")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    separator = max(";,\t", key=text.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=None), delimiter=separator))
    except csv.Error as error:
        raise AnswerUnreadable("no_csv") from error


def _key(heading: str) -> str:
    return _KEYS.get(_SIGNS.sub("", heading.casefold()), "")


def _clean(text: str) -> str:
    # a spreadsheet keeps the apostrophe that marks a cell as text
    return " ".join(text.split()).removeprefix("'")


def _read(number: int, cells: Mapping[str, str]) -> tuple[AnswerRow | None, list[RowProblem]]:
    """Return the row, or every problem that it has."""
    reference, problems = cells["reference"], []

    def refuse(code: str, **facts: Any) -> None:
        problems.append(RowProblem(number, reference, code, facts))

    verdict = _verdict(cells["status"])
    paid_on, amount_idr = _day(cells["paid_on"]), _amount(cells["amount"])
    if not reference:
        refuse("reference_missing")
    if verdict is None:
        refuse("status_unknown" if cells["status"] else "status_missing", read=cells["status"])
    if amount_idr is None:
        refuse("amount_unreadable" if cells["amount"] else "amount_missing", read=cells["amount"])
    if paid_on is None and cells["paid_on"]:
        refuse("day_unreadable", read=cells["paid_on"])
    if verdict is Verdict.PAID and not cells["paid_on"]:
        refuse("day_missing")
    if verdict is Verdict.PAID and not cells["bank_reference"]:
        refuse("bank_reference_missing")
    if problems or verdict is None or amount_idr is None:
        return None, problems
    row = AnswerRow(
        number=number,
        reference=reference,
        verdict=verdict,
        paid_on=paid_on,
        amount_idr=amount_idr,
        bank_reference=cells["bank_reference"],
        reason=cells["reason"],
    )
    return row, []


def _verdict(text: str) -> Verdict | None:
    word = _SIGNS.sub("", text.casefold())
    if word in _PAID:
        return Verdict.PAID
    return Verdict.RETURNED if word in _RETURNED else None


def _amount(text: str) -> int | None:
    """Return the rupiah, in the Indonesian or the English way; None where it is no amount.

    Whatever is read is compared with what was ordered, so that a wrong guess does no harm.
    """
    whole = _CENTS.sub("", text)
    if _ENGLISH_GROUPS.fullmatch(whole):
        whole = whole.replace(",", "")
    try:
        return parse_rupiah(whole)
    except ValueError:
        return None


def _day(text: str) -> date | None:
    """Return the day, without its time of day; None where it is no day."""
    try:
        if found := _DAY_IN_DIGITS.fullmatch(text):
            return date(int(found[1]), int(found[2]), int(found[3]))
        return parse_day(_TIME_OF_DAY.sub("", text))
    except ValueError:
        return None


def _once(rows: Sequence[AnswerRow]) -> tuple[list[AnswerRow], list[RowProblem]]:
    """Return the rows that may be used, and the problems of those with one reference.

    Said twice alike, the first counts; where two rows disagree, neither does.
    """
    by_reference: defaultdict[str, list[AnswerRow]] = defaultdict(list)
    for row in rows:
        by_reference[row.reference.casefold()].append(row)
    kept, problems = [], []
    for same in by_reference.values():
        first, *others = same
        if all(replace(other, number=first.number) == first for other in others):
            kept.append(first)
            repeated, code = others, "row_twice"
        else:
            repeated, code = same, "rows_disagree"
        numbers = tuple(row.number for row in same)
        problems += [
            RowProblem(row.number, row.reference, code, {"rows": numbers}) for row in repeated
        ]
    return kept, problems
