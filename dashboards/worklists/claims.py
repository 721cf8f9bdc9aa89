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
from claims.queries.payouts import claims_with_settled_arrears, school_years_begun
from claims.rules.assessment import When
from claims.rules.states import Status
from claims.wording.claims import claim_title, time_left
from claims.wording.payouts import line_name
from dashboards.worklists.work import Work
from registry.formats import day_text, rupiah_text
from registry.models import User
from registry.roles import Permission


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
    reported = Claim.objects.visible_to(user, Permission.CLAIM_REPORT)
    drafts = reported.filter(status=Status.DRAFT, reported_by=user)
    yield from _work_on_claims(
        drafts,
        today=today,
        title=lambda n: ngettext("Draft of a claim to report", "Drafts of claims to report", n),
        label=_("Open the draft"),
    )


def claims_to_conclude(user: User, today: date) -> Iterator[Work]:
    yield from _work_on_claims(
        Claim.objects.visible_to(user, Permission.CLAIM_ASSESS).filter(status=Status.SUSPECTED),
        today=today,
        title=lambda n: ngettext("Suspicion to conclude", "Suspicions to conclude", n),
        label=_("Conclude"),
    )


def claims_to_check(user: User, today: date) -> Iterator[Work]:
    yield from _work_on_claims(
        Claim.objects.visible_to(user, Permission.CLAIM_ASSESS).filter(
            status__in=[Status.REPORTED, Status.APPEALED]
        ),
        today=today,
        title=lambda n: ngettext("Claim to check", "Claims to check", n),
        label=_("Check the papers"),
    )


def claims_to_assess(user: User, today: date) -> Iterator[Work]:
    yield from _work_on_claims(
        Claim.objects.visible_to(user, Permission.CLAIM_ASSESS).filter(status=Status.COMPLETE),
        today=today,
        title=lambda n: ngettext("Claim to assess", "Claims to assess", n),
        label=_("Assess"),
    )


def claims_to_decide(user: User, today: date) -> Iterator[Work]:
    """Yield what was assessed by others, and of appeals what others decided before."""
    decided = Decision.objects.filter(claim=OuterRef("pk"), decided_by=user)
    yield from _work_on_claims(
        Claim.objects.visible_to(user, Permission.CLAIM_DECIDE)
        .filter(status=Status.ASSESSED)
        .exclude(assessments__assessed_by=user)
        .exclude(~Q(appeal_level="") & Exists(decided)),
        today=today,
        title=lambda n: ngettext("Claim to decide", "Claims to decide", n),
        label=_("Decide"),
    )


def claims_to_pay(user: User, today: date) -> Iterator[Work]:
    """Yield what can be ordered now; who approved a claim never pays it."""
    yield from _work_on_claims(
        _with_payable(user).filter(status=Status.APPROVED),
        today=today,
        title=lambda n: ngettext("Claim to pay", "Claims to pay", n),
        label=_("Order the payment"),
    )


def _with_payable(user: User) -> ClaimQuerySet:
    payable = BenefitLine.objects.payable().filter(claim=OuterRef("pk"))
    approved = Decision.objects.filter(
        claim=OuterRef("pk"), decided_by=user, kind=Decision.Kind.APPROVED
    )
    payers = Claim.objects.visible_to(user, Permission.CLAIM_PAY)
    return payers.filter(Exists(payable), ~Exists(approved))


def granted_before(user: User, today: date) -> Iterator[Work]:
    """Yield what was granted and can be ordered while an appeal is examined, or after the end."""
    claims = _with_payable(user).exclude(status=Status.APPROVED)
    lines = BenefitLine.objects.payable().filter(claim__in=claims)
    amount_idr = lines.aggregate(sum=Sum("amount_idr", default=0))["sum"]
    if not amount_idr:
        return
    first = claims.select_related("worker").order_by("pk")[0]
    yield Work(
        count=(count := claims.count()),
        title=ngettext(
            "Claim with money granted before to pay",
            "Claims with money granted before to pay",
            count,
        ),
        words=_("%(number)s: %(what)s. %(amount)s is owed whatever is decided now.")
        % {
            "number": first.number,
            "what": claim_title(first),
            "amount": rupiah_text(amount_idr),
        },
        url=first.get_absolute_url(),
        label=_("Order the payment"),
        is_late=lines.filter(decision__pay_by__lt=today, when=When.NOW).exists(),
    )


def arrears_settled(user: User, _today: date) -> Iterator[Work]:
    """Yield the claims of which the registry shows since that the arrears are settled."""
    settled = claims_with_settled_arrears(user)
    if not settled:
        return
    first = settled[0]
    yield Work(
        count=len(settled),
        title=ngettext(
            "Claim whose arrears are settled", "Claims whose arrears are settled", len(settled)
        ),
        words=_("%(number)s: %(what)s. What awaited the arrears can be paid.")
        % {"number": first.number, "what": claim_title(first)},
        url=reverse("claim_release", args=[first.pk]),
        label=_("Make it payable"),
    )


def school_years(user: User, today: date) -> Iterator[Work]:
    """Yield the school years that have begun and wait for the letter of the school."""
    begun = school_years_begun(user, on=today)
    sums = begun.aggregate(count=Count("pk"), amount_idr=Sum("amount_idr"))
    if not sums["count"]:
        return
    first = begun.select_related("claim__worker", "child").order_by("due_on", "pk")[0]
    yield Work(
        count=sums["count"],
        title=ngettext("School year to confirm", "School years to confirm", sums["count"]),
        words=_(
            "%(amount)s waits for letters of schools. The first: %(year)s of %(child)s, %(number)s."
        )
        % {
            "amount": rupiah_text(sums["amount_idr"]),
            "year": line_name(first),
            "child": first.child.name if first.child else claim_title(first.claim),
            "number": first.claim.number,
        },
        url=reverse("line_confirm", args=[first.claim_id, first.pk]),
        label=_("Confirm the school year"),
    )


def transfers(user: User, _today: date) -> Iterator[Work]:
    waiting = Payout.objects.visible_to(user, Permission.CLAIM_PAY).awaiting_answer()
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
