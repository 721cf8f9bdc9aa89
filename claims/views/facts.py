"""The facts of a claim: what the doctor declared, who inherits, to which account it is paid."""

from collections.abc import Sequence
from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.actions.facts import BEFORE_ASSESSMENT, account_permission, set_payee, state_facts
from claims.actions.looking import FactsContradict
from claims.forms.accounts import AccountForm, account_on_record
from claims.forms.heirs import AllHeirsForm, HeirForm, StrikeForm
from claims.forms.work_facts import facts_form
from claims.models import PAYEE_LABELS, Claim, Payee, Payout
from claims.queries.controls import findings_of
from claims.queries.facts import standing_of
from claims.queries.heirs import HeirsInOrder, heirs_of
from claims.queries.outlook import outlook
from claims.queries.payouts import last_returned
from claims.rules.assessment import PayeeKind
from claims.rules.problems import BadFacts, FactProblem
from claims.views.next_step.case import may_name_account
from claims.views.visible import visible_claim
from claims.wording.claims import account_text, claim_title
from claims.wording.findings import finding_text
from enrollment.actions.heirs import name_heir, strike_heir
from enrollment.models import Heir
from registry.keys import key_named
from registry.law.parameters import parameter
from registry.models import Holiday
from registry.refusals import Refused
from registry.requests import StaffRequest
from registry.roles import Permission, require

_ALL: Final = "all"
# the controls that look at whose account it is
_OF_THE_HOLDER: Final = frozenset({"holder_is_no_heir", "holder_is_not_the_worker"})


def claim_facts(request: StaffRequest, claim_id: int) -> HttpResponse:
    """Ask for what is now known of the case (stage II), and record it."""
    claim = visible_claim(request, claim_id, Permission.CLAIM_REPORT)
    now = timezone.now()
    form = facts_form(request.POST or None, claim=claim, now=now)
    if form.is_valid():
        try:
            state_facts(claim=claim, at=now, by=request.user, **form.changes())
        except FactsContradict as refusal:
            form.refuse(_problems(refusal))
        except Refused as refusal:
            field = refusal.field if refusal.field in form.fields else None
            form.add_error(field, refusal.message)
        else:
            messages.success(request, _("The facts are recorded; the sums below follow from them."))
            return redirect(claim)
    context = {
        "claim": claim,
        "title": claim_title(claim),
        "form": form,
        "is_open": claim.status in BEFORE_ASSESSMENT,
    }
    status = 422 if form.is_bound else 200
    return render(request, "claims/claim_facts.html", context, status=status)


def _problems(refusal: FactsContradict) -> Sequence[FactProblem]:
    """Return what the rules found, whose sentences for the command no page shows."""
    assert isinstance(refusal.__cause__, BadFacts)
    return refusal.__cause__.problems


def claim_heirs(request: StaffRequest, claim_id: int) -> HttpResponse:
    """The heirs in the order of the law; name one, correct one, say that these are all."""
    claim = visible_claim(request, claim_id, Permission.CLAIM_REPORT)
    heirs = heirs_of(claim)
    corrected = _heir_asked(request, claim)
    says_all = request.POST.get("act") == _ALL
    form = HeirForm(
        request.POST if request.method == "POST" and not says_all else None,
        heir=corrected,
        today=timezone.localdate(),
    )
    whole = AllHeirsForm(
        request.POST if says_all else None,
        some=bool(heirs.rows),
        initial={"heirs_known": claim.heirs_known, "heirs_disputed": claim.heirs_disputed},
    )
    asked = whole if says_all else form
    if asked.is_valid() and _record(request, claim, asked, corrected):
        return redirect("claim_heirs", claim.pk)
    context = {
        "claim": claim,
        "title": claim_title(claim),
        "heirs": heirs,
        "form": asked if asked.is_bound else form,
        "heir_form": form,
        "all_form": whole,
        "corrected": corrected,
        "is_open": claim.status in BEFORE_ASSESSMENT,
    }
    status = 422 if asked.is_bound else 200
    return render(request, "claims/claim_heirs.html", context, status=status)


def _record(
    request: StaffRequest, claim: Claim, form: HeirForm | AllHeirsForm, corrected: Heir | None
) -> bool:
    """Record what was said about the heirs; False where it was refused, with the reason."""
    given = form.cleaned_data
    try:
        if isinstance(form, AllHeirsForm):
            state_facts(claim=claim, at=timezone.now(), by=request.user, **given)
            messages.success(request, _("This is recorded."))
        else:
            name_heir(
                worker=claim.worker,
                heir=corrected,
                on=timezone.localdate(),
                by=request.user,
                **given,
            )
            messages.success(request, _("%(name)s is recorded.") % {"name": given["name"]})
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return False
    return True


