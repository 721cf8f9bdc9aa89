"""Corrections of a worker's data, and the whole NIK."""

from django.urls import path

from enrollment.views import corrections, niks

urlpatterns = [
    path("workers/<int:worker_id>/correct/", corrections.worker_correct, name="worker_correct"),
    path("workers/<int:worker_id>/nik/", niks.nik_reveal, name="nik_reveal"),
    path("corrections/", corrections.correction_list, name="correction_list"),
    path(
        "corrections/<int:correction_id>/",
        corrections.correction_detail,
        name="correction_detail",
    ),
    path(
        "corrections/<int:correction_id>/withdraw",
        corrections.correction_withdraw,
        name="correction_withdraw",
    ),
]
