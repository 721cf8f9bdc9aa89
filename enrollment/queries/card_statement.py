"""The signed statement on a card: card number, initials, covered until. No NIK and no name.

`00000481232-MS-202706-<signature>`: it reads itself, and only the holder of the key writes one.
The signature is Django's HMAC-SHA-256 with a salt of its own, the first 132 of its bits
(decision 0016). A key that was replaced goes on proving its cards from SECRET_KEY_FALLBACKS.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.core.signing import Signer
from django.utils.crypto import constant_time_compare

from enrollment.models import CoveragePeriod, Worker
from enrollment.rules.cards import CardStanding, card_standing, initials
from registry.card_numbers import record_of_card
from registry.months import add_months, first_of_month

# 132 bits: nobody guesses one, and the whole still fits a code that a cheap telephone reads
_SIGNATURE: Final = 22
_SALT: Final = "card-statement"
_FORM: Final = re.compile(
    r"(?P<number>\d{11})-(?P<initials>[A-Z]{1,3})-(?P<year>\d{4})(?P<month>0[1-9]|1[0-2])"
    r"-(?P<signature>[\w-]{22})",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Statement:
    """What a card states; `until` is the month after the last covered one, as printed."""

    number: str
    initials: str
    until: date

    @property
    def last_month(self) -> date:
        return add_months(self.until, -1)

    @property
    def spaced_number(self) -> str:
        """The card number in groups, as people read numbers out."""
        return spaced(self.number)


def spaced(number: str) -> str:
    """Return a card number in groups: `0000 0048 123-2`."""
    return f"{number[:4]} {number[4:8]} {number[8:10]}-{number[10:]}"


def statement_of(worker: Worker, until: date) -> str:
    """Return the signed statement of a worker's card; `until` is the month after the last one."""
    said = f"{worker.card_number}-{initials(worker.name)}-{add_months(until, -1):%Y%m}"
    return f"{said}-{Signer(salt=_SALT).signature(said)[:_SIGNATURE]}"


def read_statement(text: str) -> Statement | None:
    """Return what a statement says, None where we never signed it."""
    found = _FORM.fullmatch(text.strip())
    if found is None or not _is_ours(text.strip(), found["signature"]):
        return None
    last = date(int(found["year"]), int(found["month"]), 1)
    return Statement(found["number"], found["initials"], add_months(last, 1))


def holder_of(statement: Statement) -> Worker | None:
    """Return whose card it is: of a record that was merged, the one that was kept in the end."""
    record = record_of_card(statement.number)
    if record is None:
        return None
    worker = Worker.objects.filter(pk=record).first()
    while worker is not None and worker.merged_into is not None:
        worker = worker.merged_into
    return worker


def standing_of(statement: Statement, *, on: date) -> CardStanding:
    """Return what the register says of a genuine card on a day, in two queries."""
    worker = holder_of(statement)
    periods: list[tuple[date, date]] = []
    month = first_of_month(on)
    if worker is not None and not worker.deceased_on:
        standing = CoveragePeriod.objects.standing().filter(worker=worker, until__gt=month)
        periods = list(standing.order_by("since").values_list("since", "until"))
    return card_standing(printed_until=statement.until, month=month, periods=periods)


def _is_ours(text: str, signature: str) -> bool:
    said = text[: -_SIGNATURE - 1]
    signer = Signer(salt=_SALT)
    return any(
        constant_time_compare(signature, signer.signature(said, key)[:_SIGNATURE])
        for key in (signer.key, *signer.fallback_keys)
    )
