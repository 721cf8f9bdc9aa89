"""NIKs that stand more than once in one file."""

from registry.nik import LENGTH


class Duplicates:
    """Remembers the first place of each NIK over all sheets of a file.

    The first row keeps its NIK even where it is refused for another reason: which of two rows
    is the right one is for the officer to say.
    """

    def __init__(self) -> None:
        self._first: dict[str, tuple[str, int]] = {}

    def first_of(self, nik: str, sheet: str, row: int) -> tuple[str, int] | None:
        """Return sheet and row of the first row with this NIK; None when this is the first.

        Only a NIK of 16 digits counts: a torn one names nobody.
        """
        if len(nik) != LENGTH or not (nik.isascii() and nik.isdigit()):
            return None
        first = self._first.setdefault(nik, (sheet, row))
        return None if first == (sheet, row) else first
