"""The graph that the server answers from, handed to the routes that need it."""

from __future__ import annotations

from typing import Annotated, cast

from fastapi import Depends, Request

from kg.usecases.serving import ServedGraph


def _served(request: Request) -> ServedGraph:
    return cast(ServedGraph, request.app.state.graph)


Graph = Annotated[ServedGraph, Depends(_served)]
