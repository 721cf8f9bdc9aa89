"""Choosing a region out of those that a user serves."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.db.models.functions import Length
from django.utils.translation import gettext as _

from registry.models import Region, User

# digits of a code by level: province, regency, district, village
_LEVELS: Final = (2, 4, 6, 10)
# a regency's officer chooses down to villages; whoever serves more sees two levels below
_LEVELS_SHOWN: Final = 3

Choices = list[tuple[str, list[tuple[str, str]]]]


class RegionField(forms.ModelChoiceField):
    """A region in the user's scope: the largest first, then each district with its villages."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Region.objects.none(), **kwargs)

    def offer(self, user: User) -> None:
        """Offer the regions in which this user holds a role."""
        longest = _LEVELS[: _LEVELS.index(_shortest(user)) + _LEVELS_SHOWN][-1]
        self.queryset = (
            Region.objects.visible_to(user)
            .annotate(digits=Length("code"))
            .filter(digits__lte=longest)
            .order_by("code")
        )
        self.choices = [("", _("Choose")), *_grouped(list(self.queryset))]


def _shortest(user: User) -> int:
    shortest = min((len(code) for code in user.scope_codes), default=_LEVELS[-1])
    return max(shortest, _LEVELS[0])


def _grouped(regions: list[Region]) -> Choices:
    """Return the regions under headings: provinces and regencies, then district by district."""
    large = [region for region in regions if len(region.code) <= _LEVELS[1]]
    groups: Choices = [(_("Province, regency or city"), [_choice(region) for region in large])]
    for region in regions[:]:
        if region.level == Region.Level.DISTRICT:
            heading = _("District of %(name)s") % {"name": region.name}
            whole = (region.code, _("%(name)s, the whole district") % {"name": region.name})
            groups.append((heading, [whole]))
        elif region.level == Region.Level.VILLAGE:
            groups[-1][1].append(_choice(region))
    return [group for group in groups if group[1]]


def _choice(region: Region) -> tuple[str, str]:
    return region.code, region.name
