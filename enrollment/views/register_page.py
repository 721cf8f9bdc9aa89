"""What the pages that register and enroll a worker show beside the form, as it is typed."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from enrollment.forms.registering import OWN, CoverForm, RegisterForm
from enrollment.models import Worker
from enrollment.queries.registering import (
    MOST_VILLAGES_IN_PAGE,
    Contribution,
    NikReading,
    nik_reading,
    open_decrees,
    own_order,
    self_paid,
    under_decree,
    villages_like,
    villages_of,
)
from enrollment.queries.same_person import digits_apart, known_by_nik, possibly_same
from enrollment.rules.problems import Problem
from enrollment.rules.reliefs import sector_of
from enrollment.wording import ProblemWords, problem_words
from registry.models import Occupation, User
from registry.months import first_of_month
from registry.requests import StaffRequest

_FIELDS = {"nik_sex_differs": "sex", "nik_birth_date_differs": "born_on"}


def register_form(request: StaffRequest, *, today: date) -> RegisterForm:
    """Return the form as it was sent, or empty."""
    text = request.POST.get("village", "")
    return RegisterForm(
        request.POST or None,
        request.FILES or None,
        villages=villages_of(request.user, text),
        occupations=list(Occupation.objects.all()),
        offers=open_decrees(request.user, on=today),
        today=today,
    )


def register_context(form: RegisterForm, user: User) -> dict[str, Any]:
    """Return what is known of the person typed so far, the price, and the lists to pick from."""
    context: dict[str, Any] = {
        "form": form,
        "own": OWN,
        "all_villages": len(form.villages) <= MOST_VILLAGES_IN_PAGE and "" not in user.scope_codes,
        "villages": villages_like(form.villages, form.data.get("village", "")),
        "occupations": form.occupations,
    }
    if not form.is_bound:
        return context
    form.is_valid()
    given = form.cleaned_data
    works = (given.get("occupation"), given.get("second_occupation"))
    return context | _person(form, user) | {"contribution": _price(form, works)}


def enroll_context(form: CoverForm, worker: Worker) -> dict[str, Any]:
    """Return the price of what was chosen so far for a worker on record."""
    context: dict[str, Any] = {"form": form, "worker": worker, "own": OWN}
    if form.is_bound:
        form.is_valid()
        works = (worker.occupation, worker.second_occupation)
        context["contribution"] = _price(form, works, worker)
    return context


def _person(form: RegisterForm, user: User) -> dict[str, Any]:
    typed = form.typed
    reading = nik_reading(typed, today=form.today)
    return {
        "reading": reading,
        "fill": reading.told if reading else {},
        "doubts": _doubts(reading),
        "known": known_by_nik(typed.nik, user) if reading else None,
        "alike": [
            (alike, digits_apart(alike.worker.nik, typed.nik))
            for alike in possibly_same(typed, user)
        ],
        "village": typed.village,
        "occupation": form.cleaned_data.get("occupation"),
        "second_occupation": form.cleaned_data.get("second_occupation"),
    }


def _doubts(reading: NikReading | None) -> dict[str, list[ProblemWords]]:
    """Return the doubts in words, by the field beside which they stand."""
    doubts: dict[str, list[ProblemWords]] = {"nik": [], "sex": [], "born_on": []}
    for problem in reading.doubts if reading else ():
        doubts[_field_of(problem)].append(problem_words(problem.code, problem.read, problem.params))
    return doubts


def _field_of(problem: Problem) -> str:
    return _FIELDS.get(problem.code, "nik")


def _price(
    form: CoverForm, works: Iterable[Occupation | None], worker: Worker | None = None
) -> Contribution | None:
    """Return what the cover chosen so far costs; None until enough is chosen."""
    given, sector = form.cleaned_data, sector_of(work.sector for work in works if work)
    if form.decree is not None:
        return under_decree(form.decree, sector=sector, on=form.today)
    if given.get("payer") != OWN or not (given.get("income_idr") and given.get("months")):
        return None
    asked = {name: given[name] for name in ("income_idr", "months", "with_jht")}
    if worker is not None:
        return own_order(worker, **asked, on=form.today)
    since = first_of_month(form.today)
    return self_paid(**asked, sector=sector, since=since, on=form.today)
