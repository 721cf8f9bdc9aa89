"""The administration of the second floor: claims, read only."""

from django.contrib import admin

from claims.models import Claim
from registry.scoped_admin import ScopedAdmin


@admin.register(Claim)
class ClaimAdmin(ScopedAdmin):
    """Reported events."""

    list_display = ("worker", "program", "event_on", "reported_on")
    list_filter = ("program",)
    list_select_related = ("worker",)
    search_fields = ("worker__name", "worker__nik__startswith")
