"""The answer of a bank in words: what is wrong in which row, and what to do."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy

from claims.rules.bank_answer import AnswerUnreadable, RowProblem
from registry.formats import number_text

_UNREADABLE: Final = {
    "no_csv": gettext_lazy("This file is no CSV. Save the bank's answer as CSV, then send that."),
    "columns_missing": gettext_lazy(
        "The file lacks the columns %(columns)s. Add their headings above the rows."
    ),
    "no_rows": gettext_lazy("The file has headings and no row. Ask the bank for the whole answer."),
    "too_many_rows": gettext_lazy(
        "The file has %(rows)s rows; at most %(most)s can be sent. Divide it into several."
    ),
}
# a heading is copied into the file as it stands, so it has no translation
_COLUMNS: Final = {
    "reference": "referensi",
    "status": "status",
    "paid_on": "tanggal",
    "amount": "jumlah",
    "bank_reference": "referensi bank",
}
_PROBLEMS: Final = {
    "reference_missing": gettext_lazy("The reference is empty. Copy it from the payment file."),
    "status_missing": gettext_lazy("The status is empty. Write paid or returned."),
    "status_unknown": gettext_lazy("The status “%(read)s” is not known. Write paid or returned."),
    "amount_missing": gettext_lazy("The amount is empty. Copy it from the bank's statement."),
    "amount_unreadable": gettext_lazy(
        "“%(read)s” is no amount in whole rupiah. Write it like 42.000.000."
    ),
    "day_missing": gettext_lazy("The day of payment is empty. Copy it from the bank's statement."),
    "day_unreadable": gettext_lazy(
        "“%(read)s” is no date in the calendar. Write it like 24/08/2020."
    ),
    "bank_reference_missing": gettext_lazy(
        "The bank's reference is empty. Copy it from the bank's statement."
    ),
    "row_twice": gettext_lazy("The same as row %(first)s, which counts."),
    "rows_disagree": gettext_lazy(
        "Rows %(rows)s say different things of one transfer, and none of them counts. Ask the bank."
    ),
}


def unreadable_text(refusal: AnswerUnreadable) -> str:
    """Return why the file cannot be used, and what to do."""
    facts = dict(refusal.facts)
    if refusal.code == "columns_missing":
        facts["columns"] = ", ".join(_COLUMNS[name] for name in facts["columns"])
    facts = {name: number_text(v) if isinstance(v, int) else v for name, v in facts.items()}
    return str(_UNREADABLE[refusal.code]) % facts


def row_problem_text(problem: RowProblem) -> str:
    """Return what is wrong in a row, and what to do."""
    facts = dict(problem.facts)
    if "rows" in facts:
        numbers = [number_text(number) for number in facts["rows"]]
        facts = {"rows": ", ".join(numbers), "first": numbers[0]}
    return str(_PROBLEMS[problem.code]) % facts
