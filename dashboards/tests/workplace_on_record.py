"""One record of everything that officers and treasurers leave behind, written row by row.

What leads there is proved in the tests of its acts; here only the rows matter.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from django.core.files.base import ContentFile
from django.db.models import F

from enrollment.models import (
    Annex,
    Attestation,
    ClosedPeriod,
    Correction,
    Enrollment,
    Invoice,
    Merge,
    Payment,
    PopulationCheck,
    PopulationCheckRow,
    Refund,
    Sweep,
    SweptRow,
    Worker,
    WorkerEvent,
)
from registry.models import Job, User

AT: Final = datetime(2020, 8, 12, 2, tzinfo=UTC)
DAY: Final = date(2020, 8, 12)


@dataclass(frozen=True, slots=True)
class Workplace:
    """The records that the pages of the workplace are about."""

    annex: Annex
    attestation: Attestation
    correction: Correction
    merge: Merge
    event: WorkerEvent
    refund: Refund
    period: ClosedPeriod
    check: PopulationCheck
    sweep: Sweep
    job: Job


def put_on_record(
    *,
    enrollment: Enrollment,
    given_up: Worker,
    corrected: Worker,
    invoice: Invoice | None,
    payment: Payment,
    officer: User,
    other: User,
    word: str,
) -> Workplace:
    """Write the records about one enrolled worker; `word` stands in each that holds a text."""
    worker, decree = enrollment.worker, enrollment.decree
    Worker.objects.filter(pk=given_up.pk).update(withdrawn_on=DAY, merged_into=worker)
    Payment.objects.filter(pk=payment.pk).update(refunded_idr=F("refunded_idr") + 1)
    check = PopulationCheck.objects.create(
        region=decree.region,
        file=ContentFile(b"nik;hasil", name="dukcapil.csv"),
        filename=f"{word}.csv",
        sha256=f"{worker.pk:064d}",
        source=f"Disdukcapil {word}",
        checked_on=DAY,
        uploaded_by=other,
    )
    PopulationCheckRow.objects.create(
        check_file=check,
        sheet="Daftar",
        row=2,
        nik=worker.nik,
        result_text="pindah",
        result="moved",
        worker=worker,
        outcome="to_do",
    )
    swept = Sweep.objects.filter(invoice=invoice).first() if invoice else None
    sweep = swept or Sweep.objects.create(
        decree=decree,
        swept_on=DAY,
        looked_at=2,
        removed=1,
        not_spent_idr=16_800,
        created_by=other,
    )
    SweptRow.objects.create(
        sweep=sweep,
        enrollment=enrollment,
        reason="moved",
        since=enrollment.since,
        until=enrollment.until,
        amount_idr=16_800,
    )
    return Workplace(
        annex=Annex.objects.create(
            decree=decree, number=f"Lampiran {word}", dated_on=DAY, created_by=other
        ),
        attestation=Attestation.objects.create(
            enrollment=enrollment,
            region=decree.region,
            statements={"alive": {"holds": True, "how": "checked"}},
            attested_by_name=f"Kepala {word}",
            recorded_by=officer,
            attested_at=AT,
        ),
        correction=Correction.objects.create(
            worker=corrected,
            changes={"name": {"before": corrected.name, "after": f"{corrected.name} {word}"}},
            reason=f"KTP {word}",
            is_identity=True,
            proposed_by=officer,
        ),
        merge=Merge.objects.create(
            kept=worker,
            merged=given_up,
            moved={"enrollment": [], "heir": [], "event": [], "payer": []},
            reason=f"Ganda {word}",
            merged_by=other,
        ),
        event=WorkerEvent.objects.create(
            worker=worker,
            kind="work_changed",
            happened_on=DAY,
            recorded_on=DAY,
            recorded_by=officer,
        ),
        refund=Refund.objects.create(
            payment=payment,
            amount_idr=1,
            reference=f"STS {word}",
            refunded_on=DAY,
            reason="Sisa",
            created_by=other,
        ),
        period=ClosedPeriod.objects.create(
            # long before anything was booked, and for each worker another month
            region=decree.region,
            until=date(1800 + worker.pk // 12 % 200, worker.pk % 12 + 1, 1),
            closed_by=other,
        ),
        check=check,
        sweep=sweep,
        job=Job.objects.create(
            kind="cards",
            title=f"Kartu {word}",
            region=decree.region,
            status=Job.Status.DONE,
            asked_by=officer,
        ),
    )
