"""The administration of the first floor: data fixes of workers, sponsors, decrees; else read only.

Money, cover and lists change by their own actions alone: here they are looked up.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from enrollment.actions.corrections import correct_worker
from enrollment.models import (
    Allocation,
    CoverageCount,
    CoveragePeriod,
    CreditNote,
    Decree,
    Enrollment,
    Heir,
    ImportBatch,
    ImportFile,
    ImportRow,
    Invoice,
    InvoiceLine,
    InvoiceRate,
    Payment,
    ReportedParticipants,
    Sponsor,
    Worker,
)
from registry.models import Region
from registry.nik import mask_nik
from registry.scoped_admin import HistoryAdmin, ScopedAdmin, reader, visible


class WorkerFixForm(forms.ModelForm):
    """What was noted of a worker beside the identity, and why it is corrected."""

    reason = forms.CharField(
        label=_("why this is right"),
        max_length=300,
        help_text=_("Stands in the history of the worker."),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )

    def clean(self) -> dict[str, Any]:
        """Return the values; the second occupation on record is another than the first."""
        cleaned = super().clean() or self.cleaned_data
        occupation = cleaned.get("occupation")
        if occupation and occupation.pk == self.instance.second_occupation_id:
            self.add_error("occupation", gettext("This is the second occupation on record."))
        return cleaned


@admin.register(Worker)
class WorkerAdmin(HistoryAdmin):
    """Workers: who they are stays, what was noted beside it can be corrected with a reason."""

    form = WorkerFixForm
    editable = (
        "village",
        "address",
        "occupation",
        "occupation_text",
        "phone",
        "income_idr",
        "is_employer",
    )
    exclude = ("nik",)
    shown_instead = ("masked_nik",)
    list_display = ("masked_nik", "name", "born_on", "sex", "village", "occupation")
    list_filter = ("sex", "is_employer")
    list_select_related = ("village", "occupation")
    search_fields = ("nik__startswith", "name")
    autocomplete_fields = ("village", "occupation")

    @admin.display(description=_("NIK"))
    def masked_nik(self, worker: Worker) -> str:
        """The NIK as every page shows it."""
        return mask_nik(worker.nik)

    def formfield_for_foreignkey(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelChoiceField[Any] | None:
        """A worker lives in a village, one that the reader may see."""
        if db_field.name == "village":
            kwargs["queryset"] = visible(Region.objects.villages(), reader(request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody corrects a record that was given up."""
        given_up = obj is not None and obj.withdrawn_on
        return not given_up and super().has_change_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: Worker, form: Any, change: bool) -> None:
        """Correct the worker by the one action that corrects workers."""
        changes = {name: form.cleaned_data[name] for name in form.changed_data if name != "reason"}
        if changes:
            correct_worker(
                worker=Worker.objects.get(pk=obj.pk),
                changes=changes,
                reason=form.cleaned_data["reason"],
                on=timezone.localdate(),
                by=reader(request),
            )


@admin.register(Heir)
class HeirAdmin(HistoryAdmin):
    """Heirs: named and struck out on the page of a claim."""

    exclude = ("nik",)
    list_display = ("name", "relation", "worker", "born_on", "voided_on")
    list_filter = ("relation",)
    list_select_related = ("worker",)
    search_fields = ("name", "worker__name")


@admin.register(Sponsor)
class SponsorAdmin(HistoryAdmin):
    """Sponsors: the name can be corrected, the code stays."""

    editable = ("name",)
    list_display = ("code", "name", "kind", "region")
    list_filter = ("kind",)
    list_select_related = ("region",)
    search_fields = ("code", "name")


@admin.register(Decree)
class DecreeAdmin(HistoryAdmin):
    """Decrees: title and scan can be corrected; what was decided stays."""

    editable = ("title", "scan")
    list_display = ("number", "sponsor", "decided_on", "fund", "since", "months", "ceiling_idr")
    list_filter = ("fund",)
    list_select_related = ("sponsor",)
    search_fields = ("number", "title", "sponsor__name")


@admin.register(Enrollment)
class EnrollmentAdmin(ScopedAdmin):
    """Memberships under decrees."""

    list_display = ("worker", "decree", "since", "until", "position", "voided_on")
    list_filter = ("end_reason",)
    list_select_related = ("worker", "decree")
    search_fields = ("worker__name", "worker__nik__startswith", "decree__number")


