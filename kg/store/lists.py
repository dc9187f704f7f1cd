"""Articles, actors and proposals out of a store, with their counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import NamedTuple, Protocol

from pyoxigraph import NamedNode

from kg.model.review import Review, in_order
from kg.rdf import vocabulary as v
from kg.rdf.assembly import Term, value_of
from kg.rdf.curation import ReviewFacts, assemble_review
from kg.rdf.decoding import fingerprint_numbers
from kg.rdf.iris import (
    COPIES_GRAPH,
    CURATION_GRAPH,
    ONTOLOGY_GRAPH,
    actor_of,
    article_id_of,
    article_iri,
    is_actor,
    is_proposal,
    proposal_label_of,
)
from kg.rdf.terms import wikidata_item
from kg.store.named import named_query
from kg.store.store import ActorEntry, ArticleHeader, Fingerprint, ProposalEntry, Store


class Tables(Protocol):
    """Whatever answers a SELECT with rows."""

    def rows(self, sparql: str) -> Iterator[tuple[Term | None, ...]]:
        """The rows of a SELECT, values in the order of its variables."""


class Head(NamedTuple):
    """An article's id, source and, where known, title, date and publisher."""

    id: str
    source: str
    title: str | None
    published: date | None
    publisher: str | None


class Held(NamedTuple):
    """How many positions an actor holds on a proposal in one article."""

    article: str
    holder: NamedNode
    proposal: NamedNode
    number: int


def heads(store: Tables) -> list[Head]:
    """The head of every article, in no order."""
    return [
        Head(article_id_of(node(article)), value_of(source, "a source"), maybe(title), maybe_day(day), maybe(publisher))
        for article, source, title, day, publisher in store.rows(named_query("articles"))
    ]


def graphs(store: Tables) -> list[NamedNode]:
    """Every named graph that holds something, in the order of their IRIs."""
    return sorted((node(graph) for (graph,) in store.rows(named_query("graphs"))), key=str)


def articles(store: Tables) -> list[ArticleHeader]:
    """All articles, by date (none last), source and id."""
    origins, counts = copies(store), defaultdict[str, int](int)
    for held in held_positions(store):
        counts[held.article] += held.number
    found = [
        ArticleHeader(**head._asdict(), positions=counts[head.id], origin=origins.get(head.id)) for head in heads(store)
    ]
    return sorted(found, key=lambda header: (header.published or date.max, header.source, header.id))


def actors(store: Tables, left_out: Sequence[Held] = ()) -> list[ActorEntry]:
    """All actors, those with most positions first, then by name and kind; some positions are not counted."""
    known, counts = items(store), _counts(store, left_out, by_holder=True)
    found = []
    for iri, called in names(store, is_actor).items():
        kind, name = actor_of(iri)
        entry = ActorEntry(
            name=name,
            kind=kind,
            wikidata=wikidata_item(known[iri]) if iri in known else None,
            wordings=tuple(sorted(called - {name})),
            positions=sum(counts.get(iri, {}).values()),
            articles=len(counts.get(iri, {})),
        )
        found.append(entry)
    return sorted(found, key=lambda entry: (-entry.positions, entry.name, entry.kind))


def proposals(store: Tables, left_out: Sequence[Held] = ()) -> list[ProposalEntry]:
    """All proposals, those with most positions first, then by label; some positions are not counted."""
    wider = defaultdict[NamedNode, set[str]](set)
    for proposal, broader in store.rows(named_query("wider")):
        wider[node(proposal)].add(proposal_label_of(node(broader)))
    counts = _counts(store, left_out, by_holder=False)
    found = [
        ProposalEntry(
            label=(label := proposal_label_of(iri)),
            wordings=tuple(sorted(called - {label})),
            broader=tuple(sorted(wider[iri])),
            positions=sum(counts.get(iri, {}).values()),
            articles=len(counts.get(iri, {})),
        )
        for iri, called in names(store, is_proposal).items()
    ]
    return sorted(found, key=lambda entry: (-entry.positions, entry.label))


