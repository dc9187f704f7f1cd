"""``positions``, ``why``, ``articles`` and ``stats``: what the graph holds, and the words behind it."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Group

from kg.cli.explanation import print_explanation
from kg.cli.options import JsonOption, StoreOption, mention_left_out, selecting
from kg.cli.tables import listing, positions_table, several
from kg.cli.terminal import say, screen, words, write_data, write_json
from kg.model.filter import PositionFilter
from kg.model.review import standing
from kg.usecases.choosing import choose_positions
from kg.usecases.finding import explain, open_graph
from kg.usecases.reviewing import open_chosen
from kg.usecases.rows import article_row, describe, explanation_record, render_rows

app = typer.Typer(add_completion=False)


@app.command()
@selecting
def positions(
    chosen: PositionFilter,
    store: StoreOption = "",
    limit: Annotated[int, typer.Option("--limit", "-n", min=0, metavar="N", help="Show at most N; 0 for all.")] = 20,
    as_csv: Annotated[bool, typer.Option("--csv", metavar="", help="Print CSV, for spreadsheets.")] = False,
    as_json: JsonOption = False,
) -> None:
    """List positions: who takes which stance on what, and the quote.

    All criteria must be met; none of them minds upper and lower case. With --json the answer is one object with the
    total and the positions, in the form that parley extract prints.

    Example: parley positions --actor macron --stance opposes --since 2025-03-01

    Exit status: 0 listed; 1 an error, or no position fits; 2 a mistake in the command line.
    """
    with open_chosen(store, chosen, mention_left_out) as graph:
        found = choose_positions(graph, chosen)
        headers, decisions = graph.articles(), standing(graph.reviews())
    shown = found[:limit] if limit else found
    rows = describe(shown, headers, decisions)
    if as_json:
        write_json({"total": len(found), "positions": rows})
    elif as_csv:
        write_data(render_rows(rows, "csv"))
    else:
        screen().print(positions_table(shown, decisions))
        if len(shown) < len(found):
            say(f"{len(shown)} of {len(found)} positions; --limit 0 shows all.")


@app.command()
def why(
    position: Annotated[str, typer.Argument(metavar="ID", help="A position's id, or its first digits.")],
    store: StoreOption = "",
    as_json: JsonOption = False,
) -> None:
    """Show the words behind a position, in their paragraph.

    With who spoke, through whom, how it was read, from which article, and the words of each condition.

    Example: parley why 3f9a12bc

    Exit status: 0 shown; 1 there is no such position, or several; 2 a mistake in the command line.
    """
    with open_graph(store) as graph:
        found = explain(graph, position)
    if as_json:
        write_json(explanation_record(found))
    else:
        print_explanation(screen(), found)


@app.command()
def articles(store: StoreOption = "", as_json: JsonOption = False) -> None:
    """List the articles in the graph.

    Example: parley articles --json

    Exit status: 0 listed; 1 an error; 2 a mistake in the command line.
    """
    with open_graph(store) as graph:
        headers = graph.articles()
    if as_json:
        write_json([article_row(header) for header in headers])
        return
    table = listing("id", "date", "positions", "title and source", right=("positions",), short=("id", "date"))
    for header in headers:
        name = words(header.title or "(no title)", "bold")
        note = f"{header.source} (near-copy of {header.origin})" if header.origin else header.source
        table.add_row(header.id, str(header.published or ""), str(header.positions), Group(name, words(note, "dim")))
    screen().print(table)


@app.command()
def stats(store: StoreOption = "", as_json: JsonOption = False) -> None:
    """Count what the graph holds.

    Example: parley stats --json

    Exit status: 0 counted; 1 an error; 2 a mistake in the command line.
    """
    with open_graph(store) as graph:
        counts = graph.stats()
    if as_json:
        write_json(counts)
        return
    table = listing("", "n", " ", right=("n",))
    for name, count in counts.items():
        if name not in _PARTS:
            table.add_row(name, f"{count:,}", _of_these(name, counts))
    screen().print(table)


_PARTS = frozenset({"copies", "positions_in_copies", "conditions_in_copies"})


def _of_these(name: str, counts: dict[str, int]) -> str:
    """What the number counts, where that is not plain."""
    if name == "quads":
        return "statements of the RDF, the ontology's not counted"
    if name == "articles" and counts["copies"]:
        return f"{several(counts['copies'], 'near-copy', 'near-copies')} among them"
    copied = counts.get(f"{name}_in_copies", 0)
    return f"{copied:,} of them in near-copies, which lists and analyses leave out" if copied else ""
