"""The lines of a decision, beside what earlier decisions on the same claim granted."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils import timezone

from claims.models import BenefitLine, Decision
from claims.queries.payouts import COMPENSATION
from claims.rules.assessment import When
from enrollment.models import Heir
from registry.audit import record
from registry.money import format_rupiah

_Key = tuple[str, str, str, int | None]


def write_lines(decision: Decision) -> None:
    """Write what a decision grants beyond what stands already; what it lowers is replaced.

    A benefit granted before keeps its line, and the day by which its own decision was to be
    paid. What is owed for lateness stays: no assessment grants it.
    """
    on = timezone.localdate(decision.decided_at)
    standing = _standing(decision)
    wanted: defaultdict[_Key, list[BenefitLine]] = defaultdict(list)
    for row in _rows(decision, on):
        wanted[_key(row)].append(row)
    rows = []
    for key in (*wanted, *(key for key in standing if key not in wanted)):
        kept_idr = _keep(standing.get(key, []), wanted.get(key, []), decision, on)
        rows += list(_beyond(wanted.get(key, []), kept_idr))
    BenefitLine.objects.bulk_create(rows)
    amount_idr = sum(row.amount_idr for row in rows)
    record("benefit.granted", subject=decision, by=decision.decided_by, amount_idr=amount_idr)


def _standing(decision: Decision) -> defaultdict[_Key, list[BenefitLine]]:
    found: defaultdict[_Key, list[BenefitLine]] = defaultdict(list)
    lines = decision.claim.lines.standing().exclude(code=COMPENSATION)
    for line in lines.order_by("pk"):
        found[_key(line)].append(line)
    return found


def _key(line: BenefitLine) -> _Key:
    """Return what tells benefits of a claim apart: a scholarship by child and school year."""
    return line.code, line.payee_kind, str(line.due_on or ""), line.child_id


def _keep(
    standing: list[BenefitLine], wanted: list[BenefitLine], decision: Decision, on: date
) -> int:
    """Replace what no longer stands as it was, and return the rupiah of what is kept.

    A line in a transfer always stays; one that is not is replaced where the benefit was lowered,
    or is payable at another time now.
    """
    times = {row.when for row in wanted}
    lowered = sum(line.amount_idr for line in standing) > sum(row.amount_idr for row in wanted)
    doubtful = [line.pk for line in standing if lowered or line.when not in times]
    replaced = set(
        BenefitLine.objects.filter(pk__in=doubtful).unpaid().values_list("pk", flat=True)
    )
    BenefitLine.objects.filter(pk__in=replaced).update(voided_on=on, void_reason=str(decision.pk))
    return sum(line.amount_idr for line in standing if line.pk not in replaced)


def _beyond(wanted: list[BenefitLine], kept_idr: int) -> Iterator[BenefitLine]:
    """Yield the rows that grant more than is kept; the formula tells what is taken off."""
    for row in wanted:
        taken_idr = min(kept_idr, row.amount_idr)
        kept_idr -= taken_idr
        row.amount_idr -= taken_idr
        if taken_idr:
            row.formula = f"{row.formula} − {format_rupiah(taken_idr)}"
        if row.amount_idr:
            yield row


def _rows(decision: Decision, on: date) -> Iterator[BenefitLine]:
    """Yield the lines of the assessment; of children born on one day each has its own."""
    born = defaultdict(list)
    able = decision.claim.worker.heirs.standing().children()
    for heir in able.filter(is_married=False, is_working=False):
        born[str(heir.born_on)].append(heir)
    told: Counter[tuple[str, str]] = Counter()
    for line in decision.assessment.answer["lines"]:
        year = str(line["child_born_on"]), str(line["due_on"])
        siblings = born[year[0]]
        child = siblings[min(told[year], len(siblings) - 1)] if siblings else None
        told[year] += 1
        yield _row(decision, line, child, on)


def _row(decision: Decision, line: dict[str, Any], child: Heir | None, on: date) -> BenefitLine:
    return BenefitLine(
        claim=decision.claim,
        decision=decision,
        code=line["code"],
        amount_idr=line["amount_idr"],
        when=line["when"],
        payee_kind=line["payee"],
        formula=line["formula"],
        act=line["act"],
        clause=line["clause"],
        checked=line["checked"],
        due_on=date.fromisoformat(line["due_on"]) if line["due_on"] else None,
        child=child,
        released_on=on if line["when"] == When.NOW else None,
    )
