"""What lists can be asked for: criteria beyond those of every analysis, and the orders that a list comes in."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum

from kg.errors import InputError
from kg.model import Act, ActorKind, Attribution, Modality, Relation, ReviewState
from kg.model.filter import PositionFilter, check_days


class PositionOrder(StrEnum):
    """How positions are sorted; what is equal comes in reading order."""

    READING = "reading"
    NEWEST = "newest"
    CONFIDENCE = "confidence"
    HOLDER = "holder"
    PROPOSAL = "proposal"


class ConditionOrder(StrEnum):
    """How conditions are sorted; what is equal comes in reading order."""

    READING = "reading"
    NEWEST = "newest"
    PROPOSAL = "proposal"


class ArticleOrder(StrEnum):
    """How articles are sorted; what is equal comes by date, source and id."""

    READING = "reading"
    NEWEST = "newest"
    POSITIONS = "positions"


class ThingOrder(StrEnum):
    """How actors and proposals are sorted; what is equal comes by name."""

    POSITIONS = "positions"
    ARTICLES = "articles"
    NAME = "name"


class ReviewOrder(StrEnum):
    """How reviews are sorted; what is of one time comes by id."""

    OLDEST = "oldest"
    NEWEST = "newest"


@dataclass(frozen=True, kw_only=True, slots=True)
class PositionSearch:
    """The positions that ``filter`` lets through and that meet every other criterion given.

    ``holder_iri``, ``side_iri`` and ``proposal_iri`` name one thing exactly. ``rule`` is the name of an
    extraction rule or its beginning. ``condition`` matches part of a label or wording of what a position
    hangs on. Raises InputError for an empty criterion, or a confidence outside [0, 1].
    """

    filter: PositionFilter = field(default_factory=PositionFilter)
    holder_iri: str | None = None
    side_iri: str | None = None
    proposal_iri: str | None = None
    holder_kind: ActorKind | None = None
    act: Act | None = None
    modality: Modality | None = None
    attribution: Attribution | None = None
    rule: str | None = None
    min_confidence: float | None = None
    relation: Relation | None = None
    condition: str | None = None

    def __post_init__(self) -> None:
        _check_words(self)
        if self.min_confidence is not None and not 0.0 <= self.min_confidence <= 1.0:
            raise InputError(f"expected a min_confidence in [0, 1], got {self.min_confidence}")


@dataclass(frozen=True, kw_only=True, slots=True)
class ConditionSearch:
    """The conditions of the positions that ``filter`` lets through, and that meet every other criterion given.

    ``position`` is a position's id, ``condition`` part of a label or wording of what has to come about, and
    ``condition_iri`` that exactly. Raises InputError for an empty criterion.
    """

    filter: PositionFilter = field(default_factory=PositionFilter)
    position: str | None = None
    relation: Relation | None = None
    condition: str | None = None
    condition_iri: str | None = None

    def __post_init__(self) -> None:
        _check_words(self)


@dataclass(frozen=True, kw_only=True, slots=True)
class ArticleSearch:
    """Articles by part of their source, title or publisher, by day, and by whether they are near-copies.

    ``copies``: only near-copies (True), none of them (False), or both (None). ``origin`` is the id of the article that
    near-copies are wanted of. Raises InputError for an empty criterion, or a range that ends before it begins.
    """

    source: str | None = None
    title: str | None = None
    publisher: str | None = None
    since: date | None = None
    until: date | None = None
    copies: bool | None = None
    origin: str | None = None

    def __post_init__(self) -> None:
        _check_words(self)
        check_days(self.since, self.until)


@dataclass(frozen=True, kw_only=True, slots=True)
class ActorSearch:
    """Actors by part of their name or of any wording, kind, Wikidata item, and how many positions they hold at least.

    Raises InputError for an empty criterion.
    """

    name: str | None = None
    kind: ActorKind | None = None
    wikidata: str | None = None
    min_positions: int = 0

    def __post_init__(self) -> None:
        _check_words(self)


@dataclass(frozen=True, kw_only=True, slots=True)
class ProposalSearch:
    """Proposals by part of their label or of any wording, a wider proposal's label, and how much is said on them.

    Raises InputError for an empty criterion.
    """

    name: str | None = None
    broader: str | None = None
    min_positions: int = 0

    def __post_init__(self) -> None:
        _check_words(self)


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviewSearch:
    """Reviews by the position's id, what they decide, part of the reviewer's name, and the day (in UTC).

    Raises InputError for an empty criterion, or a range that ends before it begins.
    """

    position: str | None = None
    state: ReviewState | None = None
    by: str | None = None
    since: date | None = None
    until: date | None = None

    def __post_init__(self) -> None:
        _check_words(self)
        check_days(self.since, self.until)


Search = PositionSearch | ConditionSearch | ArticleSearch | ActorSearch | ProposalSearch | ReviewSearch


def _check_words(search: Search) -> None:
    for each in fields(search):
        value = getattr(search, each.name)
        if isinstance(value, str) and not value.strip():
            raise InputError(f"expected words to look for in the {each.name}, got {value!r}")
