"""Exports of the lists of this floor."""

from django.urls import path

from enrollment.views import exports

urlpatterns = [
    path("workers/export/", exports.worker_export, name="worker_export"),
    path("sponsors/export/", exports.sponsor_export, name="sponsor_export"),
    path("sponsors/decrees/export/", exports.decree_export, name="decree_export"),
    path(
        "sponsors/decrees/<int:decree_id>/export/",
        exports.decree_member_export,
        name="decree_member_export",
    ),
    path("lists/export/", exports.batch_export, name="batch_export"),
    path("lists/<int:batch_id>/export/", exports.batch_row_export, name="batch_row_export"),
    path("invoices/export/", exports.invoice_export, name="invoice_export"),
    path(
        "invoices/<int:invoice_id>/export/",
        exports.invoice_line_export,
        name="invoice_line_export",
    ),
    path("payments/export/", exports.payment_export, name="payment_export"),
    path("payments/credit/export/", exports.credit_export, name="credit_export"),
    path("reliefs/export/", exports.relief_export, name="relief_export"),
    path("reported/export/", exports.reported_export, name="reported_export"),
]
