"""How often somebody may ask: a bucket of tokens for each client, refilled evenly (RFC 9110 answers 429 by section
15.5 and RFC 6585; the time to wait goes into Retry-After)."""

from __future__ import annotations

from collections import OrderedDict
from typing import Final

MOST_CLIENTS: Final = 10_000
"""How many clients are told apart at once. Who has been quiet longest is forgotten first, and starts anew."""


class Rates:
    """At most ``per_minute`` requests of each client in any quiet-to-full minute: that many at once, then evenly.

    >>> rates = Rates(60)
    >>> [rates.wait("a", now=0.0) for _ in range(61)][-2:]
    [0.0, 1.0]
    >>> rates.wait("b", now=0.0), rates.wait("a", now=1.0)
    (0.0, 0.0)
    """

    def __init__(self, per_minute: int, *, most_clients: int = MOST_CLIENTS) -> None:
        self._room = float(per_minute)
        self._per_second = per_minute / 60
        self._most_clients = most_clients
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def __len__(self) -> int:
        """How many clients are told apart at the moment."""
        return len(self._buckets)

    def wait(self, client: str, *, now: float) -> float:
        """Seconds that ``client`` must wait before its next request; 0 takes a token, and the request may go on.

        ``now`` are seconds of a clock that never goes back.
        """
        tokens = self._filled(client, now)
        waiting = 0.0 if tokens >= 1.0 else (1.0 - tokens) / self._per_second
        self._buckets[client] = (tokens if waiting else tokens - 1.0, now)
        self._buckets.move_to_end(client)
        if len(self._buckets) > self._most_clients:
            self._buckets.popitem(last=False)
        return waiting

    def _filled(self, client: str, now: float) -> float:
        tokens, then = self._buckets.get(client, (self._room, now))
        return min(self._room, tokens + (now - then) * self._per_second)
