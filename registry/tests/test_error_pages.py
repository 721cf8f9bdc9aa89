"""What refuses a request says what to do next, in both languages, whoever asks."""

import pytest
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from registry.tests import page_urls
from registry.tests.factories import enter, make_user
from registry.views import bad_request, slow_down

HERE = "registry.tests.test_error_pages"
LIMIT = 1000


def broken(_request: HttpRequest) -> HttpResponse:
    """Break."""
    raise ZeroDivisionError


def unreadable(_request: HttpRequest) -> HttpResponse:
    """Be asked what no browser of ours asks."""
    raise SuspiciousOperation


def form(request: HttpRequest) -> HttpResponse:
    """Read a form."""
    return HttpResponse(str(len(request.POST)))


handler400, handler403, handler404, handler500 = (
    page_urls.handler400,
    page_urls.handler403,
    page_urls.handler404,
    page_urls.handler500,
)
urlpatterns = [
    *page_urls.urlpatterns,
    path("broken/", broken),
    path("unreadable/", unreadable),
    path("often/", slow_down),
    path("form/", form),
]

pytestmark = [pytest.mark.django_db, pytest.mark.urls(HERE)]

PAGES = [
    ("/unreadable/", 400),
    ("/closed/", 403),
    ("/nowhere/", 404),
    ("/sign-out/", 405),
    ("/often/", 429),
    ("/broken/", 500),
]


@pytest.fixture(autouse=True)
def ground_floor(monkeypatch) -> None:
    """Leave out the places of the floors above, whose pages do not stand under these URLs."""
    monkeypatch.setattr("registry.navigation._places", {})


@pytest.fixture
def browser() -> Client:
    """A browser that shows what went wrong, as a server does."""
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(("where", "status"), PAGES, ids=[str(status) for _, status in PAGES])
@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "What you can do"), ("id", "Yang dapat Anda lakukan")],
    ids=["English", "Indonesian"],
)
def test_a_page_that_leads_nowhere_says_what_to_do(browser, where, status, language, words):
    enter(browser, make_user())
    browser.cookies["django_language"] = language

    answer = browser.get(where)

    assert answer.status_code == status
    assert words in answer.text
    assert f'<html lang="{language}"' in answer.text
    assert f"{status}</p>" in answer.text
    assert "btn-primary" in answer.text


@pytest.mark.parametrize(("where", "status"), [page for page in PAGES if page[1] != 500], ids=str)
def test_the_frame_stands_around_it_where_the_reader_is_known(browser, where, status):
    enter(browser, make_user())

    page = browser.get(where).text

    assert "nav-row" in page
    assert "Budi" in page


def test_what_breaks_asks_the_database_for_nothing(browser, django_assert_num_queries):
    enter(browser, make_user())
    browser.get("/broken/")

    with django_assert_num_queries(2):  # session and user, before the view
        page = browser.get("/broken/").text

    assert "the time:" in page


def test_a_form_from_elsewhere_is_told_that_it_is_too_old():
    answer = Client(enforce_csrf_checks=True).post("/sign-in/", {"username": "budi"})

    assert answer.status_code == 403
    assert "page-head" in answer.text
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_request_that_announces_too_much_is_refused_unread(browser, settings):
    settings.LARGEST_REQUEST_BYTES = LIMIT
    enter(browser, make_user())

    large = browser.post("/form/", {"text": "x" * LIMIT})
    small = browser.post("/form/", {"text": "x"})

    assert (large.status_code, small.status_code) == (413, 200)
    assert "Send fewer files at once." in large.text


@pytest.mark.parametrize(
    ("failure", "status"),
    [(RequestDataTooBig(), 413), (TooManyFilesSent(), 413), (SuspiciousOperation(), 400)],
    ids=["too much", "too many files", "something else"],
)
def test_what_django_refuses_as_too_large_is_told_so(rf, failure, status):
    assert bad_request(rf.get("/"), failure).status_code == status


def test_a_form_of_too_many_fields_is_told_so(browser, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 2
    enter(browser, make_user())

    answer = browser.post("/form/", {"a": 1, "b": 2, "c": 3})

    assert answer.status_code == 413


def test_a_part_of_a_page_that_is_refused_keeps_its_status(browser):
    enter(browser, make_user())

    assert browser.get("/closed/", headers={"HX-Request": "true"}).status_code == 403


@pytest.mark.parametrize("where", ["/law/?on=2020-07-20", "/terms/", "/nowhere/?a=1"])
def test_the_language_switch_comes_back_to_the_page_with_its_filters(browser, where):
    enter(browser, make_user())

    assert f'name="next" value="{where}"' in browser.get(where).text


def test_the_words_of_the_law_are_explained_each_with_its_place(browser):
    enter(browser, make_user())

    page = browser.get("/terms/").text

    assert 'id="contribution_aid"' in page
    assert "UU 40/2004 Pasal 1 angka 5" in page
