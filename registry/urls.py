"""The roof: includes each app by string, imports none."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("dashboards.urls")),
    path("", include("claims.urls")),
    path("", include("enrollment.urls")),
    path("", include("registry.pages_urls")),
]
handler400 = "registry.views.bad_request"
handler403 = "registry.views.forbidden"
handler404 = "registry.views.not_found"
handler500 = "registry.views.server_error"
