"""Pages in headless Chromium, at any width, in Indonesian unless asked, watched while they run."""

import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from claims.tests.factories import at
from dashboards.tests.browser.chromium import FLAGS, find_chromium
from registry.models import User

# Playwright's synchronous interface keeps an event loop in this thread; Django would take our
# queries beside it for queries inside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

PICTURES = Path(settings.BASE_DIR) / "var" / "pictures"
HEIGHTS = {True: 780, False: 900}  # a phone's screen, a desk's


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium, started once."""
    path = find_chromium()
    if path is None:
        pytest.fail("Browser tests need Chromium: apt install chromium.", pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page_at(chromium: Browser, live_server: LiveServer) -> Iterator[Callable[..., Page]]:
    """`page_at(360)` opens a page of that width; `page.goto("/…")` then goes to the live server.

    A script that fails or breaks the content security policy fails the test at its end.
    """
    faults: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            faults.append(message.text)

    def open_page(width: int, *, language: str = "id-ID") -> Page:
        context = chromium.new_context(
            base_url=live_server.url,
            locale=language,
            timezone_id=settings.TIME_ZONE,
            viewport={"width": width, "height": HEIGHTS[width < 768]},
        )
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", note)
        page.on("pageerror", lambda error: faults.append(str(error)))
        return page

    yield open_page

    for context in chromium.contexts:
        context.close()
    assert faults == []


@pytest.fixture
def plain_page(chromium: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A phone whose browser runs no scripts."""
    context = chromium.new_context(
        base_url=live_server.url,
        java_script_enabled=False,
        timezone_id=settings.TIME_ZONE,
        viewport={"width": 360, "height": 780},
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def sign_in(live_server: LiveServer) -> Callable[[Page, User], None]:
    """`sign_in(page, user)` gives the page that user's session, without the sign-in page."""

    def give_session(page: Page, user: User) -> None:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        page.context.add_cookies(
            [
                {
                    "name": settings.SESSION_COOKIE_NAME,
                    "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
                    "url": live_server.url,
                }
            ]
        )

    return give_session


@pytest.fixture
def assert_accessible() -> Callable[[Page], None]:
    """`assert_accessible(page)` lets axe look at the page as it stands and wants no violation."""

    def look(page: Page) -> None:
        results = Axe().run(page)
        assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"

    return look


@pytest.fixture
def assert_fits_width() -> Callable[[Page], None]:
    """`assert_fits_width(page)` wants nothing that makes the whole page scroll sideways."""

    def look(page: Page) -> None:
        wide, room = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert wide <= room, f"{page.url} is {wide} px wide and has {room}"

    return look


@pytest.fixture
def take_picture() -> Callable[[Page, str], Path]:
    """`take_picture(page, "invoice")` keeps var/pictures/invoice-1440.png, for a person to see."""

    def take(page: Page, name: str) -> Path:
        PICTURES.mkdir(parents=True, exist_ok=True)
        picture = PICTURES / f"{name}-{page.evaluate('innerWidth')}.png"
        # hiding the caret would leave a style on every field, which htmx then copies
        page.screenshot(path=picture, full_page=True, caret="initial")
        return picture

    return take


@pytest.fixture
def as_person(sign_in, assert_accessible, assert_fits_width, take_picture):
    """`as_person(page, user, language)` signs in and returns what looks at each of the pages."""

    def enter(page: Page, user: User, language: str) -> Callable[[str], None]:
        page.context.clear_cookies()
        sign_in(page, user)
        (session,) = page.context.cookies()
        page.context.add_cookies(
            [
                {
                    "name": settings.LANGUAGE_COOKIE_NAME,
                    "value": language,
                    "domain": session["domain"],
                    "path": "/",
                }
            ]
        )

        def look(name: str) -> None:
            assert page.locator("html").get_attribute("lang") == language
            assert_accessible(page)
            assert_fits_width(page)
            take_picture(page, f"{name}-{language}")

        return look

    return enter


@pytest.fixture
def it_is(monkeypatch) -> Callable[..., None]:
    """`it_is(date(2020, 8, 13))` makes that morning the present, for the server and the test."""

    def turn(day: date, hour: int = 9) -> None:
        monkeypatch.setattr("django.utils.timezone.now", lambda: at(day, hour))

    return turn
