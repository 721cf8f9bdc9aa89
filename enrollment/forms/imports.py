"""What is asked when a list is sent."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from enrollment.forms.scans import ScanField
from enrollment.models import Decree
from registry.forms import PlainForm, UploadField
from registry.models import User

_LISTS: Final = ".xlsx,.xlsm,.xls,.ods,.csv,.txt"


class DecreeChoiceField(forms.ModelChoiceField):
    """A decree that still takes workers, named with its sponsor."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Decree.objects.none(), **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        """Return number and sponsor: two sponsors may use one number."""
        return f"{obj.number} · {obj.sponsor.name}"


class ListUploadForm(PlainForm):
    """A list of workers under a decree."""

    decree = DecreeChoiceField(
        label=_("Decree"), empty_label=_("Choose"), help_text=_("Under which the workers enter.")
    )
    file = UploadField(
        label=_("File with the list"),
        accept=_LISTS,
        help_text=_(
            "Excel, LibreOffice or CSV, 30 MB at most. The columns may stand in any order."
        ),
    )
    statement = ScanField(
        label=_("Signed statement of the village head (SPTJM)"),
        required=False,
        help_text=_("PDF, JPEG or PNG. It can follow later."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        decree = self.fields["decree"]
        assert isinstance(decree, DecreeChoiceField)
        decree.queryset = (
            Decree.objects.visible_to(user)
            .of_sponsors()
            .live()
            .select_related("sponsor")
            .order_by("-decided_on", "-pk")
        )


class RepairForm(PlainForm):
    """Repaired rows of a list."""

    file = UploadField(
        label=_("Repaired sheet"),
        accept=_LISTS,
        help_text=_("The sheet that you downloaded here, or the whole list with its repairs."),
    )


class StatementForm(PlainForm):
    """The village head's signed statement."""

    statement = ScanField(
        label=_("Signed statement of the village head (SPTJM)"),
        help_text=_("PDF, JPEG or PNG, 10 MB at most."),
    )


class ApplyForm(PlainForm):
    """On whose word the rows of a list become workers; asked once for a list."""

    attested_by_name = forms.CharField(
        label=_("Village head whose signed statement (SPTJM) stands for these rows"),
        max_length=160,
        widget=forms.TextInput(attrs={"class": "w-mid", "autocomplete": "off"}),
        help_text=_(
            "That all live, do the work named, are not ill and are covered by nobody else."
        ),
    )

    def __init__(self, *args: Any, asks: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks:
            del self.fields["attested_by_name"]
