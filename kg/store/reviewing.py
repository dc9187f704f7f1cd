"""Reviews in a store: new ones put beside the old, and what a filter lets through of what people decided."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Final

from pyoxigraph import Quad

from kg.errors import MissingError
from kg.model import Position, ReviewState
from kg.model.filter import PositionFilter
from kg.model.review import Review, in_order, standing
from kg.rdf.curation import review_quads
from kg.rdf.iris import position_id_of, position_iri
from kg.store import lists
from kg.store.named import named_query

AT_ONCE: Final = 500
"""Positions that are named in one query."""
MOST_NAMED: Final = 2_000
"""Reviewed positions that are looked up one by one; more are picked out of all that meet the other criteria."""


def decided(store: lists.Tables) -> dict[str, ReviewState]:
    """The state of every position that a decision stands on, by id."""
    return {position: review.state for position, review in standing(lists.reviews(store)).items()}


def reviews_of(store: lists.Tables, positions: Collection[str]) -> list[Review]:
    """The decisions about the positions with these ids, by time."""
    return in_order(
        review
        for some in _in_batches(sorted(set(positions)))
        for review in lists.reviews(store, [f"{_named(some)} ?review oa:hasTarget ?position ."])
    )


def quads_of_reviews(store: lists.Tables, reviews: Sequence[Review]) -> set[Quad]:
    """What the curation graph gets; MissingError when a position is not in the store."""
    wanted = sorted({review.position for review in reviews})
    unknown = set(wanted) - set(_known(store, wanted))
    if unknown:
        raise MissingError(
            f"expected positions of this graph to review, got {', '.join(sorted(unknown))};"
            " parley positions lists those it has"
        )
    return {quad for review in reviews for quad in review_quads(review)}


def narrowed(wanted: PositionFilter, states: Mapping[str, ReviewState]) -> list[str] | None:
    """Lines of SPARQL that leave out many of the positions that the reviews leave out; None when no position fits.

    ``let_through`` leaves out the others.
    """
    if ReviewState.UNREVIEWED in wanted.reviews:
        return []
    chosen = [position for position, state in states.items() if state in wanted.reviews]
    if not chosen:
        return None
    return [_named(chosen)] if len(chosen) <= MOST_NAMED else []


def let_through(positions: list[Position], wanted: PositionFilter, states: Mapping[str, ReviewState]) -> list[Position]:
    """The positions whose state is among those wanted."""
    if ReviewState.UNREVIEWED in wanted.reviews and not states:
        return positions
    return [each for each in positions if states.get(each.id, ReviewState.UNREVIEWED) in wanted.reviews]


def rejected(store: lists.Tables) -> Iterator[lists.Held]:
    """How many of the positions that each actor holds on each proposal were rejected, article by article."""
    gone = sorted(position for position, state in decided(store).items() if state is ReviewState.REJECTED)
    for some in _in_batches(gone):
        yield from lists.held_positions(store, [_named(some)])


def _known(store: lists.Tables, positions: Iterable[str]) -> Iterator[str]:
    for some in _in_batches(positions):
        for (position,) in store.rows(named_query("known_positions", [_named(some)])):
            yield position_id_of(lists.node(position))


def _in_batches(positions: Iterable[str]) -> Iterator[list[str]]:
    remaining = iter(positions)
    while some := list(islice(remaining, AT_ONCE)):
        yield some


def _named(positions: Collection[str]) -> str:
    return f"VALUES ?position {{ {' '.join(str(position_iri(each)) for each in sorted(positions))} }}"
