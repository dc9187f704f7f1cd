"""How fast the server answers look-ups over REST: many clients at once, over a graph of a million triples.

``python -m benchmarks.service_load`` makes the graph, starts ``parley serve`` on it and asks; the clients run in this
process, beside the server. ``--store PLACE`` keeps the graph there, and finds it again the next time.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.invented import invented_graph
from kg.store import open_store
from kg.usecases.announcing import running_server

ARTICLES = 2200
CLIENTS = 16
SECONDS = 10.0
HEAD = "GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n"


@dataclass(frozen=True, kw_only=True, slots=True)
class Load:
    """What clients that ask one thing after another got.

    Requests a second, seconds to wait for one, and seconds of the server's processor for one (where it can be read).
    """

    name: str
    rate: float
    median: float
    p95: float
    p99: float
    processor: float | None


def lookups(dice: random.Random) -> dict[str, Callable[[], str]]:
    """What to ask, by name; each time about something else."""

    def party() -> str:
        return f"Party%20{min(int(dice.paretovariate(0.5)), 399)}"

    def proposal() -> str:
        return f"proposal%20{min(int(dice.paretovariate(0.5)), 799)}"

    def month() -> str:
        number = dice.randrange(1, 13)
        return f"since=2025-{number:02}-01&until=2025-{number:02}-28"

    return {
        "positions of an actor": lambda: f"/v1/positions?actor={party()}&limit=10",
        "positions of an actor on a proposal": lambda: f"/v1/positions?actor={party()}&proposal={proposal()}&limit=10",
        "positions by words of the quotation": lambda: f"/v1/positions?text=item%20{dice.randrange(2000)}.&limit=10",
        "positions of a month, newest first": lambda: f"/v1/positions?{month()}&sort=newest&limit=10",
        "all positions, first part": lambda: "/v1/positions?limit=10",
        "one actor": lambda: f"/v1/actors/organization/{party()}",
        "conditions": lambda: f"/v1/conditions?condition={proposal()}&limit=10",
    }


def measure(store: str, *, clients: int = CLIENTS, seconds: float = SECONDS) -> tuple[float, list[Load]]:
    """Seconds from starting the server to its first answer, and what clients got for each kind of look-up."""
    with serving(store) as (address, process, start):
        loads = [
            asyncio.run(_load(address, process, name, asked, clients, seconds))
            for name, asked in lookups(random.Random(1)).items()
        ]
    return start, loads


@contextmanager
def serving(store: str) -> Iterator[tuple[str, int, float]]:
    """A server of the graph in a process of its own: its address, process id, and seconds until its first answer."""
    begun = time.perf_counter()
    command = [sys.executable, "-m", "kg", "serve", "--store", store, "--port", "0"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        address = _address(store, server)
        asyncio.run(_ask_once(address, "/healthz"))
        asyncio.run(_ask_once(address, "/v1/positions?limit=1"))
        yield address, server.pid, time.perf_counter() - begun
    finally:
        server.terminate()
        server.wait()


def _address(store: str, server: subprocess.Popen[bytes]) -> str:
    while server.poll() is None:
        found = running_server(store)
        if found is not None and found.process == server.pid:
            return found.address
        time.sleep(0.01)
    raise SystemExit(f"expected a server of {store}, got one that ended with status {server.returncode}")


async def _ask_once(address: str, path: str) -> None:
    reader, writer = await _connected(address)
    await _ask(reader, writer, path)
    writer.close()


async def _load(address: str, process: int, name: str, asked: Callable[[], str], clients: int, seconds: float) -> Load:
    """Each client asks again as soon as it has the answer; what came in the first tenth of the time does not count."""
    waits: list[tuple[float, float]] = []
    begun, spent = time.perf_counter(), _processor_seconds(process)

    async def client() -> None:
        reader, writer = await _connected(address)
        while (start := time.perf_counter()) - begun < seconds:
            await _ask(reader, writer, asked())
            waits.append((start - begun, time.perf_counter() - start))
        writer.close()

    await asyncio.gather(*(client() for _ in range(clients)))
    counted = sorted(wait for start, wait in waits if start > seconds / 10)
    now = _processor_seconds(process)
    return Load(
        name=name,
        rate=len(counted) / (seconds * 0.9),
        median=statistics.median(counted),
        p95=counted[int(len(counted) * 0.95)],
        p99=counted[int(len(counted) * 0.99)],
        processor=None if spent is None or now is None else (now - spent) / len(waits),
    )


def _processor_seconds(process: int) -> float | None:
    """What a process has used of the processor so far, on Linux."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()
    except FileNotFoundError:
        return None
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def _connected(address: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    place = urlsplit(address)
    return await asyncio.open_connection(place.hostname, place.port)


async def _ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str) -> None:
    """One request over a connection that stays open, as browsers and libraries do."""
    host = "{}:{}".format(*writer.get_extra_info("peername")[:2])
    writer.write(HEAD.format(path=path, host=host).encode("ascii"))
    head = await reader.readuntil(b"\r\n\r\n")
    if not head.startswith((b"HTTP/1.1 200", b"HTTP/1.1 404")):
        raise SystemExit(f"expected an answer to {path}, got {head!r}")
    length = next(int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
    await reader.readexactly(length)


def main(arguments: Sequence[str] | None = None) -> None:
    """Make the graph if need be, measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.service_load", description=__doc__)
    parser.add_argument("--store", metavar="PLACE")
    parser.add_argument("--clients", type=int, default=CLIENTS)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    chosen = parser.parse_args(arguments)
    with invented_graph(chosen.store, ARTICLES) as store:
        with open_store(store, read_only=True) as found:
            print(f"{found.stats()['quads']:,} triples, {found.stats()['positions']:,} positions")
        measure(store, clients=1, seconds=0.1)  # makes the read model
        start, loads = measure(store, clients=chosen.clients, seconds=chosen.seconds)
    print(f"started and answered in {start:.2f} s; {chosen.clients} clients, milliseconds:")
    print("| look-up | a second | median | p95 | p99 | of the processor |\n| --- | --- | --- | --- | --- | --- |")
    for load in loads:
        figures = (load.median, load.p95, load.p99, load.processor)
        cells = " | ".join("?" if seconds is None else f"{seconds * 1000:.1f}" for seconds in figures)
        print(f"| {load.name} | {load.rate:.0f} | {cells} |")


if __name__ == "__main__":
    main()
