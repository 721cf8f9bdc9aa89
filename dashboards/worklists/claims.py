"""What waits between a reported event and the family's account."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from claims.models import BenefitLine, Claim, Decision, Payout
from claims.models.claims import ClaimQuerySet
from claims.queries.inbox import inbox_rows, stake_idr
from claims.rules.states import Status
from claims.wording.claims import claim_title, time_left
from dashboards.worklists.work import Work
from registry.formats import day_text, rupiah_text
from registry.models import User


def _work_on_claims(
    claims: ClaimQuerySet, *, today: date, title: Callable[[int], str], label: str
) -> Iterator[Work]:
    """Yield one line for claims that wait for the same act, about the one to do first."""
    sums = claims.aggregate(count=Count("pk"), late=Count("pk", filter=Q(act_by__lt=today)))
    first = claims.select_related("worker").order_by("act_by", "pk").first()
    if first is None:
        return
    (row,) = inbox_rows([first], on=today)
    words = [_("%(number)s: %(what)s.") % {"number": first.number, "what": claim_title(first)}]
    if row.working_days_left is not None:
        words.append(f"{time_left(row.working_days_left)}.")
    if owed_idr := stake_idr(claims, on=today):
        owed = _("%(amount)s is owed for the delay so far.")
        words.append(owed % {"amount": rupiah_text(owed_idr)})
    many = sums["count"] > 1
    yield Work(
        count=sums["count"],
        title=title(sums["count"]),
        words=" ".join(words),
        url=f"{reverse('claim_list')}?show=mine" if many else first.get_absolute_url(),
        label=label,
        is_late=sums["late"] > 0,
    )


def claims_to_file(user: User, today: date) -> Iterator[Work]:
    drafts = Claim.objects.visible_to(user).filter(status=Status.DRAFT, reported_by=user)
    yield from _work_on_claims(
        drafts,
        today=today,
        title=lambda n: ngettext("Draft of a claim to report", "Drafts of claims to report", n),
        label=_("Open the draft"),
    )


def claims_to_conclude(user: User, today: date) -> Iterator[Work]:
    yield from _work_on_claims(
        Claim.objects.visible_to(user).filter(status=Status.SUSPECTED),
        today=today,
        title=lambda n: ngettext("Suspicion to conclude", "Suspicions to conclude", n),
        label=_("Conclude"),
    )


def claims_to_check(user: User, today: date) -> Iterator[Work]:
    yield from _work_on_claims(
        Claim.objects.visible_to(user).filter(status__in=[Status.REPORTED, Status.APPEALED]),
        today=today,
        title=lambda n: ngettext("Claim to check", "Claims to check", n),
        label=_("Check the papers"),
    )


def claims_to_assess(user: User, today: date) -> Iterator[Work]:
    yield from _work_on_claims(
        Claim.objects.visible_to(user).filter(status=Status.COMPLETE),
        today=today,
        title=lambda n: ngettext("Claim to assess", "Claims to assess", n),
        label=_("Assess"),
    )


def claims_to_decide(user: User, today: date) -> Iterator[Work]:
    """Yield what was assessed by others, and of appeals what others decided before."""
    decided = Decision.objects.filter(claim=OuterRef("pk"), decided_by=user)
    yield from _work_on_claims(
        Claim.objects.visible_to(user)
        .filter(status=Status.ASSESSED)
        .exclude(assessments__assessed_by=user)
        .exclude(~Q(appeal_level="") & Exists(decided)),
        today=today,
        title=lambda n: ngettext("Claim to decide", "Claims to decide", n),
        label=_("Decide"),
    )


def claims_to_pay(user: User, today: date) -> Iterator[Work]:
    """Yield what can be ordered now; who approved a claim never pays it."""
    payable = BenefitLine.objects.payable().filter(claim=OuterRef("pk"))
    approved = Decision.objects.filter(
        claim=OuterRef("pk"), decided_by=user, kind=Decision.Kind.APPROVED
    )
    yield from _work_on_claims(
        Claim.objects.visible_to(user).filter(
            Exists(payable), ~Exists(approved), status=Status.APPROVED
        ),
        today=today,
        title=lambda n: ngettext("Claim to pay", "Claims to pay", n),
        label=_("Order the payment"),
    )


def transfers(user: User, _today: date) -> Iterator[Work]:
    waiting = Payout.objects.visible_to(user).awaiting_answer()
    sums = waiting.aggregate(count=Count("pk"), amount_idr=Sum("amount_idr"))
    first = waiting.order_by("ordered_on", "pk").first()
    if first is None:
        return
    yield Work(
        count=sums["count"],
        title=ngettext(
            "Transfer without an answer of the bank",
            "Transfers without an answer of the bank",
            sums["count"],
        ),
        words=_("%(amount)s is ordered. The first, %(reference)s, since %(day)s.")
        % {
            "amount": rupiah_text(sums["amount_idr"]),
            "reference": first.reference,
            "day": day_text(first.ordered_on),
        },
        url=reverse("payment_file_list")
        if sums["count"] > 1
        else reverse("payout_record", args=[first.pk]),
        label=_("Record the answer"),
    )
