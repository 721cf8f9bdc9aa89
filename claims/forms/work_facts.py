"""The facts of an accident at work or of a disease of work: outcome, losses, costs, care."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from django import forms
from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.forms.costs import (
    AID_LABELS,
    AID_ROWS,
    MODE_LABELS,
    RIDE_ROWS,
    check_costs,
    cost_fields,
    stated_costs,
)
from claims.forms.facts import EventFactsForm
from claims.forms.losses import LOSS_ROWS, check_losses, loss_fields, stated_losses
from claims.models import EXCLUSION_LABELS, OUTCOME_LABELS, Claim
from claims.rules.disability import PARTIAL
from claims.rules.facts import Outcome
from registry.formats import day_text
from registry.forms import DayField, RupiahField, WholeNumberField
from registry.programs import Program

_MOST_MONTHS: Final = 600
_ROW = re.compile(r"(losses|transport|aids)\[(\d+)\]\.(\w+)")
_AMOUNTS: Final = (
    "temporary_incapacity_months",
    "treatment_idr",
    "home_care_idr",
    "home_care_months",
)


def _in_rows(name: str, stated: Any, names: Mapping[str, str]) -> dict[str, Any]:
    """Return stated rows as the values of their fields."""
    return {
        f"{name}_{row}_{field}": values[key]
        for row, values in enumerate(stated)
        for key, field in names.items()
        if values.get(key) is not None
    }


class WorkFactsForm(EventFactsForm):
    """All that an accident at work, or a disease of work, may need."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("What the doctor declared"),
        required=False,
        choices=[("", gettext_lazy("Nothing yet: still in treatment")), *OUTCOME_LABELS.items()],
    )
    died_on = DayField(
        label=gettext_lazy("Day of death"),
        required=False,
        help_text=gettext_lazy(
            "Only after a death. Cover ends after that month, and what was paid for later months "
            "returns to the payer as credit."
        ),
    )
    temporary_incapacity_months = WholeNumberField(
        label=gettext_lazy("Months not able to work"),
        required=False,
        max_value=_MOST_MONTHS,
        help_text=gettext_lazy("As the doctor wrote it. A month begun counts where he says so."),
    )
    treatment_idr = RupiahField(
        label=gettext_lazy("Treatment, all receipts together"), required=False
    )
    home_care_idr = RupiahField(
        label=gettext_lazy("Care at home, all receipts together"), required=False
    )
    home_care_months = WholeNumberField(
        label=gettext_lazy("Months of care at home"), required=False, max_value=_MOST_MONTHS
    )
    exclusion = forms.ChoiceField(
        label=gettext_lazy("Why it is none of work"),
        required=False,
        choices=[("", gettext_lazy("It is one of work")), *EXCLUSION_LABELS.items()],
        help_text=gettext_lazy("The claim is then refused with this reason, and may be appealed."),
    )
    rehabilitation = forms.CharField(
        label=gettext_lazy("Rehabilitation and return to work"),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy(
            "What the adviser of doctors recommends, training, a new workplace."
        ),
    )

    def __init__(self, *args: Any, claim: Claim, **kwargs: Any) -> None:
        super().__init__(*args, claim=claim, **kwargs)
        # the rows of the table of losses are those of the law on the day of the event
        self.add_fields(
            {
                **loss_fields(claim.event_on),
                **cost_fields("ride", RIDE_ROWS, gettext_lazy("How"), MODE_LABELS),
                **cost_fields("aid", AID_ROWS, gettext_lazy("What"), AID_LABELS),
            }
        )

    def facts_on_record(self) -> dict[str, Any]:
        stated = self.claim.stated
        known = super().facts_on_record() | {
            "outcome": self.claim.outcome,
            "died_on": self.claim.worker.deceased_on,
            "exclusion": self.claim.exclusion,
            "rehabilitation": self.claim.rehabilitation,
        }
        known |= {name: stated[name] for name in _AMOUNTS if name in stated}
        known |= _in_rows(
            "ride", stated.get("transport", ()), {"mode": "kind", "amount_idr": "idr"}
        )
        known |= _in_rows("aid", stated.get("aids", ()), {"kind": "kind", "amount_idr": "idr"})
        names = {name: name for name in ("code", "percent", "functional_loss_percent", "units")}
        return known | _in_rows("loss", stated.get("losses", ()), names)

    def clean(self) -> dict[str, Any]:
        """Refuse what cannot be true together, beside the field that says it."""
        given = super().clean()
        self._check_death(given)
        check_losses(self, self.claim.event_on)
        check_costs(self, "ride", RIDE_ROWS)
        check_costs(self, "aid", AID_ROWS)
        no_amount = "home_care_idr" not in self.errors and not given.get("home_care_idr")
        if given.get("home_care_months") and no_amount:
            self.add_error("home_care_idr", _("Write what the months of care cost."))
        return given

    def _check_death(self, given: Mapping[str, Any]) -> None:
        died_on: date | None = given.get("died_on")
        if given.get("outcome") == Outcome.DEATH:
            recorded = self.claim.worker.deceased_on
            if died_on is None and "died_on" not in self.errors:
                self.add_error("died_on", _("Write the day of death, as in the certificate."))
            elif died_on and recorded and died_on != recorded:
                words = _("The death is recorded on %(day)s. Ask the administrator to correct it.")
                self.add_error("died_on", words % {"day": day_text(recorded)})
            elif died_on and died_on < self.claim.event_on:
                words = _("This lies before the event of %(day)s. Compare both days.")
                self.add_error("died_on", words % {"day": day_text(self.claim.event_on)})
            elif died_on and died_on > timezone.localdate(self.now):
                self.add_error("died_on", _("This day has not come yet. Look at it once more."))
        elif died_on and self.claim.worker.deceased_on is None:
            self.add_error("outcome", _("You wrote a day of death: choose “Died”, or empty it."))

    def changes(self) -> dict[str, Any]:
        given = self.cleaned_data
        stated: dict[str, Any] = {name: given[name] for name in _AMOUNTS if given[name]}
        stated |= {
            "losses": stated_losses(given),
            "transport": stated_costs(given, "ride", RIDE_ROWS, "mode"),
            "aids": stated_costs(given, "aid", AID_ROWS, "kind"),
        }
        names = (
            *EventFactsForm.base_fields,
            "event_at",
            "outcome",
            "died_on",
            "exclusion",
            "rehabilitation",
        )
        changes = {name: given[name] for name in names if name in given}
        if changes["outcome"] != Outcome.DEATH:
            del changes["died_on"]
        if changes["outcome"] and self.claim.stage2_at is None:
            changes["stage2_at"] = changes["stage2_at"] or self.now
        return changes | {"stated": {key: value for key, value in stated.items() if value}}

    def field_of(self, key: str) -> str | None:
        found = _ROW.fullmatch(key)
        if found is None:
            return super().field_of("outcome" if key == "losses" else key)
        name, kind = {"losses": ("loss", "code"), "transport": ("ride", "kind")}.get(
            found[1], ("aid", "kind")
        )
        filled = [row for row in range(LOSS_ROWS) if self.cleaned_data.get(f"{name}_{row}_{kind}")]
        field = {"amount_idr": "idr", "mode": "kind"}.get(found[3], found[3])
        return super().field_of(f"{name}_{filled[int(found[2])]}_{field}")

    @property
    def asks_death(self) -> bool:
        """Whether the day of death is asked in the open, by what was chosen so far."""
        return self["outcome"].value() == Outcome.DEATH or self._holds("died_on")

    @property
    def asks_losses(self) -> bool:
        """Whether the rows of losses stand open."""
        return self["outcome"].value() in PARTIAL or self._holds("loss_")

    @property
    def asks_care(self) -> bool:
        """Whether care at home and aids stand open."""
        return self._holds("home_care") or self._holds("aid_")

    @property
    def asks_return(self) -> bool:
        """Whether rehabilitation and return to work stand open."""
        return self._holds("rehabilitation")

    @property
    def asks_exclusion(self) -> bool:
        """Whether the reason why it is none of work stands open."""
        return self._holds("exclusion")

    @property
    def asks_event(self) -> bool:
        """Whether what was told of the event stands open: only to correct something refused."""
        return bool(self.errors.keys() & EventFactsForm.base_fields.keys() - {"declared_at"})

    def _holds(self, prefix: str) -> bool:
        """Tell whether a field of this name or prefix holds something, or was refused."""
        return any(
            self[name].value() or name in self.errors
            for name in self.fields
            if name.startswith(prefix)
        )

    @property
    def losses(self) -> list[list[BoundField]]:
        """The rows of losses."""
        return list(self.rows("loss", LOSS_ROWS))

    @property
    def rides(self) -> list[list[BoundField]]:
        """The rows of rides to care."""
        return list(self.rows("ride", RIDE_ROWS))

    @property
    def aids(self) -> list[list[BoundField]]:
        """The rows of aids."""
        return list(self.rows("aid", AID_ROWS))


def facts_form(*args: Any, claim: Claim, now: datetime, **kwargs: Any) -> EventFactsForm:
    """Return the form that fits the program of the claim."""
    kind = WorkFactsForm if claim.program == Program.JKK else EventFactsForm
    return kind(*args, claim=claim, now=now, **kwargs)
