"""Who receives the money of a death, by the order of the law."""

from datetime import date

import pytest

from claims.rules.assessment import PayeeKind
from claims.rules.facts import HeirFact, Relation
from claims.rules.heirs import entitled
from claims.tests.rulebook import ACCIDENT, DEATH, assessed, codes

ON = date(2024, 2, 10)


def heirs(*relations):
    return tuple(HeirFact(Relation(relation)) for relation in relations)


@pytest.mark.parametrize(
    ("stated", "first"),
    [
        (("sibling", "spouse", "parent"), {"spouse"}),
        (("child", "spouse", "sibling"), {"spouse", "child"}),
        (("child", "parent"), {"child"}),
        (("sibling", "grandchild", "parent"), {"grandchild", "parent"}),
        (("grandparent", "parent_in_law"), {"grandparent"}),
        (("parent_in_law", "sibling"), {"sibling"}),
        (("will", "parent_in_law"), {"parent_in_law"}),
        (("will",), {"will"}),
        ((), set()),
    ],
)
def test_the_first_class_that_has_anybody_takes_all(stated, first):
    found = entitled(heirs(*stated), on=ON)

    assert {heir.relation.value for heir in found} == first


def test_a_will_counts_after_every_relative():
    assert entitled(heirs("sibling"), on=ON, will=True)[0].relation is Relation.SIBLING
    assert entitled((), on=ON, will=True)[0].relation is Relation.WILL


def test_with_a_will_nothing_goes_to_the_fund():
    found = assessed(DEATH, heirs=[], will_beneficiary=True)

    assert {line.payee for line in found.lines} == {PayeeKind.HEIRS}


def test_heirs_that_nobody_stated_are_expected_and_told():
    found = assessed(DEATH, heirs=None)

    assert {line.payee for line in found.lines} == {PayeeKind.HEIRS}
    assert "heirs_not_stated" in codes(found)


def test_several_heirs_of_one_class_are_told_that_no_act_divides_it():
    stated = [{"relation": "spouse"}, {"relation": "child"}, {"relation": "sibling"}]

    found = assessed(DEATH, heirs=stated)

    (finding,) = [each for each in found.findings if each.code == "heirs_share_one_class"]
    assert finding.facts == {"count": 2, "relations": ("child", "spouse")}


@pytest.mark.parametrize(
    ("born", "guardian"),
    [
        (["2006-03-02", "2010-01-01"], True),
        (["2006-03-01", "2010-01-01"], False),
        ([None, "2010-01-01"], False),
    ],
    ids=["all below eighteen", "one is eighteen that day", "one age unknown"],
)
def test_a_guardian_is_needed_when_every_entitled_heir_is_a_minor(born, guardian):
    stated = [{"relation": "child", "born_on": day} for day in born]
    stated.append({"relation": "sibling", "born_on": "1980-01-01"})

    found = assessed(DEATH, filed_on="2024-03-01", heirs=stated)

    assert ("guardian_needed" in codes(found)) is guardian


def test_children_of_the_scholarship_are_heirs_before_a_brother():
    found = assessed(DEATH, heirs=[{"relation": "sibling"}], children=[{"born_on": "2014-02-01"}])

    (finding,) = [each for each in found.findings if each.code == "heirs_class"]
    assert finding.facts == {"relations": ("child",)}


def test_heirs_matter_only_when_somebody_died():
    found = assessed(ACCIDENT, outcome="permanent_total", heirs=[])

    assert {line.payee for line in found.lines} == {PayeeKind.WORKER}
    assert not {"no_heirs", "heirs_class", "heirs_not_stated"} & set(codes(found))
