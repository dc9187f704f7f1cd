"""What a served store looks like from outside: figures for those who watch over it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True, slots=True)
class Figures:
    """Finished writes since the start, bytes on disk, and what the query processes do.

    ``log_size`` is the part of ``size`` that the write-ahead log takes; flushing the store gives it back in time.
    """

    writes: int
    size: int
    log_size: int
    processes: int
    busy: int
    killed: int


def sizes(location: Path) -> tuple[int, int]:
    """Bytes that a store takes on disk, and bytes of these that its write-ahead log takes.

    Files may come and go meanwhile; one that is gone counts nothing.
    """
    whole = log = 0
    with os.scandir(location) as entries:
        for entry in entries:
            try:
                size = entry.stat().st_size
            except FileNotFoundError:
                continue
            whole += size
            log += size if entry.name.endswith(".log") else 0
    return whole, log
