"""Reviewing: what people decide about positions, and what becomes of lists and analyses by that."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final, Protocol

from kg.errors import AccessError, MissingError
from kg.model import Position, Review, ReviewState
from kg.model.filter import NOT_REJECTED, PositionFilter
from kg.model.review import in_order, standing
from kg.model.row import review_record
from kg.settings import read_settings
from kg.store import Store
from kg.store.opening import system_user
from kg.store.read_model.shapes import encoded, review_shape
from kg.usecases.browsing import ConditionOrder, ConditionSearch, PositionOrder, PositionSearch, ReadModel
from kg.usecases.finding import open_graph, writing_at
from kg.usecases.keys import RESERVED
from kg.usecases.running import RunningServer

__all__ = [
    "Decision", "Reviewed", "count_left_out", "count_rejected", "find_reviews", "open_chosen", "receive_review",
    "review_json", "review_positions", "review_row",
]  # fmt: skip

_LEAST: Final = timedelta(microseconds=1)


class Graph(Protocol):
    """A graph that one process owns."""

    def writing(self, by: str) -> AbstractContextManager[Store]:
        """The graph to write to, in the name of ``by``."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """What somebody decides; without ``by`` it is whoever the graph takes for the writer."""

    state: ReviewState
    by: str | None = None
    note: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Reviewed:
    """A position that was decided on, and the decision that stood on it before."""

    position: Position
    review: Review
    before: Review | None


def review_positions(location: str, wanted: Sequence[str], decision: Decision, *, at: datetime) -> tuple[Reviewed, ...]:
    """Decide on positions of the graph at ``location``, named by id or its first digits.

    All are looked up before the first is decided on. Whoever decides is the one that the decision names, else the
    PARLEY_REVIEWER of the environment, else the system's user; on another machine's server the holder of the key.
    ``at`` is the time, with a zone, or where a clock was ahead just after the decision before; where a server holds the
    graph the time is the server's. Raises MissingError when a position is not there, InputError for a beginning that
    fits several, and AccessError when the graph cannot be written.
    """
    by = decision.by or read_settings().reviewer or (None if "://" in location else system_user())
    with writing_at(location) as place:
        if isinstance(place, RunningServer):
            with open_graph(location) as graph:
                found, earlier = _looked_up(graph, wanted)
            sent = [place.review(each.id, decision.state, by, decision.note) for each in found]
            made = [_review(row) for row in sent]
        else:
            found, earlier = _looked_up(place, wanted)
            who, latest = by or system_user(), _latest(earlier)
            made = [
                _after(Review(position=each.id, state=decision.state, by=who, at=at, note=decision.note), latest)
                for each in found
            ]
            place.add_reviews(made)
    before = standing(earlier)
    return tuple(
        Reviewed(position=position, review=review, before=before.get(position.id))
        for position, review in zip(found, made, strict=True)
    )


def receive_review(graph: Graph, position: str, decision: Decision, key: str, at: datetime) -> Review:
    """Put a decision that came in over the network with the key called ``key`` into the graph.

    It is the key's holder's, unless it names somebody else: then it says also whose key it came with. Commands of the
    user who started the server decide for whom they name. ``at`` is the time, with a zone; a decision on the position
    that is from later (a clock was ahead) moves the new one just after it, so that the new one counts. Raises
    MissingError when the position is not there.
    """
    by = decision.by or key
    review = Review(
        position=position,
        state=decision.state,
        by=by,
        at=at,
        note=decision.note,
        recorded_by=None if key in (by, RESERVED) else key,
    )
    with graph.writing(key) as store:
        made = _after(review, _latest(store.reviews([position])))
        store.add_reviews([made])
    return made


def find_reviews(
    store: Store,
    *,
    position: str | None = None,
    by: str | None = None,
    state: ReviewState | None = None,
    since: date | None = None,
    until: date | None = None,
) -> tuple[Review, ...]:
    """The decisions that meet all criteria, by time: of a position by its id or the beginning of one, of a reviewer by
    part of the name, of days in UTC.
    """
    return tuple(
        review
        for review in store.reviews()
        if review.position.startswith((position or "").lower())
        and (by or "").casefold() in review.by.casefold()
        and state in (None, review.state)
        and (since is None or review.at.date() >= since)
        and (until is None or review.at.date() <= until)
    )


def review_row(review: Review) -> dict[str, Any]:
    """A decision as a row."""
    return {
        "id": review.id,
        "position": review.position,
        **(review_record(review) or {}),
        "recorded_by": review.recorded_by,
    }


def review_json(review: Review) -> bytes:
    """A decision as the web's lists have it, also while they have not taken it in yet."""
    return encoded(review_shape(review))


@contextmanager
def open_chosen(location: str, chosen: PositionFilter, tell: Callable[[int], None]) -> Iterator[Store]:
    """The graph at ``location``, to take the chosen positions from; at the end ``tell`` hears how many were left out.

    Raises MissingError and AccessError as ``open_graph`` does.
    """
    with open_graph(location) as graph:
        yield graph
        number = count_left_out(graph, chosen)
    if number:
        tell(number)


def count_left_out(store: Store, chosen: PositionFilter) -> int:
    """How many positions meet all other criteria and are left out because people rejected them, unasked for."""
    if chosen.reviews != NOT_REJECTED:
        return 0
    return len(store.positions(replace(chosen, reviews=frozenset({ReviewState.REJECTED}))))


def count_rejected(lists: ReadModel, search: PositionSearch | ConditionSearch) -> int | None:
    """The same, of a served graph and of what is searched for there: positions, or conditions of positions.

    None while the lists cannot say: what needs them refuses by itself, and analyses do without.
    """
    if search.filter.reviews != NOT_REJECTED:
        return 0
    rejected = replace(search, filter=replace(search.filter, reviews=frozenset({ReviewState.REJECTED})))
    order = PositionOrder.READING if isinstance(rejected, PositionSearch) else ConditionOrder.READING
    try:
        return lists.part(rejected, order, limit=1).total
    except AccessError:
        return None


def _looked_up(graph: Store, wanted: Sequence[str]) -> tuple[list[Position], list[Review]]:
    try:
        found = {position.id: position for position in map(graph.position, wanted)}
    except MissingError as error:
        raise MissingError(f"{error}; parley positions lists those it has") from error
    return list(found.values()), graph.reviews(found)


def _latest(reviews: Iterable[Review]) -> dict[str, datetime]:
    """The time of the last review on each position."""
    return {review.position: review.at for review in in_order(reviews)}


def _after(review: Review, latest: Mapping[str, datetime]) -> Review:
    """The review, or where an earlier one on its position has a later time, one just after the last of them."""
    last = latest.get(review.position)
    return review if last is None or review.at > last else replace(review, at=last + _LEAST)


def _review(row: dict[str, Any]) -> Review:
    return Review(
        position=row["position"],
        state=ReviewState(row["state"]),
        by=row["by"],
        at=datetime.fromisoformat(row["at"]),
        note=row["note"],
        recorded_by=row["recorded_by"],
    )
