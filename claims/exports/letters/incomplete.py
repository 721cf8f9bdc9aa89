"""Letter 2: what is still missing, by which clause, and where to bring it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from claims.exports.letters.findings import sentence_with_clause
from claims.exports.letters.frame import (
    Printing,
    close_letter,
    office_of,
    open_letter,
    subject_of_right,
)
from claims.exports.letters.papers import add_held, add_papers
from claims.models import Claim
from claims.queries.outlook import Outlook, outlook
from claims.rules.states import Status
from claims.wording.claims import person_name
from enrollment.exports.pdf import Letter
from registry.formats import day_text, number_text
from registry.law.parameters import parameter
from registry.models import Holiday
from registry.programs import Program
from registry.roles import Role


def incomplete_letter(claim: Claim, printing: Printing) -> Letter:
    """Return the notice of what is missing as of the day of printing. Raises BadFacts."""
    look = outlook(claim, days_off=Holiday.objects.days_off())
    letter = open_letter(claim, printing, title=_("Papers still missing"))
    letter.paragraph(
        _(
            "Thank you for the report and for the papers that came with it. To work out what "
            "%(who)s may receive, the office still needs what stands below. Nothing has been "
            "refused."
        )
        % {"who": subject_of_right(claim)}
    )
    if look.missing_papers:
        letter.heading(_("Papers that are missing"))
        add_papers(letter, look.missing_papers)
    if look.missing_facts:
        letter.heading(_("What we still need to know"))
        letter.items(sentence_with_clause(finding) for finding in look.missing_facts)
    _add_sent_back(letter, claim, look)
    add_held(letter, look.papers)
    letter.heading(_("Where and by when"))
    letter.items(_terms(claim, look, printing))
    step = claim.steps.filter(target=Status.INCOMPLETE).select_related("by").last()
    name = person_name(step.by) if step else ""
    close_letter(letter, claim, on=printing.on, office=str(Role.EXAMINER.label), name=name)
    return letter


def _add_sent_back(letter: Letter, claim: Claim, look: Outlook) -> None:
    """Name the papers that came, did not serve and are missing still, with the reason."""
    kinds = [paper.kind.value for paper in look.missing_papers]
    returned = list(claim.documents.filter(kind__in=kinds, voided_on__isnull=False).order_by("pk"))
    if returned:
        letter.heading(_("Papers that could not be used"))
        letter.items(
            f"{document.get_kind_display()}: {document.void_reason}" for document in returned
        )


def _terms(claim: Claim, look: Outlook, printing: Printing) -> list[str]:
    key = f"{claim.program.lower()}.payment_working_days"
    days = parameter(key, on=printing.on).value
    terms = [
        _(
            "Bring them to the labor office of %(office)s, or give them to the village office. A "
            "photo by phone will do first."
        )
        % {"office": office_of(claim)}
    ]
    expires_on = look.assessment.deadlines.expires_on
    if claim.program == Program.JKM:
        terms.append(
            _("A claim after a death has no last day: no right lapses while you gather the papers.")
        )
    elif expires_on:
        terms.append(
            _("The right stands until %(day)s. Bring the papers before that day.")
            % {"day": day_text(expires_on)}
        )
    terms.append(
        _("From the day on which the last paper is here, it is paid within %(days)s working days.")
        % {"days": number_text(days)}
    )
    return terms
