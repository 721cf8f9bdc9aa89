"""Cover about to end: how many, who pays, what keeping it costs, and the people."""

from __future__ import annotations

from datetime import date
from typing import Final
from urllib.parse import urlencode

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from enrollment.filters import Choice
from enrollment.jobs.cards import RIGHT
from enrollment.queries.lapsing import (
    LapseGroup,
    Lapses,
    in_arrears,
    lapses,
    lapsing,
    next_payers,
)
from enrollment.rules.lapsing import ARREARS, WINDOWS, LapseChoice
from enrollment.wording.lapsing import group_label, payer_name
from registry.formats import number_text
from registry.pages import page
from registry.paging import keyset_page
from registry.requests import StaffRequest
from registry.roles import may
from registry.views.exporting import export_view

# the index of the last month, then the row
_BY_END: Final = ("until", "id")
_MOST_GROUPS: Final = 15
_SHOWN: Final = 25
_GROUPINGS: Final = ("month", "sponsor", "village")
lapse_export = export_view("enrollment.exports.renewing_lists.lapses")


@require_safe
def lapse_list(request: StaffRequest) -> HttpResponse:
    """Whose cover ends within 30, 60 or 90 days: by month, payer and village, and by name."""
    today = timezone.localdate()
    choice = LapseChoice.read(request.GET)
    found = lapses(request.user, on=today, choice=choice)
    grouping = request.GET.get("by", "")
    grouping = grouping if grouping in _GROUPINGS else _GROUPINGS[0]
    groups = _groups(found, grouping)
    shown = len(groups) if "all" in request.GET else _MOST_GROUPS
    # fetched by key once the page is known: the database sorts 100,000 narrow rows, not wide ones
    people = keyset_page(
        lapsing(request.user, on=today, choice=choice).prefetch_related(
            "worker__village__parent", "line__invoice__decree__sponsor"
        ),
        order=_BY_END,
        query=request.GET,
        size=_SHOWN,
    )
    payers = next_payers(people.rows, request.user)
    context = {
        "choice": choice,
        "in_arrears": choice.days == ARREARS,
        "today": today,
        "found": found,
        "windows": _windows(request, found, today, choice),
        "groupings": _grouping_links(choice, grouping),
        "groups": [
            (group_label(group.key), group, _query_of(choice, grouping, group))
            for group in groups[:shown]
        ],
        "groups_left": max(len(groups) - shown, 0),
        "all_query": urlencode({**choice.facts(), "by": grouping, "all": 1}),
        "grouping": grouping,
        "chosen": _chosen(choice, found),
        "unchosen_query": urlencode({"days": choice.days, "by": grouping}),
        "print_query": urlencode(choice.facts()),
        "page": people,
        "rows": [
            (period, payer_name(period, request.user), payers.get(period.worker_id))
            for period in people.rows
        ],
        "may_print": may(request.user, RIGHT),
    }
    return page(request, "enrollment/lapse_list.html", context, "enrollment/_lapse_people.html")


def _chosen(choice: LapseChoice, found: Lapses) -> list[str]:
    """Return in words what is chosen within the window."""
    groups = {"month": found.by_month, "sponsor": found.by_sponsor, "village": found.by_village}
    return [
        group_label(group.key)
        for name, listed in groups.items()
        for group in listed
        if _is_named(choice, name, group)
    ]


def _is_named(choice: LapseChoice, name: str, group: LapseGroup) -> bool:
    wanted = getattr(choice, name)
    if group.key is None or wanted in (None, ""):
        return False
    return bool(wanted == getattr(group.key, "pk", group.key))


def _windows(
    request: StaffRequest, found: Lapses, today: date, choice: LapseChoice
) -> list[Choice]:
    """Return the links of the windows, with how many workers each holds."""
    late = found.whole.workers if choice.days == ARREARS else in_arrears(request.user, on=today)
    counts = {**found.in_window, ARREARS: late}
    return [
        Choice(
            label=_("Self-paid, already ended")
            if days == ARREARS
            else ngettext("In %(n)s day", "In %(n)s days", days) % {"n": number_text(days)},
            query=urlencode({"days": days}),
            count=counts[days],
            current=days == choice.days,
        )
        for days in (*WINDOWS, ARREARS)
    ]


def _groups(found: Lapses, grouping: str) -> list[LapseGroup]:
    return {
        "month": found.by_month,
        "sponsor": found.by_sponsor,
        "village": found.by_village,
    }[grouping]


def _grouping_links(choice: LapseChoice, grouping: str) -> list[tuple[str, str, bool]]:
    labels = {"month": _("By month"), "sponsor": _("By payer"), "village": _("By village")}
    return [
        (labels[name], urlencode({**choice.facts(), "by": name}), name == grouping)
        for name in _GROUPINGS
    ]


def _query_of(choice: LapseChoice, grouping: str, group: LapseGroup) -> str:
    """Return the query string that chooses a group; empty for payers who are not named."""
    if group.key is None:
        return ""
    value = f"{group.key:%Y-%m}" if grouping == "month" else getattr(group.key, "pk", group.key)
    return urlencode({**choice.facts(), grouping: value, "by": grouping})
