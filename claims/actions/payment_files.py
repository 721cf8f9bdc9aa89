"""The file of transfers that goes to the bank, and the bank's answer to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.actions.payouts import record_payout, refuse_decider, return_payout
from claims.models import Claim, PaymentFile, Payout
from claims.queries.payouts import account_stands
from claims.rules.bank_answer import (
    Answer,
    AnswerRow,
    AnswerUnreadable,
    RowProblem,
    Verdict,
    read_answer,
)
from claims.wording.bank_answer import row_problem_text, unreadable_text
from registry.audit import record
from registry.formats import rupiah_text
from registry.models import Region, User
from registry.refusals import Refused
from registry.roles import Permission, require

_REGENCY_DIGITS: Final = 4


class NothingToSend(Refused):
    code = "nothing_to_send"


class OneRegionEach(Refused):
    code = "one_region_each"


class AlreadyInFile(Refused):
    code = "already_in_file"


class NotOrdered(Refused):
    code = "not_ordered"


class AccountChanged(Refused):
    code = "account_changed"


class NoAnswer(Refused):
    code, field = "no_answer", "answer"


class RowRefused(Refused):
    code = "row_refused"


@transaction.atomic
def make_payment_file(*, payouts: Iterable[Payout], at: datetime, by: User) -> PaymentFile:
    """Put ordered transfers of one regency into a file for the bank; return the file.

    The same transfers again give the same file. One that stands in a file goes into no other.
    """
    wanted = list(payouts)
    for payout in wanted:
        require(by, Permission.CLAIM_PAY, payout.region_code)
    if not wanted:
        raise NothingToSend(_("No ordered transfer waits for a file."))
    region = _region_of(wanted)
    held = _held(wanted)
    if made := _made_of(held):
        return made
    _refuse_transfers(held, by)
    file = PaymentFile.objects.create(
        number=_next_number(region, timezone.localdate(at)),
        region=region,
        transfers=len(held),
        control_total_idr=sum(payout.amount_idr for payout in held),
        created_by=by,
        created_at=at,
    )
    Payout.objects.filter(pk__in=[payout.pk for payout in held]).update(file=file)
    record(
        "payment_file.made",
        subject=file,
        by=by,
        number=file.number,
        transfers=file.transfers,
        control_total_idr=file.control_total_idr,
    )
    return file


def _held(wanted: Sequence[Payout]) -> list[Payout]:
    """Return the transfers, held for this transaction and as they stand since they are held.

    Claims before transfers, each by key, as everybody holds them who pays. Held and read in one
    statement, PostgreSQL would join them with what it saw before it waited.
    """
    claims = Claim.objects.filter(pk__in={payout.claim_id for payout in wanted}).order_by("pk")
    list(claims.select_for_update().values_list("pk", flat=True))
    found = Payout.objects.filter(pk__in=[payout.pk for payout in wanted]).order_by("pk")
    list(found.select_for_update().values_list("pk", flat=True))
    related = found.select_related("claim__worker", "payee", "file")
    return list(related.prefetch_related("claim__worker__heirs"))


def _made_of(held: Sequence[Payout]) -> PaymentFile | None:
    """Return the file that holds these transfers and no other."""
    file = held[0].file
    same = file is not None and {payout.file_id for payout in held} == {file.pk}
    return file if file and same and file.transfers == len(held) else None


def _refuse_transfers(held: Sequence[Payout], by: User) -> None:
    if standing := [payout.reference for payout in held if payout.file_id]:
        raise AlreadyInFile(
            _("In a payment file already: %(references)s. Open that file instead.")
            % {"references": ", ".join(standing)}
        )
    if answered := [p.reference for p in held if p.status != Payout.Status.ORDERED]:
        raise NotOrdered(
            _("Paid or returned already: %(references)s. Open the list again.")
            % {"references": ", ".join(answered)}
        )
    if replaced := [payout.reference for payout in held if payout.payee.voided_on]:
        raise AccountChanged(
            _(
                "The account was replaced after the order: %(references)s. Record these transfers "
                "as returned, then order them again to the new account."
            )
            % {"references": ", ".join(replaced)}
        )
    if struck := [payout.reference for payout in held if not account_stands(payout)]:
        raise AccountChanged(
            _(
                "The account is that of somebody who is no heir any more: %(references)s. Record "
                "these transfers as returned, then order them again to another account."
            )
            % {"references": ", ".join(struck)}
        )
    for claim in {payout.claim_id: payout.claim for payout in held}.values():
        refuse_decider(claim, by)


def _region_of(payouts: Sequence[Payout]) -> Region:
    """Return the regency of the transfers, held for its next number, before anything else is."""
    codes = {payout.region_code[:_REGENCY_DIGITS] for payout in payouts}
    if len(codes) > 1:
        raise OneRegionEach(_("These transfers are of several regencies. Make a file for each."))
    # no_key, because everybody's trail points to the region
    return Region.objects.select_for_update(no_key=True).get(pk=codes.pop())


def _next_number(region: Region, on: date) -> str:
    """Return the next number of a regency and day, such as BYR-2105-20200824-1."""
    prefix = f"BYR-{region.pk}-{on:%Y%m%d}-"
    return f"{prefix}{PaymentFile.objects.filter(number__startswith=prefix).count() + 1}"


@dataclass(frozen=True, slots=True)
class AnswerProblem:
    """A row of the bank's answer that was not used, and what to do about it."""

    number: int
    reference: str
    words: str


