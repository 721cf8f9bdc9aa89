"""Benefits in a letter: each with its formula, act and clause, who receives it, and the amount."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

from claims.exports.letters.frame import clause_text
from claims.models import PAYEE_LABELS
from claims.rules.assessment import Line, When
from claims.rules.facts import Outcome
from claims.wording.claims import benefit_label
from claims.wording.losses import loss_name
from enrollment.exports.pdf import Column, Letter
from registry.formats import rupiah_text

_OF_LOSSES: Final = frozenset({Outcome.PARTIAL_ANATOMICAL.value, Outcome.PARTIAL_FUNCTIONAL.value})


class Benefits:
    """The lines of an assessment with their names; a loss is named after its row of the table."""

    def __init__(self, lines: Sequence[Line], facts: Mapping[str, Any]) -> None:
        codes = sorted(loss["code"] for loss in facts.get("losses", ()))
        of_losses = sum(line.code in _OF_LOSSES for line in lines)
        # lines stand in the order of the codes; a loss that pays nothing has none to be named
        self._losses = iter(codes if len(codes) == of_losses else ())
        self._named = [(line, self._name(line)) for line in lines]

    def add(self, letter: Letter, when: When) -> None:
        """Add the table of the lines that are paid at one time, with their sum."""
        columns = [
            Column(_("Benefit"), 1.7),
            Column(_("How it is worked out"), 1.9),
            Column(_("By which law"), 1.9),
            Column(_("Received by"), 1.2),
            Column(_("Amount"), 1.3, right=True),
        ]
        lines = [(line, name) for line, name in self._named if line.when is when]
        total = rupiah_text(sum(line.amount_idr for line, _name in lines))
        letter.table(columns, list(_rows(lines)), total=[_("Total"), "", "", "", total])

    def _name(self, line: Line) -> str:
        label = benefit_label(line.code)
        code = next(self._losses, "") if line.code in _OF_LOSSES else ""
        return f"{label}: {loss_name(code)}" if code else label


def _rows(lines: Sequence[tuple[Line, str]]) -> Iterator[list[str]]:
    for line, name in lines:
        yield [
            name,
            line.formula,
            clause_text(f"{line.act}, {line.clause}", checked=line.checked),
            str(PAYEE_LABELS[line.payee]),
            rupiah_text(line.amount_idr),
        ]
