"""What holds for every claim, whatever its facts."""

import json
import random
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.rules.assess import assess
from claims.rules.assessment import Assessment, Result, When
from claims.rules.codes import FINDING_CODES, LINE_CODES
from claims.rules.facts import AidKind, Cause, Exclusion, Level, Mode, Outcome, Relation
from claims.rules.losses import losses, rows_by_code
from claims.rules.reading import BadFacts, read_facts
from claims.tests.rulebook import ACCIDENT, assessed
from registry.law.parameters import parameter

ROWS = {row.code: row for row in losses(date(2024, 1, 1))}
NOBODY_OFF: frozenset[date] = frozenset()
DAYS = st.dates(date(2015, 7, 1), date(2035, 12, 31))
OF_WORK = ["work_accident", "commuting_accident", "occupational_disease"]
RUPIAH = st.integers(0, 60_000_000)
CASH_CAPS = {"denture": "jkk.denture_max_idr", "spectacles": "jkk.spectacles_max_idr"}


def words(kind: Any) -> st.SearchStrategy[str]:
    return st.sampled_from([choice.value for choice in kind])


@st.composite
def one_loss(draw: st.DrawFn, outcome: str, codes: Any = tuple(ROWS)) -> dict[str, Any]:
    row = rows_by_code(date(2024, 1, 1))[draw(st.sampled_from(list(codes)))]
    loss: dict[str, Any] = {"code": row.code}
    if row.is_range:
        loss["percent"] = draw(st.integers(int(row.percent_from), int(row.percent_to)))
    if row.per_unit:
        loss["units"] = draw(st.integers(1, row.most_units))
    if outcome == "partial_functional":
        loss["functional_loss_percent"] = draw(st.integers(0, 100))
    return loss


@st.composite
def children(draw: st.DrawFn, died_on: date) -> dict[str, Any]:
    # from one whom the mother carried to one long grown up
    born_on = died_on - timedelta(days=draw(st.integers(-300, 30 * 365)))
    child: dict[str, Any] = {"born_on": born_on.isoformat()}
    if level := draw(st.none() | words(Level)):
        child["level"] = level
        if level in ("TK", "SD", "PT"):
            child["grade"] = draw(st.none() | st.integers(1, 2))
    return child


@st.composite
def claims(draw: st.DrawFn) -> dict[str, Any]:
    """Draw facts that can be true together."""
    event_on = draw(DAYS)
    filed_on = event_on + timedelta(days=draw(st.sampled_from([0, 30, 400, 2_500])))
    registered_on = event_on - timedelta(days=draw(st.sampled_from([-20, 0, 80, 100, 3_000])))
    program = draw(st.sampled_from(["JKK", "JKM"]))
    # mostly what has a right, so that there are lines to look at
    fitting = OF_WORK if program == "JKK" else ["illness", "other"]
    outcome = "death" if program == "JKM" and draw(st.booleans()) else draw(words(Outcome))
    heirs = st.fixed_dictionaries({"relation": words(Relation)})
    last_death = event_on if program == "JKM" else filed_on
    facts: dict[str, Any] = {
        "program": program,
        "event_on": event_on.isoformat(),
        "filed_on": filed_on.isoformat(),
        "cause": draw(st.sampled_from(fitting) | words(Cause)),
        "outcome": outcome,
        "registered_on": registered_on.isoformat(),
        "paid_months": draw(st.integers(0, 90)),
        "wage_base_idr": draw(st.sampled_from([300_000, 1_000_000, 2_950_000, 20_700_000])),
        "arrears_months": draw(st.integers(0, 4)),
        "arrears_settled": draw(st.booleans()),
        "temporary_incapacity_months": draw(st.integers(0, 40)),
        "transport": draw(
            st.lists(st.fixed_dictionaries({"mode": words(Mode), "amount_idr": RUPIAH}), max_size=4)
        ),
        "treatment_idr": draw(RUPIAH),
        "home_care_idr": draw(st.integers(1, 60_000_000)),
        "home_care_months": draw(st.integers(0, 30)),
        "aids": draw(
            st.lists(
                st.fixed_dictionaries({"kind": words(AidKind), "amount_idr": RUPIAH}), max_size=4
            )
        ),
        "heirs": draw(st.none() | st.lists(heirs, min_size=1, max_size=4)),
        "will_beneficiary": draw(st.booleans()),
        "children": draw(st.lists(children(last_death), max_size=4)),
        "exclusion": draw(st.sampled_from([None] * 9 + list(Exclusion)[:1]) | st.none()),
    }
    facts["suspected"] = program == "JKK" and draw(st.integers(0, 4)) == 4
    if outcome.startswith("partial") and program == "JKK":
        facts["losses"] = draw(st.lists(one_loss(outcome), max_size=1))
    if draw(st.booleans()):
        complete_on = filed_on + timedelta(days=draw(st.integers(0, 60)))
        facts["complete_on"] = complete_on.isoformat()
        paid_on = complete_on + timedelta(days=draw(st.integers(0, 400)))
        facts["paid_on"] = paid_on.isoformat()
    return facts


def found(facts: dict[str, Any]) -> Assessment:
    return assess(read_facts(facts), days_off=NOBODY_OFF)


