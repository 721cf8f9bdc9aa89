"""Why a member of a decree does not go on when it is renewed, and what can be done."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from enrollment.rules.renewing import LeftOut

LABELS: Final[dict[str, Promise]] = {
    LeftOut.DIED: _("Has died"),
    LeftOut.WITHDRAWN: _("Record withdrawn or merged"),
    LeftOut.MOVED: _("Has moved away"),
    LeftOut.ENDED_EARLY: _("Left the decree before its end"),
    LeftOut.REGISTER_DEAD: _("Dead in the population register"),
    LeftOut.REGISTER_MOVED: _("Moved in the population register"),
    LeftOut.OVER_AGE: _("Too old to begin anew"),
    LeftOut.COVERED_ELSEWHERE: _("Somebody else pays for these months"),
    LeftOut.FREE_AGAIN: _("Nothing stands against it any more"),
}
WHAT_TO_DO: Final[dict[str, Promise]] = {
    LeftOut.DIED: _("The family can claim. Another worker can take the place."),
    LeftOut.WITHDRAWN: _("See the record that was kept."),
    LeftOut.MOVED: _("The new regency may pay, or the worker himself."),
    LeftOut.ENDED_EARLY: _("The worker's page tells when and why."),
    LeftOut.REGISTER_DEAD: _("Ask the family. Record the death, or correct the NIK."),
    LeftOut.REGISTER_MOVED: _("Ask the village. Record the move, or correct the address."),
    LeftOut.OVER_AGE: _("Membership lapsed in the gap. Without a gap the worker would go on."),
    LeftOut.COVERED_ELSEWHERE: _("Nothing: a worker is paid for once."),
    LeftOut.FREE_AGAIN: _("Put the worker under the new decree, while it has places."),
}
