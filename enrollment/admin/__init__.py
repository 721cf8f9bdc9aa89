"""The administration of the first floor."""

from enrollment.admin import records, workplace

__all__ = ["records", "workplace"]
