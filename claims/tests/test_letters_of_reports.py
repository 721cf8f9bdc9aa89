"""The letters before a decision: the receipt of the report, and what is still missing."""

from datetime import date

import pytest

from claims.actions.checking import check_claim
from claims.actions.facts import state_facts
from claims.actions.papers import send_back_document
from claims.queries.letters import LetterKind
from claims.queries.outlook import outlook
from claims.rules.documents import DocumentKind
from claims.tests.factories import (
    at,
    bring_papers,
    covered_worker,
    name_widow,
    report_accident,
    report_death,
    rina,
)
from claims.tests.letter_steps import label, said, text_of
from enrollment.tests.factories import budi
from registry.models import Holiday
from registry.roles import Role
from registry.tests.factories import make_user

pytestmark = pytest.mark.django_db


def test_the_receipt_tells_what_was_reported_and_who_paid():
    claim = report_death(place="Puskesmas Terempa", reporter_name="Rohana binti Ahmad")

    text = text_of(claim, LetterKind.RECEIPT)

    for words in (
        claim.number,
        "12 Agustus 2020",
        "13 Agustus 2020 pukul 09.00",
        "Puskesmas Terempa",
        "Rohana binti Ahmad",
        "Pemerintah Kabupaten Kepulauan Anambas",
        "Juli – Agustus 2020",
    ):
        assert words in text


def test_the_receipt_asks_for_every_missing_paper_and_for_none_that_is_held():
    claim = report_death()
    look = outlook(claim, days_off=Holiday.objects.days_off())

    text = text_of(claim, LetterKind.RECEIPT)

    held = said("These are there already; do not bring them again: %(papers)s.", papers="|")
    table, after = text.split(held.split("|")[0])
    assert look.missing_papers
    for paper in look.missing_papers:
        assert str(label(paper.kind)) in table
    for kind in (DocumentKind.PARTICIPANT_CARD, DocumentKind.WORKER_IDENTITY):
        assert str(label(kind)) not in table
        assert str(label(kind)) in after


def test_a_death_has_no_last_day_and_an_accident_has_one():
    death, accident = report_death(), report_accident(covered_worker(2))

    of_death, of_accident = (text_of(claim, LetterKind.RECEIPT) for claim in (death, accident))

    assert (
        said(
            "A claim after a death has no last day: no right lapses. The sooner the papers are "
            "complete, the sooner it is paid."
        )
        in of_death
    )
    assert "5 Oktober 2025" in of_accident
    assert "2 × 24" in of_accident


def test_a_suspected_accident_is_told_by_when_it_is_concluded():
    reported = at(date(2024, 3, 5))
    worker = covered_worker(
        paid_on=date(2024, 1, 10), since=date(2024, 1, 1), decided_on=date(2024, 1, 2)
    )
    claim = report_accident(worker, event_on=date(2024, 3, 4), at=reported, suspected=True)

    text = text_of(claim, LetterKind.RECEIPT)

    assert "4 April 2024" in text


def test_a_payer_outside_of_the_reader_s_regions_is_not_named():
    claim = report_death()
    reader = make_user("dedi", role=Role.EXAMINER, region=claim.worker.village)

    text = text_of(claim, LetterKind.RECEIPT, by=reader)

    assert "Pemerintah Kabupaten" not in text
    assert said("A sponsor in another region") in text


def test_the_notice_names_each_missing_paper_and_fact_with_its_clause():
    claim = report_accident(cause="commuting_accident", outcome="partial_anatomical")
    claim = check_claim(claim=claim, at=at(date(2020, 10, 7)), by=rina())
    look = outlook(claim, days_off=Holiday.objects.days_off())

    text = text_of(claim, LetterKind.INCOMPLETE)

    assert look.missing_papers
    for paper in look.missing_papers:
        assert label(paper.kind) in text
    assert "PP 44/2015, Pasal 44" in text
    assert said("State which losses of the table the doctor found.") in text
    assert "5 Oktober 2025" in text


def test_the_notice_says_why_a_paper_was_sent_back_until_it_came_again():
    claim = report_death()
    name_widow(claim)
    claim = state_facts(claim=claim, heirs_known=True, at=at(date(2020, 8, 13)), by=budi())
    bring_papers(claim, on=date(2020, 8, 14))
    for kind in ("heirs_letter", "family_card"):
        document = claim.documents.get(kind=kind)
        send_back_document(
            document=document, reason=f"{kind}: belum dicap", on=date(2020, 8, 15), by=rina()
        )
    claim = check_claim(claim=claim, at=at(date(2020, 8, 15)), by=rina())
    sent_back = text_of(claim, LetterKind.INCOMPLETE)

    again = claim.documents.get(kind="family_card")
    again.pk, again.voided_on = None, None
    again.save()

    assert "heirs_letter: belum dicap" in sent_back
    assert "family_card: belum dicap" in sent_back
    assert "family_card: belum dicap" not in text_of(claim, LetterKind.INCOMPLETE)
