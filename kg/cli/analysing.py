"""``network``, ``matrix`` and ``conditions``: what the positions amount to together."""

from __future__ import annotations

from dataclasses import asdict
from enum import StrEnum
from typing import Annotated

import typer

from kg.cli.counting import LevelOption, counting_network
from kg.cli.networks import print_affiliations, print_standing
from kg.cli.omitting import leaving_out
from kg.cli.options import JsonOption, StoreOption, mention_left_out, selecting
from kg.cli.preconditions import print_conditions
from kg.cli.stances import print_matrix
from kg.cli.terminal import screen, write_data, write_json
from kg.model.filter import PositionFilter
from kg.usecases.analysing import (
    Counting,
    Level,
    build_matrix,
    find_conditions,
    find_network,
    rank_affiliations,
    rank_ties,
)
from kg.usecases.exporting import render_network
from kg.usecases.narrowing import Narrowing, gather
from kg.usecases.reviewing import open_chosen

app = typer.Typer(add_completion=False)


class Tie(StrEnum):
    """What a tie says: between two parties, or (affiliation) between a party and a proposal."""

    CONGRUENCE = "congruence"
    CONFLICT = "conflict"
    SUBTRACT = "subtract"
    COOCCURRENCE = "cooccurrence"
    AFFILIATION = "affiliation"


LimitOption = Annotated[
    int, typer.Option("--limit", "-n", min=0, metavar="N", help="At most N rows a table; 0 for all.")
]


@app.command()
@selecting
@leaving_out
@counting_network
def network(
    chosen: PositionFilter,
    narrowing: Narrowing,
    counting: Counting,
    tie: Annotated[
        Tie,
        typer.Argument(
            metavar="KIND",
            help="congruence, conflict, subtract (the one minus the other), cooccurrence (on the same proposals), or"
            " affiliation (parties and proposals).",
        ),
    ] = Tie.SUBTRACT,
    store: StoreOption = "",
    limit: LimitOption = 10,
    as_json: JsonOption = False,
) -> None:
    """Rank who agrees and who clashes with whom.

    Two parties agree on a proposal when both support or both oppose it, and clash when one does each, as in rDNA.
    subtract gives the difference, and the camps that explain most of it.

    Example: parley network subtract --level side --normalization average

    Exit status: 0 shown; 1 an error, or no position fits; 2 a mistake in the command line.
    """
    with open_chosen(store, chosen, mention_left_out) as graph:
        found = find_network(graph, chosen, tie, counting, narrowing)
    if as_json:
        write_data(render_network(found, "json"))
    elif tie is Tie.AFFILIATION:
        print_affiliations(screen(), rank_affiliations(found), limit=limit or None)
    else:
        print_standing(screen(), rank_ties(found), limit=limit or None)


@app.command()
@selecting
@leaving_out
def matrix(
    chosen: PositionFilter,
    narrowing: Narrowing,
    store: StoreOption = "",
    level: LevelOption = Level.ACTOR,
    limit: LimitOption = 25,
    as_json: JsonOption = False,
) -> None:
    """Show actors against proposals: for, against, or on conditions.

    + supports, − opposes, ? only on conditions, ± both; a number counts statements, · says that none was found.
    As many proposals as the terminal is wide, those with most statements first.

    Example: parley matrix --proposal ceasefire --level side

    Exit status: 0 shown; 1 an error, or no position fits; 2 a mistake in the command line.
    """
    with open_chosen(store, chosen, mention_left_out) as graph:
        found = build_matrix(gather(graph, chosen, narrowing, level), level)
    if as_json:
        cells = [
            {"actor": actor, "proposal": proposal, "verdict": cell.verdict, **asdict(cell)}
            for (actor, proposal), cell in found.cells.items()
        ]
        statements = sum(cell.statements for cell in found.cells.values())
        write_json({"statements": statements, "actors": found.actors, "proposals": found.proposals, "cells": cells})
    else:
        print_matrix(screen(), found, actors=limit or None)


@app.command()
@selecting
@leaving_out
def conditions(
    chosen: PositionFilter,
    narrowing: Narrowing,
    store: StoreOption = "",
    level: LevelOption = Level.ACTOR,
    limit: LimitOption = 20,
    as_json: JsonOption = False,
) -> None:
    """Show who makes what depend on what.

    And what follows: conditions that several parties share, that one party asks for and another rejects, and
    circles in which each waits for the other.

    Example: parley conditions --side russia

    Exit status: 0 shown, also when there are none; 1 an error, or no position fits; 2 a mistake in the command line.
    """
    with open_chosen(store, chosen, mention_left_out) as graph:
        found = find_conditions(gather(graph, chosen, narrowing, level), level)
    if as_json:
        write_json(asdict(found))
    else:
        print_conditions(screen(), found, limit=limit or None)
