"""Whether a store is sound: every article read back, every quotation looked up, every derived thing made again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pyoxigraph import NamedNode, Quad

from kg.errors import InputError
from kg.model.record import ArticleRecord
from kg.rdf import article_quads
from kg.rdf.curation import review_quads
from kg.rdf.decoding import decode_record
from kg.rdf.iris import (
    COPIES_GRAPH,
    CURATION_GRAPH,
    ONTOLOGY_GRAPH,
    article_graph,
    article_iri,
    is_article_graph,
    is_protected,
)
from kg.rdf.ontology import ontology_quads
from kg.rdf.shapes import Violation, check, check_reviews
from kg.rdf.sorting import sorted_lines
from kg.rdf.vocabulary import COPY_OF, DERIVED_FROM
from kg.store.audit import GraphState, state_of_graph
from kg.store.embedded import EmbeddedStore
from kg.store.read_model.mirror import cache_file, mirrored_state, mirrors, state_token
from kg.store.trail import audit, read_trail

SAMPLE = 10
"""Articles that are held against the shapes when not all of them are to be: a position takes some 50 ms."""
MOST_FAULTS = 20

Watch = Callable[[int, int, str], None]


class Verdict(StrEnum):
    """What a check came to: sound, sound but worth a word, or not sound."""

    OK = "ok"
    NOTE = "note"
    FAULT = "fault"


@dataclass(frozen=True, kw_only=True, slots=True)
class Check:
    """One thing that was looked at, what was found, and what to do where that is a fault."""

    what: str
    verdict: Verdict
    found: str
    faults: tuple[str, ...] = ()
    advice: str | None = None


def check_store(store: EmbeddedStore, location: Path, *, thorough: bool, watch: Watch) -> tuple[Check, ...]:
    """All that can be checked of the open ``store`` at ``location``.

    The shapes are tried on a sample of the articles, or on all when ``thorough``. Takes some 20 milliseconds an
    article, and half a second more where its shapes are tried.
    """
    graphs = store.graphs()
    articles = [graph for graph in graphs if is_article_graph(graph)]
    own, chosen = set(articles), set(articles if thorough else articles[:: max(1, len(articles) // SAMPLE)][:SAMPLE])
    survey = _Survey(chosen)
    for number, graph in enumerate(graphs, start=1):
        survey.look_at(graph, store.graph(graph), is_article=graph in own)
        watch(number, len(graphs), "graphs")
    return (
        survey.articles(),
        survey.quotations(),
        survey.shapes(),
        _merge(store),
        _copies(store, survey.known),
        *_reviews(store),
        _ontology(store),
        _audit_log(location, survey.states),
        *_read_model(store, location),
    )


class _Survey:
    """What one walk through all graphs finds."""

    def __init__(self, chosen: set[NamedNode]) -> None:
        self.states: dict[NamedNode, GraphState] = {}
        self.known: set[str] = set()
        self._chosen = chosen
        self._own = 0
        self._quotations = 0
        self._unreadable: list[str] = []
        self._misshapen: list[str] = []

    def look_at(self, graph: NamedNode, quads: frozenset[Quad], *, is_article: bool) -> None:
        self.states[graph] = state_of_graph(quads)
        self._own += not is_protected(graph)
        if not is_article:
            return
        try:
            record = decode_record(quads)
            if set(article_quads(record)) != quads or article_graph(record.article.id) != graph:
                raise InputError(f"expected exactly what Parley writes of {record.article.source}, got more or less")
            self.known.add(record.article.id)
            self._quotations += _quotations(record)
        except InputError as error:
            self._unreadable.append(f"{graph.value}: {error}")
        if graph in self._chosen:
            self._misshapen += [f"{graph.value}: {_told(each)}" for each in check(quads)]

    def articles(self) -> Check:
        own = f", and {_several(self._own, 'graph')} of people's own" if self._own else ""
        return _check(
            "articles", f"{_several(len(self.known), 'article')} read back as written{own}", self._unreadable,
            advice="remove these articles and ingest them again, or restore a backup",
        )  # fmt: skip

    def quotations(self) -> Check:
        return _check("quotations", _stand(self._quotations), ())

    def shapes(self) -> Check:
        count = len(self.known) + len(self._unreadable)
        looked = f"{len(self._chosen):,} of {_several(count, 'article')} looked at"
        found = f"{looked}: {'it fits' if len(self._chosen) == 1 else 'they fit'} the SHACL shapes"
        return _check("shapes", found, self._misshapen, advice="remove these articles and ingest them again")


def _told(violation: Violation) -> str:
    return f"{violation.focus} {violation.path}: {violation.message}".replace(" : ", ": ")


def _quotations(record: ArticleRecord) -> int:
    """How many there are; a record is refused where one does not stand in its article."""
    return sum(1 + len(position.conditions) for position in record.positions)


def _merge(store: EmbeddedStore) -> Check:
    """The default graph holds every triple of any named graph, once, and nothing else."""
    named = (_unnamed(quad) for graph in store.graphs() for quad in store.graph(graph))
    default = (Quad(*row) for row in store.rows("SELECT ?s ?p ?o { ?s ?p ?o }"))  # type: ignore[arg-type]
    missing, surplus, count = _difference(sorted_lines(named), sorted_lines(default))
    faults = [f"{_several(missing, 'statement')} of the graphs not in the merge"] if missing else []
    faults += [f"{_several(surplus, 'statement')} of the merge in no graph"] if surplus else []
    found = f"{_several(count, 'different statement')}, the ontology's too: each of some graph, and none left out"
    return _check(
        "merge", found, faults,
        advice="parley backup and parley restore make the merge anew",
    )  # fmt: skip


def _unnamed(quad: Quad) -> Quad:
    return Quad(quad.subject, quad.predicate, quad.object)


def _difference(one: Iterator[bytes], other: Iterator[bytes]) -> tuple[int, int, int]:
    """How many lines of two sorted runs are in the first alone, in the second alone, and in the first at all."""
    missing = surplus = count = 0
    left, right = next(one, None), next(other, None)
    while left is not None or right is not None:
        is_left = right is None or (left is not None and left <= right)
        is_right = left is None or (right is not None and right <= left)
        count += is_left
        missing += is_left and not is_right
        surplus += is_right and not is_left
        left, right = next(one, None) if is_left else left, next(other, None) if is_right else right
    return missing, surplus, count


def _copies(store: EmbeddedStore, known: set[str]) -> Check:
    quads = store.graph(COPIES_GRAPH)
    iris = {article_iri(each) for each in known}
    pairs = {role: {(q.subject, q.object) for q in quads if q.predicate == role} for role in (COPY_OF, DERIVED_FROM)}
    faults = [
        f"a link from {quad.subject} to {quad.object}, where no two articles are"
        for quad in sorted(quads, key=str)
        if quad.subject not in iris or quad.object not in iris
    ]
    if pairs[COPY_OF] != pairs[DERIVED_FROM] or len(quads) != 2 * len(pairs[COPY_OF]):
        faults.append("links that are no pairs of copy and origin")
    one, many = "near-copy is linked to its origin", "near-copies are linked to their origins"
    return _check("copies", _several(len(pairs[COPY_OF]), one, many), faults,
                  advice="parley ingest of any article links the copies anew")  # fmt: skip


def _reviews(store: EmbeddedStore) -> Iterator[Check]:
    """Every decision reads back as it was written; the shapes say what is wrong where one does not."""
    quads = store.graph(CURATION_GRAPH)
    if not quads:
        return
    try:
        found = store.reviews()
        faults = [] if {quad for review in found for quad in review_quads(review)} == quads else _misshapen(quads)
    except InputError as error:
        found, faults = [], [str(error), *_misshapen(quads)]
    yield _check("reviews", f"{_several(len(found), 'review')} read back as written", faults,
                 advice="restore a backup: what people decided is nowhere else")  # fmt: skip


def _misshapen(quads: frozenset[Quad]) -> list[str]:
    told = [_told(each) for each in check_reviews(quads)]
    return told or ["the graph of the reviews holds more than reviews, or less"]


def _ontology(store: EmbeddedStore) -> Check:
    if store.graph(ONTOLOGY_GRAPH) == set(ontology_quads()):
        return _check("ontology", "the one of this version of Parley", ())
    return Check(what="ontology", verdict=Verdict.NOTE, found="of another version; the next write brings this one's")


def _audit_log(location: Path, states: dict[NamedNode, GraphState]) -> Check:
    trail = read_trail(location)
    if not trail.entries and not trail.faults:
        return Check(what="audit log", verdict=Verdict.NOTE, found="none; it begins with the next write")
    found = audit(trail, states)
    words = [f"an unbroken chain of {_several(len(trail.entries), 'entry', 'entries')}; the graphs are as it says"]
    words += [f"the write of entry {number} was never made" for number in found.unmade]
    words += (
        [_several(found.older, "graph is older than the log", "graphs are older than the log")] if found.older else []
    )
    words += [f"{_several(trail.torn, 'byte')} of an unfinished entry at its end"] if trail.torn else []
    if len(words) > 1 and not found.faults:
        return Check(what="audit log", verdict=Verdict.NOTE, found="; ".join(words))
    return _check(
        "audit log", words[0], found.faults,
        advice="somebody or something changed the graph or the log; compare with a backup",
    )  # fmt: skip


def _read_model(store: EmbeddedStore, location: Path) -> Iterator[Check]:
    """A cache, so a fault in it is no loss; but one that says it is current, and is not, gives wrong answers."""
    cache = cache_file(location)
    if not cache.exists():
        return
    if mirrored_state(cache) != state_token(location):
        found = "behind, as after any write without a server; the next server makes it anew"
        yield Check(what="read model", verdict=Verdict.NOTE, found=found)
        return
    faults = [] if mirrors(cache, store) else ["it says that it is current, but holds something else than the graph"]
    yield _check("read model", "current, and what one made anew holds", faults,
                 advice=f"delete {cache}; the next server makes it anew")  # fmt: skip


def _stand(quotations: int) -> str:
    return _several(quotations, "stands word for word in its article", "stand word for word in their articles")


def _several(number: int, one: str, many: str | None = None) -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def _check(what: str, found: str, faults: Iterable[str], advice: str | None = None) -> Check:
    told = tuple(faults)
    if not told:
        return Check(what=what, verdict=Verdict.OK, found=found)
    first = told[0] if len(told) == 1 else f"{len(told)} faults"
    return Check(what=what, verdict=Verdict.FAULT, found=first, faults=told[:MOST_FAULTS], advice=advice)
