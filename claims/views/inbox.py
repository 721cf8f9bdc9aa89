"""The inbox of claims: the most pressing first, each with whose move it is."""

from typing import NamedTuple

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from claims.filters import CLOSED, FAMILY, LATE, MINE, PAID, REFUSED, ClaimFilter
from claims.models import Claim
from claims.queries.inbox import InboxCounts, InboxRow, inbox_counts, inbox_rows, with_payable
from claims.rules.states import Mover
from claims.wording.claims import (
    MOVER_LABELS,
    event_sentence,
    time_kind,
    time_left,
    waiting_label,
)
from enrollment.filters import choices
from registry.pages import page
from registry.paging import keyset_page
from registry.requests import StaffRequest
from registry.roles import Permission, may, require

# the columns of the clock: what should have been done first stands first
_BY_CLOCK = ("act_by", "id")


class ClaimLine(NamedTuple):
    """One row of the inbox, in words."""

    row: InboxRow
    event: str
    waiting: str
    mover: str
    left: str
    kind: str


@require_safe
def claim_list(request: StaffRequest) -> HttpResponse:
    """Claims in scope by their clock, or those that the words typed may mean."""
    if not may(request.user, Permission.CLAIM_VIEW):
        require(request.user, Permission.CLAIM_VIEW, request.user.home_region_code)
    today = timezone.localdate()
    counts = inbox_counts(request.user, on=today)
    claims = with_payable(Claim.objects.visible_to(request.user, Permission.CLAIM_VIEW))
    chosen = ClaimFilter(request.GET, queryset=claims, user=request.user)
    found = keyset_page(chosen.qs, order=_BY_CLOCK, query=request.GET)
    context = {
        "q": request.GET.get("q", "").strip(),
        "page": found,
        "lines": [_line(row) for row in inbox_rows(found.rows, on=today)],
        "counts": counts,
        "total": counts.open + counts.refused + counts.paid + counts.closed,
        "choices": choices(chosen, "show", _("All open claims"), _counted(counts)),
        "may_report": may(request.user, Permission.CLAIM_REPORT),
    }
    return page(request, "claims/claim_list.html", context, "claims/_claim_list.html")


def _counted(counts: InboxCounts) -> dict[str, int]:
    return {
        "": counts.open,
        MINE: counts.mine,
        LATE: counts.overdue,
        FAMILY: counts.waiting_for_family,
        REFUSED: counts.refused,
        PAID: counts.paid,
        CLOSED: counts.closed,
    }


def _line(row: InboxRow) -> ClaimLine:
    days = row.working_days_left
    return ClaimLine(
        row=row,
        event=event_sentence(row.claim),
        waiting=waiting_label(row.claim),
        mover="" if row.mover is Mover.NOBODY else str(MOVER_LABELS[row.mover]),
        left="" if days is None else time_left(days),
        kind="" if days is None else time_kind(days),
    )
