"""The graph that the server answers from, handed to the routes that need it."""

from __future__ import annotations

from typing import Annotated, cast

from fastapi import Depends, Request

from kg.usecases.browsing import ReadModel
from kg.usecases.serving import ServedGraph


def served(request: Request) -> ServedGraph:
    """The graph that the server answers ``request`` from."""
    return cast(ServedGraph, request.app.state.graph)


async def _served(request: Request) -> ServedGraph:
    return served(request)


async def _lists(request: Request) -> ReadModel:
    return served(request).lists


Graph = Annotated[ServedGraph, Depends(_served)]
Lists = Annotated[ReadModel, Depends(_lists)]
"""The read model: it answers in well under a millisecond, so that routes ask it without a thread of their own."""
