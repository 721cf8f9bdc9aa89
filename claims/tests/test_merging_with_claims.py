"""Records with claims: joined only where no decision would lose the person whom it names."""

from __future__ import annotations

from datetime import date

import pytest

from claims.tests.factories import at, report_accident
from enrollment.actions.merging import PartingUnsafe, undo_merge
from enrollment.tests.factories import make_worker, nur
from enrollment.tests.test_merging import join, told, twins

pytestmark = pytest.mark.django_db


def test_a_claim_on_the_record_given_up_stands_against_it():
    kept, other = make_worker(1), make_worker(2)
    report_accident(other)

    assert "Keep that record instead" in told(kept, other)


def test_claims_on_both_stand_against_it():
    kept, other = make_worker(1), make_worker(2)
    report_accident(kept)
    report_accident(other)

    assert "Both records have claims" in told(kept, other)


def test_they_are_not_parted_while_a_claim_stands_on_cover_that_would_go_back():
    kept, other = twins()
    merge = join(kept, other)
    report_accident(kept, event_on=date(2021, 7, 20), at=at(date(2021, 7, 21)))

    with pytest.raises(PartingUnsafe):
        undo_merge(merge=merge, reason="Dua orang", by=nur())

    merge.refresh_from_db()
    assert merge.undone_at is None
