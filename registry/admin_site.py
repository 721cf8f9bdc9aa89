"""The administration: data fixes by administrators, reading by auditors, within their scope."""

from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from registry.roles import Role

READERS = {Role.ADMINISTRATOR, Role.AUDITOR}


class LindungAdminSite(admin.AdminSite):
    """Open to administrators and auditors; anyone else is shown the sign-in page."""

    site_header = _("Lindung administration")
    site_title = _("Lindung administration")
    index_title = _("Data fixes")

    def has_permission(self, request: HttpRequest) -> bool:
        user = request.user
        return user.is_authenticated and any(held.role in READERS for held in user.held_roles)


class LindungAdminConfig(AdminConfig):
    default_site = "registry.admin_site.LindungAdminSite"
