"""The ground floor."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from registry.navigation import Place, register_place


class RegistryConfig(AppConfig):
    name = "registry"
    verbose_name = _("Regions, people and law")

    def ready(self) -> None:
        register_place(
            Place(
                _("The law in force"),
                "law_detail",
                order=90,
                hint=_("On any day, with act and clause"),
            )
        )
