"""Two claims in a browser: a death, and an accident that cost a thumb, from report to last letter.

Budi reports, Rina examines, Iskandar decides, Ani pays, each on pages of their own: on a phone in
Indonesian, at a desk in English. Nothing is looked up by words that a translator may change.
"""

from datetime import date

import pytest
from playwright.sync_api import Page

from claims.tests.factories import (
    approved_death,
    assessed_death,
    covered_worker,
    iskandar,
    make_bank,
    rina,
)
from dashboards.tests.browser.claim_steps import (
    Look,
    bring_papers,
    find_worker,
    follow,
    name_account,
    open_claim,
    pay_by_file,
    press,
    record_transfer,
    text_of,
)
from dashboards.tests.browser.steps import assert_letters, rupiah, submit, unfold
from enrollment.tests.factories import ani, budi, make_worker, nik_of
from registry.models import Membership, User
from registry.roles import Role
from registry.tests.factories import make_region

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BOTH = pytest.mark.parametrize(
    ("width", "language"), [(360, "id"), (1440, "en")], ids=["phone", "desk"]
)
WIDOW = "Rohana binti Ahmad"
CHILDREN = [("Mega Sabri", "6 Mei 2008", "SMP"), ("Dimas Sabri", "1/2/2013", "SD")]
# PP 82/2019: lump sum 20, burial 10 and periodic 12 million
DEATH_IDR = 42_000_000
# ten months from September on, at Rp16.800
CREDIT_IDR = 168_000
WAGE_BASE_IDR = 1_000_000
# PP 82/2019: three months at 100 %, thumb 15 % of 80 wages, ride by sea capped at 2 million
CASH_IDR = 3_000_000 + 12_000_000 + 2_000_000
TREATMENT_IDR = 18_250_000
# payable by 3 November (joint leave on 28 and 30 October), paid on 9 November: six days at 1 %
LATE_IDR = 1_020_000


def tell_death(page: Page, look: Look, language: str) -> None:
    """Budi writes what the widow tells, sees the cover of that day, and records it."""
    page.check("[name=cause][value=illness]")
    page.fill("[name=event_on]", "12 agustus 2020")
    page.locator("[name=event_on]").blur()
    cover = page.locator("#cover", has_text="Pemerintah Kabupaten Kepulauan Anambas")
    cover.locator("dl.facts").wait_for()
    assert rupiah(CREDIT_IDR, language) in cover.inner_text()
    page.fill("[name=place]", "di rumah, Terempa")
    page.fill("[name=account]", "sakit sudah 3 bulan, tadi malam meninggal di rumah")
    page.fill("[name=reporter_name]", WIDOW)
    page.fill("[name=reporter_relation]", "istri")
    page.fill("[name=reporter_phone]", "0812 3456-7890")
    look("death-report")
    submit(page)
    look("death-reported")


def name_heirs(page: Page, look: Look) -> None:
    """Budi names the widow and both children, and that these are all."""
    page.select_option("[name=relation]", "spouse")
    page.fill("[name=name]", WIDOW)
    page.fill("[name=born_on]", "4-3-1968")
    submit(page, "button[name=act][value=heir]")
    for name, born_on, level in CHILDREN:
        page.select_option("[name=relation]", "child")
        page.fill("[name=name]", name)
        page.fill("[name=born_on]", born_on)
        unfold(page, "level")
        page.select_option("[name=level]", level)
        submit(page, "button[name=act][value=heir]")
    page.check("[name=heirs_known]")
    look("death-heirs")
    submit(page, "button[name=act][value=all]")
    for name in (WIDOW, *(child[0] for child in CHILDREN)):
        assert name in page.locator("main .checks").inner_text()


