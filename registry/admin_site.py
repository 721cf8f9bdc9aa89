"""The administration: data fixes by administrators, reading by auditors, within their scope."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _

from registry.roles import Permission, may


class LindungAdminSite(admin.AdminSite):
    """Open to administrators and auditors; strangers are led to the door, others refused."""

    site_header = _("Lindung administration")
    site_title = _("Lindung administration")
    index_title = _("Data fixes")

    def has_permission(self, request: HttpRequest) -> bool:
        user = request.user
        return user.is_authenticated and may(user, Permission.ADMIN_VIEW)

    @method_decorator(login_not_required)
    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Lead to the one door of the project: Django's own knows staff, and no roles."""
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            raise PermissionDenied
        wanted = request.GET.get("next") or reverse("admin:index")
        return redirect(reverse("sign_in", query={"next": wanted}))


class LindungAdminConfig(AdminConfig):
    default_site = "registry.admin_site.LindungAdminSite"
