"""The pages of paying out: who sees them, what they say, and what they keep of what was typed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claims.actions.payouts import return_payout
from claims.actions.steps import take_step
from claims.models import Claim, Payee, PaymentFile, Payout
from claims.rules.states import Status
from claims.tests.factories import at, iskandar, rina
from claims.tests.payout_steps import (
    DEATH,
    DECIDED,
    IN_ARREARS,
    LATE,
    PAID,
    SCHOOL_YEAR,
    Grant,
    answer,
    answer_row,
    decided_again,
    dewi,
    file_of,
    make_account,
    make_approved,
    order,
    pay,
    read,
    settle_arrears,
    status_of,
    worker_in_arrears,
)
from enrollment.models import Heir
from enrollment.tests.browsing import signed_in, words
from enrollment.tests.factories import ani, budi, citra
from registry.models import AuditEvent

pytestmark = pytest.mark.django_db

TYPED = {"bank_reference": "BRK 77120", "paid_on": "25 Agustus 2020"}


def said(answer: Any) -> list[str]:
    """Return what an act left to say on the next page."""
    return [str(message) for message in answer.wsgi_request._messages]


def sent(*rows: str) -> dict[str, SimpleUploadedFile]:
    """Return the bank's answer as a browser sends it."""
    return {"answer": SimpleUploadedFile("jawaban.csv", answer(*rows).read(), "text/csv")}


@pytest.fixture
def claim():
    return make_approved()


@pytest.fixture
def payout(claim):
    return order(claim)[0]


def addresses(claim: Claim, payout: Payout, file: PaymentFile) -> list[tuple[str, str]]:
    """Return every page about one claim or one file, with how it is asked for."""
    line = claim.lines.latest("pk")
    return [
        ("post", reverse("claim_order", args=[claim.pk])),
        ("get", reverse("payout_record", args=[payout.pk])),
        ("get", reverse("payout_return", args=[payout.pk])),
        ("get", reverse("claim_release", args=[claim.pk])),
        ("get", reverse("line_confirm", args=[claim.pk, line.pk])),
        ("get", reverse("payment_file_detail", args=[file.pk])),
        ("get", reverse("payment_file_csv", args=[file.pk])),
        ("get", reverse("payment_file_answer", args=[file.pk])),
    ]


@pytest.mark.parametrize("who", [dewi, citra], ids=["treasurer", "officer"])
def test_for_people_of_another_regency_none_of_it_exists(who, claim, payout):
    client = signed_in(who())

    for method, url in addresses(claim, payout, file_of(payout)):
        assert getattr(client, method)(url).status_code == 404, url


@pytest.mark.parametrize("who", [budi, iskandar], ids=["officer", "approver"])
def test_without_the_treasurers_right_nothing_is_paid(who, payout):
    claim = make_approved(2, grants=(*DEATH, SCHOOL_YEAR))
    client = signed_in(who())
    file = file_of(payout)
    pages = addresses(claim, payout, file)
    looks = [
        ("get", file.get_absolute_url()),
        ("get", reverse("payment_file_csv", args=[file.pk])),
        ("get", reverse("payout_record", args=[payout.pk])),
    ]

    for method, url in pages:
        expected = 200 if (method, url) in looks else 403
        assert getattr(client, method)(url).status_code == expected, url
    for url in (reverse("payout_record", args=[payout.pk]), reverse("payment_file_create")):
        assert client.post(url).status_code == 403


def test_who_sees_claims_looks_at_transfers_and_files_and_finds_no_act(payout):
    order(make_approved(2))
    file = file_of(payout)
    client = signed_in(iskandar())

    files = client.get(reverse("payment_file_list"))
    shown = client.get(file.get_absolute_url())
    transfer = client.get(reverse("payout_record", args=[payout.pk]))

    assert file.number in words(files)
    assert reverse("payment_file_create") not in files.text
    assert payout.reference in words(shown)
    assert reverse("payment_file_answer", args=[file.pk]) not in shown.text
    assert "The treasurer records what the bank says of it." in words(transfer)
    assert 'name="bank_reference"' not in transfer.text
    assert reverse("payout_return", args=[payout.pk]) not in shown.text + transfer.text


