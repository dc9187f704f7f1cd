"""``POST /v1/copies``: the graph copied beside itself, for the commands of the user who runs the server.

A reader beside a writer is undefined in the engine, so ``parley positions`` and the others read a copy of a graph that
a server holds. It is made of hard links within milliseconds, and the command that asked for it removes it.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Body
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.access import Writer
from api.graph import Graph
from kg.usecases.keys import RESERVED

router = APIRouter(prefix="/v1/copies")


@router.post("", status_code=HTTPStatus.NO_CONTENT, response_class=Response, include_in_schema=False)
def copy_graph(
    graph: Graph, by: Writer, folder: Annotated[str, Body(max_length=255)], with_log: Annotated[bool, Body()] = False
) -> None:
    """Copy the graph, and the audit log when asked for, into a hidden folder that lies beside it."""
    if by != RESERVED:  # whoever has another key may be on another machine, where no copy would help
        raise HTTPException(HTTPStatus.FORBIDDEN, "expected the key of the user who runs the server, got another one")
    graph.copy_into(folder, with_log=with_log)
