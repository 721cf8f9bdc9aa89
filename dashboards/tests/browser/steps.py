"""What every journey does on a page: press its button, read its figures, choose its files."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from playwright.sync_api import Page

PAPERS = {
    "pdf": b"%PDF-1.7\n",
    "jpg": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00",
    "png": b"\x89PNG\r\n\x1a\n",
}


def submit(page: Page, selector: str = "main form .btn-primary") -> None:
    """Press the page's one primary button and wait for what comes of it."""
    with page.expect_navigation():
        page.locator(selector).first.click()


def shown(number: int, language: str) -> str:
    """Return a number as a screen of that language writes it."""
    return f"{number:,}" if language == "en" else f"{number:,}".replace(",", ".")


def rupiah(amount_idr: int, language: str) -> str:
    """Return an amount as a screen of that language writes it."""
    return f"Rp{shown(amount_idr, language)}"


def unfold(page: Page, field: str) -> None:
    """Open what is folded around a field, as somebody does who looks for it."""
    page.locator(f"details:has([name={field}]):not([open]) > summary").click()


def photos_of(folder: Path, name: str, kinds: Collection[str] = ("jpg",)) -> list[Path]:
    """Return small files whose content is what their names say."""
    found = []
    for kind in kinds:
        photo = folder / f"{name}.{kind}"
        photo.write_bytes(PAPERS[kind] + name.encode())
        found.append(photo)
    return found


def assert_letters(page: Page, *kinds: str) -> None:
    """The claim offers these letters and no other, and each opens as a PDF."""
    links = page.locator("main a[href*='/letters/']").evaluate_all(
        "found => found.map(link => link.getAttribute('href'))"
    )
    assert [Path(link).stem for link in links] == list(kinds)
    for link in links:
        letter = page.request.get(link)
        assert (letter.status, letter.headers["content-type"]) == (200, "application/pdf")
        assert letter.body().startswith(b"%PDF-")
