"""The request: as views of staff know it, and where a visitor comes from."""

from django.conf import settings
from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from registry.models import User


class StaffRequest(HttpRequest):
    """A request of a member of staff: LoginRequiredMiddleware lets nobody else in."""

    user: User
    htmx: HtmxDetails


def visitor_address(request: HttpRequest) -> str:
    """Return the address from which a visitor comes, as seen by the outermost of our proxies.

    Each proxy adds the address that it sees at the end of X-Forwarded-For; what stands before
    ours is whatever the visitor wrote. Without a proxy the connection's own address counts.
    """
    forwarded = request.headers.get("x-forwarded-for", "").split(",")
    proxies = settings.PROXY_COUNT
    if proxies and len(forwarded) >= proxies:
        return forwarded[-proxies].strip()
    return str(request.META.get("REMOTE_ADDR", ""))
