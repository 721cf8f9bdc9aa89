"""The treasurer's year."""

from django.urls import path

from enrollment.views import decree_pack, periods, refunds, treasury

urlpatterns = [
    path("treasury/", treasury.treasury, name="treasury"),
    path("invoices/ageing/", treasury.invoice_ageing, name="invoice_ageing"),
    path("books/", periods.period_list, name="period_list"),
    path("books/close/", periods.period_close, name="period_close"),
    path("payments/<int:payment_id>/refund/", refunds.refund_create, name="refund_create"),
    path(
        "payments/refunds/<int:refund_id>/reverse/", refunds.refund_reverse, name="refund_reverse"
    ),
    path("sponsors/decrees/<int:decree_id>/years/", treasury.decree_years, name="decree_years"),
    path("sponsors/decrees/<int:decree_id>/pack/", decree_pack.decree_pack, name="decree_pack"),
]
