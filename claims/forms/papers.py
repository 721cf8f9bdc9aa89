"""Papers that are sent in, and papers that are sent back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy

from claims.forms.fields import PapersField
from claims.models import DOCUMENT_LABELS
from claims.rules.documents import DocumentKind
from registry.forms import PlainForm

_PREFIX: Final = "paper_"


class PapersForm(PlainForm):
    """A choice of files for each paper that is missing, and one for any other paper."""

    other_kind = forms.ChoiceField(
        label=gettext_lazy("Which paper is it?"),
        required=False,
        choices=list(DOCUMENT_LABELS.items()),
        initial=DocumentKind.OTHER.value,
    )
    other_files = PapersField(label=gettext_lazy("Photos or PDF of it"))

    def __init__(self, *args: Any, missing: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        papers = {
            f"{_PREFIX}{kind}": PapersField(label=DOCUMENT_LABELS[DocumentKind(kind)])
            for kind in missing
        }
        self.add_fields(papers)
        # in the order of the checklist, before any other paper
        self.order_fields(list(papers))

    def sent(self) -> Iterator[tuple[str, str, UploadedFile]]:
        """Yield field, kind of paper and file of everything that was chosen."""
        for name, value in list(self.cleaned_data.items()):
            if name == "other_kind":
                continue
            kind = name.removeprefix(_PREFIX)
            if name == "other_files":
                kind = self.cleaned_data.get("other_kind") or DocumentKind.OTHER
            for file in value:
                yield name, kind, file

    @property
    def paper_fields(self) -> dict[str, forms.BoundField]:
        """The fields of the missing papers, by kind."""
        return {
            name.removeprefix(_PREFIX): self[name]
            for name in self.fields
            if name.startswith(_PREFIX)
        }


class SendBackForm(PlainForm):
    """Why a paper does not serve."""

    reason = forms.CharField(
        label=gettext_lazy("Why does it not serve?"),
        max_length=200,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("The family reads it: say what to bring instead."),
    )
