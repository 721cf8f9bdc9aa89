"""What a claim is worth: assessments, decisions, and the lines that were granted."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from claims.models.claims import Claim
from claims.rules.assessment import PayeeKind, Result, When
from enrollment.models import Heir
from registry.scope import Scoped

RESULT_LABELS = {
    Result.ELIGIBLE: _("Entitled"),
    Result.NOT_ELIGIBLE: _("Not entitled"),
    Result.NEEDS_MORE: _("More is needed"),
}
WHEN_LABELS = {
    When.NOW: _("Now"),
    When.AFTER_ARREARS: _("After the arrears are settled"),
    When.YEARLY: _("Each school year"),
}
PAYEE_LABELS = {
    PayeeKind.WORKER: _("The worker"),
    PayeeKind.HEIRS: _("The heirs"),
    PayeeKind.BURIAL_ORGANISER: _("Who arranges the burial"),
    PayeeKind.SOCIAL_SECURITY_FUND: _("The Social Security Fund"),
    PayeeKind.FACILITY: _("Hospital or clinic"),
}


class Assessment(models.Model):
    """What the rules said of a claim on a day, with the facts and the law used. Never changed.

    `facts` are the keys of `manage.py assess`, `answer` its lines, findings and deadlines, `law`
    the versions of the parameters that were looked up.
    """

    claim = models.ForeignKey(
        Claim, on_delete=models.PROTECT, related_name="assessments", verbose_name=_("claim")
    )
    number = models.PositiveIntegerField(_("number"))
    result = models.CharField(_("result"), max_length=12, choices=list(RESULT_LABELS.items()))
    facts = models.JSONField(_("facts"), encoder=DjangoJSONEncoder)
    answer = models.JSONField(_("answer"), encoder=DjangoJSONEncoder)
    law = models.JSONField(_("law"), encoder=DjangoJSONEncoder)
    total_now_idr = models.BigIntegerField(_("payable now, in rupiah"))
    total_after_arrears_idr = models.BigIntegerField(_("after the arrears, in rupiah"))
    scholarship_total_idr = models.BigIntegerField(_("scholarship, in rupiah"))
    assessed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("assessed by"),
    )
    assessed_at = models.DateTimeField(_("assessed at"))

    objects = Scoped.as_manager()
    scope_field: ClassVar[str] = "claim__worker__village"

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["claim", "number"], name="assessment_once"),
            models.CheckConstraint(
                condition=Q(
                    total_now_idr__gte=0,
                    total_after_arrears_idr__gte=0,
                    scholarship_total_idr__gte=0,
                ),
                name="assessment_is_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id}/{self.number}"

    @property
    def total_idr(self) -> int:
        """Everything that it grants over the years, in rupiah."""
        return sum(line["amount_idr"] for line in self.answer["lines"])

    @property
    def region_code(self) -> str:
        return self.claim.region_code


class Decision(models.Model):
    """Yes or no to an assessment (penetapan), by somebody else than who assessed. Never changed.

    The database refuses a decision by the assessor, and one on an appeal by who decided before.
    """

    class Kind(models.TextChoices):
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Refused")

    claim = models.ForeignKey(
        Claim, on_delete=models.PROTECT, related_name="decisions", verbose_name=_("claim")
    )
    assessment = models.OneToOneField(
        Assessment, on_delete=models.PROTECT, related_name="decision", verbose_name=_("assessment")
    )
    kind = models.CharField(_("decision"), max_length=8, choices=Kind.choices)
    clause = models.CharField(_("clause"), max_length=200, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    level = models.CharField(
        _("level of appeal"), max_length=10, choices=Claim.AppealLevel.choices, blank=True
    )
    amount_idr = models.BigIntegerField(_("granted, in rupiah"), default=0)
    pay_by = models.DateField(
        _("to be paid by"), null=True, blank=True, help_text=_("Of what is payable now.")
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"))

    objects = Scoped.as_manager()
    scope_field: ClassVar[str] = "claim__worker__village"

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(kind__in=["approved", "refused"]), name="decision_is_known"
            ),
            # decision_by_another_person: trigger on both, migration 0004
        ]

    def __str__(self) -> str:
        return f"{self.claim_id} {self.kind}"

    @property
    def region_code(self) -> str:
        return self.claim.region_code


class BenefitLineQuerySet(Scoped["BenefitLine"]):
    def standing(self) -> BenefitLineQuerySet:
        """Lines that no later decision replaced."""
        return self.filter(voided_on=None)

    def payable(self) -> BenefitLineQuerySet:
        """Lines that may be paid today and stand in no payout."""
        return self.standing().filter(released_on__isnull=False).unpaid()

    def unpaid(self) -> BenefitLineQuerySet:
        """Lines that stand in no payout, ordered or made."""
        return self.exclude(payouts__voided_on=None, payouts__isnull=False)


class BenefitLine(models.Model):
    """One granted benefit (manfaat), in rupiah, with its formula and clause.

    `released_on` is the day from which it may be paid: of a line payable now the day of the
    decision, of others the day on which the arrears were settled or the school year confirmed.
    """

    claim = models.ForeignKey(
        Claim, on_delete=models.PROTECT, related_name="lines", verbose_name=_("claim")
    )
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, related_name="lines", verbose_name=_("decision")
    )
    code = models.CharField(_("benefit"), max_length=40)
    amount_idr = models.BigIntegerField(_("amount, in rupiah"))
    when = models.CharField(_("payable"), max_length=14, choices=list(WHEN_LABELS.items()))
    payee_kind = models.CharField(
        _("received by"), max_length=24, choices=list(PAYEE_LABELS.items())
    )
    formula = models.CharField(_("formula"), max_length=300, blank=True)
    act = models.CharField(_("act"), max_length=120, blank=True)
    clause = models.CharField(_("clause"), max_length=200, blank=True)
    checked = models.BooleanField(_("clause checked in the gazette"), default=False)
    due_on = models.DateField(_("school year from"), null=True, blank=True)
    child = models.ForeignKey(
        Heir,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("child"),
    )
    released_on = models.DateField(_("payable since"), null=True, blank=True)
    voided_on = models.DateField(_("replaced on"), null=True, blank=True)
    void_reason = models.CharField(_("why replaced"), max_length=200, blank=True)

    objects = BenefitLineQuerySet.as_manager()
    scope_field: ClassVar[str] = "claim__worker__village"

    class Meta:
        verbose_name = _("benefit")
        verbose_name_plural = _("benefits")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(amount_idr__gt=0), name="benefit_is_positive"),
            models.CheckConstraint(
                condition=Q(when__in=[when.value for when in When]), name="benefit_when_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.amount_idr}"

    @property
    def region_code(self) -> str:
        return self.claim.region_code
