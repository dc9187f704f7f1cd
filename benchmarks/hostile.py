"""What a look-up waits for beside queries that mean harm, and whether the memory comes back afterwards.

``python -m benchmarks.hostile`` makes a graph of a million triples, starts ``parley serve`` on it and asks look-ups
over REST and SPARQL at an even pace: first alone, then while 20 clients send 50 queries that would never end, then
alone again. ``--store PLACE`` keeps the graph there, and finds it again the next time.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import statistics
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit

from benchmarks.invented import invented_graph
from benchmarks.service_load import ARTICLES, serving
from kg.usecases.announcing import running_server

CLIENTS, QUERIES = 20, 50
PACE = 0.05
"""Seconds from one look-up of a kind to the next, whether or not the one before is answered."""
QUIET_SECONDS = 5.0
BAR = 0.25
"""Seconds that 95 of 100 look-ups must be answered in."""

HARM = {
    "cross join of everything": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "catastrophic regex": 'SELECT * { ?a ?b ?c . ?d ?e ?f FILTER regex(CONCAT(STR(?c), STR(?f)), "(x+x+)+y(.*){9}$") }',
    "path over everything": "SELECT (COUNT(*) AS ?n) { ?a (<urn:x>|!<urn:x>|^(<urn:x>|!<urn:x>))+ ?b }",
    "sorting a cross join": "SELECT ?a { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?c ?a",
    "distinct in memory": "SELECT DISTINCT ?a ?c ?d ?f { ?a ?b ?c . ?d ?e ?f }",
}
SPARQL = (
    "SELECT ?quote { ?p neg:holder <https://w3id.org/parley/id/actor/organization/Party%20NUMBER> ;"
    " neg:stance neg:stance-supports ; oa:hasTarget/oa:hasSelector/oa:exact ?quote } LIMIT 10"
)
LOOKUPS = {
    "REST, positions of an actor": "/v1/positions?actor=Party%20NUMBER&limit=10",
    "SPARQL, quotations of an actor": f"/sparql?query={quote(SPARQL, safe='')}",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Phase:
    """What was waited for in one stretch of time: seconds by look-up, and the answers to harmful queries by status."""

    seconds: float
    waits: dict[str, list[float]] = field(default_factory=dict)
    statuses: Counter[int] = field(default_factory=Counter)


@dataclass(frozen=True, kw_only=True, slots=True)
class Ordeal:
    """The three phases, and the memory of the server with all its processes in bytes: before, most, and after."""

    before: Phase
    storm: Phase
    after: Phase
    memory: tuple[int, int, int]


def measure(store: str, *, clients: int = CLIENTS, queries: int = QUERIES, quiet: float = QUIET_SECONDS) -> Ordeal:
    """Ask the server of ``store`` in peace, in the storm, and in peace again."""
    with serving(store) as (address, *_):
        found = running_server(store)
        assert found is not None, "it has just answered"
        return asyncio.run(_ordeal(address, found.process, clients, queries, quiet))


async def _ordeal(address: str, process: int, clients: int, queries: int, quiet: float) -> Ordeal:
    await in_peace(address, 1.0)
    before = await in_peace(address, quiet)
    calm, most = memory_of(process), [0]
    watch = asyncio.create_task(_watch(process, most))
    storm = await _storm(address, clients, queries)
    watch.cancel()
    after = await in_peace(address, quiet)
    return Ordeal(before=before, storm=storm, after=after, memory=(calm, max(most), memory_of(process)))


async def in_peace(address: str, seconds: float) -> Phase:
    """Look things up while nobody asks for anything else."""
    return await look_up_during(address, asyncio.create_task(asyncio.sleep(seconds)), Counter())


async def _storm(address: str, clients: int, queries: int) -> Phase:
    statuses: Counter[int] = Counter()
    waiting = itertools.islice(itertools.cycle(HARM.values()), queries)

    async def client() -> None:
        for number, query in enumerate(waiting):
            path = f"/sparql?query={quote(f'{query} # {number}', safe='')}"
            statuses[await ask_once(address, path)] += 1

    return await look_up_during(address, asyncio.gather(*(client() for _ in range(clients))), statuses)


async def look_up_during(address: str, work: asyncio.Future[object], statuses: Counter[int]) -> Phase:
    """Look things up at an even pace until ``work`` is done; a look-up that is refused counts as lost for ever."""
    begun = time.perf_counter()
    waits: dict[str, list[float]] = {name: [] for name in LOOKUPS}
    asked: list[asyncio.Task[None]] = []

    async def look_up(name: str, number: int) -> None:
        start = time.perf_counter()
        status = await ask_once(address, LOOKUPS[name].replace("NUMBER", str(number % 399)))
        waits[name].append(time.perf_counter() - start if status == 200 else float("inf"))

    for number in itertools.count():
        if work.done():
            break
        asked += [asyncio.create_task(look_up(name, number)) for name in LOOKUPS]
        await asyncio.sleep(PACE)
    await work
    await asyncio.gather(*asked)
    return Phase(seconds=time.perf_counter() - begun, waits=waits, statuses=statuses)


async def ask_once(address: str, path: str) -> int:
    """The status of the answer, read to its end, over a connection of its own."""
    place = urlsplit(address)
    reader, writer = await asyncio.open_connection(place.hostname, place.port)
    try:
        writer.write(f"GET {path} HTTP/1.1\r\nHost: {place.netloc}\r\nConnection: close\r\n\r\n".encode("ascii"))
        head = await reader.readuntil(b"\r\n\r\n")
        await reader.read()
        return int(head.split(b" ", 2)[1])
    finally:
        writer.close()


async def _watch(process: int, most: list[int]) -> None:
    while True:
        most.append(memory_of(process))
        await asyncio.sleep(0.2)


def memory_of(process: int) -> int:
    """Bytes held by a process and all that it started, shared pages counted once (Linux: proportional set size)."""
    return sum(_own_memory(each) for each in _family(process))


def _family(process: int) -> Iterator[int]:
    yield process
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        for child in _read(task).split():
            yield from _family(int(child))


def _own_memory(process: int) -> int:
    for line in _read(Path(f"/proc/{process}/smaps_rollup")).splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0


def _read(path: Path) -> str:
    """What the system says of a process; nothing when it has just ended."""
    try:
        return path.read_text("ascii")
    except OSError:
        return ""


def main(arguments: Sequence[str] | None = None) -> None:
    """Make the graph if need be, measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.hostile", description=__doc__)
    parser.add_argument("--store", metavar="PLACE")
    parser.add_argument("--clients", type=int, default=CLIENTS)
    parser.add_argument("--queries", type=int, default=QUERIES)
    chosen = parser.parse_args(arguments)
    with invented_graph(chosen.store, ARTICLES) as store:
        found = measure(store, clients=chosen.clients, queries=chosen.queries)
    print(
        f"{chosen.queries} harmful queries of {chosen.clients} clients in {found.storm.seconds:.0f} s, answered:",
        end=" ",
    )
    print(", ".join(f"{count} × {status}" for status, count in sorted(found.storm.statuses.items())))
    print("| look-up, ms | alone p50 | p95 | in the storm p50 | p95 | most | afterwards p50 | p95 |")
    print("| --- " * 8 + "|")
    for name in LOOKUPS:
        before, storm, after = (sorted(phase.waits[name]) for phase in (found.before, found.storm, found.after))
        cells = (median(before), p95(before), median(storm), p95(storm), storm[-1], median(after), p95(after))
        print(f"| {name} | " + " | ".join(f"{cell * 1000:.1f}" for cell in cells) + " |")
    calm, most, after_all = (size / 2**20 for size in found.memory)
    print(f"memory: {calm:.0f} MiB before, {most:.0f} MiB at most, {after_all:.0f} MiB afterwards")


def median(waits: Sequence[float]) -> float:
    """What half of the waits are below."""
    return statistics.median(waits)


def p95(waits: Sequence[float]) -> float:
    """What 95 of 100 waits, which are sorted, are below."""
    return waits[int(len(waits) * 0.95)]


if __name__ == "__main__":
    main()
