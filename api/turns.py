"""Analyses take turns: they compute in the server's own process, and many at once would keep look-ups waiting."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Final
from weakref import WeakKeyDictionary

from fastapi import Depends, FastAPI, Request

from kg.usecases.serving import BusyError

MOST_WAITING: Final = 16
_TURNS: Final[WeakKeyDictionary[FastAPI, _Turns]] = WeakKeyDictionary()


class _Turns:
    def __init__(self) -> None:
        self.turn = asyncio.Lock()
        self.waiting = 0


async def _alone(request: Request) -> AsyncIterator[None]:
    turns = _TURNS.setdefault(request.app, _Turns())
    if turns.waiting >= MOST_WAITING:
        raise BusyError(f"expected at most {MOST_WAITING} analyses to wait, got one more: ask again in a moment")
    turns.waiting += 1
    try:
        await turns.turn.acquire()
    finally:
        turns.waiting -= 1
    try:
        yield
    finally:
        turns.turn.release()


IN_TURN: Final = Depends(_alone)
"""For a router: one request to its routes, and to those of all other such routers, is answered at a time."""
