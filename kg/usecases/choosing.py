"""Choosing: the positions that an analysis is made of, or what to ask for instead when there are none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from kg.errors import InputError, MissingError
from kg.model import ActorKind, Position, Review, ReviewState
from kg.model.filter import ANY_REVIEW, PositionFilter
from kg.model.review import standing
from kg.store import Store
from kg.usecases.guessing import NEAREST, named_nearest, nearest

_OF_A_KIND = re.compile(rf" \((?:{'|'.join(ActorKind)})\)$")


def choose_positions(store: Store, chosen: PositionFilter) -> tuple[Position, ...]:
    """The positions that the filter lets through.

    Raises MissingError when there are none: for an actor, side or proposal that the graph does not know it names the
    nearest that it does, for a window of time the days that the graph covers, for review states those there are.
    """
    found = store.positions(chosen)
    if not found:
        raise MissingError(_what_there_is(store, chosen))
    return tuple(found)


def choose_names(words: Iterable[str], known: Sequence[str], what: str) -> tuple[str, ...]:
    """For each of ``words`` the name among ``known`` that is meant: the very name, or the only one that has the words.

    Upper and lower case do not matter. A name that belongs to actors of several kinds means them all. Raises
    MissingError when no name fits, naming the nearest ones, and InputError when several do.

    >>> choose_names(["ardania", "bel"], ["Ardania", "Belmark", "West Ardania"], "a party")
    ('Ardania', 'Belmark')
    >>> choose_names(["georgia"], ["Georgia (person)", "Georgia (state)"], "a party")
    ('Georgia (person)', 'Georgia (state)')
    """
    return tuple(dict.fromkeys(name for word in words for name in _names(word, known, what)))


def _names(word: str, known: Sequence[str], what: str) -> list[str]:
    if not word.strip():
        raise InputError(f"expected the name of {what}, got {word!r}; {_there(known)}")
    of_kinds = [name for name in known if _OF_A_KIND.sub("", name).casefold() == word.casefold() != name.casefold()]
    if of_kinds:
        return sorted(of_kinds)
    for fits in (
        [name for name in known if name == word],
        [name for name in known if name.casefold() == word.casefold()],
        [name for name in known if word.casefold() in name.casefold()],
    ):
        if len(fits) == 1:
            return fits
        if fits:
            raise InputError(f"expected the name of {what}, got {word!r}, which fits {_listed(sorted(fits))}")
    raise MissingError(f"expected {what}, got {word!r}; {_offer(word, known)}")


def _offer(word: str, known: Sequence[str]) -> str:
    return named_nearest(nearest(word, known)) or _there(known)


def _there(known: Sequence[str]) -> str:
    return f"there {'is' if len(known) == 1 else 'are'} {_listed(known)}" if known else "there is none"


def _listed(names: Sequence[str]) -> str:
    more = len(names) - NEAREST
    return ", ".join(names[:NEAREST]) + (f" and {more} more" if more > 0 else "")


def _what_there_is(store: Store, chosen: PositionFilter) -> str:
    if not store.actors():
        return "expected positions in the graph, got none: parley ingest reads articles into it"
    for field, words in (
        ("actor", chosen.actor),
        ("side", chosen.side),
        ("proposal", chosen.proposal),
        ("article", chosen.article),
        ("source", chosen.source),
    ):
        alone = {field: words, "include_copies": True, "reviews": ANY_REVIEW}
        if words is not None and not store.positions(PositionFilter(**alone)):  # type: ignore[arg-type]
            return f"expected {_PART_OF[field]}, got {words!r}; {_offer(words, _known(store, field))}"
    others = store.positions(replace(chosen, reviews=ANY_REVIEW))
    if others:
        return _otherwise_decided(chosen, others, standing(store.reviews()))
    if chosen.since or chosen.until:
        days = sorted(day for header in store.articles() if (day := header.published))
        covered = f"the articles are from {days[0]} to {days[-1]}" if days else "no article has a date"
        return f"expected positions from {chosen.since or '…'} to {chosen.until or '…'}, got none; {covered}"
    return "expected positions that meet all criteria together, got none: leave one out to see which one is too narrow"


def _otherwise_decided(chosen: PositionFilter, others: Sequence[Position], decisions: Mapping[str, Review]) -> str:
    states = Counter(decisions[other.id].state if other.id in decisions else ReviewState.UNREVIEWED for other in others)
    wanted = " or ".join(state for state in ReviewState if state in chosen.reviews)
    there = ", ".join(f"{states[state]} {state}" for state in ReviewState if state in states)
    return f"expected positions that are {wanted}, got none; by all other criteria there are {there}"


def _known(store: Store, field: str) -> list[str]:
    if field == "actor":
        return [actor.name for actor in store.actors() if actor.positions]
    if field == "side":
        return sorted({position.side.name for position in store.positions(PositionFilter()) if position.side})
    if field == "proposal":
        return [proposal.label for proposal in store.proposals() if proposal.positions]
    return [header.id if field == "article" else header.source for header in store.articles()]


_PART_OF = {
    "actor": "actor to be part of a name in this graph",
    "side": "side to be part of a name in this graph",
    "proposal": "proposal to be part of a name in this graph",
    "article": "article to begin an id in this graph",
    "source": "source to be part of a path or address in this graph",
}
