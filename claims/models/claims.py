"""Claims: an accident at work or a death, from the report to its end, step by step."""

from __future__ import annotations

from datetime import date
from functools import reduce
from operator import or_
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from claims.rules.facts import Cause, Exclusion, Outcome
from claims.rules.states import OPEN, PAIRS, START, Status
from enrollment.models import Worker
from registry.programs import Program
from registry.scope import Scoped

STATUS_LABELS = {
    Status.DRAFT: _("Draft"),
    Status.REPORTED: _("Reported"),
    Status.SUSPECTED: _("Suspected accident"),
    Status.INCOMPLETE: _("Papers missing"),
    Status.COMPLETE: _("Complete"),
    Status.ASSESSED: _("Assessed"),
    Status.APPROVED: _("Approved"),
    Status.REFUSED: _("Refused"),
    Status.PAID: _("Paid"),
    Status.APPEALED: _("Under appeal"),
    Status.CLOSED: _("Closed"),
}
CAUSE_LABELS = {
    Cause.ILLNESS: _("Illness or old age"),
    Cause.WORK_ACCIDENT: _("Accident at work"),
    Cause.COMMUTING_ACCIDENT: _("Accident on the way to or from work"),
    Cause.OCCUPATIONAL_DISEASE: _("Disease caused by the work"),
    Cause.OTHER: _("Another cause, not work"),
}
OUTCOME_LABELS = {
    Outcome.DEATH: _("Died"),
    Outcome.RECOVERED: _("Recovered"),
    Outcome.TEMPORARY_INCAPACITY: _("Not able to work for now"),
    Outcome.PARTIAL_ANATOMICAL: _("Lost a part of the body"),
    Outcome.PARTIAL_FUNCTIONAL: _("Lost a function of the body in part"),
    Outcome.PERMANENT_TOTAL: _("Never able to work again"),
}
EXCLUSION_LABELS = {
    Exclusion.PRIVATE_INTEREST: _("Left work for a private matter"),
    Exclusion.OUTSIDE_WORK: _("Outside of working time, or not the declared work"),
    Exclusion.OFF_ROUTE: _("Off the usual way between home and work"),
    Exclusion.AGGRAVATED_DISEASE: _("A disease that work made worse, not one that it caused"),
    Exclusion.SUICIDE: _("Suicide"),
    Exclusion.SELF_HARM: _("Harm done to oneself on purpose"),
}
LAST_DAY = date(9999, 12, 31)


def _known_ways() -> Q:
    """The condition that a step goes a way of the table."""
    ways = [Q(source=source, target=target) for source, target in PAIRS]
    return reduce(or_, ways)


class ClaimQuerySet(Scoped["Claim"]):
    def open(self) -> ClaimQuerySet:
        """Claims on which somebody still has a move."""
        return self.filter(status__in=[status.value for status in OPEN])

    def with_clock(self) -> ClaimQuerySet:
        """Claims whose next move has a last day."""
        return self.filter(act_by__lt=LAST_DAY)

    def overdue(self, on: date) -> ClaimQuerySet:
        """Claims whose next move should have been made before a day."""
        return self.filter(act_by__lt=on)

    def matching(self, text: str) -> ClaimQuerySet:
        """Claims of the workers, or with the number, that the words typed may mean."""
        found = Worker.objects.matching(text).values("pk")
        return self.filter(Q(number__icontains=text.strip()) | Q(worker__in=found))


