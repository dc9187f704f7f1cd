"""``backbone``: which proposals carry the structure of the debate."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console

from kg.cli.camps import LimitOption
from kg.cli.counting import counting_ties
from kg.cli.omitting import leaving_out
from kg.cli.options import JsonOption, StoreOption, mention_left_out, selecting
from kg.cli.tables import listing, print_rest, several
from kg.cli.terminal import screen, words, write_json
from kg.model.filter import PositionFilter
from kg.usecases.analysing import Counting, Kind
from kg.usecases.debating import Backbone, find_backbone
from kg.usecases.narrowing import Narrowing, gather
from kg.usecases.plain import plain
from kg.usecases.reviewing import open_chosen

app = typer.Typer(add_completion=False)


@app.command()
@selecting
@leaving_out
@counting_ties
def backbone(
    chosen: PositionFilter,
    narrowing: Narrowing,
    counting: Counting,
    kind: Annotated[
        Kind, typer.Argument(metavar="KIND", help=f"Of which network: {', '.join(Kind)}.")
    ] = Kind.CONGRUENCE,
    store: StoreOption = "",
    limit: LimitOption = 20,
    as_json: JsonOption = False,
) -> None:
    """Show which proposals carry the structure of the debate.

    One after another the proposal is left out that is missed least; the last ones are the backbone, and come first
    here. The loss says how far the network without the proposal, and without all below it, is from the whole: 0 is the
    same, 2 the farthest.

    Example: parley backbone subtract --level side --minimum 2

    Exit status: 0 shown; 1 an error, or no position fits; 2 a mistake in the command line.
    """
    with open_chosen(store, chosen, mention_left_out) as graph:
        positions = gather(graph, chosen, narrowing, counting.level)
    found = find_backbone(positions, kind, counting)
    if as_json:
        write_json(plain(found))
    else:
        _print_backbone(screen(), found, limit=limit or None)


def _print_backbone(console: Console, found: Backbone, *, limit: int | None) -> None:
    console.print(f"n = {several(found.statements, 'statement')} on {several(len(found.proposals), 'proposal')}.")
    table = listing("loss", "n", "proposal", right=("loss", "n"))
    for dropped in tuple(reversed(found.proposals))[:limit]:
        table.add_row(f"{dropped.loss:.3f}", str(dropped.statements), words(dropped.proposal))
    console.print(table)
    print_rest(console, len(found.proposals), limit, "proposals")
