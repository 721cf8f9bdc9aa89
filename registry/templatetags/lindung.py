"""What templates need to show figures, days, icons and form fields the way the house does.

A figure that is not known reads "no figure yet": never zero, never a dash.
"""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Final

from django import forms, template
from django.forms import BaseForm, BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from registry import formats
from registry.nik import mask_nik
from registry.terms import TERMS, Term

register = template.Library()

# 16 × 16, drawn by their stroke alone
_ICONS: Final = {
    "check": "M3 8.5l3.2 3.2L13 5",
    "circle": "M8 2.6a5.4 5.4 0 100 10.8A5.4 5.4 0 008 2.6Z",
    "clock": "M8 1.6a6.4 6.4 0 100 12.8A6.4 6.4 0 008 1.6ZM8 4.4V8l2.4 1.6",
    "cross": "M4 4l8 8M12 4l-8 8",
    "download": "M8 2.4v8M4.8 7.4L8 10.6l3.2-3.2M2.6 13.6h10.8",
    "info": "M8 1.6a6.4 6.4 0 100 12.8A6.4 6.4 0 008 1.6ZM8 7.4v3.6M8 4.9v.1",
    "menu": "M2 4h12M2 8h12M2 12h12",
    "next": "M3 8h10M9 4l4 4-4 4",
    "print": "M4.4 6V2.4h7.2V6M4.4 11.4H2.4V6h11.2v5.4h-2M4.4 9.4h7.2v4.2H4.4Z",
    "search": "M7 2.4a4.6 4.6 0 100 9.2A4.6 4.6 0 007 2.4ZM10.4 10.4l3.4 3.4",
    "upload": "M8 10.6v-8M4.8 5.6L8 2.4l3.2 3.2M2.6 13.6h10.8",
    "warning": "M8 2.2L14.6 13.6H1.4ZM8 6.4v3.2M8 11.6v.1",
}
# the sign that stands beside the word, so that color never speaks alone
_KIND_ICONS: Final = {"good": "check", "warn": "warning", "bad": "cross", "note": "info"}


@register.filter
def rupiah(amount_idr: int | None) -> str:
    """Return `Rp975.542.400`."""
    return _no_figure() if amount_idr is None else formats.rupiah_text(amount_idr)


@register.filter
def number(value: int | Decimal | None) -> str:
    """Return `4.839`."""
    return _no_figure() if value is None else formats.number_text(value)


@register.filter
def share(value: Decimal | Fraction | float | None) -> str:
    """Return a share of 0 to 1 as `52,3 %`."""
    return _no_figure() if value is None else formats.share_text(value)


@register.filter
def day(value: date | None) -> str:
    """Return `23 November 2026`; nothing for no date."""
    return "" if value is None else formats.day_text(value)


@register.filter
def month(value: date | None) -> str:
    """Return `Juli 2020`; nothing for no month."""
    return "" if value is None else formats.month_text(value)


@register.filter
def month_span(since: date, until: date) -> str:
    """Return `Juli 2020 – Juni 2021`: `{{ line.since|month_span:line.until }}`, half-open."""
    return formats.month_span_text(since, until)


@register.filter
def moment(value: datetime | None) -> str:
    """Return `14 Juli 2020 pukul 16.20`; nothing for no moment."""
    return "" if value is None else formats.moment_text(value)


@register.filter
def nik_masked(nik: str) -> SafeString:
    """Return the NIK with its middle hidden: `2105••••••••0000`."""
    return format_html('<span class="nik">{}</span>', mask_nik(nik))


@register.simple_tag
def icon(name: str) -> SafeString:
    """Return the drawing of one icon; the words beside it carry the meaning."""
    return format_html(
        '<svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">'
        '<path d="{}"/></svg>',
        _ICONS[name],
    )


@register.simple_tag
def tag(words: str, kind: str = "", sign: str = "") -> SafeString:
    """Return a state as sign and word: `{% tag _("Paid") "good" %}`.

    The kind is good, warn, bad, note or none; `sign` names another icon than the kind's own.
    """
    return format_html(
        '<span class="tag{}">{}{}</span>',
        f" tag-{kind}" if kind else "",
        icon(sign or _KIND_ICONS.get(kind, "circle")),
        words,
    )


@register.inclusion_tag("components/term.html")
def term(key: str) -> dict[str, Term]:
    """Return what a word of the law means, closed until asked: `{% term "heirs" %}`."""
    return {"term": TERMS[key]}


@register.simple_tag
def bar(value: Decimal | Fraction | float | None) -> SafeString:
    """Return the bar of a share of 0 to 1, which also prints; nothing where there is no figure."""
    if value is None:
        return SafeString("")
    return format_html(
        '<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" '
        'focusable="false"><rect width="{}" height="8"/></svg>',
        str(min(formats.percent(value), Decimal(100))),
    )


@register.filter
def dressed(field: BoundField) -> BoundField:
    """Return the field with the class of our look on its control, beside classes of its own."""
    widget = field.field.widget
    classes = str(widget.attrs.get("class", "")).split()
    if (look := _look_of(widget)) not in classes:
        widget.attrs["class"] = " ".join([look, *classes])
    return field


@register.filter
def first_control_id(field: BoundField) -> str:
    """Return the id that a link to the field must lead to: of a group, its first control."""
    return field.id_for_label or f"{field.auto_id}_0"


@register.filter
def refusal_count(form: BaseForm) -> int:
    """Return how many things a refused form has to say."""
    return sum(len(errors) for errors in form.errors.values())


def _look_of(widget: forms.Widget) -> str:
    # RadioSelect and its like are no kin of Select in Django, and CheckboxInput none of TextInput
    if isinstance(widget, forms.CheckboxInput | forms.RadioSelect):
        return "form-check-input"
    if isinstance(widget, forms.Select):
        return "form-select"
    return "form-control"


def _no_figure() -> SafeString:
    return format_html('<span class="none">{}</span>', _("no figure yet"))
