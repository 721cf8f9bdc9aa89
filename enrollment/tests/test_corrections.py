"""Correcting a worker's record: at once, or by a second person where it makes the identity."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from enrollment.actions.corrections import (
    AlreadyDecided,
    BirthImpossible,
    ChangedMeanwhile,
    CorrectionWaits,
    NikTaken,
    NothingChanged,
    OccupationTwice,
    OwnProposal,
    ReasonMissing,
    RecordGivenUp,
    correct_worker,
    decide_correction,
    withdraw_correction,
)
from enrollment.models import Correction, CoverageCount, Worker
from enrollment.tests.books import assert_books_balance
from enrollment.tests.factories import ani, budi, citra, make_worker, nik_of, nur
from enrollment.tests.steps import PRICE, billed, pay
from registry.models import AuditEvent, Occupation, User
from registry.roles import Role
from registry.tests.factories import make_region, make_user

pytestmark = pytest.mark.django_db

ON = date(2020, 9, 20)
Status = Correction.Status


def correct(worker: Worker, *, by: User | None = None, **changes: Any) -> Correction:
    """Return what Budi corrected, or proposed to correct, by the KTP."""
    return correct_worker(worker=worker, changes=changes, reason="KTP", on=ON, by=by or budi())


def decide(correction: Correction, *, accept: bool = True, note: str = "", by: Any = None) -> Any:
    """Return the correction after Nur decided it."""
    return decide_correction(correction=correction, accept=accept, note=note, by=by or nur())


def current(worker: Worker) -> Worker:
    return Worker.objects.get(pk=worker.pk)


def test_a_corrected_nik_has_not_been_checked_against_the_population_register():
    worker = make_worker(
        population_status=Worker.PopulationStatus.MISMATCHED,
        population_checked_on=ON,
        population_source="Disdukcapil",
    )

    decide(correct(worker, nik=nik_of(5)))

    now = current(worker)
    assert now.population_status == Worker.PopulationStatus.UNCHECKED
    assert (now.population_checked_on, now.population_source) == (None, "")


def test_an_address_is_corrected_at_once_with_its_reason_in_history_and_trail():
    worker = make_worker(address="RT 1")

    correction = correct(worker, address="RT 9", phone="081234567890")

    version = worker.history.first()
    line = AuditEvent.objects.get(action="worker.corrected")
    assert (correction.status, current(worker).address) == (Status.APPLIED, "RT 9")
    assert (version.history_user, version.history_change_reason) == (budi(), "KTP")
    assert line.facts["before"] == {"address": "RT 1", "phone": ""}
    assert (line.by, line.facts["reason"]) == (budi(), "KTP")


@pytest.mark.parametrize(
    "changes",
    [
        {"nik": nik_of(7)},
        {"name": "Sabri bin Ali"},
        {"born_on": date(1971, 1, 1)},
        {"sex": "P"},
        {"name": "Sabri bin Ali", "address": "RT 9"},
    ],
    ids=["NIK", "name", "birth date", "sex", "name and address together"],
)
def test_what_makes_the_identity_waits_whole_for_a_second_person(changes):
    worker = make_worker()

    correction = correct(worker, **changes)

    before = {name: getattr(current(worker), name) for name in changes}
    decide(correction)
    after = {name: getattr(current(worker), name) for name in changes}
    assert before == {name: getattr(worker, name) for name in changes}
    assert after == changes
    assert Correction.objects.get().decided_by == nur()


def test_a_corrected_name_is_found_by_its_new_spelling():
    worker = make_worker()

    decide(correct(worker, name="Muhammad Sabri"))

    version = worker.history.first()
    assert current(worker).name_key != worker.name_key
    assert (version.history_user, version.history_change_reason) == (nur(), "KTP")


def test_no_whole_nik_is_written_into_the_trail():
    worker = make_worker()

    decide(correct(worker, nik=nik_of(7)))

    facts = str(list(AuditEvent.objects.values_list("facts", flat=True)))
    assert worker.nik not in facts
    assert nik_of(7) not in facts


def test_whoever_proposes_does_not_decide():
    correction = correct(make_worker(), name="Sabri bin Ali", by=nur())

    with pytest.raises(OwnProposal):
        decide(correction, by=nur())

    assert Correction.objects.get().status == Status.WAITING


def test_a_refusal_says_why_and_leaves_the_record_as_it_is():
    worker = make_worker()
    correction = correct(worker, name="Sabri bin Ali")

    with pytest.raises(ReasonMissing):
        decide(correction, accept=False)
    decide(correction, accept=False, note="Nama di KTP lain")

    assert current(worker).name == worker.name
    assert Correction.objects.get().decision_note == "Nama di KTP lain"
    assert AuditEvent.objects.filter(action="correction.refused", by=nur()).exists()


def test_the_same_decision_twice_is_one_and_another_is_refused():
    correction = correct(make_worker(), name="Sabri bin Ali")
    decide(correction)

    decide(correction)
    with pytest.raises(AlreadyDecided):
        decide(correction, accept=False, note="Keliru")

    assert AuditEvent.objects.filter(action="worker.corrected").count() == 1


def test_one_correction_waits_at_a_time_and_the_same_twice_is_one():
    worker = make_worker()
    first = correct(worker, name="Sabri bin Ali")

    again = correct(worker, name="Sabri bin Ali")
    with pytest.raises(CorrectionWaits):
        correct(worker, name="Sabri Alias")
    correct(worker, address="RT 9")

    assert again == first
    assert Correction.objects.waiting().get() == first
    assert current(worker).address == "RT 9"


def test_a_withdrawn_proposal_makes_room_for_another():
    worker = make_worker()
    first = correct(worker, name="Sabri bin Ali")

    withdraw_correction(correction=first, by=budi())
    withdraw_correction(correction=first, by=budi())
    second = correct(worker, name="Sabri Alias")

    assert Correction.objects.get(pk=first.pk).status == Status.WITHDRAWN
    assert second.status == Status.WAITING
    with pytest.raises(AlreadyDecided):
        decide(first)


def test_a_record_that_changed_meanwhile_is_not_overwritten():
    worker = make_worker(address="RT 1")
    correction = correct(worker, name="Sabri bin Ali", address="RT 2")
    correct(worker, address="RT 3")

    with pytest.raises(ChangedMeanwhile):
        decide(correction)

    assert (current(worker).name, current(worker).address) == (worker.name, "RT 3")


def test_a_nik_that_another_record_has_leads_to_making_them_one():
    worker, other = make_worker(0), make_worker(1, name="Sabri Kembar")

    with pytest.raises(NikTaken) as refused:
        correct(worker, nik=other.nik)

    assert "Sabri Kembar" in str(refused.value)
    assert refused.value.facts == {"worker": other.pk}


def test_a_nik_known_in_another_regency_names_nobody():
    worker = make_worker(0)
    other = make_worker(1, name="Rahasia", village=make_region("2103042005"))

    with pytest.raises(NikTaken) as refused:
        correct(worker, nik=other.nik)

    assert "Rahasia" not in str(refused.value)
    assert not refused.value.facts


def test_a_nik_taken_while_the_correction_waited_is_refused():
    worker = make_worker(0)
    correction = correct(worker, nik=nik_of(7))
    make_worker(7)

    with pytest.raises(NikTaken):
        decide(correction)

    assert Correction.objects.get().status == Status.WAITING


@pytest.mark.parametrize(
    ("died_on", "born_on"),
    [(None, date(2020, 9, 21)), (date(2020, 8, 1), date(2020, 8, 2))],
    ids=["still to come", "after the death"],
)
def test_an_impossible_birth_date_is_refused(died_on, born_on):
    worker = make_worker(deceased_on=died_on)

    with pytest.raises(BirthImpossible):
        correct(worker, born_on=born_on)


def test_one_kind_of_work_is_not_declared_twice():
    fisher = Occupation.objects.create(slug="nelayan", label_id="Nelayan", label_en="Fisher")
    worker = make_worker(occupation=fisher)

    with pytest.raises(OccupationTwice):
        correct(worker, second_occupation=fisher)


def test_nothing_changed_is_no_correction():
    worker = make_worker()

    with pytest.raises(NothingChanged):
        correct(worker, name=worker.name, village=worker.village)

    assert not Correction.objects.exists()


def test_a_record_that_was_given_up_is_not_corrected():
    with pytest.raises(RecordGivenUp):
        correct(make_worker(withdrawn_on=ON), address="RT 9")


@pytest.mark.parametrize("nobody", [ani, citra], ids=["treasurer", "another regency"])
def test_only_who_corrects_workers_there_may_propose(nobody):
    with pytest.raises(PermissionDenied):
        correct(make_worker(), address="RT 9", by=nobody())


@pytest.mark.parametrize("nobody", [ani, budi, citra], ids=["treasurer", "officer", "elsewhere"])
def test_only_a_supervisor_of_the_region_decides(nobody):
    correction = correct(make_worker(), name="Sabri bin Ali")

    with pytest.raises(PermissionDenied):
        decide(correction, by=nobody())


def test_nobody_corrects_a_village_into_a_region_of_somebody_else():
    with pytest.raises(PermissionDenied):
        correct(make_worker(), village=make_region("2103042005"))


@pytest.mark.parametrize("with_name", [False, True], ids=["at once", "by a second person"])
def test_a_corrected_village_takes_all_counted_months_along(with_name):
    invoice = billed(workers=1)
    pay(invoice, 2 * PRICE)
    worker = Worker.objects.get()
    changes = {"village": make_region("2105032001")} | ({"name": "Lain"} if with_name else {})

    correction = correct(worker, **changes)
    if with_name:
        decide(correction)

    counted = CoverageCount.objects.filter(participants__gt=0)
    assert set(counted.values_list("village_id", flat=True)) == {"2105032001"}
    assert_books_balance()


def test_a_second_supervisor_decides_what_the_first_proposed():
    worker = make_worker()
    second = make_user("tuti", role=Role.SUPERVISOR, region=make_region())

    decide(correct(worker, name="Sabri bin Ali", by=nur()), by=second)

    assert current(worker).name == "Sabri bin Ali"
