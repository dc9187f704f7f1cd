"""The SPARQL endpoint beside two others over the same data: oxigraph's own server, and rdflib-endpoint.

``python -m benchmarks.endpoints`` makes a graph of a million triples, serves it three times on 127.0.0.1 and asks with
one client: a look-up a few hundred times in turns, then eight questions of analysts. The other two servers come from
their packages (``pip install oxigraph rdflib-endpoint``); without one of them its column stays empty. ``--store PLACE``
keeps the graph for the next time.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import httpx
import pyoxigraph

from benchmarks.invented import invented_graph
from benchmarks.service_load import serving
from kg.rdf.namespaces import PREFIXES

ARTICLES = 3100  # a million different triples
QUERIES = Path(__file__).parent / "queries"
PROGRAMS = str(Path(sys.executable).parent)
LOOKUPS = {
    "is there any (ASK)": "ASK { ?p neg:holder <https://w3id.org/parley/id/actor/organization/Party%207> }",
    "ten positions": (
        "SELECT ?stance ?quote { ?p neg:holder <https://w3id.org/parley/id/actor/organization/Party%207> ;"
        " neg:proposal <https://w3id.org/parley/id/proposal/proposal%203> ; neg:stance ?stance ;"
        " oa:hasTarget/oa:hasSelector/oa:exact ?quote } LIMIT 10"
    ),
}
PATIENCE = 120.0  # seconds until a server's answer is waited for no longer


@dataclass(frozen=True, kw_only=True, slots=True)
class Compared:
    """One question: seconds to the answer, by server; infinite when it was late, not a number when it was not asked."""

    name: str
    seconds: Mapping[str, float]


def compare(store: Path) -> tuple[float, list[Compared], list[Compared]]:
    """Seconds to start Parley's server, then look-ups and analysts' questions, each for every server there is."""
    with ExitStack() as stack:
        shared = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        _copy(store, shared)
        endpoints = dict[str, str]()
        address, _, start = stack.enter_context(serving(str(store)))
        endpoints["parley"] = f"{address}/sparql"
        if (program := shutil.which("oxigraph", path=os.pathsep.join((PROGRAMS, os.environ["PATH"])))) is not None:
            endpoints["oxigraph"] = stack.enter_context(_oxigraph(program, shared / "store"))
        client = stack.enter_context(httpx.Client(timeout=PATIENCE))
        lookups = [_in_turns(client, endpoints, name, sparql) for name, sparql in LOOKUPS.items()]
        asked = [_a_few_times(client, endpoints, file) for file in sorted(QUERIES.glob("*.rq"))]
        if find_spec("rdflib_endpoint") is not None:
            endpoint = stack.enter_context(_rdflib(shared / "triples.nt"))
            asked = _with_slow(client, endpoint, asked)
    return start, lookups, asked


def _copy(store: Path, shared: Path) -> None:
    """The store once more for oxigraph, and its triples in a file for rdflib."""
    engine = pyoxigraph.Store.read_only(str(store))
    engine.backup(str(shared / "store"))
    engine.dump(str(shared / "triples.nt"), pyoxigraph.RdfFormat.N_TRIPLES, from_graph=pyoxigraph.DefaultGraph())


@contextmanager
def _oxigraph(program: str, store: Path) -> Iterator[str]:
    port = _free_port()
    command = [program, "serve-read-only", "--location", str(store), "--bind", f"127.0.0.1:{port}"]
    with _running(command, port):
        yield f"http://127.0.0.1:{port}/query"


@contextmanager
def _rdflib(triples: Path) -> Iterator[str]:
    port = _free_port()
    with _running([sys.executable, "-m", "benchmarks.rdflib_server", str(triples), str(port)], port):
        yield f"http://127.0.0.1:{port}/"


@contextmanager
def _running(command: list[str], port: int) -> Iterator[None]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while not _listens(port):
            if process.poll() is not None:
                raise RuntimeError(f"expected a server, got an end with status {process.returncode}: {command}")
            time.sleep(0.05)
        yield
    finally:
        process.kill()  # one that still computes an answer would not end otherwise
        process.wait()


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def _in_turns(client: httpx.Client, endpoints: Mapping[str, str], name: str, sparql: str, times: int = 300) -> Compared:
    """The median of so many askings of each server, one server after the other at every turn."""
    seconds: dict[str, list[float]] = {server: [] for server in endpoints}
    for _ in range(times):
        for server, endpoint in endpoints.items():
            seconds[server].append(_ask(client, endpoint, sparql))
    return Compared(name=name, seconds={server: statistics.median(found) for server, found in seconds.items()})


def _a_few_times(client: httpx.Client, endpoints: Mapping[str, str], file: Path) -> Compared:
    """The median of five askings of each server."""
    sparql = file.read_text("utf-8")
    seconds = {
        server: statistics.median(_ask(client, endpoint, sparql) for _ in range(5))
        for server, endpoint in endpoints.items()
    }
    return Compared(name=file.stem, seconds=seconds)


def _with_slow(client: httpx.Client, endpoint: str, asked: Sequence[Compared]) -> list[Compared]:
    """The same with the time of rdflib-endpoint, asked once, what was quickest first.

    An answer that is late goes on being computed, so that nothing can be asked after it.
    """
    seconds: dict[str, float] = {}
    for row in sorted(asked, key=lambda row: row.seconds["parley"]):
        if all(found < PATIENCE for found in seconds.values()):
            seconds[row.name] = _ask(client, endpoint, (QUERIES / f"{row.name}.rq").read_text("utf-8"))
    return [
        Compared(name=row.name, seconds={**row.seconds, "rdflib-endpoint": seconds.get(row.name, float("nan"))})
        for row in asked
    ]


def _ask(client: httpx.Client, endpoint: str, sparql: str) -> float:
    prefixes = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in PREFIXES.items())
    headers = {
        "Content-Type": "application/sparql-query",
        "Accept": "application/sparql-results+json, application/n-triples;q=0.9",
    }
    began = time.perf_counter()
    try:
        client.post(endpoint, content=prefixes + sparql, headers=headers).raise_for_status()
    except httpx.ReadTimeout:
        return float("inf")
    return time.perf_counter() - began


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.endpoints", description=__doc__)
    parser.add_argument("--store", metavar="PLACE", help="Where the graph is, or is to be.")
    with invented_graph(parser.parse_args(arguments).store, ARTICLES) as store:
        start, lookups, asked = compare(Path(store))
    print(f"start of the server to its first answer: {start:.1f} s")
    for title, rows in (("look-ups, milliseconds", lookups), ("analysts' questions, milliseconds", asked)):
        print(f"\n{title}")
        for row in rows:
            cells = [f"{server} {1000 * seconds:,.1f}" for server, seconds in row.seconds.items()]
            ours = row.seconds["parley"]
            ratios = [f"{seconds / ours:,.2f} ×" for server, seconds in row.seconds.items() if server != "parley"]
            print(f"  {row.name:40} {'  '.join(cells)}  (of Parley's: {', '.join(ratios)})")


if __name__ == "__main__":
    main()
