"""People's own graphs, each as a whole document: what the SPARQL 1.1 Graph Store Protocol writes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad

from kg.errors import InputError, MissingError
from kg.rdf.iris import DEFAULT_GRAPH
from kg.rdf.parsing import parse_graph
from kg.rdf.serialization import Syntax
from kg.store.changes import check_graph, check_terms
from kg.store.store import Store


@dataclass(frozen=True, kw_only=True, slots=True)
class GraphDocument:
    """A graph as bytes in a syntax that holds one graph."""

    data: bytes
    syntax: Syntax


def graph_named(iri: str | None) -> NamedNode:
    """The graph with this IRI, or for None the default graph of the protocols; InputError for what is no IRI.

    >>> graph_named(None) == DEFAULT_GRAPH
    True
    """
    if iri is None:
        return DEFAULT_GRAPH
    try:
        return NamedNode(iri)
    except ValueError:
        raise InputError(f"expected the IRI of a graph, got {iri!r}") from None


def read_documents(documents: Iterable[GraphDocument], graph: NamedNode) -> set[Quad]:
    """The triples of some documents, put into one graph of people's own; blank nodes are new ones in each document.

    Raises InputError for what cannot be read, ProtectedError for one of Parley's own graphs.
    """
    check_graph(graph)
    triples = [triple for document in documents for triple in parse_graph(document.data, document.syntax, graph.value)]
    check_terms(triples)
    return {Quad(triple.subject, triple.predicate, triple.object, graph) for triple in triples}


def write_graph(store: Store, graph: NamedNode, quads: set[Quad], *, keep: bool) -> bool:
    """Let a graph hold these quads, beside what it holds (``keep``) or instead of it; whether it is a new graph."""
    old = store.graph(graph)
    store.replace_graphs({graph: quads | old if keep else quads})
    return not old


def drop_graph(store: Store, graph: NamedNode) -> None:
    """Take a graph of people's own away; MissingError when there is none, ProtectedError for one of Parley's own."""
    check_graph(graph)
    if not store.graph(graph):
        raise MissingError(f"expected a graph of this store, got {graph.value}")
    store.replace_graphs({graph: ()})
