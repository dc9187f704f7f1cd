"""Options that leave parties and proposals out of an analysis by name, as rDNA's lists do."""

from __future__ import annotations

from typing import Annotated

import typer

from kg.cli.options import SELECTION

WithoutPartyOption = Annotated[
    list[str] | None,
    typer.Option(
        "--without-party", metavar="NAME", help="Leave this party out; once for each.", rich_help_panel=SELECTION
    ),
]
WithoutProposalOption = Annotated[
    list[str] | None,
    typer.Option(
        "--without-proposal", metavar="NAME", help="Leave this proposal out; once for each.", rich_help_panel=SELECTION
    ),
]
MinimumOption = Annotated[
    int,
    typer.Option(
        "--minimum", min=1, metavar="N", help="Only parties with N statements or more.", rich_help_panel=SELECTION
    ),
]
