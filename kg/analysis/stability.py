"""Which outcomes of a conflict hold: the graph model for conflict resolution (Fang, Hipel and Kilgour 1993).

A state is stable for a player who has no reason to leave it: because nothing better can be reached (Nash), because
the others can punish it (GMR), even after the player's answer (SMR), or with moves that are good for them (SEQ).
Coalitions move together where all their members gain (Kilgour, Hipel, Fang and Peng 2001).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import reduce
from itertools import combinations, permutations, product
from operator import and_, or_

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
    blocks, board = _blocks(model, coalitions), _Board(model)
    found = {block: _stable_states(board, block) for block in blocks}
    stable = {concept: {block: found[block][concept] for block in blocks} for concept in Concept}
    return Stability(
        stable=stable,
        equilibria={concept: frozenset.intersection(*stable[concept].values()) for concept in Concept},
    )


def coalition_moves(model: ConflictModel, state: int) -> tuple[tuple[tuple[str, ...], int], ...]:
    """What groups of two or more players can do together from a state, better for each of them, smaller groups first.

    Only groups whose members are all needed: no smaller group reaches the same state with a gain.
    """
    return coalition_moves_from(model, [state])[state]


def coalition_moves_from(
    model: ConflictModel, states: Iterable[int]
) -> dict[int, tuple[tuple[tuple[str, ...], int], ...]]:
    """``coalition_moves`` of each of these states."""
    board = _Board(model)
    movers = sorted(player for player, moves in model.moves.items() if moves)
    return {state: tuple(_joint_moves(board, movers, state)) for state in states}


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


def _joint_moves(board: _Board, movers: Sequence[str], state: int) -> Iterator[tuple[tuple[str, ...], int]]:
    found: list[tuple[tuple[str, ...], int]] = []
    tempted = [player for player in movers if board.better[player][state]]
    for size in range(1, len(tempted) + 1):
        for group in combinations(tempted, size):
            wanted = board.gains(group, state)
            if not wanted:
                continue
            for target in _states(_in_turns(state, [board.steps[player] for player in group]) & wanted):
                if not any(set(smaller) <= set(group) and reached == target for smaller, reached in found):
                    found.append((group, target))
                    if size > 1:
                        yield group, target


class _Board:
    """A model as sets of states, each a whole number with a bit for every state: what is a move away, what is better.

    ``steps`` has for each player and state the states one move away, ``better`` those that the player prefers.
    """

    def __init__(self, model: ConflictModel) -> None:
        every = range(len(model.states))
        self.players = sorted(model.moves)
        self.states = every
        self.steps = {player: _steps(moves, len(every)) for player, moves in model.moves.items()}
        self.better = {
            player: [_bits(other for other in every if worth[other] > worth[state]) for state in every]
            for player, worth in model.payoffs.items()
        }

    def gains(self, group: Sequence[str], state: int) -> int:
        """The states that are better than ``state`` for every member of the group."""
        return reduce(and_, (self.better[player][state] for player in group))


def _stable_states(board: _Board, block: tuple[str, ...]) -> dict[Concept, frozenset[int]]:
    """For each concept the states where every gain of the block is deterred; with Nash's foresight, nothing deters."""
    reach = [_in_turns(state, [board.steps[player] for player in block]) for state in board.states]
    others = [player for player in board.players if player not in block and any(board.steps[player])]
    free = [board.steps[player] for player in others]
    gainful = [
        [step & better for step, better in zip(board.steps[player], board.better[player], strict=True)]
        for player in others
    ]
    possible = [_in_turns(state, free) for state in board.states]
    credible = [_in_turns(state, gainful) for state in board.states]
    stable: dict[Concept, set[int]] = {concept: set() for concept in Concept}
    for state in board.states:
        better = board.gains(block, state)
        gains = list(_states(reach[state] & better))
        deterred = {
            Concept.NASH: not gains,
            Concept.GMR: all(possible[gain] & ~better for gain in gains),
            Concept.SMR: all(
                any(not reach[answer] & better for answer in _states(possible[gain] & ~better)) for gain in gains
            ),
            Concept.SEQ: all(credible[gain] & ~better for gain in gains),
        }
        for concept, holds in deterred.items():
            if holds:
                stable[concept].add(state)
    return {concept: frozenset(states) for concept, states in stable.items()}


def _in_turns(start: int, steps: Sequence[Sequence[int]]) -> int:
    """The states that movers reach in turn, nobody moving twice in a row; ``steps`` are each mover's, by state."""
    reached = [0] * len(steps)
    first: dict[int, int] = {}
    free: set[int] = set()
    waiting = [(start, -1)]
    while waiting:
        state, last = waiting.pop()
        if state in free or first.get(state) == last:
            continue
        # Who came here first could not go on; who comes second frees the way for the first, and nothing is left to do.
        movers = [first[state]] if state in first else [mover for mover in range(len(steps)) if mover != last]
        if state in first or last < 0:
            free.add(state)
        first.setdefault(state, last)
        for mover in movers:
            new = steps[mover][state] & ~reached[mover]
            reached[mover] |= new
            waiting.extend((target, mover) for target in _states(new))
    return reduce(or_, reached, 0) & ~(1 << start)


def _steps(moves: Iterable[tuple[int, int]], states: int) -> list[int]:
    steps = [0] * states
    for source, target in moves:
        steps[source] |= 1 << target
    return steps


def _bits(states: Iterable[int]) -> int:
    return reduce(or_, (1 << state for state in states), 0)


def _states(bits: int) -> Iterator[int]:
    """The states of a set, smallest first."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


def _matches(state: Mapping[str, bool], pattern: Sequence[Option]) -> bool:
    return all(state[option] is taken for option, taken in pattern)


def _own_moves(states: Sequence[Mapping[str, bool]], owned: set[str], fixed: set[str]) -> frozenset[tuple[int, int]]:
    """The moves between states that differ in a player's own options only, and give up none that is ``fixed``."""
    by_rest: dict[tuple[bool, ...], list[int]] = {}
    for number, state in enumerate(states):
        by_rest.setdefault(tuple(taken for option, taken in state.items() if option not in owned), []).append(number)
    return frozenset(
        (source, target)
        for together in by_rest.values()
        for source, target in permutations(together, 2)
        if all(states[target][option] or not states[source][option] for option in fixed & owned)
    )


def _ranks(states: Sequence[Mapping[str, bool]], statements: Sequence[Sequence[Sequence[Option]]]) -> tuple[float, ...]:
    worth = [tuple(any(_matches(state, pattern) for pattern in any_of) for any_of in statements) for state in states]
    order = {value: rank for rank, value in enumerate(sorted(set(worth)), 1)}
    return tuple(float(order[value]) for value in worth)


def _names(players: Iterable[str]) -> str:
    return ", ".join(sorted(players))