def test_the_treasurer_of_another_regency_sees_no_transfer_and_no_file(payout):
    file_of(payout)
    order(make_approved(2))

    page = words(signed_in(dewi()).get(reverse("payment_file_list")))

    assert "No payment file yet" in page
    assert "KLM-2105" not in page
    assert "BYR-2105" not in page


@pytest.mark.parametrize("name", ["claim_order", "payment_file_create"])
def test_nothing_changes_by_looking(name, claim):
    url = reverse(name, args=[claim.pk] if name == "claim_order" else [])

    assert signed_in(ani()).get(url).status_code == 405


def test_ordering_leads_back_to_the_claim_and_says_where_the_money_goes(claim):
    answered = signed_in(ani()).post(reverse("claim_order", args=[claim.pk]))

    assert answered.status_code == 302
    assert answered.url == claim.get_absolute_url()
    (words_said,) = said(answered)
    assert words_said.startswith("1 transfer of Rp42,000,000 is ordered.")


def test_a_missing_account_is_said_on_the_claim(claim):
    Payee.objects.update(voided_on=DECIDED)

    answered = signed_in(ani()).post(reverse("claim_order", args=[claim.pk]))

    assert said(answered) == [
        "No account is recorded for: The heirs. Record it on the claim, then order again."
    ]


def test_ordering_again_says_what_the_bank_said(claim, payout):
    return_payout(payout=payout, reason="Rekening ditutup", on=PAID, by=ani())

    answered = signed_in(ani()).post(reverse("claim_order", args=[claim.pk]))

    assert said(answered)[1] == "The bank returned the last transfer to Rohana: Rekening ditutup"


def test_a_transfer_typed_as_people_write_it_is_paid(claim, payout):
    url = reverse("payout_record", args=[payout.pk])

    answered = signed_in(ani()).post(url, TYPED)
    again = signed_in(ani()).post(url, TYPED)

    assert (answered.status_code, again.status_code) == (302, 302)
    assert answered.url == claim.get_absolute_url()
    assert Payout.objects.get().bank_reference == "BRK 77120"
    assert status_of(claim) == Status.PAID


def test_the_page_of_a_transfer_shows_what_it_pays_and_hides_the_account(payout):
    page = words(signed_in(ani()).get(reverse("payout_record", args=[payout.pk])))

    assert "Did Rp42,000,000 reach Rohana?" in page
    assert "Death benefit, lump sum Rp20,000,000" in page
    assert "Together Rp42,000,000" in page
    assert "1020304421" not in page
    assert payout.claim.worker.nik not in page


def test_a_late_transfer_says_what_lateness_adds(payout):
    page = words(signed_in(ani()).get(reverse("payout_record", args=[payout.pk])))

    assert "days late today It was to be paid by 25 August 2020." in page
    assert "of compensation comes on top" in page


def test_a_transfer_in_time_speaks_of_no_lateness():
    (payout,) = order(make_approved(pay_by=date(9998, 1, 1)))

    page = words(signed_in(ani()).get(reverse("payout_record", args=[payout.pk])))

    assert "late today" not in page


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"bank_reference": ""}, "Fill in “Bank reference”."),
        ({"paid_on": "31/02/2020"}, "is no date in the calendar"),
        ({"paid_on": "1/1/2999"}, "This day has not come yet."),
        ({"paid_on": "23/8/2020"}, "The claim was approved on 24 August 2020"),
    ],
    ids=["no reference", "no such day", "a day to come", "before the approval"],
)
def test_what_cannot_be_is_said_beside_the_field_and_kept(payout, changed, sentence):
    typed = TYPED | changed

    answered = signed_in(ani()).post(reverse("payout_record", args=[payout.pk]), typed)

    assert answered.status_code == 422
    assert words(answered).count(sentence) == 2
    assert answered.context["form"]["bank_reference"].value() == typed["bank_reference"]
    assert Payout.objects.get().status == Payout.Status.ORDERED


def test_a_reference_of_another_transfer_is_refused_at_its_field(payout):
    pay(order(make_approved(2))[0], TYPED["bank_reference"])

    answered = signed_in(ani()).post(reverse("payout_record", args=[payout.pk]), TYPED)

    assert answered.status_code == 422
    assert answered.context["form"].errors.keys() == {"bank_reference"}


