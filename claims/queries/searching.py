"""What the search box finds of claims."""

from __future__ import annotations

from claims.models import Claim
from enrollment.rules.matching.searching import read_search
from registry.models import User
from registry.roles import Permission


def claims_found(text: str, *, seen_by: User, most: int) -> list[Claim]:
    """Return the claims whose number begins with the text, newest first; for who may see them."""
    number = read_search(text).number
    if not number:
        return []
    claims = Claim.objects.visible_to(seen_by, Permission.CLAIM_VIEW)
    found = claims.filter(number__istartswith=number).select_related("worker")
    return list(found.order_by("-pk")[:most])
