"""Looking at a claim in the middle of an act: what its rules say now, or a refusal in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from claims.actions.steps import moment_of, take_step
from claims.models import Claim
from claims.queries.outlook import Outlook, outlook
from claims.rules.problems import BadFacts
from claims.rules.states import Status
from claims.wording.problems import problem_text
from registry.models import Holiday, User
from registry.refusals import Refused


class FactsContradict(Refused):
    """What was stated cannot all be true; `problems` names each key."""

    code = "facts_contradict"

    def __init__(self, message: str, *, problems: Mapping[str, str]) -> None:
        super().__init__(message, facts={"problems": dict(problems)})
        self.problems = dict(problems)


def seen(claim: Claim) -> Outlook:
    """Return the outlook of a claim; refuse with words where its facts contradict each other."""
    try:
        return outlook(claim, days_off=Holiday.objects.days_off())
    except BadFacts as bad:
        problems = {problem.key: problem_text(problem) for problem in bad.problems}
        raise FactsContradict(" ".join(problems.values()), problems=problems) from bad


def hand_back(claim: Claim, *, on: date, by: User) -> None:
    """Give an incomplete claim to the examiner when the last thing that was missing came in."""
    if claim.status == Status.INCOMPLETE and seen(claim).is_complete:
        take_step(claim, Status.REPORTED, at=moment_of(claim, on), by=by)
