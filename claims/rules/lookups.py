"""How rules ask the law, and how an assessment remembers what was asked."""

from __future__ import annotations

from datetime import date
from typing import Final, Protocol

from registry.law.parameters import MissingParameter, Parameter, parameter, versions

# the day that PP 44/2015 came into force: no claim of this house is older
LAW_BEGINS: Final = versions("jkk.causes")[0].since


class Lookup(Protocol):
    """Gives the version of a parameter in force on a day, as `parameter` does."""

    def __call__(self, key: str, *, on: date) -> Parameter: ...


class Recorder:
    """A lookup that keeps every version it gave, so that an assessment can name them all."""

    def __init__(self, law: Lookup = parameter) -> None:
        self._law = law
        self._given: dict[tuple[str, date], Parameter] = {}

    def __call__(self, key: str, *, on: date) -> Parameter:
        found = self._law(key, on=on)
        self._given[found.key, found.since] = found
        return found

    @property
    def given(self) -> tuple[Parameter, ...]:
        """Each version once, ordered by key and by `since`."""
        return tuple(self._given[name] for name in sorted(self._given))


def begun(key: str, *, on: date, law: Lookup) -> Parameter | None:
    """Return the version in force, or None where the benefit did not exist on that day."""
    try:
        return law(key, on=on)
    except MissingParameter:
        if versions(key)[0].since <= on:
            raise
        return None


def cited(parameter: Parameter) -> str:
    """Return act and clause together, as findings carry them."""
    return f"{parameter.source}, {parameter.clause}"
