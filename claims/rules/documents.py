"""Which papers a claim needs: they follow from its facts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from claims.rules.facts import Cause, Facts, Outcome, Relation
from claims.rules.heirs import all_below, entitled, everybody
from claims.rules.lookups import LAW_BEGINS, Lookup, cited
from registry.law.parameters import parameter
from registry.programs import Program


class DocumentKind(StrEnum):
    """A paper that a claim may need."""

    DEATH_CERTIFICATE = "death_certificate"
    HEIRS_LETTER = "heirs_letter"
    HEIR_IDENTITY = "heir_identity"
    FAMILY_CARD = "family_card"
    MARRIAGE_BOOK = "marriage_book"
    BANK_BOOK = "bank_book"
    MEDICAL_LETTER = "medical_letter"
    TRANSPORT_RECEIPT = "transport_receipt"
    TREATMENT_RECEIPT = "treatment_receipt"
    HOME_CARE_RECEIPT = "home_care_receipt"
    AID_RECEIPT = "aid_receipt"
    POLICE_LETTER_OR_WITNESSES = "police_letter_or_witnesses"
    CHRONOLOGY = "chronology"
    SCHOOL_LETTER = "school_letter"
    BIRTH_CERTIFICATE = "birth_certificate"
    GUARDIAN_LETTER = "guardian_letter"
    HEIRS_SETTLEMENT = "heirs_settlement"
    WILL = "will"
    BURIAL_STATEMENT = "burial_statement"
    PARTICIPANT_CARD = "participant_card"
    WORKER_IDENTITY = "worker_identity"
    RULING = "ruling"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class DocumentNeed:
    """A paper that a claim needs, by which clause, and whether the registry holds it already."""

    kind: DocumentKind
    clause: str = ""
    held_by_registry: bool = False
    why_code: str = ""


def required_documents(
    facts: Facts,
    *,
    heirs_disputed: bool = False,
    identity_known: bool = True,
    guardian_pays: bool = False,
    ruled_elsewhere: bool = False,
    scholarship: bool = True,
    law: Lookup = parameter,
) -> tuple[DocumentNeed, ...]:
    """Return the papers that a claim needs, each once, in the order in which they are asked for.

    What the registry holds is listed and not asked again: the card always, the identity where
    the NIK is known. A minor who is paid through a guardian needs the letter of guardianship, and
    an appeal that the labor inspector or the Minister decided needs their ruling. Heirs that
    nobody stated are expected; a program not stated needs nothing. Papers of school are asked for
    unless it is known that no `scholarship` is due.
    """
    if facts.program is None:
        return ()
    on = max(facts.filed_on or LAW_BEGINS, LAW_BEGINS)
    clauses = _clauses(facts.program, on, law)
    held = {DocumentKind.PARTICIPANT_CARD}
    if identity_known:
        held.add(DocumentKind.WORKER_IDENTITY)
    reasons: dict[DocumentKind, str] = {}
    for kind, why in _reasons(facts, heirs_disputed, on, law):
        if scholarship or why != "children":
            reasons.setdefault(kind, why)
    if guardian_pays:
        reasons.setdefault(DocumentKind.GUARDIAN_LETTER, "minor_heirs")
    if ruled_elsewhere:
        reasons.setdefault(DocumentKind.RULING, "ruling")
    return tuple(
        DocumentNeed(kind, clauses.get(kind.value, ""), kind in held, why)
        for kind, why in reasons.items()
    )


def _clauses(program: Program, on: date, law: Lookup) -> dict[str, str]:
    """Return the clause of each paper that an act or a guide asks for."""
    keys = [f"{program.lower()}.documents"]
    if program is Program.JKK:
        # a death at work is proved as any death is
        keys = ["jkm.documents", "jkk.commuting_proof", *keys]
    return {kind: cited(law(key, on=on)) for key in keys for kind in law(key, on=on).value}


def _reasons(
    facts: Facts, disputed: bool, on: date, law: Lookup
) -> Iterator[tuple[DocumentKind, str]]:
    yield DocumentKind.PARTICIPANT_CARD, "always"
    yield DocumentKind.WORKER_IDENTITY, "always"
    if _is_death(facts):
        yield from _of_a_death(facts, disputed, on, law)
    if facts.program is Program.JKK:
        yield from _of_an_accident(facts)
    if facts.children and (_is_death(facts) or facts.outcome is Outcome.PERMANENT_TOTAL):
        yield DocumentKind.SCHOOL_LETTER, "children"
        yield DocumentKind.BIRTH_CERTIFICATE, "children"
    yield DocumentKind.BANK_BOOK, "always"


def _is_death(facts: Facts) -> bool:
    """Tell whether it is about a death: so is every claim of JKM whose outcome is still open."""
    if facts.outcome is None:
        return facts.program is Program.JKM
    return facts.outcome is Outcome.DEATH


def _of_a_death(
    facts: Facts, disputed: bool, on: date, law: Lookup
) -> Iterator[tuple[DocumentKind, str]]:
    yield DocumentKind.DEATH_CERTIFICATE, "death"
    heirs = everybody(facts)
    if facts.heirs is not None and not heirs and not facts.will_beneficiary:
        yield DocumentKind.BURIAL_STATEMENT, "no_heirs"
        return
    yield DocumentKind.HEIRS_LETTER, "heirs"
    yield DocumentKind.HEIR_IDENTITY, "heirs"
    yield DocumentKind.FAMILY_CARD, "heirs"
    if any(heir.relation is Relation.SPOUSE for heir in heirs):
        yield DocumentKind.MARRIAGE_BOOK, "spouse_is_heir"
    if facts.heirs is None:
        heirs = ()
    first = entitled(heirs, on=on, will=facts.will_beneficiary, law=law)
    if any(heir.relation is Relation.WILL for heir in first):
        yield DocumentKind.WILL, "will"
    years = law("office.adult_from_years", on=on).value
    if all_below(first, years=years, on=facts.filed_on or on):
        yield DocumentKind.GUARDIAN_LETTER, "minor_heirs"
    if disputed:
        yield DocumentKind.HEIRS_SETTLEMENT, "heirs_disagree"


def _of_an_accident(facts: Facts) -> Iterator[tuple[DocumentKind, str]]:
    yield DocumentKind.CHRONOLOGY, "accident"
    yield DocumentKind.MEDICAL_LETTER, "accident"
    if facts.cause is Cause.COMMUTING_ACCIDENT:
        yield DocumentKind.POLICE_LETTER_OR_WITNESSES, "commuting"
    if any(ride.amount_idr for ride in facts.transport):
        yield DocumentKind.TRANSPORT_RECEIPT, "transport"
    if facts.treatment_idr:
        yield DocumentKind.TREATMENT_RECEIPT, "treatment"
    if facts.home_care_idr:
        yield DocumentKind.HOME_CARE_RECEIPT, "home_care"
    if any(aid.amount_idr for aid in facts.aids):
        yield DocumentKind.AID_RECEIPT, "aids"
