"""``python -m benchmarks``: every figure in one run on this machine, as tables to paste into a report.

Options: ``--signed FOLDER`` with tables ``source,target,sign`` (by default ``../shared/data/signed``, where it is);
``--quick`` leaves out the very large network and the server.
"""

from __future__ import annotations

import argparse
import platform
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks import agreement, beside_analyses, endpoints, hostile, large, networks, service_load, signed
from benchmarks.timing import peak_of

SIGNED = Path(__file__).parents[1] / ".." / "shared" / "data" / "signed"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print, a table a question."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--signed", type=Path, default=SIGNED, metavar="FOLDER")
    parser.add_argument("--quick", action="store_true")
    chosen = parser.parse_args(arguments)
    print(
        f"Python {platform.python_version()}, {platform.machine()}; median seconds of processor time over several runs"
    )
    _print_networks()
    _print_signed(chosen.signed)
    _print_zones()
    if not chosen.quick:
        _print_large()
        _print_server()


def _print_networks() -> None:
    title = f"{networks.ACTORS:,} actors × {networks.PROPOSALS} proposals × {networks.POSITIONS:,} positions, subtract"
    found = networks.compare_networks()
    ours = next(iter(found.values()))
    rows = [(name, f"{seconds:.4f}", f"{seconds / ours:.1f} ×") for name, seconds in found.items()]
    _print_table(title, ("way", "seconds", "of the first"), rows)


def _print_signed(folder: Path) -> None:
    rows = [
        (net.name, net.nodes, net.ties, f"{net.frustration:g}", "yes" if net.proven else "no", f"{net.seconds:.3f}")
        for net in signed.solve_all(folder)
    ]
    _print_table("Signed networks, two camps", ("network", "nodes", "ties", "frustration", "proved", "seconds"), rows)


def _print_zones() -> None:
    rows = [
        (
            f"{zone.spoken:.0%}",
            zone.positions,
            zone.coalitions,
            zone.blocking,
            "yes" if zone.complete else "no",
            f"{zone.seconds:.3f}",
        )
        for zone in agreement.find_zones()
    ]
    heads = ("spoken on", "positions", "coalitions", "blocking sets", "all found", "seconds")
    _print_table(f"{agreement.PARTIES} parties × {agreement.PROPOSALS} proposals, zone of agreement", heads, rows)


def _print_large() -> None:
    seconds, gigabytes = peak_of("benchmarks.large")
    title = f"{large.ACTORS:,} actors × {large.PROPOSALS:,} proposals × {large.POSITIONS:,} positions, subtract"
    _print_table(title, ("seconds", "peak memory"), [(f"{seconds:.2f}", f"{gigabytes:.2f} GB, the positions included")])


def _print_server() -> None:
    """The server over one graph of a million triples: look-ups, other servers, harmful queries, analyses beside it."""
    with tempfile.TemporaryDirectory() as folder:
        store = str(Path(folder) / "million.db")
        for measured in (endpoints, service_load, hostile, beside_analyses):
            print()
            measured.main(["--store", store])


def _print_table(title: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    cells = [[str(value) for value in row] for row in rows]
    print(f"\n{title}\n")
    if not cells:
        print("not measured: the data are not here")
        return
    widths = [max(map(len, column)) for column in zip(heads, *cells, strict=True)]
    for row in (heads, ["-" * width for width in widths], *cells):
        print("| " + " | ".join(value.ljust(width) for value, width in zip(row, widths, strict=True)) + " |")


if __name__ == "__main__":
    main()
