"""Brokers, dividing and bridging proposals, agendas."""

from __future__ import annotations

import pytest

from kg.analysis.bridges import agenda_overlap, brokers, issues
from kg.analysis.coalitions import coalitions
from kg.analysis.congruence import subtract_network
from kg.errors import InputError
from tests.analysis.coding import coded

ANSWERS = {
    "tax": {"A": "+", "B": "+", "M": "+", "C": "-", "D": "-"},
    "quota": {"A": "+", "B": "+", "C": "-", "D": "-"},
    "fund": {"B": "+", "M": "+", "C": "+"},
    "audit": {"A": "?"},
}
TALKS = [
    coded(party, sign, issue, *(["fund"] if sign == "?" else []), start=100 * column + 10 * row)
    for column, (issue, answers) in enumerate(ANSWERS.items())
    for row, (party, sign) in enumerate(answers.items())
]
CAMPS = coalitions(subtract_network(TALKS))


def test_brokers_agree_with_both_camps() -> None:
    assert CAMPS.camps == (("A", "B", "M"), ("C", "D"))
    found = brokers(TALKS, CAMPS)
    assert [(broker.party, broker.camp, dict(broker.allies)) for broker in found] == [
        ("C", 1, {0: ("B", "M"), 1: ("D",)}),
        ("B", 0, {0: ("A", "M"), 1: ("C",)}),
        ("M", 0, {0: ("A", "B"), 1: ("C",)}),
    ]
    assert found[0].betweenness >= found[-1].betweenness


def test_issues_divide_or_bridge() -> None:
    found = {issue.proposal: issue for issue in issues(TALKS, CAMPS)}
    assert list(found) == ["quota", "tax", "fund", "audit"]
    assert (found["quota"].division, found["quota"].bridged) == (1.0, ())
    assert found["tax"].division == pytest.approx(4 * 3 * 2 / 25)
    assert (found["fund"].division, found["fund"].bridged) == (0.0, (0, 1))
    assert found["fund"].supporters == ("B", "C", "M")
    assert (found["audit"].division, found["audit"].conditional) == (None, ("A",))


def test_agendas_overlap() -> None:
    found = {(one.first, one.second): one for one in agenda_overlap(TALKS)}
    assert found["A", "B"].shared == ("quota", "tax")
    assert (found["A", "B"].either, found["A", "B"].share) == (4, 0.5)
    assert next(iter(found)) == ("B", "C")
    with pytest.raises(InputError) as raised:
        agenda_overlap(TALKS[:1])
    assert str(raised.value) == "expected positions of two parties or more, got only those of A"


def test_betweenness_of_a_large_network_is_estimated_the_same_way_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    said = [coded(f"P{n:02d}", "+", f"x{n % 7}", start=50 * n) for n in range(60)]
    said += [coded(f"P{n:02d}", "+", f"y{n % 5}", start=5000 + 50 * n) for n in range(60)]
    said += [coded(f"P{n:02d}", "+-"[n % 2], "z", start=10000 + 50 * n) for n in range(60)]
    camps = coalitions(subtract_network(said))
    exact = brokers(said, camps)
    monkeypatch.setattr("kg.analysis.bridges.MOST_STEPS", 1000)
    assert brokers(said, camps) == brokers(said, camps)
    assert {broker.party for broker in brokers(said, camps)} == {broker.party for broker in exact}
