"""The page on which a list is exported; see registry.exporting for how a list gets one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.http import FileResponse, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from registry.audit import record
from registry.export_form import CSV, ExportForm
from registry.exporting import (
    EXPORT,
    MOST_AT_ONCE,
    Listing,
    csv_chunks,
    listing_of,
    revealing,
    workbook_sheet,
)
from registry.jobs import start_job
from registry.nik import mask_niks
from registry.requests import StaffRequest
from registry.roles import Permission, may
from registry.spreadsheet import workbook_response

_CSV_TYPE: Final = "text/csv; charset=utf-8"


def export_view(maker: str) -> Callable[..., HttpResponseBase]:
    """Return the view that exports the list of the function at the dotted path `maker`.

    A look asks for the purpose; the form hands out the file, or the page of the job that makes a
    long workbook. What stands in the address beside the query goes to the maker.
    """

    @require_http_methods(["GET", "HEAD", "POST"])
    def export(request: StaffRequest, **parts: Any) -> HttpResponseBase:
        listing = listing_of(maker, request.user, request.GET, parts)
        may_reveal = listing.has_niks and may(request.user, Permission.NIK_REVEAL)
        form = ExportForm(request.POST or None, offers_whole_niks=may_reveal)
        rows = listing.count()
        if form.is_valid():
            asked = {"rows": rows, **form.cleaned_data}
            _leave_in_the_trail(request, listing, asked)
            if asked["form"] == CSV:
                return _csv_response(request, listing, asked)
            if rows > MOST_AT_ONCE:
                return _by_a_job(request, listing, asked, maker, parts)
            return _workbook(request, listing, asked)
        context = {
            "listing": listing,
            "form": form,
            "rows": rows,
            "by_a_job": rows > MOST_AT_ONCE,
            "back_url": _with_query(listing.page, request),
        }
        status = 422 if form.is_bound else 200
        return render(request, "registry/export.html", context, status=status)

    return export


def _leave_in_the_trail(request: StaffRequest, listing: Listing, asked: dict[str, Any]) -> None:
    about = listing.about or request.user
    record(
        "list.exported",
        subject=about,
        by=request.user,
        region_code=getattr(about, "region_code", "") or request.user.home_region_code,
        list=listing.name,
        filters={name: mask_niks(str(value)) for name, value in request.GET.items()},
        **asked,
    )


def _csv_response(
    request: StaffRequest, listing: Listing, asked: dict[str, Any]
) -> StreamingHttpResponse:
    reveal = revealing(request.user, whole_niks=asked.get("whole_niks", False))
    disposition = f'attachment; filename="{_filename(listing, "csv")}"'
    return StreamingHttpResponse(
        csv_chunks(listing, reveal),
        content_type=_CSV_TYPE,
        headers={"Content-Disposition": disposition},
    )


def _workbook(request: StaffRequest, listing: Listing, asked: dict[str, Any]) -> FileResponse:
    reveal = revealing(request.user, whole_niks=asked.get("whole_niks", False))
    return workbook_response(_filename(listing, "xlsx"), [workbook_sheet(listing, reveal)])


def _by_a_job(
    request: StaffRequest,
    listing: Listing,
    asked: dict[str, Any],
    maker: str,
    parts: dict[str, Any],
) -> HttpResponse:
    job = start_job(
        kind=EXPORT,
        title=_("Export of %(list)s") % {"list": listing.title},
        params={
            "maker": maker,
            "parts": parts,
            "query": request.GET.urlencode(),
            "whole_niks": asked.get("whole_niks", False),
            "filename": _filename(listing, "xlsx"),
            "page": request.get_full_path(),
        },
        region_code=request.user.home_region_code,
        total=asked["rows"],
        by=request.user,
    )
    return redirect(job)


def _filename(listing: Listing, suffix: str) -> str:
    return f"{listing.name}-{timezone.localdate():%Y-%m-%d}.{suffix}"


def _with_query(url: str, request: StaffRequest) -> str:
    query = request.GET.urlencode()
    return f"{url}?{query}" if query else url
