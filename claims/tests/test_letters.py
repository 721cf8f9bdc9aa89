"""The letters of a claim: when each exists, every figure with its clause, and nothing secret.

Letters are Indonesian: what they say is looked up as the words of that language.
"""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from claims.actions.appeals import appeal_claim
from claims.actions.assessing import assess_claim
from claims.actions.checking import check_claim
from claims.actions.deciding import approve_claim, refuse_claim
from claims.actions.facts import state_facts
from claims.actions.papers import send_back_document
from claims.actions.payouts import order_payouts, record_payout
from claims.exports.letters import Printing, print_letter
from claims.models import DOCUMENT_LABELS, Claim
from claims.queries.codes import claim_code, claim_of_code
from claims.queries.letters import LetterKind, letter_kinds
from claims.queries.outlook import outlook
from claims.rules.documents import DocumentKind
from claims.tests.factories import (
    approved_death,
    at,
    bring_papers,
    complete_death,
    covered_worker,
    iskandar,
    name_account,
    name_widow,
    report_accident,
    report_death,
    rina,
)
from enrollment.actions.heirs import name_heir
from enrollment.tests.browsing import signed_in
from enrollment.tests.factories import ani, budi, citra, nur
from enrollment.tests.paper import paper_text
from registry.formats import rupiah_text
from registry.models import AuditEvent, Holiday, User
from registry.roles import Role
from registry.tests.factories import make_user

pytestmark = pytest.mark.django_db

URL = "https://lindung.example/claims/q/1.code"
OCTOBER = date(2020, 10, 12)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """Keep the papers of each test apart."""
    settings.MEDIA_ROOT = tmp_path


def text_of(claim: Claim, kind: LetterKind, *, on: date = OCTOBER, by: User | None = None) -> str:
    """Return the words of a letter, with single spaces."""
    claim = Claim.objects.get(pk=claim.pk)
    printing = Printing(on=on, url=URL, reader=by or rina())
    return paper_text(print_letter(kind, claim, printing).content)


def said(text: str, **facts: Any) -> str:
    """Return words of the source as the letter says them, with single spaces."""
    with translation.override("id"):
        return " ".join((gettext(text) % facts if facts else gettext(text)).split())


def kinds(claim: Claim) -> list[str]:
    """Return the letters that exist of a claim."""
    return [kind.value for kind in letter_kinds(Claim.objects.get(pk=claim.pk))]


def incomplete_death() -> Claim:
    claim = report_death()
    return check_claim(claim=claim, at=at(date(2020, 8, 14)), by=rina())


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


def refused_accident() -> Claim:
    """Return a refused accident: before the registration, private, and reported years later."""
    claim = report_accident(event_on=date(2020, 7, 10), outcome="death", at=at(date(2026, 7, 13)))
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
        record_payout(payout=payout, bank_reference=reference, paid_on=on, by=ani())
    return Claim.objects.get(pk=claim.pk)


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


def label(kind: DocumentKind) -> str:
    with translation.override("id"):
        return " ".join(str(DOCUMENT_LABELS[kind]).split())


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


def test_the_decision_shows_every_figure_with_formula_act_and_clause():
    claim = approved_death()

    text = text_of(claim, LetterKind.DECISION)

    lines = list(claim.lines.all())
    assert sum(line.amount_idr for line in lines) == 42_000_000
    for line in lines:
        for words in (line.formula, f"{line.act}, {line.clause}", rupiah_text(line.amount_idr)):
            assert words in text
    assert "Rp42.000.000 (empat puluh dua juta rupiah)" in text


def test_a_clause_that_nobody_read_is_marked():
    claim = approved_death()

    text = text_of(claim, LetterKind.DECISION)

    clause = "PP 82/2019, Pasal 34 ayat (1) huruf c"
    assert said("%(clause)s (clause not checked yet)", clause=clause) in text


def test_the_decision_says_to_whom_by_when_and_what_lateness_adds():
    claim = approved_death()

    text = text_of(claim, LetterKind.DECISION)

    assert "Rohana: BRK 1••••••421" in text
    assert "1020304421" not in text
    assert "25 Agustus 2020" in text
    assert "1 %" in text
    assert "PP 44/2015, Pasal 40 ayat (4)" in text


