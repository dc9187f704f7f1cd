"""Every network format: written, read back by networkx, and equal."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from pathlib import Path

import networkx as nx
import pytest
from lxml import etree

from kg.errors import AccessError, InputError
from kg.export.networks import NETWORK_FORMATS, render_network, write_network
from tests.export.samples import awkward_digraph, awkward_network

UNION_IRI = "https://w3id.org/parley/id/actor/group/The%20%22Port%22%20Union%20%3Cb%3E"
UNION, FIRM, COMMAND = 'The "Port" Union <b>', "Léa & Söhne\u2028", "=cmd|' /C calc'!A0"
QUOTE = "They said:\r\n\u201cno\u201d \\ never"


def test_graphml_comes_back_equal() -> None:
    back = nx.parse_graphml(render_network(awkward_network(), "graphml"))
    by_label = {data["label"]: data for _, data in back.nodes(data=True)}
    assert by_label == {
        UNION: {"label": UNION, "name": UNION, "kind": "group", "statements": 4, "camp": 0, "iri": UNION_IRI},
        FIRM: {"label": FIRM, "kind": "organization", "statements": 2, "camp": 1, "share": 0.5},
        COMMAND: {"label": COMMAND, "statements": 3, "share": 1.0},
    }
    label = nx.get_node_attributes(back, "label")
    ties = {frozenset((label[a], label[b])): data for a, b, data in back.edges(data=True)}
    assert ties == {
        frozenset((UNION, FIRM)): {"id": "e1", "weight": -1.5, "sign": -1, "positions": "0a | 0b", "quote": QUOTE},
        frozenset((UNION, COMMAND)): {"id": "e0", "weight": 2.0, "sign": 1, "positions": "0c", "firm": True},
    }
    assert back.graph["kind"] == "subtract"


def test_gexf_comes_back_with_colours_and_strengths() -> None:
    text = render_network(awkward_network(), "gexf")
    back = nx.read_gexf(io.BytesIO(text.encode()), version="1.3")
    label = nx.get_node_attributes(back, "label")
    assert set(label.values()) == {UNION, FIRM, COMMAND}
    ties = {frozenset((label[a], label[b])): data for a, b, data in back.edges(data=True)}
    conflict = ties[frozenset((UNION, FIRM))]
    # Gephi takes no negative weights: the sign is an attribute of its own.
    assert (conflict["weight"], conflict["sign"], conflict["quote"]) == (1.5, -1, QUOTE)
    assert '<viz:color r="213" g="94" b="0" />' in text
    assert back.nodes["n1"]["viz"]["size"] > 10
    assert not back.is_directed()


def test_gexf_has_the_order_that_its_schema_wants() -> None:
    root = etree.fromstring(render_network(awkward_network(), "gexf").encode())
    assert root.tag == "{http://gexf.net/1.3}gexf"
    meta, graph = root
    assert [etree.QName(child).localname for child in meta] == ["creator", "description"]
    assert [(etree.QName(child).localname, child.get("class")) for child in graph] == [
        ("attributes", "node"),
        ("attributes", "edge"),
        ("nodes", None),
        ("edges", None),
    ]
    declared = {owner.get("class"): {a.get("id") for a in owner} for owner in graph[:2]}
    for owner, elements in (("node", graph[2]), ("edge", graph[3])):
        assert {value.get("for") for value in elements.iter("{*}attvalue")} == declared[owner]


def test_gexf_has_a_spell_for_each_day() -> None:
    graph = awkward_network()
    graph.nodes[UNION]["days"] = ("2025-03-01", "2025-03-04")
    graph.edges[UNION, "=cmd|' /C calc'!A0"]["days"] = ("2025-03-04",)
    root = etree.fromstring(render_network(graph, "gexf").encode())
    assert dict(root[1].attrib) == {
        "defaultedgetype": "undirected",
        "mode": "dynamic",
        "timeformat": "date",
        "timerepresentation": "interval",
    }
    spells = {
        element.get("id"): [(spell.get("start"), spell.get("end")) for spell in element.iter("{*}spell")]
        for element in root.iter("{*}node", "{*}edge")
    }
    assert spells == {
        "n0": [],
        "n1": [],
        "n2": [("2025-03-01", "2025-03-01"), ("2025-03-04", "2025-03-04")],
        "e0": [("2025-03-04", "2025-03-04")],
        "e1": [],
    }
    assert "days" not in {attribute.get("title") for attribute in root.iter("{*}attribute")}
    back = nx.read_gexf(io.BytesIO(render_network(graph, "gexf").encode()), version="1.3")
    assert back.number_of_edges() == 2
    assert render_network(awkward_network(), "gexf").count('mode="static"') == 3


@pytest.mark.parametrize(("form", "variable"), [("gexf", "GEXF_SCHEMA"), ("graphml", "GRAPHML_SCHEMA")])
def test_valid_against_the_official_schema(form: str, variable: str) -> None:
    """The schemas are others' work and no part of this project: the variable says where a copy lies."""
    if variable not in os.environ:
        pytest.skip(
            f"{variable} names no official schema: gexf.rng from gephi/gexf, specs/1.3, or graphml.xsd with"
            " graphml-structure.xsd and xlink.xsd beside it from graphml.graphdrawing.org/xmlns/1.0"
        )
    tree = etree.parse(os.environ[variable])
    schema = etree.RelaxNG(tree) if os.environ[variable].endswith(".rng") else etree.XMLSchema(tree)
    dated = awkward_network()
    dated.nodes[UNION]["days"] = ("2025-03-01", "2025-03-04")
    for graph in (awkward_network(), awkward_digraph(), dated):
        schema.assertValid(etree.fromstring(render_network(graph, form).encode()))


