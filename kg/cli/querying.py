"""``query``: a question in SPARQL, from the command line, a file or standard input."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.mistakes import choice_mistake
from kg.cli.options import StoreOption
from kg.cli.tables import listing
from kg.cli.terminal import harmless, say, screen, words, write_data
from kg.errors import AccessError, InputError
from kg.usecases.finding import open_graph
from kg.usecases.querying import FORMATS, Answer, AnswerKind, QueryError, ask, compact_rows, render_answer

app = typer.Typer(add_completion=False)

SHOWN = 100
"""Characters of a query's line that are shown with a mistake in it."""
LONGEST_PATH = 255


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
        raise typer.BadParameter(choice_mistake(form, ["table", *FORMATS]), param_hint="'--format'")
    text = _text(sparql)
    with open_graph(store) as graph:
        # The engine does not listen to Ctrl-C while it works; without Python's handler the process simply ends.
        before = signal.signal(signal.SIGINT, signal.SIG_DFL)
        try:
            answer = ask(graph, text)
        except QueryError as error:
            say(f"parley: {error}")
            _point_at(error)
            raise typer.Exit(1) from None
        finally:
            signal.signal(signal.SIGINT, before)
    if chosen != "table":
        _write(render_answer(answer, chosen))
    else:
        _print_answer(answer)


def _text(argument: str) -> str:
    path = Path(argument)
    if argument != "-" and path.suffix != ".rq":
        _require_no_path(argument)
        return argument
    place = "standard input" if argument == "-" else str(path)
    try:
        return (sys.stdin.buffer.read() if argument == "-" else path.read_bytes()).decode("utf-8")
    except OSError as error:
        raise AccessError(f"expected a query in {place}, got: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"expected a query in UTF-8 in {place}, got byte {error.start} that is not") from error


def _require_no_path(argument: str) -> None:
    """A file or folder that is named by mistake is no query; one word alone never is."""
    if len(argument.split()) == 1 and "{" not in argument and len(argument) < LONGEST_PATH and Path(argument).exists():
        what = "folder" if Path(argument).is_dir() else "file"
        hint = "name a file in it" if what == "folder" else f"rename it, or pass it in with - < {argument}"
        raise InputError(f"expected a query, or a file that ends in .rq, got the {what} {argument}; {hint}")


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


def _point_at(error: QueryError) -> None:
    """The line of the query in which reading fails, with a caret below the place; of a long one, what stands around."""
    before = error.sparql[: error.start]
    number, column = before.count("\n") + 1, len(before) - before.rfind("\n") - 1
    line = harmless(error.sparql.split("\n")[number - 1])
    cut = max(0, column - SHOWN // 2)
    gutter = f"{number:>5} | "
    pointer = "| ".rjust(len(gutter)) + " " * (column - cut) + "^"
    print(f"{gutter}{line[cut : cut + SHOWN].rstrip()}\n{pointer}", file=sys.stderr)


def _write(rendered: bytes) -> None:
    write_data(rendered if rendered.endswith(b"\n") else rendered + b"\n")
