"""Pages of the first floor."""

from django.urls import include, path

from enrollment.views import decrees, imports, sponsors

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
    path("lists/<int:batch_id>/undo/", imports.batch_undo, name="batch_undo"),
]
urlpatterns = [*sponsor_urls, *decree_urls, *list_urls, path("", include("enrollment.urls_money"))]
