"""Look the law up by date: what held on a day, and what was known of it on another.

A chapter is a TOML file beside this module; each `[[jkm_contribution_idr]]` in `bpu.toml` is one
version of the parameter `bpu.jkm_contribution_idr`. A version holds from `since` until its
`until`, or until a later version replaces it, and nobody knew it before it was `published`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

from registry.law.reading import read_chapter

NOT_READ: Final = "quotation not read"
NOT_FOUND: Final = "clause not found"
_FOLDER: Final = Path(__file__).parent


class MissingParameter(LookupError):
    """The law files hold no value for a key on a day: an error, never zero."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One version of one number of the law, with the clause that sets it.

    `value` is an integer, a Decimal, a text, a date, or tuples and read-only mappings of these.
    `picked_by` names the event whose date selects the version. `quote` is NOT_READ and `clause`
    NOT_FOUND where nobody could quote it. `checked` is the day a person read the clause in the
    gazette; without it screens say "unchecked".
    """

    key: str
    value: Any
    since: date
    until: date | None = None
    published: date
    source: str
    clause: str
    quote: str
    picked_by: str
    checked: date | None = None

    def holds_on(self, day: date) -> bool:
        """Tell whether a day lies in the version's own period."""
        return self.since <= day and (self.until is None or day < self.until)


def parameter(key: str, *, on: date, known_on: date | None = None) -> Parameter:
    """Return the version of a parameter in force on a day.

    With `known_on`, only what was published by then counts, so that a bill can be computed
    again with the law of its day of issue. Raises MissingParameter where nothing is in force.
    """
    known = [
        version for version in versions(key) if known_on is None or version.published <= known_on
    ]
    begun = [version for version in known if version.since <= on]
    # versions stand in order of `since`: the last one begun has replaced those before it
    if not begun or not begun[-1].holds_on(on):
        as_known = "" if known_on is None else f", as known on {known_on}"
        raise MissingParameter(f"no value of {key} in force on {on}{as_known}")
    return begun[-1]


def versions(key: str | None = None) -> tuple[Parameter, ...]:
    """Return every version of one parameter, or of all, ordered by key and by `since`."""
    if key is None:
        return tuple(version for found in _law().values() for version in found)
    try:
        return _law()[key]
    except KeyError:
        raise MissingParameter(f"no parameter {key}") from None


def in_force(on: date) -> tuple[Parameter, ...]:
    """Return the version of each parameter in force on a day, ordered by key."""
    found = []
    for key in _law():
        try:
            found.append(parameter(key, on=on))
        except MissingParameter:
            continue
    return tuple(found)


def load(folder: Path) -> dict[str, tuple[Parameter, ...]]:
    """Return the versions of every parameter in a folder's TOML files, ordered by key.

    Raises LawFileError, with file and entry, for whatever the reader of a clause could not rely
    on: an unknown or missing field, a float, a version that overlaps the next.
    """
    return {
        key: tuple(Parameter(key=key, **entry) for entry in entries)
        for path in sorted(folder.glob("*.toml"))
        for key, entries in sorted(read_chapter(path).items())
    }


@cache
def _law() -> Mapping[str, tuple[Parameter, ...]]:
    return load(_FOLDER)
