"""Letters: when each exists, who reads it, and that nothing secret stands in them."""

import re
from datetime import date

import pytest
from django.urls import reverse

from claims.models import Claim
from claims.queries.codes import claim_code, claim_of_code
from claims.queries.letters import LetterKind
from claims.tests.factories import (
    approved_death,
    complete_death,
    report_accident,
    report_death,
    rina,
)
from claims.tests.letter_steps import (
    incomplete_accident,
    incomplete_death,
    kinds,
    paid,
    refused_accident,
    text_of,
)
from enrollment.tests.browsing import signed_in
from enrollment.tests.factories import ani, budi, citra, nur
from enrollment.tests.paper import paper_text
from registry.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (lambda: report_death(draft=True), []),
        (report_death, ["receipt"]),
        (incomplete_death, ["receipt", "incomplete"]),
        (complete_death, ["receipt"]),
        (approved_death, ["receipt", "decision"]),
        (refused_accident, ["receipt", "refusal"]),
        (lambda: paid(approved_death(), date(2020, 8, 25)), ["receipt", "decision", "payment"]),
    ],
    ids=["draft", "reported", "incomplete", "complete", "approved", "refused", "paid"],
)
def test_a_letter_exists_from_its_state_on(make, expected):
    claim = make()

    assert kinds(claim) == expected


def test_no_letter_carries_a_whole_nik_or_a_whole_account():
    granted_claim = paid(approved_death(), date(2020, 8, 25))
    claims = [granted_claim, refused_accident(2), incomplete_accident(3)]

    texts = [text_of(claim, LetterKind(kind)) for claim in claims for kind in kinds(claim)]

    assert len(texts) == 7
    for text in texts:
        assert not re.search(r"\d{10,}", text)


def test_the_code_leads_to_the_claim_and_to_nothing_when_changed():
    claim = report_death()
    code = claim_code(claim)

    assert claim_of_code(code) == claim.pk
    assert claim.worker.nik not in code
    for changed in (f"9{code}", code[:-1], code.split(".")[0], "", "1.x"):
        assert claim_of_code(changed) is None


def test_what_people_typed_is_printed_and_never_read_as_markup():
    claim = report_death(place="<b>Laut</b> & pantai", reporter_name="</para><font size=40>")

    text = text_of(claim, LetterKind.RECEIPT)

    assert "<b>Laut</b> & pantai" in text
    assert "</para><font size=40>" in text


def test_the_letter_is_indonesian_for_a_reader_of_english_and_its_printing_is_recorded():
    claim = report_death()
    client = signed_in(budi(), language="en")

    answer = client.get(reverse("claim_letter", args=[claim.pk, "receipt"]))

    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert f"tanda-terima-{claim.number}.pdf" in answer["Content-Disposition"]
    assert "12 Agustus 2020" in paper_text(answer.content)
    last = AuditEvent.objects.order_by("-pk")[0]
    assert (last.action, last.subject_id, last.by) == ("letter.printed", str(claim.pk), budi())
    assert last.facts == {"kind": "receipt"}


@pytest.mark.parametrize("kind", ["incomplete", "decision", "refusal", "payment", "nothing"])
def test_a_letter_is_not_found_before_its_state(kind):
    claim = report_death()

    answer = signed_in(rina()).get(reverse("claim_letter", args=[claim.pk, kind]))

    assert answer.status_code == 404
    assert not AuditEvent.objects.filter(action="letter.printed").exists()


@pytest.mark.parametrize(
    ("reader", "status"),
    [(citra, 404), (nur, 403), (ani, 200), (rina, 200)],
    ids=["another regency", "supervisor", "treasurer", "examiner"],
)
def test_only_those_who_see_claims_here_read_letters(reader, status):
    claim = report_death()

    answer = signed_in(reader()).get(reverse("claim_letter", args=[claim.pk, "receipt"]))

    assert answer.status_code == status


def test_facts_that_contradict_each_other_lead_back_to_the_claim():
    claim = report_accident()
    Claim.objects.filter(pk=claim.pk).update(stated={"home_care_months": 3})

    answer = signed_in(rina()).get(reverse("claim_letter", args=[claim.pk, "receipt"]))

    assert answer.status_code == 302
    assert answer["Location"] == claim.get_absolute_url()
    assert not AuditEvent.objects.filter(action="letter.printed").exists()
