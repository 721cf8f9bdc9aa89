"""The request as views of staff know it: LoginRequiredMiddleware lets nobody else in."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from registry.models import User


class StaffRequest(HttpRequest):
    """A request of a member of staff who is signed in."""

    user: User
    htmx: HtmxDetails
