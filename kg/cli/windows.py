"""``windows``: who agreed and who clashed, window by window."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated

import typer
from rich.console import Console

from kg.cli.counting import ConditionalOption, DuplicatesOption, LevelOption, NormalizationOption
from kg.cli.omitting import MinimumOption, WithoutPartyOption, WithoutProposalOption
from kg.cli.options import JsonOption, StoreOption, selecting
from kg.cli.tables import listing
from kg.cli.terminal import screen, words, write_json
from kg.model.filter import PositionFilter
from kg.usecases.analysing import Conditional, Counting, Duplicates, Level, Normalization, RankedTie
from kg.usecases.choosing import choose_positions, leave_out
from kg.usecases.finding import open_graph
from kg.usecases.passing import UNITS, Stretch, networks_over_time
from kg.usecases.plain import plain

app = typer.Typer(add_completion=False)

Unit = StrEnum("Unit", {name.upper(): name for name in UNITS})  # type: ignore[misc]
MONTHS = Unit("months")


@app.command()
@selecting
def windows(
    chosen: PositionFilter,
    store: StoreOption = "",
    unit: Annotated[Unit, typer.Option("--unit", "-u", metavar="UNIT", help=f"{', '.join(UNITS)}.")] = MONTHS,
    size: Annotated[int, typer.Option("--size", min=1, metavar="N", help="So many units in a window.")] = 1,
    step: Annotated[
        int | None, typer.Option("--step", min=1, metavar="N", help="Units from one beginning to the next; else size.")
    ] = None,
    parties: WithoutPartyOption = None,
    proposals: WithoutProposalOption = None,
    minimum: MinimumOption = 1,
    level: LevelOption = Level.ACTOR,
    normalization: NormalizationOption = Normalization.NO,
    duplicates: DuplicatesOption = Duplicates.INCLUDE,
    conditional: ConditionalOption = Conditional.NEITHER,
    as_json: JsonOption = False,
) -> None:
    """Show who agreed and who clashed, window by window.

    The subtract network of each stretch of time: how much was said, by how many, the strongest alliance and the
    sharpest conflict. Silent windows are shown too; undated positions belong to none.

    Example: parley windows --unit weeks --size 2 --step 1 --level side

    Exit status: 0 shown; 1 an error, or no position fits; 2 a mistake in the command line.
    """
    counting = Counting(level=level, normalization=normalization, duplicates=duplicates, conditional=conditional)
    with open_graph(store) as graph:
        positions = leave_out(
            choose_positions(graph, chosen), level, parties=parties or (), proposals=proposals or (), minimum=minimum
        )
    found = networks_over_time(positions, "subtract", counting, unit=unit, size=size, step=step)
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
