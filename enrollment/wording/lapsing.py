"""Cover that ends in words: its groups, and who paid."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from enrollment.models import CoveragePeriod, Sponsor
from registry.formats import month_text
from registry.models import Region, User
from registry.months import add_months
from registry.roles import Permission, may


def group_label(key: Any) -> str:
    """Return what a group is called: its month, payer or village."""
    if isinstance(key, date):
        return _("Last covered month %(month)s") % {"month": month_text(add_months(key, -1))}
    if isinstance(key, Region):
        return key.name
    if isinstance(key, Sponsor):
        return key.name
    return _("Workers who pay for themselves") if key == 0 else _("Sponsors in other regions")


def payer_name(period: CoveragePeriod, reader: User) -> str:
    """Return who paid for a period, unnamed where the decree lies outside the reader's scope."""
    decree = period.line.invoice.decree
    if decree.sponsor.kind == Sponsor.Kind.SELF:
        return _("The worker")
    seen = may(reader, Permission.REGISTER_VIEW, decree.region_id)
    return decree.sponsor.name if seen else _("A sponsor in another region")
