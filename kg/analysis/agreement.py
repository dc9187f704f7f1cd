"""The zone of agreement: who can agree with whom, on which package of proposals, and what stands in the way.

A coalition of parties can agree when some package of proposals meets all their firm claims. All largest coalitions
(maximal satisfiable subsets) and all smallest blocking sets (minimal unsatisfiable subsets) are found by turns, each
one closing off what it settles (Liffiton, Previti, Malik and Marques-Silva 2016), with a SAT solver.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pysat.examples.rc2 import RC2  # type: ignore[import-untyped]
from pysat.formula import WCNF  # type: ignore[import-untyped]
from pysat.solvers import Solver  # type: ignore[import-untyped]

from kg.analysis.options import Level
from kg.analysis.packages import Claim, claims_in_force
from kg.errors import InputError, MissingError
from kg.model import Position

_SOLVER = "minisat22"


@dataclass(frozen=True, kw_only=True, slots=True)
class Package:
    """What every package of a coalition has in common: proposals that are in, that are out, and that may be either."""

    included: tuple[str, ...]
    excluded: tuple[str, ...]
    open: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class AgreeingParties:
    """Parties whose firm claims can all be met, to which no other party can be added, and what they agree on."""

    parties: tuple[str, ...]
    package: Package


@dataclass(frozen=True, kw_only=True, slots=True)
class BlockingSet:
    """Parties that cannot all agree, though they could without any one of them; ``claims`` are enough to show why."""

    parties: tuple[str, ...]
    claims: tuple[Claim, ...]

    @property
    def proposals(self) -> tuple[str, ...]:
        """What they quarrel over."""
        return tuple(sorted({label for claim in self.claims for label, _ in claim.clause}))


@dataclass(frozen=True, kw_only=True, slots=True)
class ZoneOfAgreement:
    """Who can agree and what is in the way.

    ``coalitions`` come largest first, ``blocking`` smallest first. ``veto_players`` are parties without whom the rest
    can agree, though with them it cannot; ``deal_breakers`` are proposals with the number of blocking sets that quarrel
    over them. ``unclear`` are pairs of party and proposal left out because the party last said both yes and no. No
    coalition is larger than ``bound``; ``complete`` says that all coalitions and blocking sets were found.
    """

    parties: tuple[str, ...]
    coalitions: tuple[AgreeingParties, ...]
    blocking: tuple[BlockingSet, ...]
    veto_players: tuple[str, ...]
    deal_breakers: tuple[tuple[str, int], ...]
    unclear: tuple[tuple[str, str], ...]
    bound: int
    complete: bool

    @property
    def possible(self) -> bool:
        """Whether all the parties can agree."""
        return bool(self.coalitions) and len(self.coalitions[0].parties) == len(self.parties)


def zone_of_agreement(
    positions: Sequence[Position],
    *,
    level: str = Level.SIDE,
    parties: Iterable[str] | None = None,
    seconds: float = 10.0,
) -> ZoneOfAgreement:
    """Which of ``parties`` (by default all) can agree on which package, and which cannot, each with quotes.

    Firm positions are demands (see ``claims_in_force``); tentative and reported ones do not count here, see
    ``best_package``. Searches for ``seconds`` at most: what is found by then is right, but may not be all.
    Raises InputError when there are no positions, MissingError for a party that holds none.
    """
    claims, unclear = _claims(positions, level, parties)
    names = tuple(sorted({claim.party for claim in claims} | {party for party, _ in unclear}))
    firm = [claim for claim in claims if claim.firm]
    with _Demands(firm, names) as demands:
        groups, blocks, complete = _enumerate(demands, time.monotonic() + seconds)
        coalitions = [AgreeingParties(parties=group, package=demands.package(group)) for group in groups]
        vetoes = [name for name in names if blocks and demands.agree(set(names) - {name})]
    blocking = [BlockingSet(parties=block, claims=_reason(firm, block)) for block in blocks]
    quarrels = Counter(proposal for block in blocking for proposal in block.proposals)
    return ZoneOfAgreement(
        parties=names,
        coalitions=tuple(sorted(coalitions, key=lambda one: (-len(one.parties), one.parties))),
        blocking=tuple(sorted(blocking, key=lambda one: (len(one.parties), one.parties))),
        veto_players=tuple(vetoes),
        deal_breakers=tuple(sorted(quarrels.items(), key=lambda item: (-item[1], item[0]))),
        unclear=unclear,
        bound=max(map(len, groups), default=0) if complete else len(names) - _disjoint(blocks),
        complete=complete,
    )


def best_package(
    positions: Sequence[Position], *, level: str = Level.SIDE, parties: Iterable[str] | None = None
) -> tuple[Package, tuple[Claim, ...]] | None:
    """A package that meets all firm claims of the parties and most of their wishes, with the wishes that it misses.

    A wish is a tentative or reported position; each counts 1 (partial MaxSAT). What no claim settles is open. None when
    the firm claims cannot all be met. Raises InputError when there are no positions, MissingError for an unknown party.
    """
    claims, _ = _claims(positions, level, parties)
    labels = sorted({label for claim in claims for label, _ in claim.clause})
    number = {label: index for index, label in enumerate(labels, 1)}
    formula = WCNF()
    for claim in claims:
        formula.append(_clause(claim, number), **({} if claim.firm else {"weight": 1}))
    with RC2(formula) as search:
        model = search.compute()
    if model is None:
        return None
    chosen = {labels[abs(literal) - 1]: literal > 0 for literal in model if abs(literal) <= len(labels)}
    package = Package(
        included=tuple(label for label in labels if chosen.get(label) is True),
        excluded=tuple(label for label in labels if chosen.get(label) is False),
        open=tuple(label for label in labels if label not in chosen),
    )
    missed = [claim for claim in claims if all(chosen.get(label) is not wanted for label, wanted in claim.clause)]
    return package, tuple(missed)


class _Demands:
    """A SAT solver with all firm claims, each switched on with its party."""

    def __init__(self, claims: Sequence[Claim], parties: Sequence[str]) -> None:
        self.parties = parties
        self.labels = sorted({label for claim in claims for label, _ in claim.clause})
        self.number = {label: index for index, label in enumerate(self.labels, 1)}
        self.switch = {party: len(self.labels) + index for index, party in enumerate(parties, 1)}
        self.party = {switch: party for party, switch in self.switch.items()}
        self.solver = Solver(name=_SOLVER)
        for claim in claims:
            self.solver.add_clause([-self.switch[claim.party], *_clause(claim, self.number)])

    def __enter__(self) -> _Demands:
        return self

    def __exit__(self, *_: object) -> None:
        self.solver.delete()

    def agree(self, parties: Iterable[str], *literals: int) -> bool:
        """Whether some package meets the demands of ``parties`` (and the literals)."""
        return bool(self.solver.solve(assumptions=[*sorted(self.switch[party] for party in parties), *literals]))

    def core(self) -> list[str]:
        """Parties among those asked about last that already cannot agree."""
        return [self.party[switch] for switch in self.solver.get_core() if switch in self.party]

    def package(self, parties: Sequence[str]) -> Package:
        """What is the same in every package that these parties can accept."""
        possible = {
            label: (self.agree(parties, self.number[label]), self.agree(parties, -self.number[label]))
            for label in self.labels
        }
        return Package(
            included=tuple(label for label in self.labels if possible[label] == (True, False)),
            excluded=tuple(label for label in self.labels if possible[label] == (False, True)),
            open=tuple(label for label in self.labels if possible[label] == (True, True)),
        )


def _claims(
    positions: Sequence[Position], level: str, parties: Iterable[str] | None
) -> tuple[tuple[Claim, ...], tuple[tuple[str, str], ...]]:
    if not positions:
        raise InputError("expected positions for a zone of agreement, got none: the selection is empty")
    claims, unclear = claims_in_force(positions, level=level)
    if parties is None:
        return claims, unclear
    chosen, known = set(parties), {claim.party for claim in claims} | {party for party, _ in unclear}
    missing = sorted(chosen - known)
    if missing:
        raise MissingError(f"expected parties among {', '.join(sorted(known))}, got {', '.join(missing)}")
    return (
        tuple(claim for claim in claims if claim.party in chosen),
        tuple(pair for pair in unclear if pair[0] in chosen),
    )


def _clause(claim: Claim, number: dict[str, int]) -> list[int]:
    return [number[label] if wanted else -number[label] for label, wanted in claim.clause]


def _enumerate(demands: _Demands, deadline: float) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]], bool]:
    """All maximal agreeing and all minimal blocking sets of parties, unless time runs out."""
    place = {party: index for index, party in enumerate(demands.parties, 1)}
    groups: list[tuple[str, ...]] = []
    blocks: list[tuple[str, ...]] = []
    with Solver(name=_SOLVER) as unexplored:
        # Large sets first: what agrees together settles most.
        unexplored.set_phases(list(place.values()))
        while unexplored.solve():
            if time.monotonic() > deadline:
                return groups, blocks, False
            refused = {-literal for literal in unexplored.get_model() or [] if literal < 0}
            seed = [party for party in demands.parties if place[party] not in refused]
            if demands.agree(seed):
                group = _grown(demands, seed)
                groups.append(group)
                outside = [place[party] for party in demands.parties if party not in group]
                if not outside:
                    return groups, blocks, True
                unexplored.add_clause(outside)
            else:
                block = _shrunk(demands, demands.core())
                blocks.append(block)
                unexplored.add_clause([-place[party] for party in block])
    return groups, blocks, True


def _grown(demands: _Demands, seed: Sequence[str]) -> tuple[str, ...]:
    group = set(seed)
    for party in demands.parties:
        if party not in group and demands.agree(group | {party}):
            group.add(party)
    return tuple(sorted(group))


def _shrunk(demands: _Demands, core: Iterable[str]) -> tuple[str, ...]:
    block = sorted(core)
    for party in tuple(block):
        rest = [other for other in block if other != party]
        if party in block and not demands.agree(rest):
            block = [other for other in rest if other in set(demands.core())]
    return tuple(block)


def _reason(claims: Sequence[Claim], parties: Sequence[str]) -> tuple[Claim, ...]:
    """Claims of these parties that cannot all be met, though they could without any one of them."""
    theirs = [claim for claim in claims if claim.party in parties]
    number = {label: i for i, label in enumerate(sorted({label for c in theirs for label, _ in c.clause}), 1)}
    with Solver(name=_SOLVER) as solver:
        switches = list(range(len(number) + 1, len(number) + 1 + len(theirs)))
        for switch, claim in zip(switches, theirs, strict=True):
            solver.add_clause([-switch, *_clause(claim, number)])
        kept = switches
        for switch in switches:
            rest = [other for other in kept if other != switch]
            if len(rest) < len(kept) and not solver.solve(assumptions=rest):
                core = set(solver.get_core())
                kept = [other for other in rest if other in core]
    return tuple(claim for switch, claim in zip(switches, theirs, strict=True) if switch in kept)


def _disjoint(blocks: Sequence[Sequence[str]]) -> int:
    """How many blocking sets share no party: so many parties at least must stay out."""
    used: set[str] = set()
    count = 0
    for block in sorted(blocks, key=len):
        if not used & set(block):
            used |= set(block)
            count += 1
    return count
