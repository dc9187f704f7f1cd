"""``/healthz`` and ``/v1/stats``: that the server is up, and what it holds."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from api.graph import Graph
from api.schemas import Counts, Health
from kg import __version__

router = APIRouter(tags=["Server"])


@router.get("/healthz", summary="Is the server up?")
def health() -> Health:
    """Answers as long as the server does."""
    return Health(status="ok", version=__version__)


@router.get("/v1/stats", summary="Count what the graph holds")
def stats(graph: Graph) -> Counts:
    """Articles, near-copies among them, positions, conditions, actors, proposals, and statements of the RDF (quads)."""
    with graph.reading() as store:
        return Counts(**store.stats())


@router.get("/", include_in_schema=False)
def home() -> Response:
    """People who open the server's address see the explaining page."""
    return RedirectResponse("/docs")
