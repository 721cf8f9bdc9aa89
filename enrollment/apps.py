"""The first floor: from the list of workers to paid coverage."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from enrollment.places import PLACES
from registry.job_kinds import register_job
from registry.navigation import register_place


class EnrollmentConfig(AppConfig):
    name = "enrollment"
    verbose_name = _("Enrollment and contributions")

    def ready(self) -> None:
        for place in PLACES:
            register_place(place)
        printed = "enrollment.jobs.cards.tell_printed"
        register_job("cards", "enrollment.jobs.cards.make_cards", teller=printed)
        register_job("lapse_letters", "enrollment.jobs.cards.make_letters", teller=printed)
        told = "enrollment.jobs.pack.tell_pack"
        register_job("decree_pack_pdf", "enrollment.jobs.pack.make_pack_pdf", teller=told)
        register_job("decree_pack_xlsx", "enrollment.jobs.pack.make_pack_workbook", teller=told)
        register_job(
            "population_check",
            "enrollment.jobs.population.read_answers",
            teller="enrollment.wording.population.told_of_check",
        )
        register_job(
            "population_request",
            "enrollment.jobs.population.make_request",
            teller="enrollment.wording.population.told_of_request",
        )
