"""What money and cover must keep, checked anew from the rows: nothing here trusts a constraint."""

from dashboards.verification.checks import Check, verify

__all__ = ["Check", "verify"]
