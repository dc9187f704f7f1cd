"""How a store is changed: whole graphs exchanged, and the merge of all graphs kept in step, in one transaction.

The default graph holds the merge: every triple of any graph, once. Queries see it by default. The engine could
make the union of the graphs on the fly, but it gives a triple that stands in *n* graphs *n* times (an actor's name
stands in every article that has the actor), so that counts are wrong and joins explode. A triple leaves the merge
with the last graph that has it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from pyoxigraph import NamedNode, Quad


def replacement(graphs: Mapping[NamedNode, Collection[Quad]]) -> str:
    """One SPARQL update: the graphs out, their new quads in. Servers apply a request as one transaction."""
    steps = [step for graph in graphs for step in _removal(graph)]
    steps += [_insertion(graph, quads) for graph, quads in graphs.items() if quads]
    return " ;\n".join(steps)


def merged(quads: Iterable[Quad]) -> Iterable[Quad]:
    """The quads, and each again in the default graph."""
    for quad in quads:
        yield quad
        yield Quad(quad.subject, quad.predicate, quad.object)


def _removal(graph: NamedNode) -> tuple[str, str]:
    elsewhere = f"GRAPH ?other {{ ?s ?p ?o }} FILTER(?other != {graph})"
    return (
        f"DELETE {{ ?s ?p ?o }} WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} FILTER NOT EXISTS {{ {elsewhere} }} }}",
        f"DROP SILENT GRAPH {graph}",
    )


def _insertion(graph: NamedNode, quads: Iterable[Quad]) -> str:
    triples = "\n".join(f"{quad.triple} ." for quad in quads)
    return f"INSERT DATA {{\n{triples}\nGRAPH {graph} {{\n{triples}\n}} }}"
