"""JSON-LD 1.1 with Parley's own context, written without a network or a processor.

The context is flat (prefixes, plain terms, terms with one coercion), so compaction is a table look-up and not the
general algorithm. What a term cannot hold is written out in full beside it, which every JSON-LD reader understands.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import groupby
from typing import Any

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from kg.errors import InputError
from kg.rdf.namespaces import PREFIXES, XSD
from kg.rdf.vocabulary import TYPE

Json = Any


@dataclass(frozen=True, kw_only=True, slots=True)
class _Context:
    document: Mapping[str, Json]
    terms: Mapping[str, str]
    coercions: Mapping[str, str]


def json_ld(quads: Iterable[Quad]) -> bytes:
    """Sorted quads as one JSON-LD document: named graphs with their nodes, then the nodes of the default graph.

    Raises InputError for an IRI whose scheme is one of our prefixes, and for triple terms.
    """
    context = _context()
    graph: list[Json] = []
    for name, members in groupby(quads, key=lambda quad: quad.graph_name):
        nodes = [_node(context, subject, list(facts)) for subject, facts in groupby(members, key=_subject)]
        graph += nodes if isinstance(name, DefaultGraph) else [{"@id": _iri(name), "@graph": nodes}]
    document = {"@context": context.document, "@graph": graph}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


@cache
def _context() -> _Context:
    """The context of ``ontology/context.jsonld``, with its terms by IRI and their coercions by term."""
    document = json.loads(files("ontology").joinpath("context.jsonld").read_text("utf-8"))["@context"]
    terms, coercions = {}, {}
    for term, meaning in document.items():
        if term.startswith("@") or term in PREFIXES or (isinstance(meaning, str) and meaning.startswith("@")):
            continue
        iri = meaning if isinstance(meaning, str) else meaning["@id"]
        terms[_expanded(iri)] = term
        if isinstance(meaning, dict) and "@type" in meaning:
            coercions[term] = meaning["@type"] if meaning["@type"] == "@id" else _expanded(meaning["@type"])
    return _Context(document=document, terms=terms, coercions=coercions)


def _expanded(curie: str) -> str:
    prefix, _, local = curie.partition(":")
    return PREFIXES[prefix] + local


def _subject(quad: Quad) -> object:
    return quad.subject


def _node(context: _Context, subject: object, facts: list[Quad]) -> Json:
    node: dict[str, Json] = {"@id": _iri(subject)}
    classes = [_term(context, quad.object) for quad in facts if quad.predicate == TYPE]
    if classes:
        node["@type"] = classes
    for predicate, same in groupby((quad for quad in facts if quad.predicate != TYPE), key=lambda quad: quad.predicate):
        term = _term(context, predicate)
        values = [_value(quad.object, context.coercions.get(term)) for quad in same]
        node[term] = values[0] if len(values) == 1 else values
    return node


def _term(context: _Context, iri: object) -> str:
    if isinstance(iri, NamedNode) and iri.value in context.terms:
        return context.terms[iri.value]
    return _iri(iri)


def _iri(node: object) -> str:
    if isinstance(node, BlankNode):
        return f"_:{node.value}"
    if not isinstance(node, NamedNode):
        raise InputError(f"expected an IRI or a blank node for JSON-LD, got {node}")
    return _compact(node.value)


@lru_cache(maxsize=10_000)
def _compact(iri: str) -> str:
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and not iri.startswith("//", len(namespace)):
            return f"{prefix}:{iri[len(namespace) :]}"
    scheme, _, rest = iri.partition(":")
    if scheme in PREFIXES and not rest.startswith("//"):
        raise InputError(f"expected an IRI that is no compact IRI of Parley's context, got {iri}")
    return iri


def _value(term: NamedNode | BlankNode | Literal | Triple, coercion: str | None) -> Json:
    if not isinstance(term, Literal):
        return _iri(term) if coercion == "@id" else {"@id": _iri(term)}
    if term.language is not None:
        return {"@value": term.value, "@language": term.language}
    if term.datatype.value == coercion:
        return term.value
    if term.datatype.value == XSD + "string":
        return term.value if coercion is None else {"@value": term.value}
    return {"@value": term.value, "@type": _iri(term.datatype)}
