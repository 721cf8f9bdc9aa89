"""Making the auditor's pack of a decree."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Mapping
from typing import IO, Any, Final

from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from enrollment.exports.pack import STEPS, Pack, pack_of, pack_pages, write_pack
from enrollment.models import Decree
from registry.audit import record
from registry.formats import number_text, rupiah_text
from registry.jobs import Made, Progress
from registry.models import Job
from registry.roles import Permission

PACK_PDF: Final = "decree_pack_pdf"
PACK_WORKBOOK: Final = "decree_pack_xlsx"
# the pack tells what claims cost
RIGHT: Final = Permission.CLAIM_VIEW


def make_pack_pdf(job: Job, progress: Progress) -> Made:
    """Make the pack as PDF and return it with its figures."""
    pack = _gathered(job, progress)
    pages = pack_pages(pack, at=timezone.now(), by=job.asked_by)
    return _made(job, pack, io.BytesIO(pages), "pdf")


def make_pack_workbook(job: Job, progress: Progress) -> Made:
    """Make the pack as a workbook and return it with its figures."""
    pack = _gathered(job, progress)
    file = tempfile.TemporaryFile()  # noqa: SIM115 (whoever keeps the file closes it)
    write_pack(pack, file)
    file.seek(0)
    return _made(job, pack, file, "xlsx")


def _gathered(job: Job, progress: Progress) -> Pack:
    decrees = Decree.objects.visible_to(job.asked_by).select_related("sponsor", "region")
    decree = decrees.get(pk=job.params["decree"])
    progress.begin(STEPS)
    return pack_of(decree, job.asked_by, progress.step)


def _made(job: Job, pack: Pack, file: IO[bytes], ending: str) -> Made:
    decree, totals = pack.decree, pack.totals
    facts: dict[str, Any] = {
        "paid_idr": totals.paid_idr,
        "covered_months": totals.covered_months,
        "differences": sum(not agreement.agrees for agreement in pack.agreements),
    }
    record("decree.pack_made", subject=decree, by=job.asked_by, form=ending.upper(), **facts)
    name = slugify(decree.number) or decree.pk
    return Made(facts=facts, file=file, filename=f"berkas-audit-sk-{name}.{ending}")


def tell_pack(facts: Mapping[str, Any]) -> list[str]:
    """Return what the pack says on its first page, in sentences."""
    found = [
        _("%(amount)s paid for %(months)s months of cover.")
        % {
            "amount": rupiah_text(facts["paid_idr"]),
            "months": number_text(facts["covered_months"]),
        }
    ]
    if facts["differences"]:
        found.append(_("Figures that must be the same differ. Tell the administrator."))
    else:
        found.append(_("Added up in two ways, every figure agrees."))
    return found
