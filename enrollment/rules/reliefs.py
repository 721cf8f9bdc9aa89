"""Reliefs (penyesuaian iuran): whom they reach, for which months, and by how much."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from registry.law.parameters import Parameter, versions
from registry.law.reading import LawFileError
from registry.months import add_months
from registry.programs import Fund, Program, Sector

_CHAPTER = "reliefs."


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberFacts:
    """What the law asks about a worker and the payer before it names a price.

    `member_since` is the first month of membership (None: registered long before); `paid_up`
    says that nothing was owed through the month that a relief names; `employer` marks a worker
    who employs others (PP 44/2015 Pasal 5 ayat (3) huruf a).
    """

    fund: Fund
    sector: Sector
    member_since: date | None = None
    paid_up: bool = True
    employer: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Relief:
    """One relief: these programs cost `factor` of their price from `since` until `until`.

    With `paid_up_through`, members of that month or earlier must have paid up through it, and
    who joined later pays the first `full_months` months of membership in full.
    """

    key: str
    source: str
    clause: str
    quote: str
    since: date
    until: date
    published: date
    checked: date | None
    factor: Decimal
    programs: frozenset[Program]
    sectors: frozenset[Sector]
    funds_excluded: frozenset[Fund]
    employers: bool
    paid_up_through: date | None = None
    full_months: int = 0

    def reaches(self, month: date, facts: MemberFacts) -> bool:
        """Tell whether a contribution month of a worker with these facts has the relief."""
        return (
            self.since <= month < self.until
            and facts.sector in self.sectors
            and facts.fund not in self.funds_excluded
            and (self.employers or not facts.employer)
            and self._condition_met(month, facts)
        )

    def _condition_met(self, month: date, facts: MemberFacts) -> bool:
        """PP 49/2020 Pasal 13: paid up before the relief, or past the first full months."""
        if self.paid_up_through is None:
            return True
        if facts.member_since is None or facts.member_since <= self.paid_up_through:
            return facts.paid_up
        return month >= add_months(facts.member_since, self.full_months)


def sector_of(sectors: Iterable[str | None]) -> Sector:
    """Return the sector of a worker with these kinds of work: transport where one of them is.

    PP 50/2025 Pasal 3 names who drives or delivers, not who does nothing else.
    """
    return Sector.TRANSPORT if Sector.TRANSPORT in set(sectors) else Sector.OTHER


def reliefs_published_between(after: date, to: date) -> tuple[Relief, ...]:
    """Return the reliefs published after a day and by another, for what was billed before.

    An invoice issued on `after` did not know them: where they reach its months, the payer is
    owed the difference as credit (PP 50/2025 Pasal 6 ayat (1)).
    """
    return tuple(relief for relief in _reliefs() if after < relief.published <= to)


def relief_for(month: date, facts: MemberFacts, *, known_on: date) -> Relief | None:
    """Return the relief that reaches a month, among those published by a day, if any."""
    reaching = [
        relief
        for relief in _reliefs()
        if relief.published <= known_on and relief.reaches(month, facts)
    ]
    if len(reaching) > 1:
        # no act says how two reliefs of one month would combine, and to guess is to misbill
        keys = ", ".join(relief.key for relief in reaching)
        raise LawFileError(f"{month:%Y-%m} has more than one relief: {keys}")
    return reaching[0] if reaching else None


@cache
def _reliefs() -> tuple[Relief, ...]:
    return tuple(_relief(version) for version in versions() if version.key.startswith(_CHAPTER))


def _relief(version: Parameter) -> Relief:
    if version.until is None:
        raise LawFileError(f"{version.key}: a relief needs its last month, until")
    terms = dict(version.value)
    return Relief(
        key=version.key,
        source=version.source,
        clause=version.clause,
        quote=version.quote,
        since=version.since,
        until=version.until,
        published=version.published,
        checked=version.checked,
        programs=frozenset(map(Program, terms.pop("programs"))),
        sectors=frozenset(map(Sector, terms.pop("sectors"))),
        funds_excluded=frozenset(map(Fund, terms.pop("funds_excluded"))),
        **terms,
    )
