"""The second floor: claims."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from registry.slots import dependents


class ClaimsConfig(AppConfig):
    name = "claims"
    verbose_name = _("Claims")

    def ready(self) -> None:
        dependents.register("worker", "claims.queries.claims_of_workers")
