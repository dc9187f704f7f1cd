"""Measuring: the median of several runs, and the peak of memory of a process of its own."""

from __future__ import annotations

import gc
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping

_SHORT, _MOST_RUNS = 0.2, 7


def median_seconds(task: Callable[[], object], *, times: int) -> float:
    """The median processor time of ``task`` after one run that does not count; what else runs does not count either."""
    task()
    return statistics.median(_seconds(task) for _ in range(times))


def side_by_side(tasks: Mapping[str, Callable[[], object]], *, rounds: int) -> dict[str, float]:
    """The median processor time of each task, all of them in turn, round after round.

    So what else the machine does meanwhile meets all of them alike. In each round a short task runs several times, for
    the first run finds the caches full of another task's data.
    """
    seconds: dict[str, list[float]] = {name: [] for name in tasks}
    for _ in range(rounds):
        for name, task in tasks.items():
            first = _seconds(task)
            again = [_seconds(task) for _ in range(min(_MOST_RUNS, int(_SHORT / max(first, 1e-6))))]
            seconds[name].append(statistics.median(again or [first]))
    return {name: statistics.median(found) for name, found in seconds.items()}


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
