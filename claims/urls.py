"""Pages of the second floor."""

from django.urls import path

from claims.views import (
    calculator,
    claims,
    deciding,
    exports,
    facts,
    inbox,
    letters,
    papers,
    payment_files,
    payouts,
    reports,
)

_CLAIM = "claims/<int:claim_id>/"

report_urls = [
    path("claims/new/", reports.claim_create, name="claim_create"),
    path("claims/new/<int:worker_id>/", reports.claim_report, name="claim_report"),
    path("claims/new/<int:worker_id>/cover", reports.claim_cover, name="claim_cover"),
    path("claims/card/<str:code>/", reports.claim_by_card, name="claim_by_card"),
]
fact_urls = [
    path(f"{_CLAIM}facts/", facts.claim_facts, name="claim_facts"),
    path(f"{_CLAIM}heirs/", facts.claim_heirs, name="claim_heirs"),
    path(f"{_CLAIM}heirs/<int:heir_id>/strike/", facts.heir_strike, name="heir_strike"),
    path(f"{_CLAIM}account/", facts.claim_account, name="claim_account"),
]
paper_urls = [
    path(f"{_CLAIM}papers/", papers.claim_papers, name="claim_papers"),
    path(f"{_CLAIM}papers/<int:document_id>/", papers.claim_document, name="claim_document"),
    path(
        f"{_CLAIM}papers/<int:document_id>/return/",
        papers.claim_document_return,
        name="claim_document_return",
    ),
    path(f"{_CLAIM}letters/<slug:kind>.pdf", letters.claim_letter, name="claim_letter"),
]
deciding_urls = [
    path(f"{_CLAIM}file/", deciding.claim_file, name="claim_file"),
    path(f"{_CLAIM}check/", deciding.claim_check, name="claim_check"),
    path(f"{_CLAIM}conclude/", deciding.claim_conclude, name="claim_conclude"),
    path(f"{_CLAIM}assess/", deciding.claim_assess, name="claim_assess"),
    path(f"{_CLAIM}return/", deciding.claim_return, name="claim_return"),
    path(f"{_CLAIM}approve/", deciding.claim_approve, name="claim_approve"),
    path(f"{_CLAIM}refuse/", deciding.claim_refuse, name="claim_refuse"),
    path(f"{_CLAIM}appeal/", deciding.claim_appeal, name="claim_appeal"),
    path(f"{_CLAIM}close/", deciding.claim_close, name="claim_close"),
]
payout_urls = [
    path(f"{_CLAIM}order/", payouts.claim_order, name="claim_order"),
    path(f"{_CLAIM}release/", payouts.claim_release, name="claim_release"),
    path(f"{_CLAIM}lines/<int:line_id>/confirm/", payouts.line_confirm, name="line_confirm"),
    path("claims/payouts/<int:payout_id>/", payouts.payout_record, name="payout_record"),
    path("claims/payouts/<int:payout_id>/return/", payouts.payout_return, name="payout_return"),
    path("claims/files/", payment_files.payment_file_list, name="payment_file_list"),
    path("claims/files/new/", payment_files.payment_file_create, name="payment_file_create"),
    path(
        "claims/files/<int:file_id>/", payment_files.payment_file_detail, name="payment_file_detail"
    ),
    path(
        "claims/files/<int:file_id>/file.csv",
        payment_files.payment_file_csv,
        name="payment_file_csv",
    ),
    path(
        "claims/files/<int:file_id>/answer/",
        payment_files.payment_file_answer,
        name="payment_file_answer",
    ),
]
export_urls = [
    path("claims/export/", exports.claim_export, name="claim_export"),
    path("claims/files/export/", exports.payment_file_export, name="payment_file_export"),
    path("claims/files/<int:file_id>/export/", exports.payout_export, name="payout_export"),
]
urlpatterns = [
    path("claims/", inbox.claim_list, name="claim_list"),
    path("claims/q/<str:code>/", claims.claim_by_code, name="claim_by_code"),
    path(_CLAIM, claims.claim_detail, name="claim_detail"),
    *report_urls,
    *fact_urls,
    *paper_urls,
    *deciding_urls,
    *payout_urls,
    *export_urls,
    path("benefits/", calculator.benefit_calculator, name="benefit_calculator"),
]
