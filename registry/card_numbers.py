"""The number on a participant's card: the number of the record with a check digit (Luhn).

It says nothing about the person. A number mistyped in one digit, or with two neighbours swapped,
belongs to nobody; only 0 and 9 swapped pass, as with every number of this kind.
"""

from typing import Final

_DIGITS: Final = 10
_LENGTH: Final = _DIGITS + 1


def card_number(record: int) -> str:
    """Return the card number of a record: eleven digits."""
    digits = f"{record:0{_DIGITS}d}"
    return digits + _check_digit(digits)


def record_of_card(number: str) -> int | None:
    """Return the record that a card number names, None for what is no card number."""
    digits = number.replace(" ", "").replace("-", "")
    if len(digits) != _LENGTH or not (digits.isascii() and digits.isdigit()):
        return None
    return int(digits[:-1]) if _check_digit(digits[:-1]) == digits[-1] else None


def _check_digit(digits: str) -> str:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 if place % 2 else 2)
        total += value - 9 if value > 9 else value
    return str(-total % 10)
