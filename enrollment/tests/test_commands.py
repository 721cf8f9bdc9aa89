"""The commands of the first floor as a script meets them: JSON, scope, exit codes 0, 1 and 2."""

import os
import subprocess
import sys
from datetime import date
from functools import partial

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from enrollment.actions.invoices import issue_invoice
from enrollment.models import Decree, Invoice, Payment, Sponsor
from enrollment.tests.factories import (
    ani,
    make_decree,
    make_enrollment,
    make_sponsor,
    make_worker,
)
from enrollment.tests.shell import make_cast, options, run_command

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> None:
    """Everybody of the office, and where they work."""
    make_cast()


@pytest.fixture
def run(capsys):
    """`run("issue_invoice", "--decree", …)` returns the exit code and what was printed."""
    return partial(run_command, capsys)


SPONSOR = {
    "code": "pemkab-anambas",
    "name": "Pemerintah Kabupaten Kepulauan Anambas",
    "kind": "regency",
    "region": "2105",
    "actor": "budi",
}
DECREE = {
    "number": "SK 1",
    "date": "2020-07-14",
    "sponsor": "pemkab-anambas",
    "region": "2105",
    "fund": "APBD",
    "since": "2020-07",
    "months": "12",
    "wage-base": "1000000",
    "programs": "JKK,JKM",
    "ceiling-idr": "1000000000",
    "actor": "budi",
}
PAYMENT = {
    "reference": "BRK 1",
    "amount-idr": "201600",
    "paid-on": "2020-07-21",
    "actor": "ani",
}


def billed(workers: int = 1) -> Invoice:
    """Return the invoice of decree SK 1 with some workers, issued on 20 July 2020."""
    decree = make_decree("SK 1")
    for row in range(workers):
        make_enrollment(make_worker(row), decree=decree, position=row + 2)
    return issue_invoice(decree=decree, issued_on=date(2020, 7, 20), by=ani())


def test_create_sponsor_returns_its_code(cast, run):
    code, printed = run("create_sponsor", *options(SPONSOR))

    assert (code, printed) == (0, {"code": "pemkab-anambas"})
    assert Sponsor.objects.get().region_id == "2105"


def test_create_decree_says_how_many_workers_the_ceiling_pays_for(cast, run):
    make_sponsor()

    code, printed = run("create_decree", *options(DECREE, quota="5000"))

    assert (code, printed) == (0, {"number": "SK 1", "affordable_workers": 4_960})
    assert Decree.objects.get().quota == 5_000


def test_a_wage_base_that_is_no_band_names_the_two_nearest(cast, run):
    make_sponsor()

    code, complaint = run("create_decree", *options(DECREE, wage_base="1150000"))

    assert code == 2
    assert "Rp1.000.000, Rp1.200.000" in complaint


@pytest.mark.parametrize(
    ("command", "facts", "changes"),
    [
        ("create_sponsor", SPONSOR, {"region": "9999"}),
        ("create_sponsor", SPONSOR, {"actor": "nobody"}),
        ("create_sponsor", SPONSOR, {"code": "Pemkab Anambas"}),
        ("create_decree", DECREE, {"sponsor": "pt-laut"}),
        ("create_decree", DECREE, {"months": "61"}),
        ("create_decree", DECREE, {"number": "x" * 81}),
        ("create_decree", DECREE, {"quota": "9" * 19}),
        ("issue_invoice", {"decree": "SK 9", "actor": "ani"}, {}),
        ("post_payment", PAYMENT, {"invoice": "0009/2105/VII/2020"}),
        ("accept_relief", {"invoice": "0009/2105/VII/2020", "actor": "ani"}, {}),
    ],
    ids=[
        "unknown region",
        "unknown actor",
        "a code with a space",
        "unknown sponsor",
        "five years and a month",
        "a number that is too long",
        "more workers than a field holds",
        "unknown decree",
        "unknown invoice",
        "unknown invoice of a relief",
    ],
)
def test_what_cannot_be_looked_up_or_read_ends_with_2(cast, run, command, facts, changes):
    make_sponsor()

    code, complaint = run(command, *options(facts, **changes))

    assert code == 2
    assert isinstance(complaint, str)
    assert complaint.strip()


@pytest.mark.parametrize(
    "changes",
    [{"kind": "kingdom"}, {"format": "xml"}],
    ids=["no such kind", "no such format"],
)
def test_a_choice_that_is_not_offered_is_a_bad_argument(cast, changes):
    with pytest.raises(CommandError):
        call_command("create_sponsor", *options(SPONSOR, **changes))


def test_a_role_without_the_right_is_refused_with_1(cast, run):
    code, printed = run("create_sponsor", *options(SPONSOR, actor="ani"))

    assert code == 1
    assert printed["refused"]["code"] == "permission_denied"
    assert printed["refused"]["message"]


def test_a_rule_that_says_no_is_refused_with_its_code(cast, run):
    make_sponsor()

    code, printed = run("create_sponsor", *options(SPONSOR))

    assert code == 1
    assert printed["refused"]["code"] == "sponsor_code_taken"


def test_a_decree_of_another_region_is_unknown_to_the_actor(cast, run):
    make_decree("SK 1")

    code, complaint = run("issue_invoice", "--decree", "SK 1", "--actor", "citra")

    assert code == 2
    assert "SK 1" in complaint


