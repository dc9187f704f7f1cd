"""What a process that computes analyses does: it keeps the graph open, and answers one analysis after another."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from kg.confinement import MEBIBYTE
from kg.store.questions import TooLargeError
from kg.store.recalling import RecallingStore

_ONE_THREAD: Final = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
_USED_BY_MOST: Final = ("kg.usecases.debating", "kg.usecases.exporting", "kg.usecases.passing", "kg.usecases.settling")


def prepare() -> None:
    """Load what most analyses use.

    Numerical libraries, which read the environment when they are loaded, would else start a thread for each processor
    of the machine, and every one takes memory: on a large machine more than the process may have.
    """
    os.environ.update(dict.fromkeys(_ONE_THREAD, "1"))
    for module in _USED_BY_MOST:
        import_module(module)


def analyse(
    snapshot: Path, room: int, task: Callable[..., bytes], given: Sequence[Any], named: Mapping[str, Any]
) -> bytes:
    """What ``task`` gives of the graph at ``snapshot``; TooLargeError for more than ``room`` bytes."""
    body = task(_graph_at(snapshot), *given, **named)
    if len(body) > room:
        raise TooLargeError(
            f"expected an answer of at most {room // MEBIBYTE} MiB, got {len(body) / MEBIBYTE:.0f}:"
            " narrow down what it is about"
        )
    return body


@lru_cache(maxsize=1)
def _graph_at(snapshot: Path) -> RecallingStore:
    """Open while questions come about the same snapshot: its positions need not be read again."""
    return RecallingStore(snapshot)
