"""Options that say how statements are counted into networks, under rDNA's own words."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

import typer

from kg.usecases.analysing import Conditional, Duplicates, Level, Normalization


def _how(name: str, choices: type[StrEnum], help: str) -> Any:
    return typer.Option(name, metavar="HOW", help=f"{help}: {', '.join(choices)}.", rich_help_panel="How to count")


LevelOption = Annotated[Level, _how("--level", Level, "For the one who speaks, or the side spoken for")]
NormalizationOption = Annotated[
    Normalization, _how("--normalization", Normalization, "Divide ties, so that frequent speakers weigh less")
]
DuplicatesOption = Annotated[
    Duplicates, _how("--duplicates", Duplicates, "Count a repeated statement always, or once in each")
]
ConditionalOption = Annotated[
    Conditional, _how("--conditional", Conditional, 'What "only if" counts for, neither yes nor no, or support')
]