def heir_strike(request: StaffRequest, claim_id: int, heir_id: int) -> HttpResponse:
    """Ask why somebody is no heir after all, and strike the name out."""
    claim = visible_claim(request, claim_id, Permission.CLAIM_REPORT)
    heir = get_object_or_404(claim.worker.heirs.standing(), pk=heir_id)
    form = StrikeForm(request.POST or None)
    if form.is_valid():
        strike_heir(heir=heir, on=timezone.localdate(), by=request.user, **form.cleaned_data)
        messages.success(request, _("%(name)s is struck out.") % {"name": heir.name})
        return redirect("claim_heirs", claim.pk)
    context = {"claim": claim, "title": claim_title(claim), "heir": heir, "form": form}
    context["accounts"] = claim.payees.standing().filter(heir=heir)
    status = 422 if form.is_bound else 200
    return render(request, "claims/heir_strike.html", context, status=status)


def claim_account(request: StaffRequest, claim_id: int) -> HttpResponse:
    """Ask to which account a recipient is paid; `?kind=` names the recipient."""
    claim = visible_claim(request, claim_id)
    require(request.user, account_permission(claim), claim.region_code)
    kinds, asked = _recipients(claim), request.GET.get("kind", "")
    kind = PayeeKind(asked) if asked in kinds else kinds[0]
    heirs = heirs_of(claim)
    entitled = [row.heir for row in heirs.entitled]
    payees = {payee.kind: payee for payee in claim.payees.standing().select_related("bank", "heir")}
    form = AccountForm(
        request.POST or None,
        kind=kind,
        heirs=entitled,
        minors_below=_minors_below(claim, heirs),
        initial=account_on_record(payees.get(kind), heirs=entitled),
    )
    if form.is_valid() and _record_account(request, claim, kind, form):
        return redirect(claim)
    context = {
        "claim": claim,
        "title": claim_title(claim),
        "form": form,
        "kind": kind,
        "kinds": [(each, PAYEE_LABELS[each], payees.get(each)) for each in kinds],
        "recipient": PAYEE_LABELS[kind],
        "on_record": payees.get(kind),
        "account": account_text(payees[kind]) if kind in payees else "",
        "heirs": heirs,
        "minors_below": _minors_below(claim, heirs),
        "is_open": may_name_account(claim, request.user),
        "returned": _returned(payees.get(kind)),
    }
    status = 422 if form.is_bound else 200
    return render(request, "claims/claim_account.html", context, status=status)


def _returned(payee: Payee | None) -> Payout | None:
    """Return the transfer that the bank sent back from the account on record."""
    return last_returned(payee) if payee else None


def _minors_below(claim: Claim, heirs: HeirsInOrder) -> int | None:
    """Return the age below which an heir is a minor; None where none of those entitled is one."""
    if not heirs.minors:
        return None
    filed_on = timezone.localdate(claim.reported_at)
    return int(parameter("office.adult_from_years", on=filed_on).value)


def _record_account(
    request: StaffRequest, claim: Claim, kind: PayeeKind, form: AccountForm
) -> bool:
    """Record the account; False where it was refused, with the reason beside the field."""
    try:
        payee = set_payee(
            claim=claim,
            kind=kind,
            on=timezone.localdate(),
            by=request.user,
            **form.cleaned_data,
        )
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return False
    _tell_of_account(request, claim, payee)
    return True


def _recipients(claim: Claim) -> Sequence[PayeeKind]:
    """Return who is to be paid by what is known now; the usual recipient while nothing is."""
    try:
        lines = outlook(claim, days_off=Holiday.objects.days_off()).assessment.lines
    except BadFacts:
        lines = ()
    named = {line.payee for line in lines}
    named |= {
        PayeeKind(kind) for kind in claim.lines.standing().values_list("payee_kind", flat=True)
    }
    named |= {PayeeKind(kind) for kind in claim.payees.standing().values_list("kind", flat=True)}
    usual = PayeeKind.HEIRS if claim.is_death else PayeeKind.WORKER
    return [kind for kind in PayeeKind if kind.value in named] or [usual]


def _tell_of_account(request: StaffRequest, claim: Claim, payee: Payee) -> None:
    """Say what was recorded, and what the examiner will look at twice."""
    messages.success(
        request,
        _("Account of %(holder)s at %(bank)s is recorded.")
        % {"holder": payee.holder, "bank": payee.bank.short_name or payee.bank.name},
    )
    standing = standing_of(claim, days_off=Holiday.objects.days_off())
    for finding in findings_of(claim, standing, claim.worker.heirs.standing(), [payee]):
        if finding.code in _OF_THE_HOLDER:
            messages.warning(request, finding_text(finding))


def _heir_asked(request: StaffRequest, claim: Claim) -> Heir | None:
    """Return the heir that `?heir=` names; 404 where the worker has no such heir."""
    asked = request.GET.get("heir", "")
    if not asked:
        return None
    return get_object_or_404(claim.worker.heirs.standing(), pk=key_named(asked))
