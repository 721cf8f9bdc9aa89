"""Cover about to lapse, and decrees renewed."""

from django.urls import path

from enrollment.views import lapsing, renewing

urlpatterns = [
    path("lapses/", lapsing.lapse_list, name="lapse_list"),
    path("lapses/export/", lapsing.lapse_export, name="lapse_export"),
    path("sponsors/decrees/<int:decree_id>/renew/", renewing.decree_renew, name="decree_renew"),
    path(
        "sponsors/decrees/<int:decree_id>/renewal/",
        renewing.decree_renewal,
        name="decree_renewal",
    ),
    path(
        "sponsors/decrees/<int:decree_id>/renewal/export/",
        renewing.renewal_export,
        name="renewal_export",
    ),
]
