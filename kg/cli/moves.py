"""``history`` and ``shifts``: what the parties said over time, and where they changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from kg.cli.camps import LimitOption
from kg.cli.counting import LevelOption
from kg.cli.omitting import leaving_out
from kg.cli.options import JsonOption, StoreOption, mention_left_out, selecting
from kg.cli.tables import COLOURS, ID_LENGTH, QUOTE_LENGTH, print_rest, quoted, several
from kg.cli.terminal import clip, screen, words, write_json
from kg.model import Position
from kg.model.filter import PositionFilter
from kg.usecases.analysing import Level
from kg.usecases.debating import Contradiction, History, Moves, Shift, find_moves
from kg.usecases.narrowing import Narrowing, gather
from kg.usecases.plain import plain
from kg.usecases.reviewing import open_chosen

app = typer.Typer(add_completion=False)


@app.command()
@selecting
@leaving_out
def history(
    chosen: PositionFilter,
    narrowing: Narrowing,
    store: StoreOption = "",
    level: LevelOption = Level.ACTOR,
    limit: LimitOption = 10,
    as_json: JsonOption = False,
) -> None:
    """Show what each party said on each proposal, day by day.

    Those with most statements come first. Undated statements stand at the end of each.

    Example: parley history --actor ukraine --proposal ceasefire

    Exit status: 0 shown; 1 an error, or no position fits; 2 a mistake in the command line.
    """
    with open_chosen(store, chosen, mention_left_out) as graph:
        found = find_moves(gather(graph, chosen, narrowing, level), level)
    if as_json:
        write_json(plain({"statements": found.statements, "undated": found.undated, "histories": found.histories}))
    else:
        _print_histories(screen(), found, limit or None)


@app.command()
@selecting
@leaving_out
def shifts(
    chosen: PositionFilter,
    narrowing: Narrowing,
    store: StoreOption = "",
    days: Annotated[int, typer.Option("--days", min=0, metavar="N", help="Contradictions at most N days apart.")] = 7,
    level: LevelOption = Level.ACTOR,
    limit: LimitOption = 20,
    as_json: JsonOption = False,
) -> None:
    """Show who changed position on what, with both quotes.

    A shift is a change of stance from one day to the next day with a statement. Support and opposition within a few
    days are contradictions.

    Example: parley shifts --level side --days 3

    Exit status: 0 shown, also when there are none; 1 an error, or no position fits; 2 a mistake in the command line.
    """
    with open_chosen(store, chosen, mention_left_out) as graph:
        found = find_moves(gather(graph, chosen, narrowing, level), level, days=days)
    if as_json:
        record = {name: getattr(found, name) for name in ("statements", "undated", "shifts", "contradictions")}
        write_json(plain(record))
    else:
        _print_changes(screen(), found, limit or None)


def _print_histories(console: Console, found: Moves, limit: int | None) -> None:
    console.print(_counted(found))
    ranked = sorted(found.histories, key=lambda each: (-len(each.positions), each.actor, each.proposal))
    for each in ranked[:limit]:
        _print_history(console, each)
    print_rest(console, len(ranked), limit)


def _print_history(console: Console, history: History) -> None:
    console.print()
    count = several(len(history.positions), "statement")
    console.print(
        Text.assemble(words(history.actor, "bold"), " on ", words(history.proposal, "bold"), f" (n = {count})")
    )
    for position in history.positions:
        _print_said(console, position)


def _print_changes(console: Console, found: Moves, limit: int | None) -> None:
    console.print(_counted(found))
    _print_pairs(console, "Shifts", found.shifts, limit, "No statement found by which a party changed its stance.")
    none = "No statement found that contradicts another one of those days."
    _print_pairs(console, "Contradictions", found.contradictions, limit, none)


def _print_pairs(
    console: Console, title: str, changes: Sequence[Shift] | Sequence[Contradiction], limit: int | None, none: str
) -> None:
    console.print()
    if not changes:
        console.print(none)
        return
    console.print(Text(f"{title} ({len(changes)})", style="bold"))
    for change in changes[:limit]:
        console.print(Text.assemble(words(change.actor, "bold"), " on ", words(change.proposal, "bold")))
        pair = (change.before, change.after) if isinstance(change, Shift) else (change.support, change.opposition)
        for position in pair:
            _print_said(console, position)
    print_rest(console, len(changes), limit)


def _print_said(console: Console, position: Position) -> None:
    line = Text.assemble(
        (position.id[:ID_LENGTH], "cyan"),
        f"  {position.published.isoformat() if position.published else 'no date   '}  ",
        (position.stance.value, COLOURS[position.stance]),
        "  ",
        words(quoted(clip(position.evidence.quote, QUOTE_LENGTH)), "dim italic"),
    )
    console.print(Padding(line, (0, 0, 0, 2)))


def _counted(found: Moves) -> str:
    undated = f", {found.undated} of them without a date" if found.undated else ""
    return f"n = {several(found.statements, 'statement')}{undated}."