@given(claims())
def test_every_claim_is_answered_in_known_codes(facts):
    answer = found(facts)

    assert {line.code for line in answer.lines} <= set(LINE_CODES)
    assert {finding.code for finding in answer.findings} <= set(FINDING_CODES)
    assert answer.compensation_idr >= 0
    blocked = any(finding.blocks for finding in answer.findings)
    assert blocked is (answer.result is not Result.ELIGIBLE)


@given(claims())
def test_a_refused_claim_has_no_line_and_every_refusal_its_clause(facts):
    answer = found(facts)

    if answer.result is Result.NOT_ELIGIBLE:
        assert answer.lines == ()
        assert all(finding.clause for finding in answer.findings if finding.blocks)
        assert answer.compensation_idr == 0


@given(claims())
def test_no_amount_is_negative_or_above_its_cap(facts):
    event_on = date.fromisoformat(facts["event_on"])
    rides = parameter("jkk.transport_max_idr", on=event_on).value

    for line in found(facts).lines:
        assert line.amount_idr > 0 or line.code.startswith("partial")
        if line.code.startswith("transport_"):
            assert line.amount_idr <= rides[line.code.removeprefix("transport_")]
        if line.code == "home_care":
            assert line.amount_idr <= 20_000_000
        if line.code in CASH_CAPS:
            assert line.amount_idr <= parameter(CASH_CAPS[line.code], on=event_on).value
        if line.code.startswith("partial"):
            assert line.amount_idr <= 0.7 * 80 * facts["wage_base_idr"]
        assert line.formula
        assert line.clause


@given(claims(), st.integers(1, 3))
def test_now_and_after_arrears_together_are_what_is_paid_without_arrears(facts, months):
    without = found(facts | {"arrears_months": 0})
    waiting = found(facts | {"arrears_months": months, "arrears_settled": False})
    settled = found(facts | {"arrears_months": months, "arrears_settled": True})

    both = waiting.total_now_idr + waiting.total_after_arrears_idr
    assert both == without.total_now_idr == settled.total_now_idr
    assert waiting.scholarship_total_idr == without.scholarship_total_idr
    assert without.total_after_arrears_idr == settled.total_after_arrears_idr == 0


@given(claims(), st.randoms(use_true_random=False))
def test_the_order_of_facts_changes_nothing(facts, chance: random.Random):
    names = list(facts)
    chance.shuffle(names)
    shuffled = {
        name: chance.sample(facts[name], len(facts[name]))
        if isinstance(facts[name], list)
        else facts[name]
        for name in names
    }

    assert found(shuffled) == found(facts)


@given(
    st.sampled_from(["partial_anatomical", "partial_functional"]).flatmap(
        lambda outcome: st.tuples(st.just(outcome), one_loss(outcome), st.integers(0, 100))
    )
)
def test_more_loss_never_pays_less(drawn):
    outcome, loss, more = drawn
    row = ROWS[loss["code"]]
    larger = dict(loss)
    if row.per_unit:
        larger["units"] = min(loss["units"] + more, row.most_units)
    if row.is_range:
        larger["percent"] = min(loss["percent"] + more, int(row.percent_to))
    if "functional_loss_percent" in loss:
        larger["functional_loss_percent"] = min(loss["functional_loss_percent"] + more, 100)

    less = assessed(ACCIDENT, outcome=outcome, losses=[loss]).total_now_idr

    assert assessed(ACCIDENT, outcome=outcome, losses=[larger]).total_now_idr >= less


@pytest.mark.parametrize("other", [code for code in ROWS if code != "smell"])
def test_another_loss_is_paid_on_top(other):
    row = ROWS[other]
    loss = {"code": other} | ({"units": 1} if row.per_unit else {})
    loss |= {"percent": 10} if row.is_range else {}
    facts = ACCIDENT | {"outcome": "partial_anatomical"}

    alone = assessed(facts, losses=[{"code": "smell"}]).total_now_idr

    assert assessed(facts, losses=[{"code": "smell"}, loss]).total_now_idr > alone


@given(claims())
def test_yearly_lines_are_scholarships_and_end_before_twenty_three(facts):
    for line in found(facts).lines:
        if line.when is When.YEARLY:
            assert line.code == "scholarship"
            assert line.due_on.year - line.child_born_on.year <= 23


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["code", "mode", "kind", "relation", "x"]), inner)
    ),
    max_leaves=6,
)


def answered_or_refused(thing: Any) -> Any:
    """Return the answer, or the problems that stand in its way; anything else is a crash."""
    try:
        return found(thing).result
    except BadFacts as bad:
        return [(problem.key, problem.code) for problem in bad.problems]


@given(claims(), st.data())
def test_any_json_is_assessed_or_refused_by_name(facts, data):
    keys = data.draw(st.lists(st.sampled_from([*facts, "nik", "losses", "event_at"]), max_size=4))
    mixed = facts | {key: data.draw(JSON) for key in keys}
    again = json.loads(json.dumps(mixed))

    assert answered_or_refused(again)


@given(JSON)
def test_anything_at_all_is_assessed_or_refused_by_name(thing):
    assert answered_or_refused(thing)
