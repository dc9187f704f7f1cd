"""The W3C's tests of SPARQL 1.1 Update: what an update changes, and what is none."""

from __future__ import annotations

import pyoxigraph
import pytest
from pyoxigraph import CanonicalizationAlgorithm, Dataset, NamedNode, Quad
from rdflib.namespace import RDF, RDFS

from kg.errors import InputError
from kg.rdf.iris import DEFAULT_GRAPH
from kg.store.changes import apply_delta
from kg.store.operations import Update, read_operations
from kg.store.replacement import merged
from kg.store.updating import evaluate
from tests.protocols import w3c
from tests.protocols.w3c import MF, UT

CHECKOUT = w3c.checkout()
FOLDERS = (
    "add", "basic-update", "clear", "copy", "delete", "delete-data", "delete-insert", "delete-where", "drop", "move",
    "syntax-update-1", "syntax-update-2", "update-silent",
)  # fmt: skip
BASE = "http://example/base"
TESTS = [
    pytest.param(graph, test, id=f"{folder}-{str(test).rpartition('#')[2]}")
    for folder in FOLDERS
    if CHECKOUT is not None
    for graph in [w3c.manifest(CHECKOUT / folder / "manifest.ttl")]
    for test in w3c.entries(graph)
]


@pytest.mark.skipif(CHECKOUT is None, reason="PARLEY_W3C_TESTS names no checkout of https://github.com/w3c/rdf-tests")
@pytest.mark.parametrize(("graph", "test"), TESTS)
def test_the_suites_of_updates(graph: w3c.Graph, test: w3c.Node) -> None:
    if is_refused(graph, test):
        with pytest.raises(InputError, match="expected an update that stays in this store, got LOAD"):
            read_operations(update_of(graph, test))
    else:
        check(graph, test)


def check(graph: w3c.Graph, test: w3c.Node) -> None:
    """AssertionError when an update does not do what a test says."""
    store, copy, action = pyoxigraph.Store(), pyoxigraph.Store(), graph.value(test, MF.action)
    if kind_of(graph, test).startswith("Negative"):
        with pytest.raises(InputError):
            evaluate(copy, update_of(graph, test))
        return
    for each in (store, copy):
        each.extend(merged(quads(graph, action)))
    apply_delta(store, evaluate(copy, update_of(graph, test)))
    if kind_of(graph, test) == "UpdateEvaluationTest":
        after = [quad for quad in store if isinstance(quad.graph_name, NamedNode)]
        assert canonical(after) == canonical(quads(graph, graph.value(test, MF.result)))


def is_refused(graph: w3c.Graph, test: w3c.Node) -> bool:
    """Whether a test wants LOAD to work, which reads from elsewhere."""
    return "LOAD" in update_of(graph, test).sparql.upper() and not kind_of(graph, test).startswith("Negative")


def kind_of(graph: w3c.Graph, test: w3c.Node) -> str:
    return str(graph.value(test, RDF.type)).rpartition("#")[2]


def update_of(graph: w3c.Graph, test: w3c.Node) -> Update:
    action = graph.value(test, MF.action)
    file = w3c.path_of(action if action is None else graph.value(action, UT.request) or action)
    return Update(sparql=file.read_text("utf-8"), base=BASE)


def quads(graph: w3c.Graph, state: w3c.Node | None) -> list[Quad]:
    """What a store holds in one state; the default graph of the tests is that of the protocols."""
    files = [(w3c.path_of(file), DEFAULT_GRAPH) for file in graph.objects(state, UT.data)]
    for each in graph.objects(state, UT.graphData):
        files.append((w3c.path_of(graph.value(each, UT.graph)), NamedNode(str(graph.value(each, RDFS.label)))))
    return [
        Quad(quad.subject, quad.predicate, quad.object, name)
        for file, name in files
        for quad in pyoxigraph.parse(path=str(file), base_iri=BASE)
    ]


def canonical(found: list[Quad]) -> set[Quad]:
    dataset = Dataset(found)
    dataset.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return set(dataset)
