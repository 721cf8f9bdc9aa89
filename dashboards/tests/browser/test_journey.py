"""The main job in a browser: from a decree and an Excel list to paid cover and the share.

Three people do it, each on their own pages, at a desk and on a phone, in both languages.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import Page
from xlsxwriter import Workbook

from dashboards.tests.browser.steps import shown, submit
from enrollment.models import Worker
from enrollment.tests.factories import ani, budi, nur
from registry.reference import load_reference
from registry.tests.kepri import kepri_folder

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HEADINGS = ["No", "NIK", "Nama Lengkap", "Tgl Lahir", "L/P", "Desa/Kel", "Kecamatan", "Pekerjaan"]
GOOD = [
    ["2105011703800000", "Kamaruddin", "17-03-1980", "L", "Terempa", "Siantan", "Nelayan"],
    ["2105015204850000", "Rosmawati", "12/04/1985", "P", "Tarempa Timur", "Siantan", "Pedagang"],
    ["2105010108900000", "Yahya", "1 Agustus 1990", "L", "Desa Nyamuk", "Siantan Timur", "Ojek"],
]
TORN = ["210501050688000", "Hamidah", "05/06/1988", "P", "Terempa", "Siantan", "Petani"]
MENDED = ["2105014506880000", *TORN[1:]]


@pytest.fixture
def anambas(tmp_path, settings) -> None:
    """The places and occupations that lists are read against."""
    settings.REFERENCE_DIR = kepri_folder(tmp_path / "data")
    load_reference()


def workbook(path: Path, *rows: list[str]) -> Path:
    """Return a workbook with a title, a blank line, headings, and these people."""
    with Workbook(path) as book:
        sheet = book.add_worksheet("Daftar")
        sheet.write(0, 0, "DAFTAR PEKERJA RENTAN")
        sheet.write_row(2, 0, HEADINGS)
        for number, row in enumerate(rows, start=1):
            sheet.write_row(number + 2, 0, [number, *row])
    return path


def record_decree(page: Page, look: Callable[[str], None], affordable: str) -> None:
    """Budi records the sponsor and its decree, and sees what the ceiling buys while he types."""
    page.goto("/sponsors/new/")
    page.fill("[name=name]", "Pemerintah Kabupaten Kepulauan Anambas")
    page.select_option("[name=kind]", "regency")
    page.select_option("[name=region]", "2105")
    page.fill("[name=code]", "pemkab-anambas")
    look("sponsor-new")
    submit(page)
    look("sponsor")
    page.goto("/sponsors/decrees/new/")
    page.select_option("[name=sponsor]", index=1)
    page.fill("[name=number]", "SK 560/112/2020")
    page.fill("[name=decided_on]", "14 Juli 2020")
    page.select_option("[name=region]", "2105")
    page.select_option("[name=fund]", "APBD")
    page.fill("[name=since]", "Juli 2020")
    page.fill("[name=months]", "12")
    page.select_option("[name=wage_base_idr]", "1000000")
    page.fill("[name=ceiling_idr]", "1.000.000.000")
    page.locator("#preview", has_text=affordable).wait_for()
    look("decree-new")
    submit(page)
    look("decree")


def upload_and_repair(page: Page, look: Callable[[str], None], folder: Path) -> str:
    """Budi uploads a list with one torn NIK and sends the row again; return the list's address."""
    page.goto("/lists/new/")
    page.select_option("[name=decree]", index=1)
    page.set_input_files("[name=file]", workbook(folder / "daftar.xlsx", *GOOD, TORN))
    page.locator("main form .btn-primary").click()
    page.locator("#batch-progress").wait_for()
    look("list-at-work")
    call_command("worker", "--once")
    page.locator("#batch-progress").wait_for(state="detached")
    assert "Hamidah" in page.locator("main table").inner_text()
    look("list-to-repair")
    address = page.url
    with page.expect_download() as download:
        page.locator("a[href$='repair.xlsx']").first.click()
    assert download.value.suggested_filename.endswith(".xlsx")
    page.goto(f"{address}repair/")
    page.set_input_files("[name=file]", workbook(folder / "perbaikan.xlsx", *GOOD, MENDED))
    page.locator("main form .btn-primary").click()
    page.locator("#batch-progress").wait_for()
    call_command("worker", "--once")
    page.locator("#batch-progress").wait_for(state="detached")
    look("list-ready")
    return address


@pytest.mark.parametrize("language", ["id", "en"], ids=["Indonesian", "English"])
@pytest.mark.parametrize("width", [1440, 360], ids=["desk", "phone"])
def test_a_list_becomes_paid_cover_and_a_share(
    width, language, page_at, as_person, anambas, tmp_path
):
    page = page_at(width)

    look = as_person(page, budi(), language)
    record_decree(page, look, shown(4_960, language))
    address = upload_and_repair(page, look, tmp_path)

    look = as_person(page, nur(), language)
    page.goto(address)
    page.fill("[name=attested_by_name]", "Haji Ramli")
    page.locator("form[action$=apply] button").click()
    page.locator("#batch-progress").wait_for()
    call_command("worker", "--once")
    page.locator("main .result").wait_for()
    look("list-applied")

    look = as_person(page, ani(), language)
    page.goto("/")
    look("home-treasurer")
    page.goto("/sponsors/decrees/")
    page.locator("main a", has_text="SK 560/112/2020").first.click()
    submit(page, "main a[href$='/sweep/']")
    look("sweep")
    submit(page, "#next form button")
    # issued today: the relief of PP 49/2020 is known by now (6 × 16,800 + 6 × 168 for each of 4)
    assert f"Rp{shown(407_232, language)}" in page.locator("main").inner_text()
    look("invoice")
    page.locator("a[href$='/payment/']").first.click()
    page.fill("[name=reference]", "BRK-1")
    page.fill("[name=amount_idr]", "407.232")
    page.fill("[name=paid_on]", "21/07/2020")
    look("payment-new")
    submit(page)
    look("payment")
    pdf = page.request.get(page.url + "receipt.pdf")
    assert pdf.headers["content-type"] == "application/pdf"

    page.goto(f"/workers/{Worker.objects.get(name='Hamidah').pk}/")
    assert page.locator("table.cover").is_visible()
    look("worker")
    page.goto("/coverage/2105/?on=2020-07-31")
    assert shown(18_944, language) in page.locator("main").inner_text()
    look("coverage")