@dataclass(frozen=True, slots=True)
class AnswerResult:
    """What an answer changed: transfers now paid, returned, known before, and rows not used."""

    paid: int
    returned: int
    known: int
    problems: tuple[AnswerProblem, ...]

    @property
    def rows_not_used(self) -> int:
        """How many rows have problems; one may have several."""
        return len({problem.number for problem in self.problems})


def read_bank_answer(*, file: PaymentFile, upload: File[Any], on: date, by: User) -> AnswerResult:
    """Record what the bank says of each transfer of a file; return what that changed.

    A row that cannot be used keeps no other out: each is a transaction of its own, so that an
    answer that broke off is simply sent again. The same answer twice changes nothing.
    """
    require(by, Permission.CLAIM_PAY, file.region_code)
    try:
        answer = read_answer(upload.read())
    except AnswerUnreadable as refusal:
        raise NoAnswer(unreadable_text(refusal)) from refusal
    result = _record_all(file, answer, on, by)
    if result.paid or result.returned:
        record(
            "payment_file.answered",
            subject=file,
            by=by,
            number=file.number,
            paid=result.paid,
            returned=result.returned,
            rows_not_used=result.rows_not_used,
        )
    return result


def _record_all(file: PaymentFile, answer: Answer, on: date, by: User) -> AnswerResult:
    payouts = {
        payout.reference.casefold(): payout
        for payout in file.payouts.select_related("claim__worker", "payee")
    }
    counts = {Verdict.PAID: 0, Verdict.RETURNED: 0}
    known = 0
    problems = [_problem(problem, row_problem_text(problem)) for problem in answer.problems]
    for row in answer.rows:
        try:
            if _record_row(row, payouts.get(row.reference.casefold()), file, on, by):
                counts[row.verdict] += 1
            else:
                known += 1
        except Refused as refusal:
            problems.append(_problem(row, str(refusal)))
    problems.sort(key=lambda problem: problem.number)
    return AnswerResult(counts[Verdict.PAID], counts[Verdict.RETURNED], known, tuple(problems))


def _problem(row: AnswerRow | RowProblem, words: str) -> AnswerProblem:
    return AnswerProblem(row.number, row.reference, words)


def _record_row(
    row: AnswerRow, payout: Payout | None, file: PaymentFile, on: date, by: User
) -> bool:
    """Record one row; return whether it was news."""
    if payout is None:
        raise RowRefused(
            _("This reference is not in file %(number)s. Look it up in the payment file.")
            % {"number": file.number}
        )
    if row.amount_idr != payout.amount_idr:
        raise RowRefused(
            _("The bank says %(said)s, and %(ordered)s was ordered. Ask the bank.")
            % {"said": rupiah_text(row.amount_idr), "ordered": rupiah_text(payout.amount_idr)}
        )
    if row.verdict is Verdict.RETURNED:
        told = return_payout(payout=payout, reason=row.reason, on=on, by=by)
    else:
        assert row.paid_on is not None  # the reader refuses a paid row without its day
        told = record_payout(
            payout=payout,
            bank_reference=row.bank_reference,
            paid_on=row.paid_on,
            on=on,
            by=by,
            as_answered=True,
        )
    return told.status != payout.status
