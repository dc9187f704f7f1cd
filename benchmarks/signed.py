"""Camps of signed networks, proved optimal: seconds for every network in a folder of ``source,target,sign`` tables."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import NamedTuple

import networkx as nx

from benchmarks.timing import median_seconds
from kg.analysis.coalitions import coalitions


class Solved(NamedTuple):
    """A network, its least frustration, whether that was proved, and the median seconds it took."""

    name: str
    nodes: int
    ties: int
    frustration: float
    proven: bool
    seconds: float


def solve_all(folder: Path, *, times: int = 3) -> list[Solved]:
    """The camps of each network in ``folder``, by name; none where there is no such folder."""
    return [_solve(path, times) for path in sorted(folder.glob("*.csv"))]


def read_signed(path: Path) -> nx.Graph[str]:
    """The network in a table with columns source, target and sign."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    graph: nx.Graph[str] = nx.Graph()
    for row in rows:
        graph.add_edge(row["source"], row["target"], sign=int(row["sign"]), weight=int(row["sign"]))
    return graph


def _solve(path: Path, times: int) -> Solved:
    graph = read_signed(path)
    found = coalitions(graph, weighted=False)
    seconds = median_seconds(lambda: coalitions(graph, weighted=False), times=times)
    return Solved(path.stem, len(graph), graph.number_of_edges(), found.frustration, found.proven, seconds)
