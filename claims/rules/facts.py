"""The facts of a claim, as a rule needs them: typed, complete or absent, never guessed.

A fact that is absent is None, an empty tuple, zero or False, as the field says; what that means is
for the rules to tell. `reading.read_facts` makes them from a JSON object, the claim page from its
records.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from registry.programs import Program


class Cause(StrEnum):
    """Why it happened."""

    ILLNESS = "illness"
    WORK_ACCIDENT = "work_accident"
    COMMUTING_ACCIDENT = "commuting_accident"
    OCCUPATIONAL_DISEASE = "occupational_disease"
    OTHER = "other"


class Outcome(StrEnum):
    """What a doctor declared in the end (PP 44/2015 Pasal 44)."""

    DEATH = "death"
    RECOVERED = "recovered"
    TEMPORARY_INCAPACITY = "temporary_incapacity"
    PARTIAL_ANATOMICAL = "partial_anatomical"
    PARTIAL_FUNCTIONAL = "partial_functional"
    PERMANENT_TOTAL = "permanent_total"


class Mode(StrEnum):
    """How somebody was brought to care."""

    LAND = "land"
    SEA = "sea"
    AIR = "air"


class AidKind(StrEnum):
    """What replaces or helps a lost function."""

    PROSTHESIS = "prosthesis"
    ORTHOSIS = "orthosis"
    DENTURE = "denture"
    HEARING_AID = "hearing_aid"
    SPECTACLES = "spectacles"


class Relation(StrEnum):
    """Who an heir is to the worker; WILL is a person named in the will."""

    SPOUSE = "spouse"
    CHILD = "child"
    PARENT = "parent"
    GRANDPARENT = "grandparent"
    GRANDCHILD = "grandchild"
    SIBLING = "sibling"
    PARENT_IN_LAW = "parent_in_law"
    WILL = "will"


class Level(StrEnum):
    """Levels of school, from kindergarten to higher education."""

    TK = "TK"
    SD = "SD"
    SMP = "SMP"
    SMA = "SMA"
    PT = "PT"


class Exclusion(StrEnum):
    """Why an accident is none of work."""

    PRIVATE_INTEREST = "private_interest"
    OUTSIDE_WORK = "outside_work"
    OFF_ROUTE = "off_route"
    AGGRAVATED_DISEASE = "aggravated_disease"
    SUICIDE = "suicide"
    SELF_HARM = "self_harm"


@dataclass(frozen=True, slots=True, order=True)
class Loss:
    """One row of the disability table that applies, with what the doctor measured.

    `percent` belongs to a range row, `units` (whole steps, 35 dB = 3) to a per-unit row, and
    `functional_loss_percent` (0 to 100) to a partial functional loss.
    """

    code: str
    percent: Decimal | None = None
    functional_loss_percent: Decimal | None = None
    units: int | None = None


@dataclass(frozen=True, slots=True, order=True)
class Transport:
    """What one ride to care cost, in rupiah."""

    mode: Mode
    amount_idr: int


@dataclass(frozen=True, slots=True, order=True)
class Aid:
    """An aid with its price; of prosthesis and orthosis the price of the hospital's list."""

    kind: AidKind
    amount_idr: int


@dataclass(frozen=True, slots=True)
class HeirFact:
    """One heir; the birth date is known or not."""

    relation: Relation
    born_on: date | None = None


@dataclass(frozen=True, slots=True)
class ChildFact:
    """A child who may go to school on the scholarship; level and grade of the event's year."""

    born_on: date
    level: Level | None = None
    grade: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that an assessment uses. Amounts are whole rupiah; moments carry an offset.

    `heirs` is None when nobody stated them, empty when there are none. `paid_months` counts to
    the month of the event. `arrears_months` are the consecutive months unpaid at the event.
    """

    program: Program | None = None
    event_on: date | None = None
    filed_on: date | None = None
    cause: Cause | None = None
    outcome: Outcome | None = None
    registered_on: date | None = None
    paid_months: int | None = None
    wage_base_idr: int | None = None
    arrears_months: int = 0
    arrears_settled: bool = False
    losses: tuple[Loss, ...] = ()
    temporary_incapacity_months: int = 0
    transport: tuple[Transport, ...] = ()
    treatment_idr: int = 0
    home_care_idr: int = 0
    home_care_months: int = 0
    aids: tuple[Aid, ...] = ()
    heirs: tuple[HeirFact, ...] | None = None
    will_beneficiary: bool = False
    children: tuple[ChildFact, ...] = ()
    suspected: bool = False
    exclusion: Exclusion | None = None
    event_at: datetime | None = None
    stage1_at: datetime | None = None
    stage2_at: datetime | None = None
    complete_on: date | None = None
    paid_on: date | None = None
