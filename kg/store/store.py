"""What a store of positions can do, whatever engine lies beneath."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import TracebackType
from typing import Protocol, Self

from pyoxigraph import NamedNode, Quad

from kg.model import ActorKind, Position, Review
from kg.model.filter import PositionFilter
from kg.model.record import ArticleRecord
from kg.rdf.serialization import Syntax
from kg.store.answer import Answer

Fingerprint = tuple[int, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ArticleHeader:
    """An article in a list: what it is, how many positions it has, and the id of its origin if it is a near-copy."""

    id: str
    source: str
    title: str | None
    published: date | None
    publisher: str | None
    positions: int
    origin: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ActorEntry:
    """An actor with the wordings that articles use, and how much it says.

    Near-copies and what was rejected are not counted.
    """

    name: str
    kind: ActorKind
    wikidata: str | None
    wordings: tuple[str, ...]
    positions: int
    articles: int


@dataclass(frozen=True, kw_only=True, slots=True)
class ProposalEntry:
    """A proposal with its wordings and the wider proposals, and how much is said on it.

    Near-copies and what was rejected are not counted.
    """

    label: str
    wordings: tuple[str, ...]
    broader: tuple[str, ...]
    positions: int
    articles: int


class Store(Protocol):
    """Articles with their positions, kept as RDF; one and the same contract in memory, on disk and over HTTP.

    A store is a context manager that closes itself. It may be used from one thread at a time.
    """

    def add(self, record: ArticleRecord) -> bool:
        """Put the article in, in one transaction; False when it is there already, exactly so.

        An article with the same id is replaced. Raises InputError for text that RDF cannot hold, and AccessError
        when the store cannot be written.
        """

    def add_many(self, records: Iterable[ArticleRecord]) -> int:
        """Put many articles in, a batch a transaction, and say how many were new or changed."""

    def remove(self, article_id: str) -> bool:
        """Take the article out with all that it says; False when it is not there.

        An article that was a copy of it has no origin afterwards, until ``link_copies`` names another.
        """

    def add_reviews(self, reviews: Sequence[Review]) -> None:
        """Put decisions about positions beside those that are there, in one transaction; none is ever changed.

        They stay when the article goes, and hold again when it comes back with the same positions. Raises
        MissingError when a position is not there, and AccessError when the store cannot be written.
        """

    def replace_graphs(self, graphs: Mapping[NamedNode, Collection[Quad]]) -> None:
        """Let each of these named graphs hold exactly these quads, all in one transaction; an empty one is gone.

        For people's own graphs beside those of the articles; who may write which is for the caller to decide.
        """

    def graph(self, graph: NamedNode) -> frozenset[Quad]:
        """What a named graph holds; nothing when there is none."""

    def graphs(self) -> list[NamedNode]:
        """All named graphs, in the order of their IRIs."""

    def article(self, article_id: str) -> ArticleRecord:
        """The article with its positions; MissingError when it is not there."""

    def articles(self) -> list[ArticleHeader]:
        """All articles, by date (those without one last), source and id."""

    def positions(self, wanted: PositionFilter) -> list[Position]:
        """The positions that the filter lets through, in reading order: by date, source and place."""

    def position(self, id_or_prefix: str) -> Position:
        """The position with this id, or the only one whose id begins so.

        Raises MissingError when there is none, InputError when there are several or it can be no id.
        """

    def actors(self) -> list[ActorEntry]:
        """All actors (holders, sides, speakers), those with most positions first, then by name and kind."""

    def proposals(self) -> list[ProposalEntry]:
        """All proposals, also those that occur in conditions only; those with most positions first, then by label."""

    def reviews(self, positions: Collection[str] | None = None) -> list[Review]:
        """All decisions about positions, or about those with these ids, by time.

        ``kg.model.review.standing`` says which of them hold.
        """

    def query(self, sparql: str) -> Answer:
        """The answer to a SPARQL 1.1 query over all graphs together.

        Raises InputError for what is no query, and for what calls out, reads files or writes.
        """

    def fingerprints(self) -> list[tuple[str, date | None, str, Fingerprint]]:
        """Id, date, source and fingerprint of every article that has one, by id: what it takes to find copies."""

    def link_copies(self, origins: Mapping[str, str]) -> None:
        """Let these, by copy, be the origins of near-copies, and no others. Raises MissingError for an unknown id."""

    def stats(self) -> dict[str, int]:
        """How many articles, copies, positions, conditions, actors, proposals and statements (quads) there are.

        Positions and conditions in near-copies are counted among the others, and by themselves too; lists and analyses
        leave them out. The ontology's statements do not count.
        """

    def dump(self, syntax: Syntax) -> bytes:
        """Everything, the ontology too, in an RDF syntax: equal stores, equal bytes."""

    def close(self) -> None:
        """Let go of the store; closing twice is fine."""

    def __enter__(self) -> Self:
        """The store itself."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the store."""
