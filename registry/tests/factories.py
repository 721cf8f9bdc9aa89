"""People and regions for tests: make only what the test does not care about."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.test import Client

from registry.models import Membership, Region, User
from registry.roles import Role

LEVELS = {
    2: Region.Level.PROVINCE,
    4: Region.Level.REGENCY,
    6: Region.Level.DISTRICT,
    10: Region.Level.VILLAGE,
}
NAMES = {
    "21": "Kepulauan Riau",
    "2101": "Kabupaten Bintan",
    "2103": "Kabupaten Natuna",
    "2105": "Kabupaten Kepulauan Anambas",
    "210501": "Siantan",
    "2105011001": "Terempa",
    "2105012002": "Terempa Barat",
    "210503": "Siantan Timur",
    "2105032001": "Nyamuk",
}


def make_region(code: str = "2105", name: str = "") -> Region:
    """Return the region of a code, with every region that it lies in."""
    upper = next((length for length in (6, 4, 2) if length < len(code)), 0)
    parent = make_region(code[:upper]) if upper else None
    region, _ = Region.objects.get_or_create(
        code=code,
        defaults={
            "level": LEVELS[len(code)],
            "kind": LEVELS[len(code)].value,
            "name": name or NAMES.get(code, f"Wilayah {code}"),
            "parent": parent,
        },
    )
    return region


def make_user(
    username: str = "budi", *, role: str = Role.OFFICER, region: Region | None = None
) -> User:
    """Return a user who holds one role, in Anambas unless another region is given."""
    user, created = User.objects.get_or_create(
        username=username, defaults={"first_name": username.capitalize()}
    )
    if created:
        user.set_unusable_password()
        user.save()
    Membership.objects.create(
        user=user, role=role, region=region or make_region(), since=date(2020, 1, 1)
    )
    return user


def enter(client: Client, user: User) -> Client:
    """Return the client signed in as the user, who reads English: the words of the sources."""
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client
