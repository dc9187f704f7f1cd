"""``windows``: who agreed and who clashed, window by window."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated

import typer
from rich.console import Console

from kg.cli.counting import counting_ties
from kg.cli.omitting import leaving_out
from kg.cli.options import JsonOption, StoreOption, mention_left_out, selecting
from kg.cli.tables import listing
from kg.cli.terminal import screen, words, write_json
from kg.model.filter import PositionFilter
from kg.usecases.analysing import Counting, RankedTie
from kg.usecases.narrowing import Narrowing, gather
from kg.usecases.passing import KERNELS, UNITS, Stretch, networks_over_time
from kg.usecases.plain import plain
from kg.usecases.reviewing import open_chosen

app = typer.Typer(add_completion=False)

Unit = StrEnum("Unit", {name.upper(): name for name in UNITS})  # type: ignore[misc]
Kernel = StrEnum("Kernel", {name.upper(): name for name in KERNELS})  # type: ignore[misc]
MONTHS = Unit("months")


@app.command()
@selecting
@leaving_out
@counting_ties
def windows(
    chosen: PositionFilter,
    narrowing: Narrowing,
    counting: Counting,
    store: StoreOption = "",
    unit: Annotated[Unit, typer.Option("--unit", "-u", metavar="UNIT", help=f"{', '.join(UNITS)}.")] = MONTHS,
    size: Annotated[int, typer.Option("--size", min=1, metavar="N", help="So many units in a window.")] = 1,
    step: Annotated[
        int | None, typer.Option("--step", min=1, metavar="N", help="Units from one beginning to the next; else size.")
    ] = None,
    kernel: Annotated[
        Kernel | None,
        typer.Option(
            "--kernel", metavar="KERNEL", help=f"Count less what is far from a window's middle: {', '.join(KERNELS)}."
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Show who agreed and who clashed, window by window.

    The subtract network of each stretch of time: how much was said, by how many, the strongest alliance and the
    sharpest conflict. Silent windows are shown too; undated positions belong to none.

    Example: parley windows --unit weeks --size 2 --step 1 --level side

    Exit status: 0 shown; 1 an error, or no position fits; 2 a mistake in the command line.
    """
    with open_chosen(store, chosen, mention_left_out) as graph:
        positions = gather(graph, chosen, narrowing, counting.level)
    found = networks_over_time(positions, "subtract", counting, unit=unit, size=size, step=step, kernel=kernel)
    if as_json:
        write_json(plain(found))
    else:
        _print_windows(screen(), found)


def _print_windows(console: Console, found: Sequence[Stretch]) -> None:
    table = listing("from", "to", "n", "parties", "ties", "strongest alliance", "sharpest conflict", right=("n",))
    for window in found:
        table.add_row(
            window.first.isoformat(),
            window.last.isoformat(),
            str(window.statements) if window.statements else "no statement found",
            str(window.parties or ""),
            str(len(window.ties) or ""),
            words(_heaviest(window.ties, "allies")),
            words(_heaviest(window.ties, "rivals")),
        )
    console.print(table)


def _heaviest(ties: Sequence[RankedTie], relation: str) -> str:
    return next((f"{tie.first} – {tie.second} ({tie.weight:+.3g})" for tie in ties if tie.relation == relation), "")
