"""Models of the second floor."""

from claims.models.claims import Claim

__all__ = ["Claim"]