@admin.register(Invoice)
class InvoiceAdmin(ScopedAdmin):
    """Bills."""

    list_display = ("number", "decree", "issued_on", "total_idr", "allocated_idr", "credited_idr")
    list_select_related = ("decree",)
    search_fields = ("number", "decree__number", "payment_code")


@admin.register(InvoiceRate)
class InvoiceRateAdmin(ScopedAdmin):
    """Prices of a worker-month, with their clauses."""

    list_display = ("invoice", "jkk_idr", "jkm_idr", "jht_idr")
    list_select_related = ("invoice",)
    search_fields = ("invoice__number",)


@admin.register(InvoiceLine)
class InvoiceLineAdmin(ScopedAdmin):
    """Workers and months on bills."""

    list_display = (
        "invoice",
        "position",
        "worker",
        "since",
        "until",
        "amount_idr",
        "allocated_idr",
    )
    list_select_related = ("invoice", "worker")
    search_fields = ("invoice__number", "worker__name", "worker__nik__startswith")


@admin.register(Payment)
class PaymentAdmin(ScopedAdmin):
    """Money received."""

    list_display = ("reference", "sponsor", "fund", "amount_idr", "allocated_idr", "paid_on")
    list_filter = ("fund",)
    list_select_related = ("sponsor",)
    search_fields = ("reference", "sp2d_number", "sponsor__name")


@admin.register(Allocation)
class AllocationAdmin(ScopedAdmin):
    """What payments paid for."""

    list_display = ("payment", "line", "since", "until", "amount_idr", "released_on")
    list_select_related = ("payment", "line")
    search_fields = ("payment__reference", "line__worker__nik__startswith")


@admin.register(CreditNote)
class CreditNoteAdmin(ScopedAdmin):
    """Months that need not be paid, or cost less."""

    list_display = ("line", "reason", "since", "until", "amount_idr", "released_idr", "posted_on")
    list_filter = ("reason",)
    list_select_related = ("line",)
    search_fields = ("line__invoice__number", "line__worker__nik__startswith")


@admin.register(CoveragePeriod)
class CoveragePeriodAdmin(ScopedAdmin):
    """Months that were paid."""

    list_display = ("worker", "since", "until", "monthly_idr", "voided_on", "void_reason")
    list_filter = ("void_reason",)
    list_select_related = ("worker",)
    search_fields = ("worker__name", "worker__nik__startswith")


@admin.register(CoverageCount)
class CoverageCountAdmin(ScopedAdmin):
    """Participants by village and month."""

    list_display = ("village", "month", "participants")
    list_select_related = ("village",)
    search_fields = ("village__name", "village__code__startswith")


@admin.register(ReportedParticipants)
class ReportedParticipantsAdmin(HistoryAdmin):
    """Participants of other segments; they are corrected where they are entered."""

    list_display = ("region", "segment", "month", "participants", "source")
    list_filter = ("segment",)
    list_select_related = ("region",)
    search_fields = ("region__name", "source")


@admin.register(ImportBatch)
class ImportBatchAdmin(ScopedAdmin):
    """Lists of workers."""

    list_display = ("id", "decree", "status", "total", "done", "uploaded_by", "uploaded_at")
    list_filter = ("status",)
    list_select_related = ("decree", "uploaded_by")
    search_fields = ("decree__number", "uploaded_by__username")


@admin.register(ImportFile)
class ImportFileAdmin(ScopedAdmin):
    """Files of lists."""

    list_display = ("filename", "batch_id", "sequence", "uploaded_by", "uploaded_at", "withdrawn")
    list_select_related = ("uploaded_by",)
    search_fields = ("filename", "sha256__startswith")


@admin.register(ImportRow)
class ImportRowAdmin(ScopedAdmin):
    """Rows of lists, as understood; what was read, with its NIK, stands in the repair sheet."""

    exclude = ("nik", "raw", "problems")
    shown_instead = ("masked_nik",)
    list_display = ("batch_id", "sheet", "row", "masked_nik", "status", "codes")
    list_filter = ("status",)
    search_fields = ("nik__startswith", "codes")

    @admin.display(description=_("NIK"))
    def masked_nik(self, row: ImportRow) -> str:
        """The NIK as every page shows it."""
        return mask_nik(row.nik)
