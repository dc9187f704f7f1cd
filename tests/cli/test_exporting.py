"""``export``: every format opens where it should, and the same graph gives the same bytes."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pyoxigraph
import pytest

from tests.cli.conftest import Parley
from tests.rdf.samples import harbour_record

RDF = {
    "turtle": pyoxigraph.RdfFormat.TURTLE,
    "trig": pyoxigraph.RdfFormat.TRIG,
    "nquads": pyoxigraph.RdfFormat.N_QUADS,
    "ntriples": pyoxigraph.RdfFormat.N_TRIPLES,
    "jsonld": pyoxigraph.RdfFormat.JSON_LD,
    "rdfxml": pyoxigraph.RdfFormat.RDF_XML,
}


@pytest.mark.parametrize("form", RDF)
def test_the_graph_is_exported_whole(form: str, graph: str, parley: Parley) -> None:
    found = parley("export", form, "--store", graph)
    assert found.status == 0, found.err
    quads = list(pyoxigraph.parse(found.out.encode(), format=RDF[form]))
    total = json.loads(parley("stats", "--store", graph, "--json").out)["quads"]
    graphs = {quad.graph_name for quad in quads if isinstance(quad, pyoxigraph.Quad)}
    if form in ("trig", "nquads", "jsonld"):
        assert len(quads) > total  # all that is counted, and the ontology
        assert len(graphs) == 6
    else:
        assert len(quads) > 500
    assert parley("export", form, "--store", graph).out == found.out


def test_a_selection_is_exported_with_its_articles_alone(graph: str, parley: Parley) -> None:
    found = parley("export", "nquads", "--store", graph, "--actor", "ardania")
    assert len({line.split()[-2] for line in found.out.splitlines()}) == 1
    assert "Ardania" in found.out
    assert "Fishers" not in found.out.replace("The Fishers' League welcomed", "")


def test_rows_and_networks_are_exported(graph: str, parley: Parley) -> None:
    rows = [json.loads(line) for line in parley("export", "jsonl", "--store", graph).out.splitlines()]
    assert len(rows) == 23
    assert len(list(csv.reader(io.StringIO(parley("export", "csv", "--store", graph).out)))) == 24
    for form in ("graphml", "gexf"):
        ElementTree.fromstring(parley("export", form, "--store", graph).out)
    ties = parley("export", "csv", "--of", "network", "--store", graph, "--network", "affiliation").out
    assert len(ties.splitlines()) > 1
    cells = parley("export", "csv", "--of", "matrix", "--store", graph, "--only-party", "ardania").out
    assert cells == (
        "actor,proposal,verdict,support,oppose,conditional,balance,positions\r\n"
        f"Ardania,harbour opening,conditional,0,0,1,0,{harbour_record().positions[0].id}\r\n"
    )


@pytest.mark.parametrize(
    ("arguments", "name", "begins"),
    [
        (["png"], "network.png", b"\x89PNG"),
        (["svg", "--of", "matrix"], "matrix.svg", b"<?xml"),
        (["svg", "--network", "conditions"], "conditions.svg", b"<?xml"),
        (["html"], "report.html", b"<!"),
        (["gexf"], "network.gexf", b"<?xml"),
    ],
)
def test_files_are_written(
    arguments: list[str], name: str, begins: bytes, graph: str, parley: Parley, tmp_path: Path
) -> None:
    found = parley("export", *arguments, "-o", name, "--store", graph)
    content = (tmp_path / name).read_bytes()
    assert (found.status, found.out, found.err) == (0, "", f"Wrote {name} ({len(content):,} bytes).\n")
    assert content.startswith(begins)


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["png"], "expected a file to write the picture to, got none: add -o picture.png"),
        (["docx"], "expected a format among jsonl, csv, graphml, gexf, json, cyjs, dot, "),
        (["jsonl", "--of", "network"], "expected a format of network among graphml, gexf, json, "),
        (
            ["csv", "--of", "everything"],
            "expected an export of positions, network, matrix, graph, report, got 'everything'",
        ),
        (["graphml", "--network", "love"], "expected a network among congruence, conflict, subtract, "),
        (["csv", "-o", "no/such/folder.csv"], "expected to write no/such/folder.csv, got: No such file or directory"),
        (["turtle", "--actor", "ardanja"], "expected actor to be part of a name in this graph, got 'ardanja'; the nea"),
        (["html", "--actor", "ardanja"], "expected actor to be part of a name in this graph, got 'ardanja'; the near"),
    ],
)
def test_what_cannot_be_exported_is_refused(arguments: list[str], complaint: str, graph: str, parley: Parley) -> None:
    found = parley("export", *arguments, "--store", graph)
    assert (found.status, found.out) == (1, "")
    assert found.err.startswith(f"parley: {complaint}")
