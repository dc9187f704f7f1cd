"""The shapes of what the API sends, for its documentation and for clients that generate code from it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field

from kg.model import Act, ActorKind, Attribution, Modality, Relation, ReviewState, Stance

ID: Final = "https://w3id.org/parley/id"
LINKS: Final = "Addresses on this server; `rdf` is the thing itself, as a page or in an RDF syntax."


class Shape(BaseModel):
    """An object with exactly these members."""

    model_config = ConfigDict(extra="forbid")


def _all_or_some(schema: dict[str, Any]) -> None:
    """``fields`` leaves members out."""
    schema.pop("required", None)


class Resource(Shape):
    """An object with exactly these members, or those of them that ``fields`` names."""

    model_config = ConfigDict(json_schema_extra=_all_or_some)


class Quote(Shape):
    """Words of an article and their place: ``start`` to ``end`` (exclusive) in characters of its canonical text."""

    start: int = Field(examples=[100])
    end: int = Field(examples=[173])
    quote: str = Field(examples=["Russia demands ‘ironclad security guarantees’ in peace talks with Ukraine"])
    iri: str = Field(examples=[f"{ID}/article/0011223344556677/words/100-173"])


class Standing(Shape):
    """The decision that stands on a position: what, whose, when, and why."""

    state: ReviewState = Field(examples=["accepted"])
    by: str = Field(examples=["Ana"])
    at: datetime
    note: str | None
    iri: str = Field(examples=[f"{ID}/review/8d1c0c4b5a6e7f90"])


class Position(Resource):
    """One position as ``parley extract`` prints it, with IRIs and addresses to go on from."""

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
    iri: str = Field(examples=[f"{ID}/position/3f9a12bc5d7e8f90"])
    article_iri: str = Field(examples=[f"{ID}/article/0011223344556677"])
    holder_iri: str = Field(examples=[f"{ID}/actor/state/Russia"])
    side_iri: str | None = Field(examples=[f"{ID}/actor/state/Russia"])
    proposal_iri: str = Field(examples=[f"{ID}/proposal/security%20guarantees"])
    speaker_iris: list[str] = Field(examples=[[]])
    condition_iris: list[str] = Field(examples=[[]])
    links: dict[str, str] = Field(
        description=LINKS,
        examples=[
            {
                "self": "/v1/positions/3f9a12bc5d7e8f90",
                "article": "/v1/articles/0011223344556677",
                "holder": "/v1/actors/state/Russia",
                "proposal": "/v1/proposals/security%20guarantees",
                "conditions": "/v1/conditions?position=3f9a12bc5d7e8f90&copies=true",
                "quote": "/id/article/0011223344556677/words/100-173",
                "rdf": "/id/position/3f9a12bc5d7e8f90",
            }
        ],
    )
    review: Standing | None = Field(description="What people decided on it; null while nothing stands.")


class Notice(Shape):
    """A name in the request that nothing in the list fits, even alone: most often a slip of the pen."""

    parameter: str = Field(examples=["actor"])
    got: str = Field(examples=["Rusia"])
    nearest: list[str] = Field(description="What would be found, the likest first.", examples=[["Russia"]])
    detail: str = Field(
        examples=["expected a position whose holder has 'Rusia' in the name, got none; the nearest is Russia"]
    )


class Page(Shape):
    """A part of a longer list; ``next`` is the cursor of the following part, null on the last one."""

    total: int = Field(description="How many fit in all.", examples=[271])
    next: str | None = Field(examples=["cG9zaXRpb25zIGJ5IHJlYWRpbmcAbnVsbAAyMDI1"])
    notices: list[Notice] = Field(description="Why nothing is found, where a name fits nothing.", examples=[[]])


class Positions(Page):
    """Positions, by default in reading order: by date (undated ones last), source and place."""

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


class HungPosition(Shape):
    """The position that hangs on a condition, in short."""

    id: str = Field(examples=["3f9a12bc5d7e8f90"])
    holder: str = Field(examples=["Russia"])
    holder_kind: ActorKind
    side: str | None
    stance: Stance
    proposal: str
    proposal_label: str = Field(examples=["ceasefire"])
    published: date | None
    confidence: float = Field(gt=0, le=1)
    iri: str = Field(examples=[f"{ID}/position/3f9a12bc5d7e8f90"])


class Condition(Resource):
    """What a position hangs on: ``proposal`` is what has to come about, in the article's own words."""

    id: str = Field(description="The position's id and the rank.", examples=["3f9a12bc5d7e8f90/1"])
    rank: int = Field(description="Which of the position's conditions, from 1 on.", ge=1)
    relation: Relation
    proposal: str
    proposal_label: str = Field(examples=["withdrawal of troops"])
    broader: list[str] = Field(description="Wider proposals, nearest first.")
    evidence: Quote
    position: HungPosition
    article: str = Field(examples=["talks.txt"])
    article_id: str = Field(examples=["0011223344556677"])
    title: str | None
    iri: str = Field(examples=[f"{ID}/position/3f9a12bc5d7e8f90/condition/1"])
    proposal_iri: str = Field(examples=[f"{ID}/proposal/withdrawal%20of%20troops"])
    links: dict[str, str] = Field(description=LINKS)


