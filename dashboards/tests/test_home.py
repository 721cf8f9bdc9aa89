"""The start page: what waits for whom."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation

from claims.actions.appeals import appeal_claim
from claims.actions.assessing import assess_claim
from claims.actions.checking import check_claim
from claims.actions.deciding import approve_claim
from claims.actions.payouts import release_after_arrears
from claims.actions.steps import take_step
from claims.models import Claim
from claims.queries.payouts import claims_with_settled_arrears
from claims.rules.states import START, Status
from claims.tests.factories import (
    approved_death,
    assessed_death,
    at,
    complete_death,
    covered_worker,
    iskandar,
    refused_death,
    report_accident,
    report_death,
    rina,
)
from claims.tests.payout_steps import (
    DEATH,
    IN_ARREARS,
    SCHOOL_YEAR,
    make_approved,
    order,
    paid_in_full,
    settle_arrears,
    worker_in_arrears,
)
from claims.tests.payout_steps import pay as record_transfer
from dashboards.worklists import worklist
from enrollment.actions.invoices import issue_invoice
from enrollment.models import Correction, CoverageCount, Heir, ImportBatch
from enrollment.tests.browsing import signed_in, words
from enrollment.tests.factories import (
    ani,
    budi,
    citra,
    make_batch,
    make_decree,
    make_worker,
    nur,
)
from enrollment.tests.steps import PRICE, apply, billed, line_of, pay, repair, stage
from registry.models import Job, LabourForce
from registry.roles import Role
from registry.tests.factories import make_region, make_user

pytestmark = pytest.mark.django_db

TODAY = date(2020, 7, 25)


def checked(refused: int, ok: int) -> ImportBatch:
    """Return a list that Budi sent and that was checked."""
    rows = {"rows": refused + ok, "refused": refused, "ok": ok, "warned": 0, "problems": {}}
    return make_batch(summary=rows)


def test_rows_to_repair_wait_for_the_officer():
    batch = checked(refused=37, ok=4802)

    (work,) = worklist(budi(), today=TODAY)

    assert (work.count, work.url) == (37, batch.get_absolute_url())


def test_a_checked_list_waits_for_the_supervisor_and_not_for_who_sent_it():
    batch = checked(refused=0, ok=4839)
    sender = make_user("both", role=Role.SUPERVISOR)
    batch.uploaded_by = sender
    batch.save()

    (work,) = worklist(nur(), today=TODAY)

    assert (work.count, work.url) == (4839, batch.get_absolute_url())
    assert worklist(sender, today=TODAY) == []


def test_of_a_list_applied_in_part_only_what_was_repaired_waits():
    decree = make_decree()
    batch = apply(stage(decree, line_of(1), line_of(2), line_of(3, sex="?")))
    repair(batch, line_of(3))

    (work,) = worklist(nur(), today=TODAY)

    assert work.count == 1


def test_workers_of_an_applied_list_wait_to_be_billed_until_they_are():
    decree = make_decree()
    apply(stage(decree, line_of(1), line_of(2)))

    before = worklist(ani(), today=TODAY)
    invoice = issue_invoice(decree=decree, issued_on=TODAY, by=ani())

    assert [(work.count, work.url) for work in before] == [(2, decree.get_absolute_url())]
    assert [work.url for work in worklist(ani(), today=TODAY)] == [invoice.get_absolute_url()]


def test_an_open_invoice_waits_with_its_amount_and_its_day():
    invoice = billed(workers=1)
    pay(invoice, PRICE)

    work = worklist(ani(), today=TODAY)[0]

    assert work.url == invoice.get_absolute_url()
    assert "184" in work.words
    assert invoice.number in work.words


def test_a_relief_waits_from_the_day_it_was_published():
    invoice = billed(workers=2)
    pay(invoice, invoice.total_idr)

    before = worklist(ani(), today=date(2020, 8, 30))
    after = worklist(ani(), today=date(2020, 8, 31))

    assert before == []
    assert [(work.count, work.url) for work in after] == [(2, reverse("relief_list"))]
    assert "199" in after[0].words


def test_unused_credit_waits_for_the_treasurer():
    pay(billed(workers=1), 12 * PRICE + 42)

    (work,) = worklist(ani(), today=TODAY)

    assert work.url == f"{reverse('payment_list')}?state=credit"


@pytest.mark.parametrize(
    ("today", "workers"),
    [(date(2021, 3, 31), []), (date(2021, 4, 2), [3]), (date(2021, 7, 1), [])],
    ids=["long before", "within ninety days", "over"],
)
def test_cover_that_ends_is_seen_ninety_days_before(today, workers):
    pay(billed(workers=3), 36 * PRICE)
    manager = make_user("wan", role=Role.MANAGER)

    waiting = worklist(manager, today=today)

    assert [work.count for work in waiting] == workers


def test_nothing_of_another_regency_waits():
    invoice = billed(workers=1)
    pay(invoice, PRICE + 5)
    rows = {"rows": 6, "refused": 3, "ok": 3, "warned": 0, "problems": {}}
    make_batch(decree=invoice.decree, summary=rows)

    assert worklist(citra(), today=date(2021, 6, 1)) == []


@pytest.mark.parametrize(
    "role", [Role.EXAMINER, Role.APPROVER, Role.AUDITOR, Role.ADMINISTRATOR, Role.MANAGER]
)
def test_the_page_opens_for_every_role(role):
    answer = signed_in(make_user("dewi", role=role)).get(reverse("home"))

    assert answer.status_code == 200
    assert "Nothing waits for you." in words(answer)


def test_the_page_greets_and_leads_to_the_work():
    batch = checked(refused=37, ok=4802)

    answer = signed_in(budi()).get(reverse("home"))

    assert "1 thing waits for you." in words(answer)
    assert f'href="{batch.get_absolute_url()}"' in answer.text


def test_the_region_stands_beside_with_each_share_and_its_denominator():
    make_user("budi")
    LabourForce.objects.create(
        region=make_region(), year=2019, people=18_944, publisher="BPJS", confidence="B"
    )
    CoverageCount.objects.create(
        village=make_region("2105011001"), month=date(2020, 7, 1), participants=12
    )

    page = words(signed_in(budi()).get(reverse("home")))

    assert "Coverage, of 18,944 (BPJS 2019)" in page
    assert "The last month with paid cover in the registry is July 2020." in page


def test_national_staff_have_no_region_beside():
    boss = make_user("nasional", role=Role.MANAGER)
    boss.memberships.update(region=None)

    assert signed_in(boss).get(reverse("home")).status_code == 200


# claims

AUGUST = date(2020, 8, 20)


@pytest.fixture
def in_english():
    """Read what waits in the words of the source."""
    with translation.override("en"):
        yield


def claim_work(user, *, today=AUGUST):
    """Return what waits for a user on claims."""
    return [work for work in worklist(user, today=today) if "/claims/" in work.url]


def of_claims(user, *, today=AUGUST):
    """Return what waits for a user on claims: how many, what, and whether it is late."""
    found = claim_work(user, today=today)
    return [(work.count, work.title, work.is_late) for work in found]


@pytest.mark.parametrize(
    ("make", "who", "title"),
    [
        (lambda: report_death(draft=True), budi, "Draft of a claim to report"),
        (report_death, rina, "Claim to check"),
        (lambda: report_accident(suspected=True), rina, "Suspicion to conclude"),
        (complete_death, rina, "Claim to assess"),
        (assessed_death, iskandar, "Claim to decide"),
        (approved_death, ani, "Claim to pay"),
    ],
    ids=["draft", "reported", "suspected", "complete", "assessed", "approved"],
)
def test_a_claim_waits_for_who_makes_the_next_move_and_leads_there(make, who, title, in_english):
    claim = make()

    (work,) = [work for work in claim_work(who()) if work.title == title]

    assert (work.count, work.url, work.is_late) == (1, claim.get_absolute_url(), False)
    assert claim.number in work.words


@pytest.mark.parametrize(
    ("make", "who"),
    [
        (report_death, [budi, ani, iskandar]),
        (complete_death, [budi, ani, iskandar]),
        (assessed_death, [budi, ani, rina]),
        (approved_death, [budi, rina, iskandar]),
        (refused_death, [budi, ani, rina, iskandar]),
    ],
    ids=["reported", "complete", "assessed", "approved", "refused"],
)
def test_a_claim_waits_for_nobody_else(make, who):
    make()

    assert [of_claims(person()) for person in who] == [[]] * len(who)


def test_a_draft_waits_for_who_wrote_it_alone():
    report_death(draft=True)

    assert of_claims(make_user("dedi")) == []


def test_the_time_left_is_told_in_working_days(in_english):
    complete_death()

    (work,) = claim_work(rina(), today=date(2020, 8, 19))

    assert "2 working days left." in work.words


def test_what_is_late_stands_first_with_the_rupiah_at_stake(in_english):
    complete_death()
    report_death(covered_worker(2), event_on=date(2020, 8, 27), at=at(date(2020, 8, 28)))

    first, second = claim_work(rina(), today=date(2020, 8, 30))

    assert (first.title, first.is_late) == ("Claim to assess", True)
    assert "Rp2,100,000 is owed for the delay so far." in first.words
    assert (second.title, second.is_late) == ("Claim to check", False)


def test_several_claims_are_one_line_that_leads_to_the_inbox(in_english):
    for serial in (1, 2, 3):
        report_death(make_worker(serial))

    (work,) = claim_work(rina(), today=date(2020, 8, 14))

    assert (work.count, work.title) == (3, "Claims to check")
    assert work.url == f"{reverse('claim_list')}?show=mine"


def test_who_assessed_is_not_asked_to_decide():
    claim = assessed_death()
    both = make_user("rina", role=Role.APPROVER)

    assert of_claims(both) == []
    assert claim.status == "assessed"


def test_who_decided_before_is_not_asked_to_decide_the_appeal(in_english):
    claim = refused_death()
    moment = at(date(2020, 9, 1))
    appeal_claim(claim=claim, level="office", why="Sah", at=moment, by=budi())
    check_and_assess(claim, moment)

    assert of_claims(iskandar(), today=date(2020, 9, 1)) == []
    assert of_claims(make_user("sari", role=Role.APPROVER), today=date(2020, 9, 1)) == [
        (1, "Claim to decide", False)
    ]


def check_and_assess(claim, moment):
    """Examine an appeal."""
    check_claim(claim=claim, at=moment, by=rina())
    assess_claim(claim=claim, at=moment, by=rina())


def test_who_approved_is_not_asked_to_pay(in_english):
    claim = assessed_death()
    both = make_user("both", role=Role.APPROVER)
    make_user("both", role=Role.TREASURER)
    approve_claim(claim=claim, at=at(date(2020, 8, 20)), by=both)

    assert of_claims(both) == []
    assert of_claims(ani()) == [(1, "Claim to pay", False)]


def test_an_ordered_transfer_waits_for_the_answer_of_the_bank_until_it_came(in_english):
    (payout,) = order(make_approved())

    (work,) = claim_work(ani())
    record_transfer(payout)

    assert work.title == "Transfer without an answer of the bank"
    assert work.url == reverse("payout_record", args=[payout.pk])
    assert "Rp42,000,000" in work.words
    assert claim_work(ani()) == []


def test_several_transfers_lead_to_the_payment_files():
    for serial in (1, 2):
        order(make_approved(serial))

    (work,) = claim_work(ani())

    assert (work.count, work.url) == (2, reverse("payment_file_list"))


def test_no_claim_of_another_regency_waits():
    everyone = make_user("citra", region=make_region("2103"))
    for role in (Role.EXAMINER, Role.APPROVER, Role.TREASURER):
        make_user("citra", role=role, region=make_region("2103"))
    for serial, make in enumerate((report_death, complete_death, approved_death), start=1):
        make(covered_worker(serial))
    order(make_approved(7))

    assert worklist(everyone, today=date(2020, 9, 30)) == []


@pytest.mark.parametrize("claims", [1, 6], ids=["one claim of each kind", "six of each"])
def test_claims_ask_the_database_as_often_for_one_as_for_many(claims, django_assert_num_queries):
    boss = make_user("semua", role=Role.EXAMINER)
    for role in (Role.APPROVER, Role.TREASURER):
        make_user("semua", role=role)
    for serial in range(claims):
        for place, status in enumerate(["reported", "suspected", "complete", "assessed"]):
            in_state(10 * serial + place, status)
        order(make_approved(100 + serial))
        make_approved(200 + serial)
    client = signed_in(boss)

    with django_assert_num_queries(44):
        client.get(reverse("home"))


def in_state(serial: int, status: str) -> Claim:
    """Return a claim in a state, late."""
    begun = status if status in START else Status.REPORTED
    claim = Claim.objects.create(
        number=f"KLM-{serial}",
        worker=make_worker(serial),
        program="JKK",
        cause="work_accident",
        event_on=date(2020, 8, 12),
        reported_at=at(date(2020, 8, 13)),
        status=begun,
        pay_by=date(2020, 8, 20),
        reported_by=budi(),
    )
    if begun != status:
        take_step(claim, Status(status), at=at(date(2020, 8, 14)), by=rina())
    Claim.objects.filter(pk=claim.pk).update(act_by=date(2020, 8, 20))
    return claim


# what becomes payable later


def test_arrears_that_the_registry_shows_as_settled_wait_for_the_treasurer(in_english):
    worker, invoice = worker_in_arrears()
    claim = paid_in_full(make_approved(worker=worker, grants=IN_ARREARS))

    before = claim_work(ani())
    settle_arrears(invoice)
    (work,) = claim_work(ani())
    release_after_arrears(claim=claim, at=at(date(2020, 9, 2)), by=ani())

    assert before == []
    assert (work.count, work.title) == (1, "Claim whose arrears are settled")
    assert work.url == reverse("claim_release", args=[claim.pk])
    assert [work.title for work in claim_work(ani())] == ["Claim to pay"]


def test_arrears_settled_in_part_wait_for_nobody():
    worker, invoice = worker_in_arrears()
    paid_in_full(make_approved(worker=worker, grants=IN_ARREARS))
    pay(invoice, PRICE, "a part", paid_on=date(2020, 9, 1))

    assert claim_work(ani()) == []


def test_looking_for_settled_arrears_asks_the_database_a_bounded_number_of_times(
    django_assert_max_num_queries,
):
    for serial in range(1, 14):
        worker, invoice = worker_in_arrears(serial)
        make_approved(serial, worker=worker, grants=IN_ARREARS)
        pay(invoice, 6 * PRICE, f"arrears {serial}", paid_on=date(2020, 9, 1))
    user = ani()

    with django_assert_max_num_queries(63):
        found = claims_with_settled_arrears(user)

    assert len(found) == 10


@pytest.mark.parametrize(
    ("today", "titles"),
    [(date(2021, 6, 30), []), (date(2021, 7, 1), ["School year to confirm"])],
    ids=["the day before it begins", "the day it begins"],
)
def test_a_school_year_waits_from_the_day_on_which_it_begins(today, titles, in_english):
    claim = paid_in_full(make_approved(grants=(*DEATH, SCHOOL_YEAR)))
    line = claim.lines.get(code="scholarship")

    found = claim_work(ani(), today=today)

    assert [work.title for work in found] == titles
    assert all(work.url == reverse("line_confirm", args=[claim.pk, line.pk]) for work in found)
    assert all("Scholarship, 2021/2022 of Mega" in work.words for work in found)


@pytest.mark.parametrize(
    "changes",
    [{"is_married": True}, {"is_working": True}, {"voided_on": date(2021, 1, 1)}],
    ids=["married", "works", "struck out"],
)
def test_a_school_year_of_a_child_without_the_right_waits_for_nobody(changes):
    paid_in_full(make_approved(grants=(*DEATH, SCHOOL_YEAR)))
    Heir.objects.filter(relation="child").update(**changes)

    assert claim_work(ani(), today=date(2021, 7, 1)) == []


def test_a_school_year_that_awaits_the_arrears_waits_with_them():
    paid_in_full(make_approved(grants=(*IN_ARREARS, SCHOOL_YEAR)))

    assert claim_work(ani(), today=date(2021, 7, 1)) == []


def test_what_was_granted_before_an_appeal_waits_while_it_is_examined(in_english):
    claim = make_approved()
    take_step(claim, Status.APPEALED, at=at(date(2020, 8, 24), 16), by=budi())

    (work,) = claim_work(ani())
    (late,) = claim_work(ani(), today=date(2020, 8, 26))

    assert work.title == "Claim with money granted before to pay"
    assert "Rp42,000,000 is owed whatever is decided now." in work.words
    assert (work.url, work.is_late, late.is_late) == (claim.get_absolute_url(), False, True)


def test_nothing_of_another_regency_becomes_payable_for_its_treasurer():
    worker, invoice = worker_in_arrears()
    make_approved(worker=worker, grants=IN_ARREARS)
    settle_arrears(invoice)
    make_approved(2, grants=(*DEATH, SCHOOL_YEAR))
    take_step(make_approved(3), Status.APPEALED, at=at(date(2020, 8, 24), 16), by=budi())
    supervisor = make_user("tom", role=Role.SUPERVISOR)
    make_user("tom", role=Role.TREASURER, region=make_region("2103"))

    assert claim_work(supervisor, today=date(2021, 7, 1)) == []


@pytest.mark.parametrize("lists", [1, 4], ids=["one list", "four lists"])
def test_the_page_asks_the_database_as_often_for_one_list_as_for_many(
    lists, django_assert_num_queries
):
    for number in range(lists):
        decree = make_decree(f"SK {number}")
        rows = {"rows": 3, "refused": 1, "ok": 2, "warned": 0, "problems": {}}
        make_batch(decree=decree, summary=rows)
    make_worker()
    client = signed_in(nur())

    with django_assert_num_queries(17):
        client.get(reverse("home"))


def test_an_identity_waits_for_a_second_person_and_not_for_who_proposed_it():
    proposer = make_user("lia", role=Role.SUPERVISOR)
    worker = make_worker(1)
    Correction.objects.create(
        worker=worker,
        changes={"name": {"before": worker.name, "after": "Sabri bin Ali"}},
        reason="KTP",
        is_identity=True,
        proposed_by=proposer,
    )

    assert [work.url for work in worklist(nur(), today=TODAY)] == [reverse("correction_list")]
    assert worklist(proposer, today=TODAY) == []


@pytest.mark.parametrize(
    ("today", "decrees"),
    [(date(2021, 3, 31), 0), (date(2021, 4, 1), 1), (date(2021, 7, 1), 1), (date(2021, 8, 1), 0)],
    ids=["four months before", "three months before", "just over", "long over"],
)
def test_a_decree_that_ends_waits_for_its_renewal(today, decrees):
    decree = make_decree()

    waiting = [work.url for work in worklist(nur(), today=today)]

    assert waiting == [reverse("decree_renew", args=[decree.pk])] * decrees


def test_a_file_that_is_ready_waits_for_who_asked_for_it():
    job = Job.objects.create(kind="cards", title="Kartu", asked_by=budi(), file="jobs/kartu.pdf")

    assert [work.url for work in worklist(budi(), today=TODAY)] == [job.get_absolute_url()]
    assert worklist(nur(), today=TODAY) == []


def test_what_was_opened_last_is_offered_again_in_scope():
    first, second = make_worker(1, name="Sabri"), make_worker(2, name="Rosmawati")
    client = signed_in(budi())
    for worker in (first, second, first):
        client.get(worker.get_absolute_url())

    page = client.get(reverse("home"))

    assert page.context["recent"] == [first, second]
