"""Who is covered, by whom, and over which labour force."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from enrollment.actions.invoices import issue_invoice
from enrollment.actions.payments import post_payment
from enrollment.actions.reported import report_participants
from enrollment.models import Decree, ReportedParticipants
from enrollment.queries.coverage import (
    active_participants,
    coverage_share,
    participants_by_payer,
)
from enrollment.tests.factories import (
    ani,
    make_decree,
    make_enrollment,
    make_sponsor,
    make_worker,
    regency,
)
from registry.models import LabourForce
from registry.tests.factories import make_region, make_user

pytestmark = pytest.mark.django_db

JULY_31 = date(2020, 7, 31)


def cover(*serials: int, village: str = "2105011001", **decree: Any) -> Decree:
    """Let Anambas pay a decree for these workers of a village, from July 2020."""
    made = make_decree(f"SK {serials[0]}", months=2, **decree)
    for serial in serials:
        worker = make_worker(serial, village=make_region(village))
        make_enrollment(worker, decree=made, position=serial)
    invoice = issue_invoice(decree=made, issued_on=date(2020, 7, 20), by=ani())
    post_payment(
        invoice=invoice,
        reference=f"BRK {serials[0]}",
        amount_idr=invoice.total_idr,
        paid_on=date(2020, 7, 21),
        by=ani(),
    )
    return made


def report(code: str, month: date, participants: int, segment: str = "PU") -> ReportedParticipants:
    return report_participants(
        region=make_region(code),
        segment=segment,
        month=month,
        participants=participants,
        source="Laporan cabang",
        by=make_user(f"petugas {code} {month} {segment}", region=make_region(code)),
    )


def make_labour_force(code: str, year: int, people: int, **changes: Any) -> LabourForce:
    values = {"publisher": "BPS", "confidence": "B", "source_title": "Sakernas"}
    return LabourForce.objects.create(
        region=make_region(code), year=year, people=people, **values | changes
    )


def test_every_labour_force_on_record_gives_a_share_newest_first():
    cover(1, 2, 3)
    report("2105", date(2019, 12, 1), 7)
    make_labour_force("2105", 2019, 40)
    make_labour_force("2105", 2020, 25, month=8, weighting="SUPAS2015")
    make_labour_force("2103", 2020, 1)

    coverage = coverage_share(regency(), on=JULY_31)

    assert (coverage.registry, coverage.total) == (3, 10)
    assert [(share.labour_force.as_of, share.share) for share in coverage.shares] == [
        ("2020-08", Fraction(10, 25)),
        ("2019", Fraction(10, 40)),
    ]


def test_a_region_without_a_labour_force_has_no_share():
    cover(1)

    coverage = coverage_share(regency(), on=JULY_31)

    assert coverage.shares == ()
    assert coverage.total == 1


@pytest.mark.parametrize(
    ("on", "participants"),
    [
        (date(2020, 6, 30), 0),
        (date(2020, 7, 1), 1),
        (date(2020, 8, 31), 1),
        (date(2020, 9, 1), 0),
    ],
    ids=["the day before", "first day", "last day", "the day after, without grace"],
)
def test_active_means_that_the_month_of_the_day_is_paid(on, participants):
    cover(1)

    coverage = coverage_share(regency(), on=on)

    assert coverage.registry == participants


def test_the_latest_figure_of_each_segment_counts_at_or_before_the_day():
    report("2105", date(2019, 12, 1), 5_060)
    report("2105", date(2020, 6, 1), 5_100)
    report("2105", date(2020, 8, 1), 9_999)
    report("2105", date(2018, 1, 1), 40, segment="PMI")

    coverage = coverage_share(regency(), on=JULY_31)

    assert coverage.reported_by_segment == {"PMI": 40, "PU": 5_100}
    assert [report.month for report in coverage.reported] == [date(2018, 1, 1), date(2020, 6, 1)]


def test_a_province_is_the_sum_of_its_regencies():
    report("2105", date(2020, 1, 1), 100)
    report("2103", date(2020, 3, 1), 20)
    report("210501", date(2020, 3, 1), 7)

    coverage = coverage_share(make_region("21"), on=JULY_31)

    assert coverage.reported_by_segment == {"PU": 120}
    assert [report.region_code for report in coverage.reported] == ["2103", "2105"]


def test_a_province_that_reported_itself_is_never_added_to_its_regencies():
    report("21", date(2019, 1, 1), 500)
    report("2105", date(2020, 1, 1), 100)
    report("2105", date(2020, 1, 1), 9, segment="JAKON")

    coverage = coverage_share(make_region("21"), on=JULY_31)

    assert coverage.reported_by_segment == {"PU": 500, "JAKON": 9}


def test_a_worker_counts_where_he_lives():
    cover(1, 2, village="2105032001")
    cover(3, village="2103012001")

    codes = ["21", "2103", "2105", "210501", "210503", "2105032001"]
    counted = {code: active_participants(make_region(code), on=JULY_31) for code in codes}

    assert counted == {"21": 3, "2103": 1, "2105": 2, "210501": 0, "210503": 2, "2105032001": 2}


def test_participants_stand_by_who_pays_for_them():
    company = make_sponsor("pt-laut", kind="company", name="PT Laut")
    cover(1)
    cover(2, 3, sponsor=company, fund="CSR")
    cover(4, village="2103012001")

    payers = participants_by_payer(regency(), on=JULY_31)

    assert [(sponsor.code, count) for sponsor, count in payers] == [
        ("pt-laut", 2),
        ("pemkab-anambas", 1),
    ]


def test_a_coverage_takes_the_same_queries_for_any_number_of_records(django_assert_num_queries):
    cover(1, 2)
    for year in range(2010, 2020):
        make_labour_force("2105", year, 100)
        report("2105", date(year, 1, 1), 100)
    region = regency()

    with django_assert_num_queries(3):
        coverage = coverage_share(region, on=JULY_31)

    assert len(coverage.shares) == 10
