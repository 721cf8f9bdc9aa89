"""The lines of a scholarship, told apart by child: two may be born on one day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from claims.rules.assessment import Line
from claims.rules.facts import Level

_LEVELS: Final = tuple(level.value for level in Level)


def child_numbers(lines: Sequence[Line]) -> list[int]:
    """Return for each yearly line which child it is of, counted from 0 as the lines begin.

    School goes on by a grade each year. Of children born on one day, each line goes on with the
    one whose grade comes before; where both stand in one grade, it does not matter which.
    """
    last: list[Line] = []
    numbers = []
    for line in lines:
        before = [number for number, known in enumerate(last) if _goes_on(known, line)]
        if before:
            number = max(before, key=lambda number: _place(last[number]))
            last[number] = line
        else:
            number = len(last)
            last.append(line)
        numbers.append(number)
    return numbers


def _goes_on(before: Line, line: Line) -> bool:
    if before.child_born_on != line.child_born_on or before.due_on is None or line.due_on is None:
        return False
    if line.due_on.year != before.due_on.year + 1:
        return False
    level, grade = _place(before)
    return _place(line) in ((level, grade + 1), (level + 1, 1))


def _place(line: Line) -> tuple[int, int]:
    """Return where in school a line stands: its level, then its grade."""
    return _LEVELS.index(line.level), line.grade
