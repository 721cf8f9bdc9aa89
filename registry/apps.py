"""The ground floor."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from registry.job_kinds import register_job
from registry.navigation import Place, register_place


class RegistryConfig(AppConfig):
    name = "registry"
    verbose_name = _("Regions, people and law")

    def ready(self) -> None:
        register_job(
            "export", "registry.exporting.write_export", teller="registry.exporting.tell_export"
        )
        register_place(
            Place(
                _("The law in force"),
                "law_detail",
                order=90,
                hint=_("On any day, with act and clause"),
            )
        )
        register_place(
            Place(
                _("Words of the law"),
                "term_list",
                order=92,
                hint=_("What contribution aid, grace period and the like mean"),
            )
        )
        register_place(
            Place(
                _("My jobs"),
                "job_list",
                order=98,
                hint=_("Long work that you asked for, and the files that it made"),
            )
        )
