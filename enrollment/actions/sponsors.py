"""Recording who pays, and by which decree."""

from __future__ import annotations

from datetime import date

from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from enrollment.models import Decree, Sponsor
from enrollment.rules.contributions import band_of_base
from registry.audit import record
from registry.models import Region, User
from registry.refusals import Refused
from registry.roles import Permission, require


class SponsorCodeTaken(Refused):
    code, field = "sponsor_code_taken", "code"


class DecreeNumberTaken(Refused):
    code, field = "decree_number_taken", "number"


@transaction.atomic
def create_sponsor(*, code: str, name: str, kind: str, region: Region, by: User) -> Sponsor:
    """Record a sponsor (penanggung iuran) under a code that is nobody else's."""
    require(by, Permission.SPONSOR_CREATE, region.code)
    taken = SponsorCodeTaken(
        _("The code %(code)s is taken by another sponsor. Choose another one.") % {"code": code}
    )
    if Sponsor.objects.filter(code=code).exists():
        raise taken
    try:
        with transaction.atomic():
            sponsor = Sponsor.objects.create(code=code, name=name, kind=kind, region=region)
    except IntegrityError as error:
        # an officer of any region wrote the same code between the look and the write
        raise taken from error
    record("sponsor.created", subject=sponsor, by=by, code=code, name=name, kind=kind)
    return sponsor


@transaction.atomic
def create_decree(
    *,
    sponsor: Sponsor,
    number: str,
    decided_on: date,
    title: str = "",
    region: Region,
    fund: str,
    since: date,
    months: int,
    with_jht: bool = False,
    wage_base_idr: int,
    ceiling_idr: int,
    quota: int | None = None,
    scan: File | None = None,
    by: User,
) -> Decree:
    """Record the decree (SK) under which a sponsor pays for a group of workers.

    Raises NoSuchBase, which names the two nearest, when no band has the wage base.
    """
    require(by, Permission.SPONSOR_CREATE, region.code)
    band_of_base(wage_base_idr, on=since)
    Sponsor.objects.select_for_update().get(pk=sponsor.pk)
    if Decree.objects.filter(sponsor=sponsor, number=number).exists():
        raise DecreeNumberTaken(
            _("%(sponsor)s already has a decree %(number)s. Check the number, or open that decree.")
            % {"sponsor": sponsor.name, "number": number}
        )
    decree = Decree.objects.create(
        sponsor=sponsor,
        number=number,
        decided_on=decided_on,
        title=title,
        region=region,
        fund=fund,
        since=since,
        months=months,
        with_jht=with_jht,
        wage_base_idr=wage_base_idr,
        ceiling_idr=ceiling_idr,
        quota=quota,
        scan=scan or "",
        created_by=by,
    )
    record(
        "decree.created",
        subject=decree,
        by=by,
        number=number,
        sponsor=sponsor.code,
        fund=fund,
        since=since,
        months=months,
        wage_base_idr=wage_base_idr,
        ceiling_idr=ceiling_idr,
        quota=quota,
    )
    return decree
