"""What the graph says of one thing: the description that its IRI leads to."""

from __future__ import annotations

from typing import Final

from pyoxigraph import Quad

from kg.errors import MissingError
from kg.rdf.encoding import sorted_quads
from kg.rdf.paths import Place, Sort
from kg.store.named import named_query
from kg.store.store import Store

PARTS: Final = {
    Sort.ARTICLE: "about_article",
    Sort.CONDITION: "about_condition",
    Sort.POSITION: "about_position",
    Sort.WORDS: "about_words",
}


def is_known(store: Store, place: Place) -> bool:
    """Whether the graph says anything of the thing, or with it, or in a graph of that name."""
    return bool(store.query(named_query("is_known", this=place.node)).truth)


def description(store: Store, place: Place) -> tuple[Quad, ...]:
    """What is said of a thing, what is said of others with it, and the parts that make no sense without it.

    A named graph is described by all that it holds. Of what is said of others with the thing, 10,000 statements are
    given at most. Raises MissingError when nothing is said.
    """
    held = store.graph(place.node)
    if held:
        return sorted_quads(held)
    queries = ["about", PARTS[place.sort]] if place.sort in PARTS else ["about"]
    found = [quad for name in queries for quad in store.query(named_query(name, this=place.node)).quads]
    if not any(place.node in (quad.subject, quad.object) for quad in found):
        raise MissingError(f"expected a thing that this graph knows, got {place.iri}")
    return sorted_quads(found)
