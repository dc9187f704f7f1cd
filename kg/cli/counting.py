"""Options that say how statements are counted into networks, under rDNA's own words."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

import typer

from kg.cli.gathering import gathering
from kg.usecases.analysing import Compatible, Conditional, Counting, Duplicates, Isolates, Level, Normalization


def _how(name: str, choices: type[StrEnum], help: str) -> Any:
    return typer.Option(name, metavar="HOW", help=f"{help}: {', '.join(choices)}.", rich_help_panel="How to count")


LevelOption = Annotated[Level, _how("--level", Level, "For whoever speaks, persons, bodies, or the side spoken for")]
DuplicatesOption = Annotated[
    Duplicates, _how("--duplicates", Duplicates, "Count a repeated statement always, or once in each")
]
ConditionalOption = Annotated[
    Conditional, _how("--conditional", Conditional, 'What "only if" counts for, neither yes nor no, or support')
]
CompatibleOption = Annotated[
    Compatible, _how("--compatible", Compatible, "Whose published figures to reproduce, right or wrong")
]
IsolatesOption = Annotated[
    Isolates, _how("--isolates", Isolates, "Parties without a tie: those who speak, none, or all in the graph")
]
NormalizationOption = Annotated[
    Normalization, _how("--normalization", Normalization, "Divide ties, so that frequent speakers weigh less")
]


def _statements(
    *,
    level: LevelOption = Level.ACTOR,
    duplicates: DuplicatesOption = Duplicates.INCLUDE,
    conditional: ConditionalOption = Conditional.NEITHER,
    compatible: CompatibleOption = Compatible.NOTHING,
) -> Counting:
    return Counting(level=level, duplicates=duplicates, conditional=conditional, compatible=compatible)


def _ties(
    *,
    level: LevelOption = Level.ACTOR,
    normalization: NormalizationOption = Normalization.NO,
    duplicates: DuplicatesOption = Duplicates.INCLUDE,
    conditional: ConditionalOption = Conditional.NEITHER,
    compatible: CompatibleOption = Compatible.NOTHING,
) -> Counting:
    return Counting(
        level=level,
        normalization=normalization,
        duplicates=duplicates,
        conditional=conditional,
        compatible=compatible,
    )


def _network(
    *,
    level: LevelOption = Level.ACTOR,
    normalization: NormalizationOption = Normalization.NO,
    duplicates: DuplicatesOption = Duplicates.INCLUDE,
    conditional: ConditionalOption = Conditional.NEITHER,
    compatible: CompatibleOption = Compatible.NOTHING,
    isolates: IsolatesOption = Isolates.KEEP,
) -> Counting:
    return Counting(
        level=level,
        normalization=normalization,
        duplicates=duplicates,
        conditional=conditional,
        compatible=compatible,
        isolates=isolates,
    )


counting_statements = gathering("counting", _statements)
"""Gives a command the options of how statements count; it receives them as ``counting``."""

counting_ties = gathering("counting", _ties)
"""The same, with what ties are divided by."""

counting_network = gathering("counting", _network)
"""The same, with which parties are shown that no tie reaches."""
