"""The file for the bank, and the bank's answer: read row by row, every problem named."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.utils import translation

from claims.actions.payment_files import (
    AccountChanged,
    AlreadyInFile,
    NoAnswer,
    NothingToSend,
    NotOrdered,
    OneRegionEach,
    make_payment_file,
    read_bank_answer,
)
from claims.actions.payouts import (
    AlreadyAnswered,
    PaidByDecider,
    return_paid_payout,
    return_payout,
)
from claims.exports.payment_file import payment_file_csv
from claims.models import BenefitLine, Payee, PaymentFile, Payout
from claims.rules.states import Status
from claims.tests.factories import iskandar, rina
from claims.tests.payout_steps import (
    DECIDED,
    HEADINGS,
    LATE,
    answer_row,
    dewi,
    file_of,
    make_account,
    make_approved,
    make_heir,
    order,
    pay,
    read,
    status_of,
)
from enrollment.models import Heir
from enrollment.tests.factories import ani, budi, make_worker
from registry.models import AuditEvent, Membership
from registry.roles import Role
from registry.tests.factories import make_region, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    """Words are compared with those of the source."""
    with translation.override("en"):
        yield


def ordered(count: int = 2) -> list[Payout]:
    """Return the transfers of several approved claims."""
    return [order(make_approved(serial))[0] for serial in range(1, count + 1)]


def sheet_of(file: PaymentFile) -> list[list[str]]:
    """Return the cells of the file as the bank reads them."""
    text = payment_file_csv(file).content.decode()
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def words_of(result) -> dict[int, str]:
    """Return what is wrong, by row."""
    return {problem.number: problem.words for problem in result.problems}


def test_ordered_transfers_become_a_file_with_count_and_control_total():
    file = file_of(*ordered(2))

    assert file.number == "BYR-2105-20200824-1"
    assert (file.transfers, file.control_total_idr) == (2, 84_000_000)
    assert (file.region_id, file.created_by) == ("2105", ani())


def test_the_same_transfers_again_are_the_same_file():
    payouts = ordered(2)

    first, again = file_of(*payouts), file_of(*reversed(payouts))

    assert first == again
    assert AuditEvent.objects.filter(action="payment_file.made").count() == 1


def test_the_next_file_of_a_day_has_the_next_number():
    first, second = ordered(2)

    assert [file_of(first).number[-1], file_of(second).number[-1]] == ["1", "2"]


def test_a_transfer_goes_into_one_file_alone():
    first, second = ordered(2)
    file_of(first)

    with pytest.raises(AlreadyInFile, match="KLM-2105-2020-00001/1"):
        file_of(first, second)

    assert Payout.objects.get(pk=second.pk).file is None


def test_a_part_of_a_file_is_no_file_of_its_own():
    first, second = ordered(2)
    file_of(first, second)

    with pytest.raises(AlreadyInFile):
        file_of(first)


def test_what_was_paid_already_goes_into_no_file():
    (payout,) = ordered(1)
    pay(payout)

    with pytest.raises(NotOrdered, match="Paid or returned already"):
        file_of(payout)


def test_no_money_goes_to_an_account_that_was_replaced_after_the_order():
    (payout,) = ordered(1)
    Payee.objects.update(voided_on=DECIDED)
    make_account(payout.claim, account_number="999888777")

    with pytest.raises(AccountChanged, match="order them again to the new account"):
        file_of(payout)


@pytest.mark.parametrize(
    "changes", [{"voided_on": DECIDED}, {"relation": "sibling"}], ids=["struck out", "not entitled"]
)
def test_no_money_goes_to_who_is_no_heir_any_more(changes):
    good, payout = ordered(2)
    heirs = Heir.objects.filter(worker=payout.claim.worker)
    heirs.update(**changes)
    make_heir(payout.claim, name="Mega", relation="child", born_on=date(2008, 5, 6))

    with pytest.raises(AccountChanged, match="no heir any more: KLM-2105-2020-00002/1"):
        file_of(good, payout)

    assert not PaymentFile.objects.exists()


def test_nothing_is_no_file():
    with pytest.raises(NothingToSend):
        file_of()


@pytest.mark.parametrize("who", [budi, rina, dewi])
def test_only_the_treasurer_of_the_region_makes_files_and_reads_answers(who):
    file = file_of(*ordered(1))
    other = order(make_approved(9))

    with pytest.raises(PermissionDenied):
        file_of(*other, by=who())
    with pytest.raises(PermissionDenied):
        read(file, by=who())


def test_a_file_holds_one_regency():
    neighbor = make_worker(3, village=make_region("2103011001"))
    here, there = make_approved(1), make_approved(2, worker=neighbor)
    province = make_user("eko", role=Role.TREASURER, region=make_region("21"))
    payouts = [*order(here, by=province), *order(there, by=province)]

    with pytest.raises(OneRegionEach):
        file_of(*payouts, by=province)


def test_who_approved_makes_no_file_of_it():
    (payout,) = ordered(1)
    user = iskandar()
    Membership.objects.create(
        user=user, role=Role.TREASURER, region=make_region(), since=date(2020, 1, 1)
    )

    with pytest.raises(PaidByDecider):
        file_of(payout, by=type(user).objects.get(pk=user.pk))


def test_the_file_says_whom_to_pay_how_much_and_nothing_about_persons():
    payouts = ordered(2)

    cells = sheet_of(file_of(*payouts))

    assert cells[:4] == [
        ["berkas", "BYR-2105-20200824-1"],
        ["jumlah_transfer", "2"],
        ["total_kendali", "84000000"],
        ["referensi", "kode_bank", "rekening", "atas_nama", "jumlah", "keterangan"],
    ]
    assert cells[4] == [
        "KLM-2105-2020-00001/1",
        "119",
        "1020304421",
        "Rohana",
        "42000000",
        "Manfaat JKM KLM-2105-2020-00001",
    ]
    assert len(cells) == 6
    assert payouts[0].claim.worker.nik not in str(cells)


@pytest.mark.parametrize("holder", ["=1+1", "+62", "-cmd", "@SUM(A1)", "a;b\n=c"])
def test_no_cell_of_the_file_is_a_formula(holder):
    claim = make_approved()
    claim.payees.update(holder=holder)

    (*_, row) = sheet_of(file_of(*order(claim)))

    assert len(row) == 6
    assert row[3].lstrip("'") == " ".join(holder.split())
    assert not row[3].startswith(("=", "+", "-", "@"))


def test_an_answer_pays_and_returns_its_transfers():
    paid, back = ordered(2)
    file = file_of(paid, back)

    result = read(
        file,
        answer_row(paid),
        answer_row(back, status="GAGAL", bank_reference="", reason="Rekening ditutup"),
    )

    paid.refresh_from_db()
    back.refresh_from_db()
    assert (result.paid, result.returned, result.known, result.problems) == (1, 1, 0, ())
    assert (paid.status, paid.paid_on) == (Payout.Status.PAID, date(2020, 8, 25))
    assert (back.status, back.return_reason) == (Payout.Status.RETURNED, "Rekening ditutup")
    assert status_of(paid.claim) == Status.PAID


def test_the_same_answer_twice_changes_nothing():
    paid, back = ordered(2)
    file = file_of(paid, back)
    rows = (answer_row(paid, paid_on="30/08/2020"), answer_row(back, status="retur"))
    read(file, *rows)
    before = AuditEvent.objects.count(), BenefitLine.objects.count()

    again = read(file, *rows)

    assert (again.paid, again.returned, again.known, again.problems) == (0, 0, 2, ())
    assert (AuditEvent.objects.count(), BenefitLine.objects.count()) == before


def test_a_late_day_of_the_bank_adds_the_compensation():
    (payout,) = ordered(1)

    read(file_of(payout), answer_row(payout, paid_on="2020-08-30"))

    assert BenefitLine.objects.get(code="late_compensation").amount_idr == 2_100_000


def test_good_rows_are_recorded_and_every_problem_is_named_with_its_row():
    good, wrong, early, used = ordered(4)
    elsewhere = order(make_approved(5))[0]
    file_of(elsewhere)
    file = file_of(good, wrong, early, used)

    result = read(
        file,
        answer_row(good),
        answer_row(wrong, amount="1.000.000"),
        answer_row(elsewhere),
        answer_row(early, paid_on="1/8/2020"),
        answer_row(used, bank_reference=f"BRK {good.pk}"),
        answer_row(good, reference="KLM-?", paid_on="2/9/2020"),
        answer_row(wrong, reference="", status="mungkin", paid_on="31/2/2020", amount="banyak"),
        "",
        answer_row(used, reference="X", paid_on="", bank_reference=""),
    )

    words = words_of(result)
    assert result.paid == 1
    assert sorted(words) == [3, 4, 5, 6, 7, 8, 10]
    assert "The bank says Rp1,000,000, and Rp42,000,000 was ordered." in words[3]
    assert f"not in file {file.number}" in words[4]
    assert "approved on 24 August 2020" in words[5]
    assert "stands on another transfer" in words[6]
    assert f"not in file {file.number}" in words[7]
    assert len([problem for problem in result.problems if problem.number == 8]) == 4
    assert len([problem for problem in result.problems if problem.number == 10]) == 2
    assert status_of(elsewhere.claim) == Status.APPROVED


def test_a_day_to_come_is_not_believed():
    (payout,) = ordered(1)

    result = read(file_of(payout), answer_row(payout, paid_on="2/9/2020"), on=date(2020, 9, 1))

    assert "This day has not come yet." in words_of(result)[2]


def test_a_transfer_paid_otherwise_is_told_by_its_row():
    (paid,) = ordered(1)
    file = file_of(paid)
    read(file, answer_row(paid))

    result = read(file, answer_row(paid, bank_reference="other"))
    reverse = read(file, answer_row(paid, status="returned"))

    assert "already" in words_of(result)[2]
    assert "If the bank sent it back since, record that" in words_of(reverse)[2]


def test_a_return_recorded_by_mistake_is_set_right_by_the_answer_of_the_bank():
    (payout,) = ordered(1)
    file = file_of(payout)
    return_payout(payout=payout, reason="salah ketik", on=DECIDED, by=ani())

    result = read(file, answer_row(payout, paid_on="30/08/2020"))

    payout.refresh_from_db()
    assert (result.paid, result.problems) == (1, ())
    assert (payout.status, payout.paid_on, payout.return_reason) == ("paid", LATE, "")
    assert set(payout.lines.values_list("voided_on", flat=True)) == {None}
    assert payout.claim.lines.get(code="late_compensation").amount_idr == 2_100_000
    assert AuditEvent.objects.get(action="payout.paid").facts["after_return"]


def test_an_answer_for_what_was_ordered_again_names_the_transfer_to_be_stopped():
    (payout,) = ordered(1)
    file = file_of(payout)
    return_payout(payout=payout, reason="salah ketik", on=DECIDED, by=ani())
    (instead,) = order(payout.claim)

    refused = read(file, answer_row(payout))
    return_payout(payout=instead, reason="dihentikan", on=DECIDED, by=ani())
    taken = read(file, answer_row(payout))

    assert f"Stop {instead.reference} at the bank" in words_of(refused)[2]
    assert (taken.paid, taken.problems) == (1, ())
    assert status_of(payout.claim) == Status.PAID
    assert Payout.objects.filter(status=Payout.Status.PAID).count() == 1


def test_an_answer_for_what_a_later_decision_replaced_pays_nothing():
    (payout,) = ordered(1)
    file = file_of(payout)
    return_payout(payout=payout, reason="salah ketik", on=DECIDED, by=ani())
    payout.claim.lines.filter(code="burial").update(voided_on=DECIDED)

    result = read(file, answer_row(payout))

    assert "a later decision replaced its benefits" in words_of(result)[2]
    assert Payout.objects.get().status == Payout.Status.RETURNED


def test_an_old_answer_does_not_undo_that_the_money_came_back_later():
    (payout,) = ordered(1)
    file = file_of(payout)
    read(file, answer_row(payout))
    payout.refresh_from_db()
    return_paid_payout(payout=payout, reason="Tutup", returned_on=LATE, on=LATE, by=ani())
    before = AuditEvent.objects.count()

    again = read(file, answer_row(payout))

    assert (again.paid, again.known, again.problems) == (0, 1, ())
    assert AuditEvent.objects.count() == before
    assert Payout.objects.get().status == Payout.Status.RETURNED


def test_a_returned_transfer_is_not_paid_by_hand():
    (payout,) = ordered(1)
    return_payout(payout=payout, reason="Tutup", on=DECIDED, by=ani())

    with pytest.raises(AlreadyAnswered, match="was returned by the bank"):
        pay(payout)


def test_an_answer_that_broke_off_goes_on_when_it_is_sent_again():
    first, second = ordered(2)
    file = file_of(first, second)
    read(file, answer_row(first))

    result = read(file, answer_row(first), answer_row(second))

    assert (result.paid, result.known) == (1, 1)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04\0\0", "This file is no CSV"),
        (b"", "lacks the columns referensi, status, tanggal, jumlah, referensi bank"),
        (b"referensi;status\na;b", "lacks the columns tanggal, jumlah, referensi bank"),
        (HEADINGS.encode(), "has headings and no row"),
        (HEADINGS.encode() + b"\nx" * 5001, "has 5,001 rows; at most 5,000"),
    ],
    ids=["a workbook", "empty", "columns missing", "no row", "too many"],
)
def test_a_file_that_is_no_answer_is_refused_with_the_reason(content, words):
    file = file_of(*ordered(1))

    with pytest.raises(NoAnswer, match=words):
        read_bank_answer(file=file, upload=ContentFile(content), on=LATE, by=ani())


def test_rows_that_disagree_are_told_with_their_numbers():
    (payout,) = ordered(1)
    row = answer_row(payout)

    result = read(file_of(payout), row, row.replace("berhasil", "gagal"))

    assert "Rows 2, 3 say different things of one transfer" in words_of(result)[2]
    assert status_of(payout.claim) == Status.APPROVED


def test_a_file_is_of_the_day_on_which_it_is_made_where_the_office_stands():
    (payout,) = ordered(1)
    after_midnight = datetime(2020, 8, 24, 17, 30, tzinfo=UTC)

    file = make_payment_file(payouts=[payout], at=after_midnight, by=ani())

    assert file.number == "BYR-2105-20200825-1"
