"""How often an address may ask for what is open to everybody."""

import pytest
from django.core.cache import cache
from django.test import RequestFactory, override_settings

from registry import limits
from registry.limits import limited
from registry.views import slow_down

PER_MINUTE = 3


@pytest.fixture(autouse=True)
def at_noon(monkeypatch):
    """The clock stands, and nobody has asked yet."""
    cache.clear()
    monkeypatch.setattr(limits.time, "time", lambda: 1_600_000_000.0)


def asks(address: str = "203.0.113.7", *, times: int = 1, key: str = "cards") -> list[bool]:
    """Return for each of some visits whether it was one too many."""
    request = RequestFactory().get("/", headers={"x-forwarded-for": address})
    with override_settings(PROXY_COUNT=1):
        return [limited(request, key, PER_MINUTE) for _visit in range(times)]


def test_the_visits_of_a_minute_are_counted():
    assert asks(times=5) == [False, False, False, True, True]


def test_another_address_has_its_own_share():
    asks(times=PER_MINUTE)

    assert asks("203.0.113.8") == [False]


def test_another_page_has_its_own_share():
    asks(times=PER_MINUTE)

    assert asks(key="letters") == [False]


def test_the_next_minute_begins_anew(monkeypatch):
    asks(times=PER_MINUTE + 1)

    monkeypatch.setattr(limits.time, "time", lambda: 1_600_000_060.0)

    assert asks() == [False]


def test_a_count_that_is_forgotten_meanwhile_begins_anew(monkeypatch):
    monkeypatch.setattr(limits.cache, "add", lambda *_args, **_kwargs: False)

    assert asks() == [False]


@pytest.mark.django_db
@pytest.mark.urls("registry.tests.page_urls")
def test_who_asks_too_often_is_told_when_to_come_back(rf):
    answer = slow_down(rf.get("/"))

    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "60"
    assert "page-head" in answer.text
