"""What waits about people: identities to decide, answers of the population register, cover."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dashboards.worklists.work import Work
from enrollment.models import Correction, Decree
from enrollment.queries.lapsing import lapsing, nobody_pays_on
from enrollment.queries.population import waiting_rows
from enrollment.queries.self_payers import Bounds, counts_by_state, self_payers
from enrollment.rules.lapsing import LapseChoice
from enrollment.rules.ordering import State
from registry.formats import day_text
from registry.models import Job, User
from registry.months import add_months, first_of_month

_WINDOW_DAYS: Final = 90
_MONTHS_BEFORE_THE_END: Final = 3
_SHOWN: Final = 5


def corrections(user: User, _today: date) -> Iterator[Work]:
    waiting = Correction.objects.visible_to(user).waiting().exclude(proposed_by=user)
    count = waiting.count()
    if not count:
        return
    first = waiting.select_related("worker").order_by("pk")[0]
    yield Work(
        count=count,
        title=ngettext("Correction to decide", "Corrections to decide", count),
        words=_("%(name)s, since %(day)s. A second person decides about an identity.")
        % {"name": first.worker.name, "day": day_text(first.proposed_at)},
        url=reverse("correction_list"),
        label=_("Look at the corrections"),
    )


def register_answers(user: User, _today: date) -> Iterator[Work]:
    count = waiting_rows(user).count()
    if count:
        yield Work(
            count=count,
            title=ngettext(
                "Answer of the population register",
                "Answers of the population register",
                count,
            ),
            words=_("Somebody was found dead, moved or different, and one has to ask."),
            url=reverse("population_check_list"),
            label=_("Look at the answers"),
        )


def lapses(user: User, today: date) -> Iterator[Work]:
    ending = lapsing(user, on=today, choice=LapseChoice(days=_WINDOW_DAYS))
    count = nobody_pays_on(ending).count()
    if count:
        last_day = today + timedelta(days=_WINDOW_DAYS)
        yield Work(
            count=count,
            title=ngettext(
                "Worker is about to lose cover", "Workers are about to lose cover", count
            ),
            words=_("By %(day)s, and nobody has promised the months after it.")
            % {"day": day_text(last_day)},
            url=f"{reverse('lapse_list')}?days={_WINDOW_DAYS}",
            label=_("See who, and what it costs"),
        )


def arrears(user: User, today: date) -> Iterator[Work]:
    count = counts_by_state(self_payers(user, on=today), Bounds.at(today))[State.ARREARS]
    if count:
        yield Work(
            count=count,
            title=ngettext(
                "Worker who pays for himself is in arrears",
                "Workers who pay for themselves are in arrears",
                count,
            ),
            words=_("After three months without payment there is no right to benefits."),
            url=f"{reverse('order_list')}?state={State.ARREARS.value}",
            label=_("See who"),
        )


def decrees_ending(user: User, today: date) -> Iterator[Work]:
    """Decrees whose last month is near, or just over, and that nobody has renewed."""
    month = first_of_month(today)
    near = add_months(month, _MONTHS_BEFORE_THE_END)
    decrees = Decree.objects.visible_to(user).of_sponsors().live().filter(renewed_by=None)
    # a decree has sixty months at most: an older beginning has ended long ago
    begun = decrees.filter(since__gte=add_months(month, -60), since__lte=near)
    ending = [decree for decree in begun.select_related("sponsor") if month <= decree.until <= near]
    for decree in sorted(ending, key=lambda decree: (decree.until, decree.pk))[:_SHOWN]:
        yield Work(
            count=1,
            title=_("Decree that ends and is not renewed"),
            words=_("%(decree)s of %(sponsor)s pays until %(day)s.")
            % {
                "decree": decree.number,
                "sponsor": decree.sponsor.name,
                "day": day_text(decree.until - timedelta(days=1)),
            },
            url=reverse("decree_renew", args=[decree.pk]),
            label=_("Renew the decree"),
        )


def files_ready(user: User, _today: date) -> Iterator[Work]:
    ready = [job for job in Job.objects.filter(asked_by=user).exclude(file="") if job.has_file]
    if ready:
        first = min(ready, key=lambda job: job.pk)
        yield Work(
            count=len(ready),
            title=ngettext("File ready to be fetched", "Files ready to be fetched", len(ready)),
            words=first.title,
            url=reverse("job_list") if len(ready) > 1 else first.get_absolute_url(),
            label=_("Fetch the file"),
        )
