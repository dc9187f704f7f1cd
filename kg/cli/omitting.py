"""Options that leave parties and proposals out of an analysis by name, or keep none but them, as rDNA's lists do."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from kg.cli.gathering import gathering
from kg.cli.options import SELECTION
from kg.usecases.narrowing import Narrowing


def _named(name: str, help: str) -> Any:
    return typer.Option(name, metavar="NAME", help=f"{help}; once for each.", rich_help_panel=SELECTION)


def _narrowing(
    *,
    without_party: Annotated[list[str] | None, _named("--without-party", "Leave this party out")] = None,
    without_proposal: Annotated[list[str] | None, _named("--without-proposal", "Leave this proposal out")] = None,
    only_party: Annotated[list[str] | None, _named("--only-party", "Leave all other parties out")] = None,
    only_proposal: Annotated[list[str] | None, _named("--only-proposal", "Leave all other proposals out")] = None,
    minimum: Annotated[
        int,
        typer.Option(
            "--minimum", min=1, metavar="N", help="Only parties with N statements or more.", rich_help_panel=SELECTION
        ),
    ] = 1,
) -> Narrowing:
    return Narrowing(
        without_parties=without_party or (),
        without_proposals=without_proposal or (),
        only_parties=only_party or (),
        only_proposals=only_proposal or (),
        minimum=minimum,
    )


leaving_out = gathering("narrowing", _narrowing)
"""Gives a command the options that leave out by name and number; it receives them as ``narrowing``."""
