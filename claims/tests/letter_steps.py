"""Claims in the states that letters tell of, and the words of a letter.

Letters are Indonesian: what they say is looked up as the words of that language.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import translation
from django.utils.translation import gettext

from claims.actions.assessing import assess_claim
from claims.actions.checking import check_claim
from claims.actions.deciding import approve_claim, refuse_claim
from claims.actions.facts import state_facts
from claims.actions.payouts import order_payouts, record_payout
from claims.exports.letters import Printing, print_letter
from claims.models import DOCUMENT_LABELS, Claim
from claims.queries.letters import LetterKind, letter_kinds
from claims.rules.documents import DocumentKind
from claims.tests.factories import (
    at,
    bring_papers,
    covered_worker,
    iskandar,
    name_account,
    name_widow,
    report_accident,
    report_death,
    rina,
)
from enrollment.tests.factories import ani, budi
from enrollment.tests.paper import paper_text
from registry.models import User
from registry.roles import Role
from registry.tests.factories import make_user

URL = "https://lindung.example/claims/q/1.code"
OCTOBER = date(2020, 10, 12)


def text_of(claim: Claim, kind: LetterKind, *, on: date = OCTOBER, by: User | None = None) -> str:
    """Return the words of a letter, with single spaces."""
    claim = Claim.objects.get(pk=claim.pk)
    printing = Printing(on=on, url=URL, reader=by or rina())
    return paper_text(print_letter(kind, claim, printing).content)


def said(text: str, **facts: Any) -> str:
    """Return words of the source as the letter says them, with single spaces."""
    with translation.override("id"):
        return " ".join((gettext(text) % facts if facts else gettext(text)).split())


def label(kind: DocumentKind) -> str:
    """Return what a letter calls a paper."""
    with translation.override("id"):
        return " ".join(str(DOCUMENT_LABELS[kind]).split())


def kinds(claim: Claim) -> list[str]:
    """Return the letters that exist of a claim."""
    return [kind.value for kind in letter_kinds(Claim.objects.get(pk=claim.pk))]


def incomplete_death() -> Claim:
    """Return a death of which papers are missing."""
    claim = report_death()
    return check_claim(claim=claim, at=at(date(2020, 8, 14)), by=rina())


def incomplete_accident(serial: int = 1) -> Claim:
    """Return an accident of which papers are missing."""
    claim = report_accident(covered_worker(serial))
    return check_claim(claim=claim, at=at(date(2020, 10, 7)), by=rina())


def granted_accident(outcome: str, *, stated: dict[str, Any] | None = None) -> Claim:
    """Return a granted accident of 5 October 2020, with the account of the worker or the widow."""
    claim = report_accident(outcome=outcome)
    died = outcome == "death"
    if died:
        name_widow(claim)
    claim = state_facts(
        claim=claim,
        heirs_known=True,
        declared_at=at(date(2020, 10, 7)),
        stage2_at=at(date(2020, 10, 7), 15),
        stated=stated or {},
        at=at(date(2020, 10, 8)),
        by=budi(),
    )
    return granted(claim, date(2020, 10, 9), "heirs" if died else "worker")


def granted(claim: Claim, on: date, kind: str) -> Claim:
    """Return the claim complete, assessed by Rina and granted by a manager on a day."""
    bring_papers(claim, on=on)
    name_account(claim, kind, on=on)
    claim = check_claim(claim=claim, at=at(on), by=rina())
    assess_claim(claim=claim, at=at(on, 10), by=rina())
    boss = User.objects.filter(username="dewi").first() or make_user("dewi", role=Role.MANAGER)
    approve_claim(claim=claim, at=at(on, 11), by=boss)
    return Claim.objects.get(pk=claim.pk)


def death_in_arrears() -> Claim:
    """Return a granted death of which July and August 2021 were unpaid."""
    claim = report_death(event_on=date(2021, 9, 5), at=at(date(2021, 9, 6)))
    name_widow(claim)
    claim = state_facts(claim=claim, heirs_known=True, at=at(date(2021, 9, 7)), by=budi())
    return granted(claim, date(2021, 9, 8), "heirs")


def refused_accident(serial: int = 1) -> Claim:
    """Return a refused accident: before the registration, private, and reported years later."""
    claim = report_accident(
        covered_worker(serial),
        event_on=date(2020, 7, 10),
        outcome="death",
        at=at(date(2026, 7, 13)),
    )
    claim = state_facts(
        claim=claim, exclusion="private_interest", at=at(date(2026, 7, 13), 10), by=budi()
    )
    assess_claim(claim=claim, at=at(date(2026, 7, 14)), by=rina())
    refuse_claim(
        claim=claim,
        reason="Menurut dua saksi ia sedang berlibur.",
        at=at(date(2026, 7, 14), 15),
        by=iskandar(),
    )
    return Claim.objects.get(pk=claim.pk)


def paid(claim: Claim, on: date) -> Claim:
    """Return the claim after Ani paid what is payable."""
    for number, payout in enumerate(order_payouts(claim=claim, on=on, by=ani()), start=1):
        reference = f"TRF {on:%d%m} {number}"
        record_payout(payout=payout, bank_reference=reference, paid_on=on, on=on, by=ani())
    return Claim.objects.get(pk=claim.pk)


def appeal_words() -> tuple[str, str, str]:
    """Return what a letter says of the office, the inspector and the Minister."""
    return (
        said(
            "First to the labor office of %(office)s: another person looks at it anew.",
            office="Kabupaten Kepulauan Anambas",
        ),
        said(
            "Then to the labor inspector, who decides on disagreements (%(clause)s).",
            clause="PP 44/2015 Pasal 45",
        ),
        said(
            "Then to the Minister of Manpower, whose decision is final (%(clause)s).",
            clause="PP 44/2015 Pasal 45",
        ),
    )