class Conditions(Page):
    """Conditions, by default in the reading order of their positions."""

    conditions: list[Condition]


class Actor(Resource):
    """Who can hold a position. Counts leave out near-copies of articles."""

    name: str = Field(examples=["Russia"])
    kind: ActorKind
    wikidata: str | None = Field(examples=["Q159"])
    wordings: list[str] = Field(examples=[["Moscow", "the Kremlin"]])
    positions: int = Field(examples=[31])
    articles: int = Field(examples=[12])
    iri: str = Field(examples=[f"{ID}/actor/state/Russia"])
    links: dict[str, str] = Field(description=LINKS)


class Actors(Page):
    """Actors, by default those with most positions first."""

    actors: list[Actor]


class Proposal(Resource):
    """A thing at issue. Counts leave out near-copies of articles."""

    label: str = Field(examples=["30-day ceasefire"])
    wordings: list[str] = Field(examples=[["a 30-day truce"]])
    broader: list[str] = Field(examples=[["ceasefire"]])
    positions: int = Field(examples=[17])
    articles: int = Field(examples=[9])
    iri: str = Field(examples=[f"{ID}/proposal/30-day%20ceasefire"])
    broader_iris: list[str] = Field(examples=[[f"{ID}/proposal/ceasefire"]])
    links: dict[str, str] = Field(description=LINKS)


class Proposals(Page):
    """Proposals, by default those with most positions first."""

    proposals: list[Proposal]


class Article(Resource):
    """An article in a list; ``copy_of`` is the id of its origin if it is a near-copy."""

    id: str = Field(examples=["0011223344556677"])
    source: str = Field(examples=["talks.txt"])
    title: str | None
    published: date | None
    publisher: str | None
    positions: int = Field(examples=[3])
    iri: str = Field(examples=[f"{ID}/article/0011223344556677"])
    links: dict[str, str] = Field(description=LINKS)
    copy_of: str | None
    copy_of_iri: str | None


class Articles(Page):
    """Articles, by default by date, those without one last."""

    articles: list[Article]


class WholeArticle(Article):
    """An article with its canonical text, to which all offsets refer."""

    text: str
    text_digest: str = Field(description="SHA-256 of the text.")
    language: str
    media_type: str
    read_by: Run


class Counts(Shape):
    """What the graph holds."""

    articles: int = Field(examples=[20])
    copies: int = Field(description="Near-copies among the articles.", examples=[1])
    positions: int = Field(description="All that are stored, those in near-copies too.", examples=[336])
    positions_in_copies: int = Field(description="Among them; lists and analyses leave them out.", examples=[6])
    conditions: int = Field(description="All that are stored, those in near-copies too.", examples=[50])
    conditions_in_copies: int = Field(description="Among them; lists and analyses leave them out.", examples=[1])
    actors: int = Field(examples=[67])
    proposals: int = Field(examples=[155])
    quads: int = Field(description="Statements of the RDF, without the ontology's.", examples=[12067])


class Health(Shape):
    """That the server is up."""

    status: str = Field(examples=["ok"])
    version: str = Field(examples=["0.1.0"])


class WrongValue(BaseModel):
    """One wrong value of a request."""

    where: str = Field(description="The part of the request, and the place in it.", examples=["query.limit"])
    expected: str = Field(examples=["a whole number"])
    got: str | int | float | bool | None = Field(description="What came; null where nothing did.", examples=["many"])
    detail: str = Field(examples=["expected limit in the query to be a whole number, got 'many'"])
    hint: str | None = Field(None, description="What may have been meant.", examples=["did you mean 'state'?"])


class Problem(BaseModel):
    """What was wrong, as RFC 9457 has it."""

    type: str = Field(examples=["about:blank"])
    title: str = Field(examples=["Not Found"])
    status: int = Field(examples=[404])
    detail: str = Field(examples=["expected a position of this store, got 'ffff'"])
    instance: str = Field(examples=["/v1/positions/ffff"])
    errors: list[WrongValue] | None = Field(None, description="Of status 422 only: each wrong value.")
