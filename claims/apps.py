"""The second floor: claims."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from claims.places import PLACES
from registry.navigation import register_place
from registry.slots import (
    cover_dependents,
    death_dependents,
    merge_objections,
    pack_tables,
    worker_panels,
    worker_stories,
)


class ClaimsConfig(AppConfig):
    name = "claims"
    verbose_name = _("Claims")

    def ready(self) -> None:
        cover_dependents.register("claims.queries.dependents.claims_on_cover")
        death_dependents.register("claims.queries.dependents.claims_on_death")
        merge_objections.register("claims.queries.dependents.objections_to_merging")
        pack_tables.register("claims.queries.pack.claims_under_decree")
        worker_panels.register("claims.views.panels.worker_claims")
        worker_stories.register("claims.views.panels.stories_of_claims")
        for place in PLACES:
            register_place(place)
