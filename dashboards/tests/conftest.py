"""The two regencies full of records, written once for all tests of a module that look at them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction

from dashboards.tests.two_regencies import World, two_regencies


@pytest.fixture(scope="module")
def written_world(django_db_setup, django_db_blocker) -> Iterator[World]:
    """Anambas beside Natuna, in a transaction of the module, which is rolled back at its end.

    Each test runs in a savepoint inside it and leaves the records as they were.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield two_regencies()
        transaction.set_rollback(True)


@pytest.fixture
def world(written_world, db) -> World:
    """The records that the pages are about."""
    return written_world
