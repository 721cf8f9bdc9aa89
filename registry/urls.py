"""The roof: includes each app by string, imports none."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("dashboards.urls")),
    path("", include("enrollment.urls")),
    path("", include("registry.pages_urls")),
]
