"""Positions as statements to count: which party, which proposal, yes or no, and what counts once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from operator import attrgetter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kg.analysis.options import Compatible, Conditional, Duplicates, Level
from kg.model import Actor, ActorKind, Position, Stance

Integers = NDArray[np.int64]

YES, NO, QUALIFIED = 1, -1, 0

# One C call a position instead of a step of the interpreter: half the time of counting goes into reading these.
_HOLDER, _NAME, _KIND = attrgetter("holder"), attrgetter("name"), attrgetter("kind")
_LABEL, _STANCE = attrgetter("proposal.label"), attrgetter("stance")
_ANSWERS = {Stance.SUPPORTS: YES, Stance.OPPOSES: NO, Stance.CONDITIONS_ON: QUALIFIED}


class Party(NamedTuple):
    """An actor or side as a node: ``name`` is unique among the parties of one network."""

    name: str
    kind: ActorKind


@dataclass(frozen=True, kw_only=True, slots=True)
class Statements:
    """Counted statements in parallel columns, one row a position that counts.

    ``party[i]`` and ``proposal[i]`` are indices into ``parties`` and ``proposals`` (both sorted by name),
    ``answer[i]`` is 1 for yes, -1 for no, 0 for a conditional position. Parties and proposals are all that occur
    in the positions given, also those whose statements count for nothing.
    """

    parties: tuple[Party, ...]
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
    parties, party = _numbered(speakers(positions, level))
    labels = list(map(_LABEL, positions))
    proposals = tuple(sorted(set(labels)))
    proposal = map(dict(zip(proposals, count())).__getitem__, labels)
    answer = map(answers.__getitem__, map(_STANCE, positions))
    columns = [np.fromiter(column, np.int64, len(labels)) for column in (party, proposal, answer)]
    if once is not Duplicates.INCLUDE:
        rows = (column.tolist() for column in columns)
        kept = _once(positions, [(p, c, 0 if any_answer else a) for p, c, a in zip(*rows, strict=True)], once, as_dna)
        columns = [column[kept] for column in columns]
        positions = [positions[row] for row in kept]
    return Statements(
        parties=parties,
        proposals=proposals,
        party=columns[0],
        proposal=columns[1],
        answer=columns[2],
        positions=tuple(positions),
    )


def speakers(positions: Sequence[Position], level: str) -> list[Actor]:
    """For each position the actor that it is counted for at that level; InputError for an unknown level."""
    if Level(level) is Level.ACTOR:
        return list(map(_HOLDER, positions))
    return [position.side or position.holder for position in positions]


def number_parties(actors: Sequence[Actor]) -> tuple[tuple[Party, ...], list[int]]:
    """The different actors as parties sorted by name, and for each of ``actors`` the number of its party.

    Two actors are the same when kind and name are; where one name belongs to several kinds, the kind is added
    ("Georgia (state)", "Georgia (person)").
    """
    parties, number = _numbered(actors)
    return parties, list(number)


def _numbered(actors: Sequence[Actor]) -> tuple[tuple[Party, ...], Iterator[int]]:
    names, kinds = list(map(_NAME, actors)), list(map(_KIND, actors))
    kind_of = dict(zip(names, kinds, strict=True))
    if list(map(kind_of.__getitem__, names)) == kinds:
        distinct = sorted(kind_of)
        number = dict(zip(distinct, count()))
        return tuple(map(Party, distinct, map(kind_of.__getitem__, distinct))), map(number.__getitem__, names)
    pairs = set(zip(names, kinds, strict=True))
    shared = {name for name, often in Counter(name for name, _ in pairs).items() if often > 1}
    shown = {(name, kind): f"{name} ({kind})" if name in shared else name for name, kind in pairs}
    ordered = sorted(pairs, key=lambda pair: shown[pair])
    places = dict(zip(ordered, count()))
    parties = tuple(Party(name=shown[pair], kind=pair[1]) for pair in ordered)
    return parties, map(places.__getitem__, zip(names, kinds, strict=True))


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


def _once(
    positions: Sequence[Position], statements: Iterable[tuple[int, int, int]], once: Duplicates, as_dna: bool
) -> list[int]:
    """The rows of the statements that nobody made before in the same period."""
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
