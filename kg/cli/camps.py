"""``camps``, ``polarisation`` and ``brokers``: how the debate falls apart, and what holds it together."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from kg.cli.counting import LevelOption, counting_statements, counting_ties
from kg.cli.divisions import print_bridges, print_camps, print_polarisation
from kg.cli.omitting import leaving_out
from kg.cli.options import JsonOption, StoreOption, mention_left_out, selecting
from kg.cli.terminal import screen, write_json
from kg.model.filter import PositionFilter
from kg.usecases.analysing import Counting, Level
from kg.usecases.debating import PERIODS, find_bridges, find_camps, measure_polarisation
from kg.usecases.narrowing import Narrowing, gather
from kg.usecases.plain import plain
from kg.usecases.reviewing import open_chosen

app = typer.Typer(add_completion=False)

Window = StrEnum("Window", {name.upper(): name for name in PERIODS})  # type: ignore[misc]

SecondsOption = Annotated[
    float, typer.Option("--seconds", min=0.1, metavar="S", help="Search for S seconds at most, then give the bound.")
]
LimitOption = Annotated[
    int, typer.Option("--limit", "-n", min=0, metavar="N", help="At most N rows a table; 0 for all.")
]


@app.command()
@selecting
@leaving_out
@counting_ties
def camps(
    chosen: PositionFilter,
    narrowing: Narrowing,
    counting: Counting,
    store: StoreOption = "",
    number: Annotated[int, typer.Option("--camps", min=2, metavar="K", help="How many camps at most.")] = 2,
    unweighted: Annotated[
        bool, typer.Option("--unweighted", metavar="", help="Count every tie 1: the frustration index.")
    ] = False,
    seconds: SecondsOption = 30.0,
    limit: LimitOption = 10,
    as_json: JsonOption = False,
) -> None:
    """Find the camps, with proof, and what speaks against them.

    Allies are in one camp and rivals in different ones, but for the least possible weight of ties. Of a large network
    the best camps found are shown with the bound that no others can pass.

    Example: parley camps --level side --camps 3

    Exit status: 0 shown; 1 an error, or no position fits; 2 a mistake in the command line.
    """
    with open_chosen(store, chosen, mention_left_out) as graph:
        positions = gather(graph, chosen, narrowing, counting.level)
    found = find_camps(positions, counting, camps=number, weighted=not unweighted, seconds=seconds)
    if as_json:
        write_json({**plain(found), "proven": found.camps.proven, "balance": found.camps.balance})
    else:
        print_camps(screen(), found, limit=limit or None)


@app.command()
@selecting
@leaving_out
@counting_statements
def polarisation(
    chosen: PositionFilter,
    narrowing: Narrowing,
    counting: Counting,
    store: StoreOption = "",
    window: Annotated[
        Window | None, typer.Option("--window", "-w", metavar="UNIT", help=f"Over time, by {', '.join(PERIODS)}.")
    ] = None,
    samples: Annotated[
        int, typer.Option("--samples", min=0, max=10_000, metavar="N", help="Resample the statements N times.")
    ] = 200,
    seed: Annotated[int, typer.Option("--seed", min=0, metavar="N", help="The same seed, the same interval.")] = 0,
    as_json: JsonOption = False,
) -> None:
    """Measure how far two camps explain the debate.

    1 − 2 L/m, for the weight L of the ties that speak against the best two camps, and the weight m of all ties: 1 when
    none does. The interval holds 95 % of the values of resampled statements.

    Example: parley polarisation --window month

    Exit status: 0 shown; 1 an error, or no position fits; 2 a mistake in the command line.
    """
    with open_chosen(store, chosen, mention_left_out) as graph:
        positions = gather(graph, chosen, narrowing, counting.level)
    found = measure_polarisation(positions, counting, window=window, samples=samples, seed=seed)
    if as_json:
        write_json(plain(found))
    else:
        print_polarisation(screen(), found)


@app.command()
@selecting
@leaving_out
def brokers(
    chosen: PositionFilter,
    narrowing: Narrowing,
    store: StoreOption = "",
    level: LevelOption = Level.ACTOR,
    limit: LimitOption = 10,
    as_json: JsonOption = False,
) -> None:
    """Show who and what stands between the camps.

    Parties with allies in several camps, proposals that divide them or that several camps back alike, and parties that
    speak on the same things.

    Example: parley brokers --level side --limit 5

    Exit status: 0 shown; 1 an error, or no position fits; 2 a mistake in the command line.
    """
    with open_chosen(store, chosen, mention_left_out) as graph:
        positions = gather(graph, chosen, narrowing, level)
    found = find_bridges(positions, level)
    if as_json:
        write_json({**plain(found), "overlaps": [{**plain(each), "share": each.share} for each in found.overlaps]})
    else:
        print_bridges(screen(), found, limit=limit or None)
