"""From the draft to the assessment: what the officer, the family and the examiner do next."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from claims.models import LAST_DAY
from claims.rules.assessment import Result
from claims.views.next_step.case import (
    Case,
    NextStep,
    account_acts,
    account_words,
    help_meanwhile,
    jkm_acts,
    jkm_words,
    stating_act,
)
from registry.formats import day_text, number_text, rupiah_text
from registry.roles import Permission


def draft(case: Case) -> NextStep:
    words = [_("Nothing runs yet: the family has no receipt, and no day counts.")]
    if case.claim.is_death:
        words.append(_("When it is reported, cover ends after the month of the death."))
    if not case.may(Permission.CLAIM_REPORT):
        return NextStep(_("The officer reports it next"), tuple(words))
    return NextStep(
        _("Your move: report it"),
        tuple(words),
        primary=case.act("claim_file", _("Report it now"), "primary", post=True),
        others=(case.act("claim_facts", _("Correct the facts")),),
        mine=True,
    )


def suspected(case: Case) -> NextStep:
    words = [_("Was it an accident at work? Until that is known, care is guaranteed.")]
    if case.claim.act_by != LAST_DAY:
        words.append(_("Conclude by %(day)s.") % {"day": day_text(case.claim.act_by)})
    if not case.may(Permission.CLAIM_ASSESS):
        return NextStep(_("The examiner concludes next"), tuple(words), others=help_meanwhile(case))
    return NextStep(
        _("Your move: conclude the suspicion"),
        tuple(words),
        primary=case.act("claim_conclude", _("Conclude"), "primary"),
        others=(case.act("claim_facts", _("State the facts")),),
        mine=True,
    )


def _with_jkm(case: Case, step: NextStep) -> NextStep:
    """Return the step with the way to the death program, where the death was none of work."""
    acts = jkm_acts(case)
    return replace(step, words=(*step.words, *jkm_words(case)), others=(*step.others, *acts))


def to_check(case: Case) -> NextStep:
    """Return the step of a claim, with the death program where the death was none of work."""
    return _with_jkm(case, _to_check(case))


def _to_check(case: Case) -> NextStep:
    """Reported, or taken up again after an appeal: the examiner looks at papers and facts."""
    if not case.may(Permission.CLAIM_ASSESS):
        words: tuple[str, ...] = ()
        if case.claim.act_by != LAST_DAY:
            day = day_text(case.claim.act_by)
            words = (_("The family hears by %(day)s what is missing.") % {"day": day},)
        return NextStep(
            _("The examiner checks the papers next"),
            words,
            case.missing,
            others=help_meanwhile(case),
        )
    if case.result is Result.NOT_ELIGIBLE:
        return _assess_refusal(case)
    if case.look and case.look.is_complete:
        return _confirm_complete(case)
    return _ask_or_state(case)


def _ask_or_state(case: Case) -> NextStep:
    """Facts first, because the papers follow from them; then ask the family for what is missing."""
    facts_missing = case.look is None or bool(case.look.missing_facts)
    papers = len(case.look.missing_papers) if case.look else 0
    ask = case.act(
        "claim_check",
        ngettext("Ask the family for %(n)s paper", "Ask the family for %(n)s papers", papers)
        % {"n": number_text(papers)},
        "outline" if facts_missing else "primary",
        post=True,
    )
    state = stating_act(case, "primary" if facts_missing else "outline")
    return NextStep(
        _("Your move: check facts and papers"),
        (_("What is missing is listed here. The letter to the family names each paper."),),
        case.missing,
        primary=state if facts_missing else ask,
        others=(ask,) if facts_missing and papers else (case.act("claim_papers", _("Add papers")),),
        mine=True,
    )


def _confirm_complete(case: Case) -> NextStep:
    return NextStep(
        _("Your move: confirm that all is there"),
        (_("Every paper and every fact is here. The time to pay counts from the last paper."),),
        primary=case.act("claim_check", _("Confirm: complete"), "primary", post=True),
        others=(case.act("claim_papers", _("Look at the papers")),),
        mine=True,
    )


def _assess_refusal(case: Case) -> NextStep:
    return NextStep(
        _("Your move: assess"),
        (
            _("No paper can give a right here; the reasons stand on this page."),
            _("Another person decides. The family gets the reasons and may appeal."),
        ),
        primary=case.act("claim_assess", _("Assess: no right"), "primary", post=True),
        others=(case.act("claim_facts", _("Correct the facts")),),
        mine=True,
    )


def incomplete(case: Case) -> NextStep:
    examines = case.may(Permission.CLAIM_ASSESS)
    if examines and case.result is Result.NOT_ELIGIBLE:
        return _assess_refusal(case)
    if examines and case.look and case.look.is_complete:
        return _confirm_complete(case)
    if not case.missing:
        return NextStep(_("The examiner checks the papers next"), others=help_meanwhile(case))
    words = (_("The time to pay begins on the day on which the last paper comes in."),)
    if not case.may(Permission.CLAIM_REPORT):
        return NextStep(_("The family brings what is missing"), words, case.missing)
    only_facts = case.look is not None and not case.look.missing_papers
    bring = case.act("claim_papers", _("Add papers"), "primary")
    return NextStep(
        _("The family brings what is missing"),
        words,
        case.missing,
        primary=stating_act(case, "primary") if only_facts else bring,
        others=() if only_facts else (case.act("claim_facts", _("Correct the facts")),),
    )


def complete(case: Case) -> NextStep:
    if not case.may(Permission.CLAIM_ASSESS):
        return NextStep(_("The examiner assesses next"), others=account_acts(case))
    if case.result is Result.NOT_ELIGIBLE:
        return _assess_refusal(case)
    if case.worth is None or case.look is None or not case.look.is_complete:
        return _ask_or_state(case)
    amount = {"amount": rupiah_text(case.worth.whole_idr)}
    return NextStep(
        _("Your move: assess"),
        (
            _("By these facts the right is worth %(amount)s. Another person decides it.") % amount,
            *account_words(case),
        ),
        primary=case.act("claim_assess", _("Assess %(amount)s") % amount, "primary", post=True),
        others=(*account_acts(case), case.act("claim_facts", _("Correct the facts"))),
        mine=True,
    )
