"""What officers and treasurers leave behind at work: looked up here, changed by its own acts."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from enrollment.models import (
    Annex,
    Attestation,
    ClosedPeriod,
    Correction,
    Merge,
    PopulationCheck,
    PopulationCheckRow,
    Refund,
    Sweep,
    SweptRow,
    WorkerEvent,
)
from registry.nik import mask_nik
from registry.scoped_admin import ScopedAdmin


@admin.register(Annex)
class AnnexAdmin(ScopedAdmin):
    """Dated annexes to decrees."""

    list_display = ("number", "decree", "dated_on")
    list_select_related = ("decree",)
    search_fields = ("number", "decree__number")


@admin.register(Attestation)
class AttestationAdmin(ScopedAdmin):
    """Who attested that a worker could be insured."""

    list_display = ("attested_by_name", "enrollment_id", "batch_id", "recorded_by", "attested_at")
    list_select_related = ("recorded_by",)
    search_fields = ("attested_by_name", "enrollment__worker__name")


@admin.register(Correction)
class CorrectionAdmin(ScopedAdmin):
    """Corrections of workers' data; what they hold of an identity stands on the worker's page."""

    exclude = ("changes",)
    list_display = ("worker", "status", "is_identity", "proposed_by", "proposed_at", "decided_by")
    list_filter = ("status", "is_identity")
    list_select_related = ("worker", "proposed_by", "decided_by")
    search_fields = ("worker__name", "worker__nik__startswith", "reason")


@admin.register(Merge)
class MergeAdmin(ScopedAdmin):
    """Two records made one."""

    exclude = ("taken", "moved")
    list_display = ("kept", "merged", "merged_by", "merged_at", "undone_at")
    list_select_related = ("kept", "merged", "merged_by")
    search_fields = ("kept__name", "merged__name", "kept__nik__startswith")


@admin.register(WorkerEvent)
class WorkerEventAdmin(ScopedAdmin):
    """Deaths, moves, and changes of occupation."""

    list_display = ("worker", "kind", "happened_on", "released_idr", "recorded_by", "undone_on")
    list_filter = ("kind",)
    list_select_related = ("worker", "recorded_by")
    search_fields = ("worker__name", "worker__nik__startswith")


@admin.register(Refund)
class RefundAdmin(ScopedAdmin):
    """Credit paid back to the treasury."""

    list_display = ("reference", "payment", "amount_idr", "refunded_on", "reversed_on")
    list_select_related = ("payment",)
    search_fields = ("reference", "payment__reference")


@admin.register(ClosedPeriod)
class ClosedPeriodAdmin(ScopedAdmin):
    """Periods of the books that are closed."""

    list_display = ("region", "until", "closed_by", "closed_at")
    list_select_related = ("region", "closed_by")
    search_fields = ("region__name", "note")


@admin.register(PopulationCheck)
class PopulationCheckAdmin(ScopedAdmin):
    """Files that the population register returned."""

    list_display = ("filename", "region", "source", "checked_on", "uploaded_by", "uploaded_at")
    list_select_related = ("region", "uploaded_by")
    search_fields = ("filename", "source")


@admin.register(PopulationCheckRow)
class PopulationCheckRowAdmin(ScopedAdmin):
    """Rows of such files."""

    exclude = ("nik",)
    shown_instead = ("masked_nik",)
    list_display = ("check_file_id", "sheet", "row", "masked_nik", "result", "outcome")
    list_filter = ("outcome", "result")
    search_fields = ("nik__startswith", "worker__name")

    @admin.display(description=_("NIK"))
    def masked_nik(self, row: PopulationCheckRow) -> str:
        """The NIK as every page shows it."""
        return mask_nik(row.nik)


@admin.register(Sweep)
class SweepAdmin(ScopedAdmin):
    """Sweeps before billing."""

    list_display = ("decree", "swept_on", "looked_at", "removed", "not_spent_idr", "created_by")
    list_select_related = ("decree", "created_by")
    search_fields = ("decree__number", "invoice__number")


@admin.register(SweptRow)
class SweptRowAdmin(ScopedAdmin):
    """What sweeps took off."""

    list_display = ("sweep_id", "enrollment_id", "reason", "since", "until", "amount_idr")
    list_filter = ("reason",)
    search_fields = ("enrollment__worker__name", "enrollment__decree__number")
