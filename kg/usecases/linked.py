"""Linked data: from the IRI of a thing, a term or a context to the document that it leads to."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Final

from kg.errors import MissingError
from kg.rdf.documentation import Vocabulary, read_vocabulary
from kg.rdf.namespaces import ID_BASE, ONTOLOGY_DOCUMENT
from kg.rdf.ontology import ontology_quads, shapes_quads
from kg.rdf.paths import Place, Sort, place_of
from kg.rdf.serialization import Syntax, serialize
from kg.rdf.stating import Statement, statements
from kg.store import Store
from kg.store.describing import description, is_known

__all__ = [
    "CONTEXTS", "ID_BASE", "ONTOLOGY_DOCUMENT", "Place", "Sort", "Statement", "Syntax", "Vocabulary",
    "context_document", "describe_place", "is_known", "ontology_document", "place_of", "read_vocabulary",
    "shapes_document", "state_place",
]  # fmt: skip

CONTEXTS: Final = ("actor", "article", "condition", "position", "proposal", "review")
"""The resources of the web's JSON that have a JSON-LD context of their own."""


def describe_place(store: Store, place: Place, syntax: Syntax) -> bytes:
    """What the graph says of a thing, in an RDF syntax; MissingError when it says nothing."""
    return serialize(description(store, place), syntax)


def state_place(store: Store, place: Place) -> tuple[Statement, ...]:
    """What the graph says of a thing, in words; MissingError when it says nothing."""
    return statements(description(store, place), place.node)


@cache
def ontology_document(syntax: Syntax) -> bytes:
    """The ontology in an RDF syntax: as it was written in Turtle, else made from that."""
    return _file("parley.ttl") if syntax is Syntax.TURTLE else serialize(ontology_quads(), syntax)


@cache
def shapes_document(syntax: Syntax) -> bytes:
    """The shapes (SHACL) in an RDF syntax."""
    return _file("shapes.ttl") if syntax is Syntax.TURTLE else serialize(shapes_quads(), syntax)


@cache
def context_document(name: str | None = None) -> bytes:
    """A JSON-LD context: the graph's own, or that of a resource of the web's JSON.

    Raises MissingError for a resource that has none.
    """
    if name is None:
        return _file("context.jsonld")
    if name not in CONTEXTS:
        raise MissingError(f"expected a context of {', '.join(CONTEXTS)}, got {name!r}")
    return _file(f"contexts/{name}.jsonld")


def _file(name: str) -> bytes:
    return files("ontology").joinpath(name).read_bytes()
