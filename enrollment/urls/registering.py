"""Registering one worker."""

from django.urls import path

from enrollment.views import registering

urlpatterns = [
    path("workers/register/", registering.worker_register, name="worker_register"),
    path(
        "workers/<int:worker_id>/registered/",
        registering.worker_registered,
        name="worker_registered",
    ),
    path("workers/<int:worker_id>/enroll/", registering.worker_enroll, name="worker_enroll"),
    path("workers/<int:worker_id>/photo/", registering.worker_photo, name="worker_photo"),
]
