"""Narrowing: positions without some parties and proposals, or with no others, and whoever is left without a word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.analysis.options import Level
from kg.analysis.selection import select
from kg.analysis.statements import number_parties, speakers
from kg.model import Actor, Position
from kg.model.filter import PositionFilter
from kg.store import Store
from kg.usecases.choosing import choose_names, choose_positions


@dataclass(frozen=True, kw_only=True, slots=True)
class Narrowing:
    """What is left out of the positions found, or alone kept, by name (rDNA's lists), and whoever hardly speaks.

    Names may be given in part, as in ``choose_names``. Parties with fewer than ``minimum`` statements among the rest
    are left out.
    """

    without_parties: Sequence[str] = ()
    without_proposals: Sequence[str] = ()
    only_parties: Sequence[str] = ()
    only_proposals: Sequence[str] = ()
    minimum: int = 1


EVERYTHING = Narrowing()


def gather(
    store: Store, chosen: PositionFilter, narrowing: Narrowing = EVERYTHING, level: str = Level.ACTOR
) -> tuple[Position, ...]:
    """The positions that the filter lets through, narrowed by name and number at that level.

    Raises MissingError and InputError as ``choose_positions`` and ``narrow`` do.
    """
    return narrow(choose_positions(store, chosen), narrowing, level)


def narrow(positions: Sequence[Position], narrowing: Narrowing, level: str) -> tuple[Position, ...]:
    """The positions that the narrowing leaves, for parties at that level.

    Raises MissingError for a name that nobody has, with the nearest ones, and InputError for one that fits several,
    and when nothing is left.
    """
    parties = number_parties(speakers(positions, level))[0]
    labels = sorted({position.proposal.label for position in positions})
    return select(
        positions,
        without_parties=choose_names(narrowing.without_parties, parties, "a party with positions"),
        without_proposals=choose_names(narrowing.without_proposals, labels, "a proposal"),
        only_parties=choose_names(narrowing.only_parties, parties, "a party with positions"),
        only_proposals=choose_names(narrowing.only_proposals, labels, "a proposal"),
        minimum=narrowing.minimum,
        level=level,
    )


def bystanders(store: Store, chosen: PositionFilter, level: str) -> tuple[Actor, ...]:
    """Whoever has positions in the graph at that level but none that the filter lets through, by name."""
    everyone = speakers(store.positions(PositionFilter(include_copies=chosen.include_copies)), level)
    known = {(actor.name, actor.kind): actor for actor in everyone}
    for actor in speakers(store.positions(chosen), level):
        known.pop((actor.name, actor.kind), None)
    return tuple(known[key] for key in sorted(known))
