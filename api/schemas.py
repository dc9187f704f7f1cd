"""The shapes of what the API sends, for its documentation and for clients that generate code from it."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from kg.model import Act, ActorKind, Attribution, Modality, Relation, Stance


class Shape(BaseModel):
    """An object with exactly these members."""

    model_config = ConfigDict(extra="forbid")


class Quote(Shape):
    """Words of an article and their place: ``start`` to ``end`` (exclusive) in characters of its canonical text."""

    start: int = Field(examples=[100])
    end: int = Field(examples=[173])
    quote: str = Field(examples=["Russia demands ‘ironclad security guarantees’ in peace talks with Ukraine"])


class Position(Shape):
    """One position as ``parley extract`` prints it, with its article's id and addresses to go on from."""

    article: str = Field(description="The path or address that the article was read from.", examples=["talks.txt"])
    holder: str = Field(examples=["Russia"])
    side: str | None = Field(description="The party spoken for.", examples=["Russia"])
    stance: Stance
    proposal: str = Field(description="In the article's own words.", examples=["ironclad security guarantees"])
    conditions: list[str] = Field(description="What it hangs on, in the article's own words.", examples=[[]])
    evidence: Quote
    id: str = Field(examples=["3f9a12bc5d7e8f90"])
    act: Act
    modality: Modality
    attribution: Attribution
    speakers: list[str] = Field(description="The chain of speech, without the holder.", examples=[[]])
    published: date | None
    confidence: float = Field(gt=0, le=1, examples=[0.9])
    rule: str = Field(description="The extraction rule that fired.", examples=["verb:demand"])
    holder_kind: ActorKind
    holder_wording: str | None
    proposal_label: str = Field(description="The canonical wording that joins articles.")
    broader: list[str] = Field(description="Wider proposals, nearest first.")
    condition_relations: list[Relation]
    condition_evidence: list[Quote]
    condition_labels: list[str]
    title: str | None
    article_id: str = Field(examples=["0011223344556677"])
    links: dict[str, str] = Field(
        examples=[{"self": "/v1/positions/3f9a12bc5d7e8f90", "article": "/v1/articles/0011223344556677"}]
    )


class Page(Shape):
    """A part of a longer list; ``next`` is the cursor of the following part, null on the last one."""

    total: int = Field(description="How many fit in all.", examples=[271])
    next: str | None = Field(examples=["50.5f1c0a"])


class Positions(Page):
    """Positions in reading order: by date (undated ones last), source and place."""

    positions: list[Position]


class Paragraph(Shape):
    """A paragraph of an article and where it stands."""

    start: int
    end: int
    text: str


class Run(Shape):
    """Which program and language model read the article, and when."""

    software: str = Field(examples=["parley"])
    version: str
    model: str
    at: str | None


class PositionInContext(Position):
    """A position with the paragraphs its words stand in and the run that read it."""

    paragraphs: list[Paragraph]
    read_by: Run


class Actor(Shape):
    """Who can hold a position. Counts leave out near-copies of articles."""

    name: str = Field(examples=["Russia"])
    kind: ActorKind
    wikidata: str | None = Field(examples=["Q159"])
    wordings: list[str] = Field(examples=[["Moscow", "the Kremlin"]])
    positions: int
    articles: int


class Actors(Page):
    """Actors, those with most positions first."""

    actors: list[Actor]


class Proposal(Shape):
    """A thing at issue. Counts leave out near-copies of articles."""

    label: str = Field(examples=["30-day ceasefire"])
    wordings: list[str]
    broader: list[str] = Field(examples=[["ceasefire"]])
    positions: int
    articles: int


class Proposals(Page):
    """Proposals, those with most positions first."""

    proposals: list[Proposal]


class Article(Shape):
    """An article in a list; ``copy_of`` is the id of its origin if it is a near-copy."""

    id: str
    source: str
    title: str | None
    published: date | None
    publisher: str | None
    positions: int
    copy_of: str | None
    links: dict[str, str]


class Articles(Page):
    """Articles by date, those without one last."""

    articles: list[Article]


class WholeArticle(Article):
    """An article with its canonical text, to which all offsets refer."""

    text: str
    text_digest: str = Field(description="SHA-256 of the text.")
    language: str
    media_type: str
    read_by: Run


class Network(BaseModel):
    """A network as node-link JSON, as networkx and D3 read it."""

    directed: bool
    multigraph: bool
    graph: dict[str, Any]
    nodes: list[dict[str, Any]]
    edges: list[dict[str, Any]]


class Counts(Shape):
    """What the graph holds."""

    articles: int
    copies: int
    positions: int
    conditions: int
    actors: int
    proposals: int
    quads: int


class Health(Shape):
    """That the server is up."""

    status: str = Field(examples=["ok"])
    version: str = Field(examples=["0.1.0"])


class Problem(BaseModel):
    """What was wrong, as RFC 9457 has it."""

    type: str = Field(examples=["about:blank"])
    title: str = Field(examples=["Not Found"])
    status: int = Field(examples=[404])
    detail: str = Field(examples=["expected a position of this store, got 'ffff'"])
    instance: str = Field(examples=["/v1/positions/ffff"])
