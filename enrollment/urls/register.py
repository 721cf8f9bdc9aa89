"""Sponsors, decrees, lists, invoices, payments, workers: from a list to paid cover."""

from django.urls import path

from enrollment.views import (
    decrees,
    imports,
    invoices,
    payments,
    quotes,
    reliefs,
    reported,
    sponsors,
    worker_page,
    workers,
)

sponsor_urls = [
    path("sponsors/", sponsors.sponsor_list, name="sponsor_list"),
    path("sponsors/new/", sponsors.sponsor_create, name="sponsor_create"),
    path("sponsors/<int:sponsor_id>/", sponsors.sponsor_detail, name="sponsor_detail"),
]
decree_urls = [
    path("sponsors/decrees/", decrees.decree_list, name="decree_list"),
    path("sponsors/decrees/new/", decrees.decree_create, name="decree_create"),
    path("sponsors/decrees/preview/", decrees.decree_preview, name="decree_preview"),
    path("sponsors/decrees/<int:decree_id>/", decrees.decree_detail, name="decree_detail"),
    path("sponsors/decrees/<int:decree_id>/scan", decrees.decree_scan, name="decree_scan"),
    path(
        "sponsors/decrees/<int:decree_id>/annex.pdf",
        decrees.decree_annex_pdf,
        name="decree_annex_pdf",
    ),
    path(
        "sponsors/decrees/<int:decree_id>/annex.xlsx",
        decrees.decree_annex_sheet,
        name="decree_annex_sheet",
    ),
]
list_urls = [
    path("lists/", imports.batch_list, name="batch_list"),
    path("lists/new/", imports.batch_create, name="batch_create"),
    path("lists/sample.xlsx", imports.list_sample, name="list_sample"),
    path("lists/<int:batch_id>/", imports.batch_detail, name="batch_detail"),
    path("lists/<int:batch_id>/progress", imports.batch_progress, name="batch_progress"),
    path("lists/<int:batch_id>/repair.xlsx", imports.batch_repair_sheet, name="batch_repair_sheet"),
    path("lists/<int:batch_id>/repair/", imports.batch_repair, name="batch_repair"),
    path("lists/<int:batch_id>/statement", imports.batch_statement, name="batch_statement"),
    path(
        "lists/<int:batch_id>/statement/new/",
        imports.batch_statement_update,
        name="batch_statement_update",
    ),
    path("lists/<int:batch_id>/apply", imports.batch_apply, name="batch_apply"),
    path("lists/<int:batch_id>/cancel", imports.batch_cancel, name="batch_cancel"),
    path("lists/<int:batch_id>/undo/", imports.batch_undo, name="batch_undo"),
]
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
    path("workers/<int:worker_id>/", worker_page.worker_detail, name="worker_detail"),
    path("workers/<int:worker_id>/history/", worker_page.worker_history, name="worker_history"),
]
reported_urls = [
    path("reported/", reported.reported_list, name="reported_list"),
    path("reported/new/", reported.reported_create, name="reported_create"),
    path("reported/file/", reported.reported_upload, name="reported_upload"),
]
urlpatterns = [
    *sponsor_urls,
    *decree_urls,
    *list_urls,
    *invoice_urls,
    *payment_urls,
    *relief_urls,
    *worker_urls,
    *reported_urls,
    path("quote/", quotes.quote, name="quote"),
]
