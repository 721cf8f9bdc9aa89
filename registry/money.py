"""Whole rupiah: read, rounded, written, and spelled out. Never a float."""

import re
from decimal import ROUND_HALF_UP, Decimal

from num2words import num2words

_GROUPED = r"\d{1,3}(?:\.\d{3})+"
_AMOUNT = re.compile(
    rf"(?:Rp\.?\s?)?({_GROUPED}|\d+)(?:,(?:00|-{{1,2}}))?",
    re.ASCII | re.IGNORECASE,
)
_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " "})
# more digits than any budget of the republic, and fewer than a database integer holds
_MOST_DIGITS = 18


def round_rupiah(amount: Decimal) -> int:
    """Return whole rupiah, a half rounded away from zero."""
    return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def parse_rupiah(text: str) -> int:
    """Return the rupiah written the Indonesian way: 975.542.400, Rp975.542.400 or 975542400.

    A point groups thousands and a comma would open the cents, which must be `,00` or `,-`.
    Anything else, `500.00` and `1,000` among it, is a ValueError: to guess is to be wrong
    by a factor of a thousand.
    """
    found = _AMOUNT.fullmatch(text.translate(_SPACES).strip())
    if found is None:
        raise ValueError(f"not an amount in rupiah: {text!r}")
    digits = found[1].replace(".", "")
    if len(digits.lstrip("0")) > _MOST_DIGITS:
        raise ValueError(f"more rupiah than there are: {text!r}")
    return int(digits)


def format_rupiah(n: int) -> str:
    """Return rupiah as the screens show them: `Rp975.542.400`, with no space to break at."""
    sign = "-" if n < 0 else ""
    return f"{sign}Rp{abs(n):,}".replace(",", ".")


def in_words(n: int) -> str:
    """Return rupiah spelled out in Indonesian (terbilang), as a receipt states them."""
    return f"{num2words(n, lang='id').strip()} rupiah"
