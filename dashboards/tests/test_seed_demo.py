"""The demo: the founding case, its accounts, and nothing of it anywhere but in a demo."""

import json
from datetime import date

import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.test import RequestFactory

from claims.models import Claim, Payout
from claims.queries.sums import paid_by_region_and_period
from claims.rules.states import Status
from dashboards.demo_claims import DECREE, PAID_IN_2019_AND_2020
from dashboards.management.commands.seed_demo import REFERENCE
from dashboards.verification import verify
from enrollment.actions.payments import reverse_payment
from enrollment.models import CoveragePeriod, Enrollment, Invoice, Payment, Sponsor, Worker
from enrollment.queries.coverage import coverage_share
from enrollment.queries.reliefs import reliefs_waiting
from enrollment.tests.browsing import signed_in
from registry.demo_accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
from registry.models import AuditEvent, Membership, Region, User
from registry.tests.kepri import kepri_folder

pytestmark = pytest.mark.django_db
_COUNTED = (AuditEvent, Worker, Enrollment, Membership, Claim, Payout)


@pytest.fixture
def demo(tmp_path, settings) -> None:
    """A database that may hold the demo, whichever engine the tests run on."""
    settings.REFERENCE_DIR = kepri_folder(tmp_path / "data")
    settings.ON_SQLITE = True


def test_the_demo_is_the_founding_case(demo, capsys):
    call_command("seed_demo", format="json")

    facts = json.loads(capsys.readouterr().out)
    assert facts["workers"] == 4_839
    assert facts["total_idr"] == facts["paid_idr"] == 975_542_400
    coverage = coverage_share(Region.objects.get(pk="2105"), on=date(2020, 7, 31))
    assert not Worker.objects.exclude(nik__endswith="0000").exists()
    assert (coverage.total, coverage.reported_by_segment) == (9_899, {"PU": 5_060})
    shares = {share.labour_force.people: f"{float(share.share):.1%}" for share in coverage.shares}
    assert (shares[18_944], shares[21_499]) == ("52.3%", "46.0%")
    bendahara = User.objects.get(username="bendahara")
    (waiting,) = reliefs_waiting(bendahara, known_on=date(2026, 11, 1))
    assert waiting.credit_idr == 482_893_488
    assert all(check.ok for check in verify())


def test_claims_of_2019_and_2020_come_to_what_the_press_names(demo, capsys):
    call_command("seed_demo", format="json")

    anambas = Region.objects.get(pk="2105")
    sums = paid_by_region_and_period([anambas], since=date(2019, 1, 1), until=date(2021, 1, 1))
    assert sum(paid.amount_idr for paid in sums) == PAID_IN_2019_AND_2020 == 350_260_000
    assert json.loads(capsys.readouterr().out)["claims_paid_2019_2020_idr"] == 350_260_000
    assert {paid.program for paid in sums} == {"JKK", "JKM"}
    states = set(Claim.objects.values_list("status", flat=True))
    assert states == {
        Status.DRAFT,
        Status.REPORTED,
        Status.INCOMPLETE,
        Status.COMPLETE,
        Status.ASSESSED,
        Status.APPROVED,
        Status.REFUSED,
        Status.PAID,
    }
    earlier = CoveragePeriod.objects.filter(line__invoice__decree__number=DECREE)
    assert not earlier.filter(until__gt=date(2020, 7, 1)).exists()


def test_loading_the_demo_again_changes_nothing(demo, capsys):
    call_command("seed_demo", format="json")
    first = capsys.readouterr().out
    rows = [model.objects.count() for model in _COUNTED]

    call_command("seed_demo", format="json")

    assert capsys.readouterr().out == first
    assert rows == [model.objects.count() for model in _COUNTED]
    assert (Invoice.objects.count(), Payment.objects.count(), Sponsor.objects.count()) == (2, 2, 1)


def test_what_a_visitor_took_back_stays_taken_back(demo):
    call_command("seed_demo")
    bendahara = User.objects.get(username="bendahara")
    payment = Payment.objects.get(reference=REFERENCE)
    reverse_payment(payment=payment, reason="Mencoba", on=date(2020, 8, 1), by=bendahara)

    call_command("seed_demo")

    payment.refresh_from_db()
    assert payment.reversed_on == date(2020, 8, 1)


def test_everybody_can_sign_in_and_the_neighbour_sees_nothing_of_anambas(demo):
    call_command("seed_demo")

    for account in DEMO_ACCOUNTS:
        user = authenticate(
            RequestFactory().post("/sign-in/"),
            username=account.username,
            password=DEMO_PASSWORD,
        )
        assert [(held.role, held.region_code) for held in user.held_roles] == [
            (account.role, account.region_code)
        ]
    assert signed_in(User.objects.get(username="admin")).get("/admin/").status_code == 200
    neighbour = User.objects.get(username="petugas_bintan")
    for model in (Worker, Sponsor, Enrollment, Invoice, Payment, Claim, Payout, AuditEvent):
        seen = model.objects.visible_to(neighbour)
        if model is AuditEvent:
            seen = seen.exclude(region="2101")  # the line of his own account
        assert not seen.exists(), model


@pytest.mark.parametrize(
    ("demo_mode", "on_sqlite"),
    [(False, True), (True, False)],
    ids=["outside demo mode", "on a server's database"],
)
def test_the_demo_is_refused(settings, capsys, demo_mode, on_sqlite):
    settings.DEMO_MODE = demo_mode
    settings.ON_SQLITE = on_sqlite

    with pytest.raises(SystemExit) as ended:
        call_command("seed_demo", format="json")

    assert ended.value.code == 1
    assert json.loads(capsys.readouterr().out)["refused"]["code"] == "not_a_demo"
    assert not User.objects.exists()