def stats(store: Tables) -> dict[str, int]:
    """The size of the store; what stands in near-copies is counted with the rest, and by itself."""
    sizes = _sizes(store, named_query("sizes"))
    copied = _sizes(store, named_query("in_copies", copies=COPIES_GRAPH))
    ((quads,),) = store.rows(named_query("quads", ontology=ONTOLOGY_GRAPH))
    return {
        "articles": sizes.get(v.NEWS_ARTICLE, 0),
        "copies": len(copies(store)),
        "positions": sizes.get(v.POSITION, 0),
        "positions_in_copies": copied.get(v.POSITION, 0),
        "conditions": sizes.get(v.CONDITION_CLASS, 0),
        "conditions_in_copies": copied.get(v.CONDITION_CLASS, 0),
        "actors": sizes.get(v.ACTOR, 0),
        "proposals": sizes.get(v.PROPOSAL_CLASS, 0),
        "quads": int(value_of(quads, "a count")),
    }


def _sizes(store: Tables, query: str) -> dict[NamedNode, int]:
    return {node(each): int(value_of(count, "a count")) for each, count in store.rows(query)}


def fingerprints(store: Tables) -> list[tuple[str, date | None, str, Fingerprint]]:
    """Id, date, source and fingerprint of every article that has one, by id."""
    found = [
        (
            article_id_of(node(article)),
            maybe_day(day),
            value_of(source, "a source"),
            fingerprint_numbers(value_of(digits, "a fingerprint")),
        )
        for article, day, source, digits in store.rows(named_query("fingerprints"))
    ]
    return sorted(found, key=lambda row: row[0])


def copies(store: Tables) -> dict[str, str]:
    """Origins by copy."""
    return {
        article_id_of(node(copy)): article_id_of(node(origin))
        for copy, origin in store.rows(named_query("copies", copies=COPIES_GRAPH))
    }


def origin_of(store: Store, article_id: str) -> str | None:
    """The id of the article that this one is a near-copy of, if it is one."""
    links = store.graph(COPIES_GRAPH)
    copy = article_iri(article_id)
    found = (node(link.object) for link in links if link.subject == copy and link.predicate == v.COPY_OF)
    return next((article_id_of(origin) for origin in found), None)


def reviews(store: Tables, lines: Sequence[str] = ()) -> list[Review]:
    """All decisions of people about positions, by time; only those that the lines let through."""
    rows = store.rows(named_query("reviews", lines, curation=CURATION_GRAPH))
    return in_order(assemble_review(ReviewFacts(*row)) for row in rows)


def names(store: Tables, of: Callable[[NamedNode], bool]) -> dict[NamedNode, set[str]]:
    """The names and wordings of everything that is an actor, or a proposal."""
    found = defaultdict[NamedNode, set[str]](set)
    for thing, name in store.rows(named_query("names")):
        if of(node(thing)):
            found[node(thing)].add(value_of(name, "a name"))
    return found


def items(store: Tables) -> dict[NamedNode, NamedNode]:
    """The Wikidata entities of actors."""
    found = ((node(thing), node(item)) for thing, item in store.rows(named_query("items")))
    return dict(sorted((pair for pair in found if is_actor(pair[0])), key=str))


def held_positions(store: Tables, lines: Sequence[str] = ()) -> Iterator[Held]:
    """How many positions each actor holds on each proposal, article by article; only those the lines let through."""
    for graph, holder, proposal, count in store.rows(named_query("held", lines)):
        yield Held(article_id_of(node(graph)), node(holder), node(proposal), int(value_of(count, "a count")))


def _counts(store: Tables, left_out: Sequence[Held], *, by_holder: bool) -> dict[NamedNode, dict[str, int]]:
    """Positions by holder or proposal and by article, without near-copies and those left out."""
    copied = copies(store)
    counts: dict[NamedNode, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    gone = (held._replace(number=-held.number) for held in left_out)
    for held in (*held_positions(store), *gone):
        if held.article not in copied:
            counts[held.holder if by_holder else held.proposal][held.article] += held.number
    return {thing: {article: number for article, number in of.items() if number} for thing, of in counts.items()}


def node(term: Term | None) -> NamedNode:
    """The term, which our own queries promise to be an IRI."""
    assert isinstance(term, NamedNode), f"expected an IRI, got {term}"
    return term


def maybe(term: Term | None) -> str | None:
    """The characters of a literal, if there is one."""
    return None if term is None else value_of(term, "a literal")


def maybe_day(term: Term | None) -> date | None:
    """The day that a literal stands for, if there is one."""
    return None if term is None else date.fromisoformat(value_of(term, "a date"))
