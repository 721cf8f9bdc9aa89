"""Matching what people write: villages, occupations, names, and NIKs named twice."""

from enrollment.rules.matching.duplicates import Duplicates
from enrollment.rules.matching.names import name_key
from enrollment.rules.matching.occupations import Occupation, OccupationIndex
from enrollment.rules.matching.places import PlaceIndex, PlaceMatch, Village

__all__ = [
    "Duplicates",
    "Occupation",
    "OccupationIndex",
    "PlaceIndex",
    "PlaceMatch",
    "Village",
    "name_key",
]
