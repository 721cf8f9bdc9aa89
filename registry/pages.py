"""page(): one view serves the whole page and, for HTMX, the part of it that changes."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    partial: str | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """Return the whole page, or only `partial` when HTMX asks for a part of it.

    A boosted link and a step back in the history want the whole page. The answer differs by
    header, and says so to every cache on the way.
    """
    htmx = request.htmx  # type: ignore[attr-defined]
    wants_part = htmx and not htmx.boosted and not htmx.history_restore_request
    chosen = partial if partial and wants_part else template
    response = render(request, chosen, dict(context), status=status)
    patch_vary_headers(response, ["HX-Request", "HX-Boosted", "HX-History-Restore-Request"])
    return response
