"""What the SPARQL endpoint can do, as SPARQL 1.1 Service Description: the answer to a GET without a query."""

from __future__ import annotations

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.formats import graph_for
from kg.usecases.serving import ServedGraph


async def describe_service(request: Request, graph: ServedGraph) -> Response:
    """The description of the server's ``/sparql``, in the format that the request likes best."""
    endpoint = f"{request.url.scheme}://{request.url.netloc}/sparql"
    syntax = graph_for(", ".join(request.headers.getlist("accept")))
    reply = await run_in_threadpool(graph.description, endpoint, syntax)
    return Response(reply.body, media_type=reply.media_type, headers={"Vary": "Accept"})
