"""The shapes of what the analyses send: every number with n, and with the positions it rests on."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.schemas import Shape
from kg.model import Stance
from kg.usecases.analysing import Kind, Verdict

Statements = Annotated[int, Field(ge=0, description="n: how many statements this rests on.", examples=[8])]
PositionIds = Annotated[
    list[str],
    Field(description="Ids of the positions behind it, for /v1/positions/{id}.", examples=[["3f9a12bc5d7e8f90"]]),
]
PositionId = Annotated[str, Field(description="Id of the position that says so.", examples=["3f9a12bc5d7e8f90"])]
Party = Annotated[str, Field(examples=["Ardania"])]
Parties = Annotated[list[str], Field(examples=[["Ardania", "Belmark"]])]
Label = Annotated[str, Field(description="A proposal's label.", examples=["harbour opening"])]
Labels = Annotated[list[str], Field(description="Labels of proposals.", examples=[["harbour opening"]])]
Words = Annotated[str, Field(description="The words that say so.", examples=["Belmark rejects any ferry toll."])]


class Said(Shape):
    """A position in short: who, what, in which words, when."""

    id: PositionId
    holder: Party
    side: str | None = Field(description="The party spoken for.", examples=["Ardania"])
    stance: Stance
    proposal: Label
    quote: Words
    published: date | None


class Cell(Shape):
    """A party on a proposal: how many statements of each stance, on which conditions."""

    actor: Party
    proposal: Label
    verdict: Verdict
    support: int = Field(ge=0, examples=[2])
    oppose: int = Field(ge=0, examples=[0])
    conditional: int = Field(ge=0, examples=[1])
    conditions: Labels
    positions: PositionIds


class MatrixAnswer(Shape):
    """Parties by proposals, those with most statements first; a pair without a cell has no statement."""

    statements: Statements
    actors: Parties
    proposals: Labels
    cells: list[Cell]


class Tie(Shape):
    """An alliance or a conflict between two parties."""

    relation: Literal["allies", "rivals"]
    first: Party
    second: Party
    weight: float = Field(description="Negative for rivals.", examples=[-2.0])
    agreements: float = Field(ge=0, examples=[1])
    disagreements: float = Field(ge=0, examples=[3])
    proposals: Labels
    positions: PositionIds


class NetworkFacts(BaseModel):
    """Which network it is, and how its statements were counted."""

    model_config = ConfigDict(extra="allow")

    kind: str = Field(examples=["subtract"])
    level: str = Field(examples=["actor"])


class NetworkNode(BaseModel):
    """A party or a proposal; counts of its statements and the days they were made on stand beside these."""

    model_config = ConfigDict(extra="allow")

    id: str = Field(description="What ties name it by.", examples=["Ardania"])
    name: str = Field(examples=["Ardania"])
    iri: str | None = Field(default=None, description="What it is in the graph.")


class NetworkTie(BaseModel):
    """A tie, with what it rests on; sign, agreements and other counts stand beside these."""

    model_config = ConfigDict(extra="allow")

    source: str = Field(examples=["Ardania"])
    target: str = Field(examples=["Belmark"])
    weight: float = Field(examples=[-2.0])
    positions: PositionIds
    quote: Words


class Network(Shape):
    """A network as node-link JSON, as networkx and D3 read it."""

    directed: bool
    multigraph: bool
    graph: NetworkFacts
    nodes: list[NetworkNode]
    edges: list[NetworkTie]


class Grouping(Shape):
    """Camps, and the weight of the ties that speak against them."""

    camps: list[Parties] = Field(description="The largest first.", examples=[[["Ardania", "Cadmia"], ["Belmark"]]])
    unplaced: Parties = Field(description="Parties that no tie places.")
    frustrated: list[tuple[str, str]] = Field(
        description="Allies in different camps, or rivals in one.", examples=[[["Ardania", "Belmark"]]]
    )
    frustration: float = Field(ge=0, description="L: the weight of those ties.", examples=[1.0])
    bound: float = Field(ge=0, description="No other camps have less than that.", examples=[1.0])
    total: float = Field(ge=0, description="m: the weight of all ties.", examples=[12.0])


class CampsAnswer(Shape):
    """Camps with proof or bound, and how balanced the network is."""

    statements: Statements
    ties: int = Field(ge=0, examples=[3])
    camps: Grouping
    against: list[Tie] = Field(description="The frustrated ties with what they rest on, the heaviest first.")
    proven: bool = Field(description="Whether no other camps do better.")
    balance: float = Field(ge=-1, le=1, description="1 − 2 L/m.", examples=[1.0])
    triangles: float | None = Field(description="The share of balanced triangles; null without any.", examples=[0.75])
    walks: float | None = Field(description="The balance of closed walks; null in a large network.", examples=[0.9])


class Explained(Shape):
    """How far two camps explain what was said, with a 95 % interval; null without any tie."""

    value: float | None = Field(description="1 − 2 L/m.", examples=[0.75])
    low: float | None = Field(examples=[0.62])
    high: float | None = Field(examples=[1.0])
    statements: Statements
    parties: int = Field(ge=0, examples=[3])
    ties: int = Field(ge=0, examples=[3])
    samples: int = Field(ge=0, examples=[100])
    proven: bool = Field(description="Whether every L was proved least.")
    positions: PositionIds


class Period(Shape):
    """A week, month or year, by its first day."""

    first: date
    polarisation: Explained


class PolarisationAnswer(Shape):
    """The whole debate, and each period of it where these were asked for."""

    whole: Explained
    periods: list[Period]


class Stretch(Shape):
    """A window of time, both days included, with its ties; 0 statements: none was found."""

    first: date
    last: date
    statements: Statements
    parties: int = Field(ge=0, examples=[3])
    ties: list[Tie]


class WindowsAnswer(Shape):
    """The network of every window, silent ones too."""

    statements: Statements
    windows: list[Stretch]


class Broker(Shape):
    """A party with allies in several camps."""

    party: Party
    camp: int | None = Field(description="The number of its own camp, from 0.", examples=[0])
    betweenness: float = Field(ge=0, examples=[0.25])
    allies: dict[str, Parties] = Field(description="By the number of their camp.", examples=[{"0": ["Cadmia"]}])
    positions: PositionIds


class Issue(Shape):
    """How the parties stand on a proposal."""

    proposal: Label
    supporters: Parties
    opponents: Parties
    conditional: Parties
    mixed: Parties = Field(description="Those who said both yes and no.")
    division: float | None = Field(
        description="1 when as many support as oppose it, 0 when all agree, null when nobody does.",
        examples=[1.0],
    )
    bridged: list[int] = Field(description="Camps that say the same on it.", examples=[[0, 1]])
    positions: PositionIds


class Overlap(Shape):
    """How far two parties speak on the same proposals."""

    first: Party
    second: Party
    shared: Labels
    either: int = Field(ge=1, description="How many proposals either of them speaks on.", examples=[4])
    share: float = Field(ge=0, le=1, examples=[0.5])
    positions: PositionIds


class BridgesAnswer(Shape):
    """Who and what stands between the camps."""

    statements: Statements
    camps: Grouping
    brokers: list[Broker]
    issues: list[Issue] = Field(description="The most divisive first.")
    overlaps: list[Overlap] = Field(description="The greatest first.")


class Dropped(Shape):
    """A proposal left out after those before it, and how far the rest is then from the whole."""

    proposal: Label
    loss: float = Field(ge=0, le=2, description="0: the same structure.", examples=[0.024])
    statements: Statements
    positions: PositionIds


class BackboneAnswer(Shape):
    """All proposals, those that can be left out first; the last ones are the backbone."""

    statements: Statements
    kind: Kind
    proposals: list[Dropped]


class History(Shape):
    """What a party said on a proposal, by date; undated positions last."""

    actor: Party
    proposal: Label
    positions: list[Said]


class Shift(Shape):
    """A change of stance from one day to the next on which the party spoke."""

    actor: Party
    proposal: Label
    before: Said
    after: Said


class Contradiction(Shape):
    """Support and opposition within a few days."""

    actor: Party
    proposal: Label
    support: Said
    opposition: Said
    days: int = Field(ge=0, examples=[3])


class MovesAnswer(Shape):
    """What changed over time."""

    statements: Statements
    undated: int = Field(ge=0, description="Statements that could not be placed in time.", examples=[0])
    histories: list[History]
    shifts: list[Shift]
    contradictions: list[Contradiction]
