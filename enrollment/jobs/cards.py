"""Cards and letters by thousands: each is one file, made anew when the work was interrupted."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import islice
from typing import Any, Final, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enrollment.exports.cards import write_cards
from enrollment.exports.lapse_letter import write_letters
from enrollment.models.workers import WorkerQuerySet
from enrollment.queries.cards import Card, cards_of, workers_with_a_card
from enrollment.queries.lapse_letters import notices, periods_to_write_about
from enrollment.rules.cards import Layout
from enrollment.rules.lapsing import LapseChoice
from registry.audit import record
from registry.formats import number_text
from registry.jobs import Made, Progress
from registry.models import Job, User
from registry.refusals import Refused
from registry.roles import Permission

CARDS: Final = "cards"
LETTERS: Final = "lapse_letters"
# who registers workers hands them their cards
RIGHT: Final = Permission.WORKER_REGISTER
# what one file holds without being too heavy for the office's printer
MOST: Final = 20_000
_AT_ONCE: Final = 500
Item = TypeVar("Item")


class NobodyToPrint(Refused):
    code = "nobody_to_print"


class TooManyToPrint(Refused):
    code = "too_many_to_print"


def printed_count(params: Mapping[str, Any], *, by: User) -> int:
    """Return how many pages or cards a job with these params would print.

    Refused where there is nobody, or more than one file holds.
    """
    chosen, on = params["chosen"], date.fromisoformat(params["on"])
    if params["layout"] == Layout.LETTER:
        choice = LapseChoice.read(chosen)
        count = periods_to_write_about(by, on=on, choice=choice, right=RIGHT).count()
    else:
        count = workers_with_a_card(by, chosen=chosen, on=on, right=RIGHT).count()
    if not count:
        raise NobodyToPrint(
            _("Nobody here has cover that a card or letter could tell of. Choose others.")
        )
    if count > MOST:
        raise TooManyToPrint(
            _("These are %(n)s. One file holds %(most)s: choose a smaller region.")
            % {"n": number_text(count), "most": number_text(MOST)}
        )
    return count


def make_cards(job: Job, progress: Progress) -> Made:
    """Print the chosen cards of the workers where whoever asked may hand them out."""
    asked = job.params
    on, by = date.fromisoformat(asked["on"]), job.asked_by
    total = printed_count(asked, by=by)
    progress.begin(total)
    workers = workers_with_a_card(by, chosen=asked["chosen"], on=on, right=RIGHT)
    file = tempfile.TemporaryFile()  # noqa: SIM115 (whoever keeps the file closes it)
    cards = _stepping(_cards(workers, on=on, reader=by), progress)
    write_cards(file, cards, layout=Layout(asked["layout"]), site=asked["site"], on=on)
    record("cards.printed", subject=job, by=by, cards=total, chosen=asked["chosen"])
    return Made({"cards": total}, file, f"kartu-{on:%Y-%m-%d}-{job.pk}.pdf")


def make_letters(job: Job, progress: Progress) -> Made:
    """Print a letter to each worker whose cover ends as chosen and for whom nobody pays on."""
    asked = job.params
    on, by = date.fromisoformat(asked["on"]), job.asked_by
    total = printed_count(asked, by=by)
    progress.begin(total)
    choice = LapseChoice.read(asked["chosen"])
    periods = periods_to_write_about(by, on=on, choice=choice, right=RIGHT)
    file = tempfile.TemporaryFile()  # noqa: SIM115 (whoever keeps the file closes it)
    write_letters(file, _stepping(notices(periods, on=on, reader=by), progress), on=on)
    record("letters.printed", subject=job, by=by, letters=total, chosen=asked["chosen"])
    return Made({"letters": total}, file, f"surat-{on:%Y-%m-%d}-{job.pk}.pdf")


def tell_printed(facts: Mapping[str, Any]) -> list[str]:
    """Return what was printed, in a sentence."""
    if "letters" in facts:
        count = facts["letters"]
        words = ngettext("%(n)s letter was printed.", "%(n)s letters were printed.", count)
    else:
        count = facts["cards"]
        words = ngettext("%(n)s card was printed.", "%(n)s cards were printed.", count)
    return [words % {"n": number_text(count)}]


def _cards(workers: WorkerQuerySet, *, on: date, reader: User) -> Iterator[Card]:
    source = workers.iterator(chunk_size=_AT_ONCE)
    while part := list(islice(source, _AT_ONCE)):
        yield from cards_of(part, on=on, reader=reader)


def _stepping(items: Iterable[Item], progress: Progress) -> Iterator[Item]:
    """Yield the items and tell how far it is."""
    for done, item in enumerate(items, start=1):
        yield item
        progress.step(done)
