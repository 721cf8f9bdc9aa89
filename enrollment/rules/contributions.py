"""What a month of cover costs: bands, quotations, due days.

One function, `quote`, prices contributions for page, invoice and command alike. The law is picked
by the contribution month (bulan iuran), as it was known on a day: an invoice keeps the price of
its day of issue whatever is published later.
"""

from collections.abc import Collection, Container, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from enrollment.rules.reliefs import (
    MemberFacts,
    Relief,
    relief_for,
    reliefs_published_between,
)
from registry.law.parameters import Parameter, parameter
from registry.law.reading import LawFileError
from registry.money import round_rupiah
from registry.months import add_months, month_range
from registry.programs import Program
from registry.workdays import next_working_day

__all__ = [
    "Band",
    "Citation",
    "MemberFacts",
    "MonthQuote",
    "NoBand",
    "NoSuchBase",
    "Relief",
    "Run",
    "affordable_workers",
    "band_for_income",
    "band_of_base",
    "bands",
    "due_on",
    "quote",
    "reliefs_published_between",
    "runs",
]

_COMPULSORY: Final = frozenset({Program.JKK, Program.JKM})
_JKK_BANDS: Final = "bpu.jkk_bands"
_JHT_BANDS: Final = "bpu.jht_bands"
_JKM: Final = "bpu.jkm_contribution_idr"


class NoBand(ValueError):
    """An income that no band of the table holds: nothing, or less than nothing."""


class NoSuchBase(ValueError):
    """A wage base that no band has; `nearest` holds the two closest, the lower first."""

    def __init__(self, wage_base_idr: int, nearest: tuple[int, ...]) -> None:
        super().__init__(f"no band has the wage base {wage_base_idr}")
        self.nearest = nearest


@dataclass(frozen=True, slots=True)
class Band:
    """One row of Annex II of PP 44/2015 with its row of the JHT annex of PP 46/2015.

    Amounts are rupiah a month. `inferred` marks a row that continues the table's pattern
    because the annex itself was not read.
    """

    number: int
    income_from: int
    wage_base_idr: int
    jkk_idr: int
    jht_idr: int
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Citation:
    """The clause behind an amount. `checked` is None until a person read it in the gazette."""

    key: str
    source: str
    clause: str
    quote: str
    checked: date | None
    published: date


