"""The page of a claim, and the acts on it: whose move, with which button, and what comes of it."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation

from claims.actions.appeals import appeal_claim
from claims.actions.assessing import assess_claim
from claims.actions.checking import check_claim
from claims.actions.deciding import refuse_claim
from claims.actions.facts import state_facts
from claims.models import Claim
from claims.queries.codes import claim_code
from claims.rules.states import Status
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
from claims.tests.payout_steps import (
    order,
    paid_in_full,
    pay,
    settle_arrears,
    worker_in_arrears,
)
from claims.wording.claims import days_in_words, time_kind, time_left
from claims.wording.law_used import law_in_words
from enrollment.actions.heirs import name_heir, strike_heir
from enrollment.tests.browsing import signed_in, words
from enrollment.tests.factories import ani, budi, citra, make_worker, nur
from registry.models import User
from registry.roles import Role
from registry.tests.factories import make_region, make_user

pytestmark = pytest.mark.django_db
AUGUST = date(2020, 8, 24)


def fauzi() -> User:
    """Return the auditor, who sees claims and moves none."""
    return make_user("fauzi", role=Role.AUDITOR, region=make_region())


def assessed_death() -> Claim:
    """Return a claim for a death that Rina assessed."""
    claim = complete_death()
    assess_claim(claim=claim, at=at(AUGUST), by=rina())
    return Claim.objects.get(pk=claim.pk)


def assessed_without_right() -> Claim:
    """Return a claim for a worker who was never paid for, assessed by Rina."""
    claim = report_death(make_worker(9))
    assess_claim(claim=claim, at=at(AUGUST), by=rina())
    return Claim.objects.get(pk=claim.pk)


def refused_claim() -> Claim:
    """Return a claim that Iskandar refused."""
    claim = assessed_without_right()
    refuse_claim(
        claim=claim,
        clause="PP 44/2015 Pasal 34",
        reason="Never a participant.",
        at=at(AUGUST),
        by=iskandar(),
    )
    return Claim.objects.get(pk=claim.pk)


def suspected_accident() -> Claim:
    """Return an accident of which nobody knows yet whether it was one of work."""
    return report_accident(suspected=True)


def draft() -> Claim:
    """Return a death that is written down and not reported yet."""
    return report_death(draft=True)


def known_heirs() -> Claim:
    """Return a reported death of which the heirs are known and no paper is here."""
    claim = report_death()
    name_widow(claim)
    return state_facts(claim=claim, heirs_known=True, at=at(date(2020, 8, 13)), by=budi())


def paid_death() -> Claim:
    """Return a claim for a death that is paid in full."""
    return paid_in_full(approved_death())


def dear_claim() -> Claim:
    """Return the complete claim of a death at work that leaves two small children, 285 million."""
    worker = covered_worker(wage_base_idr=2_000_000, ceiling_idr=10**10)
    claim = report_accident(worker, outcome="death")
    name_widow(claim)
    for name in ("Arif", "Mega"):
        name_widow(claim, relation="child", name=name, born_on=date(2015, 6, 1))
    rides = [{"mode": mode, "amount_idr": 10_000_000} for mode in ("land", "sea", "air")]
    told = {"heirs_known": True, "stated": {"transport": rides}}
    claim = state_facts(claim=claim, at=at(date(2020, 10, 7)), by=budi(), **told)
    bring_papers(claim, on=date(2020, 10, 8))
    return check_claim(claim=claim, at=at(date(2020, 10, 9)), by=rina())


def page_of(claim, user) -> str:
    """Return what the user reads on the page of a claim."""
    answer = signed_in(user).get(claim.get_absolute_url())
    assert answer.status_code == 200
    return words(answer)


def shown(claim, user) -> str:
    """Return the source of the page of a claim, with its links."""
    return signed_in(user).get(claim.get_absolute_url()).text


def address(name, claim) -> str:
    return reverse(name, args=[claim.pk])


def status_of(claim) -> str:
    return Claim.objects.get(pk=claim.pk).status


# ---- what the page tells ----


def test_the_page_opens_with_who_died_what_is_owed_and_by_when():
    page = page_of(complete_death(), rina())

    assert "Death claim for Sabri 1" in page
    assert "Died of an illness or of old age on 12 August 2020." in page
    assert "The family is entitled to Rp42,000,000" in page
    assert "to be paid by Tuesday, 25 August 2020" in page


def test_the_clock_names_the_days_off_and_what_the_delay_costs():
    page = page_of(complete_death(), rina())

    assert "18 Aug File complete" in page
    assert "Day 3, last day to pay" in page
    assert "20–23 Aug public holiday, weekend" in page
    assert "Each further day adds Rp420,000." in page
    assert "PP 44/2015, Pasal 40 ayat (3); PP 44/2015, Pasal 40 ayat (4)" in page


def test_each_benefit_stands_with_formula_clause_and_recipient():
    page = page_of(complete_death(), rina())

    assert "Periodic benefit, paid at once 24 × Rp500,000 PP 82/2019, Pasal 34 ayat (1)" in page
    assert "clause not checked yet" in page
    assert "The heirs Rp12,000,000" in page
    assert "Payable now Rp42,000,000" in page


def test_papers_heirs_and_the_account_stand_on_the_page():
    page = page_of(complete_death(), fauzi())

    assert "Death certificate 18 August 2020, PDF Here" in page
    assert "The registry has it already Not asked" in page
    assert "Rohana Husband or wife, 52 years old Recipient" in page
    assert "1••••••421 in the name of Rohana" in page
    assert "1020304421" not in page


def test_the_page_says_who_paid_for_the_cover():
    page = page_of(report_death(), rina())

    assert "Paid, August 2020" in page
    assert "Paid by Pemerintah Kabupaten Kepulauan Anambas, July – August 2020." in page
    assert "Participant since 21 July 2020; 2 months paid up to the event." in page


def test_the_nik_of_nobody_stands_on_the_page():
    claim = complete_death()

    assert claim.worker.nik not in signed_in(rina()).get(claim.get_absolute_url()).text


def test_the_facts_used_are_told_with_what_would_change_the_answer():
    page = page_of(complete_death(), rina())

    assert "Months paid up to the event 2 months" in page
    assert "Months in arrears at the event 0 months" in page
    assert "Entitled, first in the order of the law: spouse." in page


def test_the_scholarship_is_shown_year_by_year_with_its_total():
    claim = report_accident(outcome="death")
    name_heir(
        worker=claim.worker,
        relation="child",
        name="Mega",
        born_on=date(2006, 5, 2),
        level="SMA",
        grade=1,
        on=date(2020, 10, 6),
        by=budi(),
    )

    page = page_of(claim, rina())

    assert "Scholarship of Mega" in page
    assert "SMA 1 · 2020/2021 Rp3,000,000" in page
    assert "The scholarship comes to" in page
    assert "All school years" in page


def test_a_claim_without_a_right_says_why_with_the_clause():
    page = page_of(report_death(make_worker(9)), rina())

    assert "By these facts there is no right." in page
    assert "Why there is no right" in page
    assert "PP 44/2015, Pasal 11 ayat (5)" in page


def test_what_waits_for_the_arrears_is_told_apart():
    worker, _invoice = worker_in_arrears()
    claim = report_death(worker)

    page = page_of(claim, rina())

    assert "The family is entitled to Rp10,000,000" in page
    assert "Rp32,000,000 follows when the arrears are settled." in page
    assert "Unpaid on that day: 2 months in a row, June – July 2020." in page


def test_a_warning_is_told_and_blocks_nothing():
    claim = complete_death()
    name_account(claim, holder="Somebody Else")
    assess_claim(claim=claim, at=at(AUGUST), by=rina())

    page = page_of(claim, iskandar())

    assert "Look at this twice" in page
    assert "Approve Rp42,000,000" in page


def test_facts_that_contradict_each_other_are_named_and_the_page_still_opens():
    claim = report_accident()
    Claim.objects.filter(pk=claim.pk).update(
        outcome="recovered", stated={"losses": [{"code": "right_thumb"}]}
    )

    page = page_of(claim, rina())

    assert "These facts cannot be true together" in page
    assert "State the facts" in page


def test_the_history_tells_each_step_with_its_reason_and_person():
    page = page_of(refused_claim(), rina())

    assert "Refused. Never a participant. Iskandar" in page
    assert page.index("Refused. Never") < page.index("Reported. Budi")


def test_transfers_stand_with_their_state():
    page = page_of(paid_death(), fauzi())

    assert "Paid on 25 August 2020" in page
    assert "The family received Rp42,000,000." in page


def test_what_is_paid_and_what_is_open_are_told_apart():
    claim = approved_death()
    (payout,) = order(claim)
    pay(payout, on=date(2020, 8, 30))

    page = page_of(claim, ani())

    assert "Rp42,000,000 was paid. Rp2,100,000 is still to be paid." in page
    assert "Compensation for late payment To be paid" in page
    assert "Order Rp2,100,000" in page


def test_the_same_answer_today_is_said_to_be_the_same():
    page = page_of(approved_death(), rina())

    assert "stands, rupiah by rupiah" in page


def test_what_changed_since_the_assessment_is_named():
    worker, invoice = worker_in_arrears()
    claim = complete_death(worker)
    assess_claim(claim=claim, at=at(AUGUST), by=rina())
    settle_arrears(invoice)

    page = page_of(claim, iskandar())

    assert "They differ" in page
    assert "Your move: send it back" in page
    assert "Death benefit, lump sum Now Rp0 Rp20,000,000" in page
    assert "Arrears settled since" in page.partition("Facts that changed since:")[2]


@pytest.mark.parametrize("heirs", [1, 5], ids=["one heir", "five heirs"])
def test_the_page_asks_the_database_as_often_for_one_heir_as_for_five(
    heirs, django_assert_num_queries
):
    claim = complete_death()
    for number in range(heirs - 1):
        name_widow(claim, relation="sibling", name=f"Rahman {number}")
    client = signed_in(rina())

    with django_assert_num_queries(25):
        client.get(claim.get_absolute_url())


# ---- whose move ----


@pytest.mark.parametrize(
    ("make", "who", "heading", "button"),
    [
        (draft, budi, "Your move: report it", "Report it now"),
        (draft, iskandar, "The officer reports it next", ""),
        (suspected_accident, rina, "Your move: conclude the suspicion", "Conclude"),
        (suspected_accident, budi, "The examiner concludes next", ""),
        (report_death, rina, "Your move: check facts and papers", "Name the heirs"),
        (known_heirs, rina, "Your move: check facts and papers", "Ask the family for 6 papers"),
        (report_death, budi, "The examiner checks the papers next", ""),
        (report_accident, rina, "Your move: check facts and papers", "State the facts"),
        (complete_death, rina, "Your move: assess", "Assess Rp42,000,000"),
        (complete_death, iskandar, "The examiner assesses next", ""),
        (assessed_death, iskandar, "Your move: decide", "Approve Rp42,000,000"),
        (assessed_death, rina, "Waiting for another person to decide", ""),
        (assessed_death, ani, "The approver decides next", ""),
        (assessed_without_right, iskandar, "Your move: decide", "Refuse the claim"),
        (approved_death, ani, "Your move: pay", "Order Rp42,000,000"),
        (approved_death, iskandar, "Waiting for the treasurer to pay", ""),
        (approved_death, rina, "The treasurer pays next", ""),
        (refused_claim, iskandar, "Nobody has to move", ""),
        (paid_death, ani, "Nobody has to move", ""),
    ],
)
def test_the_next_step_depends_on_the_state_the_right_and_the_person(make, who, heading, button):
    claim = make()

    step = signed_in(who()).get(claim.get_absolute_url()).context["next"]

    assert step.heading == heading
    assert (step.primary.label if step.primary else "") == button


def test_an_ordered_transfer_is_recorded_next():
    claim = approved_death()
    (payout,) = order(claim)

    step = signed_in(ani()).get(claim.get_absolute_url()).context["next"]

    assert step.primary.label == "Record the transfer of Rp42,000,000"
    assert step.primary.url == reverse("payout_record", args=[payout.pk])


def test_without_an_account_the_treasurer_is_told_what_comes_first():
    claim = report_death()
    name_widow(claim)
    claim = state_facts(claim=claim, heirs_known=True, at=at(date(2020, 8, 13)), by=budi())
    bring_papers(claim)
    check_claim(claim=claim, at=at(date(2020, 8, 19)), by=rina())
    assess_claim(claim=claim, at=at(AUGUST), by=rina())
    signed_in(iskandar()).post(address("claim_approve", claim))

    page = page_of(claim, ani())

    assert "The account comes first" in page
    assert "No account is recorded yet for: The heirs." in page


def test_an_appeal_is_decided_by_another_person_than_before():
    claim = refused_claim()
    appeal_claim(claim=claim, level="office", why="New receipt", at=at(AUGUST), by=budi())
    assess_claim(claim=claim, at=at(AUGUST, 11), by=rina())

    step = signed_in(iskandar()).get(claim.get_absolute_url()).context["next"]

    assert step.heading == "Waiting for another person to decide"
    assert step.primary is None


def test_what_is_above_the_tier_of_the_approver_waits_for_the_manager():
    claim = dear_claim()
    assess_claim(claim=claim, at=at(AUGUST), by=rina())
    wan = make_user("wan", role=Role.MANAGER, region=make_region())

    of_approver = signed_in(iskandar()).get(claim.get_absolute_url()).context["next"]
    of_manager = signed_in(wan).get(claim.get_absolute_url()).context["next"]

    assert (of_approver.heading, of_approver.primary) == ("The manager decides next", None)
    assert of_manager.primary.label == "Approve Rp285,000,000"


# ---- acts ----


def test_a_claim_goes_from_the_draft_to_the_approval_by_its_buttons():
    claim = draft()
    signed_in(budi()).post(address("claim_file", claim))
    name_widow(claim)
    claim = state_facts(claim=claim, heirs_known=True, at=at(date(2020, 8, 13)), by=budi())
    bring_papers(claim)
    examiner, approver = signed_in(rina()), signed_in(iskandar())

    answers = [
        examiner.post(address("claim_check", claim)),
        examiner.post(address("claim_assess", claim)),
        approver.post(address("claim_approve", claim)),
    ]

    assert {answer.url for answer in answers} == {claim.get_absolute_url()}
    assert status_of(claim) == Status.APPROVED


def test_the_page_says_what_an_act_did():
    claim = assessed_death()

    answer = signed_in(iskandar()).post(address("claim_approve", claim), follow=True)

    assert "Rp42,000,000 is approved. The treasurer pays next." in words(answer)


def test_papers_that_are_missing_lead_to_the_letter_of_the_family():
    claim = report_death()

    answer = signed_in(rina()).post(address("claim_check", claim), follow=True)

    assert "Something is missing. Print the letter" in words(answer)
    assert "What is still missing (PDF)" in words(answer)
    assert status_of(claim) == Status.INCOMPLETE


def test_a_refused_act_is_explained_on_the_page_of_the_claim():
    claim = report_death()

    answer = signed_in(rina()).post(address("claim_assess", claim), follow=True)

    assert answer.redirect_chain == [(claim.get_absolute_url(), 302)]
    assert "Something is missing still" in words(answer)


@pytest.mark.parametrize(
    ("name", "make", "who", "data", "becomes"),
    [
        (
            "claim_conclude",
            suspected_accident,
            rina,
            {"is_accident": "yes", "why": "Two witnesses"},
            Status.REPORTED,
        ),
        ("claim_return", assessed_death, iskandar, {"why": "Read the letter again"}, "complete"),
        ("claim_refuse", assessed_without_right, iskandar, {"why": "Never paid"}, "refused"),
        (
            "claim_appeal",
            refused_claim,
            budi,
            {"level": "office", "why": "The receipt was found"},
            Status.APPEALED,
        ),
        ("claim_close", report_death, rina, {"why": "Reported twice"}, Status.CLOSED),
    ],
    ids=["conclude", "return", "refuse", "appeal", "close"],
)
def test_an_act_with_a_reason_is_asked_for_then_done(name, make, who, data, becomes):
    claim = make()
    client = signed_in(who())

    asked = client.get(address(name, claim))
    empty = client.post(address(name, claim), data | {"why": " "})
    done = client.post(address(name, claim), data)

    assert "What it changes" in words(asked)
    assert empty.status_code == 422
    assert (done.status_code, done.url) == (302, claim.get_absolute_url())
    assert status_of(claim) == becomes


def test_refusing_a_right_that_the_rules_found_needs_act_and_clause():
    claim = assessed_death()
    client, data = signed_in(iskandar()), {"why": "He had left the office's region", "clause": " "}

    without = client.post(address("claim_refuse", claim), data)
    client.post(address("claim_refuse", claim), data | {"clause": "PP 44/2015 Pasal 34"})

    assert without.status_code == 422
    assert "Fill in “By which act and clause”" in words(without)
    assert "He had left the office" in without.text
    assert status_of(claim) == Status.REFUSED
    assert claim.decisions.get().clause == "PP 44/2015 Pasal 34"


def test_refusing_where_the_rules_found_no_right_may_leave_the_clause_to_them():
    claim = assessed_without_right()
    client = signed_in(iskandar())

    asked = client.get(address("claim_refuse", claim))
    client.post(address("claim_refuse", claim), {"why": "Never a participant"})

    assert not asked.context["form"].fields["clause"].required
    assert status_of(claim) == Status.REFUSED


@pytest.mark.parametrize(
    ("make", "told"),
    [(report_death, True), (draft, False), (report_accident, False)],
    ids=["a death", "a death that is a draft", "an accident"],
)
def test_before_it_is_closed_the_page_says_that_a_recorded_death_stays(make, told):
    claim = make()

    page = words(signed_in(rina()).get(address("claim_close", claim)))

    assert ("on 12 August 2020 stays recorded, and the cover stays ended" in page) == told
    assert ("ask the administrator of your office" in page) == told


def test_what_no_longer_holds_is_sent_back_and_neither_granted_nor_refused():
    claim = assessed_death()
    widow = claim.worker.heirs.get()
    strike_heir(heir=widow, reason="Divorced before", on=AUGUST, by=budi())

    page = page_of(claim, iskandar())

    assert "Your move: send it back" in page
    assert "Refuse the claim" not in page
    assert "They differ" in page
    assert "another recipient" in page


def test_who_assessed_is_led_to_no_account_any_more():
    claim = assessed_death()

    assert address("claim_account", claim) not in shown(claim, rina())
    assert address("claim_account", claim) not in shown(claim, budi())
    assert address("claim_account", claim) in shown(claim, iskandar())


def test_the_approval_is_of_the_assessment_that_was_shown():
    claim = assessed_death()
    seen = claim.assessments.get().pk
    client = signed_in(iskandar())

    page = shown(claim, iskandar())
    stale = client.post(address("claim_approve", claim), {"assessment": seen + 1}, follow=True)
    status = status_of(claim)
    client.post(address("claim_approve", claim), {"assessment": seen})

    assert f'name="assessment" value="{seen}"' in page
    assert "assessed anew since you opened it" in words(stale)
    assert status == Status.ASSESSED
    assert status_of(claim) == Status.APPROVED


@pytest.mark.parametrize(
    ("name", "user"),
    [
        ("claim_conclude", rina),
        ("claim_return", iskandar),
        ("claim_refuse", iskandar),
        ("claim_appeal", budi),
        ("claim_account", budi),
    ],
)
def test_an_act_that_the_state_does_not_allow_says_the_state_and_shows_no_form(name, user):
    claim = report_death()
    if name == "claim_account":
        claim = refused_claim()
    client, url = signed_in(user()), address(name, claim)

    looked = client.get(url)
    acted = client.post(url, {"why": "Y", "note": "N"})

    assert "This claim is now:" in words(looked)
    assert 'class="form"' not in looked.text
    assert acted.status_code == 422


def test_a_release_of_what_nothing_awaits_is_refused_in_words():
    claim = approved_death()

    answer = signed_in(rina()).post(address("claim_release", claim), {"note": "Kuitansi"})

    assert answer.status_code == 422
    assert "No benefit of this claim awaits the arrears." in words(answer)


def test_a_death_that_was_none_of_work_leads_to_the_death_program():
    claim = report_accident(outcome="death")
    state_facts(claim=claim, exclusion="private_interest", at=at(date(2020, 10, 8)), by=budi())

    page = shown(claim, budi())

    assert "Report the death (JKM)" in page
    assert f"/claims/new/{claim.worker_id}/?cause=other" in page
    report = signed_in(budi()).get(
        reverse("claim_report", args=[claim.worker_id], query={"cause": "other"})
    )
    assert report.status_code == 200
    assert "Died of an accident at work" not in page


def test_the_law_that_was_used_is_named_in_words():
    claim = assessed_death()

    page = page_of(claim, iskandar())

    law = claim.assessments.get().law
    with translation.override("en"):
        told = law_in_words(law)
    assert told
    assert not [each["key"] for each in law if each["key"] in page]
    assert not [each for each in told if f"{each.label}: {each.clause}" not in page]


def test_the_account_that_is_missing_is_the_one_that_is_asked_for():
    claim = report_death()

    assert f"{address('claim_account', claim)}?kind=heirs" in shown(claim, budi())


def test_a_treasurer_who_became_approver_is_told_that_another_person_approves():
    claim = paid_death()
    appeal_claim(claim=claim, level="office", why="More", at=at(date(2020, 9, 1)), by=budi())
    check_claim(claim=claim, at=at(date(2020, 9, 2)), by=rina())
    assess_claim(claim=claim, at=at(date(2020, 9, 2)), by=rina())
    make_user("ani", role=Role.APPROVER, region=make_region())

    page = page_of(claim, User.objects.get(username="ani"))

    assert "You paid on this claim, so another person approves the appeal." in page
    assert "Approve Rp" not in page
    assert "Refuse the claim" in page


def test_a_suspicion_that_was_none_needs_its_ground_and_keeps_what_was_typed():
    claim = suspected_accident()
    data = {"is_accident": "no", "exclusion": "", "why": "He was at a wedding"}

    answer = signed_in(rina()).post(address("claim_conclude", claim), data)

    assert answer.status_code == 422
    assert "Choose why it is none of work" in words(answer)
    assert "He was at a wedding" in answer.text
    assert status_of(claim) == Status.SUSPECTED


def test_a_suspicion_that_was_none_keeps_its_ground():
    claim = report_accident(suspected=True, outcome="recovered")
    data = {"is_accident": "no", "exclusion": "private_interest", "why": "He was at a wedding"}

    signed_in(rina()).post(address("claim_conclude", claim), data)

    page = page_of(claim, rina())
    assert "Left work for a private matter" in page
    assert "Assess: no right" in page


def test_an_appeal_offers_no_level_that_has_decided():
    claim = refused_claim()
    appeal_claim(claim=claim, level="office", why="New receipt", at=at(AUGUST), by=budi())
    assess_claim(claim=claim, at=at(AUGUST, 11), by=rina())
    dewi = make_user("dewi", role=Role.MANAGER, region=make_region())
    refuse_claim(
        claim=claim,
        clause="PP 44/2015 Pasal 34",
        reason="Still no right",
        at=at(AUGUST, 12),
        by=dewi,
    )

    page = words(signed_in(budi()).get(address("claim_appeal", claim)))

    assert "The labor inspector" in page
    assert "The office itself" not in page


def test_a_claim_with_money_to_pay_is_not_closed_and_says_so():
    claim = paid_in_full(approved_death())
    other = approved_death(covered_worker(5))

    done = signed_in(rina()).post(address("claim_close", claim), {"why": "Paid"})
    refused = signed_in(rina()).post(address("claim_close", other), {"why": "Paid"})

    assert done.status_code == 302
    assert refused.status_code == 422
    assert "still to be paid" in words(refused)


# ---- who may ----

POSTED = ("claim_file", "claim_check", "claim_assess", "claim_approve")
ASKED = ("claim_conclude", "claim_return", "claim_refuse", "claim_appeal", "claim_close")


@pytest.mark.parametrize("name", POSTED)
def test_an_act_needs_a_post(name):
    claim = report_death()

    assert signed_in(rina()).get(address(name, claim)).status_code == 405


@pytest.mark.parametrize("name", [*POSTED, *ASKED])
def test_a_stranger_finds_no_claim_and_an_auditor_moves_none(name):
    claim = report_death()

    stranger = signed_in(citra()).post(address(name, claim), {"why": "x"})
    auditor = signed_in(fauzi()).post(address(name, claim), {"why": "x"})

    assert stranger.status_code == 404
    assert auditor.status_code == 403
    assert status_of(claim) == Status.REPORTED


def test_the_page_is_not_there_for_a_stranger_and_closed_to_who_sees_no_claims():
    claim = report_death()

    assert signed_in(citra()).get(claim.get_absolute_url()).status_code == 404
    assert signed_in(nur()).get(claim.get_absolute_url()).status_code == 403


def test_the_code_of_a_letter_opens_its_claim_for_who_may_see_it():
    claim = report_death()
    url = reverse("claim_by_code", args=[claim_code(claim)])

    assert signed_in(rina()).get(url).url == claim.get_absolute_url()
    assert signed_in(citra()).get(url).status_code == 404
    assert signed_in(rina()).get(reverse("claim_by_code", args=["1.forged"])).status_code == 404


# ---- words ----


@pytest.mark.parametrize(
    ("days", "said", "kind"),
    [
        (-2, "2 working days late", "bad"),
        (-1, "1 working day late", "bad"),
        (0, "Due today", "warn"),
        (1, "1 working day left", "warn"),
        (2, "2 working days left", ""),
    ],
    ids=["two late", "one late", "today", "one left", "two left"],
)
def test_the_time_left_is_told_in_working_days(days, said, kind):
    with translation.override("en"):
        assert (time_left(days), time_kind(days)) == (said, kind)


@pytest.mark.parametrize(
    ("until", "said"),
    [
        (date(2020, 8, 20), "20 Aug"),
        (date(2020, 8, 23), "20–23 Aug"),
        (date(2020, 9, 1), "20 Aug – 1 Sep"),
    ],
    ids=["a day", "within a month", "across months"],
)
def test_days_in_a_row_are_written_short(until, said):
    with translation.override("en"):
        assert days_in_words(date(2020, 8, 20), until) == said
