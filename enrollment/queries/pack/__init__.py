"""What the auditor's pack of one decree holds: its figures, and its rows part by part."""

from enrollment.queries.pack.totals import Totals, totals_of

__all__ = ["Totals", "totals_of"]
