"""Which outcomes of a conflict hold: the graph model for conflict resolution (Fang, Hipel and Kilgour 1993).

A state is stable for a player who has no reason to leave it: because nothing better can be reached (Nash), because
the others can punish it (GMR), even after the player's answer (SMR), or with moves that are good for them (SEQ).
Coalitions move together where all their members gain (Kilgour, Hipel, Fang and Peng 2001).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import combinations, product

from kg.errors import InputError, MissingError

Option = tuple[str, bool]


class Concept(StrEnum):
    """The kinds of stability, from the least to the most foresight that they grant the others."""

    NASH = "nash"
    GMR = "gmr"
    SMR = "smr"
    SEQ = "seq"


@dataclass(frozen=True, kw_only=True, slots=True)
class ConflictModel:
    """States, each player's moves from state to state, and what each state is worth to each player.

    ``moves`` are pairs of state numbers (from 0) that the player can change alone, ``payoffs`` ordinal: only greater
    and smaller count. Raises InputError when players or numbers do not fit together.
    """

    states: tuple[str, ...]
    moves: Mapping[str, frozenset[tuple[int, int]]] = field(hash=False)
    payoffs: Mapping[str, tuple[float, ...]] = field(hash=False)

    def __post_init__(self) -> None:
        if set(self.moves) != set(self.payoffs):
            raise InputError(
                f"expected moves and payoffs for the same players, got {_names(self.moves)} and {_names(self.payoffs)}"
            )
        for player, payoffs in self.payoffs.items():
            if len(payoffs) != len(self.states):
                raise InputError(f"expected {len(self.states)} payoffs for {player}, got {len(payoffs)}")
            if any(not 0 <= state < len(self.states) for move in self.moves[player] for state in move):
                raise InputError(f"expected moves between states 0 to {len(self.states) - 1}, got others for {player}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Stability:
    """For each concept, which states hold for each player (or coalition), and which hold for all: the equilibria."""

    stable: Mapping[Concept, Mapping[tuple[str, ...], frozenset[int]]] = field(hash=False)
    equilibria: Mapping[Concept, frozenset[int]] = field(hash=False)


def stability(model: ConflictModel, coalitions: Iterable[Iterable[str]] = ()) -> Stability:
    """The stability of every state, each player on its own but for the ``coalitions``, which move as one.

    A coalition leaves a state only for one that is better for all its members, and is deterred when one of them would
    end no better. The others answer in turns, each for itself, coalition or not.
    Raises MissingError for an unknown player, InputError for a player in two coalitions.
    """
    blocks = _blocks(model, coalitions)
    stable = {concept: {block: _stable_states(model, concept, block) for block in blocks} for concept in Concept}
    return Stability(
        stable=stable,
        equilibria={concept: frozenset.intersection(*stable[concept].values()) for concept in Concept},
    )


def coalition_moves(model: ConflictModel, state: int) -> tuple[tuple[tuple[str, ...], int], ...]:
    """What groups of two or more players can do together from a state, better for each of them, smaller groups first.

    Only groups whose members are all needed: no smaller group reaches the same state with a gain.
    """
    found: list[tuple[tuple[str, ...], int]] = []
    for size in range(1, len(model.moves) + 1):
        for group in combinations(sorted(model.moves), size):
            for target in sorted(_reached(model, group, state)):
                known = any(set(smaller) <= set(group) and reached == target for smaller, reached in found)
                if not known and _better(model, group, target, state):
                    found.append((group, target))
    return tuple((group, target) for group, target in found if len(group) > 1)


def options_model(
    options: Mapping[str, Sequence[str]],
    preferences: Mapping[str, Sequence[Sequence[Sequence[Option]]]],
    *,
    infeasible: Sequence[Sequence[Option]] = (),
    irreversible: Iterable[str] = (),
) -> ConflictModel:
    """The model of players who each take or leave options.

    A state says Y or N for every option, in the order given, the first changing fastest; states that match one of
    ``infeasible`` (all of its options as said) are left out. A player's ``preferences`` are statements from the most
    to the least important, each a choice of patterns of which one must match; a state is worth more the earlier the
    statement that sets it apart is met (option prioritization: Peng, Hipel and Kilgour 1999). ``irreversible`` options
    cannot be given up once taken.

    Raises InputError for an option that two players have, and MissingError for one that nobody has.
    """
    owner = {option: player for player, owned in options.items() for option in owned}
    names = [option for owned in options.values() for option in owned]
    if len(set(names)) < len(names):
        raise InputError("expected every option to belong to one player, got one that belongs to several")
    patterns = [*infeasible, *(pattern for said in preferences.values() for any_of in said for pattern in any_of)]
    for option in (*irreversible, *(name for pattern in patterns for name, _ in pattern)):
        if option not in owner:
            raise MissingError(f"expected an option among {', '.join(names)}, got {option!r}")
    every = [dict(zip(names, bits[::-1], strict=True)) for bits in product((False, True), repeat=len(names))]
    states = [state for state in every if not any(_matches(state, pattern) for pattern in infeasible)]
    fixed = set(irreversible)
    return ConflictModel(
        states=tuple("".join("Y" if state[name] else "N" for name in names) for state in states),
        moves={player: _own_moves(states, set(owned), fixed) for player, owned in options.items()},
        payoffs={player: _ranks(states, preferences[player]) for player in options},
    )


def _blocks(model: ConflictModel, coalitions: Iterable[Iterable[str]]) -> list[tuple[str, ...]]:
    groups = [tuple(sorted(coalition)) for coalition in coalitions]
    members = [player for group in groups for player in group]
    for player in members:
        if player not in model.moves:
            raise MissingError(f"expected players among {_names(model.moves)}, got {player!r}")
        if members.count(player) > 1:
            raise InputError(f"expected each player in one coalition, got {player!r} twice")
    return sorted([*groups, *((player,) for player in model.moves if player not in members)])


def _reached(model: ConflictModel, group: Sequence[str], start: int) -> frozenset[int]:
    """States that members can reach by moves in turn, nobody moving twice in a row."""
    return _in_turns(start, [_targets(model.moves[player]) for player in group])


def _targets(moves: Iterable[tuple[int, int]]) -> dict[int, frozenset[int]]:
    targets: dict[int, set[int]] = {}
    for source, target in moves:
        targets.setdefault(source, set()).add(target)
    return {source: frozenset(found) for source, found in targets.items()}


def _in_turns(start: int, steps: Sequence[Mapping[int, frozenset[int]]]) -> frozenset[int]:
    """The states that movers reach in turn, from each of whom ``steps`` has the states one move away."""
    seen: set[tuple[int, int]] = set()
    waiting = [(start, -1)]
    while waiting:
        state, last = waiting.pop()
        for mover, targets in enumerate(steps):
            if mover != last:
                new = {(target, mover) for target in targets.get(state, ())} - seen
                seen |= new
                waiting.extend(new)
    return frozenset(state for state, _ in seen) - {start}


def _better(model: ConflictModel, group: Sequence[str], target: int, state: int) -> bool:
    return all(model.payoffs[player][target] > model.payoffs[player][state] for player in group)


def _stable_states(model: ConflictModel, concept: Concept, block: tuple[str, ...]) -> frozenset[int]:
    """The states where every gain of the block is deterred; with Nash's foresight, nothing deters."""
    every = range(len(model.states))
    reach = [_reached(model, block, state) for state in every]
    answers = [_answers(model, concept, block, state) for state in every]

    def deterred(state: int, gain: int) -> bool:
        return any(
            not _better(model, block, answer, state)
            and (concept is not Concept.SMR or not any(_better(model, block, out, state) for out in reach[answer]))
            for answer in answers[gain]
        )

    return frozenset(
        state
        for state in every
        if all(deterred(state, gain) for gain in reach[state] if _better(model, block, gain, state))
    )


