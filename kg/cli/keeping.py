"""``backup``, ``verify`` and ``restore``: the graph as a file, a graph of that file, and whether either is sound."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated

import typer

from kg.cli.options import JsonOption, StoreOption
from kg.cli.tables import listing, several
from kg.cli.terminal import progress, say, screen, words, write_json
from kg.usecases.keeping import Check, Verdict, back_up, restore, verify

app = typer.Typer(add_completion=False)

COLOURS = {Verdict.OK: "green", Verdict.NOTE: "yellow", Verdict.FAULT: "bold red"}


@app.command("backup")
def backup_command(
    target: Annotated[str, typer.Argument(metavar="TARGET", help="A new file NAME.tar.gz, or a folder for it.")],
    store: StoreOption = "",
    as_json: JsonOption = False,
) -> None:
    """Write the graph and its audit log into one file.

    Also while a server runs: the file has the graph as it was at one moment. In a folder the file is named after the
    graph and the time, so that a timer can call the same command every night. The graph is in it as sorted N-Quads,
    which any RDF tool reads; keys to the server are not.

    Example: parley backup peace.tar.gz --store peace.db

    Exit status: 0 written; 1 an error, such as a file that exists; 2 a mistake in the command line.
    """
    with progress("Backing up") as advance:
        made = back_up(store, target, at=datetime.now(UTC), watch=advance)
    if as_json:
        write_json({"backup": str(made.path), **asdict(made.manifest)})
        return
    held = f"{several(made.manifest.articles, 'article')} and {several(made.manifest.positions, 'position')}"
    screen().print(f"Wrote {made.path} with {held}.\nSHA-256 of its graph: {made.manifest.sha256}", markup=False)


@app.command("verify")
def verify_command(
    what: Annotated[str | None, typer.Argument(metavar="[STORE|BACKUP]", help="A graph's folder, or a backup.")] = None,
    store: StoreOption = "",
    thorough: Annotated[
        bool, typer.Option("--thorough", metavar="", help="Hold all articles against the shapes, not a sample.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Check that a graph, or a backup, is sound.

    Every article is read back and every quotation looked up in its text; the merge, the links between copies and the
    audit log are compared with the graphs, and a backup with its manifest. Nothing is changed.

    Example: parley verify peace.tar.gz

    Exit status: 0 sound; 1 a fault was found, or it cannot be read; 2 a mistake in the command line.
    """
    with progress("Checking") as advance:
        checks = verify(what or store, thorough=thorough, watch=advance)
    faults = [check for check in checks if check.verdict is Verdict.FAULT]
    if as_json:
        write_json({"sound": not faults, "checks": [asdict(check) for check in checks]})
    else:
        _print(checks)
        for check in faults:
            _explain(check)
    if faults:
        raise typer.Exit(1)


@app.command("restore")
def restore_command(
    backup: Annotated[str, typer.Argument(metavar="BACKUP", help="A file that parley backup wrote.")],
    store: StoreOption = "",
    as_json: JsonOption = False,
) -> None:
    """Make a graph of a backup, in a place where nothing is yet.

    The graph appears only when it is whole and, statement for statement, the one that was backed up: the digest in
    the backup's manifest is compared with that of the new graph. The audit log comes with it and goes on from there.

    Example: parley restore peace.tar.gz --store again.db

    Exit status: 0 restored; 1 an error: a place with something in it, a damaged file; 2 a mistake in the command line.
    """
    with progress("Restoring") as advance:
        manifest = restore(backup, store, watch=advance)
    if as_json:
        write_json({"store": store, **asdict(manifest)})
        return
    held = f"{several(manifest.articles, 'article')} and {several(manifest.positions, 'position')}"
    screen().print(f"Restored {held} to {store}, as they were on {manifest.made}.", markup=False)


def _print(checks: Sequence[Check]) -> None:
    table = listing("check", "", "found", short=("check", ""))
    for check in checks:
        table.add_row(words(check.what), words(check.verdict, COLOURS[check.verdict]), words(check.found))
    screen().print(table)


def _explain(check: Check) -> None:
    for fault in check.faults:
        say(f"{check.what}: {fault}")
    if check.advice is not None:
        say(f"{check.what}: what to do: {check.advice}")
