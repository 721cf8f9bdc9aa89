"""Which rows somebody sees: those of the regions held, and with a right, of those held with it."""

from datetime import date

import pytest

from registry.models import Membership, Region, User
from registry.roles import Permission, Role
from registry.tests.factories import make_region, make_user

pytestmark = pytest.mark.django_db


def in_two_regencies() -> User:
    """Return Eva, who examines claims in Natuna and supervises lists in Anambas."""
    eva = make_user("eva", role=Role.EXAMINER, region=make_region("2103"))
    also(eva, Role.SUPERVISOR, "2105")
    return eva


def also(user: User, role: str, code: str | None) -> None:
    """Give a user one more role."""
    region = make_region(code) if code else None
    Membership.objects.create(user=user, role=role, region=region, since=date(2020, 1, 1))


@pytest.mark.parametrize(
    ("permission", "seen"),
    [
        (None, {"2103", "2105"}),
        (Permission.REGISTER_VIEW, {"2103", "2105"}),
        (Permission.CLAIM_VIEW, {"2103"}),
        (Permission.BATCH_APPLY, {"2105"}),
        (Permission.CLAIM_PAY, set()),
    ],
    ids=["any role", "both roles", "the examiner's", "the supervisor's", "neither's"],
)
def test_a_right_is_seen_by_in_the_regions_of_the_roles_that_hold_it(permission, seen):
    eva = in_two_regencies()

    found = Region.objects.visible_to(eva, permission).filter(code__in=["2103", "2105"])

    assert {region.code for region in found} == seen


def test_a_role_of_the_whole_country_opens_the_whole_country_to_its_rights_alone():
    eva = in_two_regencies()
    also(eva, Role.TREASURER, None)

    assert Region.objects.visible_to(eva, Permission.CLAIM_PAY).count() == Region.objects.count()
    found = Region.objects.visible_to(eva, Permission.CLAIM_ASSESS)
    assert {region.code for region in found} == {"2103"}


def test_two_roles_that_hold_a_right_open_both_their_regions():
    eva = in_two_regencies()
    also(eva, Role.AUDITOR, "2105")

    found = Region.objects.visible_to(eva, Permission.CLAIM_VIEW)

    assert {region.code for region in found} == {"2103", "2105"}


def test_a_role_that_ended_opens_nothing():
    eva = in_two_regencies()
    eva.memberships.filter(role=Role.EXAMINER).update(until=date(2020, 2, 1))

    assert not Region.objects.visible_to(eva, Permission.CLAIM_VIEW).exists()
