"""From searches to conditions in SQL: fixed text around parameters; no value ever becomes part of the text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kg.model import ReviewState
from kg.model.filter import ANY_REVIEW, PositionFilter
from kg.rdf.terms import text as term
from kg.store.read_model.folding import SHORTEST, folded, folded_quote, phrase
from kg.store.read_model.plans import Clause, Narrows, Value
from kg.store.read_model.searches import (
    ActorSearch,
    ArticleSearch,
    ConditionSearch,
    PositionSearch,
    ProposalSearch,
    ReviewSearch,
    Search,
)
from kg.store.read_model.things import NAMES_BITS

__all__ = ["NEVER", "Search", "clauses"]

NEVER: Final = Clause("0")


def clauses(search: Search) -> list[Clause]:
    """The conditions that a row of the search's table has to meet.

    Raises InputError for words to look for in quotations that Unicode cannot encode; such words in another criterion
    match nothing, as in the graph.
    """
    match search:
        case PositionSearch():
            return [*_filtered(search.filter, "position", copy="{order}position.copy"), *_of_position(search)]
        case ConditionSearch():
            return [*_filtered(search.filter, "condition", copy="+position.copy"), *_of_condition(search)]
        case ArticleSearch():
            return list(_of_article(search))
        case ActorSearch():
            return [Clause("kind <> 'proposal'"), *_of_actor(search)]
        case ProposalSearch():
            return [Clause("kind = 'proposal'"), *_of_proposal(search)]
        case ReviewSearch():
            return list(_of_review(search))


def _filtered(wanted: PositionFilter, table: str, *, copy: str) -> Iterator[Clause]:
    if not wanted.include_copies:
        yield Clause(f"{copy} = 0")
    if wanted.reviews != ANY_REVIEW:
        yield _decided(wanted.reviews)
    for column, words in (("holder", wanted.actor), ("side", wanted.side), ("proposal", wanted.proposal)):
        if words is not None:
            yield _called(f"position.{column}", words)
    if wanted.stance is not None:
        yield Clause("position.stance = ?", (wanted.stance.value,))
    if wanted.since is not None:
        day = wanted.since.isoformat()
        yield Clause(f"position.published >= ? AND {{order}}{table}.place >= ?", (day, day.encode()))
    if wanted.until is not None:
        day = wanted.until.isoformat()
        beyond = day.encode() + b"\xff"  # places begin with the day, so that the index on them leads there
        yield Clause(f"position.published BETWEEN '0' AND ? AND {{order}}{table}.place < ?", (day, beyond))
    if wanted.text is not None:
        sought = folded_quote(term(wanted.text, "words to look for").value)
        inner = f"SELECT rowid FROM quotation WHERE {_MATCHES[_is_indexed(sought)]}"
        yield Clause(f"{{narrow}}position.key IN ({inner})", _sought(sought), Narrows.TO_FEW)
    if wanted.article is not None:
        yield _in_articles(Clause("instr(id, ?) = 1", (wanted.article.lower(),)))
    if wanted.source is not None:
        yield _in_articles(Clause("instr(folded_source, ?)", (folded(wanted.source),)))


def _decided(wanted: frozenset[ReviewState]) -> Clause:
    """Few positions are decided on, mostly: the clause names those, and never the rest."""
    negation, states, narrows = "", wanted, Narrows.TO_SCATTERED
    if ReviewState.UNREVIEWED in wanted:
        negation, states, narrows = "NOT ", ANY_REVIEW - wanted, Narrows.LITTLE
    values = tuple(sorted(state.value for state in states))
    inner = f"SELECT position FROM standing WHERE state IN ({', '.join('?' * len(values))})"
    return Clause(f"{'' if negation else '{narrow}'}position.key {negation}IN ({inner})", values, narrows)


def _of_position(search: PositionSearch) -> Iterator[Clause]:
    for column, iri in (("holder", search.holder_iri), ("side", search.side_iri), ("proposal", search.proposal_iri)):
        if iri is not None:
            yield _named(f"position.{column}", iri)
    for column, choice in (
        ("kind", search.holder_kind),
        ("act", search.act),
        ("modality", search.modality),
        ("attribution", search.attribution),
    ):
        if choice is not None:
            yield Clause(f"position.{column} = ?", (choice.value,))
    if search.rule is not None:
        yield _encodable(Clause("instr(position.rule, ?) = 1", (search.rule,)))
    if search.min_confidence is not None:
        yield Clause("position.confidence >= ?", (search.min_confidence,))
    conditions = list(_hanging(relation=search.relation, condition=search.condition))
    if conditions:
        inner = " AND ".join(clause.sql for clause in conditions)
        values = tuple(value for clause in conditions for value in clause.values)
        keys = f"SELECT condition.position FROM condition WHERE {inner}"
        yield Clause(f"{{narrow}}position.key IN ({keys})", values, Narrows.TO_FEW)


def _of_condition(search: ConditionSearch) -> Iterator[Clause]:
    if search.position is not None:
        yield _encodable(Clause("{narrow}position.id = ?", (search.position,), Narrows.TO_FEW))
    yield from _hanging(relation=search.relation, condition=search.condition)
    if search.condition_iri is not None:
        yield _named("condition.proposal", search.condition_iri)


def _hanging(*, relation: str | None, condition: str | None) -> Iterator[Clause]:
    if relation is not None:
        yield Clause("condition.relation = ?", (str(relation),))
    if condition is not None:
        yield _called("condition.proposal", condition)


def _of_article(search: ArticleSearch) -> Iterator[Clause]:
    for column, words in (("source", search.source), ("title", search.title), ("publisher", search.publisher)):
        if words is not None:
            yield _encodable(Clause(f"instr(article.folded_{column}, ?)", (folded(words),)))
    if search.since is not None:
        yield Clause("article.published >= ?", (search.since.isoformat(),))
    if search.until is not None:
        yield Clause("article.published BETWEEN '0' AND ?", (search.until.isoformat(),))
    if search.copies is not None:
        yield Clause("article.origin IS NOT NULL" if search.copies else "article.origin IS NULL")
    if search.origin is not None:
        yield _encodable(Clause("{narrow}article.origin = ?", (search.origin,), Narrows.TO_FEW))


def _of_actor(search: ActorSearch) -> Iterator[Clause]:
    yield from _of_thing(search.name, search.min_positions)
    if search.kind is not None:
        yield Clause("thing.kind = ?", (search.kind.value,))
    if search.wikidata is not None:
        yield _encodable(Clause("thing.wikidata = ?", (search.wikidata,)))


def _of_proposal(search: ProposalSearch) -> Iterator[Clause]:
    yield from _of_thing(search.name, search.min_positions)
    if search.broader is not None:
        inner = "SELECT thing FROM thing_link WHERE target = ?"
        yield _encodable(Clause(f"{{narrow}}thing.key IN ({inner})", (search.broader,), Narrows.TO_SCATTERED))


def _of_review(search: ReviewSearch) -> Iterator[Clause]:
    if search.position is not None:
        yield _encodable(Clause("{narrow}review.position = ?", (search.position,), Narrows.TO_FEW))
    if search.state is not None:
        yield Clause("review.state = ?", (search.state.value,))
    if search.by is not None:
        yield _encodable(Clause("instr(review.folded_by, ?)", (folded(search.by),)))
    if search.since is not None:
        yield Clause("{order}review.place >= ?", (search.since.isoformat().encode(),))
    if search.until is not None:
        yield Clause("{order}review.place < ?", (search.until.isoformat().encode() + b"\xff",))


def _of_thing(name: str | None, min_positions: int) -> Iterator[Clause]:
    if name is not None:
        yield _called("thing.key", name)
    if min_positions:
        yield Clause("thing.positions >= ?", (min_positions,))


_MATCHES: Final = {True: "folded MATCH ? AND instr(folded, ?)", False: "instr(folded, ?)"}


def _called(column: str, words: str) -> Clause:
    """That a thing has a name or wording with these words in it."""
    sought = folded(words)
    inner = f"SELECT rowid >> {NAMES_BITS} FROM called WHERE {_MATCHES[_is_indexed(sought)]}"
    return _encodable(Clause(f"{{narrow}}{column} IN ({inner})", _sought(sought), Narrows.TO_SCATTERED))


def _named(column: str, iri: str) -> Clause:
    inner = "SELECT key FROM thing WHERE iri = ?"
    return _encodable(Clause(f"{{narrow}}{column} = ({inner})", (iri,), Narrows.TO_ONE_THING))


def _in_articles(which: Clause) -> Clause:
    inner = f"SELECT key FROM article WHERE {which.sql}"
    return _encodable(Clause(f"{{narrow}}position.article IN ({inner})", which.values, Narrows.TO_FEW))


def _encodable(clause: Clause) -> Clause:
    """The clause, or one that nothing meets: no text of the store holds half a surrogate pair."""
    return clause if all(_is_encodable(value) for value in clause.values) else NEVER


def _is_encodable(value: Value) -> bool:
    return not (isinstance(value, str) and any("\ud800" <= character <= "\udfff" for character in value))


def _is_indexed(sought: str) -> bool:
    return len(sought) >= SHORTEST


def _sought(sought: str) -> tuple[str, ...]:
    return (phrase(sought), sought) if _is_indexed(sought) else (sought,)
