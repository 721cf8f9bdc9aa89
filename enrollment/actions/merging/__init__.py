"""Making two records of one person one, and parting them again."""

from enrollment.actions.merging.joining import MergeUnsafe, merge_workers
from enrollment.actions.merging.parting import PartingUnsafe, undo_merge

__all__ = ["MergeUnsafe", "PartingUnsafe", "merge_workers", "undo_merge"]
