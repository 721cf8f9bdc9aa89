"""The top floor: what looks across the floors."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from dashboards.places import PLACES
from registry.navigation import register_place


class DashboardsConfig(AppConfig):
    name = "dashboards"
    verbose_name = _("Dashboards")

    def ready(self) -> None:
        for place in PLACES:
            register_place(place)