@pytest.mark.parametrize("name", ["payout_record", "payout_return"])
def test_what_came_back_already_leads_to_the_claim(name, claim, payout):
    return_payout(payout=payout, reason="Tutup", on=PAID, by=ani())

    answered = signed_in(ani()).get(reverse(name, args=[payout.pk]))

    assert answered.status_code == 302
    assert answered.url == claim.get_absolute_url()


def test_the_page_of_a_paid_transfer_says_so_and_leads_to_its_return(claim, payout):
    pay(payout, "BRK 1")
    url = reverse("payout_record", args=[payout.pk])
    client = signed_in(ani())

    answered = client.get(url)

    page = words(answered)
    assert "Rp42,000,000 reached Rohana" in page
    assert "Paid on 25 August 2020 under the bank’s reference BRK 1." in page
    assert "The bank sent it back later" in page
    assert reverse("payout_return", args=[payout.pk]) in answered.text
    assert "late today" not in page
    assert f'href="{url}"' in client.get(claim.get_absolute_url()).text


def test_a_paid_transfer_that_came_back_asks_for_the_day_and_what_the_bank_says(claim, payout):
    pay(payout, "BRK 1")
    client, url = signed_in(ani()), reverse("payout_return", args=[payout.pk])

    page = words(client.get(url))
    early = client.post(url, {"reason": "Tutup", "returned_on": "24/8/2020"})
    recorded = client.post(url, {"reason": "Rekening ditutup", "returned_on": "28/8/2020"})
    claim_page = words(client.get(claim.get_absolute_url()))

    assert "Rp42,000,000 to Rohana came back later?" in page
    assert "recorded as paid on 25 August 2020 under BRK 1" in page
    assert early.status_code == 422
    assert early.context["form"].errors.keys() == {"returned_on"}
    assert early.context["form"]["reason"].value() == "Tutup"
    assert recorded.url == claim.get_absolute_url()
    assert status_of(claim) == Status.APPROVED
    assert "The bank sent it back: the account comes first" in claim_page
    assert "to Rohana: Rekening ditutup" in claim_page
    assert "An approver changes the account where it is wrong." in claim_page
    assert "Order Rp42,000,000" in claim_page


def test_a_transfer_that_came_back_leads_the_approver_to_the_account(claim, payout):
    return_payout(payout=payout, reason="Rekening ditutup", on=PAID, by=ani())
    account = reverse("claim_account", args=[claim.pk])
    client = signed_in(iskandar())

    page = client.get(claim.get_absolute_url())
    asked = client.get(account)
    officer = signed_in(budi()).get(claim.get_absolute_url())

    assert f"{account}?kind=heirs" in page.text
    assert "Rekening ditutup" in words(asked)
    assert "to Rohana: Rekening ditutup" in words(officer)
    assert account not in officer.text
    assert signed_in(budi()).get(account).status_code == 403


def test_a_transfer_that_came_back_asks_for_what_the_bank_says(claim, payout):
    client, url = signed_in(ani()), reverse("payout_return", args=[payout.pk])

    refused = client.post(url, {"reason": ""})
    recorded = client.post(url, {"reason": "Rekening ditutup"})

    assert refused.status_code == 422
    assert recorded.url == claim.get_absolute_url()
    assert Payout.objects.get().return_reason == "Rekening ditutup"


def test_a_transfer_paid_meanwhile_is_not_returned_before_the_day_is_told(payout):
    pay(payout)

    answered = signed_in(ani()).post(
        reverse("payout_return", args=[payout.pk]), {"reason": "Tutup"}
    )

    assert answered.status_code == 422
    assert "It is recorded as paid on 25 August 2020" in words(answered)
    assert Payout.objects.get().status == Payout.Status.PAID


def test_settled_arrears_are_released_with_one_click():
    worker, invoice = worker_in_arrears()
    claim = make_approved(grants=IN_ARREARS, worker=worker)
    settle_arrears(invoice)
    client, url = signed_in(ani()), reverse("claim_release", args=[claim.pk])

    page = words(client.get(url))
    released = client.post(url)

    assert "The arrears are settled: Rp32,000,000 can be paid" in page
    assert "June 2020 Paid since" in page
    assert released.url == claim.get_absolute_url()
    assert claim.lines.payable().count() == 3


