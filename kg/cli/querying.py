"""``query``: a question in SPARQL, from the command line, a file or standard input."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import StoreOption
from kg.cli.tables import listing
from kg.cli.terminal import say, screen, words, write_data
from kg.errors import AccessError, InputError
from kg.usecases.finding import open_graph
from kg.usecases.querying import FORMATS, Answer, AnswerKind, ask, compact_rows, render_answer

app = typer.Typer(add_completion=False)


@app.command()
def query(
    sparql: Annotated[
        str, typer.Argument(metavar="QUERY", help="SPARQL, a file such as allies.rq, or - for standard input.")
    ],
    store: StoreOption = "",
    form: Annotated[
        str, typer.Option("--format", "-f", metavar="FORMAT", help=f"table, {', '.join(FORMATS)}.")
    ] = "table",
    as_json: Annotated[bool, typer.Option("--json", metavar="", help="The same as --format json.")] = False,
) -> None:
    """Ask the graph in SPARQL.

    SELECT, ASK, CONSTRUCT and DESCRIBE over all articles together; GRAPH ?article { … } keeps them apart. The prefixes
    neg, prov, skos, dcterms, schema, oa and the others of Parley need no declaration. What would write, read files or
    call other servers is refused.

    Example: parley query 'SELECT ?who ?what { ?p neg:holder/skos:prefLabel ?who ; neg:proposal/skos:prefLabel ?what }'

    Exit status: 0 answered, also with no rows; 1 the query cannot be answered; 2 a mistake in the command line.
    """
    chosen = "json" if as_json else form
    if chosen not in ("table", *FORMATS):
        raise typer.BadParameter(f"expected table, {', '.join(FORMATS)}, got {form!r}", param_hint="'--format'")
    text = _text(sparql)
    with open_graph(store) as graph:
        # The engine does not listen to Ctrl-C while it works; without Python's handler the process simply ends.
        before = signal.signal(signal.SIGINT, signal.SIG_DFL)
        try:
            answer = ask(graph, text)
        finally:
            signal.signal(signal.SIGINT, before)
    if chosen != "table":
        _write(render_answer(answer, chosen))
    else:
        _print_answer(answer)


def _text(argument: str) -> str:
    path = Path(argument)
    if argument != "-" and path.suffix != ".rq":
        return argument
    place = "standard input" if argument == "-" else str(path)
    try:
        return (sys.stdin.buffer.read() if argument == "-" else path.read_bytes()).decode("utf-8")
    except OSError as error:
        raise AccessError(f"expected a query in {place}, got: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"expected a query in UTF-8 in {place}, got byte {error.start} that is not") from error


def _print_answer(answer: Answer) -> None:
    if answer.kind is AnswerKind.GRAPH:
        _write(render_answer(answer, "turtle"))
    elif answer.kind is AnswerKind.TRUTH:
        screen().print("yes" if answer.truth else "no")
    else:
        table = listing(*answer.variables)
        for row in compact_rows(answer):
            table.add_row(*(words(value) for value in row))
        screen().print(table)
        say(f"{len(answer.rows)} {'row' if len(answer.rows) == 1 else 'rows'}")


def _write(rendered: bytes) -> None:
    write_data(rendered if rendered.endswith(b"\n") else rendered + b"\n")