def test_proposals_and_actors_have_their_iris_in_every_format() -> None:
    graph = awkward_digraph()
    nx.set_node_attributes(graph, {name: name for name in graph}, "name")
    for form in NETWORK_FORMATS.keys() - {"net", "dl", "csv"}:
        assert "https://w3id.org/parley/id/proposal/a" in render_network(graph, form)
    two_mode: nx.Graph[str] = nx.Graph(kind="affiliation")
    two_mode.add_node("actor:Georgia (state)", name="Georgia (state)", actor="Georgia", kind="state", mode="actor")
    two_mode.add_node("proposal:toll", name="toll", mode="proposal")
    iris = [node["iri"] for node in csv.DictReader(io.StringIO(render_network(two_mode, "nodes.csv"), newline=""))]
    assert iris == ["https://w3id.org/parley/id/actor/state/Georgia", "https://w3id.org/parley/id/proposal/toll"]
    assert "iri" not in two_mode.nodes["proposal:toll"]


def test_node_link_json_comes_back_equal() -> None:
    back = nx.node_link_graph(json.loads(render_network(awkward_network(), "json")), edges="edges")
    graph = awkward_network()
    assert set(back) == set(graph)
    for name in graph:
        expected = {key: value for key, value in graph.nodes[name].items() if value is not None}
        assert back.nodes[name] == expected | ({"iri": UNION_IRI} if name == UNION else {})
    tie = dict(graph.edges[UNION, "Léa\u0007 & Söhne\u2028"])
    del tie["bound"]
    assert back.edges[UNION, "Léa\u0007 & Söhne\u2028"] == {**tie, "positions": ["0a", "0b"], "quote": QUOTE}


def test_cytoscape_json_comes_back_equal() -> None:
    content = json.loads(render_network(awkward_network(), "cyjs"))
    assert [node["data"]["id"] for node in content["elements"]["nodes"]] == ["n0", "n1", "n2"]
    assert [tie["data"]["id"] for tie in content["elements"]["edges"]] == ["e0", "e1"]
    nodes = {node["data"]["id"]: node["data"]["name"] for node in content["elements"]["nodes"]}
    ties = {
        frozenset((nodes[tie["data"]["source"]], nodes[tie["data"]["target"]])): tie["data"]["weight"]
        for tie in content["elements"]["edges"]
    }
    assert ties == {frozenset((UNION, FIRM)): -1.5, frozenset((UNION, COMMAND)): 2.0}
    assert set(nx.cytoscape_graph(content)) == {"n0", "n1", "n2"}


def test_tie_and_node_lists_in_csv() -> None:
    ties = list(csv.DictReader(io.StringIO(render_network(awkward_network(), "csv"), newline="")))
    assert [(tie["source"], tie["target"], tie["weight"], tie["sign"]) for tie in ties] == [
        (f"'{COMMAND}", UNION, "2.0", "1"),
        (FIRM, UNION, "-1.5", "-1"),
    ]
    nodes = list(csv.DictReader(io.StringIO(render_network(awkward_network(), "nodes.csv"), newline="")))
    assert [node["id"] for node in nodes] == [f"'{COMMAND}", FIRM, UNION]
    assert nodes[2]["statements"] == "4"


