"""What a party's positions demand of a package of proposals: each one a clause that the package must meet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kg.analysis.conditions import NEEDS
from kg.analysis.options import Level
from kg.analysis.statements import in_reading_order, number_parties, speakers
from kg.model import Modality, Position, Relation, Stance

SOFT = frozenset({Modality.TENTATIVE, Modality.REPORTED})
"""How firmly a position must not be held to be a wish; all others are demands."""

Literal = tuple[str, bool]


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """What one position demands: one of ``clause`` must hold, each a proposal that is in the package or is not.

    ``firm`` is False for tentative and reported positions, which are wishes; ``says`` puts the demand in words.
    """

    party: str
    clause: tuple[Literal, ...]
    firm: bool
    says: str
    position: str
    quote: str


def claims_in_force(
    positions: Sequence[Position], *, level: str = Level.SIDE
) -> tuple[tuple[Claim, ...], tuple[tuple[str, str], ...]]:
    """The claims of each party, and the pairs of party and proposal that say both yes and no on their last day.

    Of several positions for or against a proposal, a party's latest one counts (undated ones are the earliest). Support
    demands that the proposal is in the package, opposition that it is not; "only if" and its like demand the condition
    where the proposal is in, "unless" demands that it is not. Threats (``if-threat``) demand nothing of a package.
    """
    ordered = in_reading_order(positions)
    parties, number = number_parties(speakers(ordered, level))
    latest: dict[tuple[str, str, str], list[Position]] = defaultdict(list)
    for position, index in zip(ordered, number, strict=True):
        if position.stance is not Stance.CONDITIONS_ON:
            _keep_latest(latest[parties[index], position.proposal.label, ""], position)
        for condition in position.conditions:
            _keep_latest(latest[parties[index], position.proposal.label, condition.proposal.label], position)
    claims, unclear = [], []
    for (party, proposal, needed), found in sorted(latest.items()):
        if needed:
            claims += [claim for claim in (_conditional(party, needed, position) for position in found) if claim]
        elif len({position.stance for position in found}) > 1:
            unclear.append((party, proposal))
        else:
            claims.append(_plain(party, found[0]))
    return tuple(claims), tuple(unclear)


def _keep_latest(kept: list[Position], position: Position) -> None:
    day = position.published or date.min
    if kept and (kept[0].published or date.min) < day:
        kept.clear()
    if not kept or (kept[0].published or date.min) == day:
        kept.append(position)


def _plain(party: str, position: Position) -> Claim:
    label, wanted = position.proposal.label, position.stance is Stance.SUPPORTS
    return Claim(
        party=party,
        clause=((label, wanted),),
        firm=position.modality not in SOFT,
        says=f"{party} {'supports' if wanted else 'opposes'} {label}",
        position=position.id,
        quote=position.evidence.quote,
    )


def _conditional(party: str, label: str, position: Position) -> Claim | None:
    relation = next(condition.relation for condition in position.conditions if condition.proposal.label == label)
    if relation not in NEEDS and relation is not Relation.UNLESS:
        return None
    return Claim(
        party=party,
        clause=((position.proposal.label, False), (label, relation in NEEDS)),
        firm=position.modality not in SOFT,
        says=f"{party}: {position.proposal.label} {relation.replace('-', ' ')} {label}",
        position=position.id,
        quote=position.evidence.quote,
    )
