"""Which positions a network is made of: leaving out parties and proposals by name, and those that hardly occur."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from kg.analysis.options import Level
from kg.analysis.statements import number_parties, speakers
from kg.errors import InputError, MissingError
from kg.model import Position


def select(
    positions: Sequence[Position],
    *,
    parties: Collection[str] = (),
    proposals: Collection[str] = (),
    only: bool = False,
    minimum: int = 1,
    level: str = Level.ACTOR,
) -> tuple[Position, ...]:
    """The positions without those of ``parties`` or on ``proposals``, or with ``only`` none but those (rDNA's lists).

    Of what is left, parties with fewer than ``minimum`` statements are left out. Names are those of the networks at
    the same level. Raises MissingError for a name that does not occur, InputError for a minimum below 1, and when
    nothing is left.
    """
    if minimum < 1:
        raise InputError(f"expected a minimum of at least 1 statement, got {minimum}")
    known, number = number_parties(speakers(positions, level))
    names = [known[index] for index in number]
    _need(parties, names, "parties")
    _need(proposals, [position.proposal.label for position in positions], "proposals")

    def listed(name: str, position: Position) -> bool:
        if only:
            return (not parties or name in parties) and (not proposals or position.proposal.label in proposals)
        return name not in parties and position.proposal.label not in proposals

    left = [pair for pair in zip(names, positions, strict=True) if listed(*pair)]
    count = Counter(name for name, _ in left)
    kept = tuple(position for name, position in left if count[name] >= minimum)
    if not kept:
        raise InputError(f"expected positions to be left, got none of {len(positions)}")
    return kept


def _need(wanted: Collection[str], found: Sequence[str], what: str) -> None:
    missing = sorted(set(wanted) - set(found))
    if missing:
        some = ", ".join(name for name, _ in sorted(Counter(found).items(), key=lambda item: (-item[1], item[0]))[:8])
        raise MissingError(f"expected {what} that occur (such as {some}), got {', '.join(missing)}")