@dataclass(frozen=True, slots=True)
class MonthQuote:
    """The price of one worker's contribution month, in rupiah, with its clauses."""

    month: date
    jkk_idr: int
    jkm_idr: int
    jht_idr: int
    citations: tuple[Citation, ...]

    @property
    def total_idr(self) -> int:
        return self.jkk_idr + self.jkm_idr + self.jht_idr


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive months at one rate; `quote` is that of the first."""

    since: date
    until: date
    quote: MonthQuote


@lru_cache(maxsize=512)
def bands(on: date, *, known_on: date | None = None) -> tuple[Band, ...]:
    """Return the bands in force in a month, lowest income first."""
    jkk = parameter(_JKK_BANDS, on=on, known_on=known_on)
    jht = parameter(_JHT_BANDS, on=on, known_on=known_on)
    jht_rows = {row["wage_base_idr"]: row for row in jht.value}
    if jht_rows.keys() != {row["wage_base_idr"] for row in jkk.value}:
        raise LawFileError(f"{_JKK_BANDS} and {_JHT_BANDS} have different wage bases on {on}")
    return tuple(Band(**(jht_rows[row["wage_base_idr"]] | dict(row))) for row in jkk.value)


def band_for_income(income_idr: int, *, on: date, known_on: date | None = None) -> Band:
    """Return the band of a monthly income: the one with the largest lower bound not above it.

    The printed bands leave gaps (1,099,001 to 1,099,999), so upper bounds are not asked.
    """
    if income_idr <= 0:
        raise NoBand(f"an income of {income_idr} is in no band")
    return max(
        (band for band in bands(on, known_on=known_on) if band.income_from <= income_idr),
        key=lambda band: band.income_from,
    )


def band_of_base(wage_base_idr: int, *, on: date, known_on: date | None = None) -> Band:
    """Return the band with a wage base (dasar upah); NoSuchBase names the two nearest."""
    table = bands(on, known_on=known_on)
    for band in table:
        if band.wage_base_idr == wage_base_idr:
            return band
    by_distance = sorted(
        (band.wage_base_idr for band in table), key=lambda base: abs(base - wage_base_idr)
    )
    raise NoSuchBase(wage_base_idr, tuple(sorted(by_distance[:2])))


def quote(
    *,
    wage_base_idr: int,
    programs: Collection[Program],
    since: date,
    months: int,
    facts: MemberFacts,
    known_on: date,
) -> tuple[MonthQuote, ...]:
    """Return the price of each contribution month of one worker, in order.

    JKK and JKM are compulsory together (PP 44/2015 Pasal 4 ayat (2)) and JHT is voluntary
    (PP 46/2015 Pasal 13 ayat (1)). A relief lowers the programs that its act names: JKK and JKM
    so far, never JHT. Raises NoSuchBase for a wage base that is no band's.
    """
    chosen = frozenset(programs)
    if not chosen >= _COMPULSORY:
        raise ValueError("JKK and JKM are compulsory: a contribution holds both")
    if months < 1 or since.day != 1:
        raise ValueError("a quotation covers one or more whole months")
    return _quoted(wage_base_idr, chosen, since, months, facts, known_on)


# the workers of a decree share a handful of facts, so a bill of 100,000 lines asks a few times
@lru_cache(maxsize=4096)
def _quoted(
    wage_base_idr: int,
    programs: frozenset[Program],
    since: date,
    months: int,
    facts: MemberFacts,
    known_on: date,
) -> tuple[MonthQuote, ...]:
    return tuple(
        _month_quote(wage_base_idr, programs, month, facts, known_on)
        for month in month_range(since, add_months(since, months))
    )


def _month_quote(
    wage_base_idr: int,
    programs: frozenset[Program],
    month: date,
    facts: MemberFacts,
    known_on: date,
) -> MonthQuote:
    band = band_of_base(wage_base_idr, on=month, known_on=known_on)
    jkm = parameter(_JKM, on=month, known_on=known_on)
    relief = relief_for(month, facts, known_on=known_on)
    citations = [
        _cited(parameter(_JKK_BANDS, on=month, known_on=known_on), inferred=band.inferred),
        _cited(jkm),
    ]
    if Program.JHT in programs:
        jht = parameter(_JHT_BANDS, on=month, known_on=known_on)
        citations.append(_cited(jht, inferred=band.inferred))
    if relief is not None:
        citations.append(_cited(relief))
    return MonthQuote(
        month=month,
        jkk_idr=_relieved(band.jkk_idr, Program.JKK, relief),
        jkm_idr=_relieved(jkm.value, Program.JKM, relief),
        jht_idr=_relieved(band.jht_idr, Program.JHT, relief) if Program.JHT in programs else 0,
        citations=tuple(citations),
    )


def _relieved(amount_idr: int, program: Program, relief: Relief | None) -> int:
    if relief is None or program not in relief.programs:
        return amount_idr
    return round_rupiah(amount_idr * relief.factor)


def _cited(law: Parameter | Relief, *, inferred: bool = False) -> Citation:
    return Citation(
        key=law.key,
        source=law.source,
        clause=law.clause,
        quote=law.quote,
        checked=None if inferred else law.checked,
        published=law.published,
    )


def runs(quotes: Iterable[MonthQuote]) -> tuple[Run, ...]:
    """Return the months gathered into runs at one rate: same amounts, same clauses, no gap."""
    found: list[Run] = []
    for quoted in quotes:
        until = add_months(quoted.month, 1)
        if found and found[-1].until == quoted.month and _one_rate(found[-1].quote, quoted):
            found[-1] = Run(found[-1].since, until, found[-1].quote)
        else:
            found.append(Run(quoted.month, until, quoted))
    return tuple(found)


def _one_rate(first: MonthQuote, other: MonthQuote) -> bool:
    def rate(quoted: MonthQuote) -> tuple[int, int, int, list[str]]:
        keys = [citation.key for citation in quoted.citations]
        return quoted.jkk_idr, quoted.jkm_idr, quoted.jht_idr, keys

    return rate(first) == rate(other)


def due_on(month: date, *, program: Program, days_off: Container[date]) -> date:
    """Return the last day to pay a program's contribution for a month without being late.

    PP 44/2015 Pasal 24 ayat (3): the 15th of the month itself for JKK and JKM; PP 46/2015
    Pasal 21 ayat (3): the 15th of the next month for JHT. Both roll to the next working day
    (ayat (4)).
    """
    key = "bpu.jht_due" if program is Program.JHT else "bpu.jkk_jkm_due"
    rule = parameter(key, on=month).value
    day = add_months(month, rule["month_offset"]).replace(day=rule["day"])
    return next_working_day(day, days_off)


def affordable_workers(*, ceiling_idr: int, price_idr: int) -> int:
    """Return how many workers a ceiling pays for whole, at the price of one for all months."""
    if price_idr <= 0:
        raise ValueError("the price of a worker is more than nothing")
    return max(ceiling_idr, 0) // price_idr
