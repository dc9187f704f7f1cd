"""What changes in people's own graphs: the quads that leave, the quads that come, applied in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple

from kg.errors import AccessError, InputError
from kg.rdf.iris import is_protected
from kg.rdf.namespaces import RDF, XSD
from kg.store.replacement import merged

PLAIN = frozenset({XSD.term("string"), RDF.term("langString")})
TERM_AT = "urn:x-parley:"
Role = Callable[[NamedNode | BlankNode | Literal | Triple], NamedNode | BlankNode | Literal | Triple | None]


class ProtectedError(AccessError):
    """A write from outside into a graph that is Parley's own."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Delta:
    """Quads of named graphs: those that leave a store, which it has, and those that come, which it has not."""

    deletions: frozenset[Quad] = frozenset()
    insertions: frozenset[Quad] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.deletions or self.insertions)

    def __reduce__(self) -> tuple[Callable[[bytes, bytes], Delta], tuple[bytes, bytes]]:
        # From process to process as N-Quads: forty times faster than term by term.
        return _read, (_written(self.deletions), _written(self.insertions))

    @property
    def graphs(self) -> tuple[NamedNode, ...]:
        """The graphs that it changes, in the order of their IRIs."""
        names = {quad.graph_name for quad in (*self.deletions, *self.insertions)}
        return tuple(sorted((name for name in names if isinstance(name, NamedNode)), key=str))


def effect(engine: pyoxigraph.Store, deletions: Iterable[Quad], insertions: Iterable[Quad]) -> Delta:
    """What it would change in a store to take quads out and then put others in.

    Quads are given back in the form in which the store keeps them (``"01"^^xsd:integer`` is ``"1"`` there).
    Raises ProtectedError where a graph is Parley's own, InputError for what RDF 1.1 has no room for.
    """
    coming, leaving = set(insertions), set(deletions)
    _check_graphs({quad.graph_name for quad in (*leaving, *coming)})
    check_terms(coming)
    coming = set(_as_kept(coming))
    return Delta(
        deletions=frozenset(quad for quad in _as_kept(leaving) if quad in engine and quad not in coming),
        insertions=frozenset(quad for quad in coming if quad not in engine),
    )


def sequence(first: Delta, then: Delta) -> Delta:
    """Two changes, one after the other, as one."""
    return Delta(
        deletions=(first.deletions - then.insertions) | (then.deletions - first.insertions),
        insertions=(first.insertions - then.deletions) | (then.insertions - first.deletions),
    )


def apply_delta(engine: pyoxigraph.Store, delta: Delta) -> None:
    """Make a change in one transaction, with the merge of all graphs in the default graph kept in step.

    A triple leaves the merge with the last graph that has it, and a graph is gone with its last triple.
    """
    if not delta.deletions:
        engine.extend(merged(delta.insertions))
        return
    emptied = set(_emptied(engine, delta))
    leaving = [quad for quad in delta.deletions if quad.graph_name not in emptied]
    leaving += _leaving_the_merge(engine, delta)
    _exchange(engine, leaving, list(merged(delta.insertions)), sorted(emptied, key=str))


def check_graph(graph: NamedNode) -> None:
    """Raise ProtectedError when the graph is Parley's own."""
    if is_protected(graph):
        raise ProtectedError(
            f"expected a graph of your own to write to, got {graph.value}, which Parley keeps;"
            " articles are added, corrected and retracted through Parley itself"
        )


def check_terms(quads: Iterable[Quad]) -> None:
    """Raise InputError for RDF 1.2's triple terms and directed strings: most tools give them back broken, if at all."""
    for quad in quads:
        if isinstance(quad.object, Triple):
            raise InputError(f"expected triples of RDF 1.1, got a triple about a triple: {quad.object}")
        if isinstance(quad.object, Literal) and quad.object.direction is not None:
            raise InputError(f"expected literals of RDF 1.1, got one with a base direction: {quad.object}")


def _written(quads: Iterable[Quad]) -> bytes:
    document = pyoxigraph.serialize(quads, format=RdfFormat.N_QUADS)
    assert document is not None, "the writer returns bytes when it is given no file"
    return document


