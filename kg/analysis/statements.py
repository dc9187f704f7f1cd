"""Positions as statements to count: which party, which proposal, yes or no, and what counts once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from kg.analysis.options import Compatible, Conditional, Duplicates, Level
from kg.model import Actor, ActorKind, Position, Stance

Integers = NDArray[np.int64]

YES, NO, QUALIFIED = 1, -1, 0

_ANSWERS = {Stance.SUPPORTS: YES, Stance.OPPOSES: NO, Stance.CONDITIONS_ON: QUALIFIED}


@dataclass(frozen=True, kw_only=True, slots=True)
class Party:
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
    parties, party = number_parties(speakers(positions, level))
    labels = [position.proposal.label for position in positions]
    proposals = tuple(sorted(set(labels)))
    column_of = {label: index for index, label in enumerate(proposals)}
    proposal = [column_of[label] for label in labels]
    answer = [answers[position.stance] for position in positions]
    if once is not Duplicates.INCLUDE:
        kept = _once(
            positions, zip(party, proposal, [0] * len(answer) if any_answer else answer, strict=True), once, as_dna
        )
        party, proposal, answer = ([column[row] for row in kept] for column in (party, proposal, answer))
        positions = [positions[row] for row in kept]
    return Statements(
        parties=parties,
        proposals=proposals,
        party=np.array(party, dtype=np.int64),
        proposal=np.array(proposal, dtype=np.int64),
        answer=np.array(answer, dtype=np.int64),
        positions=tuple(positions),
    )


def speakers(positions: Sequence[Position], level: str) -> list[Actor]:
    """For each position the actor that it is counted for at that level; InputError for an unknown level."""
    if Level(level) is Level.ACTOR:
        return [position.holder for position in positions]
    return [position.side or position.holder for position in positions]


def number_parties(actors: Sequence[Actor]) -> tuple[tuple[Party, ...], list[int]]:
    """The different actors as parties sorted by name, and for each of ``actors`` the number of its party.

    Two actors are the same when kind and name are; where one name belongs to several kinds, the kind is added
    ("Georgia (state)", "Georgia (person)").
    """
    names = [actor.name for actor in actors]
    pairs = set(zip(names, [actor.kind for actor in actors], strict=True))
    distinct = sorted(set(names))
    if len(distinct) == len(pairs):
        kind_of = dict(pairs)
        number = {name: index for index, name in enumerate(distinct)}
        return tuple(Party(name=name, kind=kind_of[name]) for name in distinct), [number[name] for name in names]
    shared = {name for name, count in Counter(name for name, _ in pairs).items() if count > 1}
    shown = {(name, kind): f"{name} ({kind})" if name in shared else name for name, kind in pairs}
    ordered = sorted(pairs, key=lambda pair: shown[pair])
    places = {pair: index for index, pair in enumerate(ordered)}
    parties = tuple(Party(name=shown[pair], kind=pair[1]) for pair in ordered)
    return parties, [places[actor.name, actor.kind] for actor in actors]


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
