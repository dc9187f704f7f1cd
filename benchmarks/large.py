"""A very large network in a process of its own: prints the seconds it took and the peak of memory in GB."""

from __future__ import annotations

import resource
import sys
import time

from benchmarks.invented import invented_positions
from kg.analysis.onemode import one_mode

ACTORS, PROPOSALS, POSITIONS = 100_000, 20_000, 500_000
KILOBYTES = 1 if sys.platform != "darwin" else 1024  # what ru_maxrss counts in


def main() -> None:
    """Build the subtract network of half a million positions, and say what it took."""
    positions = invented_positions(ACTORS, PROPOSALS, POSITIONS)
    start = time.perf_counter()
    network = one_mode(positions, "subtract")
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KILOBYTES / 1e6
    print(f"{network.weights.nnz // 2} ties", f"{seconds:.3f}", f"{peak:.3f}")


if __name__ == "__main__":
    main()
