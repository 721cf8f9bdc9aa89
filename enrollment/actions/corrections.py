"""Correcting a worker's record: at once, or by a second person where it makes the identity."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from enrollment.actions.bookkeeping import move_counts
from enrollment.models import Correction, Worker
from enrollment.queries.corrections import (
    changed_meanwhile,
    nik_held_by,
    put,
    stored_value,
    stored_values,
)
from enrollment.rules.correcting import CORRECTABLE, touches_identity
from enrollment.rules.matching import name_key
from registry.audit import record
from registry.models import User
from registry.nik import mask_nik
from registry.refusals import Refused
from registry.roles import Permission, may, require

Status = Correction.Status
_REASON_IN_HISTORY: Final = 100


class NothingChanged(Refused):
    code = "nothing_changed"


class CorrectionWaits(Refused):
    code = "correction_waits"


class RecordGivenUp(Refused):
    code = "record_given_up"


class NikTaken(Refused):
    code, field = "nik_taken", "nik"


class BirthImpossible(Refused):
    code, field = "birth_impossible", "born_on"


class OccupationTwice(Refused):
    code, field = "occupation_twice", "second_occupation"


class ChangedMeanwhile(Refused):
    code = "changed_meanwhile"


class AlreadyDecided(Refused):
    code = "already_decided"


class OwnProposal(Refused):
    code = "own_proposal"


class ReasonMissing(Refused):
    code, field = "reason_missing", "note"


@transaction.atomic
def correct_worker(
    *, worker: Worker, changes: Mapping[str, Any], reason: str, on: date, by: User
) -> Correction:
    """Correct data of a worker with a reason (UU 27/2022 Pasal 30); return the correction.

    `changes` are new values by field. Where one of them makes the identity, all wait together for
    a second person; else they are applied at once. Figures follow the village: when it was
    wrong, all counted months move to the right one. The same proposal twice is one.
    """
    _require_right(by, worker.region_code)
    worker = Worker.objects.select_for_update().get(pk=worker.pk)
    proposed = _differences(worker, changes)
    if not proposed:
        raise NothingChanged(_("Nothing differs from what is on record. Change what is wrong."))
    after = {name: change["after"] for name, change in proposed.items()}
    if "village" in after:
        _require_right(by, after["village"])
    correction = Correction(
        worker=worker,
        changes=proposed,
        reason=reason,
        is_identity=touches_identity(proposed),
        proposed_by=by,
    )
    _refuse_future_birth(after, on)
    _refuse(worker, after, by)
    if correction.is_identity:
        return _propose(correction, by)
    correction.status, correction.decided_at = Status.APPLIED, timezone.now()
    correction.save()
    _apply(correction, worker, by)
    return correction


@transaction.atomic
def decide_correction(*, correction: Correction, accept: bool, note: str, by: User) -> Correction:
    """Accept or refuse a correction that waits, by another person than who proposed it.

    Accepted, it is checked again as if proposed now, and applied whole. The same decision twice
    changes nothing.
    """
    require(by, Permission.CORRECTION_DECIDE, correction.region_code)
    worker = Worker.objects.select_for_update().get(pk=correction.worker_id)
    correction = Correction.objects.select_for_update().get(pk=correction.pk)
    decision = Status.APPLIED if accept else Status.REFUSED
    if correction.status == decision and correction.decided_by_id == by.pk:
        return correction
    _refuse_decision(correction, worker, accept=accept, note=note, by=by)
    if accept:
        after = {name: change["after"] for name, change in correction.changes.items()}
        require(by, Permission.CORRECTION_DECIDE, after.get("village", worker.region_code))
        _refuse(worker, after, by)
        _apply(correction, worker, by)
    else:
        record("correction.refused", subject=correction, by=by, note=note)
    correction.status, correction.decision_note = decision, note
    correction.decided_by, correction.decided_at = by, timezone.now()
    correction.save()
    return correction


@transaction.atomic
def withdraw_correction(*, correction: Correction, by: User) -> Correction:
    """Take a proposal back before it is decided; a second time changes nothing."""
    require(by, Permission.WORKER_CORRECT, correction.region_code)
    correction = Correction.objects.select_for_update().get(pk=correction.pk)
    if correction.status == Status.WITHDRAWN:
        return correction
    _refuse_decided(correction)
    correction.status = Status.WITHDRAWN
    correction.decided_by, correction.decided_at = by, timezone.now()
    correction.save()
    record("correction.withdrawn", subject=correction, by=by)
    return correction


@transaction.atomic
def reveal_nik(*, worker: Worker, why: str, details: str = "", by: User) -> str:
    """Return the whole NIK of a worker; who saw it, and why, stands in the trail.

    `why` is a key of the reasons offered, `details` what was said beside it.
    """
    require(by, Permission.NIK_REVEAL, worker.region_code)
    record("nik.revealed", subject=worker, by=by, why=why, details=details)
    return worker.nik


def _require_right(by: User, region_code: str) -> None:
    """Whoever fixes data in the administration corrects a worker by the same way."""
    if not may(by, Permission.DATA_FIX, region_code):
        require(by, Permission.WORKER_CORRECT, region_code)


def _differences(worker: Worker, changes: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return what of the changes differs from the record, before and after, by field."""
    before = stored_values(worker)
    after = {name: stored_value(value) for name, value in changes.items()}
    return {
        name: {"before": before[name], "after": after[name]}
        for name in CORRECTABLE
        if name in after and after[name] != before[name]
    }


