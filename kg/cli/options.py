"""Options that several commands share, each described once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

import typer

from kg.cli.gathering import gathering
from kg.cli.terminal import say
from kg.model import Stance
from kg.model.filter import PositionFilter, ReviewChoice, review_states
from kg.settings import DEFAULT_STORE, read_settings

SELECTION = "Which positions"


def day(text: str) -> date:
    """A date as 2025-03-17; a usage error otherwise."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"expected a date such as 2025-03-17, got {text!r}") from None


def _store(given: str | None) -> str:
    return given or read_settings().store


StoreOption = Annotated[
    str,
    typer.Option(
        "--store",
        "-s",
        metavar="PLACE",
        callback=_store,
        help=f"Folder of the graph, or a server's address; else PARLEY_STORE, else {DEFAULT_STORE}.",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", metavar="", help="Print JSON, for machines.")]


def _narrow(*names: str, metavar: str | None = None, parser: Callable[[str], Any] | None = None, help: str) -> Any:
    return typer.Option(*names, metavar=metavar, parser=parser, help=help, rich_help_panel=SELECTION)


def _selection(
    *,
    actor: Annotated[str | None, _narrow("--actor", "-a", metavar="WORDS", help="Part of the holder's name.")] = None,
    side: Annotated[
        str | None, _narrow("--side", metavar="WORDS", help="Part of the name of the side spoken for.")
    ] = None,
    proposal: Annotated[str | None, _narrow("--proposal", "-p", metavar="WORDS", help="Part of what it is on.")] = None,
    stance: Annotated[
        Stance | None,
        _narrow("--stance", metavar="STANCE", help=f"{', '.join(Stance)}."),
    ] = None,
    since: Annotated[
        date | None, _narrow("--since", metavar="DATE", parser=day, help="Published on this day or later.")
    ] = None,
    until: Annotated[
        date | None, _narrow("--until", metavar="DATE", parser=day, help="Published on this day or earlier.")
    ] = None,
    text: Annotated[str | None, _narrow("--text", "-t", metavar="WORDS", help="Part of the quotation.")] = None,
    article: Annotated[
        str | None, _narrow("--article", metavar="ID", help="An article's id, or its beginning.")
    ] = None,
    source: Annotated[str | None, _narrow("--source", metavar="WORDS", help="Part of the path or address.")] = None,
    copies: Annotated[bool, _narrow("--copies", metavar="", help="Count near-copies of an article too.")] = False,
    review: Annotated[
        list[ReviewChoice] | None,
        _narrow(
            "--review",
            metavar="STATE",
            help=f"Only what people decided so: {', '.join(ReviewChoice)}; once for each. Else all but the rejected.",
        ),
    ] = None,
) -> PositionFilter:
    return PositionFilter(
        actor=actor,
        side=side,
        proposal=proposal,
        stance=stance,
        since=since,
        until=until,
        text=text,
        article=article,
        source=source,
        include_copies=copies,
        reviews=review_states(review or ()),
    )


selecting = gathering("chosen", _selection)
"""Gives a command the options that select positions; it receives them as one filter, ``chosen``."""


def mention_left_out(number: int) -> None:
    """Say that rejected positions were left out."""
    are = "position is" if number == 1 else "positions are"
    say(f"{number} rejected {are} left out; --review any counts them too.")
