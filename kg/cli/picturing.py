"""``picture``: an analysis as an image to look at, print, or put into a report."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.camps import Window
from kg.cli.counting import counting_network
from kg.cli.omitting import leaving_out
from kg.cli.options import StoreOption, mention_left_out, selecting
from kg.cli.terminal import say
from kg.model.filter import PositionFilter
from kg.usecases.analysing import Counting, silent_parties
from kg.usecases.narrowing import Narrowing, gather
from kg.usecases.picturing import PICTURES, draw_picture
from kg.usecases.reviewing import open_chosen

app = typer.Typer(add_completion=False)

MONTH = Window("month")
Picture = StrEnum("Picture", {name.upper(): name for name in PICTURES})  # type: ignore[misc]


@app.command()
@selecting
@leaving_out
@counting_network
def picture(
    chosen: PositionFilter,
    narrowing: Narrowing,
    counting: Counting,
    what: Annotated[Picture, typer.Argument(metavar="WHAT", help=f"{', '.join(PICTURES)}.")],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="Where to: its ending (svg, png, pdf) is the format.")
    ],
    store: StoreOption = "",
    window: Annotated[
        Window, typer.Option("--window", "-w", metavar="UNIT", help="Of polarisation: week, month or year.")
    ] = MONTH,
) -> None:
    """Draw an analysis: camps, stances, conditions, changes, polarisation.

    Colours can be told apart by the colour-blind, and every picture says what it leaves out.

    Example: parley picture timeline --level side -o changes.svg

    Exit status: 0 drawn; 1 an error, or nothing to draw; 2 a mistake in the command line.
    """
    with open_chosen(store, chosen, mention_left_out) as graph:
        positions = gather(graph, chosen, narrowing, counting.level)
        others = silent_parties(graph, chosen, counting)
    draw_picture(positions, what, output, counting, window=window, others=others)
    say(f"Wrote {output} ({output.stat().st_size:,} bytes).")