def _propose(correction: Correction, by: User) -> Correction:
    waiting = Correction.objects.waiting().filter(worker=correction.worker).first()
    if waiting and (waiting.proposed_by_id, waiting.changes) == (by.pk, correction.changes):
        return waiting
    if waiting:
        raise CorrectionWaits(
            _(
                "Another correction of this person waits for a decision. Have it decided or "
                "withdrawn first."
            )
        )
    correction.save()
    record(
        "correction.proposed",
        subject=correction,
        by=by,
        fields=sorted(correction.changes),
        reason=correction.reason,
    )
    return correction


def _refuse_future_birth(after: Mapping[str, Any], on: date) -> None:
    if "born_on" in after and date.fromisoformat(after["born_on"]) > on:
        raise BirthImpossible(_("This day has not come yet. Copy it from the KTP."))


def _refuse(worker: Worker, after: Mapping[str, Any], by: User) -> None:
    """Refuse what no record may say, or what another record says already."""
    if worker.withdrawn_on:
        raise RecordGivenUp(_("This record was given up, and is corrected no more."))
    put(corrected := Worker(pk=worker.pk), {**stored_values(worker), **after})
    if worker.deceased_on and corrected.born_on > worker.deceased_on:
        raise BirthImpossible(_("This day lies after the death on record. Check both days."))
    second = corrected.second_occupation_id
    if second and second == corrected.occupation_id:
        raise OccupationTwice(_("This is the first occupation already. Leave the second empty."))
    if "nik" in after and (other := nik_held_by(after["nik"], besides=worker)):
        raise _nik_taken(other, by)


def _nik_taken(other: Worker, by: User) -> NikTaken:
    if not may(by, Permission.REGISTER_VIEW, other.region_code):
        return NikTaken(
            _(
                "A record outside your region has this NIK already. Copy it again from the KTP; "
                "if it is right, ask the administrator to settle it with the other office."
            )
        )
    return NikTaken(
        _(
            "The record of %(name)s, %(village)s, has this NIK already. If both are one person, "
            "make the two records one; else copy the NIK again from the KTP."
        )
        % {"name": other.name, "village": other.village.name},
        facts={"worker": other.pk},
    )


def _refuse_decision(
    correction: Correction, worker: Worker, *, accept: bool, note: str, by: User
) -> None:
    _refuse_decided(correction)
    if correction.proposed_by_id == by.pk:
        raise OwnProposal(_("You proposed this. Another person decides what makes an identity."))
    if not accept and not note:
        raise ReasonMissing(_("Say why, so that whoever proposed it knows what to do."))
    if accept and changed_meanwhile(correction, worker):
        raise ChangedMeanwhile(
            _(
                "The record has changed since this was proposed. Refuse it, and correct what is "
                "still wrong."
            )
        )


def _refuse_decided(correction: Correction) -> None:
    if correction.status != Status.WAITING:
        raise AlreadyDecided(_("This correction was decided already."))


def _apply(correction: Correction, worker: Worker, by: User) -> None:
    """Write what a correction says into the record, its history, the counts and the trail."""
    village_before = worker.village_id
    put(worker, {name: change["after"] for name, change in correction.changes.items()})
    if "nik" in correction.changes:
        # what the population register answered was about the other number
        worker.population_status = Worker.PopulationStatus.UNCHECKED
        worker.population_checked_on, worker.population_source = None, ""
    worker.name_key = name_key(worker.name)
    # what the history keeps beside the version: who, and why
    worker._history_user = by  # type: ignore[attr-defined]
    worker._change_reason = correction.reason[:_REASON_IN_HISTORY]  # type: ignore[attr-defined]
    try:
        with transaction.atomic():
            worker.save()
    except IntegrityError as error:
        # two corrections to one NIK met: the constraint let one of them through
        other = nik_held_by(worker.nik, besides=worker)
        if other is None:
            raise
        raise _nik_taken(other, by) from error
    if worker.village_id != village_before:
        move_counts(worker, village_before)
    record(
        "worker.corrected",
        subject=worker,
        by=by,
        before=_told(correction, "before"),
        now=_told(correction, "after"),
        reason=correction.reason,
    )


def _told(correction: Correction, side: str) -> dict[str, str]:
    """Return one side of a correction as the trail keeps it, without a whole NIK."""
    values = {name: change[side] for name, change in correction.changes.items()}
    return {
        name: mask_nik(value) if name == "nik" else str(value) for name, value in values.items()
    }
