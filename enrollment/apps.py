"""The first floor: from the list of workers to paid coverage."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from enrollment.places import PLACES
from registry.navigation import register_place


class EnrollmentConfig(AppConfig):
    name = "enrollment"
    verbose_name = _("Enrollment and contributions")

    def ready(self) -> None:
        for place in PLACES:
            register_place(place)
