"""Exports of the lists of this floor: what is asked, and the file."""

from registry.views.exporting import export_view

_LISTS = "enrollment.exports.lists"
_MONEY = "enrollment.exports.money_lists"

worker_export = export_view(f"{_LISTS}.workers")
decree_member_export = export_view(f"{_LISTS}.decree_members")
sponsor_export = export_view(f"{_LISTS}.sponsors")
decree_export = export_view(f"{_LISTS}.decrees")
batch_export = export_view(f"{_LISTS}.batches")
batch_row_export = export_view(f"{_LISTS}.batch_rows")
invoice_export = export_view(f"{_MONEY}.invoices")
invoice_line_export = export_view(f"{_MONEY}.invoice_lines")
payment_export = export_view(f"{_MONEY}.payments")
credit_export = export_view(f"{_MONEY}.credits_unused")
relief_export = export_view(f"{_MONEY}.reliefs")
reported_export = export_view(f"{_MONEY}.reported")
