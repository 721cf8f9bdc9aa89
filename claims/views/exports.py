"""Exports of the lists of this floor: what is asked, and the file."""

from registry.views.exporting import export_view

_LISTS = "claims.exports.lists"

claim_export = export_view(f"{_LISTS}.claims")
payment_file_export = export_view(f"{_LISTS}.payment_files")
payout_export = export_view(f"{_LISTS}.payouts")
