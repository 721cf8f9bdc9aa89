"""`manage.py seed_demo`: the founding case, by the actions of a person's work."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any, Final

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from claims.models import Claim
from claims.queries.sums import paid_by_region_and_period
from dashboards import demo_claims
from dashboards.demo import FILENAME, FIRST_MONTH, Person, earlier_people, people, write_list
from dashboards.demo_acts import Staff, play_claims
from enrollment.actions.imports import start_applying, upload_list, work_through
from enrollment.actions.invoices import issue_invoice
from enrollment.actions.payments import post_payment
from enrollment.actions.reported import report_participants
from enrollment.actions.sponsors import create_decree, create_sponsor
from enrollment.models import Decree, Payment, Segment, Sponsor, Worker
from registry.audit import record
from registry.commands import Facts, JsonCommand, today
from registry.demo_accounts import DEMO_ACCOUNTS, DEMO_PASSWORD, DemoAccount
from registry.models import Membership, Region, User
from registry.programs import Fund
from registry.reference import load_reference
from registry.refusals import Refused

REGION: Final = "2105"
SPONSOR: Final = "pemkab-anambas"
DECREE: Final = "SK 560/112/2020"
STAFF_SINCE: Final = date(2019, 1, 1)
ISSUED_ON: Final = date(2020, 7, 20)
PAID_ON: Final = date(2020, 7, 21)
REFERENCE: Final = "BRK-20200721-0001"
SP2D: Final = "0412/SP2D/LS/2020"
REPORTED_PU: Final = 5060
REPORTED_SOURCE: Final = "ANTARA Kepri 2019: Anambas anggarkan Rp1 miliar untuk pekerja rentan"


class NotADemo(Refused):
    code = "not_a_demo"


class Command(JsonCommand):
    """Fills an empty database with the demo; what is there already is left alone."""

    help = "Load the demo: 4,839 workers of Anambas, their decree, invoice and payment."

    def run(self, options: dict[str, Any]) -> Facts:
        """Return what the demo holds."""
        if not (settings.DEMO_MODE and settings.ON_SQLITE):
            raise NotADemo(
                _("The demo is loaded in DEMO_MODE on SQLite only, never into a server's database.")
            )
        load_reference()
        staff = {account.username: _account(account) for account in DEMO_ACCOUNTS}
        # a visitor may have reversed the payment or undone the list since: that stays
        payment = Payment.objects.filter(reference=REFERENCE).first() or _play(staff)
        _play_claims(staff)
        invoice = payment.invoice
        return {
            "accounts": len(staff),
            "decree": invoice.decree.number,
            "invoice": invoice.number,
            "workers": invoice.workers,
            "total_idr": invoice.total_idr,
            "paid_idr": payment.amount_idr,
            "reported": REPORTED_PU,
            "claims": Claim.objects.count(),
            "claims_paid_2019_2020_idr": _paid_in_2019_and_2020(),
        }


def _play(staff: dict[str, User]) -> Payment:
    """Go from the decree to paid cover; what broke off before is gone on with."""
    decree = _decree(staff["petugas"])
    _report(staff["petugas"])
    _apply_list(decree, people(), FILENAME, officer=staff["petugas"], supervisor=staff["penyelia"])
    return _bill_and_pay(decree, treasurer=staff["bendahara"])


def _play_claims(staff: dict[str, User]) -> None:
    """Go from the small decree of 2017 to the claims of 2019, 2020 and these days."""
    officer, treasurer = staff["petugas"], staff["bendahara"]
    persons = earlier_people(demo_claims.WORKERS, since=demo_claims.FIRST_MONTH)
    if not Payment.objects.filter(reference=demo_claims.REFERENCE).exists():
        decree = _earlier_decree(officer)
        _apply_list(
            decree,
            persons,
            "daftar-pekerja-2017.xlsx",
            months="Januari 2017 sampai Juni 2020",
            officer=officer,
            supervisor=staff["penyelia"],
        )
        _bill_and_pay_earlier(decree, treasurer=treasurer)
    known = Worker.objects.in_bulk([person.nik for person in persons], field_name="nik")
    play_claims(
        [known[person.nik] for person in persons],
        Staff(officer, staff["verifikator"], staff["penetap"], treasurer),
        today=today(),
    )


def _paid_in_2019_and_2020() -> int:
    anambas = Region.objects.get(pk=REGION)
    sums = paid_by_region_and_period([anambas], since=date(2019, 1, 1), until=date(2021, 1, 1))
    return sum(paid.amount_idr for paid in sums)


def _earlier_decree(officer: User) -> Decree:
    sponsor = Sponsor.objects.get(code=SPONSOR)
    return Decree.objects.filter(sponsor=sponsor, number=demo_claims.DECREE).first() or (
        create_decree(
            sponsor=sponsor,
            number=demo_claims.DECREE,
            decided_on=date(2017, 1, 3),
            title="Perlindungan rintisan bagi nelayan dan petani (contoh)",
            region=sponsor.region,
            fund=Fund.DBH,
            since=demo_claims.FIRST_MONTH,
            months=demo_claims.MONTHS,
            wage_base_idr=1_000_000,
            ceiling_idr=15_000_000,
            by=officer,
        )
    )


def _bill_and_pay_earlier(decree: Decree, *, treasurer: User) -> None:
    invoice = issue_invoice(decree=decree, issued_on=demo_claims.ISSUED_ON, by=treasurer)
    post_payment(
        invoice=invoice,
        reference=demo_claims.REFERENCE,
        amount_idr=invoice.total_idr,
        paid_on=demo_claims.PAID_ON,
        by=treasurer,
    )


@transaction.atomic
def _account(account: DemoAccount) -> User:
    """Return the user of a demo account, with its one role."""
    if user := User.objects.filter(username=account.username).first():
        return user
    user = User.objects.create_user(
        account.username,
        password=DEMO_PASSWORD,
        first_name=account.first_name,
        last_name=account.last_name,
    )
    Membership.objects.create(
        user=user, role=account.role, region_id=account.region_code, since=STAFF_SINCE
    )
    record(
        "user.created",
        subject=user,
        by=None,
        region_code=account.region_code,
        username=account.username,
        role=account.role,
    )
    return user


def _decree(officer: User) -> Decree:
    region = Region.objects.get(pk=REGION)
    sponsor = Sponsor.objects.filter(code=SPONSOR).first() or create_sponsor(
        code=SPONSOR,
        name="Pemerintah Kabupaten Kepulauan Anambas",
        kind=Sponsor.Kind.REGENCY,
        region=region,
        by=officer,
    )
    return Decree.objects.filter(sponsor=sponsor, number=DECREE).first() or create_decree(
        sponsor=sponsor,
        number=DECREE,
        decided_on=date(2020, 7, 14),
        title="Penetapan pekerja bukan penerima upah penerima bantuan iuran JKK dan JKM",
        region=region,
        fund=Fund.APBD,
        since=FIRST_MONTH,
        months=12,
        wage_base_idr=1_000_000,
        ceiling_idr=1_000_000_000,
        by=officer,
    )


def _report(officer: User) -> None:
    report_participants(
        region=Region.objects.get(pk=REGION),
        segment=Segment.WAGE,
        month=date(2019, 12, 1),
        participants=REPORTED_PU,
        source=REPORTED_SOURCE,
        by=officer,
    )


def _apply_list(
    decree: Decree,
    persons: list[Person],
    filename: str,
    *,
    months: str = "Juli 2020 sampai Juni 2021",
    officer: User,
    supervisor: User,
) -> None:
    """Upload the list, check it, and let the second person apply it; resumes what broke off."""
    sheet = BytesIO()
    write_list(persons, sheet, months=months)
    upload = File(sheet, name=filename)
    batch = upload_list(decree=decree, upload=upload, filename=filename, by=officer)
    work_through(batch.pk)
    work_through(start_applying(batch=batch, by=supervisor).pk)


def _bill_and_pay(decree: Decree, *, treasurer: User) -> Payment:
    invoice = issue_invoice(decree=decree, issued_on=ISSUED_ON, by=treasurer)
    return post_payment(
        invoice=invoice,
        reference=REFERENCE,
        sp2d_number=SP2D,
        amount_idr=invoice.total_idr,
        paid_on=PAID_ON,
        by=treasurer,
    )