@BOTH
def test_a_death_is_paid_to_the_family(width, language, page_at, as_person, it_is, tmp_path):
    page, worker = page_at(width), covered_worker()
    make_worker(29, name="Zainal")
    make_bank()
    whole = rupiah(DEATH_IDR, language)

    it_is(date(2020, 8, 13))
    look = as_person(page, budi(), language)
    find_worker(page, look, nik_of(1)[:8], worker.name)
    tell_death(page, look, language)
    claim = page.url
    follow(page, "/heirs/")
    name_heirs(page, look)

    it_is(date(2020, 8, 18))
    look = as_person(page, budi(), language)
    page.goto(claim)
    follow(page, "/papers/")
    bring_papers(page, look, tmp_path)
    page.goto(claim)
    page.locator("main a[href*='/account/']").first.click()
    name_account(page, WIDOW)
    look("death-account")
    submit(page)
    assert_letters(page, "receipt")

    it_is(date(2020, 8, 19))
    look = as_person(page, rina(), language)
    assert open_claim(page, look, worker.name) == claim
    paper = page.request.get(page.locator("main a[href*='/papers/']").first.get_attribute("href"))
    assert (paper.status, paper.headers["content-type"]) == (200, "image/jpeg")
    press(page, "check")
    look("death-complete")
    assert whole in page.locator("#move").inner_text()
    press(page, "assess")
    look("death-assessed")
    assert page.locator("form[action$='/approve/']").count() == 0

    it_is(date(2020, 8, 24))
    look = as_person(page, iskandar(), language)
    page.goto(claim)
    look("death-to-approve")
    assert whole in page.locator("form[action$='/approve/']").inner_text()
    press(page, "approve")
    look("death-approved")
    assert page.locator("form[action$='/order/']").count() == 0
    assert_letters(page, "receipt", "decision")

    it_is(date(2020, 8, 25))
    look = as_person(page, ani(), language)
    page.goto(claim)
    press(page, "order")
    look("death-ordered")
    submit(page, "#move a.btn-primary[href*='/payouts/']")
    record_transfer(page, "BRK 900001", "25 Agustus 2020")
    look("death-transfer")
    submit(page)
    look("death-paid")
    assert whole in page.locator(".page-head").inner_text()
    assert "BRK 900001" in text_of(page)
    assert_letters(page, "receipt", "decision", "payment")


def tell_accident(page: Page, look: Look) -> None:
    """Budi writes what the shipmates tell; that it was work is not certain yet."""
    page.check("[name=cause][value=work_accident]")
    page.fill("[name=event_on]", "5/10/2020")
    page.fill("[name=event_time]", "14.30")
    page.locator("[name=event_time]").blur()
    page.locator("#cover dl.facts").wait_for()
    page.check("[name=suspected]")
    page.fill("[name=place]", "kapal, 4 mil dari Terempa")
    page.fill("[name=account]", "jari kena tali derek waktu angkat jaring")
    page.fill("[name=witnesses]", "Yahya, Kamaruddin")
    page.fill("[name=reporter_name]", "Yahya")
    look("accident-report")
    submit(page)
    look("accident-suspected")


def state_facts(page: Page, look: Look) -> None:
    """Rina copies from the papers: the thumb, three months, a ride by sea, the treatment."""
    page.select_option("[name=outcome]", "partial_anatomical")
    unfold(page, "loss_0_code")
    page.select_option("[name=loss_0_code]", "right_thumb")
    page.fill("[name=temporary_incapacity_months]", "3")
    page.fill("[name=treatment_idr]", "18.250.000")
    page.select_option("[name=ride_0_kind]", "sea")
    page.fill("[name=ride_0_idr]", "2.400.000")
    look("accident-facts")
    submit(page)


def name_both_accounts(page: Page, look: Look, worker: str) -> None:
    """Budi records where the worker is paid, and where the clinic is."""
    accounts = page.url.split("?")[0]
    page.goto(f"{accounts}?kind=worker")
    name_account(page, worker)
    submit(page)
    page.goto(f"{accounts}?kind=facility")
    page.fill("[name=name]", "RSUD Tarempa")
    name_account(page, "RSUD Tarempa")
    look("accident-account")
    submit(page)


