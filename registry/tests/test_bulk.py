"""Many rows at once: as given, with the defaults of the rest, and no limit of the database."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from registry.bulk import ROWS, insert_rows
from registry.models import Holiday

pytestmark = pytest.mark.django_db

COLUMNS = ("day", "kind", "name")


def test_rows_are_written_as_given_and_the_rest_has_its_default():
    insert_rows(Holiday, COLUMNS, [(date(2020, 8, 17), "libur_nasional", "Hari %s 'Merdeka'")])

    written = Holiday.objects.get()
    assert (written.day, written.name) == (date(2020, 8, 17), "Hari %s 'Merdeka'")
    assert written.estimated is False


@pytest.mark.parametrize("count", [0, 1, ROWS, 2 * ROWS + 1])
def test_every_row_is_written_however_many_there_are(count):
    insert_rows(
        Holiday,
        COLUMNS,
        ((date(2020, 1, 1), "cuti_bersama", str(number)) for number in range(count)),
    )

    assert Holiday.objects.count() == count


def test_constraints_hold():
    row = (date(2020, 8, 17), "libur_nasional", "Merdeka")

    with pytest.raises(IntegrityError), transaction.atomic():
        insert_rows(Holiday, COLUMNS, [row, row])

    assert not Holiday.objects.exists()
