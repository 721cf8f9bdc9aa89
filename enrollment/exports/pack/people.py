"""The parts of the pack about people: annex, statements, cover, and who came and went."""

from __future__ import annotations

from django.utils.translation import gettext as _

from enrollment.exports.pack.papers import digest_of
from enrollment.exports.pack.part import Head, Kind, Part, Value, sum_of
from enrollment.models import Attestation, Decree, Enrollment, ImportBatch, Worker
from enrollment.queries.pack import rows as asked
from registry.formats import day_text, moment_text, month_span_text
from registry.models import User


def annex(decree: Decree) -> Part:
    """Return everybody who was ever named under the decree, with the whole NIK."""
    rows = [
        _member(number, enrollment)
        for number, enrollment in enumerate(
            asked.memberships(decree).iterator(chunk_size=2000), start=1
        )
    ]
    return Part(
        title=_("Annex: workers under the decree"),
        name=_("Annex"),
        heads=[
            Head(_("No."), Kind.NUMBER, 0.7),
            Head("NIK", share=2),
            Head(_("Name"), share=2.2),
            Head(_("Birth date"), Kind.DAY, 1.2),
            Head(_("L/P"), share=0.5),
            Head(_("Village, district"), share=2.2),
            Head(_("Occupation"), share=1.6),
            Head(_("Months"), share=2.2),
            Head(_("State"), share=2.2),
        ],
        rows=rows,
        nothing=_("Nobody stands under this decree yet."),
        note=_("With whole NIKs, as in the annex of the decree. Handle it accordingly."),
    )


def _member(number: int, enrollment: Enrollment) -> list[Value]:
    worker = enrollment.worker
    return [
        number,
        worker.nik,
        worker.name,
        worker.born_on,
        worker.sex,
        _place(worker),
        str(worker.occupation or worker.occupation_text),
        month_span_text(enrollment.since, enrollment.until),
        _state(enrollment),
    ]


def _place(worker: Worker) -> str:
    district = worker.village.parent
    return f"{worker.village.name}, {district.name}" if district else worker.village.name


def _state(enrollment: Enrollment) -> str:
    """Return how a membership stands, why it ended, and by which annex it came."""
    reason = enrollment.get_end_reason_display()
    if enrollment.voided_on:
        words = _("Taken off on %(day)s") % {"day": day_text(enrollment.voided_on)}
        words = f"{words}: {reason}" if reason else words
    elif reason:
        words = _("Ended early: %(reason)s") % {"reason": reason}
    else:
        words = _("Stands")
    if enrollment.annex:
        words += ". " + _("Annex %(number)s") % {"number": enrollment.annex.number}
    return words


def statements(decree: Decree) -> Part:
    """Return the lists with their files, the signed statements, and who stands for them."""
    rows = [row for batch in asked.lists(decree) for row in _papers_of(batch)]
    return Part(
        title=_("Lists and signed statements (SPTJM)"),
        name=_("Statements"),
        heads=[
            Head(_("Paper"), share=2.4),
            Head(_("Received"), share=1.7),
            Head(_("From"), share=1.5),
            Head(_("State of the list"), share=2.2),
            Head("SHA-256", share=3.4),
        ],
        rows=rows,
        nothing=_("No list was sent under this decree."),
    )


def _papers_of(batch: ImportBatch) -> list[list[Value]]:
    applied = _name(batch.applied_by) if batch.applied_by else ""
    state = str(batch.get_status_display())
    state = _("%(state)s by %(name)s") % {"state": state, "name": applied} if applied else state
    rows: list[list[Value]] = [
        [
            _("List: %(name)s") % {"name": file.filename},
            moment_text(file.uploaded_at),
            _name(file.uploaded_by),
            state,
            file.sha256,
        ]
        for file in batch.files.all()
    ]
    attestation: Attestation | None = getattr(batch, "attestation", None)
    head = attestation.attested_by_name if attestation else ""
    if batch.statement or head:
        signed = _("Signed statement (SPTJM)")
        rows.append(
            [
                _("%(paper)s of %(name)s") % {"paper": signed, "name": head} if head else signed,
                moment_text(attestation.attested_at) if attestation else "",
                _name(attestation.recorded_by) if attestation else "",
                state,
                digest_of(batch.statement),
            ]
        )
    return rows


