"""Cover about to end, and members whom a renewal left out, as columns of an export."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from enrollment.models import CoveragePeriod, Decree, Worker
from enrollment.queries.lapsing import NextPayer, lapsing, next_payers
from enrollment.queries.renewal import left_out_of, would_be_left_out
from enrollment.rules.lapsing import LapseChoice
from enrollment.wording.lapsing import payer_name
from enrollment.wording.renewing import LABELS, WHAT_TO_DO
from registry.exporting import ExportColumn, Listing, nik, text
from registry.formats import month_text
from registry.models import User
from registry.months import add_months


def lapses(reader: User, query: QueryDict) -> Listing:
    """Return the workers of the page whose cover ends, with who paid and who is to pay on."""
    choice = LapseChoice.read(query)
    periods = lapsing(reader, on=timezone.localdate(), choice=choice).select_related(
        "worker__village__parent", "line__invoice__decree__sponsor"
    )

    def with_next_payer(
        rows: list[CoveragePeriod],
    ) -> Iterator[tuple[CoveragePeriod, NextPayer | None]]:
        payers = next_payers(rows, reader)
        return ((period, payers.get(period.worker_id)) for period in rows)

    return Listing(
        name="perlindungan-berakhir",
        title=_("Cover about to end"),
        page=reverse("lapse_list"),
        rows=periods,
        order=("until", "id"),
        prepare=with_next_payer,
        columns=[
            *_person(lambda row: row[0].worker),
            text(_("Telephone"), lambda row: row[0].worker.phone, 16),
            text(
                _("Last covered month"),
                lambda row: month_text(add_months(row[0].until, -1)),
                18,
            ),
            text(_("Contributions paid by"), lambda row: payer_name(row[0], reader), 36),
            text(_("Goes on with"), lambda row: _next(row[1]), 36),
        ],
    )


def left_out(reader: User, query: QueryDict, decree_id: int) -> Listing:
    """Return the members who did not, or could not, go on when a decree is renewed."""
    decree = get_object_or_404(Decree.objects.visible_to(reader).of_sponsors(), pk=decree_id)
    renewal = Decree.objects.filter(renews=decree).first()
    members = left_out_of(decree, renewal) if renewal else would_be_left_out(decree)
    reason = query.get("reason", "")
    if reason in LABELS:
        members = members.filter(reason=reason)
    return Listing(
        name=f"tidak-diperpanjang-{decree.pk}",
        title=_("Not renewed of decree %(number)s") % {"number": decree.number},
        page=reverse("decree_renewal", args=[decree.pk]),
        rows=members.select_related("worker__village__parent"),
        order=("position", "id"),
        columns=[
            *_person(lambda row: row.worker),
            text(_("Why"), lambda row: LABELS[row.reason], 32),
            text(_("What to do"), lambda row: WHAT_TO_DO[row.reason], 44),
        ],
        about=decree,
        chosen=[str(LABELS[reason])] if reason in LABELS else [],
    )


def _person(worker_of: Any) -> list[ExportColumn]:
    """Return the columns that name a worker and where he lives."""

    def district(worker: Worker) -> str:
        return worker.village.parent.name if worker.village.parent else ""

    return [
        nik(_("NIK"), lambda row: worker_of(row).nik, lambda row: worker_of(row).village_id),
        text(_("Name"), lambda row: worker_of(row).name, 28),
        text(_("Card number"), lambda row: worker_of(row).card_number, 14),
        text(_("Village"), lambda row: worker_of(row).village.name, 22),
        text(_("District"), lambda row: district(worker_of(row)), 20),
    ]


def _next(payer: NextPayer | None) -> str:
    if payer is None:
        return ""
    return payer.sponsor.name if payer.sponsor else _("A sponsor in another region")
