"""The store over any engine that can answer SPARQL, list a graph and apply an update."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from types import TracebackType
from typing import Self

from pyoxigraph import NamedNode, Quad

from kg.errors import MissingError
from kg.model import Position, Review
from kg.model.filter import PositionFilter
from kg.model.record import ArticleRecord
from kg.rdf.decoding import decode_record
from kg.rdf.encoding import article_quads
from kg.rdf.iris import COPIES_GRAPH, CURATION_GRAPH, ONTOLOGY_GRAPH, article_graph, article_iri
from kg.rdf.ontology import ontology_quads
from kg.rdf.serialization import Syntax, serialize
from kg.rdf.vocabulary import COPY_OF, DERIVED_FROM
from kg.store import lists, reading, reviewing
from kg.store.answer import Answer, Term
from kg.store.guard import refuse_unsafe
from kg.store.store import ActorEntry, ArticleHeader, Fingerprint, ProposalEntry

BATCH = 100


class GraphStore(ABC):
    """All of ``kg.store.store.Store`` but the engine, which subclasses bring."""

    @abstractmethod
    def rows(self, sparql: str) -> Iterator[tuple[Term | None, ...]]:
        """The rows of a SELECT of ours, values in the order of its variables."""

    @abstractmethod
    def close(self) -> None:
        """Let go of the engine."""

    @abstractmethod
    def _answer(self, sparql: str) -> Answer: ...

    @abstractmethod
    def _graph(self, graph: NamedNode) -> set[Quad]: ...

    @abstractmethod
    def _everything(self) -> Iterable[Quad]: ...

    @abstractmethod
    def _replace(self, graphs: Mapping[NamedNode, Collection[Quad]]) -> None:
        """Let each of these graphs hold exactly these quads, all in one transaction; an empty one is gone."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # Writing

    def add(self, record: ArticleRecord) -> bool:
        return self.add_many([record]) == 1

    def add_many(self, records: Iterable[ArticleRecord]) -> int:
        changed, remaining = 0, iter(records)
        while batch := list(islice(remaining, BATCH)):
            graphs = {article_graph(record.article.id): article_quads(record) for record in batch}
            new = {graph: quads for graph, quads in graphs.items() if self._graph(graph) != set(quads)}
            if new:
                self._replace(new)
            changed += len(new)
        return changed

    def remove(self, article_id: str) -> bool:
        graph, iri = article_graph(article_id), article_iri(article_id)
        if not self._graph(graph):
            return False
        links = self._graph(COPIES_GRAPH)
        kept = {link for link in links if iri not in (link.subject, link.object)}
        self._replace({graph: (), **({COPIES_GRAPH: kept} if kept != links else {})})
        return True

    def link_copies(self, origins: Mapping[str, str]) -> None:
        known = {head.id for head in lists.heads(self)}
        for article_id in sorted({*origins.keys(), *origins.values()}):
            if article_id not in known:
                raise MissingError(f"expected articles of this store as copies and origins, got {article_id}")
        links = {
            Quad(article_iri(copy), role, article_iri(origin), COPIES_GRAPH)
            for copy, origin in origins.items()
            for role in (COPY_OF, DERIVED_FROM)
        }
        if links != self._graph(COPIES_GRAPH):
            self._replace({COPIES_GRAPH: links})

    def add_reviews(self, reviews: Sequence[Review]) -> None:
        there = self._graph(CURATION_GRAPH)
        coming = reviewing.quads_of_reviews(self, reviews)
        if not coming <= there:
            self._replace({CURATION_GRAPH: there | coming})

    def replace_graphs(self, graphs: Mapping[NamedNode, Collection[Quad]]) -> None:
        changed = {graph: quads for graph, quads in graphs.items() if self._graph(graph) != set(quads)}
        if changed:
            self._replace(changed)

    def _keep_ontology(self) -> None:
        """Let the ontology's graph hold the ontology that this version speaks."""
        quads = ontology_quads()
        if self._graph(ONTOLOGY_GRAPH) != set(quads):
            self._replace({ONTOLOGY_GRAPH: quads})

    # Reading

    def article(self, article_id: str) -> ArticleRecord:
        quads = self._graph(article_graph(article_id))
        if not quads:
            raise MissingError(f"expected an article of this store, got {article_id}")
        return decode_record(quads)

    def graph(self, graph: NamedNode) -> frozenset[Quad]:
        return frozenset(self._graph(graph))

    def graphs(self) -> list[NamedNode]:
        return lists.graphs(self)

    def articles(self) -> list[ArticleHeader]:
        return lists.articles(self)

    def positions(self, wanted: PositionFilter) -> list[Position]:
        return reading.positions(self, wanted)

    def position(self, id_or_prefix: str) -> Position:
        return reading.position(self, id_or_prefix)

    def actors(self) -> list[ActorEntry]:
        return lists.actors(self, list(reviewing.rejected(self)))

    def proposals(self) -> list[ProposalEntry]:
        return lists.proposals(self, list(reviewing.rejected(self)))

    def reviews(self, positions: Collection[str] | None = None) -> list[Review]:
        return lists.reviews(self) if positions is None else reviewing.reviews_of(self, positions)

    def fingerprints(self) -> list[tuple[str, date | None, str, Fingerprint]]:
        return lists.fingerprints(self)

    def stats(self) -> dict[str, int]:
        return lists.stats(self)

    def query(self, sparql: str) -> Answer:
        refuse_unsafe(sparql)
        return self._answer(sparql)

    def dump(self, syntax: Syntax) -> bytes:
        return serialize(self._everything(), syntax)