def test_the_treasurer_is_told_who_moves_first_while_arrears_are_open():
    worker, _invoice = worker_in_arrears()
    claim = make_approved(grants=IN_ARREARS, worker=worker)
    client, url = signed_in(ani()), reverse("claim_release", args=[claim.pk])

    page = words(client.get(url))
    refused = client.post(url, {"note": "Kata keluarga"})

    assert "Rp32,000,000 awaits the arrears" in page
    assert "The registry shows 2 unpaid months before the event." in page
    assert "Somebody else moves first" in page
    assert refused.status_code == 422


def test_an_examiner_notes_the_proof_that_the_registry_lacks():
    worker, _invoice = worker_in_arrears()
    claim = make_approved(grants=IN_ARREARS, worker=worker)
    client, url = signed_in(rina()), reverse("claim_release", args=[claim.pk])

    refused = client.post(url, {"note": ""})
    released = client.post(url, {"note": "Kuitansi BPJS 4471"})

    assert refused.status_code == 422
    assert words(refused).count("Fill in “Which proof you saw”.") == 2
    assert released.url == claim.get_absolute_url()


def test_a_claim_without_arrears_says_so(claim):
    page = words(signed_in(ani()).get(reverse("claim_release", args=[claim.pk])))

    assert "Nothing awaits the arrears" in page


def test_a_school_year_is_confirmed_with_its_letter():
    claim = make_approved(grants=(*DEATH, SCHOOL_YEAR))
    line = claim.lines.get(code="scholarship")
    client, url = signed_in(rina()), reverse("line_confirm", args=[claim.pk, line.pk])

    page = words(client.get(url))
    refused = client.post(url, {"note": ""})
    confirmed = client.post(url, {"note": "SMPN 1 Siantan, 42/2021"})

    assert "Is Mega at school this year?" in page
    assert "Scholarship, 2021/2022: Rp2,000,000 becomes payable" in page
    assert refused.status_code == 422
    assert confirmed.url == claim.get_absolute_url()
    assert "This school year is payable since" in words(client.get(url))


def test_a_child_who_works_keeps_what_was_typed_and_reads_why():
    claim = make_approved(grants=(*DEATH, SCHOOL_YEAR))
    Heir.objects.filter(relation="child").update(is_working=True)
    line = claim.lines.get(code="scholarship")

    answered = signed_in(rina()).post(
        reverse("line_confirm", args=[claim.pk, line.pk]), {"note": "SMPN 1 Siantan"}
    )

    assert answered.status_code == 422
    assert "Mega works. The scholarship has ended." in words(answered)
    assert answered.context["form"]["note"].value() == "SMPN 1 Siantan"


def test_a_line_that_is_no_school_year_has_no_such_page(claim):
    url = reverse("line_confirm", args=[claim.pk, claim.lines.first().pk])

    assert signed_in(ani()).get(url).status_code == 404


def test_what_waits_stands_first_with_its_sum_and_one_act():
    payouts = [order(make_approved(serial))[0] for serial in (1, 2)]

    answered = signed_in(ani()).get(reverse("payment_file_list"))

    page = words(answered)
    assert "2 transfers wait for the bank Rp84,000,000 is ordered" in page
    assert answered.text.count("btn-primary") == 1
    assert "Make a file of Rp84,000,000" in page
    assert all(payout.reference in page for payout in payouts)


def test_the_file_holds_what_the_treasurer_saw_and_a_second_click_finds_it():
    seen = [order(make_approved(serial))[0] for serial in (1, 2)]
    order(make_approved(3))
    client, typed = signed_in(ani()), {"payouts": [payout.pk for payout in seen]}

    made = client.post(reverse("payment_file_create"), typed)
    again = client.post(reverse("payment_file_create"), typed)

    file = PaymentFile.objects.get()
    assert made.url == again.url == file.get_absolute_url()
    assert file.transfers == 2