def _answers(model: ConflictModel, concept: Concept, block: tuple[str, ...], state: int) -> frozenset[int]:
    """Where the others can take the conflict from a state: by any moves, or (SEQ) by moves that each gain by."""
    if concept is Concept.NASH:
        return frozenset()
    moves = [
        [move for move in own if concept is not Concept.SEQ or _better(model, (player,), move[1], move[0])]
        for player, own in sorted(model.moves.items())
        if player not in block
    ]
    return _in_turns(state, [_targets(own) for own in moves])


def _matches(state: Mapping[str, bool], pattern: Sequence[Option]) -> bool:
    return all(state[option] is taken for option, taken in pattern)


def _own_moves(states: Sequence[Mapping[str, bool]], owned: set[str], fixed: set[str]) -> frozenset[tuple[int, int]]:
    return frozenset(
        (source, target)
        for source, before in enumerate(states)
        for target, after in enumerate(states)
        if source != target
        and all(option in owned or before[option] is after[option] for option in before)
        and all(after[option] or not before[option] for option in fixed & owned)
    )


def _ranks(states: Sequence[Mapping[str, bool]], statements: Sequence[Sequence[Sequence[Option]]]) -> tuple[float, ...]:
    worth = [tuple(any(_matches(state, pattern) for pattern in any_of) for any_of in statements) for state in states]
    order = {value: rank for rank, value in enumerate(sorted(set(worth)), 1)}
    return tuple(float(order[value]) for value in worth)


def _names(players: Iterable[str]) -> str:
    return ", ".join(sorted(players))
