"""What happened to a worker in words, and why cover did not come back."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy

from enrollment.models import WorkerEvent
from enrollment.rules.restoring import WhyNot
from registry.programs import Sector

LEFT_OUT: Final = {
    WhyNot.GIVEN_AWAY: gettext_lazy("Somebody else has taken the place under the decree."),
    WhyNot.COVERED_MEANWHILE: gettext_lazy("Somebody else pays for these months meanwhile."),
    WhyNot.DECREE_ENDED: gettext_lazy("The decree was ended."),
    WhyNot.LIST_UNDONE: gettext_lazy("The list that had brought the worker was undone."),
    WhyNot.QUOTA_FULL: gettext_lazy("The quota of the decree is full."),
    WhyNot.CEILING: gettext_lazy("The ceiling of the decree does not hold these months any more."),
}
SECTORS: Final = {
    Sector.TRANSPORT: gettext_lazy("Transport"),
    Sector.OTHER: gettext_lazy("All other work"),
}

_UNDO_TITLES: Final = {
    WorkerEvent.Kind.DEATH: gettext_lazy("Take back the death of %(name)s"),
    WorkerEvent.Kind.MOVED_AWAY: gettext_lazy("Take back the move of %(name)s"),
    WorkerEvent.Kind.MOVED_WITHIN: gettext_lazy("Take back the move of %(name)s"),
    WorkerEvent.Kind.RETURNED: gettext_lazy("Take back the return of %(name)s"),
    WorkerEvent.Kind.WORK_CHANGED: gettext_lazy("Take back the other work of %(name)s"),
}


def undo_title(event: WorkerEvent) -> str:
    """Return what taking an event back is, as the heading of its page."""
    return str(_UNDO_TITLES[WorkerEvent.Kind(event.kind)]) % {"name": event.worker.name}
