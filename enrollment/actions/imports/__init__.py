"""Lists of workers: upload, check, repair, apply, undo."""

from enrollment.actions.imports.applying import start_applying
from enrollment.actions.imports.cancelling import cancel_batch
from enrollment.actions.imports.undoing import undo_batch
from enrollment.actions.imports.uploads import attach_statement, send_repair, upload_list
from enrollment.actions.imports.work import work_through

__all__ = [
    "attach_statement",
    "cancel_batch",
    "send_repair",
    "start_applying",
    "undo_batch",
    "upload_list",
    "work_through",
]
