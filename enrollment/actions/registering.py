"""Registering one worker, and enrolling one who is known, with what was attested of him."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from django.core.files import File
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from enrollment.actions.attesting import attest, doubts_about, refuse_age, refuse_unattested
from enrollment.actions.enrolling import NotInsurable, enroll_under_decree
from enrollment.actions.orders import hand_over, place_order
from enrollment.models import Decree, Enrollment, Invoice, Worker
from enrollment.queries.same_person import Typed, known_by_nik, possibly_same
from enrollment.rules.matching.names import name_key
from registry.audit import record
from registry.models import Occupation, Region, User
from registry.months import first_of_month
from registry.refusals import Refused
from registry.roles import Permission, require


@dataclass(frozen=True, slots=True)
class Registered:
    """A worker on record with the membership, and the invoice of who pays for himself."""

    worker: Worker
    enrollment: Enrollment
    invoice: Invoice | None


class AlreadyRegistered(Refused):
    code, field = "already_registered", "nik"


class PossiblySame(Refused):
    code, field = "possible_same_person", "another_person"


@transaction.atomic
def register_worker(
    *,
    nik: str,
    name: str,
    born_on: date,
    sex: str,
    village: Region,
    occupation: Occupation,
    second_occupation: Occupation | None,
    phone: str,
    address: str,
    income_idr: int | None,
    photo: File | None,
    statements: Mapping[str, bool],
    attested_by_name: str,
    another_person: bool,
    decree: Decree | None,
    months: int | None,
    wage_base_idr: int | None,
    with_jht: bool,
    on: date,
    by: User,
) -> Registered:
    """Record a worker and put him under a decree, or take his own order; return all of it.

    Without a decree he pays for himself: `months` at the band of `wage_base_idr`. What the NIK
    contradicts is recorded, and keeps nobody out. Refused where a statement asked is not
    affirmed, the age is outside the law's, the NIK is on record, or somebody alike is, unless
    `another_person` says that they were compared. The same registration twice, by the same
    officer, returns the first.
    """
    require(by, Permission.WORKER_REGISTER, village.pk)
    refuse_unattested(statements)
    decree = _held(decree)
    typed = Typed(nik=nik, name=name, born_on=born_on, sex=sex, village=village)
    identity = {
        "name": name,
        "name_key": name_key(name),
        "born_on": born_on,
        "sex": sex,
        "village": village,
        "occupation": occupation,
        "second_occupation": second_occupation,
        "phone": phone,
        "address": address,
        "income_idr": income_idr,
    }
    refuse_age(born_on, first_month=_first_month(decree, on), on=on)
    if again := _same_registration(typed, decree, by):
        return again
    _refuse_known(typed, by, another_person=another_person)
    worker = _put_on_record(nik, identity, photo, by)
    enrollment, invoice = _cover(worker, decree, months, wage_base_idr, with_jht, on=on, by=by)
    attest(enrollment, attested_by_name, on=on, by=by)
    record(
        "worker.registered",
        subject=worker,
        by=by,
        doubts=doubts_about(typed, on=on),
        another_person=another_person,
        attested_by=attested_by_name or name,
    )
    return Registered(worker, enrollment, invoice)


@transaction.atomic
def enroll_worker(
    *,
    worker: Worker,
    statements: Mapping[str, bool],
    attested_by_name: str,
    decree: Decree | None,
    months: int | None,
    wage_base_idr: int | None,
    with_jht: bool,
    on: date,
    by: User,
) -> Registered:
    """Put a known worker under a decree, or take his own order, with what was attested of him.

    Under a decree the unpaid months of an order of his own are credited from its first month on;
    those that he has paid stay his, and the membership begins behind them.
    """
    require(by, Permission.WORKER_REGISTER, worker.region_code)
    refuse_unattested(statements)
    decree = _held(decree)
    if worker.population_status == Worker.PopulationStatus.DEAD:
        raise NotInsurable(
            _("The population register says that %(name)s has died. Check that first.")
            % {"name": worker.name}
        )
    if decree is not None:
        first = _first_month(decree, on)
        refuse_age(worker.born_on, first_month=first, on=on)
        hand_over(worker=worker, from_month=first, on=on, by=by)
    enrollment, invoice = _cover(worker, decree, months, wage_base_idr, with_jht, on=on, by=by)
    attest(enrollment, attested_by_name, on=on, by=by)
    return Registered(worker, enrollment, invoice)


def _held(decree: Decree | None) -> Decree | None:
    """Return the decree held for this transaction: before the worker, as everybody does."""
    return Decree.objects.select_for_update().get(pk=decree.pk) if decree else None


def _first_month(decree: Decree | None, on: date) -> date:
    month = first_of_month(on)
    return max(decree.since, month) if decree else month


def _same_registration(typed: Typed, decree: Decree | None, by: User) -> Registered | None:
    """Return what this officer registered before with the same facts: a click came twice."""
    assert typed.born_on is not None
    memberships = Enrollment.objects.standing().filter(
        worker__nik=typed.nik,
        worker__name=typed.name,
        worker__born_on=typed.born_on,
        worker__sex=typed.sex,
        worker__village=typed.village,
        worker__withdrawn_on=None,
        attestation__recorded_by=by,
    )
    chosen = (
        memberships.filter(decree=decree)
        if decree
        else memberships.filter(decree__in=Decree.objects.own_orders())
    )
    enrollment = chosen.select_related("worker", "decree").order_by("-pk").first()
    if enrollment is None:
        return None
    invoice = None if decree else enrollment.decree.invoices.order_by("-pk").first()
    return Registered(enrollment.worker, enrollment, invoice)


def _refuse_known(typed: Typed, by: User, *, another_person: bool) -> None:
    if known := known_by_nik(typed.nik, by):
        raise _already(known.worker)
    if not another_person and possibly_same(typed, by):
        raise PossiblySame(
            _(
                "Somebody of this name and birth date is on record. Compare them, and go on when "
                "it is another person."
            )
        )


def _already(known: Worker | None) -> AlreadyRegistered:
    if known is None:
        return AlreadyRegistered(
            _("This NIK is on record in another region. Ask the office there, or your province.")
        )
    return AlreadyRegistered(
        _("This NIK is on record: %(name)s, %(village)s. Enroll that record, or correct the NIK.")
        % {"name": known.name, "village": known.village.name}
    )


def _put_on_record(nik: str, identity: dict[str, Any], photo: File | None, by: User) -> Worker:
    """Return the worker's new record, or the one that was withdrawn, as it reads now."""
    worker = Worker.objects.select_for_update().filter(nik=nik).first() or Worker(nik=nik)
    for field, value in identity.items():
        setattr(worker, field, value)
    worker.withdrawn_on = worker.recorded_in = None
    if photo is not None:
        ending = str(photo.name).rpartition(".")[2]
        worker.photo.save(f"{uuid4().hex}.{ending}", photo, save=False)
    try:
        with transaction.atomic():
            worker.save()
    except IntegrityError as error:
        # somebody recorded the same NIK between our look and our writing
        known = known_by_nik(nik, by)
        raise _already(known.worker if known else None) from error
    return worker


def _cover(
    worker: Worker,
    decree: Decree | None,
    months: int | None,
    wage_base_idr: int | None,
    with_jht: bool,
    *,
    on: date,
    by: User,
) -> tuple[Enrollment, Invoice | None]:
    """Return the membership under the decree, or that of the worker's own order with its bill."""
    if decree is not None:
        return enroll_under_decree(decree=decree, worker=worker, on=on, by=by), None
    assert months is not None
    assert wage_base_idr is not None
    invoice = place_order(
        worker=worker, months=months, wage_base_idr=wage_base_idr, with_jht=with_jht, on=on, by=by
    )
    orders = Enrollment.objects.standing().filter(decree=invoice.decree, worker=worker)
    return orders.latest("pk"), invoice
