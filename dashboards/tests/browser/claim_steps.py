"""What people do on the pages of any claim, found by addresses and by what they typed."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

from claims.tests.factories import make_bank
from dashboards.tests.browser.steps import photos_of, submit

Look = Callable[[str], None]
ACCOUNT = "1020 3044 21"


def open_claim(page: Page, look: Look, name: str) -> str:
    """Find the claim in the inbox by the worker's name; return its address."""
    page.goto("/claims/")
    look("claims-inbox")
    submit(page, f"main table.inbox tbody th a:has-text('{name}')")
    return page.url


def find_worker(page: Page, look: Look, typed: str, name: str) -> None:
    """Type what the family says, and choose the person among those found."""
    page.goto("/claims/")
    submit(page, "main a[href='/claims/new/']")
    page.fill("#claim-q", typed)
    submit(page)
    look("claim-find")
    with page.expect_navigation():
        page.locator("#found tbody th a", has_text=name).click()


def bring_papers(page: Page, look: Look, folder: Path) -> None:
    """Budi sends every paper that is asked for, of the first both sides."""
    asked = page.locator("input[name^=paper_]")
    names = asked.evaluate_all("inputs => inputs.map(input => input.name)")
    assert "paper_bank_book" in names
    for place, name in enumerate(names):
        kinds = ("jpg", "png") if place == 0 else ("pdf",)
        page.set_input_files(f"[name={name}]", photos_of(folder, name, kinds))
    look("papers-chosen")
    page.locator("main form[data-upload] .btn-primary").click()
    asked.first.wait_for(state="detached")
    assert page.locator("main a", has_text=f"{names[0]}.png").count() == 1
    look("papers-sent")


def name_account(page: Page, holder: str) -> None:
    """Budi copies the account from the bank book, spaces and all."""
    heir = page.locator("[name=heir] option", has_text=holder)
    if heir.count():
        page.select_option("[name=heir]", heir.get_attribute("value"))
    page.select_option("[name=bank]", make_bank().pk)
    page.fill("[name=account_number]", ACCOUNT)
    page.fill("[name=holder]", holder)


def record_transfer(page: Page, reference: str, paid_on: str) -> None:
    """Ani copies reference and day from the bank statement."""
    page.fill("[name=bank_reference]", reference)
    page.fill("[name=paid_on]", paid_on)


def press(page: Page, act: str) -> None:
    """Press the button of the claim's page that does this act."""
    submit(page, f"#move form[action$='/{act}/'] button")


def follow(page: Page, end: str) -> None:
    """Follow the link of the claim's page that leads to this one of its pages."""
    submit(page, f"main a[href$='{end}']")


def text_of(page: Page) -> str:
    """Return what the page says, without its frame."""
    return page.locator("main").inner_text()


def pay_by_file(page: Page, look: Look, folder: Path, *, amount_idr: int, paid_on: str) -> None:
    """Ani hands what waits for the bank to it in a file, and enters what it answers."""
    page.goto("/claims/files/")
    look("payment-files")
    submit(page, "main form[action='/claims/files/new/'] button")
    look("payment-file")
    with page.expect_download() as download:
        page.locator("main a[href$='/file.csv']").click()
    lines = list(csv.reader(io.StringIO(download.value.path().read_text()), delimiter=";"))
    assert lines[2] == ["total_kendali", str(amount_idr)]
    (transfer,) = lines[4:]
    sheet = folder / "jawaban.csv"
    sheet.write_text(
        "referensi;status;tanggal;jumlah;referensi bank;alasan\n"
        f"{transfer[0]};berhasil;{paid_on};{transfer[4]};BRK file;\n"
    )
    follow(page, "/answer/")
    page.set_input_files("[name=answer]", sheet)
    look("payment-file-answer")
    page.locator("main form[data-upload] .btn-primary").click()
    page.locator("main .tally").wait_for()
    assert page.locator("main a[href$='/answer/']").count() == 0
    look("payment-file-answered")
