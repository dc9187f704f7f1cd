"""The ``parley`` command: the list of its commands, and what every one of them does on trouble.

Each group of commands is a module of its own, imported only when one of its commands is called: reading needs the
language model, pictures need matplotlib, the server needs FastAPI, and ``parley --help`` needs none of them.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Annotated, Any, NamedTuple

import typer
from typer.core import TyperGroup

from kg import __version__
from kg.errors import ParleyError

READ, LOOK, REVIEW = "Read articles", "Look things up", "Review"
ANALYSE, PASS_ON, KEEP = "Analyse", "Pass on", "Keep"
INTERRUPTED = 130


class Entry(NamedTuple):
    """A command before its module is loaded: where it lives, and what the list of commands says of it."""

    module: str
    panel: str
    summary: str


COMMANDS = {
    "ingest": Entry("ingesting", READ, "Read articles and store their positions in the graph."),
    "extract": Entry("extracting", READ, "Print the positions of articles, without storing anything."),
    "remove": Entry("ingesting", READ, "Take articles out of the graph, with everything they said."),
    "positions": Entry("looking", LOOK, "List positions: who takes which stance on what, and the quote."),
    "why": Entry("looking", LOOK, "Show the words behind a position, in their paragraph."),
    "articles": Entry("looking", LOOK, "List the articles in the graph."),
    "stats": Entry("looking", LOOK, "Count what the graph holds."),
    "review": Entry("reviewing", REVIEW, "Accept, reject or doubt positions."),
    "reviews": Entry("reviewing", REVIEW, "List the decisions about positions, the earlier ones too, by time."),
    "query": Entry("querying", LOOK, "Ask the graph in SPARQL."),
    "network": Entry("analysing", ANALYSE, "Rank who agrees and who clashes with whom."),
    "matrix": Entry("analysing", ANALYSE, "Show actors against proposals: for, against, or on conditions."),
    "conditions": Entry("analysing", ANALYSE, "Show who makes what depend on what."),
    "evaluate": Entry("evaluating", ANALYSE, "Score the reading of articles against gold that people coded."),
    "camps": Entry("camps", ANALYSE, "Find the camps, with proof, and what speaks against them."),
    "polarisation": Entry("camps", ANALYSE, "Measure how far two camps explain the debate."),
    "brokers": Entry("camps", ANALYSE, "Show who and what stands between the camps."),
    "backbone": Entry("backbone", ANALYSE, "Show which proposals carry the structure of the debate."),
    "agreement": Entry("settlements", ANALYSE, "Show who could agree on which package, and what blocks the others."),
    "stability": Entry("settlements", ANALYSE, "Show which outcomes of the conflict would hold."),
    "history": Entry("moves", ANALYSE, "Show what each party said on each proposal, day by day."),
    "shifts": Entry("moves", ANALYSE, "Show who changed position on what, with both quotes."),
    "windows": Entry("windows", ANALYSE, "Show who agreed and who clashed, window by window."),
    "picture": Entry("picturing", PASS_ON, "Draw an analysis: camps, stances, conditions, changes, polarisation."),
    "export": Entry("exporting", PASS_ON, "Write positions, networks, the graph or a picture to a file."),
    "serve": Entry("serving", PASS_ON, "Answer SPARQL and REST, and take articles in."),
    "keys": Entry("keys", PASS_ON, "Say who may ask a served graph, and who may change it."),
    "backup": Entry("keeping", KEEP, "Write the graph and its audit log into one file."),
    "verify": Entry("keeping", KEEP, "Check that a graph, or a backup, is sound."),
    "restore": Entry("keeping", KEEP, "Make a graph of a backup, in a place where nothing is yet."),
    "demo": Entry("demo", PASS_ON, "Walk a folder of articles through all of the above."),
}


class LazyGroup(TyperGroup):
    """A group whose commands are known by name and summary until one is called."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command; a mistake in its options is told in our words."""
        try:
            return super().invoke(ctx)
        except typer.BadParameter as error:
            from kg.cli.mistakes import told

            error.message = told(error)
            raise

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """The command that ``args`` call, from its own module; a UsageError with a suggestion otherwise."""
        name, command, rest = super().resolve_command(ctx, args)
        if name in COMMANDS:
            command = load_command(name)
        return name, command, rest


def load_command(name: str) -> Any:
    """The command ``name`` in full, with its module imported."""
    module = import_module(f"kg.cli.{COMMANDS[name].module}")
    loaded = typer.main.get_command(module.app)
    command: Any = loaded.commands.get(name, loaded) if isinstance(loaded, TyperGroup) else loaded
    for each in (command, *getattr(command, "commands", {}).values()):
        # Docstrings are broken for reading in the source; the help breaks each paragraph to the terminal's width.
        each.help = "\n\n".join(" ".join(paragraph.split()) for paragraph in each.help.split("\n\n"))
    return command


app = typer.Typer(
    cls=LazyGroup,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit status: 0 done; 1 an error, or some articles failed; 2 a mistake in the command line.",
)


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit status: 0 done, 1 an error or some articles failed, 2 a usage mistake.

    What Parley refuses becomes one line on standard error. Anything else is a fault of ours and keeps its traceback.
    """
    try:
        app(arguments, prog_name="parley")
    except SystemExit as leaving:
        return _status(leaving.code)
    except ParleyError as error:
        print(f"parley: {' '.join(str(error).split())}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return _status(INTERRUPTED)
    return 0


def _status(code: object) -> int:
    if code == INTERRUPTED:
        print("parley: interrupted", file=sys.stderr)
    return code if isinstance(code, int) else 0


@app.callback(invoke_without_command=True)
def _parley(
    version: Annotated[bool, typer.Option("--version", metavar="", help="Print the version and leave.")] = False,
) -> None:
    """Read news articles, and answer who supports, opposes or conditions which proposal, in whose words.

    Start with `parley ingest articles/`, then `parley positions`, `parley matrix`, `parley why ID`.
    Every command explains itself: `parley positions --help`.
    """
    if version:
        print(f"parley {__version__}")
        raise typer.Exit


def _announce(name: str, entry: Entry) -> None:
    @app.command(name, help=entry.summary, rich_help_panel=entry.panel, add_help_option=False)
    def announced() -> None:
        raise AssertionError(f"{name} is loaded from kg.cli.{entry.module} before it runs")


for _name, _entry in COMMANDS.items():
    _announce(_name, _entry)
