"""What an entry of the page of the law is, and the ways of telling that several share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from registry.formats import number_text, rupiah_text


@dataclass(frozen=True, slots=True)
class Entry:
    """How one parameter is told: under which topic, by which name, in which words."""

    topic: str
    label: str | Promise
    say: Callable[[Any], str]


def monthly(amount_idr: int) -> str:
    """Return an amount of each month."""
    return _("%(amount)s a month") % {"amount": rupiah_text(amount_idr)}


def months(count: int) -> str:
    """Return a number of months."""
    return ngettext("%(n)s month", "%(n)s months", count) % {"n": number_text(count)}


def years(count: int) -> str:
    """Return a number of years."""
    return ngettext("%(n)s year", "%(n)s years", count) % {"n": number_text(count)}
