"""``keys``: who may ask a served graph, and who may change it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Annotated, Any

import typer

from kg.cli.options import JsonOption, StoreOption, day
from kg.cli.tables import listing
from kg.cli.terminal import say, screen, write_data, write_json
from kg.usecases.keys import Key, Scope, add_key, list_keys, remove_key

app = typer.Typer(add_completion=False, no_args_is_help=True)

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="Whose key it is; the audit log calls them so.")]


@app.callback()
def keys() -> None:
    """Say who may ask a served graph, and who may change it.

    A key is a long random word that a person or a program sends with each request. It stands in the file
    parley.db.keys.json beside the graph only as a hash, so it is shown once, and a lost one is replaced. A running
    server notices at once.

    Example: parley keys add newsroom --scope write

    Exit status: 0 done; 1 an error, such as a name that has a key already; 2 a mistake in the command line.
    """


@app.command("add")
def add(
    name: NameArgument,
    store: StoreOption = "",
    scope: Annotated[Scope, typer.Option("--scope", metavar="SCOPE", help="read, or write (and read).")] = Scope.READ,
    expires: Annotated[
        date | None, typer.Option("--expires", metavar="DATE", parser=day, help="Its last day, in UTC.")
    ] = None,
    replacing: Annotated[
        bool, typer.Option("--replace", metavar="", help="In the place of the key that NAME has.")
    ] = False,
) -> None:
    """Make a key and print it, this once.

    Example: parley keys add newsroom --scope write --expires 2026-12-31

    Exit status: 0 made; 1 an error, such as a name that has a key; 2 a mistake in the command line.
    """
    token = add_key(store, name, scope, today=_today(), expires=expires, replacing=replacing)
    say(f"The key of {name}, to {scope}; keep it, nobody can show it again:")
    write_data(token + "\n")


@app.command("list")
def show(store: StoreOption = "", as_json: JsonOption = False) -> None:
    """List who has a key, and since when.

    Example: parley keys list --json

    Exit status: 0 listed, or there is none; 1 an error; 2 a mistake in the command line.
    """
    found = list_keys(store)
    if as_json:
        write_json({"keys": [_row(key) for key in found]})
    elif found:
        _print(found)
    else:
        say("No keys; parley keys add NAME makes one.")


@app.command("remove")
def remove(name: NameArgument, store: StoreOption = "") -> None:
    """Let a key open nothing any more.

    Example: parley keys remove newsroom

    Exit status: 0 removed; 1 an error, such as a name without a key; 2 a mistake in the command line.
    """
    remove_key(store, name)
    say(f"The key of {name} opens nothing any more.")


def _print(found: Sequence[Key]) -> None:
    table = listing("name", "scope", "begins with", "made", "changed", "last day")
    today = _today()
    for key in found:
        over = " (over)" if key.is_over(today) else ""
        last = f"{key.expires}{over}" if key.expires else ""
        table.add_row(key.name, key.scope, key.prefix, str(key.created), str(key.changed), last)
    screen().print(table)


def _row(key: Key) -> dict[str, Any]:
    return {
        "name": key.name,
        "scope": key.scope,
        "begins": key.prefix,
        "created": key.created.isoformat(),
        "changed": key.changed.isoformat(),
        "expires": key.expires.isoformat() if key.expires else None,
    }


def _today() -> date:
    return datetime.now(UTC).date()
