"""Looking up, for a command, what its actor may see; anything else is unknown to it."""

from __future__ import annotations

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from enrollment.models import Decree, Invoice, Sponsor
from registry.commands import BadArgument
from registry.models import User


def add_decree_arguments(parser: CommandParser) -> None:
    """Add the decree, and its sponsor where two sponsors use one number."""
    parser.add_argument("--decree", required=True, help="Number of the decree.")
    parser.add_argument("--sponsor", help="Code of its sponsor, where the number is not enough.")


def decree_numbered(number: str, *, sponsor_code: str | None, seen_by: User) -> Decree:
    """Return the decree with a number, among those that the actor may see."""
    decrees = Decree.objects.visible_to(seen_by).of_sponsors().filter(number=number)
    if sponsor_code:
        decrees = decrees.filter(sponsor__code=sponsor_code)
    found = list(decrees.select_related("sponsor", "region")[:2])
    if not found:
        raise BadArgument(
            _("There is no decree %(number)s in your region. Check the number, or the actor.")
            % {"number": number}
        )
    if len(found) > 1:
        raise BadArgument(
            _("Several sponsors have a decree %(number)s. Name one with --sponsor.")
            % {"number": number}
        )
    return found[0]


def sponsor_coded(code: str, *, seen_by: User) -> Sponsor:
    """Return the sponsor with a code, among those that the actor may see."""
    sponsors = Sponsor.objects.visible_to(seen_by).paying_for_others()
    if sponsor := sponsors.filter(code=code).first():
        return sponsor
    raise BadArgument(
        _("There is no sponsor %(code)s in your region. Check the code, or the actor.")
        % {"code": code}
    )


def invoice_numbered(number: str, *, seen_by: User) -> Invoice:
    """Return the invoice with a number, among those that the actor may see."""
    invoices = Invoice.objects.visible_to(seen_by).select_related("decree__sponsor")
    if invoice := invoices.filter(number=number).first():
        return invoice
    raise BadArgument(
        _("There is no invoice %(number)s in your region. Check the number, or the actor.")
        % {"number": number}
    )
