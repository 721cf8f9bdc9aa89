"""Every page below the administration, with what it is about and which right its act asks for.

A page that is added to the project and not to this table fails a test: whoever adds one says here
who may see it, and who may act on it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from dashboards.tests.two_regencies import World, pdf
from enrollment.tests.steps import line_of, sheet
from registry.roles import Permission

Data = Callable[[World], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Route:
    """One page: the record in its address, and the right and the data that its act needs."""

    name: str
    about: str = ""
    right: Permission | None = None
    data: Data = field(default=lambda _world: {})
    only_post: bool = False

    def url(self, world: World) -> str:
        """Return its address about the record of Anambas."""
        return reverse(self.name, args=[getattr(world, self.about).pk] if self.about else [])


def _list_file(name: str = "perbaikan.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, sheet([line_of(77)]).read())


def _sponsor(world: World) -> dict[str, Any]:
    return {
        "name": "Koperasi Laut",
        "kind": "company",
        "region": world.region.pk,
        "code": "koperasi-laut",
    }


def _decree(world: World) -> dict[str, Any]:
    return {
        "sponsor": world.sponsor.pk,
        "number": "SK BARU",
        "decided_on": "14/07/2020",
        "region": world.region.pk,
        "fund": "APBD",
        "since": "Juli 2020",
        "months": "12",
        "wage_base_idr": "1000000",
        "ceiling_idr": "1.000.000.000",
    }


def _reported(world: World) -> dict[str, Any]:
    return {
        "region": world.region.pk,
        "segment": "PU",
        "month": "Januari 2020",
        "participants": "77",
        "source": "Surat baru",
    }


def _reported_file(world: World) -> dict[str, Any]:
    text = f"region_code,month,segment,participants,source\n{world.region.pk},2020-02,PU,7,Surat\n"
    return {"file": SimpleUploadedFile("laporan.csv", text.encode())}


# what anybody reads without having signed in
DOOR = (Route("sign_in"), Route("sign_out", only_post=True), Route("set_language", only_post=True))

# pages about no record of their own: every reader finds there what lies in scope
PLACES = tuple(
    Route(name)
    for name in (
        "home",
        "coverage",
        "sponsor_list",
        "decree_list",
        "decree_preview",
        "batch_list",
        "list_sample",
        "invoice_list",
        "payment_list",
        "relief_list",
        "worker_list",
        "reported_list",
        "quote",
        "page_list",
        "law_detail",
    )
)

# pages about one record, which only look
RECORDS = (
    Route("coverage_detail", "region"),
    Route("sponsor_detail", "sponsor"),
    Route("decree_detail", "decree"),
    Route("decree_scan", "decree"),
    Route("decree_annex_pdf", "decree"),
    Route("decree_annex_sheet", "decree"),
    Route("batch_detail", "batch"),
    Route("batch_progress", "batch"),
    Route("batch_repair_sheet", "batch"),
    Route("batch_statement", "batch"),
    Route("invoice_detail", "invoice"),
    Route("invoice_pdf", "invoice"),
    Route("invoice_sheet", "invoice"),
    Route("payment_detail", "payment"),
    Route("payment_receipt", "payment"),
    Route("worker_detail", "worker"),
)

# acts that name their region in the form, not in the address
FORMS = (
    Route("sponsor_create", right=Permission.SPONSOR_CREATE, data=_sponsor),
    Route("decree_create", right=Permission.SPONSOR_CREATE, data=_decree),
    Route(
        "batch_create",
        right=Permission.BATCH_UPLOAD,
        data=lambda world: {"decree": world.decree.pk, "file": _list_file("baru.csv")},
    ),
    Route("reported_create", right=Permission.REPORTED_ENTER, data=_reported),
    Route("reported_upload", right=Permission.REPORTED_ENTER, data=_reported_file),
)

# acts on one record
ACTS = (
    Route("batch_repair", "batch", Permission.BATCH_UPLOAD, lambda _world: {"file": _list_file()}),
    Route(
        "batch_statement_update",
        "batch",
        Permission.BATCH_UPLOAD,
        lambda _world: {"statement": pdf("sptjm-baru.pdf")},
    ),
    Route("batch_apply", "batch", Permission.BATCH_APPLY, only_post=True),
    Route("batch_undo", "batch", Permission.BATCH_APPLY),
    Route("invoice_issue", "unbilled_decree", Permission.INVOICE_ISSUE, only_post=True),
    Route(
        "invoice_payment_code",
        "invoice",
        Permission.INVOICE_ISSUE,
        lambda _world: {"payment_code": "8210 5000 1"},
    ),
    Route(
        "payment_create",
        "invoice",
        Permission.PAYMENT_POST,
        lambda _world: {"reference": "BRK 2", "amount_idr": "16.800", "paid_on": "21/07/2020"},
    ),
    Route(
        "payment_reverse", "payment", Permission.PAYMENT_POST, lambda _world: {"reason": "Keliru"}
    ),
    Route(
        "relief_accept",
        "invoice",
        Permission.RELIEF_ACCEPT,
        lambda _world: {"relief": "reliefs.pp49_2020"},
        only_post=True,
    ),
    Route(
        "worker_death", "worker", Permission.DEATH_RECORD, lambda _world: {"died_on": "01/08/2020"}
    ),
)

ROUTES = (*DOOR, *PLACES, *RECORDS, *FORMS, *ACTS)


def names_of_the_project() -> set[str]:
    """Return the name of every page below the administration, as the project routes them."""
    routed = [(path, pattern.name) for path, pattern in _walk(get_resolver())]
    return {name or path for path, name in routed if not path.startswith("admin/")}


def admin_paths() -> list[str]:
    """Return an address for every route of the administration, with 1 for whatever it asks for."""
    paths = (path for path, _pattern in _walk(get_resolver()) if path.startswith("admin/"))
    return sorted({f"/{_filled(path)}" for path in paths})


def _walk(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        path = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern, path)
        else:
            yield path, pattern


def _filled(path: str) -> str:
    one_of = re.sub(r"\(\?P<\w+>(\w+)\|[^)]*\)", r"\1", path)
    return re.sub(r"\([^)]*\)|<[^>]*>", "1", one_of).replace("^", "").replace("$", "")