def test_the_decision_splits_what_waits_for_arrears_and_says_how_to_settle_them():
    claim = death_in_arrears()

    text = text_of(claim, LetterKind.DECISION)

    now, later = text.split(said("Payable when the arrears are settled"))
    assert "Rp10.000.000" in now
    assert "Rp32.000.000" in later
    assert "Juli 2021, Agustus 2021" in later
    assert said("To settle: %(amount)s.", amount="Rp33.600") in later


def test_the_decision_shows_the_scholarship_year_by_year_with_its_total():
    worker = covered_worker()
    for number, born_on in enumerate([date(2005, 2, 3), date(2010, 5, 6), date(2015, 8, 9)]):
        name_heir(
            worker=worker,
            relation="child",
            name=f"Farhan {number}",
            born_on=born_on,
            on=date(2020, 10, 6),
            by=budi(),
        )
    claim = report_accident(worker, outcome="death")
    name_widow(claim)
    claim = state_facts(
        claim=claim,
        heirs_known=True,
        declared_at=at(date(2020, 10, 5), 18),
        stage2_at=at(date(2020, 10, 6)),
        at=at(date(2020, 10, 7)),
        by=budi(),
    )
    claim = granted(claim, date(2020, 10, 9), "heirs")

    text = text_of(claim, LetterKind.DECISION)

    years = list(claim.lines.filter(when="yearly").order_by("pk"))
    assert len(years) > 25
    for line in years:
        assert f"{line.due_on.year}/{line.due_on.year + 1}" in text
    assert "Farhan 1" in text
    assert "Farhan 2" in text
    assert "Farhan 0" not in text
    assert text.count(rupiah_text(sum(line.amount_idr for line in years))) >= 2


def test_the_decision_names_the_loss_behind_each_amount():
    losses = [{"code": "right_thumb"}, {"code": "hearing_both_ears_per_10_db", "units": 3}]
    claim = granted_accident("partial_anatomical", stated={"losses": losses})

    text = text_of(claim, LetterKind.DECISION)

    assert re.search(r"Ibu jari tangan kanan 15 % × 80 × Rp1\.000\.000", text)
    assert re.search(r"desibel 3 × 6 % × 80 × Rp1\.000\.000", text)
    assert "Rp26.400.000" in text


def test_a_decision_without_an_account_says_what_to_bring():
    claim = approved_death()
    claim.payees.update(voided_on=date(2020, 8, 24))

    text = text_of(claim, LetterKind.DECISION)

    assert said("No account yet: bring the bank book of who receives the money.") in text


def test_the_refusal_gives_every_reason_its_clause_and_the_facts():
    claim = refused_accident()

    text = text_of(claim, LetterKind.REFUSAL)

    reasons = [
        finding
        for finding in claim.decisions.get().assessment.answer["findings"]
        if finding["blocks"]
    ]
    assert len(reasons) == 3
    for number in (1, 2, 3):
        assert f" {number}. " in text
    for words in (
        "Menurut dua saksi ia sedang berlibur.",
        "PP 44/2015, Pasal 11 ayat (5)",
        "PP 82/2019, Pasal 26",
        "10 Juli 2025",
        "21 Juli 2020",
        "13 Juli 2026",
    ):
        assert words in text


def test_the_refusal_says_how_to_appeal_from_the_office_to_the_minister():
    claim = refused_accident()

    text = text_of(claim, LetterKind.REFUSAL)

    office, inspector, minister = appeal_words()
    assert text.index(office) < text.index(inspector) < text.index(minister)
    assert text.count("PP 44/2015 Pasal 45") == 2


