"""The auditor's pack of one decree: what it holds, and asking for it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from enrollment.jobs.pack import PACK_PDF, PACK_WORKBOOK, RIGHT
from enrollment.models import Decree
from enrollment.queries.pack import totals_of
from registry.audit import record
from registry.jobs import start_job
from registry.requests import StaffRequest
from registry.roles import require

_KINDS = {"pdf": PACK_PDF, "xlsx": PACK_WORKBOOK}


def decree_pack(request: StaffRequest, decree_id: int) -> HttpResponse:
    """Say what the pack holds and what it comes to; asked for, its work is handed over."""
    decrees = Decree.objects.visible_to(request.user).select_related("sponsor", "region")
    decree = get_object_or_404(decrees, pk=decree_id)
    require(request.user, RIGHT, decree.region_id)
    if request.method == "POST":
        form = "xlsx" if request.POST.get("form") == "xlsx" else "pdf"
        job = start_job(
            kind=_KINDS[form],
            title=_("Auditor's pack of decree %(number)s") % {"number": decree.number},
            params={"decree": decree.pk},
            region_code=decree.region_id,
            by=request.user,
        )
        # whole NIKs stand in it: the decree's own trail says who asked
        record("decree.pack_asked", subject=decree, by=request.user, form=form.upper())
        return redirect(job)
    context = {"decree": decree, "totals": totals_of(decree)}
    return render(request, "enrollment/decree_pack.html", context)
