"""Noticing: names in a search that fit nothing in the graph, with the nearest that do; an empty list is silent on them.

That a list is empty may well be the answer. But a name that nothing has is most often a slip of the pen, and whoever
asks should not take it for silence of the party.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain
from threading import BoundedSemaphore
from typing import Any, Final

from kg.model.filter import ANY_REVIEW, PositionFilter
from kg.usecases.browsing import (
    ActorSearch,
    ArticleOrder,
    ArticleSearch,
    ConditionOrder,
    ConditionSearch,
    PositionOrder,
    PositionSearch,
    ProposalSearch,
    ReadModel,
    ReviewOrder,
    ReviewSearch,
    Search,
    ThingOrder,
)
from kg.usecases.guessing import LONGEST, comparable, named_nearest, nearest

MOST: Final = 500
"""Names that are compared: those with most positions, and of more than these also such as share a part."""
PART: Final = 3
MOST_PARTS, MOST_FOR_A_PART = 12, 20
LONGEST_SHOWN: Final = 80
"""Characters of what came that are shown."""
LOOK_UPS: Final = BoundedSemaphore(2)
"""So many may look for the nearest names at once, which keeps the other threads from computing; others do without."""

__all__ = ["Name", "Notice", "Search", "notices_of", "unknown_names", "unmet_names"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Notice:
    """That no entry of the list fits ``parameter`` alone, and the nearest that would.

    ``got`` is what was given, cut where it is long.
    """

    parameter: str
    got: str
    nearest: tuple[str, ...]
    detail: str


def unknown_names(lists: ReadModel, search: Search) -> tuple[Notice, ...]:
    """Of the names that the search gives, those that nothing fits; none where the search finds something anyway.

    Takes a tenth of a second at most, whatever the size of the graph: long words have no nearest names, and none are
    looked for while two others look. Words of a quotation are no name, nor are days and numbers.
    """
    return notices_of(lists, unmet_names(lists, search))


def unmet_names(lists: ReadModel, search: Search) -> tuple[Name, ...]:
    """Those names alone, as quickly as a look-up: mostly there are none."""
    return tuple(name for name in _names(search) if not lists.holds(name.alone(name.got)))


def notices_of(lists: ReadModel, names: Sequence[Name]) -> tuple[Notice, ...]:
    """What is to be said of them, for which other names are compared."""
    return tuple(_notice(lists, name) for name in names)


@dataclass(frozen=True, kw_only=True, slots=True)
class Name:
    """A name in a search: the search for it alone, what nothing has, and where others are (None: they are no words)."""

    parameter: str
    got: str
    alone: Callable[[str], Search]
    what: str
    others: Search | None = None


def _names(search: Search) -> Iterator[Name]:
    match search:
        case PositionSearch():
            yield from _of_filter(search.filter)
            yield from _given(search, PositionSearch, _OF_POSITION)
        case ConditionSearch():
            yield from _of_filter(search.filter)
            yield from _given(search, ConditionSearch, _OF_CONDITION)
        case ArticleSearch():
            yield from _given(search, ArticleSearch, _OF_ARTICLE)
        case ActorSearch():
            yield from _given(search, ActorSearch, _OF_ACTOR)
        case ProposalSearch():
            yield from _given(search, ProposalSearch, _OF_PROPOSAL)
        case ReviewSearch():
            yield from _given(search, ReviewSearch, _OF_REVIEW)


_Criteria = Sequence[tuple[str, str, Search | None]]
_ACTORS, _PROPOSALS, _ARTICLES = ActorSearch(), ProposalSearch(), ArticleSearch()

# What nothing has, and the list in which the names stand that may have been meant.
_OF_FILTER: Final[_Criteria] = (
    ("actor", "a position whose holder has {got} in the name", _ACTORS),
    ("side", "a position whose side has {got} in the name", _ACTORS),
    ("proposal", "a position on what has {got} in the label or a wording", _PROPOSALS),
    ("article", "a position in an article whose id begins with {got}", None),
    ("source", "a position in an article whose path or address has {got} in it", _ARTICLES),
)
_CONDITION: Final = ("condition", "a condition with {got} in the label or a wording", _PROPOSALS)
_OF_POSITION: Final[_Criteria] = (
    ("holder_iri", "a position of the holder {got}", None),
    ("side_iri", "a position for the side {got}", None),
    ("proposal_iri", "a position on the proposal {got}", None),
    ("rule", "a position read by a rule that begins with {got}", None),
    _CONDITION,
)
_OF_CONDITION: Final[_Criteria] = (
    ("position", "a condition of the position {got}", None),
    ("condition_iri", "a condition that is the proposal {got}", None),
    _CONDITION,
)
_OF_ARTICLE: Final[_Criteria] = (
    ("source", "an article whose path or address has {got} in it", _ARTICLES),
    ("title", "an article with {got} in the title", _ARTICLES),
    ("publisher", "an article with {got} in the publisher's name", _ARTICLES),
    ("origin", "a near-copy of the article {got}", None),
)
_OF_ACTOR: Final[_Criteria] = (
    ("name", "an actor with {got} in the name or a wording", _ACTORS),
    ("wikidata", "an actor with the Wikidata item {got}", None),
)
_OF_PROPOSAL: Final[_Criteria] = (
    ("name", "a proposal with {got} in the label or a wording", _PROPOSALS),
    ("broader", "a proposal under the wider one {got}", _PROPOSALS),
)
_OF_REVIEW: Final[_Criteria] = (
    ("position", "a review of the position {got}", None),
    ("by", "a review by somebody with {got} in the name", None),
)
_SAID_AS: Final = {"origin": "copy_of"}
"""What a criterion is called where people ask, if that is another word."""


def _of_filter(wanted: PositionFilter) -> Iterator[Name]:
    for field, what, others in _OF_FILTER:
        got = getattr(wanted, field)
        if got is not None:
            yield Name(parameter=field, got=got, alone=_filter_alone(field), what=what, others=others)


def _given(search: object, kind: Callable[..., Search], criteria: _Criteria) -> Iterator[Name]:
    for field, what, others in criteria:
        got = getattr(search, field)
        if got is not None:
            alone = _alone(kind, field)
            yield Name(parameter=_SAID_AS.get(field, field), got=got, alone=alone, what=what, others=others)


def _filter_alone(field: str) -> Callable[[str], Search]:
    def alone(word: str) -> Search:
        given: dict[str, Any] = {field: word}
        return PositionSearch(filter=PositionFilter(include_copies=True, reviews=ANY_REVIEW, **given))

    return alone


def _alone(kind: Callable[..., Search], field: str) -> Callable[[str], Search]:
    everything = PositionFilter(include_copies=True, reviews=ANY_REVIEW)
    of_all = {"filter": everything} if kind in (PositionSearch, ConditionSearch) else {}
    return lambda word: kind(**of_all, **{field: word})


def _notice(lists: ReadModel, name: Name) -> Notice:
    fitting, got = _nearest(lists, name), _shown(name.got)
    hint = f"; {named_nearest(fitting)}" if fitting else ""
    detail = f"expected {name.what.format(got=repr(got))}, got none{hint}"
    return Notice(parameter=name.parameter, got=got, nearest=fitting, detail=detail)


def _nearest(lists: ReadModel, name: Name) -> tuple[str, ...]:
    if name.others is None or len(name.got) > LONGEST or not LOOK_UPS.acquire(blocking=False):
        return ()
    try:
        near = nearest(name.got, _known(lists, name, name.others))
        return tuple(each for each in near if lists.holds(name.alone(each)))
    finally:
        LOOK_UPS.release()


def _shown(words: str) -> str:
    return words if len(words) <= LONGEST_SHOWN else words[:LONGEST_SHOWN] + "…"


def _known(lists: ReadModel, name: Name, others: Search) -> set[str]:
    """Names, labels, wordings, sources or titles that the words may stand for."""
    order = _ORDERS[type(others)]
    part = lists.part(others, order, limit=MOST)
    rows = list(part.rows)
    if part.total > MOST:
        for some in _parts(name.got):
            rows += lists.part(_with(others, name.parameter, some), order, limit=MOST_FOR_A_PART).rows
    members = _MEMBERS.get(name.parameter, ("name", "label", "wordings"))
    return set(map(comparable, chain.from_iterable(_words(json.loads(row), members) for row in rows)))


def _with(others: Search, parameter: str, some: str) -> Search:
    """Those of the others that have these letters in what is compared."""
    given: dict[str, Any] = {parameter if parameter in _MEMBERS else "name": some}
    return replace(others, **given)


def _words(row: dict[str, Any], members: Sequence[str]) -> Iterator[str]:
    for member in members:
        value = row.get(member)
        yield from value if isinstance(value, list) else [value] if value else []


def _parts(words: str) -> list[str]:
    """Three letters each, from all of the words."""
    found = [word[at : at + PART] for word in words.split() for at in range(len(word) - PART + 1)]
    return list(dict.fromkeys(found))[:MOST_PARTS]


_MEMBERS: Final = {"source": ("source",), "title": ("title",), "publisher": ("publisher",)}
_ORDERS: Final[dict[type[Search], StrEnum]] = {
    PositionSearch: PositionOrder.READING,
    ConditionSearch: ConditionOrder.READING,
    ArticleSearch: ArticleOrder.READING,
    ActorSearch: ThingOrder.POSITIONS,
    ProposalSearch: ThingOrder.POSITIONS,
    ReviewSearch: ReviewOrder.NEWEST,
}
