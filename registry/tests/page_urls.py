"""The ground floor alone: its pages must stand without the floors above."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from registry.pages import page

handler400 = "registry.views.bad_request"
handler403 = "registry.views.forbidden"
handler404 = "registry.views.not_found"
handler500 = "registry.views.server_error"


def part(request: HttpRequest) -> HttpResponse:
    """Answer with a whole page or its part."""
    return page(request, "registry/page_list.html", {}, partial="components/language.html")


def closed(request: HttpRequest) -> HttpResponse:
    """Refuse everybody."""
    raise PermissionDenied


urlpatterns = [
    path("admin/", admin.site.urls),
    path("part/", part, name="part"),
    path("closed/", closed),
    path("", include("registry.pages_urls")),
]
