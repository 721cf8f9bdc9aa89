"""Every page below the administration, with what it is about and which right its act asks for.

A page that is added to the project and not to this table fails a test: whoever adds one says here
who may see it, and who may act on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import URLPattern, URLResolver, get_resolver

from claims.queries.codes import claim_code
from dashboards.tests.route import Route
from dashboards.tests.routes_of_workplace import MODULES
from dashboards.tests.two_regencies import World, pdf
from enrollment.queries.codes import worker_code
from enrollment.tests.steps import line_of, sheet
from registry.roles import Permission


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


def _report(_world: World) -> dict[str, Any]:
    return {
        "cause": "work_accident",
        "event_on": "21/08/2020",
        "place": "Dermaga",
        "account": "Terpeleset",
        "reporter_name": "Istri",
    }


def _facts(_world: World) -> dict[str, Any]:
    return {"cause": "work_accident", "outcome": "recovered", "treatment_idr": "500.000"}


def _heir(_world: World) -> dict[str, Any]:
    return {"relation": "spouse", "name": "Istri"}


def _account(world: World) -> dict[str, Any]:
    return {"bank": "119", "account_number": "1020304421", "holder": world.worker.name}


def _why(_world: World) -> dict[str, Any]:
    return {"why": "Surat belum sah"}


def _bank_answer(world: World) -> dict[str, Any]:
    payout = world.claims.granted.payout
    headings = "referensi;status;tanggal;jumlah;referensi bank;alasan"
    row = f"{payout.reference};berhasil;25/08/2020;{payout.amount_idr};BRK 78;"
    return {"answer": SimpleUploadedFile("jawaban.csv", f"{headings}\n{row}".encode())}


def _of_workplace(group: str) -> tuple[Route, ...]:
    return tuple(route for module in MODULES for route in getattr(module, group, ()))


# what anybody reads without having signed in
_DOOR = (Route("sign_in"), Route("sign_out", only_post=True), Route("set_language", only_post=True))

# pages about no record of their own: every reader finds there what lies in scope
_PLACES = tuple(
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
        "claim_list",
        "claim_create",
        "payment_file_list",
        "benefit_calculator",
    )
)

# pages about one record, which only look
_RECORDS = (
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
    Route("worker_card", "worker"),
    Route("claim_cover", "worker"),
    Route("claim_by_card", parts=lambda world: [worker_code(world.worker)]),
    Route("claim_by_code", parts=lambda world: [claim_code(world.claims.reported)]),
    Route("claim_detail", "claims.granted.claim"),
    Route("claim_document", ("claims.reported", "claims.document")),
    Route("claim_letter", parts=lambda world: [world.claims.reported.pk, "receipt"]),
    Route("payment_file_detail", "claims.granted.payment_file"),
    Route("payment_file_csv", "claims.granted.payment_file"),
)

# acts that name their region in the form, not in the address
_FORMS = (
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

# acts on one record of the first floor
_RECORD_ACTS = (
    Route("batch_repair", "batch", Permission.BATCH_UPLOAD, lambda _world: {"file": _list_file()}),
    Route(
        "batch_statement_update",
        "batch",
        Permission.BATCH_UPLOAD,
        lambda _world: {"statement": pdf("sptjm-baru.pdf")},
    ),
    Route(
        "batch_apply",
        "batch",
        Permission.BATCH_APPLY,
        lambda _world: {"attested_by_name": "Kepala Desa"},
        only_post=True,
    ),
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

# acts on one claim, or on what belongs to it
_CLAIM_ACTS = (
    Route("claim_report", "worker", Permission.CLAIM_REPORT, _report),
    Route("claim_facts", "claims.reported", Permission.CLAIM_REPORT, _facts),
    Route("claim_heirs", "claims.reported", Permission.CLAIM_REPORT, _heir),
    Route(
        "heir_strike",
        ("claims.reported", "claims.granted.heir"),
        Permission.CLAIM_REPORT,
        lambda _world: {"reason": "Keliru"},
    ),
    Route("claim_account", "claims.reported", Permission.CLAIM_REPORT, _account),
    Route(
        "claim_papers",
        "claims.reported",
        Permission.CLAIM_REPORT,
        lambda _world: {"other_kind": "other", "other_files": pdf("surat.pdf")},
        look=Permission.CLAIM_VIEW,
    ),
    Route(
        "claim_document_return",
        ("claims.reported", "claims.document"),
        Permission.CLAIM_ASSESS,
        lambda _world: {"reason": "Kabur"},
    ),
    Route("claim_file", "claims.draft", Permission.CLAIM_REPORT, only_post=True),
    Route("claim_check", "claims.reported", Permission.CLAIM_ASSESS, only_post=True),
    Route(
        "claim_conclude",
        "claims.suspected",
        Permission.CLAIM_ASSESS,
        lambda _world: {"is_accident": "yes", "why": "Saksi"},
    ),
    Route("claim_assess", "claims.hopeless", Permission.CLAIM_ASSESS, only_post=True),
    Route("claim_return", "claims.assessed", Permission.CLAIM_DECIDE, _why),
    Route("claim_approve", "claims.assessed", Permission.CLAIM_DECIDE, only_post=True),
    Route(
        "claim_refuse",
        "claims.assessed",
        Permission.CLAIM_DECIDE,
        lambda _world: {"why": "Bukan kecelakaan kerja", "clause": "PP 44/2015 Pasal 34"},
    ),
    Route(
        "claim_appeal",
        "claims.refused",
        Permission.CLAIM_REPORT,
        lambda _world: {"level": "office", "why": "Surat baru"},
    ),
    Route("claim_close", "claims.reported", Permission.CLAIM_ASSESS, _why),
    Route("claim_order", "claims.granted.claim", Permission.CLAIM_PAY, only_post=True),
    Route(
        "claim_release",
        "claims.granted.claim",
        Permission.CLAIM_ASSESS,
        lambda _world: {"note": "Kuitansi 4471"},
        or_right=Permission.CLAIM_PAY,
    ),
    Route(
        "line_confirm",
        ("claims.granted.claim", "claims.granted.year"),
        Permission.CLAIM_ASSESS,
        lambda _world: {"note": "SMPN 1 Siantan, 42/2021"},
        or_right=Permission.CLAIM_PAY,
    ),
    Route(
        "payout_record",
        "claims.granted.payout",
        Permission.CLAIM_PAY,
        lambda _world: {"bank_reference": "BRK 77", "paid_on": "25/08/2020"},
        look=Permission.CLAIM_VIEW,
    ),
    Route(
        "payout_return",
        "claims.granted.payout",
        Permission.CLAIM_PAY,
        lambda _world: {"reason": "Rekening ditutup"},
    ),
    Route("payment_file_answer", "claims.granted.payment_file", Permission.CLAIM_PAY, _bank_answer),
)

# acts on records that are chosen in the form
_CHOICES = (
    Route(
        "payment_file_create",
        right=Permission.CLAIM_PAY,
        data=lambda world: {"payouts": [world.claims.granted.waiting_payout.pk]},
        only_post=True,
    ),
)

DOOR = (*_DOOR, *_of_workplace("DOOR"))
PLACES = (*_PLACES, *_of_workplace("PLACES"))
RECORDS = (*_RECORDS, *_of_workplace("RECORDS"))
FORMS = (*_FORMS, *_of_workplace("FORMS"))
ACTS = (*_RECORD_ACTS, *_CLAIM_ACTS, *_of_workplace("ACTS"))
CHOICES = (*_CHOICES, *_of_workplace("CHOICES"))
# lists as files: a look asks for the purpose, the form hands the file out (test_exports.py)
EXPORTS = _of_workplace("EXPORTS")
# acts on what the reader alone asked for, whatever the role (test_exports.py)
OWN = _of_workplace("OWN")
ROUTES = (*DOOR, *PLACES, *RECORDS, *FORMS, *ACTS, *CHOICES, *EXPORTS, *OWN)


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
