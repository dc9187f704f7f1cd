"""The benchmarks measure what they say: every way to the network gives the same weights."""

from __future__ import annotations

from pathlib import Path

from benchmarks.agreement import find_zones
from benchmarks.invented import invented_positions
from benchmarks.networks import loop_over_statements, loop_over_sums
from benchmarks.signed import read_signed, solve_all
from kg.analysis.congruence import subtract_network


def test_all_ways_give_the_same_weights() -> None:
    positions = invented_positions(30, 12, 400)
    graph = subtract_network(positions)
    ours = {(min(a, b), max(a, b)): tie["weight"] for a, b, tie in graph.edges(data=True)}
    for loop in (loop_over_statements, loop_over_sums):
        assert {pair: weight for pair, weight in loop(positions).items() if weight} == ours


def test_the_same_seed_gives_the_same_positions() -> None:
    assert invented_positions(5, 5, 20) == invented_positions(5, 5, 20)
    assert invented_positions(5, 5, 20) != invented_positions(5, 5, 20, seed=2)


def test_signed_tables_are_solved(tmp_path: Path) -> None:
    (tmp_path / "quarrel.csv").write_text("source,target,sign\na,b,1\nb,c,1\na,c,-1\n", encoding="utf-8")
    (found,) = solve_all(tmp_path, times=1)
    assert (found.name, found.nodes, found.ties, found.frustration, found.proven) == ("quarrel", 3, 3, 1.0, True)
    assert read_signed(tmp_path / "quarrel.csv").edges["a", "c"]["sign"] == -1
    assert solve_all(tmp_path / "nowhere") == []


def test_all_zones_are_complete() -> None:
    zones = find_zones(times=1)
    assert [zone.complete for zone in zones] == [True] * 4
    assert all(zone.seconds < 5 for zone in zones)
