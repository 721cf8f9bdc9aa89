"""Figures of the second floor."""
