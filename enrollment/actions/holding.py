"""Holding what an act touches that both ends cover and bills anew, in the one order of all acts."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from enrollment.actions.bookkeeping import lock_workers
from enrollment.models import Decree, Sponsor
from registry.models import Region


def hold_to_bill(*, decree_ids: Iterable[int], worker_ids: Iterable[int]) -> None:
    """Hold decrees, their regions, all payers concerned and the workers for this transaction.

    Every payer of these workers is held as well: an end releases the money of each of them.
    """
    decrees, workers = set(decree_ids), set(worker_ids)
    held = Decree.objects.filter(pk__in=decrees).order_by("pk").select_for_update()
    region_ids = {decree.region_id for decree in held}
    # for the next number of an invoice; no_key, because everybody's trail points to the region
    regions = Region.objects.filter(pk__in=region_ids).order_by("pk")
    list(regions.select_for_update(no_key=True))
    payers = Sponsor.objects.filter(
        Q(decrees__in=decrees) | Q(decrees__enrollments__worker__in=workers)
    ).values("pk")
    list(Sponsor.objects.filter(pk__in=payers).order_by("pk").select_for_update())
    lock_workers(workers)
