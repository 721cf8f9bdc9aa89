"""The second floor: claims."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from registry.slots import cover_dependents


class ClaimsConfig(AppConfig):
    name = "claims"
    verbose_name = _("Claims")

    def ready(self) -> None:
        cover_dependents.register("claims.queries.dependents.claims_on_cover")
