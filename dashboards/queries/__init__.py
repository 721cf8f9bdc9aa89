"""Figures and finds that look across the floors."""

from dashboards.queries.coverage import (
    compare_regions,
    nearest_shares,
    places_inside,
)

__all__ = ["compare_regions", "nearest_shares", "places_inside"]
