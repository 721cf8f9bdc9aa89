"""Registering a worker in a browser: by keyboard alone in time, on a phone, without scripts."""

from __future__ import annotations

import random
import struct
import time
import zlib
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page

from dashboards.tests.browser.steps import submit
from enrollment.models import Decree, Enrollment, Worker
from enrollment.tests.factories import budi, make_decree, make_worker
from registry.models import Region
from registry.reference import load_reference
from registry.tests.kepri import kepri_folder

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BOTH = pytest.mark.parametrize(
    ("width", "language"), [(360, "id"), (1440, "en")], ids=["phone", "desk"]
)
NIK = "2105014508880000"
TODAY = date(2020, 8, 13)
KEY_MS = 60
# what a person needs beside typing: read the KTP, look at what is told, ask and hear the answers
READ_NIK_S, READ_NAME_S, COMPARE_S, ASK_S, ASK_HEALTH_S = 3, 2, 2, 3, 4
MOST_S = 45


@pytest.fixture
def decree(tmp_path, settings, it_is) -> Decree:
    """A decree of these days in Anambas, with its villages and occupations."""
    settings.REFERENCE_DIR = kepri_folder(tmp_path / "data")
    load_reference()
    it_is(TODAY)
    make_decree("SK 560/111/2020", decided_on=date(2020, 7, 1), months=6)
    return make_decree("SK 560/112/2020", quota=121)


class Typist:
    """Somebody who has only a keyboard, types at one speed, and stops to read and to ask."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.begun = time.monotonic()
        self.read_s = 0

    def type(self, text: str) -> None:
        self.page.keyboard.type(text, delay=KEY_MS)

    def press(self, key: str, times: int = 1) -> None:
        for _stroke in range(times):
            self.page.keyboard.press(key, delay=KEY_MS)

    def next_to(self, name: str) -> None:
        """Go on with Tab until the field of this name is reached."""
        for _stroke in range(20):
            self.press("Tab")
            if self.page.evaluate("document.activeElement.name") == name:
                return
        raise AssertionError(f"Tab never reached {name}")

    def read(self, seconds: int) -> None:
        """Count the time that reading or asking takes; nothing waits for it."""
        self.read_s += seconds

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.begun + self.read_s


def test_a_typist_registers_a_worker_under_a_decree_by_keyboard_alone_in_time(
    page_at, as_person, decree, record_property
):
    page = page_at(1440)
    as_person(page, budi(), "id")
    page.goto("/workers/register/")
    typist = Typist(page)

    typist.read(READ_NIK_S)
    typist.type(NIK)
    page.locator("#nik-read .decoded").wait_for()
    typist.next_to("name")
    typist.read(READ_NAME_S)
    typist.type("Nuraini Mahmud")
    typist.next_to("born_on")
    typist.read(COMPARE_S)
    typist.next_to("village")
    typist.type("Sri Tanjung")
    typist.next_to("phone")
    typist.read(ASK_S)
    typist.type("081234567890")
    typist.next_to("occupation")
    typist.read(ASK_S)
    typist.type("pengolah ikan")
    typist.next_to("payer")
    typist.press("ArrowDown")
    typist.next_to("works")
    typist.read(ASK_S)
    typist.press("Space")
    typist.next_to("not_ill")
    typist.read(ASK_HEALTH_S)
    typist.press("Space")
    with page.expect_navigation():
        typist.press("Enter")

    seconds = typist.seconds
    record_property("seconds", round(seconds, 1))
    worker = Worker.objects.get(nik=NIK)
    assert (worker.born_on, worker.sex, worker.village.name) == (
        date(1988, 8, 5),
        "P",
        "Sri Tanjung",
    )
    assert Enrollment.objects.get(worker=worker).decree == decree
    assert page.url.endswith(f"/workers/{worker.pk}/registered/")
    assert seconds <= MOST_S, f"{seconds:.1f} s, {typist.read_s} s of it reading and asking"


@BOTH
def test_every_state_of_registering_is_accessible_and_fits(
    width, language, page_at, as_person, decree
):
    page = page_at(width)
    look = as_person(page, budi(), language)
    make_worker(
        nik="2105014508880007",
        name="Nur'aini Mahmud",
        village=Region.objects.get(name="Sri Tanjung"),
    )
    page.goto("/workers/register/")
    look("register-empty")

    submit(page, "#register .btn-primary")
    assert page.evaluate("document.activeElement.classList.contains('error-summary')")
    look("register-refused")

    page.goto("/workers/register/")
    page.fill("[name=nik]", "2105014508880007")
    page.locator("#nik-read .notice").wait_for()
    look("register-known")

    page.fill("[name=nik]", NIK)
    page.locator("#nik-read .tag-good").wait_for()
    page.check("[name=sex][value=L]")
    page.locator("#sex-doubt .notice").wait_for()
    look("register-contradiction")

    page.check("[name=sex][value=P]")
    page.locator("#sex-doubt .notice").wait_for(state="detached")
    page.fill("[name=name]", "Nuraini Mahmud")
    page.fill("[name=village]", "Sri Tanjung")
    page.locator("#same-person table").wait_for()
    look("register-same-person")

    page.check("[name=another_person]")
    page.fill("[name=occupation]", "pengolah ikan")
    page.select_option("[name=payer]", "own")
    page.fill("[name=income_idr]", "1.500.000")
    page.select_option("[name=months]", "12")
    page.locator("#price strong").wait_for()
    look("register-own-money")

    page.select_option("[name=payer]", str(decree.pk))
    page.locator("#price", has_text="Rp").wait_for()
    assert page.locator("[name=months]").is_hidden()
    page.check("[name=works]")
    page.check("[name=not_ill]")
    assert page.is_checked("[name=another_person]")
    submit(page, "#register .btn-primary")
    look("register-done")

    page.goto(page.url.replace("registered", "enroll"))
    look("enroll")


def noisy_png(path: Path, edge: int = 1600) -> Path:
    """Return a photo as large as a phone's."""
    rows = random.Random(7)
    raw = b"".join(b"\0" + rows.randbytes(edge) * 3 for _row in range(edge))

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    head = struct.pack(">IIBBBBB", edge, edge, 8, 2, 0, 0, 0)
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(raw))
        + chunk(b"IEND", b"")
    )
    return path


