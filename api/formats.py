"""The media types in which rows and graphs travel, the preferred ones first."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from api.negotiation import preferred
from kg.usecases.serving import Syntax, TableSyntax

TABLES: Final = {
    "application/sparql-results+json": TableSyntax.JSON,
    "application/sparql-results+xml": TableSyntax.XML,
    "text/csv": TableSyntax.CSV,
    "text/tab-separated-values": TableSyntax.TSV,
    "application/json": TableSyntax.JSON,
    "application/xml": TableSyntax.XML,
    "text/xml": TableSyntax.XML,
}
GRAPHS: Final = {
    "text/turtle": Syntax.TURTLE,
    "application/n-triples": Syntax.N_TRIPLES,
    "application/ld+json": Syntax.JSON_LD,
    "application/rdf+xml": Syntax.RDF_XML,
    "text/plain": Syntax.N_TRIPLES,
    "application/json": Syntax.JSON_LD,
    "application/xml": Syntax.RDF_XML,
    "text/xml": Syntax.RDF_XML,
}
READ: Final = tuple(GRAPHS)[:4]
"""The media types in which graphs are taken in: those that say which syntax it is."""


@lru_cache(128)  # clients say the same each time
def table_for(accept: str) -> TableSyntax | None:
    """The format for rows that an Accept header likes best; None when it likes none."""
    return next((TABLES[each] for each in preferred(accept, tuple(TABLES))), None)


@lru_cache(128)
def graph_for(accept: str) -> Syntax | None:
    """The format for a graph that an Accept header likes best; None when it likes none."""
    return next((GRAPHS[each] for each in preferred(accept, tuple(GRAPHS))), None)
