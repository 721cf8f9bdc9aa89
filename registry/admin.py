"""The administration of the ground floor: people, roles, regions, reference data, the trail."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from registry.audit import record
from registry.models import (
    AuditEvent,
    Bank,
    Holiday,
    Job,
    LabourForce,
    Membership,
    Occupation,
    Region,
    User,
)
from registry.roles import Permission
from registry.scope import in_scope
from registry.scoped_admin import HistoryAdmin, ScopedAdmin, reader

# rights come from memberships alone
admin.site.unregister(Group)


def manageable(users: models.QuerySet[User], by: User) -> models.QuerySet[User]:
    """Return the users whom an administrator may see and change.

    All their roles lie in the administrator's regions, or they hold none yet; whoever serves
    another region or the whole country is left out.
    """
    mine = in_scope(by, "region", Permission.ADMIN_VIEW)
    if not mine:
        return users
    elsewhere = Membership.objects.filter(user=OuterRef("pk")).filter(Q(region=None) | ~mine)
    return users.filter(~Exists(elsewhere), is_superuser=False)


@admin.register(User)
class UserAdmin(ScopedAdmin, DjangoUserAdmin):
    """Accounts. A role is given by a membership, not here."""

    editable = ("username", "password", "first_name", "last_name", "email", "is_active")
    creatable = True
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": ("first_name", "last_name", "email")}),
        (_("Access"), {"fields": ("is_active", "last_login", "date_joined")}),
    )
    list_display = ("username", "first_name", "last_name", "is_active", "last_login")
    list_filter = ("is_active",)
    filter_horizontal = ()
    search_fields = ("username", "first_name", "last_name")
    ordering = ("username",)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[User]:
        """The users whom the reader may manage."""
        return manageable(super().get_queryset(request), reader(request))

    def user_change_password(
        self,
        request: HttpRequest,
        id: str,  # noqa: A002  # its name in Django
        form_url: str = "",
    ) -> HttpResponse:
        """Set a new password, and say in the trail who did; the password itself is nowhere."""
        response = super().user_change_password(request, id, form_url)
        if response.status_code == HTTPStatus.FOUND:
            by = reader(request)
            record(
                "user.password_set",
                subject=User.objects.get(pk=id),
                by=by,
                region_code=by.home_region_code,
            )
        return response


@admin.register(Membership)
class MembershipAdmin(HistoryAdmin):
    """Who holds which role where, and since when. A role ends by its date."""

    editable = ("user", "role", "region", "since", "until")
    creatable = True
    list_display = ("user", "role", "region", "since", "until")
    list_filter = ("role",)
    list_select_related = ("user", "region")
    search_fields = ("user__username", "user__last_name", "region__name")
    autocomplete_fields = ("user", "region")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """A membership stays that of its user."""
        fixed = super().get_readonly_fields(request, obj)
        return fixed if obj is None else [*fixed, "user"]

    def formfield_for_foreignkey(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelChoiceField[Any] | None:
        """Only manageable users; the whole country is given by who serves it himself."""
        by = reader(request)
        if db_field.name == "user":
            kwargs["queryset"] = manageable(User.objects.all(), by)
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field is not None and db_field.name == "region" and "" not in by.scope_codes:
            field.required = True
        return field


@admin.register(Region)
class RegionAdmin(ScopedAdmin):
    """Regions: their keys are those of Kemendagri and stay; a name may change."""

    editable = ("name", "bps_code", "postal_code")
    list_display = ("code", "name", "level", "kind", "parent", "postal_code")
    list_filter = ("level",)
    list_select_related = ("parent",)
    search_fields = ("code__startswith", "name")


@admin.register(LabourForce)
class LabourForceAdmin(HistoryAdmin):
    """The denominators of every share, each with its source."""

    formfield_overrides: ClassVar[dict[Any, Any]] = {models.URLField: {"assume_scheme": "https"}}
    editable = (
        "region",
        "year",
        "month",
        "people",
        "publisher",
        "weighting",
        "derivation",
        "confidence",
        "source_title",
        "source_url",
        "note",
    )
    creatable = True
    list_display = ("region", "year", "month", "people", "publisher", "weighting", "confidence")
    list_filter = ("publisher",)
    list_select_related = ("region",)
    search_fields = ("region__name", "region__code__startswith", "source_title")
    autocomplete_fields = ("region",)


@admin.register(Occupation)
class OccupationAdmin(ScopedAdmin):
    """Kinds of work, and the sector that decides the months of a relief."""

    editable = (
        "slug",
        "label_id",
        "label_en",
        "kbji_code",
        "isco_code",
        "ktp_name",
        "sector",
    )
    creatable = True
    list_display = ("slug", "label_id", "ktp_name", "kbji_code", "sector")
    list_filter = ("sector",)
    search_fields = ("slug", "label_id", "label_en", "ktp_name")


@admin.register(Bank)
class BankAdmin(ScopedAdmin):
    """Banks that can receive a benefit."""

    editable = ("code", "name", "short_name", "active")
    creatable = True
    list_display = ("code", "name", "short_name", "active")
    list_filter = ("active",)
    search_fields = ("code", "name", "short_name")


@admin.register(Holiday)
class HolidayAdmin(ScopedAdmin):
    """Days off beside weekends."""

    editable = ("day", "kind", "name", "estimated")
    creatable = True
    list_display = ("day", "name", "kind", "estimated")
    list_filter = ("kind", "estimated")
    search_fields = ("name",)


@admin.register(AuditEvent)
class AuditEventAdmin(ScopedAdmin):
    """The trail: read, never changed."""

    list_display = ("at", "action", "subject_type", "subject_id", "by", "region")
    list_select_related = ("by", "region")
    search_fields: ClassVar[tuple[str, ...]] = (
        "action__startswith",
        "subject_type",
        "subject_id__exact",
        "by__username",
    )
    ordering = ("-id",)


@admin.register(Job)
class JobAdmin(ScopedAdmin):
    """Long work: how far it is. Its file is for whoever asked."""

    exclude = ("file", "params")
    list_display = ("title", "kind", "status", "done", "total", "asked_by", "asked_at")
    list_filter = ("status", "kind")
    list_select_related = ("asked_by",)
    search_fields = ("title", "asked_by__username")
