"""The heirs of a worker: named once, corrected, struck out with a reason."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from enrollment.models import Heir, Worker
from registry.audit import record
from registry.models import User
from registry.refusals import Refused
from registry.roles import Permission, require


class HeirImpossible(Refused):
    code, field = "heir_impossible", "born_on"


@transaction.atomic
def name_heir(*, worker: Worker, on: date, by: User, heir: Heir | None = None, **data: Any) -> Heir:
    """Record an heir of the worker, or correct what is known of one; return the heir.

    `data` are the fields of an heir: relation, name, nik, born_on, phone, and of a child level,
    grade, is_married and is_working. The same person named twice is one heir.
    """
    require(by, Permission.CLAIM_REPORT, worker.region_code)
    worker = Worker.objects.select_for_update().get(pk=worker.pk)
    born_on = data.get("born_on")
    if born_on and born_on > on:
        raise HeirImpossible(_("This birth date is still to come. Copy it from the family card."))
    if data["relation"] == Heir.Relation.CHILD and not born_on:
        raise HeirImpossible(_("Write the birth date of the child; the scholarship follows it."))
    same = {name: data.get(name) for name in ("relation", "name", "born_on")}
    if heir is None:
        heir = worker.heirs.standing().filter(**same).first() or Heir(worker=worker, recorded_by=by)
    changed = sorted(name for name, value in data.items() if getattr(heir, name) != value)
    for name, value in data.items():
        setattr(heir, name, value)
    heir.save()
    # which facts, not their words: the history of the heir keeps those
    record("heir.named", subject=heir, by=by, relation=heir.relation, changed=changed)
    return heir


@transaction.atomic
def strike_heir(*, heir: Heir, reason: str, on: date, by: User) -> Heir:
    """Strike an heir out with a reason; the record stays. A second time changes nothing."""
    require(by, Permission.CLAIM_REPORT, heir.region_code)
    heir = Heir.objects.select_for_update().get(pk=heir.pk)
    if heir.voided_on:
        return heir
    heir.voided_on, heir.void_reason = on, reason
    heir.save()
    record("heir.struck", subject=heir, by=by, reason=reason)
    return heir
