"""Articles, actors and proposals out of a store, with their counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple, Protocol

from pyoxigraph import NamedNode

from kg.rdf import vocabulary as v
from kg.rdf.assembly import Term, value_of
from kg.rdf.decoding import fingerprint_numbers
from kg.rdf.iris import COPIES_GRAPH, ONTOLOGY_GRAPH, actor_of, article_id_of, is_actor, is_proposal, proposal_label_of
from kg.rdf.terms import wikidata_item
from kg.store.named import named_query
from kg.store.store import ActorEntry, ArticleHeader, Fingerprint, ProposalEntry


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


def actors(store: Tables) -> list[ActorEntry]:
    """All actors, those with most positions first, then by name and kind."""
    known, counts = items(store), _counts(store, by_holder=True)
    found = []
    for iri, called in names(store, is_actor).items():
        kind, name = actor_of(iri)
        entry = ActorEntry(
            name=name,
            kind=kind,
            wikidata=wikidata_item(known[iri]) if iri in known else None,
            wordings=tuple(sorted(called - {name})),
            positions=sum(counts[iri].values()),
            articles=len(counts[iri]),
        )
        found.append(entry)
    return sorted(found, key=lambda entry: (-entry.positions, entry.name, entry.kind))


def proposals(store: Tables) -> list[ProposalEntry]:
    """All proposals, those with most positions first, then by label."""
    wider = defaultdict[NamedNode, set[str]](set)
    for proposal, broader in store.rows(named_query("wider")):
        wider[node(proposal)].add(proposal_label_of(node(broader)))
    counts = _counts(store, by_holder=False)
    found = [
        ProposalEntry(
            label=(label := proposal_label_of(iri)),
            wordings=tuple(sorted(called - {label})),
            broader=tuple(sorted(wider[iri])),
            positions=sum(counts[iri].values()),
            articles=len(counts[iri]),
        )
        for iri, called in names(store, is_proposal).items()
    ]
    return sorted(found, key=lambda entry: (-entry.positions, entry.label))


def stats(store: Tables) -> dict[str, int]:
    """The size of the store."""
    sizes = {node(each): int(value_of(count, "a count")) for each, count in store.rows(named_query("sizes"))}
    ((quads,),) = store.rows(named_query("quads", ontology=ONTOLOGY_GRAPH))
    return {
        "articles": sizes.get(v.NEWS_ARTICLE, 0),
        "copies": len(copies(store)),
        "positions": sizes.get(v.POSITION, 0),
        "conditions": sizes.get(v.CONDITION_CLASS, 0),
        "actors": sizes.get(v.ACTOR, 0),
        "proposals": sizes.get(v.PROPOSAL_CLASS, 0),
        "quads": int(value_of(quads, "a count")),
    }


def fingerprints(store: Tables) -> list[tuple[str, date | None, Fingerprint]]:
    """Id, date and fingerprint of every article that has one, by id."""
    found = [
        (article_id_of(node(article)), maybe_day(day), fingerprint_numbers(value_of(digits, "a fingerprint")))
        for article, day, digits in store.rows(named_query("fingerprints"))
    ]
    return sorted(found, key=lambda row: row[0])


def copies(store: Tables) -> dict[str, str]:
    """Origins by copy."""
    return {
        article_id_of(node(copy)): article_id_of(node(origin))
        for copy, origin in store.rows(named_query("copies", copies=COPIES_GRAPH))
    }


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


def held_positions(store: Tables) -> Iterator[Held]:
    """How many positions each actor holds on each proposal, article by article."""
    for graph, holder, proposal, count in store.rows(named_query("held")):
        yield Held(article_id_of(node(graph)), node(holder), node(proposal), int(value_of(count, "a count")))


def _counts(store: Tables, *, by_holder: bool) -> dict[NamedNode, dict[str, int]]:
    """Positions by holder or proposal and by article, without near-copies."""
    left_out = copies(store)
    counts: dict[NamedNode, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for held in held_positions(store):
        if held.article not in left_out:
            counts[held.holder if by_holder else held.proposal][held.article] += held.number
    return counts


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
