"""The names of causes, heirs, papers and the like that the law files list by code."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.utils.translation import gettext_lazy

_NAMES: Final = {
    "work_accident": gettext_lazy("accident at work"),
    "commuting_accident": gettext_lazy("accident on the way to or from work"),
    "occupational_disease": gettext_lazy("occupational disease"),
    "private_interest": gettext_lazy("left work for a private interest"),
    "outside_work": gettext_lazy("outside working time or the job"),
    "off_route": gettext_lazy("off the usual way"),
    "aggravated_disease": gettext_lazy("a disease that work only made worse"),
    "suicide": gettext_lazy("suicide"),
    "self_harm": gettext_lazy("deliberate self-harm"),
    "partial_anatomical": gettext_lazy("loss of a part of the body"),
    "partial_functional": gettext_lazy("loss of function"),
    "permanent_total": gettext_lazy("permanent total disability"),
    "spouse": gettext_lazy("spouse"),
    "child": gettext_lazy("child"),
    "parent": gettext_lazy("parent"),
    "grandparent": gettext_lazy("grandparent"),
    "grandchild": gettext_lazy("grandchild"),
    "sibling": gettext_lazy("brother or sister"),
    "parent_in_law": gettext_lazy("parent-in-law"),
    "will": gettext_lazy("person named in the will"),
    "burial_organiser": gettext_lazy("who arranges the burial"),
    "social_security_fund": gettext_lazy("the Social Security Fund"),
    "death_certificate": gettext_lazy("death certificate"),
    "heirs_letter": gettext_lazy("letter that names the heirs"),
    "participant_card": gettext_lazy("participant card"),
    "worker_identity": gettext_lazy("identity card"),
    "medical_letter": gettext_lazy("doctor's letter"),
    "transport_receipt": gettext_lazy("receipts of transport"),
    "treatment_receipt": gettext_lazy("receipts of treatment"),
    "police_letter_or_witnesses": gettext_lazy("letter of the police, or two witnesses"),
}


def name_of(code: str) -> str:
    """Return the name of a code, in the middle of a sentence."""
    return str(_NAMES[code])


def names_of(codes: Iterable[str]) -> str:
    """Return several names in a row."""
    return ", ".join(map(name_of, codes))
