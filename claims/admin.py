"""The administration of the second floor: everything to be read, nothing to be changed.

A claim changes by its acts alone, which check, record and keep the four eyes.
"""

from django.contrib import admin

from claims.models import (
    Assessment,
    BenefitLine,
    Claim,
    ClaimDocument,
    ClaimStep,
    Decision,
    Payee,
    PaymentFile,
    Payout,
    PayoutLine,
)
from registry.scoped_admin import HistoryAdmin, ScopedAdmin


@admin.register(Claim)
class ClaimAdmin(HistoryAdmin):
    """Reported events."""

    list_display = ("number", "worker", "program", "event_on", "status", "act_by")
    list_filter = ("program", "status")
    list_select_related = ("worker",)
    search_fields = ("number__startswith", "worker__name", "worker__nik__startswith")


@admin.register(ClaimStep)
class ClaimStepAdmin(ScopedAdmin):
    """Every change of state."""

    list_display = ("claim", "number", "source", "target", "at", "by")
    list_filter = ("target",)
    list_select_related = ("claim", "by")
    search_fields = ("claim__number__startswith",)


@admin.register(ClaimDocument)
class ClaimDocumentAdmin(ScopedAdmin):
    """Papers; the file itself is opened on the page of the claim, where that is noted."""

    list_display = ("claim", "kind", "received_on", "content_type", "size", "voided_on")
    list_filter = ("kind",)
    list_select_related = ("claim",)
    search_fields = ("claim__number__startswith",)
    exclude = ("file",)


@admin.register(Assessment)
class AssessmentAdmin(ScopedAdmin):
    """What the rules said."""

    list_display = ("claim", "number", "result", "total_now_idr", "assessed_at", "assessed_by")
    list_filter = ("result",)
    list_select_related = ("claim", "assessed_by")
    search_fields = ("claim__number__startswith",)


@admin.register(Decision)
class DecisionAdmin(ScopedAdmin):
    """Yes or no."""

    list_display = ("claim", "kind", "level", "amount_idr", "decided_at", "decided_by")
    list_filter = ("kind", "level")
    list_select_related = ("claim", "decided_by")
    search_fields = ("claim__number__startswith",)


@admin.register(BenefitLine)
class BenefitLineAdmin(ScopedAdmin):
    """Granted benefits."""

    list_display = ("claim", "code", "amount_idr", "when", "released_on", "voided_on")
    list_filter = ("when", "code")
    list_select_related = ("claim",)
    search_fields = ("claim__number__startswith",)


@admin.register(Payee)
class PayeeAdmin(ScopedAdmin):
    """Accounts; their numbers are not shown here."""

    list_display = ("claim", "kind", "name", "bank", "holder", "voided_on")
    list_filter = ("kind",)
    list_select_related = ("claim", "bank")
    search_fields = ("claim__number__startswith", "name")
    exclude = ("account_number",)


@admin.register(PaymentFile)
class PaymentFileAdmin(ScopedAdmin):
    """Files for the bank."""

    list_display = ("number", "transfers", "control_total_idr", "created_at", "created_by")
    list_select_related = ("created_by",)
    search_fields = ("number__startswith",)


@admin.register(Payout)
class PayoutAdmin(ScopedAdmin):
    """Transfers."""

    list_display = ("reference", "amount_idr", "status", "ordered_on", "paid_on")
    list_filter = ("status",)
    search_fields = ("reference__startswith", "bank_reference__startswith")


@admin.register(PayoutLine)
class PayoutLineAdmin(ScopedAdmin):
    """Which benefit each transfer paid."""

    list_display = ("payout", "line", "amount_idr", "voided_on")
    list_select_related = ("payout", "line")
    search_fields = ("payout__reference__startswith",)
