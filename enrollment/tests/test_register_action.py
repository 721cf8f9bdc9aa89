"""Registering one worker: what is recorded, what is refused, and the same click twice."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.utils.translation import override

from enrollment.actions.attesting import NotAttested, NotOfAge
from enrollment.actions.enrolling import QuotaFull
from enrollment.actions.events import record_death
from enrollment.actions.imports import undo_batch
from enrollment.actions.registering import (
    AlreadyRegistered,
    PossiblySame,
    enroll_worker,
    register_worker,
)
from enrollment.models import Attestation, Enrollment, Worker
from enrollment.tests.factories import (
    ani,
    budi,
    citra,
    make_decree,
    make_enrollment,
    make_worker,
    nik_of,
    nur,
)
from enrollment.tests.registration import (
    AFFIRMED,
    AUGUST,
    NIK,
    facts,
    make_occupation,
    make_rider,
    register,
    sponsored,
)
from enrollment.tests.steps import billed, enroll, line_of, pay
from registry.models import AuditEvent
from registry.refusals import Refused
from registry.tests.factories import make_region

pytestmark = pytest.mark.django_db

SEPTEMBER, OCTOBER = date(2020, 9, 1), date(2020, 10, 1)


@pytest.fixture(autouse=True)
def in_english():
    """Refusals in the words of the source."""
    with override("en"):
        yield


def trail(action="worker.registered"):
    """Return the facts of the only line of the trail with this act."""
    return AuditEvent.objects.get(action=action).facts


def enroll_known(worker, decree=None, **changes):
    """Return what came of enrolling a worker on record, by Budi."""
    own = {} if decree else {"months": 3, "wage_base_idr": 1_000_000}
    terms = {"months": None, "wage_base_idr": None, "with_jht": False, "on": AUGUST} | own
    said = {"statements": AFFIRMED, "attested_by_name": ""}
    return enroll_worker(worker=worker, decree=decree, by=budi(), **said | terms | changes)


def test_a_worker_is_recorded_and_stands_under_the_decree_from_this_month():
    registered = sponsored()

    worker = Worker.objects.get(nik=NIK)
    assert registered.worker == worker
    assert (worker.name, worker.name_key) == ("Nuraini Mahmud", "NURAINI MAHMUD")
    assert (worker.sex, worker.village_id) == ("P", "2105011001")
    assert worker.occupation == make_occupation()
    assert registered.invoice is None
    period = (registered.enrollment.since, registered.enrollment.until)
    assert period == (date(2020, 8, 1), date(2021, 7, 1))


def test_what_was_attested_is_kept_with_who_and_under_which_region():
    registered = sponsored(attested_by_name="Rohana, ibunya")

    kept = registered.enrollment.attestation
    assert (kept.attested_by_name, kept.recorded_by, kept.region_id) == (
        "Rohana, ibunya",
        budi(),
        "2105",
    )
    assert kept.statements["works"] == {"holds": True, "how": "asked"}
    assert kept.statements["nik"] == {"holds": True, "how": "checked"}


def test_a_worker_who_answers_himself_is_the_one_who_attests():
    registered = sponsored()

    assert registered.enrollment.attestation.attested_by_name == "Nuraini Mahmud"


def test_a_worker_with_own_money_gets_an_invoice_for_the_months_ordered():
    registered = register()

    assert registered.invoice.total_idr == 3 * 16_800
    assert registered.enrollment.decree.sponsor.worker == registered.worker
    assert registered.enrollment.attestation.region_id == registered.worker.village_id


def test_a_rider_with_own_money_pays_half_in_the_months_of_the_relief():
    registered = register(occupation=make_rider(), on=date(2026, 2, 2))

    assert registered.invoice.total_idr == 3 * 8_400


@pytest.mark.parametrize(
    ("changes", "doubts"),
    [
        ({"sex": "L"}, ["nik_sex_differs"]),
        ({"born_on": date(1988, 8, 6)}, ["nik_birth_date_differs"]),
        ({"nik": "9999994508880000"}, []),
        ({"nik": "7777774508880000"}, ["nik_region_unknown"]),
    ],
    ids=["other sex", "other day", "from abroad", "unknown region"],
)
def test_what_the_nik_contradicts_is_recorded_and_keeps_nobody_out(changes, doubts):
    registered = sponsored(**changes)

    holds = registered.enrollment.attestation.statements["nik"]["holds"]
    assert trail()["doubts"] == doubts
    assert holds is not bool({"nik_sex_differs", "nik_birth_date_differs"} & set(doubts))


def test_a_serial_of_zeros_is_a_doubt_outside_the_demo(settings):
    settings.DEMO_MODE = False

    sponsored()

    assert trail()["doubts"] == ["nik_serial_zero"]


@pytest.mark.parametrize(
    ("answers", "field"),
    [({"works": False, "not_ill": True}, "works"), ({"works": True}, "not_ill")],
    ids=["does not do the work", "is ill"],
)
def test_who_cannot_be_insured_now_is_refused_with_what_to_do(answers, field):
    with pytest.raises(NotAttested) as refusal:
        sponsored(statements=answers)

    assert refusal.value.field == field
    assert "tick it when the answer is" in str(refusal.value)
    assert not Worker.objects.exists()


@pytest.mark.parametrize(
    ("born_on", "said"),
    [
        (date(2005, 8, 2), "14 years old"),
        (date(1955, 8, 1), "65 years old"),
        (date(2021, 1, 1), "has not come yet"),
    ],
    ids=["a day too young", "65 on the first day", "born tomorrow"],
)
def test_the_age_on_the_first_covered_month_decides(born_on, said):
    with pytest.raises(NotOfAge, match=said):
        sponsored(born_on=born_on)


@pytest.mark.parametrize("born_on", [date(2005, 8, 1), date(1955, 8, 2)], ids=["15", "64"])
def test_who_is_of_age_on_the_first_day_of_the_first_month_enters(born_on):
    assert sponsored(born_on=born_on).worker.born_on == born_on


def test_a_nik_on_record_is_refused_and_names_whom_it_belongs_to():
    make_worker(nik=NIK, name="Nuraini")

    with pytest.raises(AlreadyRegistered, match="Nuraini, Terempa") as refusal:
        sponsored()

    assert refusal.value.field == "nik"


def test_a_nik_on_record_in_another_region_tells_nothing_of_it():
    make_worker(nik=NIK, name="Rahasia", village=make_region("2103012001"))

    with pytest.raises(AlreadyRegistered) as refusal:
        sponsored()

    assert "another region" in str(refusal.value)
    assert "Rahasia" not in str(refusal.value)


def test_a_record_withdrawn_with_its_list_comes_back_as_it_is_registered_now():
    batch = enroll(make_decree(), line_of(1))
    undo_batch(batch=batch, on=AUGUST, by=nur())

    registered = register(make_decree("SK 2"), nik=nik_of(1), name="Sabri Baru", sex="L")

    worker = Worker.objects.get()
    assert registered.worker == worker
    assert (worker.name, worker.withdrawn_on, worker.recorded_in) == ("Sabri Baru", None, None)


def test_a_nik_of_a_merged_record_stands_for_the_record_that_was_kept():
    kept = make_worker(5, name="Nuraini yang dipakai")
    make_worker(nik=NIK, withdrawn_on=AUGUST, merged_into=kept)

    with pytest.raises(AlreadyRegistered, match="Nuraini yang dipakai"):
        sponsored()


def alike(**changes):
    """Return a worker of the same name and birth date, with another NIK."""
    known = {"nik": "2105014508880001", "name": "Nur'aini Mahmud"}
    return make_worker(**known | {"born_on": date(1988, 8, 5)} | changes)


@pytest.mark.parametrize("village", ["2105011001", "2105032001"], ids=["same", "next one"])
def test_somebody_alike_in_the_regency_must_be_compared_first(village):
    alike(village=make_region(village))

    with pytest.raises(PossiblySame) as refusal:
        sponsored()

    assert refusal.value.field == "another_person"


def test_who_was_compared_and_is_another_person_is_registered_and_that_is_recorded():
    alike()

    sponsored(another_person=True)

    assert Worker.objects.count() == 2
    assert trail()["another_person"] is True


def test_somebody_alike_in_another_regency_is_nobody_here():
    alike(village=make_region("2103012001"))

    assert sponsored().worker.nik == NIK


def test_the_same_click_twice_registers_once():
    decree = make_decree()
    first = register(decree)

    again = register(decree)

    assert again == first
    assert (Worker.objects.count(), Enrollment.objects.count()) == (1, 1)
    assert AuditEvent.objects.filter(action="worker.registered").count() == 1


def test_the_same_click_twice_with_own_money_orders_once():
    first = register()

    again = register()

    assert again == first
    assert Attestation.objects.count() == 1


def test_a_full_quota_leaves_no_worker_behind():
    decree = make_decree(quota=1)
    make_enrollment(make_worker(7), decree=decree)

    with pytest.raises(QuotaFull):
        register(decree)

    assert not Worker.objects.filter(nik=NIK).exists()


def test_a_photo_is_kept_under_a_name_that_tells_nothing(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    worker = sponsored(photo=ContentFile(b"\xff\xd8\xff photo", name="photo.jpg")).worker

    assert worker.photo.name.startswith("photos/2105011001/")
    assert worker.photo.name.endswith(".jpg")
    assert "nuraini" not in worker.photo.name.lower()


@pytest.mark.parametrize("nobody", [ani, citra], ids=["treasurer", "another regency"])
def test_only_officers_and_supervisors_of_the_village_register(nobody):
    with pytest.raises(PermissionDenied):
        register_worker(**facts(make_decree()), by=nobody())


def test_an_officer_of_one_village_puts_nobody_under_a_decree_of_the_regency():
    decree = make_decree()
    rest = facts(decree, village=make_region("2103012001"))

    with pytest.raises(PermissionDenied):
        register_worker(**rest, by=citra())

    assert not Worker.objects.exists()


def test_a_known_worker_enters_a_decree_with_what_he_attests():
    worker, decree = make_worker(3), make_decree()

    enrolled = enroll_known(worker, decree)

    assert enrolled.enrollment.decree == decree
    assert enrolled.enrollment.attestation.attested_by_name == worker.name


def test_a_known_worker_orders_for_himself():
    enrolled = enroll_known(make_worker(3))

    assert enrolled.invoice.total_idr == 3 * 16_800


def test_who_enters_a_decree_need_not_pay_what_he_ordered_himself():
    worker = make_worker(3)
    order = enroll_known(worker).invoice

    enrolled = enroll_known(worker, make_decree())

    order.refresh_from_db()
    assert order.open_idr == 0
    assert enrolled.enrollment.since == date(2020, 8, 1)


def test_months_that_he_paid_himself_stay_and_the_decree_begins_behind_them():
    worker = make_worker(3)
    order = enroll_known(worker, months=1).invoice
    pay(order, 16_800, paid_on=AUGUST)

    enrolled = enroll_known(worker, make_decree())

    assert enrolled.enrollment.since == SEPTEMBER


def test_who_is_sponsored_orders_behind_the_months_of_the_decree():
    invoice = billed(1, months=3)
    worker = Worker.objects.get()

    enrolled = enroll_known(worker)

    assert invoice.decree.until == OCTOBER
    assert enrolled.enrollment.since == OCTOBER


def test_the_same_enrollment_twice_is_one():
    worker, decree = make_worker(3), make_decree()

    first, again = enroll_known(worker, decree), enroll_known(worker, decree)

    assert again == first
    assert Attestation.objects.count() == 1


@pytest.mark.parametrize("payer", ["a decree", "own money"])
def test_a_worker_who_died_enters_nothing(payer):
    worker = make_worker(3)
    record_death(worker=worker, died_on=AUGUST, on=AUGUST, by=budi())
    decree = make_decree() if payer == "a decree" else None

    with pytest.raises(Refused):
        enroll_known(worker, decree)


def test_a_worker_whom_the_population_register_calls_dead_is_looked_into_first():
    worker = make_worker(3, population_status="dead")

    with pytest.raises(Refused, match="population register"):
        enroll_known(worker, make_decree())


@pytest.mark.parametrize("nobody", [ani, citra], ids=["treasurer", "another regency"])
def test_only_officers_and_supervisors_of_the_village_enroll(nobody):
    worker = make_worker(3)

    with pytest.raises(PermissionDenied):
        enroll_worker(
            worker=worker,
            statements=AFFIRMED,
            attested_by_name="",
            decree=make_decree(),
            months=None,
            wage_base_idr=None,
            with_jht=False,
            on=AUGUST,
            by=nobody(),
        )
