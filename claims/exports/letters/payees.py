"""Recipients and their accounts in a letter: the number is masked."""

from __future__ import annotations

from django.utils.translation import gettext as _

from claims.models import Payee
from claims.wording.claims import account_text


def payee_words(payee: Payee | None) -> str:
    """Return recipient, bank and masked account; what to do where there is none yet."""
    if payee is None:
        return _("No account yet: bring the bank book of who receives the money.")
    words = {
        "name": payee.name,
        "bank": payee.bank.short_name or payee.bank.name,
        "account": account_text(payee),
        "holder": payee.holder,
    }
    if payee.is_guardian:
        return _("%(name)s: %(bank)s %(account)s, in the name of the guardian %(holder)s") % words
    return _("%(name)s: %(bank)s %(account)s, in the name of %(holder)s") % words
