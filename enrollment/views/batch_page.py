"""What the page of one list shows: stages, counts, filters, rows, and whose move it is."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from enrollment.filters import EVERY, NOTED, TO_REPAIR, Choice, RowFilter
from enrollment.models import ImportBatch, ImportRow, Invoice
from enrollment.models.imports import HEARTBEAT_LIMIT
from enrollment.queries.listed import ListedRow, listed_rows
from enrollment.queries.money import decree_budget
from enrollment.queries.trail import trail_of
from enrollment.rules.problems import is_refusal
from enrollment.wording import ProblemWords, act_sentence, problem_label, problem_words
from enrollment.wording.problems import ORDER
from registry.formats import number_text, time_left_text
from registry.pace import seconds_left
from registry.paging import keyset_page
from registry.requests import StaffRequest
from registry.roles import Permission, may

_AS_READ = ("file_id", "id")
_LONGEST_NAME = 20


class RowLine(NamedTuple):
    """One line of the table: a row with one of its problems, or with none."""

    row: ImportRow
    problem: ProblemWords | None

    @property
    def has_long_word(self) -> bool:
        """Whether a word is longer than a name, so that it must be broken to fit its column."""
        texts = [self.row.data.get("name", ""), self.row.data.get("village_text", "")]
        texts.append(self.problem.read if self.problem else "")
        return any(len(word) > _LONGEST_NAME for text in texts for word in text.split())


def batch_counts(batches: QuerySet[ImportBatch]) -> dict[str, int]:
    """Return the number of lists by state, and of all under the empty text."""
    counted = dict(batches.order_by().values_list("status").annotate(lists=Count("pk")))
    counts = {status: counted.get(status, 0) for status in ImportBatch.Status.values}
    return {"": sum(counts.values()), **counts}


def batch_context(request: StaffRequest, batch: ImportBatch) -> dict[str, Any]:
    """Return everything that the page of a list shows in its state."""
    context: dict[str, Any] = {
        "batch": batch,
        "decree": batch.decree,
        "files": list(batch.files.order_by("sequence")),
        "summary": batch.summary,
    }
    if batch.is_at_work:
        context |= progress_context(request, batch)
    else:
        context |= _rows(request, batch)
    if request.htmx and not request.htmx.boosted:
        return context
    history = trail_of(batch, seen_by=request.user)
    context |= {
        "steps": _steps(batch, context["files"][0].filename),
        "history": [(event, act_sentence(event.action, event.facts)) for event in history[:50]],
    }
    return context | _moves(request, batch, context["files"])


def progress_context(request: StaffRequest, batch: ImportBatch) -> dict[str, Any]:
    """Return how far the job of a list is, and whether this reader may stop it."""
    applying = batch.status == ImportBatch.Status.APPLYING
    latest = batch.files.order_by("-sequence").values_list("uploaded_at", flat=True).first()
    begun_at = (batch.applied_at if applying else latest) or batch.uploaded_at
    elapsed = timezone.now() - begun_at
    left = seconds_left(done=batch.done, total=batch.total, elapsed_s=elapsed.total_seconds())
    right = Permission.BATCH_APPLY if applying else Permission.BATCH_UPLOAD
    return {
        "batch": batch,
        "left": "" if left is None else time_left_text(left),
        "is_quiet": batch.heartbeat_at < timezone.now() - HEARTBEAT_LIMIT,
        "may_cancel": may(request.user, right, batch.region_code),
    }


def _moves(request: StaffRequest, batch: ImportBatch, files: list[Any]) -> dict[str, Any]:
    """Return what this reader may do now, and what the applied list leads to."""
    user, region = request.user, batch.region_code
    own = user.pk in {batch.uploaded_by_id, *(file.uploaded_by_id for file in files)}
    moves: dict[str, Any] = {
        "may_upload": may(user, Permission.BATCH_UPLOAD, region),
        "may_apply": may(user, Permission.BATCH_APPLY, region),
        "may_bill": may(user, Permission.INVOICE_ISSUE, region),
        "is_own": own,
        "applied_rows": batch.applied_rows,
        "ready": batch.ready_rows,
    }
    if batch.status == ImportBatch.Status.APPLIED:
        moves["budget"] = decree_budget(batch.decree, known_on=timezone.localdate())
        moves["invoice"] = (
            Invoice.objects.filter(decree=batch.decree).order_by("-issued_on", "-pk").first()
        )
    return moves


def _rows(request: StaffRequest, batch: ImportBatch) -> dict[str, Any]:
    """Return a page of rows with their problems, and the links that choose among them."""
    summary = batch.summary
    asked = request.GET.copy()
    if asked.get("problem") not in {TO_REPAIR, NOTED, EVERY, *ORDER}:
        asked["problem"] = _first_of_interest(summary)
    chosen = RowFilter(asked, queryset=batch.rows.all())
    found = keyset_page(chosen.qs, order=_AS_READ, query=request.GET)
    listed = listed_rows(found.rows, seen_by=request.user) if found.rows else ()
    current = str(asked["problem"])
    return {
        "page": found,
        "lines": [line for one in listed for line in _lines(one)],
        "shown": len(found.rows),
        "sheets": _stands_on_several_sheets(batch, found.rows),
        "choice": _label_of(current),
        "export_query": f"problem={current}",
        "refusals": list(_choices(summary, current, TO_REPAIR, refusals=True)),
        "notes": list(_choices(summary, current, NOTED, refusals=False)),
        "every": Choice(_("Every row"), f"problem={EVERY}", summary["rows"], current == EVERY),
        "chosen_count": _count_of(summary, current),
    }


def _stands_on_several_sheets(batch: ImportBatch, rows: list[ImportRow]) -> bool:
    """Whether a row number alone does not say where a row stands."""
    return bool(rows) and batch.rows.exclude(sheet=rows[0].sheet).exists()


def _first_of_interest(summary: dict[str, Any]) -> str:
    if summary["refused"]:
        return TO_REPAIR
    return NOTED if summary["warned"] else EVERY


def _lines(listed: ListedRow) -> Iterator[RowLine]:
    for problem in listed.problems:
        words = problem_words(problem.code, problem.read, problem.params)
        yield RowLine(listed.row, words)
    if not listed.problems:
        yield RowLine(listed.row, None)


def _choices(
    summary: dict[str, Any], current: str, first: str, *, refusals: bool
) -> Iterator[Choice]:
    """Yield the links of the problems of one kind that occur, all of them together first."""
    found = {code: summary["problems"].get(code, 0) for code in ORDER}
    for code in (first, *(c for c in ORDER if found[c] and is_refusal(c) is refusals)):
        count = _count_of(summary, code)
        if count:
            yield Choice(_label_of(code), f"problem={code}", count, code == current)


def _label_of(choice: str) -> str:
    groups = {
        TO_REPAIR: _("All to be repaired"),
        NOTED: _("All ready ones with a note"),
        EVERY: _("Every row"),
    }
    return groups.get(choice) or problem_label(choice)


def _count_of(summary: dict[str, Any], choice: str) -> int:
    groups = {
        TO_REPAIR: summary["refused"],
        NOTED: summary["warned"],
        EVERY: summary["rows"],
    }
    count: int = groups[choice] if choice in groups else summary["problems"].get(choice, 0)
    return count


def _steps(batch: ImportBatch, filename: str) -> list[dict[str, str]]:
    """Return the stages of a list, with whose move each is."""
    refused = batch.summary.get("refused", 0)
    at = _stage(batch, refused)
    rows = batch.summary.get("rows", batch.total)
    stages = [
        (_("Upload"), filename),
        (_("Check"), _("%(n)s rows") % {"n": number_text(rows)} if rows else ""),
        (_("Repair"), _("%(n)s rows, by the officer") % {"n": number_text(refused)}),
        (_("Apply"), _("by the supervisor")),
        (_("Bill"), _("by the treasurer")),
    ]
    if not refused:
        stages[2] = (_("Repair"), _("nothing to repair") if at > 1 else "")
    return [
        {"label": label, "note": note, "state": _state(place, at)}
        for place, (label, note) in enumerate(stages)
    ]


def _stage(batch: ImportBatch, refused: int) -> int:
    """Return the place of the stage at which the list stands, from 0."""
    if batch.status == ImportBatch.Status.STAGED:
        return 2 if refused else 3
    stages = {
        ImportBatch.Status.STAGING: 1,
        ImportBatch.Status.APPLYING: 3,
        ImportBatch.Status.APPLIED: 4,
    }
    return stages.get(ImportBatch.Status(batch.status), 0)


def _state(place: int, at: int) -> str:
    if place == at:
        return "now"
    return "done" if place < at else "later"