def appeal_words() -> tuple[str, str, str]:
    return (
        said(
            "First to this office: the labor office of %(office)s. Another person looks at "
            "everything anew.",
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


def test_a_refused_appeal_names_only_the_levels_that_are_left():
    claim = refused_accident()
    deciders = [make_user(name, role=Role.APPROVER) for name in ("eka", "fajar", "gita")]
    left = []
    day = date(2026, 7, 15)
    for level, decider in zip(("office", "inspector", "minister"), deciders, strict=True):
        claim = appeal_claim(claim=claim, level=level, why="Ada saksi.", at=at(day), by=budi())
        assess_claim(claim=claim, at=at(day, 10), by=rina())
        refuse_claim(claim=claim, reason="Tetap.", at=at(day, 11), by=decider)
        claim = Claim.objects.get(pk=claim.pk)
        text = text_of(claim, LetterKind.REFUSAL)
        left.append([way in text for way in appeal_words()])
        day += timedelta(days=1)

    assert left == [[False, True, True], [False, False, True], [False, False, False]]
    clause = {"clause": "PP 44/2015 Pasal 45"}
    assert said("The Minister has decided; that is final (%(clause)s).", **clause) in text


def test_a_refused_appeal_leaves_the_letter_of_what_was_granted():
    claim = approved_death()
    day = date(2020, 9, 1)
    claim = appeal_claim(claim=claim, level="office", why="Kurang.", at=at(day), by=budi())
    claim = check_claim(claim=claim, at=at(day, 10), by=rina())
    assess_claim(claim=claim, at=at(day, 11), by=rina())
    refuse_claim(
        claim=claim,
        reason="Sudah benar.",
        at=at(day, 12),
        by=make_user("eka", role=Role.APPROVER),
    )

    assert kinds(claim) == ["receipt", "decision", "refusal"]
    assert "Rp42.000.000" in text_of(claim, LetterKind.DECISION)


def test_the_payment_letter_gives_amount_in_words_account_reference_and_day():
    claim = paid(approved_death(), date(2020, 8, 25))

    text = text_of(claim, LetterKind.PAYMENT)

    for words in (
        "Rp42.000.000",
        "Empat puluh dua juta rupiah",
        "Bank Riau Kepri",
        "1••••••421, Rohana",
        "TRF 2508 1",
        f"{claim.number}/1",
        "25 Agustus 2020",
        said("Nothing: everything that was granted is paid."),
    ):
        assert words in text
    assert "1020304421" not in text


def test_the_payment_letter_says_what_is_still_to_come():
    claim = paid(death_in_arrears(), date(2021, 9, 9))

    text = text_of(claim, LetterKind.PAYMENT)

    assert said("%(amount)s, when the arrears are settled.", amount="Rp32.000.000") in text


def test_a_late_payment_shows_its_compensation_and_the_payment_before():
    claim = paid(approved_death(), date(2020, 8, 27))
    late = text_of(claim, LetterKind.PAYMENT)

    compensated = text_of(paid(claim, date(2020, 8, 28)), LetterKind.PAYMENT)

    assert said("%(amount)s, on its way through the bank.", amount="Rp840.000") in late
    assert "1 % × 2 × Rp42.000.000" in compensated
    now, before = compensated.split(said("Paid before"))
    assert "TRF 2808 1" in now
    assert "TRF 2708 1" in before


def test_no_letter_carries_a_whole_nik_or_a_whole_account():
    granted_claim = paid(approved_death(), date(2020, 8, 25))
    claims = [granted_claim, refused_accident_of(2), incomplete_of(3)]

    texts = [text_of(claim, LetterKind(kind)) for claim in claims for kind in kinds(claim)]

    assert len(texts) == 7
    for text in texts:
        assert not re.search(r"\d{10,}", text)


def refused_accident_of(serial: int) -> Claim:
    claim = report_accident(
        covered_worker(serial),
        event_on=date(2020, 7, 10),
        outcome="death",
        at=at(date(2026, 7, 13)),
    )
    assess_claim(claim=claim, at=at(date(2026, 7, 14)), by=rina())
    refuse_claim(claim=claim, reason="Belum.", at=at(date(2026, 7, 14), 15), by=iskandar())
    return claim


def incomplete_of(serial: int) -> Claim:
    claim = report_accident(covered_worker(serial))
    return check_claim(claim=claim, at=at(date(2020, 10, 7)), by=rina())


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
