"""Where analyses are waited for: they compute in processes of their own, which give the body of the answer."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Concatenate, Final, ParamSpec

from starlette.responses import Response

from api.schemas import Problem
from api.waiting import WaitingRoom
from kg.usecases.serving import ServedGraph, Store

Given = ParamSpec("Given")

SEATS: Final = 16
"""Analyses that may be under way or wait for a process."""
FAILURES: Final[dict[int | str, dict[str, Any]]] = {
    404: {"model": Problem, "description": "Nothing fits; the detail names what exists"},
    503: {"model": Problem, "description": "Too many analyses are under way"},
    504: {"model": Problem, "description": "It took too long and was stopped"},
    507: {"model": Problem, "description": "It or its answer needed too much memory"},
}

_room = WaitingRoom(SEATS, "analyses")


async def computed(
    graph: ServedGraph,
    media_type: str,
    task: Callable[Concatenate[Store, Given], bytes],
    *given: Given.args,
    **named: Given.kwargs,
) -> Response:
    """What ``task``, a function of some module, makes of the graph, as an answer.

    What it is given goes to another process: enumerations of the web's own as their values, so that this process need
    not load the web. Raises what ``ServedGraph.analyse`` raises, and BusyError when too many wait already.
    """
    body = await _room.wait_for(partial(graph.analyse, task, *given, **named))
    return Response(body, media_type=media_type)
