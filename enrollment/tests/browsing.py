"""Reading pages in tests: signed in, in English, so that words are those of the source."""

from __future__ import annotations

import re
from html import unescape

from django.conf import settings
from django.test import Client

from registry.models import User

_TAG = re.compile(r"<[^>]*>")


def signed_in(user: User, *, language: str = "en") -> Client:
    """Return a browser in which this user is signed in."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return client


def words(answer: object) -> str:
    """Return what a reader of the page sees, with single spaces."""
    return " ".join(unescape(_TAG.sub(" ", answer.text)).split())  # type: ignore[attr-defined]
