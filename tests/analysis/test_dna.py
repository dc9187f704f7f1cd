"""Equal to the matrices that Discourse Network Analyzer 3.1.2 computed from its own sample database."""

from __future__ import annotations

import csv
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kg.analysis.congruence import (
    conflict_network,
    congruence_network,
    cooccurrence_network,
    subtract_network,
)
from kg.analysis.onemode import one_mode
from kg.model import Act, Actor, ActorKind, Evidence, Position, Proposal, Span, Stance

DNA = Path(__file__).parents[2] / ".." / "shared" / "data" / "dna"

pytestmark = pytest.mark.skipif(not DNA.is_dir(), reason="DNA's sample database is not here")

NETWORKS = {
    "ignore": cooccurrence_network,
    "congruence": congruence_network,
    "conflict": conflict_network,
    "subtract": subtract_network,
}


@pytest.fixture(scope="module")
def positions() -> list[Position]:
    with sqlite3.connect(f"file:{DNA / 'sample.dna'}?mode=ro&immutable=1", uri=True) as database:
        rows = database.execute(
            """
            SELECT s.DocumentId, d.Date, d.Text, s.Start, s.Stop, organization.Value, concept.Value, agreement.Value
            FROM STATEMENTS s JOIN DOCUMENTS d ON d.ID = s.DocumentId
            JOIN DATASHORTTEXT o ON o.StatementId = s.ID AND o.VariableId = 2
            JOIN ENTITIES organization ON organization.ID = o.Entity
            JOIN DATASHORTTEXT c ON c.StatementId = s.ID AND c.VariableId = 3
            JOIN ENTITIES concept ON concept.ID = c.Entity
            JOIN DATABOOLEAN agreement ON agreement.StatementId = s.ID AND agreement.VariableId = 4
            WHERE s.StatementTypeId = 1
            """
        ).fetchall()
    database.close()
    return [
        Position(
            holder=Actor(name=organization, kind=ActorKind.ORGANIZATION),
            stance=Stance.SUPPORTS if agreement else Stance.OPPOSES,
            proposal=Proposal(label=concept, wording=concept),
            evidence=Evidence(article=f"{document:016x}", span=Span(start=start, end=stop), quote=text[start:stop]),
            act=Act.STATES,
            published=datetime.fromtimestamp(day, UTC).date(),
        )
        for document, day, text, start, stop, organization, concept, agreement in rows
    ]


@pytest.mark.parametrize("duplicates", ["include", "document"])
@pytest.mark.parametrize("normalization", ["no", "average"])
@pytest.mark.parametrize("aggregation", NETWORKS)
def test_equals_dna(positions: list[Position], aggregation: str, normalization: str, duplicates: str) -> None:
    with (DNA / f"org_{aggregation}_{normalization}_{duplicates}.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    theirs = {(row[0], name): float(value) for row in rows for name, value in zip(header[1:], row[1:], strict=True)}
    graph = NETWORKS[aggregation](positions, normalization=normalization, duplicates=duplicates)
    assert set(graph) == set(header[1:])
    ours = {(a, b): graph.edges[a, b]["weight"] if graph.has_edge(a, b) else 0.0 for a, b in theirs}
    assert ours == pytest.approx(theirs, abs=1e-9)
    kind = "cooccurrence" if aggregation == "ignore" else aggregation
    matrix = one_mode(positions, kind, normalization=normalization, duplicates=duplicates)
    table = matrix.weights.toarray()
    index = {name: place for place, name in enumerate(matrix.parties)}
    assert {(a, b): table[index[a], index[b]] for a, b in theirs} == pytest.approx(theirs, abs=1e-9)
