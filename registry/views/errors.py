"""What refuses a request, each page with what to do next; 500.html stands alone."""

from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.csrf import requires_csrf_token

_TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
_MINUTE_S = 60


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The request could not be read; one that is too large is told so."""
    if isinstance(exception, _TOO_LARGE):
        return too_large(request)
    return _refusal(request, "400.html", 400)


@requires_csrf_token
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page is there, and not for this role."""
    return _refusal(request, "403.html", 403, words=str(exception))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form is older than the session, or comes from elsewhere."""
    return _refusal(request, "403_csrf.html", 403)


@requires_csrf_token
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The address is wrong, or what it names lies outside the reader's region."""
    return _refusal(request, "404.html", 404)


def not_allowed(request: HttpRequest, *, allowed: str) -> HttpResponse:
    """The address belongs to a form, or is for reading alone."""
    response = _refusal(request, "405.html", 405)
    response.headers["Allow"] = allowed
    return response


def too_large(request: HttpRequest) -> HttpResponse:
    """What was sent is larger than this server takes."""
    return _refusal(request, "413.html", 413)


def slow_down(request: HttpRequest) -> HttpResponse:
    """The visitor asks too often: see registry.limits. The page says when to come back."""
    response = _refusal(request, "429.html", 429)
    response.headers["Retry-After"] = str(_MINUTE_S)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Something broke. The page asks neither the database nor the frame for anything."""
    return HttpResponse(loader.render_to_string("500.html", {"at": timezone.now()}), status=500)


def _refusal(request: HttpRequest, template: str, status: int, **context: Any) -> HttpResponse:
    response = render(request, template, {"at": timezone.now(), **context}, status=status)
    add_never_cache_headers(response)
    return response
