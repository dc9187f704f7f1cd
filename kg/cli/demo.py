"""``demo``: a folder of articles, walked through everything that Parley does, for a first look."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path
from typing import Annotated

import typer
from rich.rule import Rule

from kg.cli.app import app as parley
from kg.cli.tables import ID_LENGTH
from kg.cli.terminal import screen, words
from kg.errors import AccessError, MissingError
from kg.model import Attribution, Position, Relation
from kg.model.filter import PositionFilter
from kg.usecases.finding import open_graph

app = typer.Typer(add_completion=False)

EXPORTS = (
    ("network.png", "png --level side"),
    ("matrix.png", "png --of matrix"),
    ("conditions.svg", "svg --network conditions"),
    ("network.graphml", "graphml"),
    ("network.gexf", "gexf"),
    ("positions.csv", "csv"),
    ("report.html", "html"),
    ("graph.ttl", "turtle"),
    ("graph.jsonld", "jsonld"),
)


@app.command()
def demo(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Articles to read.")] = Path("examples/articles"),
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="FOLDER", help="Where the graph and the exports go.")
    ] = Path("demo"),
) -> None:
    """Walk a folder of articles through all of the above.

    Reads them into a new graph, shows positions, the words behind one, the matrix, alliances and conflicts, and
    conditions, and writes exports and pictures. A graph that an earlier demo left in the same place is replaced.

    Example: parley demo examples/articles --out demo

    Exit status: 0 shown, also when single articles could not be read; 1 an error; 2 a mistake in the command line.
    """
    if not folder.exists():
        raise MissingError(f"expected a folder of articles, but there is no {folder}")
    store = _fresh_store(out)
    _show("Reading the articles", f"ingest {shlex.quote(str(folder))}", store)
    _show("Who takes which stance on what", "positions --limit 4", store)
    _show("And on which conditions", "positions --stance conditions-on --limit 3", store)
    _show("The words behind one of them", f"why {_telling(store)}", store)
    _show("Actors and proposals", "matrix --limit 15", store)
    _show("Which sides stand together", "network subtract --level side --limit 5", store)
    _show("Who makes what depend on what", "conditions --limit 8", store)
    _head("Exports and pictures")
    for name, export in EXPORTS:
        _run(f"export {export} -o {shlex.quote(str(out / name))}", store)
    _hint(store, folder)


def _fresh_store(out: Path) -> Path:
    store = out / "parley.db"
    try:
        out.mkdir(parents=True, exist_ok=True)
        if (store / "CURRENT").is_file():  # a graph, and not something else that has this name
            shutil.rmtree(store)
    except OSError as error:
        raise AccessError(f"expected a folder to write to at {out}, got: {error.strerror}") from error
    return store


def _show(title: str, command: str, store: Path) -> None:
    _head(title)
    _run(command, store, gap=True)


def _head(title: str) -> None:
    console = screen()
    console.print()
    console.print(Rule(f"[bold]{title}[/bold]", align="left", characters="═"))


def _run(command: str, store: Path, *, gap: bool = False) -> None:
    line = f"parley {command} --store {shlex.quote(str(store))}"
    screen().print(words(f"$ {line}", "dim"), soft_wrap=True, end="\n\n" if gap else "\n")
    parley(shlex.split(line)[1:], prog_name="parley", standalone_mode=False)


def _telling(store: Path) -> str:
    """The id of the position to explain: an "only if" in the holder's own words if there is one."""
    with open_graph(str(store)) as graph:
        found = graph.positions(PositionFilter())
    if not found:
        raise MissingError("expected articles with positions for a demo, got none")
    return max(found, key=_worth).id[:ID_LENGTH]


def _worth(position: Position) -> tuple[bool, bool, float, str]:
    only_if = any(condition.relation is Relation.ONLY_IF for condition in position.conditions)
    return only_if, position.attribution is Attribution.DIRECT, position.confidence, position.id


def _hint(store: Path, folder: Path) -> None:
    _head("Go on")
    questions = sorted(folder.parent.glob("queries/*.rq"))
    question = shlex.quote(str(questions[0])) if questions else "'SELECT * { ?position neg:stance ?stance } LIMIT 10'"
    for line in (
        f"export PARLEY_STORE={shlex.quote(str(store))}",
        "parley positions --proposal ceasefire --stance opposes",
        f"parley query {question}",
        "parley serve    # pages to read at http://127.0.0.1:8000; SPARQL and REST for programs",
        "parley --help",
    ):
        screen().print(words(line, "bold"), soft_wrap=True)
