"""Who can agree with whom, on what, and what is in the way."""

from __future__ import annotations

import itertools
import time
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.analysis.agreement import Package, best_package, zone_of_agreement
from kg.analysis.packages import claims_in_force
from kg.errors import InputError, MissingError
from kg.model import Modality, Position, Relation
from tests.analysis.coding import coded

TALKS = [
    coded("North", "+", "ceasefire", start=0),
    coded("North", "?", "ceasefire", "sanctions relief", start=50),
    coded("South", "+", "ceasefire", start=100),
    coded("South", "-", "sanctions relief", start=150),
    coded("Mediator", "+", "observers", start=200),
    coded("Neighbour", "-", "observers", start=250),
]


def test_who_can_agree_on_what() -> None:
    zone = zone_of_agreement(TALKS)
    assert zone.parties == ("Mediator", "Neighbour", "North", "South")
    assert [one.parties for one in zone.coalitions] == [
        ("Mediator", "North"),
        ("Mediator", "South"),
        ("Neighbour", "North"),
        ("Neighbour", "South"),
    ]
    assert zone.coalitions[0].package == Package(
        included=("ceasefire", "observers", "sanctions relief"), excluded=(), open=()
    )
    assert zone.coalitions[3].package == Package(
        included=("ceasefire",), excluded=("observers", "sanctions relief"), open=()
    )
    assert (zone.possible, zone.complete, zone.bound) == (False, True, 2)


def test_what_is_in_the_way_is_told_by_quotes() -> None:
    zone = zone_of_agreement(TALKS)
    assert [block.parties for block in zone.blocking] == [("Mediator", "Neighbour"), ("North", "South")]
    assert [(claim.says, claim.quote) for claim in zone.blocking[1].claims] == [
        ("North: ceasefire only if sanctions relief", "North links ceasefire to sanctions relief"),
        ("South supports ceasefire", "South backs ceasefire"),
        ("South opposes sanctions relief", "South rejects sanctions relief"),
    ]
    assert zone.deal_breakers == (("ceasefire", 1), ("observers", 1), ("sanctions relief", 1))
    assert zone.veto_players == ()


def test_a_veto_player() -> None:
    zone = zone_of_agreement([*TALKS[:3], TALKS[4], coded("Hawks", "-", "ceasefire", start=300)])
    assert zone.veto_players == ("Hawks",)
    assert zone.coalitions[0].parties == ("Mediator", "North", "South")


def test_all_can_agree() -> None:
    zone = zone_of_agreement(TALKS, parties=["North", "Mediator"])
    assert (zone.possible, zone.blocking, zone.veto_players, zone.bound) == (True, (), (), 2)


def test_a_party_against_itself_blocks_alone() -> None:
    zone = zone_of_agreement([*TALKS[:2], coded("North", "-", "sanctions relief", start=400)])
    assert [block.parties for block in zone.blocking] == [("North",)]
    assert [one.parties for one in zone.coalitions] == [()]
    assert zone.bound == 0


def test_the_latest_position_counts_and_a_divided_day_does_not() -> None:
    changed = [
        coded("North", "-", "truce", day="2024-01-01"),
        coded("North", "+", "truce", day="2024-02-01", start=50),
        coded("South", "+", "truce", day="2024-01-01", start=100),
        coded("South", "-", "truce", day="2024-01-01", start=150),
    ]
    claims, unclear = claims_in_force(changed)
    assert [claim.says for claim in claims] == ["North supports truce"]
    assert unclear == (("South", "truce"),)
    zone = zone_of_agreement(changed)
    assert (zone.possible, zone.unclear, zone.parties) == (True, (("South", "truce"),), ("North", "South"))


def test_unless_and_threats() -> None:
    claims, _ = claims_in_force(
        [
            coded("North", "?", "talks", "drills", relation=Relation.UNLESS),
            coded("North", "?", "strike", "drills", relation=Relation.IF_THREAT, start=50),
        ]
    )
    assert [(claim.says, claim.clause) for claim in claims] == [
        ("North: talks unless drills", (("talks", False), ("drills", False)))
    ]


def test_wishes_are_met_where_demands_leave_room() -> None:
    wishes = [
        *TALKS[:2],
        coded("South", "-", "sanctions relief", start=150, modality=Modality.TENTATIVE),
        coded("South", "+", "observers", start=200, modality=Modality.REPORTED),
    ]
    assert zone_of_agreement(wishes).possible
    found = best_package(wishes)
    assert found is not None
    package, missed = found
    assert package == Package(included=("ceasefire", "observers", "sanctions relief"), excluded=(), open=())
    assert [claim.says for claim in missed] == ["South opposes sanctions relief"]
    assert best_package(TALKS) is None


def test_what_is_not_there_is_said() -> None:
    with pytest.raises(InputError) as raised:
        zone_of_agreement([])
    assert str(raised.value) == "expected positions for a zone of agreement, got none: the selection is empty"
    with pytest.raises(MissingError) as missing:
        zone_of_agreement(TALKS, parties=["North", "East"])
    assert str(missing.value) == "expected parties among Mediator, Neighbour, North, South, got East"


CLAIMS = st.lists(
    st.tuples(st.sampled_from("ABCDE"), st.sampled_from("+-?"), st.permutations("wxyz"), st.booleans()),
    min_size=1,
    max_size=14,
)


@settings(deadline=None, max_examples=80)
@given(CLAIMS)
def test_equals_a_search_of_all_sets_and_packages(drawn: list[tuple[str, str, list[str], bool]]) -> None:
    positions: list[Position] = []
    for n, (party, sign, (label, other, *_), unless) in enumerate(drawn):
        day = (date(2024, 1, 1) + timedelta(days=n)).isoformat()
        relation = Relation.UNLESS if unless else Relation.ONLY_IF
        conditions = [other] if sign == "?" else []
        positions.append(coded(party, sign, label, *conditions, start=50 * n, day=day, relation=relation))
    zone = zone_of_agreement(positions)
    claims, _ = claims_in_force(positions)
    packages = [dict(zip("wxyz", bits, strict=True)) for bits in itertools.product((True, False), repeat=4)]

    def agree(parties: set[str]) -> bool:
        theirs = [claim for claim in claims if claim.party in parties]
        return any(all(any(p[label] is want for label, want in c.clause) for c in theirs) for p in packages)

    subsets = [
        set(group) for size in range(len(zone.parties) + 1) for group in itertools.combinations(zone.parties, size)
    ]
    agreeing = [group for group in subsets if agree(group)]
    largest = {tuple(sorted(group)) for group in agreeing if not any(group < other for other in agreeing)}
    blocked = [group for group in subsets if not agree(group)]
    smallest = {tuple(sorted(group)) for group in blocked if not any(other < group for other in blocked)}
    assert {one.parties for one in zone.coalitions} == largest
    assert {one.parties for one in zone.blocking} == smallest
    assert zone.complete
    for block in zone.blocking:
        assert {claim.party for claim in block.claims} == set(block.parties)


def test_thirty_parties_and_twenty_proposals() -> None:
    positions = [
        coded(
            f"P{p:02d}",
            "+-?"[(p * 7 + i * 3) % 11 % 3],
            f"issue {i:02d}",
            *([f"issue {(i + 3) % 20:02d}"] if (p * 7 + i * 3) % 11 % 3 == 2 else []),
            start=50 * (20 * p + i),
        )
        for p in range(30)
        for i in range(20)
        if (p * 13 + i * 5) % 7 == 0
    ]
    started = time.monotonic()
    zone = zone_of_agreement(positions)
    assert zone.complete
    assert len(zone.parties) == 30
    assert time.monotonic() - started < 20
