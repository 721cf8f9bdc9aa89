"""The base of every expected "no"."""

from collections.abc import Mapping
from typing import Any


class Refused(Exception):
    """A rule or the state of things says no; the message says why and what to do.

    `code` is stable and goes into JSON; `field` names the form field that the message
    belongs to, or None when it concerns the whole act.
    """

    code = "refused"
    field: str | None = None

    def __init__(self, message: Any, *, facts: Mapping[str, Any] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.facts = dict(facts or {})

    def __str__(self) -> str:
        return str(self.message)
