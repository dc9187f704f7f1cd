"""Queries from outside in two lanes, so that a short one never waits behind long ones."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from kg.store.questions import BusyError, LateError, Limits, Question, Reply
from kg.store.workers import Workers

SHORT_COMPUTING = 0.05
"""Seconds of the processor's time that make a query long: ordinary look-ups take a tenth of that."""
SHORT_SECONDS = 1.0
"""Seconds in which a short query is done, however many others compute beside it."""
EXPRESS = 8
REMEMBERED = 10_000


class Lanes:
    """So many processes (``count``) for queries of any length, and some that are kept free for short ones.

    A query takes a process of the first kind if one is free, and has all its time there. Otherwise it may try in one of
    the second kind; when it turns out to be long, it is stopped, and waits like the others for one of the first. What
    was stopped once is not tried again. There are more of the second kind than a computer has processors, for there a
    short query among long ones is done first. Long queries have a lower priority than short ones and than the server
    itself. Any thread may ask.
    """

    def __init__(self, *, count: int = 2, limits: Limits | None = None) -> None:
        whole = limits or Limits()
        brief = replace(whole, seconds=min(whole.seconds, SHORT_SECONDS))
        self._seconds = whole.seconds
        self._any_length = Workers(count=count, limits=whole, niceness=10)
        self._express = Workers(count=EXPRESS, limits=brief, niceness=0)
        self._long = _Memory()

    def ask(self, question: Question, snapshot: Path) -> Reply:
        """The answer to ``question`` from the store at ``snapshot``, within the limits: see ``Workers.ask``."""
        with suppress(BusyError):
            return self._any_length.ask(question, snapshot, wait=0.0)
        if question.sparql not in self._long:
            try:
                return self._express.ask(question, snapshot, computing=SHORT_COMPUTING, wait=self._seconds)
            except LateError:
                self._long.add(question.sparql)
        return self._any_length.ask(question, snapshot)

    async def ask_now(self, question: Question, snapshot: Path) -> Reply | None:
        """The same for an event loop; None when it must wait for a process: see ``Workers.ask_now``."""
        reply = await self._any_length.ask_now(question, snapshot)
        if reply is None and question.sparql not in self._long:
            try:
                return await self._express.ask_now(question, snapshot, computing=SHORT_COMPUTING)
            except LateError:
                self._long.add(question.sparql)
        return reply

    @property
    def count(self) -> int:
        """How many processes there are."""
        return self._any_length.count + self._express.count

    @property
    def busy(self) -> int:
        """How many of the processes have a question at this moment."""
        return self._any_length.busy + self._express.busy

    @property
    def killed(self) -> int:
        """How many processes were ended: see ``Workers``."""
        return self._any_length.killed + self._express.killed

    def close(self) -> None:
        """End the processes; questions still running fail as late."""
        self._any_length.close()
        self._express.close()


class _Memory:
    """The last texts that were put in."""

    def __init__(self) -> None:
        self._digests: OrderedDict[bytes, None] = OrderedDict()
        self._lock = threading.Lock()

    def __contains__(self, text: str) -> bool:
        with self._lock:
            return _digest(text) in self._digests

    def add(self, text: str) -> None:
        with self._lock:
            self._digests[_digest(text)] = None
            if len(self._digests) > REMEMBERED:
                self._digests.popitem(last=False)


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
