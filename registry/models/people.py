"""Users, and the roles that they hold by region."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from registry.models.regions import Region
from registry.roles import Role
from registry.scope import Scoped


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role held today, in a region and all below it; "" is the whole country."""

    role: str
    region_code: str


class User(AbstractUser):
    """A member of staff. Rights come from memberships alone, never from Django's groups."""

    class Meta(AbstractUser.Meta):
        # the stubs say str, and Django takes a lazy text as well
        verbose_name = _("user")  # type: ignore[assignment]
        verbose_name_plural = _("users")  # type: ignore[assignment]

    @cached_property
    def held_roles(self) -> Sequence[HeldRole]:
        """The roles held today; a superuser administers the whole country."""
        held = [
            HeldRole(membership.role, membership.region_id or "")
            for membership in self.memberships.in_force(timezone.localdate())
        ]
        if self.is_superuser:
            held.append(HeldRole(Role.ADMINISTRATOR, ""))
        return tuple(held) if self.is_active else ()

    @property
    def scope_codes(self) -> tuple[str, ...]:
        """The codes of the regions that this user may look into; "" is the whole country."""
        return tuple(dict.fromkeys(held.region_code for held in self.held_roles))

    @property
    def role_label(self) -> str:
        """The names of the roles held, for the masthead."""
        return ", ".join(dict.fromkeys(str(Role(held.role).label) for held in self.held_roles))

    @property
    def home_region_code(self) -> str:
        """The region that pages open on; "" where the user serves the whole country."""
        return next(iter(self.scope_codes), "")


class MembershipQuerySet(Scoped["Membership"]):
    def in_force(self, on: date) -> MembershipQuerySet:
        """Memberships that hold on this day."""
        return self.filter(Q(until=None) | Q(until__gt=on), since__lte=on)


class Membership(models.Model):
    """A role that a user holds in a region, from a day until another (not counted)."""

    user = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("user")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    region = models.ForeignKey(
        Region,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("region"),
        help_text=_("Empty: the whole country."),
    )
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    history = HistoricalRecords()

    objects = MembershipQuerySet.as_manager()
    scope_field: ClassVar[str] = "region"

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("since")),
                name="membership_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(role__in=Role.values), name="membership_role_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"