def test_pajek_comes_back() -> None:
    back = nx.Graph(nx.parse_pajek(render_network(awkward_network(), "net").splitlines()))
    union = "The 'Port' Union <b>"
    assert set(back) == {COMMAND, "Léa & Söhne", union}
    assert {frozenset(ends): tie["weight"] for *ends, tie in back.edges(data=True)} == {
        frozenset((union, "Léa & Söhne")): -1.5,
        frozenset((union, COMMAND)): 2.0,
    }


def test_ucinet_gets_both_directions() -> None:
    lines = render_network(awkward_network(), "dl").splitlines()
    assert lines[0] == "dl n=3 format=edgelist1"
    rows = [re.fullmatch(r'"([^"]+)" "([^"]+)" (\S+)', line) for line in lines[lines.index("data:") + 1 :]]
    found = {(row[1], row[2]): float(row[3]) for row in rows if row}
    assert len(found) == len(rows) == 4
    assert found["Léa & Söhne", "The 'Port' Union <b>"] == found["The 'Port' Union <b>", "Léa & Söhne"] == -1.5
    assert len(render_network(awkward_digraph(), "dl").splitlines()) == 5 + 3


def test_dot_quotes_everything() -> None:
    lines = render_network(awkward_network(), "dot").split("\n")
    assert lines[0] == "graph {"
    assert re.fullmatch(r'  n2 \[.*"label"="The \\"Port\\" Union <b>".*\];', lines[4])
    conflict = next(line for line in lines if line.startswith("  n1 -- n2"))
    assert '"style"="dashed"' in conflict
    assert '"tie_weight"="-1.5"' in conflict
    assert '"quote"="They said:\\n\u201cno\u201d \\\\ never"' in conflict
    assert render_network(awkward_digraph(), "dot").splitlines()[-2].startswith("  n1 -> n0 [")


@pytest.mark.parametrize("form", NETWORK_FORMATS)
def test_the_order_of_nodes_and_ties_changes_nothing(form: str) -> None:
    graph = awkward_network()
    turned: nx.Graph[str] = nx.Graph(**graph.graph)
    turned.add_nodes_from(reversed(list(graph.nodes(data=True))))
    turned.add_edges_from((b, a, data) for a, b, data in reversed(list(graph.edges(data=True))))
    assert render_network(graph, form) == render_network(turned, form)


@pytest.mark.parametrize("form", ["graphml", "gexf", "json", "cyjs"])
def test_directed_networks_stay_directed(form: str) -> None:
    text = render_network(awkward_digraph(), form)
    back = {
        "graphml": lambda: nx.parse_graphml(text),
        "gexf": lambda: nx.read_gexf(io.BytesIO(text.encode()), version="1.3"),
        "json": lambda: nx.node_link_graph(json.loads(text), edges="edges"),
        "cyjs": lambda: nx.cytoscape_graph(json.loads(text)),
    }[form]()
    assert back.is_directed()
    names = nx.get_node_attributes(back, "label") or nx.get_node_attributes(back, "name") or {n: n for n in back}
    assert {(names[a], names[b]) for a, b in back.edges} == {("a", "b"), ("b", "a"), ("a", "c")}


def test_files_are_written_by_their_ending(tmp_path: Path) -> None:
    for name in ("x.graphml", "x.GEXF", "x.json", "x.cyjs", "x.dot", "x.csv", "x.nodes.csv"):
        write_network(awkward_network(), tmp_path / name)
    assert (tmp_path / "x.nodes.csv").read_text(encoding="utf-8").startswith("id,label,")
    assert (tmp_path / "x.csv").read_text(encoding="utf-8").startswith("source,target,")
    write_network(awkward_network(), tmp_path / "x.txt", "dot")
    with pytest.raises(InputError) as raised:
        write_network(awkward_network(), tmp_path / "x.xlsx")
    assert str(raised.value) == (
        "expected a network format among graphml, gexf, json, cyjs, dot, net, dl, csv, nodes.csv, got 'xlsx'"
    )
    with pytest.raises(AccessError) as failed:
        write_network(awkward_network(), tmp_path / "no" / "x.dot")
    assert (
        str(failed.value)
        == f"expected to write the network to {tmp_path / 'no' / 'x.dot'}, got: No such file or directory"
    )


@pytest.mark.parametrize("form", NETWORK_FORMATS)
def test_an_empty_network_is_refused(form: str) -> None:
    with pytest.raises(InputError) as raised:
        render_network(nx.Graph(), form)
    assert str(raised.value) == "expected a network with nodes to export, got an empty one"
