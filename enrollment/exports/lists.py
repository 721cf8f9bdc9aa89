"""Lists of people and of what brings them in, as columns of an export."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Count, Max
from django.http import QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from enrollment.filters import BatchFilter, DecreeFilter, RowFilter, SponsorFilter, WorkerFilter
from enrollment.models import (
    CoveragePeriod,
    Decree,
    Enrollment,
    ImportBatch,
    ImportRow,
    Sponsor,
    Worker,
)
from enrollment.queries.decrees import with_enrolled
from enrollment.queries.listed import ListedRow, listed_rows
from enrollment.wording import problem_words
from registry.exporting import Listing, chosen_words, day, nik, number, text
from registry.formats import month_text
from registry.models import User
from registry.months import add_months
from registry.scope import in_scope


def workers(reader: User, query: QueryDict) -> Listing:
    """Return the workers of the page, each with the last month of cover."""
    chosen = WorkerFilter(
        query,
        queryset=Worker.objects.visible_to(reader)
        .standing()
        .select_related("village__parent", "occupation"),
    )
    return Listing(
        name="pekerja",
        title=_("Workers"),
        page=reverse("worker_list"),
        rows=chosen.qs,
        order=("village_id", "born_on", "name_key", "id"),
        prepare=_with_cover,
        columns=[
            nik(_("NIK"), lambda row: row[0].nik, lambda row: row[0].village_id),
            *_person(lambda row: row[0]),
            text(_("Covered through"), lambda row: _last_month(row[1]), 18),
            day(_("Died on"), lambda row: row[0].deceased_on),
        ],
        chosen=chosen_words(chosen),
    )


def decree_members(reader: User, _query: QueryDict, decree_id: int) -> Listing:
    """Return who stands under a decree, in the order of the list."""
    decree = get_object_or_404(Decree.objects.visible_to(reader), pk=decree_id)
    return Listing(
        name=f"peserta-sk-{decree.pk}",
        title=_("Members of decree %(number)s") % {"number": decree.number},
        page=decree.get_absolute_url(),
        rows=Enrollment.objects.standing()
        .filter(decree=decree)
        .select_related("worker__village__parent", "worker__occupation"),
        order=("position", "id"),
        columns=[
            nik(_("NIK"), lambda row: row.worker.nik, lambda row: row.worker.village_id),
            *_person(lambda row: row.worker),
            text(_("First month"), lambda row: month_text(row.since), 18),
            text(_("Last month"), lambda row: _last_month(row.until), 18),
            text(_("Why it ends early"), lambda row: row.get_end_reason_display()),
        ],
        about=decree,
    )


def sponsors(reader: User, query: QueryDict) -> Listing:
    """Return the sponsors of the page, each with its number of decrees."""
    decrees = Count("decrees", filter=in_scope(reader, "decrees__region"))
    chosen = SponsorFilter(
        query,
        queryset=Sponsor.objects.visible_to(reader)
        .paying_for_others()
        .select_related("region")
        .annotate(decree_count=decrees),
    )
    return Listing(
        name="penanggung",
        title=_("Sponsors"),
        page=reverse("sponsor_list"),
        rows=chosen.qs,
        order=("name", "id"),
        columns=[
            text(_("Name"), lambda row: row.name, 36),
            text(_("Kind"), lambda row: row.get_kind_display()),
            text(_("Region"), lambda row: row.region.name),
            number(_("Decrees"), lambda row: row.decree_count),
        ],
        chosen=chosen_words(chosen),
    )


def decrees(reader: User, query: QueryDict) -> Listing:
    """Return the decrees of the page, each with its number of workers."""
    chosen = DecreeFilter(
        query,
        queryset=with_enrolled(Decree.objects.visible_to(reader).of_sponsors()).select_related(
            "sponsor", "region"
        ),
    )
    return Listing(
        name="sk",
        title=_("Decrees"),
        page=reverse("decree_list"),
        rows=chosen.qs,
        order=("-decided_on", "-id"),
        columns=[
            text(_("Number"), lambda row: row.number),
            day(_("Date"), lambda row: row.decided_on),
            text(_("Sponsor"), lambda row: row.sponsor.name, 36),
            text(_("Region"), lambda row: row.region.name),
            text(_("Fund source"), lambda row: row.get_fund_display(), 16),
            text(_("First month"), lambda row: month_text(row.since), 18),
            number(_("Months"), lambda row: row.months),
            number(_("Wage base, in rupiah"), lambda row: row.wage_base_idr),
            number(_("Ceiling, in rupiah"), lambda row: row.ceiling_idr),
            number(_("Quota"), lambda row: row.quota),
            number(_("Workers"), lambda row: row.enrolled),
            day(_("Ended on"), lambda row: row.ended_on),
        ],
        chosen=chosen_words(chosen),
    )


def batches(reader: User, query: QueryDict) -> Listing:
    """Return the lists of workers of the page, with what each brought in."""
    chosen = BatchFilter(
        query,
        queryset=ImportBatch.objects.visible_to(reader)
        .select_related("decree__sponsor", "uploaded_by")
        .prefetch_related("files"),
    )
    return Listing(
        name="daftar-pekerja",
        title=_("Lists of workers"),
        page=reverse("batch_list"),
        rows=chosen.qs,
        order=("-id",),
        columns=[
            text(_("List"), lambda row: row.files.all()[0].filename, 30),
            text(_("Decree"), lambda row: row.decree.number),
            text(_("Sponsor"), lambda row: row.decree.sponsor.name, 36),
            day(_("Sent"), lambda row: timezone.localdate(row.uploaded_at)),
            text(_("State"), lambda row: row.get_status_display(), 16),
            number(_("Rows"), lambda row: row.summary.get("rows")),
            number(_("To repair"), lambda row: row.summary.get("refused")),
            number(_("Applied"), lambda row: row.applied_rows),
        ],
        chosen=chosen_words(chosen),
    )


def batch_rows(reader: User, query: QueryDict, batch_id: int) -> Listing:
    """Return the rows of a list as the page filters them, with every problem in words."""
    batches = ImportBatch.objects.visible_to(reader).select_related("decree")
    batch = get_object_or_404(batches, pk=batch_id)
    chosen = RowFilter(query, queryset=batch.rows.defer("raw"))
    region_code = batch.region_code

    def listed(rows: list[ImportRow]) -> Iterator[ListedRow]:
        return listed_rows(rows, seen_by=reader)

    return Listing(
        name=f"baris-daftar-{batch.pk}",
        title=_("Rows of list %(list)s") % {"list": batch.pk},
        page=batch.get_absolute_url(),
        rows=chosen.qs,
        order=("file_id", "id"),
        prepare=listed,
        columns=[
            text(_("Sheet"), lambda row: row.row.sheet, 14),
            number(_("Row"), lambda row: row.row.row),
            nik(_("NIK"), lambda row: row.row.nik, lambda _row: region_code),
            text(_("Name"), lambda row: row.row.data.get("name", "")),
            text(_("Village"), lambda row: row.row.data.get("village_text", "")),
            text(_("State"), lambda row: row.row.get_status_display(), 16),
            text(_("What is wrong"), lambda row: _sentences(row, "wrong"), 50),
            text(_("What to do"), lambda row: _sentences(row, "act"), 50),
        ],
        about=batch,
        chosen=chosen_words(chosen),
    )


def _person(worker_of: Any) -> list[Any]:
    """Return the columns that say who a worker is, but for the NIK."""
    return [
        text(_("Name"), lambda row: worker_of(row).name, 28),
        day(_("Birth date"), lambda row: worker_of(row).born_on),
        text(_("Sex"), lambda row: worker_of(row).get_sex_display(), 10),
        text(_("Village"), lambda row: worker_of(row).village.name, 20),
        text(_("District"), lambda row: _district(worker_of(row)), 20),
        text(_("Occupation"), lambda row: _occupation(worker_of(row))),
    ]


def _with_cover(workers: list[Worker]) -> Iterable[tuple[Worker, Any]]:
    until = dict(
        CoveragePeriod.objects.standing()
        .filter(worker__in=[worker.pk for worker in workers])
        .order_by()
        .values_list("worker")
        .annotate(until=Max("until"))
    )
    return ((worker, until.get(worker.pk)) for worker in workers)


def _district(worker: Worker) -> str:
    return worker.village.parent.name if worker.village.parent else ""


def _occupation(worker: Worker) -> str:
    return str(worker.occupation) if worker.occupation else worker.occupation_text


def _last_month(until: Any) -> str:
    return month_text(add_months(until, -1)) if until else ""


def _sentences(listed: ListedRow, part: str) -> str:
    words = [problem_words(problem.code, "", problem.params) for problem in listed.problems]
    return " ".join(getattr(one, part) for one in words)
