"""What ``ingest`` and ``extract`` share: naming articles, and naming those that could not be read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated

import typer

from kg.cli.options import day
from kg.cli.terminal import say
from kg.usecases.reading import Failure

SourcesArgument = Annotated[
    list[str],
    typer.Argument(metavar="SOURCES", help="Files, folders, patterns in quotes, addresses, or - for standard input."),
]
DateOption = Annotated[
    date | None, typer.Option("--date", metavar="DATE", parser=day, help="Publication date, whatever the pages say.")
]
FetchOption = Annotated[
    bool, typer.Option("--allow-fetch", metavar="", help="Permit fetching addresses of the public web.")
]


def leave(failures: Sequence[Failure]) -> None:
    """Name what could not be read, and leave with status 1 if there was anything."""
    for failure in failures:
        say(
            f"parley: {failure.reason}"
            if failure.source in failure.reason
            else f"parley: {failure.source}: {failure.reason}"
        )
    if failures:
        raise typer.Exit(1)
