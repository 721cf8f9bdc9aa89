"""The settings of the office in words: the page of the law shows them beside the law."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.formats import number_text, rupiah_text
from registry.law_words.entry import Entry, years

OWN_RULE: Final = "office's own rule"


def _joint_leave(works: bool) -> str:
    return _("Joint leave counts") if works else _("Joint leave does not count")


def _tiers(tiers: tuple[Mapping[str, Any], ...]) -> str:
    return _("Approvers below %(amount)s, from there managers alone") % {
        "amount": rupiah_text(tiers[-1]["from_idr"])
    }


def _megabytes(count: int) -> str:
    return _("%(n)s MB") % {"n": number_text(count)}


OFFICE: Final = {
    "office.joint_leave_is_working_day": Entry(
        "office", gettext_lazy("Working days"), _joint_leave
    ),
    "office.claim_approval_tiers": Entry("office", gettext_lazy("Who decides a claim"), _tiers),
    "office.upload_max_mb": Entry("office", gettext_lazy("Largest file of a claim"), _megabytes),
    "office.adult_from_years": Entry(
        "office", gettext_lazy("An heir needs no guardian from"), years
    ),
}