def test_a_number_that_two_sponsors_use_asks_for_the_sponsor(cast, run):
    make_decree("SK 1")
    make_enrollment(decree=make_decree("SK 1", sponsor=make_sponsor("pt-laut"), fund="CSR"))

    ambiguous, _ = run("issue_invoice", "--decree", "SK 1", "--actor", "ani")
    code, printed = run(
        "issue_invoice", "--decree", "SK 1", "--sponsor", "pt-laut", "--actor", "ani"
    )

    assert (ambiguous, code) == (2, 0)
    assert printed["workers"] == 1


def test_issue_invoice_bills_once(cast, run):
    make_enrollment(decree=make_decree("SK 1"))
    arguments = ["--decree", "SK 1", "--actor", "ani", "--issued-on", "2020-07-20"]

    first = run("issue_invoice", *arguments)
    second = run("issue_invoice", *arguments)

    assert first == second
    assert first[0] == 0
    assert first[1] == {
        "number": Invoice.objects.get().number,
        "workers": 1,
        "worker_months": 12,
        "lines": 1,
        "total_idr": 201_600,
        "removed": 0,
        "not_spent_idr": 0,
    }


def test_an_invoice_above_the_ceiling_is_refused(cast, run):
    make_enrollment(decree=make_decree("SK 1", ceiling_idr=201_599))

    code, printed = run(
        "issue_invoice", "--decree", "SK 1", "--actor", "ani", "--issued-on", "2020-07-20"
    )

    assert code == 1
    assert printed["refused"]["code"] == "above_ceiling"


def test_post_payment_takes_the_sp2d_and_the_budget_year(cast, run):
    invoice = billed()
    treasury = {"sp2d-number": "00412/2020", "sp2d-on": "2020-07-20", "budget-year": "2019"}

    code, _printed = run("post_payment", *options(PAYMENT | treasury, invoice=invoice.number))

    payment = Payment.objects.get()
    assert code == 0
    assert (payment.sp2d_on, payment.budget_year) == (date(2020, 7, 20), 2019)


def test_post_payment_says_what_the_money_opened_and_the_credit_after_it(cast, run):
    invoice = billed()

    code, printed = run(
        "post_payment", *options(PAYMENT, invoice=invoice.number, amount_idr="33700")
    )

    assert code == 0
    assert printed == {
        "allocated_idr": 33_600,
        "credit_idr": 100,
        "workers_covered": 1,
        "months_opened": 2,
    }


def test_the_same_reference_with_another_amount_is_refused(cast, run):
    invoice = billed()
    first = run("post_payment", *options(PAYMENT, invoice=invoice.number))

    again = run("post_payment", *options(PAYMENT, invoice=invoice.number))
    other = run("post_payment", *options(PAYMENT, invoice=invoice.number, amount_idr="201601"))

    assert again == first
    assert other[0] == 1
    assert other[1]["refused"]["code"] == "already_posted"
    assert Payment.objects.count() == 1


def test_a_relief_published_later_becomes_credit_once(cast, run):
    invoice = billed()
    run("post_payment", *options(PAYMENT, invoice=invoice.number))
    facts = {"invoice": invoice.number, "actor": "ani", "on": "2020-10-01"}

    first = run("accept_relief", *options(facts))
    second = run("accept_relief", *options(facts))

    saved_idr = 6 * (16_800 - 168)
    assert first == (
        0,
        {
            "invoice": invoice.number,
            "released_idr": {"reliefs.pp49_2020": saved_idr},
            "credit_idr": saved_idr,
        },
    )
    assert second[1]["released_idr"] == {}
    assert second[1]["credit_idr"] == saved_idr


def test_a_crash_ends_with_2_and_one_sentence(cast, run):
    make_enrollment(decree=make_decree("SK 1"))
    Decree.objects.update(wage_base_idr=7)

    code, complaint = run("issue_invoice", "--decree", "SK 1", "--actor", "ani")

    assert code == 2
    assert "NoSuchBase" in complaint
    assert "Traceback" not in complaint


def test_a_command_in_a_shell_ends_with_the_same_codes(tmp_path):
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{tmp_path}/empty.sqlite3"}
    quote = [sys.executable, "manage.py", "quote", "--from", "2026-01", "--income"]

    ended = [
        subprocess.run(
            [*quote, income],
            cwd=settings.BASE_DIR,
            env=environment,
            capture_output=True,
            check=False,
            text=True,
        )
        for income in ("950000", "0")
    ]

    assert [process.returncode for process in ended] == [0, 2]
    assert [bool(process.stdout) for process in ended] == [True, False]
    assert ended[0].stderr == ""


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"DEMO_MODE": "0", "DEBUG": "0", "SECRET_KEY": ""}, "SECRET_KEY"),
        ({"DEMO_MODE": "1", "DATABASE_URL": "mysql://localhost/lindung"}, "postgresql://"),
    ],
    ids=["production without a secret", "a database that is not supported"],
)
def test_settings_that_cannot_be_used_end_with_2_and_a_sentence(changes, complaint):
    process = subprocess.run(
        [sys.executable, "manage.py", "verify", "--format", "json"],
        cwd=settings.BASE_DIR,
        env=os.environ | changes,
        capture_output=True,
        check=False,
        text=True,
    )

    assert (process.returncode, process.stdout) == (2, "")
    assert complaint in process.stderr
    assert "Traceback" not in process.stderr
