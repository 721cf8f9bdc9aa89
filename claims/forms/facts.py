"""What is asked of the facts of a claim: what the doctor declared, and what it cost (stage II)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, time
from typing import Any, Final

from django import forms
from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.forms.fields import line
from claims.forms.reports import DEATHS, WHAT_HAPPENED
from claims.models import Claim
from claims.rules.problems import FactProblem
from claims.wording.claims import report_hours
from claims.wording.facts_used import fact_label
from claims.wording.screens import problem_sentence
from registry.formats import day_text
from registry.forms import PlainForm
from registry.moment_fields import MomentField, TimeOfDayField
from registry.programs import Program

_LAST_MINUTE: Final = 59


class EventFactsForm(PlainForm):
    """What is known of the event itself; all that a death without work needs."""

    cause = forms.ChoiceField(label=gettext_lazy("What happened"), widget=forms.RadioSelect)
    event_time = TimeOfDayField(
        label=gettext_lazy("Time of day"), required=False, help_text=gettext_lazy("Like 14.30.")
    )
    place = forms.CharField(
        label=gettext_lazy("Where"), max_length=200, required=False, widget=line()
    )
    account = forms.CharField(
        label=gettext_lazy("How it happened"),
        max_length=4000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )
    witnesses = forms.CharField(
        label=gettext_lazy("Who saw it"),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    declared_at = MomentField(
        label=gettext_lazy("When the doctor declared it"),
        required=False,
        help_text=gettext_lazy("From the doctor's letter, like 12 Agustus 2020 14.30."),
    )
    stage2_at = MomentField(
        label=gettext_lazy("When the family told us (stage II)"),
        required=False,
    )

    def __init__(self, *args: Any, claim: Claim, now: datetime, **kwargs: Any) -> None:
        self.claim, self.now = claim, now
        kwargs.setdefault("initial", self.facts_on_record())
        super().__init__(*args, **kwargs)
        words = _("At the latest %(hours)s hours after the doctor. Late is noted, never refused.")
        hours = report_hours(timezone.localdate(now))
        self.fields["stage2_at"].help_text = words % {"hours": hours}
        cause = self.fields["cause"]
        assert isinstance(cause, forms.ChoiceField)
        of_death = claim.program == Program.JKM
        cause.choices = [
            (value, words)
            for value, words in WHAT_HAPPENED.items()
            if (value in DEATHS) == of_death
        ]

    def facts_on_record(self) -> dict[str, Any]:
        """Return what the form begins with."""
        claim = self.claim
        return {
            "cause": claim.cause,
            "event_time": claim.event_at and timezone.localtime(claim.event_at).time(),
            "place": claim.place,
            "account": claim.account,
            "witnesses": claim.witnesses,
            "declared_at": claim.declared_at,
            "stage2_at": claim.stage2_at,
        }

    def clean(self) -> dict[str, Any]:
        """Refuse moments in the wrong order; the time becomes the moment of the event."""
        given = super().clean() or self.cleaned_data
        told: time | None = given.pop("event_time", None)
        event_on = self.claim.event_on
        zone = timezone.get_current_timezone()
        given["event_at"] = told and datetime.combine(event_on, told, tzinfo=zone)
        for name in ("declared_at", "stage2_at"):
            if moment := given.get(name):
                given[name] = self._checked(name, moment)
        reported, told_at = self.claim.reported_at, given.get("stage2_at")
        # a day without its time, on the day of the report, is that report
        if told_at and told_at < reported:
            if timezone.localdate(told_at) < timezone.localdate(reported):
                words = _("This lies before the report of %(day)s. Compare both days.")
                self.add_error("stage2_at", words % {"day": day_text(reported)})
            else:
                given["stage2_at"] = reported
        return given

    def _checked(self, name: str, moment: datetime) -> datetime:
        """Return a moment between the event and now; of today without its time, now."""
        event_on, day = self.claim.event_on, timezone.localdate(moment)
        if moment > self.now:
            if (
                day == timezone.localdate(self.now)
                and timezone.localtime(moment).minute == _LAST_MINUTE
            ):
                return self.now
            self.add_error(name, _("This moment has not come yet. Look at it once more."))
        elif day < event_on:
            words = _("This lies before the event of %(day)s. Compare both days.")
            self.add_error(name, words % {"day": day_text(event_on)})
        return moment

    def changes(self) -> dict[str, Any]:
        """Return the facts under the names that the record has for them."""
        return dict(self.cleaned_data)

    def field_of(self, key: str) -> str | None:
        """Return the field that a fact of this key was written into, if one was."""
        name = {"event_at": "event_time"}.get(key, key)
        return name if name in self.fields else None

    def refuse(self, problems: Iterable[FactProblem]) -> None:
        """Say what cannot be true beside the field that says it, in the words of this page."""
        for problem in problems:
            self.add_error(self.field_of(problem.key), problem_sentence(problem, self._label_of))

    def _label_of(self, key: str) -> str:
        name = self.field_of(key)
        return str(self.fields[name].label) if name else fact_label(key)

    def rows(self, name: str, count: int) -> Iterator[list[BoundField]]:
        """Yield the fields of each row of a kind, in their order."""
        for row in range(count):
            yield [self[field] for field in self.fields if field.startswith(f"{name}_{row}_")]
