"""What is asked when an accident at work or a death is reported (stage I)."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.forms.fields import PhoneField, line
from claims.rules.facts import Cause, Outcome
from claims.rules.lookups import LAW_BEGINS
from claims.wording.claims import report_hours
from enrollment.models import Worker
from registry.formats import day_text
from registry.forms import DayField, PlainForm
from registry.moment_fields import TimeOfDayField
from registry.programs import Program

# what happened, as a family tells it; the program follows from the answer
WHAT_HAPPENED: Final = {
    Cause.ILLNESS: gettext_lazy("Died of an illness or of old age"),
    Cause.OTHER: gettext_lazy("Died of another cause that has nothing to do with work"),
    Cause.WORK_ACCIDENT: gettext_lazy("Accident at work"),
    Cause.COMMUTING_ACCIDENT: gettext_lazy("Accident on the way to or from work"),
    Cause.OCCUPATIONAL_DISEASE: gettext_lazy("Disease caused by the work"),
}
DEATHS: Final = frozenset({Cause.ILLNESS, Cause.OTHER})
# a draft may wait for these
_TOLD_LATER: Final = ("place", "account", "reporter_name")


class CoverForm(PlainForm):
    """What happened and when: enough to tell whether cover stood on that day."""

    cause = forms.ChoiceField(
        label=gettext_lazy("What happened?"),
        choices=list(WHAT_HAPPENED.items()),
        widget=forms.RadioSelect,
    )
    event_on = DayField(
        label=gettext_lazy("On which day?"),
        help_text=gettext_lazy(
            "Of the death or the accident; of a disease, the day on which the doctor named it. "
            "Like 12 Agustus 2020 or 12/8/2020."
        ),
    )
    died = forms.BooleanField(
        label=gettext_lazy("The worker died of the accident or the disease"), required=False
    )
    died_on = DayField(label=gettext_lazy("Day of death, if it was another day"), required=False)

    def __init__(self, *args: Any, worker: Worker, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.worker, self.today = worker, today

    def clean_event_on(self) -> date:
        """Return the day, which the worker and the law have both lived to see."""
        event_on: date = self.cleaned_data["event_on"]
        self._refuse_day(event_on)
        if event_on < LAW_BEGINS:
            raise ValidationError(
                _("Before %(day)s another law held, which is not on record here.")
                % {"day": day_text(LAW_BEGINS)}
            )
        if self.worker.deceased_on and event_on > self.worker.deceased_on:
            raise ValidationError(
                _("The death of %(name)s on %(day)s is recorded; this day lies after it.")
                % {"name": self.worker.name, "day": day_text(self.worker.deceased_on)}
            )
        return event_on

    def clean_died_on(self) -> date | None:
        """Return the day of death, if one was written."""
        died_on: date | None = self.cleaned_data["died_on"]
        if died_on:
            self._refuse_day(died_on)
        return died_on

    def _refuse_day(self, day: date) -> None:
        if day > self.today:
            raise ValidationError(_("This day has not come yet. Look at it once more."))
        if day < self.worker.born_on:
            raise ValidationError(_("This day lies before the birth. Look at it once more."))

    def clean(self) -> dict[str, Any]:
        """Derive program, outcome and day of death from what was answered."""
        given = super().clean() or self.cleaned_data
        cause, event_on = given.get("cause"), given.get("event_on")
        died_on, ticked = given.get("died_on"), given.pop("died", False)
        is_death = cause in DEATHS or ticked or died_on is not None
        if event_on and died_on and died_on < event_on:
            self.add_error("died_on", _("The death lies before the day above. Compare both days."))
        if cause in DEATHS and event_on and died_on and died_on > event_on:
            self.add_error("died_on", _("Write the day of death above, and leave this one empty."))
        given["program"] = Program.JKM if cause in DEATHS else Program.JKK
        given["outcome"] = Outcome.DEATH.value if is_death else ""
        given["died_on"] = (died_on or event_on) if is_death else None
        self._refuse_other_death(given["died_on"])
        return given

    def _refuse_other_death(self, died_on: date | None) -> None:
        recorded = self.worker.deceased_on
        if recorded is None or died_on is None or died_on == recorded or self.errors:
            return
        words = _(
            "The death is recorded on %(day)s. Write that day, or ask the administrator to correct "
            "the record first."
        )
        field = "event_on" if self.cleaned_data.get("cause") in DEATHS else "died_on"
        self.add_error(field, words % {"day": day_text(recorded)})


class ReportForm(CoverForm):
    """The whole report; a draft may leave out what somebody must still be asked."""

    event_time = TimeOfDayField(
        label=gettext_lazy("At what time?"),
        required=False,
    )
    suspected = forms.BooleanField(
        label=gettext_lazy("It is not certain yet that it was an accident of work"),
        required=False,
        help_text=gettext_lazy("Care is guaranteed first; whether it was one is concluded later."),
    )
    place = forms.CharField(label=gettext_lazy("Where?"), max_length=200, widget=line())
    account = forms.CharField(
        label=gettext_lazy("How did it happen?"),
        max_length=4000,
        widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("In the words of who reports it. Of an illness one line is enough."),
    )
    witnesses = forms.CharField(
        label=gettext_lazy("Who saw it?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("Names, with a telephone number where there is one."),
    )
    reporter_name = forms.CharField(
        label=gettext_lazy("Who reports it?"), max_length=120, widget=line("w-mid")
    )
    reporter_relation = forms.CharField(
        label=gettext_lazy("Who is that to the worker?"),
        required=False,
        max_length=60,
        widget=line("w-mid"),
        help_text=gettext_lazy("Like wife, son, or head of the village."),
    )
    reporter_phone = PhoneField(
        label=gettext_lazy("Telephone"),
        required=False,
        help_text=gettext_lazy("To tell the family what is missing, and when it is paid."),
    )

    def __init__(self, *args: Any, draft: bool = False, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, today=timezone.localdate(now), **kwargs)
        self.now, self.draft = now, draft
        words = _("Like 14.30. The %(hours)s hours of the report count from it.")
        self.fields["event_time"].help_text = words % {"hours": report_hours(self.today)}
        if draft:
            for name in _TOLD_LATER:
                self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        """Put day and time together, and refuse a suspicion where nothing can be suspected."""
        given = super().clean()
        if given.get("suspected") and given.get("cause") in DEATHS:
            self.add_error(
                "suspected",
                _("Choose the accident or the disease above that may have been the cause."),
            )
        told_time: time | None = given.pop("event_time", None)
        given["event_at"] = None
        if told_time and given.get("event_on"):
            zone = timezone.get_current_timezone()
            given["event_at"] = datetime.combine(given["event_on"], told_time, tzinfo=zone)
            if given["event_at"] > self.now:
                self.add_error("event_time", _("This time has not come yet."))
        return given
