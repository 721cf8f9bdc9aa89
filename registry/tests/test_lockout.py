"""Ten failed sign-ins close the door for one visitor, and for nobody else."""

import pytest
from django.test import Client, override_settings

from registry.tests.factories import make_user

pytestmark = pytest.mark.django_db

WRONG, RIGHT = "not-the-password", "a-long-password-of-budi"


def tries(address: str, password: str, *, times: int = 1) -> int:
    """Return the status of the last of some sign-ins as Budi through a proxy."""
    for _attempt in range(times):
        answer = Client().post(
            "/sign-in/",
            {"username": "budi", "password": password},
            headers={"x-forwarded-for": address},
        )
    return answer.status_code


@pytest.mark.parametrize(
    ("proxies", "other_visitor"),
    [(1, 302), (0, 429)],
    ids=["behind a proxy each address counts", "without one the header is not believed"],
)
def test_the_lockout_counts_by_address(proxies, other_visitor):
    budi = make_user("budi")
    budi.set_password(RIGHT)
    budi.save()

    with override_settings(PROXY_COUNT=proxies):
        locked = tries("203.0.113.7", WRONG, times=10)
        again = tries("203.0.113.7", RIGHT)
        other = tries("203.0.113.8", RIGHT)

    assert (locked, again, other) == (429, 429, other_visitor)
