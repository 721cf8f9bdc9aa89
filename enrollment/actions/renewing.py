"""Renewing a decree that ends: one step for all who can go on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from enrollment.actions.sponsors import DecreeNumberTaken
from enrollment.models import Decree, Enrollment, Sponsor
from enrollment.queries.renewal import (
    RenewalPreview,
    counted_by_reason,
    left_out_of,
    members_judged,
    renewal_preview,
)
from enrollment.rules.contributions import band_of_base
from registry.audit import record
from registry.bulk import insert_rows
from registry.formats import month_text, number_text, rupiah_text
from registry.models import User
from registry.refusals import Refused
from registry.roles import Permission, require


class AlreadyRenewed(Refused):
    code, field = "already_renewed", "number"


class NotRenewable(Refused):
    code = "not_renewable"


class RenewedTooEarly(Refused):
    code, field = "renewed_too_early", "since"


class NobodyGoesOn(Refused):
    code = "nobody_goes_on"


class RenewalAboveQuota(Refused):
    code, field = "renewal_above_quota", "quota"


class RenewalAboveCeiling(Refused):
    code, field = "renewal_above_ceiling", "ceiling_idr"


class MembersChanged(Refused):
    code = "members_changed"


@dataclass(frozen=True, slots=True)
class Renewed:
    """The new decree, how many went on under it, and how many did not, by reason (LeftOut)."""

    decree: Decree
    enrolled: int
    left_out: Mapping[str, int]


@transaction.atomic
def renew_decree(
    *,
    decree: Decree,
    number: str,
    decided_on: date,
    since: date,
    months: int,
    ceiling_idr: int,
    wage_base_idr: int | None = None,
    quota: int | None = None,
    fund: str | None = None,
    on: date,
    by: User,
) -> Renewed:
    """Record the decree that follows another and put under it whoever can go on.

    Places in the list are kept, because money pays in that order; base and fund are the old
    ones unless given. A decree is renewed once: the same number again returns that renewal.
    Refused where a month would be paid twice, and where quota or ceiling do not hold all who go
    on, because nobody here may choose whom to leave out. Raises NoSuchBase when no band has the
    wage base.
    """
    require(by, Permission.DECREE_RENEW, decree.region_id)
    decree = Decree.objects.select_for_update().get(pk=decree.pk)
    if renewal := Decree.objects.filter(renews=decree).first():
        return _known(decree, renewal, number)
    # before the members are read: a death recorded meanwhile ends a membership
    sponsor = Sponsor.objects.select_for_update().get(pk=decree.sponsor_id)
    terms = Decree(
        sponsor=sponsor,
        number=number,
        decided_on=decided_on,
        title=decree.title,
        region_id=decree.region_id,
        fund=fund or decree.fund,
        since=since,
        months=months,
        with_jht=decree.with_jht,
        wage_base_idr=wage_base_idr or decree.wage_base_idr,
        ceiling_idr=ceiling_idr,
        quota=quota,
        renews=decree,
        created_by=by,
    )
    _refuse_terms(decree, terms)
    preview = renewal_preview(decree, terms, known_on=on)
    _refuse_numbers(preview)
    terms.save()
    _enroll(decree, terms)
    record(
        "decree.renewed",
        subject=terms,
        by=by,
        number=number,
        renews=decree.number,
        since=since,
        months=months,
        fund=terms.fund,
        wage_base_idr=terms.wage_base_idr,
        ceiling_idr=ceiling_idr,
        quota=quota,
        enrolled=preview.going_on,
        left_out=dict(preview.left_out),
    )
    return Renewed(terms, preview.going_on, preview.left_out)


def _known(decree: Decree, renewal: Decree, number: str) -> Renewed:
    if renewal.number != number:
        raise AlreadyRenewed(
            _("Decree %(old)s was renewed by decree %(new)s already. Open that one.")
            % {"old": decree.number, "new": renewal.number}
        )
    left_out = counted_by_reason(left_out_of(decree, renewal))
    return Renewed(renewal, renewal.enrollments.count(), left_out)


def _refuse_terms(decree: Decree, terms: Decree) -> None:
    if terms.sponsor.kind == Sponsor.Kind.SELF:
        raise NotRenewable(
            _("This is the order of a worker who pays for himself. Take a new order from him.")
        )
    if terms.since < decree.until:
        raise RenewedTooEarly(
            _("Decree %(number)s pays until then. Begin with %(month)s, or later.")
            % {"number": decree.number, "month": month_text(decree.until)}
        )
    band_of_base(terms.wage_base_idr, on=terms.since)
    if Decree.objects.filter(sponsor=terms.sponsor, number=terms.number).exists():
        raise DecreeNumberTaken(
            _("%(sponsor)s already has a decree %(number)s. Check the number, or open that decree.")
            % {"sponsor": terms.sponsor.name, "number": terms.number}
        )


def _refuse_numbers(preview: RenewalPreview) -> None:
    if not preview.going_on:
        raise NobodyGoesOn(_("Nobody of this decree can go on. Record a new decree and its list."))
    if not preview.fits_quota:
        raise RenewalAboveQuota(
            _(
                "%(workers)s workers go on and the quota has %(quota)s places. Write a larger "
                "quota, or end memberships first."
            )
            % {
                "workers": number_text(preview.going_on),
                "quota": number_text(preview.quota or 0),
            }
        )
    if not preview.fits_ceiling:
        raise RenewalAboveCeiling(
            _(
                "All who go on cost %(cost)s: %(short)s more than this ceiling. Write a larger "
                "ceiling or fewer months, or end memberships first."
            )
            % {
                "cost": rupiah_text(preview.cost_idr or 0),
                "short": rupiah_text(preview.short_idr),
            },
            facts={"cost_idr": preview.cost_idr, "short_idr": preview.short_idr},
        )


def _enroll(decree: Decree, renewal: Decree) -> None:
    going_on = (
        members_judged(decree, since=renewal.since, until=renewal.until, renewal=renewal)
        .filter(left_out="")
        .order_by("position", "pk")
        .values_list("worker_id", "position")
    )
    columns = ("decree", "worker", "since", "until", "position")
    rows = [
        (renewal.pk, worker_id, renewal.since, renewal.until, position)
        for worker_id, position in going_on
    ]
    try:
        with transaction.atomic():
            insert_rows(Enrollment, columns, rows)
    except IntegrityError as error:
        # another office enrolled one of them between the look and the write
        raise MembersChanged(
            _("Somebody was put under another decree meanwhile. Look again, then renew.")
        ) from error
