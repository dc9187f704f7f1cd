"""Measuring: the median of several runs, and the peak of memory of a process of its own."""

from __future__ import annotations

import gc
import statistics
import subprocess
import sys
import time
from collections.abc import Callable


def median_seconds(task: Callable[[], object], *, times: int) -> float:
    """The median processor time of ``task`` after one run that does not count; what else runs does not count either."""
    task()
    return statistics.median(_seconds(task) for _ in range(times))


def peak_of(module: str, *arguments: str) -> tuple[float, float]:
    """Seconds and peak memory (GB) that ``python -m module`` prints of itself as its last line."""
    run = subprocess.run([sys.executable, "-m", module, *arguments], capture_output=True, text=True, check=True)
    seconds, gigabytes = run.stdout.split()[-2:]
    return float(seconds), float(gigabytes)


def _seconds(task: Callable[[], object]) -> float:
    gc.collect()
    start = time.process_time()
    task()
    return time.process_time() - start
