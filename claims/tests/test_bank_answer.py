"""The bank's answer as a CSV: read as banks write it, every row or its problems."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.rules.bank_answer import Answer, AnswerUnreadable, Verdict, read_answer

HEADINGS = "referensi;status;tanggal;jumlah;referensi bank;alasan"
ROW = "K/1;berhasil;25/08/2020;42000000;BRK 1;"


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        ("Berhasil", Verdict.PAID),
        ("SUKSES", Verdict.PAID),
        ("paid", Verdict.PAID),
        ("gagal", Verdict.RETURNED),
        ("Ditolak", Verdict.RETURNED),
        ("returned", Verdict.RETURNED),
    ],
)
def test_banks_say_it_in_their_own_words(status, verdict):
    (row,) = read_answer(f"{HEADINGS}\n{ROW.replace('berhasil', status)}".encode()).rows

    assert row.verdict is verdict


@pytest.mark.parametrize(
    "content",
    [
        "Reference,Status,Paid on,Amount,Bank reference\nK/1,paid,2020-08-25,42000000.00,BRK 1",
        'Reference,Status,Date,Amount,Bank ref\nK/1,paid,25/08/2020,"42,000,000.00",BRK 1',
        "No. Referensi\tHasil\tTgl Transaksi\tNominal (Rp)\tNo Transaksi\n"
        "K/1\tsukses\t20200825\t42.000.000\tBRK 1",
        "berkas;X\n\nreferensi;kode_bank;status;tanggal;jumlah;referensi bank;keterangan\n"
        "K/1;119;berhasil;2020-08-25 10:33:07;Rp42.000.000,00;BRK 1;Manfaat JKM",
        "\ufeff" + HEADINGS + "\r\n'K/1;berhasil;25 Agustus 2020;42000000;BRK 1;\r\n",
    ],
    ids=["English", "English groups", "tabs", "our own file with more columns", "from Excel"],
)
def test_answers_are_read_as_banks_write_them(content):
    found = read_answer(content.encode())

    (row,) = found.rows
    assert found.problems == ()
    assert (row.reference, row.amount_idr, row.bank_reference) == ("K/1", 42_000_000, "BRK 1")
    assert (row.paid_on, row.reason) == (date(2020, 8, 25), "")


def test_a_row_said_twice_counts_once_and_rows_that_disagree_count_not_at_all():
    other = ROW.replace("K/1", "K/2")

    found = read_answer(
        "\n".join((HEADINGS, ROW, ROW, other, other.replace("berhasil", "gagal"))).encode()
    )

    assert [row.number for row in found.rows] == [2]
    assert [(problem.number, problem.code) for problem in found.problems] == [
        (3, "row_twice"),
        (4, "rows_disagree"),
        (5, "rows_disagree"),
    ]


@pytest.mark.parametrize(
    "content",
    [b"\xff\xfe\x00a", b'a;"b' + b"x" * 200_000, b";;;\n;;;", b"\n"],
    ids=["UTF-16", "a quotation without end", "only separators", "an empty line"],
)
def test_whatever_is_sent_is_read_or_refused(content):
    with pytest.raises(AnswerUnreadable):
        read_answer(content)


@given(
    st.one_of(
        st.binary(),
        st.text().map(str.encode),
        st.text(alphabet=";,\n\"' 0123456789.-/KabehrsilRp").map(
            lambda rows: f"{HEADINGS}\n{rows}".encode()
        ),
    )
)
def test_any_file_gives_rows_and_problems_or_is_refused(content):
    try:
        found = read_answer(content)
    except AnswerUnreadable:
        return

    assert isinstance(found, Answer)
    numbers = {row.number for row in found.rows}
    assert len(numbers) == len(found.rows)
    assert not numbers & {problem.number for problem in found.problems}
