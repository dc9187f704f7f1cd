"""The only state: articles with their positions in an embedded Oxigraph or behind a SPARQL server."""

from kg.store.opening import open_store
from kg.store.store import Store

__all__ = ["Store", "open_store"]
