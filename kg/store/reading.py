"""Positions out of a store: a few flat tables, joined here, instead of one graph after another."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date

from pyoxigraph import Literal, NamedNode

from kg.errors import InputError, MissingError
from kg.model import Evidence, Position
from kg.model.evidence import CONTEXT
from kg.model.filter import PositionFilter
from kg.rdf.assembly import ConditionFacts, PositionFacts, SpeechFacts, Term, assemble_position, value_of
from kg.rdf.iris import article_graph, article_id_of, article_iri, is_actor, is_proposal, position_iri, span_of
from kg.store import lists, reviewing
from kg.store.criteria import Matches, criteria
from kg.store.named import named_query

_ID = re.compile(r"[0-9a-f]{1,16}")


def positions(store: lists.Tables, wanted: PositionFilter) -> list[Position]:
    """The positions that the filter lets through, in reading order: by date (none last), source and place."""
    heads = {head.id: head for head in lists.heads(store)}
    matches = _matches(store, wanted, heads.values())
    states = reviewing.decided(store)
    reviewed = reviewing.narrowed(wanted, states)
    if matches.is_hopeless or reviewed is None:
        return []
    found = _assembled(store, matches.graph, [*reviewed, *criteria(wanted, matches)])
    found = reviewing.let_through(found, wanted, states)
    if not wanted.include_copies:
        copies = lists.copies(store)
        found = [position for position in found if position.evidence.article not in copies]

    def reading_order(position: Position) -> tuple[date, str, str, int, int, str]:
        head, span = heads[position.evidence.article], position.evidence.span
        return position.published or date.max, head.source, head.id, span.start, span.end, position.id

    return sorted(found, key=reading_order)


def position(store: lists.Tables, id_or_prefix: str) -> Position:
    """The position with this id, or the only one whose id begins so."""
    beginning = id_or_prefix.strip().lower()
    if not _ID.fullmatch(beginning):
        raise InputError(f"expected the id of a position or its first hex digits, got {id_or_prefix!r}")
    base = position_iri("0" * 16).value.removesuffix("0" * 16)
    found = list(store.rows(named_query("begins", beginning=Literal(base + beginning))))
    if not found:
        raise MissingError(f"expected a position of this store, got {id_or_prefix!r}")
    if len(found) > 1:
        raise InputError(f"expected the beginning of one position's id, got {id_or_prefix!r}, which fits several")
    ((graph, node),) = found
    (only,) = _assembled(store, lists.node(graph), [f"FILTER(?position = {node})"])
    return only


def _matches(store: lists.Tables, wanted: PositionFilter, heads: Collection[lists.Head]) -> Matches:
    actors = lists.names(store, is_actor) if wanted.actor or wanted.side else {}
    proposals = lists.names(store, is_proposal) if wanted.proposal else {}
    graphs = None
    if wanted.article is not None or wanted.source is not None:
        article, source = (wanted.article or "").lower(), (wanted.source or "").casefold()
        graphs = [
            article_graph(head.id) for head in heads if head.id.startswith(article) and source in head.source.casefold()
        ]
    return Matches(
        holders=_called(actors, wanted.actor),
        sides=_called(actors, wanted.side),
        proposals=_called(proposals, wanted.proposal),
        graphs=graphs,
    )


def _called(things: dict[NamedNode, set[str]], words: str | None) -> list[NamedNode] | None:
    """The things with a name or wording in which the words occur."""
    if words is None:
        return None
    sought = words.casefold()
    return [thing for thing, names in things.items() if any(sought in name.casefold() for name in names)]


def _assembled(store: lists.Tables, graph: NamedNode | None, lines: Sequence[str]) -> list[Position]:
    """The positions of one article's graph, or of all, that the lines of SPARQL let through."""
    within = {} if graph is None else {"graph": graph}
    facts = [PositionFacts(*row) for row in store.rows(named_query("positions", lines, **within))]
    if not facts:
        return []
    conditions: dict[Term | None, list[ConditionFacts]] = defaultdict(list)
    for position_node, *terms in store.rows(named_query("conditions", lines, **within)):
        conditions[position_node].append(ConditionFacts(*terms))
    speeches: dict[Term | None, list[SpeechFacts]] = defaultdict(list)
    for position_node, *terms in store.rows(named_query("speeches", lines, **within)):
        speeches[position_node].append(SpeechFacts(*terms))
    texts = _texts(store, facts if lines or within else [])

    def quote(words: NamedNode) -> Evidence:
        article, span = article_id_of(words), span_of(words)
        text = texts.get(article)
        if text is None:
            raise InputError(f"expected the text of the article that positions quote, got none for {article}")
        return Evidence(
            article=article,
            span=span,
            quote=text[span.start : span.end],
            prefix=text[max(0, span.start - CONTEXT) : span.start],
            suffix=text[span.end : span.end + CONTEXT],
        )

    return [
        assemble_position(each, conditions.get(each.position, ()), speeches.get(each.position, ()), quote)
        for each in facts
    ]


def _texts(store: lists.Tables, facts: Sequence[PositionFacts]) -> dict[str, str]:
    """The articles' texts by id: of these positions, or all. Offsets into them are the quotations."""
    articles = sorted({article_id_of(each.target) for each in facts if isinstance(each.target, NamedNode)})
    listed = " ".join(str(article_iri(article)) for article in articles)
    lines = [f"VALUES ?article {{ {listed} }}"] if articles else []
    return {
        article_id_of(article): value_of(text, "the text of an article")
        for article, text in store.rows(named_query("texts", lines))
        if isinstance(article, NamedNode)
    }
