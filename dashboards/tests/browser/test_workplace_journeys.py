"""The officer's day in a browser: find, correct by two people, order and pay, join and part.

Each journey goes at two widths or in two languages, as its people sit; nothing is looked up by
words that a translator may change.
"""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import Page, Route

from dashboards.tests.browser.steps import rupiah, submit
from enrollment.models import Decree, Worker
from enrollment.tests.factories import ani, budi, make_decree, make_worker, nur
from enrollment.tests.ordering import driver

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MAY_5 = date(2025, 5, 5)
THREE_MONTHS_IDR = 50_400
CHOSEN = "#found-desk [aria-selected=true]"


@pytest.fixture
def found() -> tuple[Worker, Decree]:
    """A worker whose name has other spellings, a neighbour, and a decree."""
    make_worker(2, name="Sabariah")
    return make_worker(1, name="Mohamad Siamsul Djafar"), make_decree("SK 560/112/2020")


def find(page: Page, text: str) -> None:
    """Go to the search box by its key, type, and wait for what is found."""
    page.keyboard.press("/")
    page.keyboard.type(text)
    page.locator("#found-desk a[role=option]").first.wait_for()


def test_everything_is_found_by_keyboard_alone(page_at, as_person, found):
    worker, decree = found
    page = page_at(1440)
    look = as_person(page, budi(), "en")
    page.goto("/workers/")

    find(page, "jafar muh. syam")
    page.keyboard.press("ArrowDown")
    assert worker.name in page.locator(CHOSEN).inner_text()
    look("search-live")
    page.keyboard.press("Escape")
    assert page.locator("#found-desk").is_hidden()
    page.keyboard.press("ArrowDown")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith(worker.get_absolute_url())

    find(page, decree.number[:6])
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator(f"main a[href='{decree.get_absolute_url()}'] mark").is_visible()
    look("search")

    late: list[Route] = []

    def hold(route: Route) -> None:
        late.append(route)

    page.route("**/search/**", hold)
    page.keyboard.press("/")
    with page.expect_request("**/search/**"):
        page.keyboard.type("sabariah")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    late[-1].continue_()
    page.locator("#found-desk a[role=option]").first.wait_for(state="attached")
    assert page.locator("#found-desk").is_hidden()


def test_an_identity_is_corrected_by_two_people_and_the_history_says_so(page_at, as_person):
    worker = make_worker(1, name="Sabry")

    desk = page_at(1440)
    look = as_person(desk, budi(), "en")
    desk.goto(worker.get_absolute_url())
    submit(desk, "main a[href$='/nik/']")
    look("nik-why")
    desk.check("[name=why][value=compare]")
    submit(desk)
    assert worker.nik in "".join(desk.locator("main").inner_text().split())
    look("nik")
    desk.goto(f"{worker.get_absolute_url()}correct/")
    desk.fill("[name=name]", "Sabri")
    look("correct")
    submit(desk)
    assert desk.evaluate("document.activeElement.classList.contains('error-summary')")
    desk.fill("[name=reason]", "KTP asli")
    submit(desk)
    assert desk.locator("[name=decision]").count() == 0
    look("correction-proposed")

    phone = page_at(360)
    look = as_person(phone, nur(), "id")
    phone.goto("/")
    look("home-supervisor")
    submit(phone, "main .worklist a[href='/corrections/']")
    look("corrections")
    submit(phone, "main tbody th a")
    look("correction")
    phone.check("[name=decision][value=accept]")
    submit(phone, "#decide button")

    assert phone.locator("h1", has_text="Sabri").is_visible()
    newest = phone.locator(".history li").first.inner_text()
    assert all(part in newest for part in ("Sabry", "Sabri", "KTP asli"))
    look("worker-corrected")


def test_an_order_without_scripts_is_paid_and_becomes_cover_and_a_card(
    page_at, plain_page, as_person, sign_in, it_is
):
    it_is(MAY_5)
    worker = driver(1, name="Sabri")

    sign_in(plain_page, budi())
    plain_page.goto(f"/workers/{worker.pk}/order/")
    plain_page.check("[name=months][value='3']")
    plain_page.locator("#offers .btn-primary").click()
    invoice = plain_page.url
    assert "/invoices/" in invoice
    plain_page.goto("/orders/")
    assert plain_page.locator("main tbody th a", has_text=worker.name).is_visible()

    phone = page_at(360)
    look = as_person(phone, ani(), "id")
    phone.goto(invoice)
    assert rupiah(THREE_MONTHS_IDR, "id") in phone.locator("main").inner_text()
    look("order-invoice")
    submit(phone, "main a[href$='/payment/']")
    phone.fill("[name=reference]", "QRIS 77")
    phone.fill("[name=amount_idr]", "50.400")
    phone.fill("[name=paid_on]", "5 Mei 2025")
    submit(phone)
    look("order-payment")

    desk = page_at(1440)
    look = as_person(desk, budi(), "en")
    desk.goto(worker.get_absolute_url())
    assert desk.locator("table.cover").is_visible()
    assert desk.locator("main a[href*='/payments/']").first.is_visible()
    look("worker-covered")
    card = desk.request.get(desk.locator("main a[href$='card.pdf']").get_attribute("href"))
    assert card.body().startswith(b"%PDF-")
    desk.goto(f"/workers/{worker.pk}/order/")
    look("order")


def test_two_records_of_one_person_are_joined_and_parted(page_at, as_person):
    born = {"name": "Sabri", "born_on": date(1980, 3, 17)}
    kept, other = make_worker(1, phone="081234567890", **born), make_worker(2, **born)

    phone = page_at(360)
    look = as_person(phone, nur(), "en")
    phone.goto("/workers/duplicates/")
    look("duplicates")
    submit(phone, "main a[href*='/merge/']")
    look("merge")
    phone.fill("[name=reason]", "KTP dan KK dilihat")
    submit(phone)
    look("merged")

    desk = page_at(1440)
    look = as_person(desk, nur(), "id")
    desk.goto(other.get_absolute_url())
    assert desk.url.endswith(kept.get_absolute_url())
    look("worker-joined")
    desk.goto("/workers/duplicates/")
    submit(desk, "main tbody th a")
    submit(desk, "main a[href$='/undo/']")
    desk.fill("[name=reason]", "Dua orang: ayah dan anak")
    look("part")
    submit(desk, "main form .btn-danger-line")
    look("parted")
    assert not Worker.objects.filter(merged_into__isnull=False).exists()
