"""What is asked where a claim is concluded, sent back, refused, appealed or closed."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.models import EXCLUSION_LABELS, Claim
from registry.forms import PlainForm


class ReasonForm(PlainForm):
    """Why: each page says to whom the words go."""

    why = forms.CharField(
        label=gettext_lazy("Reason"), max_length=2000, widget=forms.Textarea({"rows": 4})
    )

    def __init__(self, *args: Any, label: Any = "", hint: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["why"]
        field.label, field.help_text = label or field.label, hint


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


class AppealForm(ReasonForm):
    """To whom the family appeals, and what it says; levels that have decided are not offered."""

    level = forms.ChoiceField(
        label=gettext_lazy("Who decides anew"), choices=(), widget=forms.RadioSelect
    )
    field_order = ("level", "why")

    def __init__(self, *args: Any, claim: Claim, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        levels = list(Claim.AppealLevel)
        decided = (
            levels.index(Claim.AppealLevel(claim.appeal_level)) + 1 if claim.appeal_level else 0
        )
        choice = self.fields["level"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [(level.value, level.label) for level in levels[decided:]]
        choice.initial = levels[decided].value if decided < len(levels) else None