def attestations(decree: Decree) -> Part:
    """Return who attested of single workers that they could be insured."""
    rows: list[list[Value]] = [
        [
            attestation.enrollment.worker.name if attestation.enrollment else "",
            attestation.attested_by_name,
            moment_text(attestation.attested_at),
            _name(attestation.recorded_by),
        ]
        for attestation in asked.attestations(decree).iterator(chunk_size=2000)
    ]
    return Part(
        title=_("What was attested of single workers"),
        name=_("Attestations"),
        heads=[
            Head(_("Worker"), share=2),
            Head(_("Attested by"), share=2),
            Head(_("At"), share=2),
            Head(_("Recorded by"), share=2),
        ],
        rows=rows,
        nothing=_("Nobody was enrolled one by one; the statements of the lists stand for all."),
    )


def cover(decree: Decree) -> Part:
    """Return the paid months of every worker, with the payments that paid them."""
    rows: list[list[Value]] = [
        [
            covered.position,
            covered.name,
            month_span_text(covered.period.since, covered.period.until),
            covered.months,
            covered.period.monthly_idr,
            covered.amount_idr,
            ", ".join(covered.paid_by),
        ]
        for covered in asked.cover(decree)
    ]
    return Part(
        title=_("Cover of each worker, and who paid it"),
        name=_("Cover"),
        heads=[
            Head(_("Row"), Kind.NUMBER, 0.7),
            Head(_("Name"), share=2.4),
            Head(_("Months"), share=2.4),
            Head(_("Number of months"), Kind.NUMBER, 0.9),
            Head(_("A month"), Kind.RUPIAH, 1.1),
            Head(_("Paid"), Kind.RUPIAH, 1.3),
            Head(_("Paid by"), share=2.4),
        ],
        rows=rows,
        total=[None, _("Total"), "", sum_of(rows, 3), None, sum_of(rows, 5), ""],
        nothing=_("No month is paid yet."),
    )


def replacements(decree: Decree) -> Part:
    """Return who took whose place, from which month and under which annex."""
    rows: list[list[Value]] = []
    for enrollment in asked.replacements(decree):
        left = enrollment.replaces
        assert left is not None  # the query asks for those that replace somebody
        annex_words = ""
        if enrollment.annex:
            annex_words = f"{enrollment.annex.number}, {day_text(enrollment.annex.dated_on)}"
        rows.append(
            [
                left.worker.name,
                str(left.get_end_reason_display()),
                enrollment.worker.name,
                month_span_text(enrollment.since, enrollment.until),
                annex_words,
            ]
        )
    return Part(
        title=_("Replacements"),
        heads=[
            Head(_("Left"), share=2),
            Head(_("Why"), share=1.8),
            Head(_("Took the place"), share=2),
            Head(_("Months"), share=2),
            Head(_("Annex"), share=2),
        ],
        rows=rows,
        nothing=_("Nobody was replaced."),
    )


def sweeps(decree: Decree) -> Part:
    """Return each look through what was to be billed, and what it saved."""
    rows: list[list[Value]] = [
        [
            sweep.swept_on,
            sweep.invoice.number if sweep.invoice else "",
            _name(sweep.created_by),
            sweep.looked_at,
            sweep.removed,
            sweep.not_spent_idr,
        ]
        for sweep in asked.sweeps(decree)
    ]
    return Part(
        title=_("Checks before billing"),
        heads=[
            Head(_("Day"), Kind.DAY, 1),
            Head(_("Invoice"), share=2.2),
            Head(_("By"), share=2),
            Head(_("Workers looked at"), Kind.NUMBER, 1.2),
            Head(_("Taken off"), Kind.NUMBER, 1),
            Head(_("Not spent"), Kind.RUPIAH, 1.6),
        ],
        rows=rows,
        total=[None, _("Total"), "", None, sum_of(rows, 4), sum_of(rows, 5)],
        nothing=_("No check before billing was recorded."),
    )


def swept(decree: Decree) -> Part:
    """Return who was taken off before billing, why, and what was not spent."""
    rows: list[list[Value]] = [
        [
            row.sweep.swept_on,
            row.enrollment.worker.name,
            month_span_text(row.since, row.until),
            str(row.get_reason_display()),
            row.amount_idr,
        ]
        for row in asked.swept_rows(decree).iterator(chunk_size=2000)
    ]
    return Part(
        title=_("Taken off before billing"),
        heads=[
            Head(_("Day"), Kind.DAY, 1),
            Head(_("Name"), share=2.4),
            Head(_("Months"), share=2.2),
            Head(_("Why"), share=2.4),
            Head(_("Not spent"), Kind.RUPIAH, 1.4),
        ],
        rows=rows,
        total=[None, _("Total"), "", "", sum_of(rows, 4)],
        nothing=_("Nobody was taken off."),
    )


def _name(user: User) -> str:
    return user.get_full_name() or user.get_username()
