"""The shapes of conditions, agreements and conflicts: what hangs on what, and how it could end."""

from __future__ import annotations

from pydantic import Field

from api.analysis_schemas import Label, Labels, Parties, Party, PositionId, PositionIds, Statements, Words
from api.schemas import Shape
from kg.model import Relation
from kg.usecases.settling import Concept


class Precondition(Shape):
    """A party's claim that a proposal hangs on something."""

    holder: Party
    proposal: Label
    condition: Label
    relation: Relation
    position: PositionId
    quote: Words


class SharedAsk(Shape):
    """What several parties make something depend on."""

    ask: Label
    parties: Parties
    claims: list[Precondition]


class ContestedCondition(Shape):
    """What some insist on and others oppose."""

    condition: Label
    asked_by: Parties
    rejected_by: Parties
    claims: list[Precondition]
    rejections: PositionIds


class Deadlock(Shape):
    """A circle in which each waits for the other: each proposal hangs on the next, as its claims say."""

    proposals: Labels
    parties: Parties
    links: list[list[Precondition]]


class ConditionsAnswer(Shape):
    """Who makes what depend on what, and what follows."""

    statements: Statements
    stated: list[Precondition]
    shared: list[SharedAsk]
    contested: list[ContestedCondition]
    deadlocks: list[Deadlock] = Field(description="The shortest first.")


class Package(Shape):
    """What an agreement holds, what it must not hold, and what it leaves open."""

    included: Labels
    excluded: Labels
    open: Labels


class Claim(Shape):
    """What a position demands of a package: one of ``clause`` must hold, in the package (true) or not (false)."""

    party: Party
    clause: list[tuple[str, bool]] = Field(examples=[[["ferry toll", False]]])
    firm: bool = Field(description="A demand, and no mere wish.")
    says: str = Field(examples=["no ferry toll"])
    position: PositionId
    quote: Words


class AgreeingParties(Shape):
    """Parties whose firm demands can be met together, and by which package."""

    parties: Parties
    package: Package


class BlockingSet(Shape):
    """Parties that cannot agree, though all but any one of them could, and the claims that suffice for it."""

    parties: Parties
    claims: list[Claim]


class Zone(Shape):
    """Largest coalitions, smallest blocking sets, and what follows from them."""

    parties: Parties
    coalitions: list[AgreeingParties]
    blocking: list[BlockingSet]
    veto_players: Parties
    deal_breakers: list[tuple[str, int]] = Field(
        description="Proposals with how many blocking sets quarrel over them.", examples=[[["ferry toll", 1]]]
    )
    unclear: list[tuple[str, str]] = Field(
        description="Party and proposal where the party last said both yes and no.",
        examples=[[["Ardania", "ferry toll"]]],
    )
    bound: int = Field(ge=0, description="No coalition has more parties than that.", examples=[3])
    complete: bool = Field(description="Whether these are all coalitions and blocking sets.")


class AgreementAnswer(Shape):
    """Who could agree on what, and what blocks it."""

    statements: Statements
    zone: Zone
    package: Package | None = Field(description="Meets all firm demands and most wishes; null: there is none.")
    missed: list[Claim] = Field(description="The wishes that it misses.")
    possible: bool = Field(description="Whether all parties can agree.")


class Preference(Shape):
    """What a player would rather see: any of these patterns of options taken (true) and left (false)."""

    any_of: list[list[tuple[str, bool]]] = Field(examples=[[[["harbour opening", True]]]])
    says: str = Field(examples=["asks for harbour opening"])
    position: str | None = Field(default=None, description="Id of the position behind it.")
    quote: str | None = None


class ConflictDraft(Shape):
    """Options and preferences by player, the most important preference first."""

    options: dict[str, Labels] = Field(examples=[{"Ardania": ["harbour opening"], "Belmark": []}])
    preferences: dict[str, list[Preference]]
    reasons: dict[str, str] = Field(default={}, description="Why an option is its player's.")
    unowned: Labels = Field(default=[], description="Proposals that are nobody's option.")
    left_out: Labels = Field(default=[], description="Proposals beyond the number asked for.")


class Outcome(Shape):
    """Which options are taken, under which concepts that holds, and who could leave it together."""

    state: int = Field(ge=0, examples=[3])
    letters: str = Field(description="Y or N for each option.", examples=["YN"])
    taken: Labels
    stable: list[Concept]
    rank: dict[str, int] = Field(description="Its worth to each player; 1 is the worst.", examples=[{"Ardania": 2}])
    coalition_moves: list[tuple[list[str], int]] = Field(
        description="Groups that all gain by moving to another state together.", examples=[[[["Ardania"], 1]]]
    )


class StabilityAnswer(Shape):
    """The conflict and all its outcomes."""

    statements: int | None = Field(description="n: how many it was drafted from; null for a posted one.", examples=[8])
    conflict: ConflictDraft
    outcomes: list[Outcome]
