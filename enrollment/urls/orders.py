"""Workers who pay for themselves."""

from django.urls import path

from enrollment.views import orders

urlpatterns = [
    path("orders/", orders.order_list, name="order_list"),
    path("orders/<int:invoice_id>/cancel/", orders.order_cancel, name="order_cancel"),
    path("workers/<int:worker_id>/order/", orders.worker_order, name="worker_order"),
]