def test_a_photo_is_made_small_before_it_is_sent(page_at, as_person, decree, tmp_path):
    page = page_at(360)
    as_person(page, budi(), "id")
    page.goto("/workers/register/")

    page.set_input_files("[name=photo]", noisy_png(tmp_path / "foto.png"))
    page.locator("[data-photo-state]", has_text="kB").wait_for()
    size, kind = page.evaluate(
        "(photo => [photo.size, photo.type])(document.querySelector('[name=photo]').files[0])"
    )

    assert size <= 150 * 1024
    assert kind == "image/jpeg"


def test_without_scripts_the_nik_fills_the_returned_form_and_the_worker_is_registered(
    plain_page, sign_in, decree
):
    page = plain_page
    sign_in(page, budi())
    page.goto("/workers/register/")
    page.fill("[name=nik]", NIK)
    page.fill("[name=name]", "Nuraini Mahmud")
    page.fill("[name=village]", "sri tanjung")
    page.fill("[name=occupation]", "pengolah ikan")
    page.select_option("[name=payer]", str(decree.pk))
    page.check("[name=works]")
    page.check("[name=not_ill]")

    page.locator("#register .btn-primary").click()
    born_on = page.input_value("[name=born_on]")
    page.locator("#register .btn-primary").click()

    assert born_on == "5 Agustus 1988"
    assert Enrollment.objects.get().worker.nik == NIK
    assert "/registered/" in page.url
