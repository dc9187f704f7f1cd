"""Positions as statements to count: which party, which proposal, yes or no, and what counts once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from operator import attrgetter, itemgetter
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from kg.analysis.options import Compatible, Conditional, Duplicates, Level
from kg.model import Actor, ActorKind, Position, Stance

Integers = NDArray[np.int64]
_Key = TypeVar("_Key")

YES, NO, QUALIFIED = 1, -1, 0

# One C call a position instead of a step of the interpreter: half the time of counting goes into reading these.
_HOLDER, _NAME, _KIND = attrgetter("holder"), attrgetter("name"), attrgetter("kind")
_LABEL, _STANCE = attrgetter("proposal.label"), attrgetter("stance")
_KIND_NUMBER = {kind: number for number, kind in enumerate(ActorKind)}
_ANSWERS = {Stance.SUPPORTS: YES, Stance.OPPOSES: NO, Stance.CONDITIONS_ON: QUALIFIED}


@dataclass(frozen=True, kw_only=True, slots=True)
class Statements:
    """Counted statements in parallel columns, one row a position that counts.

    ``party[i]`` and ``proposal[i]`` are indices into ``parties`` and ``proposals`` (both sorted, each name once),
    ``actors`` has an actor for each party, whose canonical name differs where a name belongs to several kinds;
    ``answer[i]`` is 1 for yes, -1 for no, 0 for a conditional position. Parties and proposals are all that occur
    in the positions given, also those whose statements count for nothing.
    """

    parties: tuple[str, ...]
    actors: tuple[Actor, ...]
    proposals: tuple[str, ...]
    party: Integers
    proposal: Integers
    answer: Integers
    positions: tuple[Position, ...]


def count_statements(
    positions: Sequence[Position],
    *,
    level: str = Level.ACTOR,
    duplicates: str = Duplicates.INCLUDE,
    conditional: str = Conditional.NEITHER,
    compatible: str = Compatible.NOTHING,
    any_answer: bool = False,
) -> Statements:
    """The statements that count among ``positions``, in the order given.

    Of duplicates (see ``Duplicates``) the first one counts; with ``any_answer`` two statements of one party on one
    proposal are duplicates whatever they answer. Raises InputError for an unknown choice.
    """
    once = Duplicates(duplicates)
    as_dna = Compatible(compatible) is Compatible.DNA
    answers = _ANSWERS | ({Stance.CONDITIONS_ON: YES} if Conditional(conditional) is Conditional.SUPPORT else {})
    parties, same, party = _parties(speakers(positions, level))
    proposals, proposal = _ranked(map(_LABEL, positions), len(positions))
    answer = np.fromiter(_looked_up(answers, map(_STANCE, positions)), np.int64, len(positions))
    if once is not Duplicates.INCLUDE:
        kept = _once(positions, party, proposal, np.zeros_like(answer) if any_answer else answer, once, as_dna)
        party, proposal, answer = party[kept], proposal[kept], answer[kept]
        positions = [positions[row] for row in kept]
    return Statements(
        parties=parties,
        actors=same,
        proposals=proposals,
        party=party,
        proposal=proposal,
        answer=answer,
        positions=tuple(positions),
    )


def speakers(positions: Sequence[Position], level: str) -> list[Actor]:
    """For each position the actor that it is counted for at that level; InputError for an unknown level."""
    counted_for = Level(level)
    if counted_for is Level.SIDE:
        return [position.side or position.holder for position in positions]
    if counted_for is Level.ORGANISATION:
        return [
            position.side or position.holder if position.holder.kind is ActorKind.PERSON else position.holder
            for position in positions
        ]
    return list(map(_HOLDER, positions))


def number_parties(actors: Sequence[Actor]) -> tuple[tuple[str, ...], list[int]]:
    """The names of the different actors, sorted, and for each of ``actors`` the number of its name.

    Two actors are the same when kind and name are; where one name belongs to several kinds, the kind is added
    ("Georgia (state)", "Georgia (person)").
    """
    names, _, number = _parties(actors)
    return names, number.tolist()


def days_of(positions: Iterable[Position]) -> tuple[str, ...]:
    """The days on which these positions were published, each once, as 2025-03-17; undated ones have none."""
    return tuple(
        day.isoformat() for day in sorted({position.published for position in positions if position.published})
    )


def describe_party(counted: Statements, index: int) -> dict[str, str]:
    """What a network says of a party: ``name``, ``kind``, and ``actor``, the canonical name, where it differs."""
    actor, name = counted.actors[index], counted.parties[index]
    return {"name": name, "kind": str(actor.kind)} | ({"actor": actor.name} if actor.name != name else {})


def in_reading_order(positions: Sequence[Position]) -> list[Position]:
    """The positions by date (undated ones last), article and place, so that no result hangs on the order given."""
    return sorted(
        positions,
        key=lambda position: (
            position.published or date.max,
            position.evidence.article,
            position.evidence.span,
            position.id,
        ),
    )


def _parties(actors: Sequence[Actor]) -> tuple[tuple[str, ...], tuple[Actor, ...], Integers]:
    """The names of different actors, an example of each, and for each of ``actors`` its place among them."""
    parties, party = _ranked(map(_NAME, actors), len(actors))
    shared = {parties[index] for index in _of_several_kinds(actors, party, len(parties))}
    if shared:
        shown = (f"{actor.name} ({actor.kind})" if actor.name in shared else actor.name for actor in actors)
        parties, party = _ranked(shown, len(actors))
    row = _last(np.arange(len(actors)), party, len(parties))
    return parties, tuple(map(actors.__getitem__, row.tolist())), party


def _of_several_kinds(actors: Sequence[Actor], party: Integers, parties: int) -> list[int]:
    kinds = list(map(_KIND, actors))
    if not kinds or kinds.count(kinds[0]) == len(kinds):
        return []
    kind = np.fromiter(_looked_up(_KIND_NUMBER, kinds), np.int64, len(kinds))
    mixed: list[int] = party[_last(kind, party, parties)[party] != kind].tolist()
    return mixed


def _ranked(words: Iterable[str], total: int) -> tuple[tuple[str, ...], Integers]:
    """The different words, sorted, and for each of all ``total`` words its place among them."""
    seen: defaultdict[str, int] = defaultdict(count().__next__)
    number = np.fromiter(_looked_up(seen, words), np.int64, total)
    ordered = sorted(seen)
    rank = np.empty(len(ordered), np.int64)
    rank[[seen[word] for word in ordered]] = np.arange(len(ordered))
    return tuple(ordered), rank[number]


def _looked_up(table: Mapping[_Key, int], keys: Iterable[_Key]) -> Sequence[int]:
    """The values of all keys, in one C call instead of one for each key."""
    wanted = tuple(keys)
    found: Sequence[int] = itemgetter(*wanted)(table) if len(wanted) > 1 else [table[key] for key in wanted]
    return found


def _last(values: Integers, place: Integers, places: int) -> Integers:
    """For each place the last value that stands there."""
    last = np.zeros(places, np.int64)
    last[place] = values
    return last


def _once(
    positions: Sequence[Position], party: Integers, proposal: Integers, answer: Integers, once: Duplicates, as_dna: bool
) -> list[int]:
    """The rows of the statements that nobody made before in the same period."""
    statements = zip(party.tolist(), proposal.tolist(), answer.tolist(), strict=True)
    seen: set[tuple[tuple[int, int, int], object]] = set()
    kept = []
    for row, (position, statement) in enumerate(zip(positions, statements, strict=True)):
        entry = (statement, _period(position, once, as_dna))
        if entry not in seen:
            seen.add(entry)
            kept.append(row)
    return kept


def _period(position: Position, once: Duplicates, as_dna: bool) -> object:
    if once is Duplicates.ACROSS_RANGE:
        return None
    if once is Duplicates.DOCUMENT or position.published is None:
        return position.evidence.article
    year, week, _ = position.published.isocalendar()
    if once is Duplicates.WEEK:
        return week if as_dna else (year, week)
    if once is Duplicates.MONTH:
        return position.published.month if as_dna else (position.published.year, position.published.month)
    return position.published.year