@pytest.mark.parametrize("typed", [{}, {"payouts": "x"}, {"payouts": 0}, {"payouts": "9" * 30}])
def test_transfers_that_are_not_there_make_no_file(typed):
    answered = signed_in(ani()).post(reverse("payment_file_create"), typed)

    assert answered.url == reverse("payment_file_list")
    assert not PaymentFile.objects.exists()


def test_a_transfer_whose_account_was_replaced_stands_apart(payout):
    Payee.objects.update(voided_on=DECIDED)
    make_account(payout.claim, account_number="999888777")
    other = order(make_approved(2))[0]

    answered = signed_in(ani()).get(reverse("payment_file_list"))

    page = words(answered)
    assert "The account of a transfer does not stand any more" in page
    assert f'name="payouts" value="{other.pk}"' in answered.text
    assert f'name="payouts" value="{payout.pk}"' not in answered.text


def test_a_file_shows_its_control_total_and_what_became_of_each_transfer():
    first, second, third = (order(make_approved(serial))[0] for serial in (1, 2, 3))
    file = file_of(first, second, third)
    read(file, answer_row(first), answer_row(second, status="gagal", reason="Rekening ditutup"))

    page = words(signed_in(ani()).get(file.get_absolute_url()))

    assert "1 transfer waits for the bank’s answer" in page
    assert "Control total Rp126,000,000 3 transfers" in page
    assert "Came back Rp42,000,000" in page
    assert "Returned by the bank Rekening ditutup" in page
    assert f"Paid 25 August 2020, BRK {first.pk}" in page
    assert "1020304421" not in page


def test_the_csv_is_a_download_that_the_trail_remembers(payout):
    file = file_of(payout)

    answered = signed_in(ani()).get(reverse("payment_file_csv", args=[file.pk]))

    assert answered["Content-Disposition"] == f'attachment; filename="{file.number}.csv"'
    assert "1020304421" in answered.text
    assert AuditEvent.objects.get(action="payment_file.downloaded").by == ani()


def test_an_answer_without_problems_leads_back_to_the_file(payout):
    file = file_of(payout)

    answered = signed_in(ani()).post(
        reverse("payment_file_answer", args=[file.pk]), sent(answer_row(payout))
    )

    assert answered.url == file.get_absolute_url()
    assert said(answered) == ["1 transfer is paid."]


def test_rows_that_were_not_used_are_listed_and_the_others_stand(payout):
    other = order(make_approved(2))[0]
    file = file_of(payout, other)

    answered = signed_in(ani()).post(
        reverse("payment_file_answer", args=[file.pk]),
        sent(answer_row(payout), answer_row(other, amount="1")),
    )

    page = words(answered)
    assert answered.status_code == 422
    assert "1 row of the answer was not used" in page
    assert "1 transfer is paid." in page
    assert f"Row 3 {other.reference} The bank says Rp1, and Rp42,000,000 was ordered." in page
    assert Payout.objects.get(pk=payout.pk).status == Payout.Status.PAID


def test_an_answer_of_which_nothing_serves_counts_rows_and_not_their_problems(payout):
    url = reverse("payment_file_answer", args=[file_of(payout).pk])

    answered = signed_in(ani()).post(url, sent(answer_row(payout, status="?", amount="?")))

    assert "1 row of the answer was not used Nothing was recorded." in words(answered)
    assert words(answered).count("Row 2") == 2


def test_a_file_that_is_no_answer_is_said_at_its_field(payout):
    url = reverse("payment_file_answer", args=[file_of(payout).pk])
    client = signed_in(ani())

    unreadable = client.post(url, {"answer": SimpleUploadedFile("a.csv", b"\0\0")})
    missing = client.post(url)

    assert (unreadable.status_code, missing.status_code) == (422, 422)
    assert unreadable.context["form"].errors.keys() == {"answer"}
    assert "This file is no CSV." in words(unreadable)


def test_lists_ask_the_database_as_often_for_many_as_for_few():
    client = signed_in(ani())

    def asked(*urls: str) -> list[int]:
        counts = []
        for url in urls:
            with CaptureQueriesContext(
                connection,
            ) as captured:
                assert client.get(url).status_code == 200
            counts.append(len(captured))
        return counts

    def grow(serials: range) -> PaymentFile:
        payouts = [order(make_approved(serial))[0] for serial in serials]
        file_of(payouts[0])
        return file_of(*payouts[1:-1])

    few = grow(range(1, 5))
    listed = reverse("payment_file_list")
    client.get(listed)
    before = asked(listed, few.get_absolute_url())
    many = grow(range(10, 30))

    assert asked(listed, many.get_absolute_url()) == before


