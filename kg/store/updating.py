"""A SPARQL update, worked out on a private copy of a store: what comes of it is a change, made elsewhere.

Operation after operation is asked for what it would change, and the copy is changed by it, with the merge of all
graphs in step, so that the next one sees it. The store itself gets the sum of all in one transaction, or nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph
from pyoxigraph import DefaultGraph, NamedNode, Quad, QuerySolutions

from kg.errors import InputError
from kg.rdf.iris import DEFAULT_GRAPH, is_protected
from kg.rdf.namespaces import PREFIXES
from kg.store.changes import Delta, apply_delta, effect, sequence
from kg.store.complaints import complaint
from kg.store.operations import Clear, Create, Modify, Operation, Targets, Transfer, Update, read_operations
from kg.store.templates import Term
from kg.store.tokens import place

Triples = tuple[list[Quad], list[Quad]]


def work_out(copy: str, update: Update) -> Delta:
    """What an update changes in people's graphs, worked out on the copy of a store at ``copy``: see ``evaluate``."""
    return evaluate(pyoxigraph.Store(copy), update)


def evaluate(copy: pyoxigraph.Store, update: Update) -> Delta:
    """What an update changes in people's graphs, worked out on ``copy``, which is changed on the way.

    INSERT and DELETE without GRAPH or WITH mean DEFAULT_GRAPH; WHERE without GRAPH sees the merge of all graphs,
    unless WITH, USING or the request say otherwise. CLEAR and DROP ALL mean people's graphs. Raises InputError for
    what is no update, or fails (CREATE of a graph that exists, COPY of one that does not); ProtectedError for a
    write to one of Parley's own graphs. The copy is then of no use any more.
    """
    total = latest = Delta()
    for operation in read_operations(update):
        if latest:  # only now: nobody looks at what the last operation did
            apply_delta(copy, latest)
        latest = effect(copy, *_wanted(operation, copy, update))
        total = sequence(total, latest)
    return total


def _wanted(operation: Operation, copy: pyoxigraph.Store, update: Update) -> Triples:
    match operation:
        case Modify():
            return _modified(operation, copy, update)
        case Clear():
            return _cleared(operation, copy), []
        case Transfer():
            return _transferred(operation, copy)
        case Create():
            if not operation.silent and copy.contains_named_graph(operation.graph):
                raise InputError(f"expected a new graph to create, got {operation.graph.value}, which exists already")
            return [], []


def _modified(operation: Modify, copy: pyoxigraph.Store, update: Update) -> Triples:
    deletions, insertions = set[Quad](), set[Quad]()
    for solution in _solutions(operation, copy, update):
        if operation.deletions is not None:
            deletions.update(operation.deletions.filled(solution))
        if operation.insertions is not None:
            insertions.update(operation.insertions.filled(solution))
    return list(deletions), list(insertions)


def _cleared(operation: Clear, copy: pyoxigraph.Store) -> list[Quad]:
    if isinstance(operation.target, NamedNode):
        return _quads(copy, operation.target)
    spared = {DEFAULT_GRAPH} if operation.target is Targets.NAMED else set()
    graphs = [graph for graph in copy.named_graphs() if isinstance(graph, NamedNode) and graph not in spared]
    return [quad for graph in graphs if not is_protected(graph) for quad in _quads(copy, graph)]


def _transferred(operation: Transfer, copy: pyoxigraph.Store) -> Triples:
    if operation.source == operation.target:
        return [], []
    source = _quads(copy, operation.source)
    if not source and operation.source != DEFAULT_GRAPH:
        if operation.silent:
            return [], []
        raise InputError(f"expected a graph to take triples from, got {operation.source.value}, which does not exist")
    moved = [Quad(quad.subject, quad.predicate, quad.object, operation.target) for quad in source]
    replaced = _quads(copy, operation.target) if operation.replaces else []
    return [*replaced, *(source if operation.empties else [])], moved


def _solutions(operation: Modify, copy: pyoxigraph.Store, update: Update) -> Iterator[dict[str, Term | None]]:
    if operation.query is None:
        yield {}
        return
    try:
        found = copy.query(
            operation.query,
            base_iri=update.base,
            prefixes=PREFIXES,
            default_graph=DefaultGraph() if operation.default_graphs is None else list(operation.default_graphs),
            named_graphs=None if operation.named_graphs is None else list(operation.named_graphs),
        )
    except SyntaxError as error:
        told = complaint(operation.query, error, lambda start: place(update.sparql, start + operation.query_shift))
        raise InputError(f"expected a SPARQL 1.1 update, got {told}") from None
    except RuntimeError as error:
        raise InputError(f"expected a SPARQL 1.1 update, got one that cannot be worked out: {error}") from None
    assert isinstance(found, QuerySolutions), "a WHERE is asked as a SELECT"
    names = [variable.value for variable in found.variables]
    for solution in found:
        yield dict(zip(names, solution, strict=True))


def _quads(copy: pyoxigraph.Store, graph: NamedNode) -> list[Quad]:
    return list(copy.quads_for_pattern(None, None, None, graph))
