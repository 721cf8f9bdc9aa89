"""Pages to read: every page there is, the law of a day, and the words of the law."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from registry.forms import LawDateForm
from registry.law.parameters import in_force
from registry.law_words import bands, topics
from registry.reference import ATTRIBUTION
from registry.terms import TERMS


@require_safe
def page_list(request: HttpRequest) -> HttpResponse:
    """Every page that this user may open."""
    context = {"may_administer": admin.site.has_permission(request), "attribution": ATTRIBUTION}
    return render(request, "registry/page_list.html", context)


@require_safe
def law_detail(request: HttpRequest) -> HttpResponse:
    """The law in force on a day, today unless `?on=2020-07-20` asks for another."""
    today = timezone.localdate()
    form = LawDateForm(request.GET if "on" in request.GET else None, initial={"on": today})
    on = form.cleaned_data["on"] if form.is_valid() else today
    found = in_force(on)
    context = {"form": form, "on": on, "today": today, "topics": topics(found)}
    return render(request, "registry/law_detail.html", context | {"bands": bands(found)})


@require_safe
def term_list(request: HttpRequest) -> HttpResponse:
    """The words of the law that stand on the screens, each explained, with its clause."""
    terms = sorted(TERMS.values(), key=lambda term: str(term.word).lower())
    return render(request, "registry/term_list.html", {"terms": terms})
