"""The whole NIK of a worker, for a reason that stands in the trail."""

from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from enrollment.actions.corrections import reveal_nik
from enrollment.forms.corrections import NikRevealForm
from enrollment.views.worker_page import visible_worker
from registry.requests import StaffRequest
from registry.roles import Permission, require

# whose NIK the next look at the page shows, once
_SHOWN_ONCE: Final = "nik_shown_once"


@never_cache
def nik_reveal(request: StaffRequest, worker_id: int) -> HttpResponse:
    """Ask why somebody needs the NIK; then show it, once: another look asks again."""
    worker = visible_worker(request, worker_id)
    require(request.user, Permission.NIK_REVEAL, worker.village_id)
    form = NikRevealForm(request.POST or None)
    if form.is_valid():
        reveal_nik(worker=worker, by=request.user, **form.cleaned_data)
        request.session[_SHOWN_ONCE] = worker.pk
        return redirect("nik_reveal", worker.pk)
    context: dict[str, Any] = {"worker": worker, "form": form}
    if request.method == "GET" and request.session.get(_SHOWN_ONCE) == worker.pk:
        del request.session[_SHOWN_ONCE]
        nik = worker.nik
        context["parts"] = (nik[:6], nik[6:12], nik[12:])
    status = 422 if form.is_bound else 200
    return render(request, "enrollment/nik_reveal.html", context, status=status)
