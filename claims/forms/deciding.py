"""What is asked where a claim is concluded, sent back, refused, appealed or closed."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.forms.fields import line
from claims.models import EXCLUSION_LABELS, Claim
from claims.rules.assessment import Result
from registry.forms import PlainForm


class ReasonForm(PlainForm):
    """Why: each page says to whom the words go."""

    why = forms.CharField(
        label=gettext_lazy("Reason"), max_length=2000, widget=forms.Textarea({"rows": 4})
    )

    def __init__(self, *args: Any, claim: Claim, label: Any, hint: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.claim = claim
        self.fields["why"].label, self.fields["why"].help_text = label, hint

    def given(self) -> dict[str, Any]:
        """Return what was written under the names that the act has for it."""
        return dict(self.cleaned_data)


class RefusalForm(ReasonForm):
    """The reason, and by which clause: needed where the assessment itself found a right."""

    clause = forms.CharField(
        label=gettext_lazy("By which act and clause"),
        required=False,
        max_length=200,
        widget=line(),
        help_text=gettext_lazy("The letter prints it below your reason."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assessed = self.claim.assessments.order_by("number").last()
        self.fields["clause"].required = bool(assessed and assessed.result == Result.ELIGIBLE)

    def given(self) -> dict[str, Any]:
        return {"reason": self.cleaned_data["why"], "clause": self.cleaned_data["clause"]}


class ConclusionForm(ReasonForm):
    """Whether a suspected accident was one of work, and if not, why not."""

    YES, NO = "yes", "no"

    is_accident = forms.ChoiceField(
        label=gettext_lazy("Was it an accident at work?"),
        choices=[(YES, gettext_lazy("Yes, it was")), (NO, gettext_lazy("No, it was not"))],
        widget=forms.RadioSelect,
    )
    exclusion = forms.ChoiceField(
        label=gettext_lazy("If not, why is it none of work?"),
        choices=[("", gettext_lazy("Choose where it was not")), *EXCLUSION_LABELS.items()],
        required=False,
    )
    field_order = ("is_accident", "exclusion", "why")

    def clean(self) -> dict[str, Any]:
        """Return what the action asks for; a no without its ground says nothing to the family."""
        given = super().clean() or {}
        if given.get("is_accident") == self.NO and not given.get("exclusion"):
            raise ValidationError(
                {"exclusion": _("Choose why it is none of work; the letter tells the family.")}
            )
        if given.get("is_accident") == self.YES:
            given["exclusion"] = ""
        return given

    def given(self) -> dict[str, Any]:
        return super().given() | {"is_accident": self.cleaned_data["is_accident"] == self.YES}


class AppealForm(ReasonForm):
    """To whom the family appeals, and what it says; levels that have decided are not offered."""

    level = forms.ChoiceField(
        label=gettext_lazy("Who decides anew"), choices=(), widget=forms.RadioSelect
    )
    field_order = ("level", "why")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        level = self.fields["level"]
        assert isinstance(level, forms.ChoiceField)
        level.choices = [(each.value, each.label) for each in self._levels()]
        level.initial = next(iter(level.choices), ("",))[0]

    def _levels(self) -> list[Claim.AppealLevel]:
        """Return who may decide anew: nobody twice, and the Minister after the inspector alone."""
        levels, decided = list(Claim.AppealLevel), self.claim.appeal_level
        if decided:
            levels = levels[levels.index(Claim.AppealLevel(decided)) + 1 :]
        if decided != Claim.AppealLevel.INSPECTOR:
            levels = [level for level in levels if level != Claim.AppealLevel.MINISTER]
        return levels
