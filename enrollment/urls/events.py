"""What happens to a worker, and who takes the place."""

from django.urls import path

from enrollment.views import event_undo, events, replacing

urlpatterns = [
    path("workers/<int:worker_id>/event/", events.worker_event, name="worker_event"),
    path("workers/<int:worker_id>/death/", events.worker_death, name="worker_death"),
    path("workers/<int:worker_id>/move/", events.worker_move, name="worker_move"),
    path("workers/<int:worker_id>/return/", events.worker_return, name="worker_return"),
    path("workers/<int:worker_id>/work/", events.worker_work, name="worker_work"),
    path("workers/events/<int:event_id>/undo/", event_undo.event_undo, name="event_undo"),
    path(
        "memberships/<int:enrollment_id>/replace/",
        replacing.enrollment_replace,
        name="enrollment_replace",
    ),
    path(
        "sponsors/decrees/<int:decree_id>/replacements/",
        replacing.replacement_list,
        name="replacement_list",
    ),
    path("sponsors/decrees/annexes/<int:annex_id>.pdf", replacing.annex_pdf, name="annex_pdf"),
]
