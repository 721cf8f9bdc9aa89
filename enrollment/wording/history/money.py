"""Memberships and money in a worker's history."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enrollment.models import Enrollment
from enrollment.wording.history.told import (
    Facts,
    Told,
    decree_text,
    name_of,
    recorded_by,
    subject,
    why,
)
from registry.formats import month_span_text, number_text, rupiah_text


def _entered(by: str, facts: Facts) -> Told:
    words = _("Entered the list of %(decree)s for %(months)s.") % _under(facts)
    note = _("Uploaded by %(uploader)s, applied by %(who)s") % {
        "uploader": name_of(facts["uploaded_by"]),
        "who": subject(by),
    }
    return Told(words, (note,))


def _enrolled(by: str, facts: Facts) -> Told:
    if facts["own"]:
        words = _("%(who)s took the worker's own order for %(months)s.")
    else:
        words = _("%(who)s enrolled the worker under %(decree)s for %(months)s.")
    notes = []
    if facts["annex"] and facts["decree"]:
        notes.append(_("Annex %(number)s") % {"number": facts["annex"]})
    return Told(words % (_under(facts) | {"who": subject(by)}), tuple(notes))


def _membership_voided(_by: str, facts: Facts) -> Told:
    words = _("The membership under %(decree)s was voided.") % {
        "decree": decree_text(facts["decree"])
    }
    reason = facts["end_reason"]
    return Told(words, (str(Enrollment.EndReason(reason).label),) if reason else ())


def _billed(by: str, facts: Facts) -> Told:
    words = {"amount": rupiah_text(facts["amount_idr"]), "months": _span(facts)}
    if facts["decree"]:
        sentence = _("%(amount)s was billed for %(months)s with invoice %(number)s.")
    else:
        sentence = _("%(amount)s was billed for %(months)s to a sponsor outside your region.")
    return Told(sentence % (words | {"number": facts["number"]}), _with_others(by, facts))


def _paid(by: str, facts: Facts) -> Told:
    words = {"payer": _payer(facts), "reference": facts["reference"]}
    if not facts["months"]:
        sentence = _("%(payer)s paid for months that were credited or taken back since.")
        return Told(sentence % words, _with_others(by, facts))
    words |= {"amount": rupiah_text(facts["amount_idr"]), "months": _span(facts)}
    return Told(_("%(payer)s paid %(amount)s for %(months)s.") % words, _with_others(by, facts))


def _payment_reversed(_by: str, facts: Facts) -> Told:
    if facts["reference"]:
        words = _("Payment %(reference)s was reversed.") % {"reference": facts["reference"]}
    else:
        words = _("A payment of a sponsor outside your region was reversed.")
    return Told(words, why(facts))


def _credited(by: str, facts: Facts) -> Told:
    words = _("%(amount)s was credited for %(months)s.") % {
        "amount": rupiah_text(facts["amount_idr"]),
        "months": month_span_text(facts["since"], facts["until"]),
    }
    return Told(words, tuple(text for text in (facts["why"], recorded_by(by)) if text))


def _with_others(by: str, facts: Facts) -> tuple[str, ...]:
    if not by:
        return ()
    if facts["others"] < 1:
        return (recorded_by(by),)
    note = ngettext(
        "Recorded by %(who)s, together with %(count)s other worker",
        "Recorded by %(who)s, together with %(count)s other workers",
        facts["others"],
    )
    return (note % {"who": subject(by), "count": number_text(facts["others"])},)


def _payer(facts: Facts) -> str:
    if facts["own"]:
        return _("The worker")
    return str(facts["sponsor"].name) if facts["sponsor"] else _("A sponsor outside your region")


def _under(facts: Facts) -> dict[str, str]:
    months = month_span_text(facts["since"], facts["until"])
    return {"decree": decree_text(facts["decree"]), "months": months}


def _span(facts: Facts) -> str:
    count = ngettext("%(count)s month", "%(count)s months", facts["months"])
    return _("%(count)s, %(span)s") % {
        "count": count % {"count": number_text(facts["months"])},
        "span": month_span_text(facts["since"], facts["until"]),
    }


SENTENCES: Final = {
    "entered_list": _entered,
    "enrolled": _enrolled,
    "membership_voided": _membership_voided,
    "billed": _billed,
    "paid": _paid,
    "payment_reversed": _payment_reversed,
    "credited": _credited,
}
