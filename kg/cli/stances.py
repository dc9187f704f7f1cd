"""The matrix of stances on a screen: actors down, proposals across by number, their names below."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from kg.cli.tables import listing, several
from kg.cli.terminal import clip, words
from kg.usecases.analysing import StanceCell, StanceMatrix, Verdict

MARKS = {
    Verdict.SUPPORTS: ("+", "bold green"),
    Verdict.OPPOSES: ("−", "bold red"),
    Verdict.CONDITIONAL: ("?", "bold yellow"),
    Verdict.MIXED: ("±", "bold magenta"),
    Verdict.SILENT: ("·", "dim"),
}
NAME_WIDTH = 28
CELL_WIDTH = 4


def print_matrix(console: Console, matrix: StanceMatrix, *, actors: int | None) -> None:
    """Show the first ``actors`` rows, and as many proposals as fit; say what was left out."""
    console.print(f"n = {several(sum(cell.statements for cell in matrix.cells.values()), 'statement')}.")
    rows = matrix.actors[:actors]
    width = min(NAME_WIDTH, max(len(clip(name, NAME_WIDTH)) for name in rows))
    columns = matrix.proposals[: max(1, (console.width - width - 1) // CELL_WIDTH)]
    table = listing("actor", *(str(number) for number in range(1, len(columns) + 1)), right=map(str, range(1, 1000)))
    for actor in rows:
        table.add_row(clip(actor, NAME_WIDTH), *(_mark(matrix.cell(actor, proposal)) for proposal in columns))
    console.print(table)
    console.print()
    console.print(_legend(columns))
    console.print()
    console.print(Text("+ supports  − opposes  ? on conditions  ± both  · no statement found", style="dim"))
    left_out = [
        f"{len(shown)} of {len(everything)} {what}"
        for shown, everything, what in ((rows, matrix.actors, "actors"), (columns, matrix.proposals, "proposals"))
        if len(shown) < len(everything)
    ]
    if left_out:
        console.print(f"Shown: {', '.join(left_out)}; narrow the selection, or take --json or parley export.")


def _mark(cell: StanceCell) -> Text:
    mark, style = MARKS[cell.verdict]
    return Text(f"{mark}{cell.statements}" if cell.statements > 1 else mark, style=style)


def _legend(proposals: tuple[str, ...]) -> Table:
    legend = Table.grid(padding=(0, 1, 0, 0))
    legend.add_column(justify="right", style="bold")
    legend.add_column(overflow="fold")
    for number, proposal in enumerate(proposals, start=1):
        legend.add_row(str(number), words(proposal))
    return legend
