"""What the first look at a page weighs over a thin link: all that it makes the browser fetch."""

from __future__ import annotations

import gzip
import re
from functools import cache
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from dashboards.tests.routes import FORMS, PLACES, RECORDS
from dashboards.tests.two_regencies import two_regencies, who_holds
from enrollment.tests.browsing import signed_in
from enrollment.tests.factories import VILLAGE, make_worker, nik_of
from registry.paging import PAGE_SIZE
from registry.roles import Role
from registry.tests.factories import make_region

pytestmark = pytest.mark.django_db

MOST_BYTES = 100_000
_LINKED = re.compile(r'(?:href|src)="/static/([^"]+)"')
_OF_STYLES = re.compile(r"url\([\"']?([^)\"']+)[\"']?\)")
_PACKED = {".woff2", ".png", ".jpg"}
# dashboards draw maps and charts
DASHBOARDS = {"coverage", "coverage_detail"}
PAGES = [
    route
    for route in (*PLACES, *RECORDS, *FORMS)
    if route.name not in DASHBOARDS and not route.only_post
]


@cache
def weight_of_file(name: str) -> int:
    """Return what a file of ours weighs on the way, with what its styles fetch."""
    found = finders.find(name)
    assert isinstance(found, str), name
    path = Path(found)
    content = path.read_bytes()
    if path.suffix in _PACKED:
        return len(content)
    weight = len(gzip.compress(content, 9))
    if path.suffix == ".css":
        fetched = [url for url in _OF_STYLES.findall(content.decode()) if "data:" not in url]
        weight += sum(weight_of_file(str(Path(name).parent / url)) for url in fetched)
    return weight


def weight_of(html: str) -> int:
    """Return what a page weighs on the first look, with everything that it links."""
    linked = set(_LINKED.findall(html))
    return len(gzip.compress(html.encode(), 9)) + sum(weight_of_file(name) for name in linked)


def test_the_first_look_at_every_page_is_light():
    world = two_regencies()
    client = signed_in(who_holds(*Role.values, name="semua"))

    answers = {route.name: client.get(route.url(world), follow=True) for route in PAGES}

    weights = {
        name: weight_of(answer.text)
        for name, answer in answers.items()
        if answer.headers["Content-Type"].startswith("text/html")
    }
    assert len(weights) > len(PAGES) / 2
    assert not {name: weight for name, weight in weights.items() if weight >= MOST_BYTES}


def test_a_full_page_of_people_is_light():
    village = make_region(VILLAGE)
    for serial in range(1, PAGE_SIZE + 2):
        make_worker(nik=nik_of(serial), name=f"Muhammad Zulkarnain {serial}", village=village)
    client = signed_in(who_holds(Role.OFFICER))

    page = client.get("/workers/").text

    assert "Next" in page
    assert weight_of(page) < MOST_BYTES


def test_the_door_is_light():
    assert weight_of(Client().get("/sign-in/").text) < MOST_BYTES
