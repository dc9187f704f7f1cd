"""What the analyses and networks can be asked to leave out, and how they count: query parameters said once."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import Depends, Query

from kg.usecases.analysing import Compatible, Conditional, Counting, Duplicates, Isolates, Level, Normalization
from kg.usecases.narrowing import Narrowing

WHO = "For whoever speaks, persons only, bodies (organisation), or the side spoken for."

LevelQuery = Annotated[Level, Query(description=WHO)]
NormalizationQuery = Annotated[Normalization, Query(description="What ties are divided by.")]
DuplicatesQuery = Annotated[Duplicates, Query(description="How often repeated statements count.")]
ConditionalQuery = Annotated[Conditional, Query(description='What "only if" counts for.')]
CompatibleQuery = Annotated[Compatible, Query(description="Whose published figures to reproduce, right or wrong.")]
IsolatesQuery = Annotated[
    Isolates, Query(description="Parties without a tie: those who speak, none, or all in the graph.")
]


def _narrowing(
    without_party: Annotated[list[str], Query(description="Leave this party out; once for each.", max_length=100)] = [],  # noqa: B006  # FastAPI copies it
    without_proposal: Annotated[
        list[str], Query(description="Leave this proposal out; once for each.", max_length=100)
    ] = [],  # noqa: B006
    only_party: Annotated[
        list[str], Query(description="Leave all other parties out; once for each.", max_length=100)
    ] = [],  # noqa: B006
    only_proposal: Annotated[
        list[str], Query(description="Leave all other proposals out; once for each.", max_length=100)
    ] = [],  # noqa: B006
    minimum: Annotated[int, Query(description="Only parties with so many statements or more.", ge=1)] = 1,
) -> Narrowing:
    return Narrowing(
        without_parties=without_party,
        without_proposals=without_proposal,
        only_parties=only_party,
        only_proposals=only_proposal,
        minimum=minimum,
    )


Narrowed = Annotated[Narrowing, Depends(_narrowing)]
"""What is left out by name and number."""


def _statements(
    level: LevelQuery = Level.ACTOR,
    duplicates: DuplicatesQuery = Duplicates.INCLUDE,
    conditional: ConditionalQuery = Conditional.NEITHER,
    compatible: CompatibleQuery = Compatible.NOTHING,
) -> Counting:
    return Counting(level=level, duplicates=duplicates, conditional=conditional, compatible=compatible)


StatementsCounted = Annotated[Counting, Depends(_statements)]
"""How statements count."""


def _ties(counting: StatementsCounted, normalization: NormalizationQuery = Normalization.NO) -> Counting:
    return replace(counting, normalization=normalization)


TiesCounted = Annotated[Counting, Depends(_ties)]
"""How statements count, and what ties are divided by."""


def _network(counting: TiesCounted, isolates: IsolatesQuery = Isolates.KEEP) -> Counting:
    return replace(counting, isolates=isolates)


NetworkCounted = Annotated[Counting, Depends(_network)]
"""The same, and which parties are part of a network that no tie reaches."""
