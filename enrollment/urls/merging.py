"""Two records of one person made one."""

from django.urls import path

from enrollment.views import merging

urlpatterns = [
    path("workers/duplicates/", merging.duplicate_list, name="duplicate_list"),
    path("workers/<int:worker_id>/merge/", merging.worker_merge, name="worker_merge"),
    path("workers/merges/<int:merge_id>/", merging.merge_detail, name="merge_detail"),
    path("workers/merges/<int:merge_id>/undo/", merging.merge_undo, name="merge_undo"),
]
