"""Around every page: its language, and what refuses a request before any view sees it."""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from registry.views.errors import not_allowed, too_large


class ChosenLanguageMiddleware:
    """Speak the language of the cookie that the language switch sets, else the default.

    Browsers in Indonesian offices often ask for English because nobody set them up: what they
    ask for is no choice of the reader, so Accept-Language is not read.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the chosen language, and name it in the answer."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Cookie"])
        return response


class RefusalMiddleware:
    """Say what to do where a request is too large, or where an address takes only a form.

    The size that a request announces is enough to refuse it: its body is not read.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or refuse with a page."""
        announced = request.META.get("CONTENT_LENGTH") or ""
        if announced.isdecimal() and int(announced) > settings.LARGEST_REQUEST_BYTES:
            request._mark_post_parse_error()  # type: ignore[attr-defined]  # noqa: SLF001
            return too_large(request)
        response = self.get_response(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not response.content:
            return not_allowed(request, allowed=response.headers["Allow"])
        return response
