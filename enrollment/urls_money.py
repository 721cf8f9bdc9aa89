"""Pages of money and of workers; enrollment/urls.py includes them."""

from django.urls import path

from enrollment.views import invoices, payments, quotes, reliefs, reported, workers

invoice_urls = [
    path("invoices/", invoices.invoice_list, name="invoice_list"),
    path("decree/<int:decree_id>/invoice", invoices.invoice_issue, name="invoice_issue"),
    path("invoices/<int:invoice_id>/", invoices.invoice_detail, name="invoice_detail"),
    path("invoices/<int:invoice_id>/invoice.pdf", invoices.invoice_pdf, name="invoice_pdf"),
    path("invoices/<int:invoice_id>/lines.xlsx", invoices.invoice_sheet, name="invoice_sheet"),
    path(
        "invoices/<int:invoice_id>/payment-code/",
        invoices.invoice_payment_code,
        name="invoice_payment_code",
    ),
    path("invoices/<int:invoice_id>/payment/", payments.payment_create, name="payment_create"),
]
payment_urls = [
    path("payments/", payments.payment_list, name="payment_list"),
    path("payments/<int:payment_id>/", payments.payment_detail, name="payment_detail"),
    path("payments/<int:payment_id>/receipt.pdf", payments.payment_receipt, name="payment_receipt"),
    path("payments/<int:payment_id>/reverse/", payments.payment_reverse, name="payment_reverse"),
]
relief_urls = [
    path("reliefs/", reliefs.relief_list, name="relief_list"),
    path("reliefs/invoice/<int:invoice_id>/", reliefs.relief_accept, name="relief_accept"),
]
worker_urls = [
    path("workers/", workers.worker_list, name="worker_list"),
    path("workers/<int:worker_id>/", workers.worker_detail, name="worker_detail"),
    path("workers/<int:worker_id>/death/", workers.worker_death, name="worker_death"),
]
reported_urls = [
    path("reported/", reported.reported_list, name="reported_list"),
    path("reported/new/", reported.reported_create, name="reported_create"),
    path("reported/file/", reported.reported_upload, name="reported_upload"),
]
urlpatterns = [
    *invoice_urls,
    *payment_urls,
    *relief_urls,
    *worker_urls,
    *reported_urls,
    path("quote/", quotes.quote, name="quote"),
]
