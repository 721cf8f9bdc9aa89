"""What happens to a worker: a death, a move, a return, other work; and an event taken back."""

from enrollment.actions.events.deaths import DeathAlreadyRecorded, DeathImpossible, record_death
from enrollment.actions.events.moving import (
    MoveImpossible,
    ReturnImpossible,
    record_move,
    record_return,
)
from enrollment.actions.events.undoing import (
    EventStays,
    SecondPersonNeeded,
    Undone,
    undo_event,
)
from enrollment.actions.events.work import WorkImpossible, change_work

__all__ = [
    "DeathAlreadyRecorded",
    "DeathImpossible",
    "EventStays",
    "MoveImpossible",
    "ReturnImpossible",
    "SecondPersonNeeded",
    "Undone",
    "WorkImpossible",
    "change_work",
    "record_death",
    "record_move",
    "record_return",
    "undo_event",
]
