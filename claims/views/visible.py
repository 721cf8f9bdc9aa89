"""The claim that a page is about: in scope, or it does not exist; and open to the reader's role."""

from django.shortcuts import get_object_or_404

from claims.models import Claim
from registry.requests import StaffRequest
from registry.roles import Permission, require


def visible_claim(
    request: StaffRequest, claim_id: int, permission: Permission = Permission.CLAIM_VIEW
) -> Claim:
    """Return the claim with its worker; 404 outside of scope, 403 without the right there."""
    claims = Claim.objects.visible_to(request.user).select_related(
        "worker__village__parent__parent", "worker__occupation", "reported_by"
    )
    claim = get_object_or_404(claims, pk=claim_id)
    require(request.user, permission, claim.region_code)
    return claim