def _read(deletions: bytes, insertions: bytes) -> Delta:
    leaving, coming = (frozenset(pyoxigraph.parse(each, format=RdfFormat.N_QUADS)) for each in (deletions, insertions))
    return Delta(deletions=leaving, insertions=coming)


def _check_graphs(graphs: Iterable[object]) -> None:
    for graph in sorted(graphs, key=str):
        if not isinstance(graph, NamedNode):
            raise InputError(f"expected graphs that are named by an IRI, got {graph}")
        check_graph(graph)


def _as_kept(quads: Collection[Quad]) -> Iterator[Quad]:
    typed = [quad for quad in quads if isinstance(quad.object, Literal) and quad.object.datatype not in PLAIN]
    yield from set(quads).difference(typed)
    scratch = pyoxigraph.Store()
    scratch.extend(typed)
    yield from scratch


def _leaving_the_merge(engine: pyoxigraph.Store, delta: Delta) -> Iterator[Quad]:
    staying = {quad.triple for quad in delta.insertions}
    for triple in {quad.triple for quad in delta.deletions} - staying:
        holding = engine.quads_for_pattern(triple.subject, triple.predicate, triple.object, None)
        if not any(isinstance(quad.graph_name, NamedNode) and quad not in delta.deletions for quad in holding):
            yield Quad(triple.subject, triple.predicate, triple.object)


def _emptied(engine: pyoxigraph.Store, delta: Delta) -> Iterator[NamedNode]:
    growing = {quad.graph_name for quad in delta.insertions}
    for graph in delta.graphs:
        if graph not in growing:
            left = engine.quads_for_pattern(None, None, None, graph)
            if all(quad in delta.deletions for quad in left):
                yield graph


def _exchange(engine: pyoxigraph.Store, leaving: list[Quad], coming: list[Quad], emptied: Iterable[NamedNode]) -> None:
    """Quads out and quads in. An update is the engine's one transaction that does both.

    Its text cannot name blank nodes, so it names quads by their numbers, and functions of ours give their terms.
    """
    quads = [*leaving, *coming]
    numbered = list(enumerate(quads))
    steps = [
        *_steps("DELETE", numbered[: len(leaving)]),
        *_steps("INSERT", numbered[len(leaving) :]),
        *(f"DROP SILENT GRAPH {graph}" for graph in emptied),
    ]
    roles: dict[str, Role] = {
        "subject": lambda number: quads[_index(number)].subject,
        "predicate": lambda number: quads[_index(number)].predicate,
        "object": lambda number: quads[_index(number)].object,
        "graph": lambda number: _name(quads[_index(number)]),
    }
    functions = {NamedNode(TERM_AT + role): function for role, function in roles.items()}
    engine.update(" ;\n".join(steps), custom_functions=functions)


def _steps(verb: str, numbered: list[tuple[int, Quad]]) -> Iterator[str]:
    named = [str(number) for number, quad in numbered if isinstance(quad.graph_name, NamedNode)]
    unnamed = [str(number) for number, quad in numbered if isinstance(quad.graph_name, DefaultGraph)]
    terms = " ".join(f"BIND(<{TERM_AT}{role}>(?n) AS ?{role})" for role in ("subject", "predicate", "object"))
    graph = f"BIND(<{TERM_AT}graph>(?n) AS ?graph)"
    if named:
        pattern = "GRAPH ?graph { ?subject ?predicate ?object }"
        yield f"{verb} {{ {pattern} }} WHERE {{ VALUES ?n {{ {' '.join(named)} }} {terms} {graph} }}"
    if unnamed:
        yield f"{verb} {{ ?subject ?predicate ?object }} WHERE {{ VALUES ?n {{ {' '.join(unnamed)} }} {terms} }}"


def _index(number: object) -> int:
    assert isinstance(number, Literal), "the numbers are integers"
    return int(number.value)


def _name(quad: Quad) -> NamedNode:
    assert isinstance(quad.graph_name, NamedNode), "the quads of the default graph are not asked"
    return quad.graph_name
