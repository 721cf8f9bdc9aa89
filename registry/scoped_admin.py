"""The manner of every page of the administration: scoped, read-only unless said, in the trail."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from simple_history.admin import SimpleHistoryAdmin

from registry.audit import record
from registry.models import Region, User
from registry.roles import Permission, may

_HIDDEN = "•••"


class ScopedAdmin(admin.ModelAdmin):
    """Shows administrators and auditors the rows of their regions.

    Only administrators change something, and only the fields in `editable`; a model that may be
    added to says `creatable`. Nothing is ever deleted. What the record belongs to decides who
    may change it; a list without regions (occupations, banks) is any administrator's.
    """

    editable: ClassVar[tuple[str, ...]] = ()
    # fields that no page shows, and what is shown in their place
    exclude: ClassVar[tuple[str, ...]] = ()
    shown_instead: ClassVar[tuple[str, ...]] = ()
    creatable: ClassVar[bool] = False
    actions = None
    list_per_page = 50
    show_full_result_count = False
    # nothing serves the files' folder: a plain field shows no link that leads nowhere
    formfield_overrides: ClassVar[dict[Any, Any]] = {models.FileField: {"widget": forms.FileInput}}

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """Only what the reader may see."""
        return visible(super().get_queryset(request), reader(request))

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whoever is let into the administration sees every list."""
        return self.admin_site.has_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever is let into the administration; get_queryset keeps to the regions."""
        return self.admin_site.has_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Administrators, where the model may be added to."""
        return self.creatable and may(reader(request), Permission.DATA_FIX)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Administrators of the record's region, where the model has something to change."""
        return bool(self.editable) and may(
            reader(request), Permission.DATA_FIX, region_code_of(obj) or None
        )

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody: what was recorded stays, and ends by a date."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Every field but the editable ones; the key of a record is fixed once it is there."""
        fixed = {self.opts.pk.name} if obj is not None and self.opts.pk else set()
        names = [field.name for field in self.opts.fields if field.name not in self.exclude]
        read = [name for name in names if name not in self.editable or name in fixed]
        return [*self.shown_instead, *read]

    def formfield_for_foreignkey(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelChoiceField[Any] | None:
        """Offer only what the reader may see."""
        offered = db_field.remote_field.model._default_manager.all()
        kwargs.setdefault("queryset", visible(offered, reader(request)))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save, and write the old and the new values into the trail."""
        user = reader(request)
        region_code = region_code_of(obj)
        if not may(user, Permission.DATA_FIX, region_code or None):
            raise PermissionDenied
        super().save_model(request, obj, form, change)
        record(
            "admin.changed" if change else "admin.added",
            subject=obj,
            by=user,
            region_code=region_code or user.home_region_code,
            before=_values(form, form.initial) if change else {},
            now=_values(form, form.cleaned_data),
        )


class HistoryAdmin(ScopedAdmin, SimpleHistoryAdmin):
    """The same for models whose every version is kept: the versions can be read, not restored."""

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """The versions of a record that the reader may see."""
        self._require_visible(request, object_id)
        return super().history_view(request, object_id, extra_context)

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """One version. Restoring it would go around the rules, so it is only shown."""
        self._require_visible(request, object_id)
        if request.method != "GET":
            raise PermissionDenied
        return super().history_form_view(request, object_id, version_id, extra_context)

    def revert_disabled(self, request: HttpRequest, obj: Any = None) -> bool:
        """Always."""
        return True

    def _require_visible(self, request: HttpRequest, object_id: str) -> None:
        if self.get_object(request, object_id) is None:
            raise Http404


def reader(request: HttpRequest) -> User:
    """Return who is signed in; the administration is closed to everybody else."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def visible(rows: models.QuerySet[Any], user: User) -> models.QuerySet[Any]:
    """Return the rows that a user may see here; lists without regions are seen by all.

    What another role shows in another region is none of the administration's.
    """
    return rows.visible_to(user, Permission.ADMIN_VIEW) if hasattr(rows, "visible_to") else rows


def region_code_of(obj: Any) -> str:
    """Return the code of the region that a record belongs to; "" where it belongs to none."""
    for name in getattr(obj, "scope_field", "").split("__"):
        if isinstance(obj, Region) or obj is None or not name:
            break
        obj = getattr(obj, name)
    return obj.pk if isinstance(obj, Region) else ""


def _values(form: Any, values: dict[str, Any]) -> dict[str, str]:
    """Return the changed fields as the trail keeps them; a password never."""
    return {
        name: _HIDDEN if "password" in name else str(values.get(name)) for name in form.changed_data
    }
