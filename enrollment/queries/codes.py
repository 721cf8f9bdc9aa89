"""The code of a worker on a card: it opens the page of a report and tells nobody who it is."""

from __future__ import annotations

from django.core.signing import BadSignature, Signer

from enrollment.models import Worker

_SIGNER = Signer(salt="card", sep=".")


def worker_code(worker: Worker) -> str:
    """Return the code of a worker: the number of the record, signed. It holds no NIK."""
    return _SIGNER.sign(str(worker.pk))


def worker_of_code(code: str) -> int | None:
    """Return the number of the worker whose code this is; None for what was never a code."""
    try:
        return int(_SIGNER.unsign(code))
    except BadSignature:
        return None
