"""Paying out: accounts, transfers, and the files that go to the bank."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from claims.models.benefits import PAYEE_LABELS, BenefitLine
from claims.models.claims import Claim
from enrollment.models import Heir
from registry.models import Bank, Region
from registry.scope import Scoped


class PayeeQuerySet(Scoped["Payee"]):
    def standing(self) -> PayeeQuerySet:
        """Accounts that no other replaced."""
        return self.filter(voided_on=None)


class Payee(models.Model):
    """The account to which a kind of recipient of a claim is paid (penerima dan rekening).

    For heirs it belongs to one of the heirs named, or to the guardian of a minor.
    """

    claim = models.ForeignKey(
        Claim, on_delete=models.PROTECT, related_name="payees", verbose_name=_("claim")
    )
    kind = models.CharField(_("recipient"), max_length=24, choices=list(PAYEE_LABELS.items()))
    heir = models.ForeignKey(
        Heir,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("heir"),
    )
    name = models.CharField(_("name"), max_length=120)
    bank = models.ForeignKey(
        Bank, on_delete=models.PROTECT, related_name="+", verbose_name=_("bank")
    )
    account_number = models.CharField(_("account number"), max_length=24)
    holder = models.CharField(_("account holder"), max_length=120)
    is_guardian = models.BooleanField(_("the holder is the guardian"), default=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_on = models.DateField(_("recorded on"))
    voided_on = models.DateField(_("replaced on"), null=True, blank=True)

    objects = PayeeQuerySet.as_manager()
    scope_field: ClassVar[str] = "claim__worker__village"

    class Meta:
        verbose_name = _("recipient")
        verbose_name_plural = _("recipients")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["claim", "kind"], condition=Q(voided_on=None), name="payee_one_account"
            ),
            models.CheckConstraint(
                condition=Q(account_number__regex=r"^[0-9]{5,24}$"),
                name="payee_account_is_digits",
            ),
            models.CheckConstraint(
                condition=~Q(kind="heirs") | Q(heir__isnull=False), name="payee_of_heirs_is_an_heir"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def region_code(self) -> str:
        return self.claim.region_code


class PaymentFile(models.Model):
    """Transfers handed to the bank together, with their count and control total."""

    number = models.CharField(_("number"), max_length=40, unique=True)
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="+", verbose_name=_("region")
    )
    transfers = models.PositiveIntegerField(_("transfers"))
    control_total_idr = models.BigIntegerField(_("control total, in rupiah"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("made by"),
    )
    created_at = models.DateTimeField(_("made at"))

    objects = Scoped.as_manager()
    scope_field: ClassVar[str] = "region"

    class Meta:
        verbose_name = _("payment file")
        verbose_name_plural = _("payment files")

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("payment_file_detail", args=[self.pk])

    @property
    def region_code(self) -> str:
        return self.region_id


class PayoutQuerySet(Scoped["Payout"]):
    def awaiting_answer(self) -> PayoutQuerySet:
        """Transfers of which nobody has said yet that they arrived."""
        return self.filter(status=Payout.Status.ORDERED)

    def paid(self) -> PayoutQuerySet:
        """Transfers that arrived."""
        return self.filter(status=Payout.Status.PAID)


class Payout(models.Model):
    """One transfer to one account for one or more lines of a claim (pembayaran manfaat).

    Ordered first, then paid or returned. The database refuses one ordered, or said to be paid,
    by who decided the claim.
    """

    class Status(models.TextChoices):
        ORDERED = "ordered", _("Ordered")
        PAID = "paid", _("Paid")
        RETURNED = "returned", _("Returned by the bank")

    claim = models.ForeignKey(
        Claim, on_delete=models.PROTECT, related_name="payouts", verbose_name=_("claim")
    )
    payee = models.ForeignKey(
        Payee, on_delete=models.PROTECT, related_name="payouts", verbose_name=_("recipient")
    )
    reference = models.CharField(_("reference"), max_length=40, unique=True)
    amount_idr = models.BigIntegerField(_("amount, in rupiah"))
    status = models.CharField(
        _("status"), max_length=8, choices=Status.choices, default=Status.ORDERED
    )
    file = models.ForeignKey(
        PaymentFile,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="payouts",
        verbose_name=_("payment file"),
    )
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("ordered by"),
    )
    ordered_on = models.DateField(_("ordered on"))
    bank_reference = models.CharField(_("bank reference"), max_length=60, blank=True)
    paid_on = models.DateField(_("paid on"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answer recorded by"),
    )
    return_reason = models.CharField(_("why returned"), max_length=200, blank=True)

    objects = PayoutQuerySet.as_manager()
    scope_field: ClassVar[str] = "claim__worker__village"

    class Meta:
        verbose_name = _("payout")
        verbose_name_plural = _("payouts")
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["status", "paid_on"], name="payout_by_day"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["bank_reference"],
                condition=~Q(bank_reference=""),
                name="payout_bank_reference_once",
            ),
            models.CheckConstraint(condition=Q(amount_idr__gt=0), name="payout_is_positive"),
            models.CheckConstraint(
                condition=~Q(status="paid") | (Q(paid_on__isnull=False) & ~Q(bank_reference="")),
                name="payout_paid_has_day_and_reference",
            ),
            # payout_by_another_person: trigger on both, migration 0004
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def region_code(self) -> str:
        return self.claim.region_code


class PayoutLine(models.Model):
    """A line that a transfer pays; a line stands in one transfer at most."""

    payout = models.ForeignKey(
        Payout, on_delete=models.PROTECT, related_name="lines", verbose_name=_("payout")
    )
    line = models.ForeignKey(
        BenefitLine, on_delete=models.PROTECT, related_name="payouts", verbose_name=_("benefit")
    )
    amount_idr = models.BigIntegerField(_("amount, in rupiah"))
    voided_on = models.DateField(_("returned on"), null=True, blank=True)

    objects = Scoped.as_manager()
    scope_field: ClassVar[str] = "payout__claim__worker__village"

    class Meta:
        verbose_name = _("paid benefit")
        verbose_name_plural = _("paid benefits")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["line"], condition=Q(voided_on=None), name="benefit_paid_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.payout_id} {self.line_id}"

    @property
    def region_code(self) -> str:
        return self.payout.claim.region_code
