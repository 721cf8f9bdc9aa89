"""Claims, payment files and transfers, as columns of an export."""

from __future__ import annotations

from datetime import date

from django.http import QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.filters import ClaimFilter
from claims.models import LAST_DAY, Claim, PaymentFile
from claims.queries.inbox import InboxRow, inbox_rows, with_payable
from claims.queries.payouts import files_with_answers
from claims.rules.states import Mover
from claims.wording.claims import MOVER_LABELS, account_text, event_sentence, waiting_label
from registry.exporting import Listing, chosen_words, day, nik, number, text
from registry.models import User
from registry.roles import Permission, may, require


def claims(reader: User, query: QueryDict) -> Listing:
    """Return the claims of the inbox as its page filters them."""
    _require_claims(reader)
    today = timezone.localdate()
    visible = with_payable(Claim.objects.visible_to(reader, Permission.CLAIM_VIEW))
    chosen = ClaimFilter(query, queryset=visible, user=reader)

    def in_words(rows: list[Claim]) -> list[InboxRow]:
        return inbox_rows(rows, on=today)

    return Listing(
        name="klaim",
        title=_("Claims"),
        page=reverse("claim_list"),
        rows=chosen.qs,
        order=("act_by", "id"),
        prepare=in_words,
        columns=[
            text(_("Number"), lambda row: row.claim.number, 18),
            nik(
                _("NIK"),
                lambda row: row.claim.worker.nik,
                lambda row: row.claim.worker.village_id,
            ),
            text(_("Worker"), lambda row: row.claim.worker.name, 28),
            text(_("Village"), lambda row: row.claim.worker.village.name, 20),
            text(_("Program"), lambda row: row.claim.program, 8),
            text(_("Event"), lambda row: event_sentence(row.claim), 44),
            text(_("State"), lambda row: waiting_label(row.claim), 30),
            text(_("Whose move"), _mover, 20),
            day(_("Next step by"), _act_by),
            number(_("Working days left"), lambda row: row.working_days_left),
            number(_("To be paid, in rupiah"), lambda row: row.payable_idr or None),
            number(_("For the delay, in rupiah"), lambda row: row.stake_idr),
        ],
        chosen=chosen_words(chosen),
    )


def payment_files(reader: User, _query: QueryDict) -> Listing:
    """Return the files handed to the bank, with how many transfers stand how."""
    _require_claims(reader)
    return Listing(
        name="berkas-pembayaran",
        title=_("Payment files"),
        page=reverse("payment_file_list"),
        rows=files_with_answers(reader).select_related("region"),
        order=("-id",),
        columns=[
            text(_("File"), lambda row: row.number),
            text(_("Region"), lambda row: row.region.name),
            day(_("Made"), lambda row: timezone.localdate(row.created_at)),
            number(_("Transfers"), lambda row: row.transfers),
            number(_("Control total, in rupiah"), lambda row: row.control_total_idr),
            number(_("Waiting"), lambda row: row.ordered_count),
            number(_("Paid"), lambda row: row.paid_count),
            number(_("Came back"), lambda row: row.returned_count),
        ],
    )


def payouts(reader: User, _query: QueryDict, file_id: int) -> Listing:
    """Return the transfers of a payment file, and what became of each."""
    _require_claims(reader)
    visible = PaymentFile.objects.visible_to(reader, Permission.CLAIM_VIEW)
    file = get_object_or_404(visible, pk=file_id)
    return Listing(
        name=f"transfer-{file.pk}",
        title=_("Transfers of payment file %(number)s") % {"number": file.number},
        page=file.get_absolute_url(),
        rows=file.payouts.select_related("claim__worker", "payee__bank"),
        columns=[
            text(_("Reference"), lambda row: row.reference),
            text(_("Claim"), lambda row: row.claim.number, 18),
            text(_("Recipient"), lambda row: row.payee.name, 28),
            text(_("Bank"), lambda row: row.payee.bank.name),
            text(_("Account"), lambda row: account_text(row.payee), 18),
            number(_("Amount, in rupiah"), lambda row: row.amount_idr),
            text(_("State"), lambda row: row.get_status_display(), 16),
            day(_("Paid on"), lambda row: row.paid_on),
            text(_("Bank reference"), lambda row: row.bank_reference),
            text(_("Why it came back"), lambda row: row.return_reason, 30),
        ],
        about=file,
    )


def _require_claims(reader: User) -> None:
    if not may(reader, Permission.CLAIM_VIEW):
        require(reader, Permission.CLAIM_VIEW, reader.home_region_code)


def _mover(row: InboxRow) -> str:
    return "" if row.mover is Mover.NOBODY else str(MOVER_LABELS[row.mover])


def _act_by(row: InboxRow) -> date | None:
    return None if row.claim.act_by == LAST_DAY else row.claim.act_by
