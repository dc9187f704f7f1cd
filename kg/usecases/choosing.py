"""Choosing: the positions that an analysis is made of, or what to ask for instead when there are none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from kg.analysis.selection import select
from kg.analysis.statements import number_parties, speakers
from kg.errors import InputError, MissingError
from kg.model import Position
from kg.model.filter import PositionFilter
from kg.store import Store

NEAREST = 5
_ALIKE = 0.5


def choose_positions(store: Store, chosen: PositionFilter) -> tuple[Position, ...]:
    """The positions that the filter lets through.

    Raises MissingError when there are none: for an actor, side or proposal that the graph does not know it names the
    nearest that it does, for a window of time the days that the graph covers.
    """
    found = store.positions(chosen)
    if not found:
        raise MissingError(_what_there_is(store, chosen))
    return tuple(found)


def leave_out(
    positions: Sequence[Position],
    level: str,
    *,
    parties: Iterable[str] = (),
    proposals: Iterable[str] = (),
    minimum: int = 1,
) -> tuple[Position, ...]:
    """The positions without those of some ``parties`` or on some ``proposals``, then without rare speakers.

    Parties with fewer than ``minimum`` statements among the rest are left out. Names as in ``choose_names``. Raises
    InputError when nothing is left.
    """
    labels = sorted({position.proposal.label for position in positions})
    return select(
        positions,
        parties=choose_names(parties, number_parties(speakers(positions, level))[0], "a party with positions"),
        proposals=choose_names(proposals, labels, "a proposal"),
        minimum=minimum,
        level=level,
    )


def choose_names(words: Iterable[str], known: Sequence[str], what: str) -> tuple[str, ...]:
    """For each of ``words`` the name among ``known`` that is meant: the very name, or the only one that has the words.

    Upper and lower case do not matter. Raises MissingError when no name fits, naming the nearest ones, and InputError
    when several do.

    >>> choose_names(["ardania", "bel"], ["Ardania", "Belmark", "West Ardania"], "a party")
    ('Ardania', 'Belmark')
    """
    return tuple(dict.fromkeys(_name(word, known, what) for word in words))


def nearest(words: str, known: Iterable[str]) -> tuple[str, ...]:
    """The names most like ``words``, the likest first; those most unlike are left out.

    >>> nearest("Belmrak", ["Ardania", "Belmark"])
    ('Belmark',)
    """
    rated = sorted((-_likeness(words.casefold(), name.casefold()), name) for name in set(known))
    return tuple(name for likeness, name in rated[:NEAREST] if -likeness >= _ALIKE)


def _name(word: str, known: Sequence[str], what: str) -> str:
    for fits in (
        [name for name in known if name == word],
        [name for name in known if name.casefold() == word.casefold()],
        [name for name in known if word.casefold() in name.casefold()],
    ):
        if len(fits) == 1:
            return fits[0]
        if fits:
            raise InputError(f"expected the name of {what}, got {word!r}, which fits {', '.join(sorted(fits))}")
    raise MissingError(f"expected {what}, got {word!r}; {_offer(word, known)}")


def _likeness(one: str, other: str) -> float:
    """Of whole names, or of the likest word in the name: people look for Macron, and the name is Emmanuel Macron."""
    return max(SequenceMatcher(None, one, part).ratio() for part in (other, *other.split()))


def _offer(word: str, known: Sequence[str]) -> str:
    near = nearest(word, known)
    if near:
        return f"the nearest are {', '.join(near)}"
    return f"there are {', '.join(known[:NEAREST])}" + (
        f" and {len(known) - NEAREST} more" if len(known) > NEAREST else ""
    )


def _what_there_is(store: Store, chosen: PositionFilter) -> str:
    actors = store.actors()
    if not actors:
        return "expected positions in the graph, got none: parley ingest reads articles into it"
    names = [actor.name for actor in actors]
    for field, words, known in (
        ("actor", chosen.actor, names),
        ("side", chosen.side, names),
        ("proposal", chosen.proposal, [proposal.label for proposal in store.proposals()]),
    ):
        if words is not None and not store.positions(PositionFilter(**{field: words})):  # type: ignore[arg-type]
            return f"expected {field} to be part of a name in this graph, got {words!r}; {_offer(words, known)}"
    if chosen.since or chosen.until:
        days = sorted(day for header in store.articles() if (day := header.published))
        covered = f"the articles are from {days[0]} to {days[-1]}" if days else "no article has a date"
        return f"expected positions from {chosen.since or '…'} to {chosen.until or '…'}, got none; {covered}"
    return "expected positions that meet all criteria together, got none: leave one out to see which one is too narrow"
