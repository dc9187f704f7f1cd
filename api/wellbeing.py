"""That the server is up and able to answer, what it did, and what it holds."""

from __future__ import annotations

from typing import cast

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.graph import Graph
from api.metrics import MEDIA_TYPE, Metrics
from api.schemas import Counts, Health, Problem
from kg import __version__

router = APIRouter(tags=["Server"])


@router.get("/healthz", summary="Is the server up?")
async def health() -> Health:
    """Answers as long as the server does. For those who restart a server that is stuck."""
    return Health(status="ok", version=__version__)


@router.get(
    "/readyz",
    summary="Is the server able to answer?",
    responses={
        503: {
            "model": Problem,
            "description": "The graph cannot be read, the look-up tables are behind it, or no query process starts",
        }
    },
)
def readiness(graph: Graph) -> Health:
    """Reads from the graph and the look-up tables, which have to be in step with it, and asks a query process, unless
    all are at work. For those who send requests here."""
    graph.check()
    return Health(status="ready", version=__version__)


@router.get(
    "/metrics",
    summary="Count what the server did",
    response_class=Response,
    responses={200: {"description": "Prometheus text format 0.0.4", "content": {"text/plain": {}}}},
)
def metrics(request: Request) -> Response:
    """Requests by route and status, their duration, queries by outcome, writes, jobs, processes, size: for Prometheus.

    A server that asks for keys asks for one here too (`authorization` in Prometheus' scrape_config).
    """
    return Response(cast(Metrics, request.app.state.metrics).page(), headers={"Content-Type": MEDIA_TYPE})


@router.get("/v1/stats", summary="Count what the graph holds")
def stats(graph: Graph) -> Counts:
    """Articles, near-copies among them, positions, conditions, actors, proposals, and statements of the RDF (quads)."""
    with graph.reading() as store:
        return Counts(**store.stats())
