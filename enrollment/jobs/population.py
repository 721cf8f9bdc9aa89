"""Reading the answers of the population register, and making the sheet that asks for them."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from django.utils import timezone

from enrollment.actions.imports.progress import chunks
from enrollment.actions.population import apply_answers, finish_check
from enrollment.exports.population import request_book
from enrollment.models import Decree, PopulationCheck
from enrollment.queries.population import workers_to_check
from enrollment.sheets.population import open_answers
from registry.jobs import Made, Progress
from registry.models import Job

CHUNK: Final = 1000


def read_answers(job: Job, progress: Progress) -> Made:
    """Read the file of a check into rows, from where an earlier run was interrupted."""
    check = PopulationCheck.objects.select_related("uploaded_by").get(pk=job.params["check"])
    answers = open_answers(Path(check.file.path), filename=check.filename)
    progress.begin(answers.row_count)
    done = check.rows.count()
    unread = (row for index, row in enumerate(answers.rows()) if index >= done)
    for rows in chunks(unread, CHUNK):
        progress.step(done)
        apply_answers(check=check, done=done, rows=rows, on=timezone.localdate())
        done += len(rows)
    progress.step(done)
    return Made(facts=finish_check(check=check))


def make_request(job: Job, progress: Progress) -> Made:
    """Make the sheet of NIKs for the population register."""
    asked = job.params
    decree = Decree.objects.visible_to(job.asked_by).filter(pk=asked["decree"] or 0).first()
    workers = workers_to_check(
        asked["region"],
        decree=decree,
        unchecked_only=asked["unchecked_only"],
        user=job.asked_by,
    )
    if asked["decree"] and decree is None:
        workers = workers.none()
    total = workers.count()
    progress.begin(total)
    file = request_book(workers, told=progress.step)
    return Made(facts={"workers": total}, file=file, filename="nik-untuk-dukcapil.xlsx")
