"""``agreement`` and ``stability``: what the parties could agree on, and which outcomes would hold."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.camps import LimitOption, SecondsOption
from kg.cli.counting import LevelOption
from kg.cli.omitting import leaving_out
from kg.cli.options import JsonOption, StoreOption, mention_left_out, selecting
from kg.cli.terminal import screen, write_json
from kg.cli.zones import print_agreement, print_outlook
from kg.errors import AccessError
from kg.model.filter import PositionFilter
from kg.usecases.analysing import Level
from kg.usecases.narrowing import Narrowing, gather
from kg.usecases.plain import plain
from kg.usecases.reviewing import open_chosen
from kg.usecases.settling import count_said, draft, find_agreement, foresee, read_conflict

app = typer.Typer(add_completion=False)

PartiesOption = Annotated[
    list[str] | None,
    typer.Option("--party", metavar="NAME", help="Only between these parties; give it once for each."),
]


def _owner(text: str) -> tuple[str, str]:
    label, equals, party = text.rpartition("=")
    if not (label and equals and party):
        raise typer.BadParameter(f"expected PROPOSAL=PARTY, got {text!r}")
    return label, party


@app.command()
@selecting
@leaving_out
def agreement(
    chosen: PositionFilter,
    narrowing: Narrowing,
    store: StoreOption = "",
    parties: PartiesOption = None,
    level: LevelOption = Level.SIDE,
    seconds: SecondsOption = 10.0,
    limit: LimitOption = 10,
    as_json: JsonOption = False,
) -> None:
    """Show who could agree on which package, and what blocks the others.

    All largest coalitions whose firm demands can be met together, all smallest sets of parties that block one another,
    each with its quotes, deal-breakers and veto players. Tentative positions count as wishes.

    Example: parley agreement --party Ukraine --party Russia --proposal ceasefire

    Exit status: 0 shown; 1 an error, or no position fits; 2 a mistake in the command line.
    """
    with open_chosen(store, chosen, mention_left_out) as graph:
        positions = gather(graph, chosen, narrowing, level)
    found = find_agreement(positions, level, parties=parties or (), seconds=seconds)
    if as_json:
        write_json({**plain(found), "possible": found.zone.possible})
    else:
        print_agreement(screen(), found, limit=limit or None)


@app.command()
@selecting
@leaving_out
def stability(
    chosen: PositionFilter,
    narrowing: Narrowing,
    store: StoreOption = "",
    parties: PartiesOption = None,
    owners: Annotated[
        list[str] | None, typer.Option("--owner", metavar="PROPOSAL=PARTY", help="Whose option a proposal is.")
    ] = None,
    most: Annotated[
        int, typer.Option("--options", min=1, max=8, metavar="N", help="At most N options: 2 to the N outcomes.")
    ] = 6,
    conflict: Annotated[
        Path | None,
        typer.Option(
            "--conflict", metavar="FILE", help="Analyse this conflict, as --json wrote it and you changed it."
        ),
    ] = None,
    level: LevelOption = Level.SIDE,
    limit: LimitOption = 10,
    as_json: JsonOption = False,
) -> None:
    """Show which outcomes of the conflict would hold.

    The graph model for conflict resolution: each party takes or leaves its options, and would rather see what it said
    it wants. An outcome holds when nobody has a reason to leave it (Nash), or is deterred by what the others could do
    (GMR, SMR) or would do (SEQ). Whose option is what is drafted from the positions: look at it and change it.

    Example: parley stability --party Ukraine --party Russia --json > conflict.json

    Exit status: 0 shown; 1 an error, or no position fits; 2 a mistake in the command line.
    """
    if conflict is not None:
        found = foresee(read_conflict(_content(conflict), str(conflict)))
    else:
        given = dict(_owner(text) for text in owners or ())
        with open_chosen(store, chosen, mention_left_out) as graph:
            positions = gather(graph, chosen, narrowing, level)
        drafted = draft(positions, level, parties=parties or (), owners=given, most=most)
        found = foresee(drafted, statements=count_said(positions, level, drafted.options))
    if as_json:
        write_json(plain(found))
    else:
        print_outlook(screen(), found, limit=limit or None)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise AccessError(f"expected a readable file, got {path}: {error.strerror}") from error
