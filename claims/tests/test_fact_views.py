"""The facts of a claim on screen: outcome, losses and costs; heirs; accounts."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from claims.models import Claim, Payee
from claims.tests.factories import (
    approved_death,
    complete_death,
    covered_worker,
    make_bank,
    name_account,
    name_widow,
    report_accident,
    report_death,
    rina,
)
from enrollment.actions.heirs import name_heir
from enrollment.models import Heir
from enrollment.tests.browsing import signed_in, words
from enrollment.tests.factories import ani, budi, citra

pytestmark = pytest.mark.django_db

HURT = {
    "cause": "work_accident",
    "outcome": "partial_anatomical",
    "account": "The winch caught his hand.",
    "declared_at": "20 Oktober 2020 10.00",
    "temporary_incapacity_months": "2",
    "treatment_idr": "3.500.000",
    "loss_0_code": "right_thumb",
    "loss_2_code": "scalp_torn_off",
    "loss_2_percent": "12,5",
    "ride_0_kind": "sea",
    "ride_0_idr": "1.200.000",
    "aid_0_kind": "prosthesis",
    "aid_0_idr": "Rp2.000.000",
    "rehabilitation": "Back to work on land.",
}
WIDOW = {"relation": "spouse", "name": "Rohana", "born_on": "4 Maret 1968"}
ACCOUNT = {"bank": "119", "account_number": "1020 304-421", "holder": "Rohana"}


def facts_page(claim: Claim) -> str:
    """Return the address of the facts of a claim."""
    return reverse("claim_facts", args=[claim.pk])


def heirs_page(claim: Claim) -> str:
    """Return the address of the heirs of a claim."""
    return reverse("claim_heirs", args=[claim.pk])


def account_page(claim: Claim) -> str:
    """Return the address of the accounts of a claim."""
    return reverse("claim_account", args=[claim.pk])


def child(claim: Claim, name: str = "Mega", born_on: date = date(2008, 5, 1)) -> Heir:
    """Return a child of the worker, named as an heir."""
    return name_heir(
        worker=claim.worker,
        relation=Heir.Relation.CHILD,
        name=name,
        born_on=born_on,
        on=date(2020, 8, 13),
        by=budi(),
    )


def test_what_the_doctor_and_the_receipts_say_is_kept_as_the_rules_read_it():
    claim = report_accident()

    answer = signed_in(budi()).post(facts_page(claim), HURT)

    claim.refresh_from_db()
    assert answer.headers["Location"] == claim.get_absolute_url()
    assert claim.outcome == "partial_anatomical"
    assert claim.stated == {
        "losses": [{"code": "right_thumb"}, {"code": "scalp_torn_off", "percent": 12.5}],
        "transport": [{"mode": "sea", "amount_idr": 1_200_000}],
        "aids": [{"kind": "prosthesis", "amount_idr": 2_000_000}],
        "temporary_incapacity_months": 2,
        "treatment_idr": 3_500_000,
    }
    assert f"{timezone.localtime(claim.declared_at):%d %H.%M}" == "20 10.00"
    assert claim.rehabilitation == "Back to work on land."


def test_the_first_outcome_that_is_stated_is_the_report_of_stage_two():
    claim = report_accident()
    begun_at = timezone.now()

    signed_in(budi()).post(facts_page(claim), HURT)

    claim.refresh_from_db()
    assert claim.stage2_at >= begun_at


def test_what_was_stated_stands_in_the_form_again_and_can_be_sent_back_unchanged():
    claim = report_accident()
    client = signed_in(budi())
    client.post(facts_page(claim), HURT)
    claim.refresh_from_db()
    before = claim.stated

    shown = client.get(facts_page(claim)).context["form"]
    typed = {field.html_name: field.value() or "" for field in shown}
    answer = client.post(facts_page(claim), typed)

    claim.refresh_from_db()
    assert answer.status_code == 302
    assert claim.stated == before


def test_a_death_after_an_accident_ends_the_cover():
    claim = report_accident()
    typed = {"cause": "work_accident", "outcome": "death", "died_on": "9 Oktober 2020"}

    signed_in(rina()).post(facts_page(claim), typed)

    claim.refresh_from_db()
    assert claim.outcome == "death"
    assert claim.worker.deceased_on == date(2020, 10, 9)


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"outcome": "recovered"}, "outcome", "A loss is written below"),
        ({"loss_2_percent": "40"}, "loss_2_percent", "from 10 to 30"),
        ({"loss_2_percent": "a lot"}, "loss_2_percent", "is no percentage"),
        ({"loss_0_percent": "20"}, "loss_0_percent", "The table gives 15 %"),
        ({"loss_0_units": "2"}, "loss_0_units", "not counted in steps"),
        ({"loss_1_code": "right_thumb"}, "loss_1_code", "A person can lose this"),
        ({"loss_3_units": "2"}, "loss_3_code", "Choose the loss"),
        (
            {"loss_3_code": "hearing_one_ear_per_10_db", "loss_3_units": "50"},
            "loss_3_units",
            "steps; beyond that",
        ),
        (
            {"loss_0_functional_loss_percent": "50"},
            "loss_0_functional_loss_percent",
            "a function lost in part",
        ),
        ({"ride_1_kind": "air"}, "ride_1_idr", "Write what it cost"),
        ({"aid_1_idr": "500.000"}, "aid_1_kind", "Choose what this amount was for"),
        ({"home_care_months": "2"}, "home_care_idr", "what the months of care cost"),
        ({"declared_at": "4 Oktober 2020"}, "declared_at", "before the event of 5 October"),
        ({"declared_at": "1 Januari 2990"}, "declared_at", "has not come yet"),
        ({"stage2_at": "5 Oktober 2020"}, "stage2_at", "before the report of 6 October"),
        ({"died_on": "9 Oktober 2020"}, "outcome", "choose “Died”"),
        (
            {"outcome": "death", "loss_0_code": "", "loss_2_code": "", "loss_2_percent": ""},
            "died_on",
            "Write the day of death",
        ),
        ({"event_time": "25.00"}, "event_time", "is no time of day"),
    ],
)
def test_what_the_table_or_time_does_not_allow_is_refused_beside_its_field(changes, field, said):
    claim = report_accident()

    answer = signed_in(budi()).post(facts_page(claim), HURT | changes)

    claim.refresh_from_db()
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert said in words(answer)
    assert "Back to work on land." in answer.text
    assert claim.stated == {}


def test_a_contradiction_of_the_rules_is_told_at_its_field_in_the_words_of_the_page():
    claim = report_accident()
    gone = {"loss_0_code": "right_hand_from_wrist", "loss_2_code": "", "loss_2_percent": ""}

    answer = signed_in(budi()).post(facts_page(claim), HURT | gone | {"loss_1_code": "right_thumb"})

    assert answer.status_code == 422
    said = " ".join(answer.context["form"].errors["loss_1_code"])
    assert said == (
        "“Loss” Right thumb is part of Right hand from or above the wrist. State the larger loss "
        "alone."
    )


def test_a_death_without_work_asks_for_no_loss_and_no_receipt():
    claim = report_death()
    client = signed_in(budi())

    shown = client.get(facts_page(claim))
    client.post(facts_page(claim), {"cause": "other", "place": "At sea, asleep"})

    claim.refresh_from_db()
    assert "loss_0_code" not in shown.context["form"].fields
    assert (claim.cause, claim.place, claim.outcome) == ("other", "At sea, asleep", "death")


def test_after_the_assessment_the_facts_stay_and_the_page_says_why():
    claim = approved_death()
    client = signed_in(budi())

    shown = client.get(facts_page(claim))
    answer = client.post(facts_page(claim), {"cause": "other"})

    assert "This claim is now: Approved" in words(shown)
    assert 'name="cause"' not in shown.text
    assert answer.status_code == 422
    assert "This claim is now: Approved" in words(answer)


@pytest.mark.parametrize("name", ["claim_facts", "claim_heirs", "claim_account"])
def test_strangers_find_nothing_and_other_roles_may_not_write(name):
    claim = report_death()
    address = reverse(name, args=[claim.pk])

    assert signed_in(citra()).get(address).status_code == 404
    assert signed_in(ani()).get(address).status_code == 403
    assert signed_in(ani()).post(address, WIDOW).status_code == 403


def test_an_heir_is_named_and_the_page_says_who_is_entitled():
    claim = report_death()
    client = signed_in(budi())

    answer = client.post(heirs_page(claim), WIDOW | {"act": "heir"}, follow=True)

    assert claim.worker.heirs.standing().get().name == "Rohana"
    assert "One heir of Sabri 1 is named" in words(answer)
    assert "Rohana Husband or wife" in words(answer)
    assert "Entitled now" in words(answer)


def test_heirs_stand_in_the_order_of_the_law():
    claim = report_death()
    for relation, name in [("sibling", "Ridwan"), ("parent", "Salim")]:
        name_heir(
            worker=claim.worker, relation=relation, name=name, on=date(2020, 8, 13), by=budi()
        )
    child(claim)
    name_widow(claim)

    heirs = signed_in(budi()).get(heirs_page(claim)).context["heirs"]

    assert [row.heir.name for row in heirs.rows] == ["Rohana", "Mega", "Salim", "Ridwan"]
    assert [row.heir.name for row in heirs.entitled] == ["Rohana", "Mega"]
    assert [row.heir.name for row in heirs.minors] == ["Mega"]


def test_the_school_of_a_child_is_kept_and_of_nobody_else():
    claim = report_death()
    client = signed_in(budi())
    school = {"level": "SD", "grade": "4", "is_working": "on"}

    client.post(
        heirs_page(claim),
        school | {"relation": "child", "name": "Mega", "born_on": "1 Mei 2010"},
    )
    client.post(heirs_page(claim), school | WIDOW)

    mega = claim.worker.heirs.get(name="Mega")
    rohana = claim.worker.heirs.get(name="Rohana")
    assert (mega.level, mega.grade, mega.is_working) == ("SD", 4, True)
    assert (rohana.level, rohana.grade, rohana.is_working) == ("", None, False)


def test_correcting_an_heir_keeps_the_numbers_that_the_page_does_not_show():
    claim = report_death()
    heir = name_widow(claim, nik="2105014403680000", phone="081234567890")
    client = signed_in(budi())
    address = f"{heirs_page(claim)}?heir={heir.pk}"

    shown = client.get(address)
    client.post(address, WIDOW | {"name": "Rohana Salim"})

    heir.refresh_from_db()
    assert heir.nik not in shown.text
    assert heir.phone not in shown.text
    assert (heir.name, heir.nik) == ("Rohana Salim", "2105014403680000")
    assert claim.worker.heirs.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"relation": "cousin"}, "relation"),
        ({"relation": "child", "born_on": ""}, "born_on"),
        ({"born_on": "1 Januari 2990"}, "born_on"),
        ({"nik": "21050144"}, "nik"),
        ({"relation": "child", "grade": "3"}, "level"),
        ({"relation": "child", "level": "SD", "grade": "9"}, "grade"),
    ],
    ids=["no name", "unknown relation", "child of no age", "unborn", "short NIK", "no school", "9"],
)
def test_an_heir_who_cannot_be_is_refused_beside_the_field(changes, field):
    claim = report_death()

    answer = signed_in(budi()).post(heirs_page(claim), WIDOW | changes)

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not claim.worker.heirs.exists()


def test_that_these_are_all_heirs_and_that_they_disagree_is_said_once():
    claim = report_death()
    name_widow(claim)
    client = signed_in(budi())

    client.post(heirs_page(claim), {"act": "all", "heirs_known": "on", "heirs_disputed": "on"})

    claim.refresh_from_db()
    assert claim.heirs_known
    assert claim.heirs_disputed


def test_that_there_are_no_heirs_can_be_said():
    claim = report_death()
    client = signed_in(budi())

    shown = client.get(heirs_page(claim))
    client.post(heirs_page(claim), {"act": "all", "heirs_known": "on"})

    claim.refresh_from_db()
    assert "There are no heirs" in words(shown)
    assert claim.heirs_known


def test_an_heir_is_struck_out_with_a_reason_alone():
    claim = report_death()
    heir = name_widow(claim)
    address = reverse("heir_strike", args=[claim.pk, heir.pk])
    client = signed_in(budi())

    refused = client.post(address, {"reason": ""})
    client.post(address, {"reason": "The family card names another."})

    heir.refresh_from_db()
    assert refused.status_code == 422
    assert heir.void_reason == "The family card names another."
    assert client.get(address).status_code == 404


def test_an_heir_of_somebody_else_is_not_found_here():
    claim = report_death()
    other = name_widow(report_accident(covered_worker(2)))
    client = signed_in(budi())

    assert client.get(f"{heirs_page(claim)}?heir={other.pk}").status_code == 404
    assert client.get(reverse("heir_strike", args=[claim.pk, other.pk])).status_code == 404
    assert client.get(f"{heirs_page(claim)}?heir=x").status_code == 404


def test_the_account_of_an_heir_is_recorded_by_its_digits():
    claim = report_death()
    widow = name_widow(claim)
    make_bank()

    answer = signed_in(budi()).post(account_page(claim), ACCOUNT | {"heir": widow.pk})

    payee = Payee.objects.get()
    assert answer.headers["Location"] == claim.get_absolute_url()
    assert (payee.kind, payee.heir, payee.account_number) == ("heirs", widow, "1020304421")


def test_a_holder_whom_nobody_named_is_warned_of_and_kept():
    claim = report_death()
    widow = name_widow(claim)
    make_bank()
    client = signed_in(budi())

    client.post(account_page(claim), ACCOUNT | {"heir": widow.pk, "holder": "Somebody Else"})

    said = words(client.get(account_page(claim)))
    assert Payee.objects.get().holder == "Somebody Else"
    assert "in the name of Somebody Else, who is no listed heir" in said


def test_the_guardian_of_a_minor_is_no_stranger():
    claim = report_death()
    minor = child(claim)
    make_bank()
    client = signed_in(budi())

    shown = client.get(account_page(claim))
    client.post(
        account_page(claim),
        ACCOUNT | {"heir": minor.pk, "holder": "Aunt of Mega", "is_guardian": "on"},
    )

    assert "is_guardian" in shown.context["form"].fields
    assert Payee.objects.get().is_guardian
    assert "whom nobody named" not in words(client.get(account_page(claim)))


def test_without_heirs_the_page_leads_to_naming_them_first():
    claim = report_death()
    client = signed_in(budi())

    shown = client.get(account_page(claim))
    answer = client.post(account_page(claim), ACCOUNT | {"heir": ""})

    assert heirs_page(claim) in shown.text
    assert answer.status_code == 422


@pytest.mark.parametrize("number", ["12 34", "12A45678", "1" * 25], ids=["short", "letter", "long"])
def test_an_account_number_that_no_bank_has_is_refused(number):
    claim = report_death()
    widow = name_widow(claim)
    make_bank()

    answer = signed_in(budi()).post(
        account_page(claim), ACCOUNT | {"heir": widow.pk, "account_number": number}
    )

    assert answer.status_code == 422
    assert "5 to 24 digits" in words(answer)


def test_each_kind_of_recipient_has_an_account_of_its_own():
    claim = report_accident()
    client = signed_in(budi())
    client.post(facts_page(claim), HURT)
    make_bank()

    shown = client.get(account_page(claim))
    client.post(
        f"{account_page(claim)}?kind=facility",
        {**ACCOUNT, "name": "RSUD Tarempa", "holder": "RSUD Tarempa"},
    )

    assert [kind for kind, _, _ in shown.context["kinds"]] == ["worker", "facility"]
    assert (Payee.objects.get().kind, Payee.objects.get().name) == ("facility", "RSUD Tarempa")


def test_the_account_on_record_is_shown_with_its_middle_hidden():
    claim = complete_death()
    name_account(claim)

    shown = signed_in(budi()).get(account_page(claim))

    assert "1020304421" not in shown.text
    assert "1••••••421" in words(shown)
