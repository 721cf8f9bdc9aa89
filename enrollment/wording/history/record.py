"""What was changed in the record itself: corrections, events, heirs, checks, looks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from enrollment.models import Heir, Worker, WorkerEvent
from enrollment.rules.correcting import FieldChange
from enrollment.wording.fields import FIELD_LABELS, value_text
from enrollment.wording.history.told import Facts, Told, recorded_by, subject, why
from registry.formats import day_text, month_text, number_text, rupiah_text

REVEAL_REASONS: Final = {
    "compare": gettext_lazy("To compare it with the KTP"),
    "form": gettext_lazy("To fill in a form of BPJS, a bank or a hospital"),
    "asked": gettext_lazy("The person, or an heir, asks for it"),
    "other": gettext_lazy("For something else"),
    "correction": gettext_lazy("To decide a correction"),
}
_EVENTS: Final = {
    WorkerEvent.Kind.DEATH: gettext_lazy("%(who)s recorded the death, on %(day)s."),
    WorkerEvent.Kind.MOVED_AWAY: gettext_lazy("%(who)s recorded the move away, on %(day)s."),
    WorkerEvent.Kind.MOVED_WITHIN: gettext_lazy(
        "%(who)s recorded the move to another village, on %(day)s."
    ),
    WorkerEvent.Kind.RETURNED: gettext_lazy("%(who)s recorded the return, on %(day)s."),
    WorkerEvent.Kind.WORK_CHANGED: gettext_lazy("%(who)s recorded other work, since %(day)s."),
}
_UNDONE: Final = {
    WorkerEvent.Kind.DEATH: gettext_lazy("%(who)s took back the death of %(day)s."),
    WorkerEvent.Kind.MOVED_AWAY: gettext_lazy("%(who)s took back the move away of %(day)s."),
    WorkerEvent.Kind.MOVED_WITHIN: gettext_lazy("%(who)s took back the move of %(day)s."),
    WorkerEvent.Kind.RETURNED: gettext_lazy("%(who)s took back the return of %(day)s."),
    WorkerEvent.Kind.WORK_CHANGED: gettext_lazy("%(who)s took back the other work of %(day)s."),
}
# what its doer says it all with
_ACTS: Final = {
    "card.printed": gettext_lazy("%(who)s printed the card."),
    "order.cancelled": gettext_lazy("%(who)s took the unpaid months of the worker's order back."),
    "order.lapsed": gettext_lazy(
        "The worker's order lapsed unpaid; %(who)s made room for another."
    ),
    "recorded": gettext_lazy("%(who)s recorded this person for the first time."),
    "withdrawn": gettext_lazy("%(who)s withdrew the record with the list that had brought it."),
    "brought_back": gettext_lazy("%(who)s brought the record back with a list."),
}


def changes_text(changes: Sequence[FieldChange]) -> str:
    """Return what was changed, from what to what: `the village from “A” to “B”`."""
    return "; ".join(_change(change) for change in changes)


def _change(change: FieldChange) -> str:
    words = {
        "field": str(FIELD_LABELS[change.field]),
        "before": value_text(change.field, change.before),
        "after": value_text(change.field, change.after),
    }
    if change.field == "photo":
        return _("the photo")
    if change.field == "is_employer":
        return _("“%(field)s” to %(after)s") % words
    if change.field == "nik" and words["before"] == words["after"]:
        return _("the NIK, in the digits that are hidden here")
    if change.field == "nik":
        return _("the NIK from %(before)s to %(after)s") % words
    if not words["before"]:
        return _("the %(field)s from nothing to “%(after)s”") % words
    if not words["after"]:
        return _("the %(field)s from “%(before)s” to nothing") % words
    return _("the %(field)s from “%(before)s” to “%(after)s”") % words


def _changed(by: str, facts: Facts) -> Told:
    words = _("%(who)s changed %(changes)s.") % {
        "who": subject(by),
        "changes": changes_text(facts["changes"]),
    }
    return Told(words, why(facts))


def _proposed(by: str, facts: Facts) -> Told:
    words = _("%(who)s proposed to change %(changes)s. A second person decides.") % {
        "who": subject(by),
        "changes": changes_text(facts["changes"]),
    }
    return Told(words, why(facts))


def _proposal_refused(by: str, facts: Facts) -> Told:
    words = _("%(who)s refused to change %(changes)s.") % {
        "who": subject(by),
        "changes": changes_text(facts["changes"]),
    }
    return Told(words, why(facts))


def _proposal_withdrawn(by: str, facts: Facts) -> Told:
    words = _("%(who)s withdrew the proposal to change %(changes)s.") % {
        "who": subject(by),
        "changes": changes_text(facts["changes"]),
    }
    return Told(words)


def _event(by: str, facts: Facts) -> Told:
    words = str(_EVENTS[facts["event"]]) % {
        "who": subject(by),
        "day": day_text(facts["happened_on"]),
    }
    notes = []
    if facts["changes"]:
        notes.append(_("Changed: %(changes)s.") % {"changes": changes_text(facts["changes"])})
    if facts["moved_to"]:
        notes.append(_("To: %(place)s") % {"place": facts["moved_to"]})
    if facts["months"]:
        notes.append(
            ngettext(
                "%(months)s month of cover ended; %(amount)s went back to the payer.",
                "%(months)s months of cover ended; %(amount)s went back to the payer.",
                facts["months"],
            )
            % {
                "months": number_text(facts["months"]),
                "amount": rupiah_text(facts["released_idr"]),
            }
        )
    return Told(words, tuple(notes))


def _event_undone(by: str, facts: Facts) -> Told:
    words = str(_UNDONE[facts["event"]]) % {
        "who": subject(by),
        "day": day_text(facts["happened_on"]),
    }
    return Told(words, why(facts))


def _merged(by: str, facts: Facts) -> Told:
    words = _("%(who)s made this record and that of %(name)s one.") % {
        "who": subject(by),
        "name": facts["name"],
    }
    return Told(words, why(facts))


def _parted(by: str, facts: Facts) -> Told:
    words = _("%(who)s parted this record and that of %(name)s again.") % {
        "who": subject(by),
        "name": facts["name"],
    }
    return Told(words, why(facts))


def _population(by: str, facts: Facts) -> Told:
    words = _("Checked against the population register: %(result)s.") % {
        "result": Worker.PopulationStatus(facts["status"]).label
    }
    source = ", ".join(
        text
        for text in (facts["source"], facts["checked_on"] and day_text(facts["checked_on"]))
        if text
    )
    return Told(words, tuple(text for text in (source, recorded_by(by)) if text))


def _heir(sentence: Any) -> Callable[[str, Facts], Told]:
    def say(by: str, facts: Facts) -> Told:
        relation = str(Heir.Relation(facts["relation"]).label)
        words = str(sentence) % {"who": subject(by), "name": facts["name"], "relation": relation}
        return Told(words, why(facts))

    return say


def _nik_revealed(by: str, facts: Facts) -> Told:
    reason = str(REVEAL_REASONS.get(facts.get("why", ""), ""))
    details = str(facts.get("details", ""))
    notes = tuple(text for text in (reason, details) if text)
    return Told(_("%(who)s looked at the whole NIK.") % {"who": subject(by)}, notes)


def _handed_over(by: str, facts: Facts) -> Told:
    words = _("%(who)s freed the months from %(month)s on for another payer.") % {
        "who": subject(by),
        "month": month_text(date.fromisoformat(facts["from_month"])),
    }
    return Told(words)


def _replaced(by: str, facts: Facts) -> Told:
    words = _("%(who)s gave the place under the decree to another worker from %(month)s on.") % {
        "who": subject(by),
        "month": month_text(date.fromisoformat(facts["since"])),
    }
    # the annex may be of a province, and outside the reader's regions
    return Told(words)


def _act(sentence: Any) -> Callable[[str, Facts], Told]:
    def say(by: str, _facts: Facts) -> Told:
        return Told(str(sentence) % {"who": subject(by)})

    return say


SENTENCES: Final[dict[str, Callable[[str, Facts], Told]]] = {
    "changed": _changed,
    "proposed": _proposed,
    "proposal_refused": _proposal_refused,
    "proposal_withdrawn": _proposal_withdrawn,
    "event": _event,
    "event_undone": _event_undone,
    "merged": _merged,
    "parted": _parted,
    "population": _population,
    "heir_named": _heir(gettext_lazy("%(who)s named an heir: %(name)s (%(relation)s).")),
    "heir_corrected": _heir(
        gettext_lazy("%(who)s corrected what is known of %(name)s (%(relation)s), an heir.")
    ),
    "heir_struck": _heir(gettext_lazy("%(who)s struck out %(name)s (%(relation)s) as an heir.")),
    "nik.revealed": _nik_revealed,
    "order.handed_over": _handed_over,
    "worker.replaced": _replaced,
    **{kind: _act(sentence) for kind, sentence in _ACTS.items()},
}
