"""Kinds of long work: each floor registers its own by dotted path in AppConfig.ready().

Every apps.py may import this module: it knows no models, which are not there yet.
"""

from __future__ import annotations

from typing import Final

_works: Final[dict[str, str]] = {}
_tellers: Final[dict[str, str]] = {}


def register_job(kind: str, work: str, *, teller: str = "") -> None:
    """Let jobs of this kind be done by the function at the dotted path `work`.

    The work takes the Job and its Progress and returns what it Made (see registry.jobs). The
    function at `teller`, where there is one, takes the facts of that and returns sentences, for
    the page of the job and in the language of who reads it.
    """
    _works[kind] = work
    _tellers[kind] = teller


def work_of(kind: str) -> str:
    """Return the dotted path of the work of a kind; KeyError where no floor registered it."""
    return _works[kind]


def teller_of(kind: str) -> str:
    """Return the dotted path of the function that tells the facts of a kind; empty for none."""
    return _tellers.get(kind, "")