@BOTH
def test_an_accident_is_paid_late_and_the_delay_too(
    width, language, page_at, as_person, it_is, tmp_path
):
    page, worker = page_at(width), covered_worker()
    make_worker(29, name="Zainal")
    make_bank()
    whole = rupiah(CASH_IDR + TREATMENT_IDR, language)

    it_is(date(2020, 10, 6))
    look = as_person(page, budi(), language)
    find_worker(page, look, "sabri", worker.name)
    tell_accident(page, look)
    claim = page.url

    it_is(date(2020, 10, 12))
    look = as_person(page, rina(), language)
    assert open_claim(page, look, worker.name) == claim
    follow(page, "/conclude/")
    page.check("[name=is_accident][value=yes]")
    page.fill("[name=why]", "Dua saksi, dan surat dokter Puskesmas.")
    look("accident-conclude")
    submit(page)
    follow(page, "/facts/")
    state_facts(page, look)
    look("accident-stated")
    assert whole in page.locator(".page-head").inner_text()

    it_is(date(2020, 10, 20))
    look = as_person(page, budi(), language)
    page.goto(claim)
    follow(page, "/papers/")
    bring_papers(page, look, tmp_path)
    page.goto(claim)
    page.locator("main a[href*='/account/']").first.click()
    name_both_accounts(page, look, worker.name)

    it_is(date(2020, 10, 21))
    look = as_person(page, rina(), language)
    page.goto(claim)
    press(page, "check")
    press(page, "assess")
    look("accident-assessed")

    it_is(date(2020, 10, 22))
    look = as_person(page, iskandar(), language)
    page.goto(claim)
    assert whole in page.locator("form[action$='/approve/']").inner_text()
    press(page, "approve")

    it_is(date(2020, 11, 9))
    look = as_person(page, ani(), language)
    page.goto(claim)
    look("accident-late")
    press(page, "order")
    submit(page, f"main a[href*='/payouts/']:has-text('{rupiah(CASH_IDR, language)}')")
    for amount_idr in (LATE_IDR, WAGE_BASE_IDR):
        assert rupiah(amount_idr, language) in text_of(page)
    record_transfer(page, "BRK 900101", "9/11/2020")
    look("accident-transfer")
    submit(page)
    assert rupiah(LATE_IDR, language) in text_of(page)
    pay_by_file(page, look, tmp_path, amount_idr=TREATMENT_IDR, paid_on="09/11/2020")

    page.goto(claim)
    look("accident-compensation")
    assert rupiah(LATE_IDR, language) in page.locator("form[action$='/order/']").inner_text()
    press(page, "order")
    submit(page, "#move a.btn-primary[href*='/payouts/']")
    record_transfer(page, "BRK 900103", "9/11/2020")
    submit(page)
    look("accident-paid")
    assert page.locator("form[action$='/order/']").count() == 0
    paid_idr = CASH_IDR + TREATMENT_IDR + LATE_IDR
    assert rupiah(paid_idr, language) in page.locator(".page-head").inner_text()
    assert_letters(page, "receipt", "decision", "payment")


def give(user: User, role: str) -> User:
    """Return the user with one more role, as in an office that is short of people."""
    Membership.objects.create(user=user, role=role, region=make_region(), since=date(2020, 1, 1))
    return user


@BOTH
def test_who_assessed_is_offered_no_approval_and_who_approved_no_payment(
    width, language, page_at, as_person, it_is
):
    page = page_at(width)
    it_is(date(2020, 8, 24), hour=16)
    assessed, approved = assessed_death(), approved_death(covered_worker(2))

    look = as_person(page, give(rina(), Role.APPROVER), language)
    page.goto(assessed.get_absolute_url())
    look("assessed-by-me")
    acts_of_who_assessed = page.locator("#move form, #move a.btn").count()
    look = as_person(page, give(iskandar(), Role.TREASURER), language)
    page.goto(assessed.get_absolute_url())
    approval = page.locator("form[action$='/approve/']").count()
    page.goto(approved.get_absolute_url())
    look("approved-by-me")
    acts_of_who_approved = page.locator("#move form, #move a.btn").count()
    as_person(page, ani(), language)
    page.goto(approved.get_absolute_url())
    order = page.locator("form[action$='/order/']").count()

    assert (acts_of_who_assessed, approval) == (0, 1)
    assert (acts_of_who_approved, order) == (0, 1)
