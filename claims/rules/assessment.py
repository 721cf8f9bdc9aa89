"""What an assessment says: whether there is a right, to what, on what ground, and by when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from registry.law.parameters import Parameter


class Result(StrEnum):
    """The answer to "is there a right?"."""

    ELIGIBLE = "ELIGIBLE"
    NOT_ELIGIBLE = "NOT_ELIGIBLE"
    NEEDS_MORE = "NEEDS_MORE"


class When(StrEnum):
    """When a line is paid; YEARLY lines wait for the letter of the school."""

    NOW = "now"
    AFTER_ARREARS = "after_arrears"
    YEARLY = "yearly"


class PayeeKind(StrEnum):
    """Who receives a line."""

    WORKER = "worker"
    HEIRS = "heirs"
    BURIAL_ORGANISER = "burial_organiser"
    SOCIAL_SECURITY_FUND = "social_security_fund"
    FACILITY = "facility"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One benefit, in rupiah, with its formula in figures and the clause that grants it.

    `due_on` (1 July of the school year), `child_born_on`, `level` and `grade` belong to the
    yearly lines of the scholarship alone.
    """

    code: str
    amount_idr: int
    when: When
    payee: PayeeKind
    formula: str
    act: str
    clause: str
    checked: bool
    due_on: date | None = None
    child_born_on: date | None = None
    level: str = ""
    grade: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that the assessor saw, by its stable code; `facts` fill its words.

    `clause` is act and clause together, empty where no act says it. `blocks` is True for a
    finding that refuses the claim or asks for more.
    """

    code: str
    clause: str = ""
    facts: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    blocks: bool = False


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Last valid days; None where none is known or none exists."""

    pay_by: date | None = None
    conclude_by: date | None = None
    expires_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """The whole answer. Yearly lines are in the scholarship total alone.

    `parameters` are the versions of the law that were looked up, each once, ordered by key.
    """

    result: Result
    lines: tuple[Line, ...] = ()
    findings: tuple[Finding, ...] = ()
    deadlines: Deadlines = Deadlines()
    compensation_idr: int = 0
    parameters: tuple[Parameter, ...] = ()

    @property
    def total_now_idr(self) -> int:
        """What is payable at once."""
        return self._sum(When.NOW)

    @property
    def total_after_arrears_idr(self) -> int:
        """What becomes payable when the arrears are settled."""
        return self._sum(When.AFTER_ARREARS)

    @property
    def scholarship_total_idr(self) -> int:
        """The scholarship, all its years; before 2019-12-02 the one sum."""
        return sum(line.amount_idr for line in self.lines if line.code == "scholarship")

    def _sum(self, when: When) -> int:
        return sum(line.amount_idr for line in self.lines if line.when == when)
