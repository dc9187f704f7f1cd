"""Equal to the matrices that Discourse Network Analyzer 3.1.2 computed from its own sample database."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from kg.analysis.congruence import (
    conflict_network,
    congruence_network,
    cooccurrence_network,
    subtract_network,
)
from kg.analysis.onemode import one_mode
from kg.model import Position
from kg.model.filter import PositionFilter
from kg.store import open_store
from kg.text.dna import read_coding

DNA = Path(__file__).parents[2] / ".." / "shared" / "data" / "dna"

pytestmark = pytest.mark.skipif(not DNA.is_dir(), reason="DNA's sample database is not here")

NETWORKS = {
    "ignore": cooccurrence_network,
    "congruence": congruence_network,
    "conflict": conflict_network,
    "subtract": subtract_network,
}


@pytest.fixture(scope="module")
def positions(tmp_path_factory: pytest.TempPathFactory) -> list[Position]:
    """The coded statements, after they went through a store on disk."""
    coding = read_coding(str(DNA / "sample.dna"))
    assert (len(coding.records), coding.left_out) == (7, ())
    place = tmp_path_factory.mktemp("coded") / "parley.db"
    with open_store(place) as store:
        store.add_many(coding.records)
    with open_store(place, read_only=True) as store:
        found = store.positions(PositionFilter())
    assert len(found) == 40
    return found


@pytest.mark.parametrize("duplicates", ["include", "document"])
@pytest.mark.parametrize("normalization", ["no", "average"])
@pytest.mark.parametrize("aggregation", NETWORKS)
def test_equals_dna(positions: list[Position], aggregation: str, normalization: str, duplicates: str) -> None:
    with (DNA / f"org_{aggregation}_{normalization}_{duplicates}.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    theirs = {(row[0], name): float(value) for row in rows for name, value in zip(header[1:], row[1:], strict=True)}
    graph = NETWORKS[aggregation](positions, level="side", normalization=normalization, duplicates=duplicates)
    assert set(graph) == set(header[1:])
    ours = {(a, b): graph.edges[a, b]["weight"] if graph.has_edge(a, b) else 0.0 for a, b in theirs}
    assert ours == pytest.approx(theirs, abs=1e-9)
    kind = "cooccurrence" if aggregation == "ignore" else aggregation
    matrix = one_mode(positions, kind, level="side", normalization=normalization, duplicates=duplicates)
    table = matrix.weights.toarray()
    index = {name: place for place, name in enumerate(matrix.parties)}
    assert {(a, b): table[index[a], index[b]] for a, b in theirs} == pytest.approx(theirs, abs=1e-9)
