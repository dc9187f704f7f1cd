"""What a look-up waits for beside analyses of the whole graph.

``python -m benchmarks.beside_analyses`` makes a graph of a million triples, starts ``parley serve`` on it and asks
look-ups over REST and SPARQL at an even pace: first alone, then while four clients ask for an analysis without pause
(from a process of their own, for its answers are long), then alone again. ``--store PLACE`` keeps the graph there, and
finds it again the next time; ``--path`` is what else to ask for.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from benchmarks.hostile import LOOKUPS, Phase, ask_once, in_peace, look_up_during, median, p95
from benchmarks.invented import invented_graph
from benchmarks.service_load import ARTICLES, serving

CLIENTS, SECONDS, QUIET_SECONDS = 4, 30.0, 5.0
PATH = "/v1/analysis/camps?seconds=2"


def measure(store: str, path: str, *, clients: int, seconds: float) -> tuple[Phase, Phase, Phase]:
    """Ask the server of ``store`` in peace, beside analyses, and in peace again."""
    with serving(store) as (address, *_), ProcessPoolExecutor(1, get_context("spawn")) as elsewhere:
        return asyncio.run(_phases(address, path, clients, seconds, elsewhere))


async def _phases(
    address: str, path: str, clients: int, seconds: float, elsewhere: ProcessPoolExecutor
) -> tuple[Phase, Phase, Phase]:
    loop = asyncio.get_running_loop()
    await loop.run_in_executor(elsewhere, analyse, address, "/healthz", 1, 0.0)  # so that the process has started
    await in_peace(address, 1.0)
    before = await in_peace(address, QUIET_SECONDS)
    work = loop.run_in_executor(elsewhere, analyse, address, path, clients, seconds)
    beside = await look_up_during(address, work, Counter())
    beside.statuses.update(await work)
    return before, beside, await in_peace(address, QUIET_SECONDS)


def analyse(address: str, path: str, clients: int, seconds: float) -> Counter[int]:
    """The statuses of the answers that so many clients got, each asking again as soon as it had one."""

    async def client(until: float) -> list[int]:
        statuses = [await ask_once(address, path)]
        while time.monotonic() < until:
            statuses.append(await ask_once(address, path))
        return statuses

    async def all_clients() -> list[list[int]]:
        until = time.monotonic() + seconds
        return await asyncio.gather(*(client(until) for _ in range(clients)))

    return Counter(status for statuses in asyncio.run(all_clients()) for status in statuses)


def main(arguments: Sequence[str] | None = None) -> None:
    """Make the graph if need be, measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.beside_analyses", description=__doc__)
    parser.add_argument("--store", metavar="PLACE")
    parser.add_argument("--path", default=PATH)
    parser.add_argument("--clients", type=int, default=CLIENTS)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    chosen = parser.parse_args(arguments)
    with invented_graph(chosen.store, ARTICLES) as store:
        before, beside, after = measure(store, chosen.path, clients=chosen.clients, seconds=chosen.seconds)
    told = ", ".join(f"{count} × {status}" for status, count in sorted(beside.statuses.items()))
    print(f"{chosen.clients} clients on {chosen.path} for {beside.seconds:.0f} s, answered: {told}")
    print("| look-up, ms | alone p50 | p95 | beside analyses p50 | p95 | most | afterwards p50 | p95 |")
    print("| --- " * 8 + "|")
    for name in LOOKUPS:
        first, amid, last = (sorted(phase.waits[name]) for phase in (before, beside, after))
        cells = (median(first), p95(first), median(amid), p95(amid), amid[-1], median(last), p95(last))
        print(f"| {name} | " + " | ".join(f"{cell * 1000:.1f}" for cell in cells) + " |")


if __name__ == "__main__":
    main()