def test_a_transfer_to_who_was_struck_out_of_the_heirs_stands_apart(payout):
    Heir.objects.update(voided_on=DECIDED)

    answered = signed_in(ani()).get(reverse("payment_file_list"))

    assert "The account of a transfer does not stand any more" in words(answered)
    assert 'name="payouts"' not in answered.text


def test_the_treasurer_orders_what_was_granted_while_an_appeal_runs():
    claim = make_approved(grants=(*DEATH, *IN_ARREARS[1:]))
    claim.appeal_level = "office"
    take_step(claim, Status.APPEALED, at=at(DECIDED, 16), by=budi())
    client = signed_in(ani())

    page = words(client.get(claim.get_absolute_url()))
    other = words(signed_in(budi()).get(claim.get_absolute_url()))
    ordered = client.post(reverse("claim_order", args=[claim.pk]))

    assert "Rp42,000,000 was granted before and is owed whatever is decided now." in page
    assert "Order Rp42,000,000" in page
    assert "The arrears are settled" in page
    assert "Order Rp" not in other
    assert ordered.url == claim.get_absolute_url()
    assert Payout.objects.get().amount_idr == 42_000_000


@pytest.mark.parametrize(
    ("grants", "act"),
    [
        (IN_ARREARS, "The arrears are settled"),
        ((*DEATH, SCHOOL_YEAR), "Confirm the school year"),
        (IN_ARREARS[1:], "The arrears are settled"),
    ],
    ids=["after the arrears", "a school year", "nothing payable at once"],
)
@pytest.mark.parametrize("who", [ani, rina], ids=["treasurer", "examiner"])
def test_an_approved_claim_offers_what_may_become_payable(grants, act, who):
    claim = make_approved(grants=grants)

    assert act in words(signed_in(who()).get(claim.get_absolute_url()))


def test_an_approved_claim_with_nothing_to_pay_is_ended_by_one_click():
    claim = make_approved(grants=IN_ARREARS[1:])
    client = signed_in(ani())

    page = words(client.get(claim.get_absolute_url()))
    answered = client.post(reverse("claim_order", args=[claim.pk]))

    assert "Nothing of it is payable today." in page
    assert "Nothing is left to pay" in page
    assert said(answered) == ["Nothing is left to pay today. The claim is paid."]
    assert status_of(claim) == Status.PAID


def test_the_page_of_a_school_year_leads_to_the_others_that_have_begun():
    years = (SCHOOL_YEAR, SCHOOL_YEAR._replace(due_on=date(2022, 7, 1)))
    claim = make_approved(grants=(*DEATH, *years))
    first, second = claim.lines.filter(code="scholarship").order_by("due_on")

    answered = signed_in(rina()).get(reverse("line_confirm", args=[claim.pk, first.pk]))

    assert "Other school years that have begun Scholarship, 2022/2023, Mega" in words(answered)
    assert reverse("line_confirm", args=[claim.pk, second.pk]) in answered.text


def test_a_transfer_of_two_decisions_tells_the_lateness_of_each():
    claim = make_approved()
    decided_again(claim, (Grant("lump_sum", 1_000_000),), date(2020, 8, 28))
    (payout,) = order(claim)

    page = words(signed_in(ani()).get(reverse("payout_record", args=[payout.pk])))

    assert "It pays what several decisions granted" in page
    assert "Rp42,000,000 by 25 August 2020" in page
    assert "Rp1,000,000 by 28 August 2020" in page


def test_late_is_told_by_the_day_that_is_typed(claim, payout):
    signed_in(ani()).post(
        reverse("payout_record", args=[payout.pk]), TYPED | {"paid_on": f"{LATE:%d/%m/%Y}"}
    )

    assert claim.lines.get(code="late_compensation").amount_idr == 2_100_000
    assert status_of(claim) == Status.APPROVED
