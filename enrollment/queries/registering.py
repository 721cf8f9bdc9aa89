"""What the page that registers one worker knows: the NIK, places, payers, and the price."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.conf import settings
from django.db.models import Count

from enrollment.models import Decree, Enrollment, Worker
from enrollment.queries.decrees import PriceStep, price_steps
from enrollment.queries.own import own_price, own_standing
from enrollment.queries.same_person import Typed
from enrollment.rules.contributions import (
    Band,
    MemberFacts,
    NoBand,
    NoSuchBase,
    band_for_income,
    band_of_base,
    quote,
)
from enrollment.rules.eligibility import latest_birth_date, nik_problems
from enrollment.rules.matching import Occupation as ListedOccupation
from enrollment.rules.matching import OccupationIndex, PlaceIndex, Village
from enrollment.rules.nik_reading import birth_date_in
from enrollment.rules.problems import Problem
from registry.formats import day_text
from registry.law.parameters import MissingParameter, parameter
from registry.models import Occupation, Region, User
from registry.months import add_months, first_of_month, months_between
from registry.nik import NikFacts, NikRefused, read_nik
from registry.programs import Fund, Program, Sector
from registry.roles import Permission

# a decree lasts sixty months at most
_LONGEST_MONTHS: Final = 60
# so many villages stand in the page; of more, those are sent that fit what is typed
MOST_VILLAGES_IN_PAGE: Final = 120
_MOST_OFFERED: Final = 20
_LEVELS: Final = (10, 6, 4, 2)


@dataclass(frozen=True, slots=True)
class NikReading:
    """What a NIK says, and where what was typed contradicts it.

    `place` is the district of first registration, or the regency where the district is not on
    record (districts were split since), None for a code that nobody knows.
    """

    facts: NikFacts
    place: Region | None
    born_on: date | None
    doubts: tuple[Problem, ...]

    @property
    def told(self) -> dict[str, str]:
        """What it tells of other fields, as it would be typed there."""
        told: dict[str, str] = {"sex": self.facts.sex}
        if self.born_on:
            told["born_on"] = day_text(self.born_on)
        return told


@dataclass(frozen=True, slots=True)
class OpenDecree:
    """A decree under which a worker can still be put; `free` is None without a quota."""

    decree: Decree
    since: date
    free: int | None


@dataclass(frozen=True, slots=True)
class Contribution:
    """What the cover of one worker costs, step by step, in rupiah; the worker pays it or not."""

    decree: Decree | None
    band: Band
    since: date
    until: date
    steps: list[PriceStep]

    @property
    def total_idr(self) -> int:
        return sum(step.amount_idr for step in self.steps)

    @property
    def months(self) -> int:
        return months_between(self.since, self.until)


def nik_reading(typed: Typed, *, today: date) -> NikReading | None:
    """Return what the NIK typed says beside the rest; None until it is one."""
    try:
        facts = read_nik(typed.nik)
    except NikRefused:
        return None
    codes = [facts.region_code, facts.region_code[:4]]
    places = list(Region.objects.filter(pk__in=codes).select_related("parent").order_by("-code"))
    month = first_of_month(today)
    min_age = parameter("bpu.min_age_years", on=month).value
    return NikReading(
        facts=facts,
        place=places[0] if places else None,
        born_on=birth_date_in(facts, latest=latest_birth_date(month, min_age)),
        doubts=nik_problems(
            typed.nik,
            facts,
            sex=typed.sex,
            born_on=typed.born_on,
            known_regions={place.pk[:4] for place in places},
            allow_serial_zero=settings.DEMO_MODE,
        ),
    )


def villages_of(user: User, text: str = "") -> list[Region]:
    """Return the villages in which the user may register; of a whole country, those like a text."""
    villages = (
        Region.objects.villages()
        .visible_to(user, Permission.WORKER_REGISTER)
        .select_related("parent__parent")
        .order_by("name", "code")
    )
    if "" in user.scope_codes:
        words = [word for word in text.replace(",", " ").split() if len(word) > 2]
        return list(villages.filter(name__icontains=max(words, key=len))[:500]) if words else []
    return list(villages)


def place_index(villages: list[Region]) -> PlaceIndex:
    """Return what finds one of these villages by what was typed."""
    codes = sorted(village.pk for village in villages) or [""]
    ends = ((codes[0][:digits], codes[-1][:digits]) for digits in _LEVELS)
    region_code = next((first for first, last in ends if first == last), "")
    return PlaceIndex(
        (
            Village(
                code=village.pk,
                name=village.name,
                district_code=village.pk[:6],
                district_name=village.parent.name if village.parent else "",
                regency_code=village.pk[:4],
            )
            for village in villages
        ),
        region_code=region_code,
    )


def villages_like(villages: list[Region], text: str) -> list[Region]:
    """Return the villages to offer for what was typed so far: all of a few, else those like it."""
    if len(villages) <= MOST_VILLAGES_IN_PAGE:
        return villages
    asked = text.split(",", 1)[0].strip().casefold()
    if not asked:
        return []
    begin = [village for village in villages if village.name.casefold().startswith(asked)]
    within = [village for village in villages if asked in village.name.casefold()[1:]]
    return list(dict.fromkeys([*begin, *within]))[:_MOST_OFFERED]


def occupation_index(occupations: list[Occupation]) -> OccupationIndex:
    """Return what finds an occupation by what was typed, in either language."""
    return OccupationIndex(
        ListedOccupation(
            slug=occupation.pk,
            label=occupation.label_id,
            aliases=tuple(filter(None, [occupation.label_en, occupation.ktp_name])),
        )
        for occupation in sorted(occupations, key=lambda found: found.pk)
    )


def open_decrees(user: User, *, on: date) -> list[OpenDecree]:
    """Return the decrees in scope with a place and a month left, the latest first."""
    month = first_of_month(on)
    decrees = [
        decree
        for decree in Decree.objects.visible_to(user, Permission.WORKER_REGISTER)
        .live()
        .of_sponsors()
        .filter(since__gt=add_months(month, -_LONGEST_MONTHS))
        .select_related("sponsor")
        .order_by("-decided_on", "-pk")
        if decree.until > month
    ]
    limited = [decree.pk for decree in decrees if decree.quota is not None]
    taken = dict(
        Enrollment.objects.standing()
        .filter(decree_id__in=limited)
        .order_by()
        .values_list("decree_id")
        .annotate(workers=Count("pk"))
    )
    found = [
        OpenDecree(
            decree,
            max(decree.since, month),
            None if decree.quota is None else decree.quota - taken.get(decree.pk, 0),
        )
        for decree in decrees
    ]
    return [offer for offer in found if offer.free is None or offer.free > 0]


def under_decree(decree: Decree, *, sector: Sector, on: date) -> Contribution | None:
    """Return what a worker who enters a decree on a day costs its sponsor; None without a price."""
    since = max(decree.since, first_of_month(on))
    try:
        band = band_of_base(decree.wage_base_idr, on=since, known_on=on)
    except (MissingParameter, NoSuchBase):
        return None
    facts = MemberFacts(fund=Fund(decree.fund), sector=sector, member_since=since)
    return _priced(decree, band, decree.programs, since, decree.until, facts, on)


def self_paid(
    *, income_idr: int, months: int, with_jht: bool, sector: Sector, since: date, on: date
) -> Contribution | None:
    """Return what a worker with this monthly income pays for himself; None without a price."""
    try:
        band = band_for_income(income_idr, on=since, known_on=on)
    except (MissingParameter, NoBand):
        return None
    both = (Program.JKK, Program.JKM)
    programs = (*both, Program.JHT) if with_jht else both
    facts = MemberFacts(fund=Fund.SELF, sector=sector, member_since=since)
    return _priced(None, band, programs, since, add_months(since, months), facts, on)


def own_order(
    worker: Worker, *, income_idr: int, months: int, with_jht: bool, on: date
) -> Contribution | None:
    """Return what a known worker's next own order would cost; None without a price."""
    since = own_standing(worker, on=on).next.month
    try:
        band = band_for_income(income_idr, on=since, known_on=on)
        price = own_price(
            worker,
            since=since,
            months=months,
            wage_base_idr=band.wage_base_idr,
            with_jht=with_jht,
            known_on=on,
        )
    except (MissingParameter, NoBand):
        return None
    return Contribution(None, band, since, add_months(since, months), price_steps(price))


def _priced(
    decree: Decree | None,
    band: Band,
    programs: tuple[Program, ...],
    since: date,
    until: date,
    facts: MemberFacts,
    on: date,
) -> Contribution | None:
    try:
        months = quote(
            wage_base_idr=band.wage_base_idr,
            programs=programs,
            since=since,
            months=months_between(since, until),
            facts=facts,
            known_on=on,
        )
    except (MissingParameter, NoSuchBase):
        return None
    return Contribution(decree, band, since, until, price_steps(months))
