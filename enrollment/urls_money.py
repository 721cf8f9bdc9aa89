"""Pages of money and of workers; enrollment/urls.py includes them."""

from django.urls import path

from enrollment.views import invoices, payments, quotes, reliefs, reported, workers

urlpatterns = [
    path("invoices/", invoices.invoice_list, name="invoice_list"),
    path("decree/<int:decree_id>/invoice", invoices.invoice_issue, name="invoice_issue"),
    path("invoice/<int:invoice_id>/", invoices.invoice_detail, name="invoice_detail"),
    path("invoice/<int:invoice_id>/pdf", invoices.invoice_pdf, name="invoice_pdf"),
    path("invoice/<int:invoice_id>/sheet", invoices.invoice_sheet, name="invoice_sheet"),
    path(
        "invoice/<int:invoice_id>/payment-code",
        invoices.invoice_payment_code,
        name="invoice_payment_code",
    ),
    path("invoice/<int:invoice_id>/payment", payments.payment_create, name="payment_create"),
    path("payments/", payments.payment_list, name="payment_list"),
    path("payment/<int:payment_id>/", payments.payment_detail, name="payment_detail"),
    path("payment/<int:payment_id>/receipt", payments.payment_receipt, name="payment_receipt"),
    path("payment/<int:payment_id>/reverse", payments.payment_reverse, name="payment_reverse"),
    path("reliefs/", reliefs.relief_list, name="relief_list"),
    path("invoice/<int:invoice_id>/relief", reliefs.relief_accept, name="relief_accept"),
    path("workers/", workers.worker_list, name="worker_list"),
    path("worker/<int:worker_id>/", workers.worker_detail, name="worker_detail"),
    path("worker/<int:worker_id>/death", workers.worker_death, name="worker_death"),
    path("reported/", reported.reported_list, name="reported_list"),
    path("reported/new", reported.reported_create, name="reported_create"),
    path("reported/file", reported.reported_upload, name="reported_upload"),
    path("quote/", quotes.quote, name="quote"),
]