class Claim(models.Model):
    """An accident at work (JKK) or a death (JKM) as reported, and where it stands (klaim).

    `stated` holds what the doctor and the receipts say, as the keys of `manage.py assess`.
    The status changes only together with a ClaimStep that says who, when and why; the database
    holds that, the table of ways, and that one death is granted once.
    """

    PROGRAMS = ((Program.JKK, _("Work accident (JKK)")), (Program.JKM, _("Death (JKM)")))

    class AppealLevel(models.TextChoices):
        OFFICE = "office", _("The office itself, by another person")
        INSPECTOR = "inspector", _("The labor inspector")
        MINISTER = "minister", _("The Minister, whose decision is final")

    number = models.CharField(_("number"), max_length=30, unique=True)
    worker = models.ForeignKey(
        Worker, on_delete=models.PROTECT, related_name="claims", verbose_name=_("worker")
    )
    program = models.CharField(_("program"), max_length=3, choices=PROGRAMS)
    cause = models.CharField(_("cause"), max_length=24, choices=list(CAUSE_LABELS.items()))
    outcome = models.CharField(
        _("outcome"), max_length=24, choices=list(OUTCOME_LABELS.items()), blank=True
    )
    event_on = models.DateField(_("day of the event"))
    died_on = models.DateField(_("died on"), null=True, blank=True)
    suspected = models.BooleanField(_("reported as a suspicion"), default=False)
    event_at = models.DateTimeField(_("moment of the event"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    account = models.TextField(_("what happened"), blank=True)
    witnesses = models.TextField(_("witnesses"), blank=True)
    reporter_name = models.CharField(_("reported by"), max_length=120, blank=True)
    reporter_relation = models.CharField(_("who the reporter is"), max_length=60, blank=True)
    reporter_phone = models.CharField(_("telephone"), max_length=20, blank=True)
    reported_at = models.DateTimeField(_("reported (stage I)"))
    declared_at = models.DateTimeField(_("declared by a doctor"), null=True, blank=True)
    stage2_at = models.DateTimeField(_("outcome reported (stage II)"), null=True, blank=True)
    exclusion = models.CharField(
        _("why it is none of work"),
        max_length=24,
        choices=list(EXCLUSION_LABELS.items()),
        blank=True,
    )
    stated = models.JSONField(_("doctor's findings and costs"), default=dict, blank=True)
    rehabilitation = models.TextField(_("rehabilitation and return to work"), blank=True)
    heirs_known = models.BooleanField(_("all heirs are named"), default=False)
    heirs_disputed = models.BooleanField(_("the heirs disagree"), default=False)
    status = models.CharField(_("status"), max_length=12, choices=list(STATUS_LABELS.items()))
    steps_taken = models.PositiveIntegerField(_("steps taken"), default=0, editable=False)
    appeal_level = models.CharField(
        _("level of appeal"), max_length=10, choices=AppealLevel.choices, blank=True
    )
    stated_on = models.DateField(
        _("last told on"),
        null=True,
        blank=True,
        help_text=_("The day on which the last fact that counts was told."),
    )
    complete_on = models.DateField(_("complete since"), null=True, blank=True)
    pay_by = models.DateField(_("to be paid by"), null=True, blank=True)
    act_by = models.DateField(
        _("next move by"), default=LAST_DAY, help_text=_("The last day of all where there is none.")
    )
    daily_stake_idr = models.BigIntegerField(_("compensation for a day late"), default=0)
    grants_death = models.BooleanField(_("a death benefit was granted"), default=False)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("recorded by"),
    )

    history = HistoricalRecords()

    objects = ClaimQuerySet.as_manager()
    scope_field: ClassVar[str] = "worker__village"

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["status", "act_by", "id"], name="claim_by_clock"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["worker", "program", "event_on"],
                condition=~Q(status=Status.CLOSED.value),
                name="claim_once_per_event",
            ),
            models.UniqueConstraint(
                fields=["worker"], condition=Q(grants_death=True), name="claim_one_death_granted"
            ),
            models.CheckConstraint(
                condition=Q(program__in=["JKK", "JKM"]), name="claim_program_is_known"
            ),
            models.CheckConstraint(
                condition=Q(status__in=[status.value for status in Status]),
                name="claim_status_is_known",
            ),
            models.CheckConstraint(
                condition=Q(steps_taken__gt=0) | Q(status__in=sorted(START)),
                name="claim_begins_at_a_start",
            ),
            # claim_status_needs_a_step: trigger on both, migration 0004
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("claim_detail", args=[self.pk])

    @property
    def region_code(self) -> str:
        return self.worker.village_id

    @property
    def is_death(self) -> bool:
        """Whether the worker died of the event."""
        return self.outcome == Outcome.DEATH


class ClaimStep(models.Model):
    """One change of a claim's state: from where, to where, who, when, why. Never changed."""

    claim = models.ForeignKey(
        Claim, on_delete=models.PROTECT, related_name="steps", verbose_name=_("claim")
    )
    number = models.PositiveIntegerField(_("number"))
    source = models.CharField(_("from"), max_length=12, choices=list(STATUS_LABELS.items()))
    target = models.CharField(_("to"), max_length=12, choices=list(STATUS_LABELS.items()))
    at = models.DateTimeField(_("at"))
    why = models.TextField(_("why"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by")
    )

    objects = Scoped.as_manager()
    scope_field: ClassVar[str] = "claim__worker__village"

    class Meta:
        verbose_name = _("step of a claim")
        verbose_name_plural = _("steps of claims")
        ordering: ClassVar[list[str]] = ["claim", "number"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["claim", "number"], name="claim_step_once"),
            models.CheckConstraint(condition=_known_ways(), name="claim_step_is_a_known_way"),
        ]

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"

    @property
    def region_code(self) -> str:
        return self.claim.region_code
