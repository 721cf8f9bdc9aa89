"""Participants of other segments, as their offices report them."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from enrollment.models import ReportedParticipants
from registry.audit import record
from registry.models import Region, User
from registry.roles import Permission, require


@transaction.atomic
def report_participants(
    *, region: Region, segment: str, month: date, participants: int, source: str, by: User
) -> ReportedParticipants:
    """Record how many participants a segment has in a region and month; return the record.

    A later report for the same month corrects the first, with its history.
    """
    require(by, Permission.REPORTED_ENTER, region.code)
    Region.objects.select_for_update(no_key=True).get(pk=region.pk)
    known = ReportedParticipants.objects.filter(region=region, segment=segment, month=month).first()
    if known and (known.participants, known.source) == (participants, source):
        return known
    reported = known or ReportedParticipants(region=region, segment=segment, month=month)
    before = known.participants if known else None
    reported.participants, reported.source, reported.entered_by = participants, source, by
    reported.save()
    record(
        "reported.entered",
        subject=reported,
        by=by,
        segment=segment,
        month=month,
        before=before,
        participants=participants,
        source=source,
    )
    return reported
