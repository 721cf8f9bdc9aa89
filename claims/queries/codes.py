"""The code of a claim on its letters: it opens the claim for staff and tells nobody whose it is."""

from __future__ import annotations

from django.core.signing import BadSignature, Signer

from claims.models import Claim

_SIGNER = Signer(salt="claim", sep=".")


def claim_code(claim: Claim) -> str:
    """Return the code of a claim: the number of the record, signed. It holds no NIK."""
    return _SIGNER.sign(str(claim.pk))


def claim_of_code(code: str) -> int | None:
    """Return the number of the claim whose code this is; None for what was never a code."""
    try:
        return int(_SIGNER.unsign(code))
    except BadSignature:
        return None
