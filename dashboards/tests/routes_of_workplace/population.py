"""Checks against the population register, and sweeps: see routes.py for the groups."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from dashboards.tests.route import Route
from dashboards.tests.two_regencies import World
from registry.roles import Permission


def _answer(world: World) -> dict[str, Any]:
    text = f"NIK;Hasil\n{world.worker.nik};sesuai\n"
    return {
        "file": SimpleUploadedFile("jawaban.csv", text.encode()),
        "source": "Disdukcapil",
        "checked_on": "21/07/2020",
        "region": world.region.pk,
    }


def _request(world: World) -> dict[str, Any]:
    return {
        "region": world.region.pk,
        "decree": world.decree.pk,
        "who": "unchecked",
        "purpose": "Pemeriksaan sebelum penagihan",
    }


DOOR: tuple[Route, ...] = ()
PLACES: tuple[Route, ...] = (Route("population_check_list"),)
RECORDS: tuple[Route, ...] = (
    Route("population_check_detail", "workplace.check"),
    Route("invoice_sweep", "unbilled_decree"),
    Route("sweep_detail", "workplace.sweep"),
)
FORMS: tuple[Route, ...] = (
    Route("population_check_create", right=Permission.POPULATION_CHECK, data=_answer),
    Route("population_request", right=Permission.POPULATION_CHECK, data=_request),
)
ACTS: tuple[Route, ...] = ()
CHOICES: tuple[Route, ...] = ()
