"""Settling: who can agree on what, what blocks them, and which outcomes of a conflict would hold."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kg.analysis.agreement import Package, ZoneOfAgreement, best_package, zone_of_agreement
from kg.analysis.conflict import Conflict, Preference, draft_conflict
from kg.analysis.options import Level
from kg.analysis.packages import Claim
from kg.analysis.stability import Concept, coalition_moves_from, stability
from kg.analysis.statements import number_parties, speakers
from kg.errors import InputError
from kg.model import Position
from kg.usecases.choosing import choose_names

__all__ = [
    "Agreement", "Claim", "Concept", "Conflict", "Outcome", "Outlook", "Package", "ZoneOfAgreement", "count_said",
    "draft", "find_agreement", "foresee", "read_conflict",
]  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Agreement:
    """The zone of agreement, and the package that meets all firm claims and most wishes (None: there is none)."""

    statements: int
    zone: ZoneOfAgreement
    package: Package | None
    missed: tuple[Claim, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """A state of the conflict: which options are taken, under which concepts it holds, and who could leave it jointly.

    ``stable`` names the concepts under which no player has a reason to leave; ``rank`` is what the state is worth to
    each player, 1 the least; ``coalition_moves`` are groups that all gain by moving from a state that holds to another
    one together.
    """

    state: int
    letters: str
    taken: tuple[str, ...]
    stable: tuple[Concept, ...]
    rank: Mapping[str, int] = field(hash=False)
    coalition_moves: tuple[tuple[tuple[str, ...], int], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Outlook:
    """The conflict and all its states; equilibria are those with concepts under which they hold.

    ``statements`` counts those that the conflict was drafted from, None for one that somebody wrote.
    """

    conflict: Conflict
    outcomes: tuple[Outcome, ...]
    statements: int | None = None

    @property
    def equilibria(self) -> tuple[Outcome, ...]:
        """The states that hold under some concept, those that hold under most first."""
        holding = [outcome for outcome in self.outcomes if outcome.stable]
        return tuple(sorted(holding, key=lambda outcome: (-len(outcome.stable), outcome.state)))


def find_agreement(
    positions: Sequence[Position], level: str = Level.SIDE, *, parties: Sequence[str] = (), seconds: float = 10.0
) -> Agreement:
    """Who of the ``parties`` (by default all) can agree on what, and what blocks the others.

    Raises InputError when there are no positions, MissingError for a party that holds none.
    """
    chosen = choose_names(parties, _names(positions, level), "a party with positions") or None
    found = best_package(positions, level=level, parties=chosen)
    package, missed = found if found else (None, ())
    return Agreement(
        statements=count_said(positions, level, chosen),
        zone=zone_of_agreement(positions, level=level, parties=chosen, seconds=seconds),
        package=package,
        missed=missed,
    )


def count_said(positions: Sequence[Position], level: str, parties: Collection[str] | None) -> int:
    """How many of the positions are those of the ``parties``; None means all parties."""
    names, number = number_parties(speakers(positions, level))
    return sum(parties is None or names[index] in parties for index in number)


def draft(
    positions: Sequence[Position],
    level: str = Level.SIDE,
    *,
    parties: Sequence[str] = (),
    owners: Mapping[str, str] | None = None,
    most: int = 6,
) -> Conflict:
    """The conflict between ``parties`` (by default all) as far as their positions tell it.

    ``owners`` gives proposals, by label, to parties. Raises InputError and MissingError as ``draft_conflict`` does.
    """
    names = _names(positions, level)
    labels = sorted({label for position in positions for label in _labels(position)})
    return draft_conflict(
        positions,
        level=level,
        parties=choose_names(parties, names, "a party with positions") or None,
        owners={
            _only(label, labels, "a proposal"): _only(party, names, "a party with positions")
            for label, party in (owners or {}).items()
        },
        most=most,
    )


def foresee(conflict: Conflict, *, statements: int | None = None) -> Outlook:
    """All outcomes of the conflict, and under which concepts they hold; ``statements`` says what it was drafted from.

    Raises InputError and MissingError where options and preferences do not fit together.
    """
    model = conflict.model()
    found = stability(model).equilibria
    held = sorted(set().union(*found.values()))
    moves = coalition_moves_from(model, held)
    return Outlook(
        conflict=conflict,
        statements=statements,
        outcomes=tuple(
            Outcome(
                state=state,
                letters=letters,
                taken=tuple(name for name, letter in zip(conflict.names, letters, strict=True) if letter == "Y"),
                stable=tuple(concept for concept in Concept if state in found[concept]),
                rank={player: int(model.payoffs[player][state]) for player in model.payoffs},
                coalition_moves=moves.get(state, ()),
            )
            for state, letters in enumerate(model.states)
        ),
    )


def read_conflict(content: bytes | Mapping[str, Any], source: str) -> Conflict:
    """A conflict in JSON, as ``plain`` writes it: ``options`` by player, ``preferences`` by player.

    What else is there is not looked at. Raises InputError for what has another form.
    """
    try:
        record = json.loads(content) if isinstance(content, bytes) else content
        record = record.get("conflict", record)
        return Conflict(
            options={str(player): tuple(map(str, names)) for player, names in record["options"].items()},
            preferences={
                str(player): tuple(_preference(wish) for wish in wishes)
                for player, wishes in record["preferences"].items()
            },
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(
            "expected a conflict in JSON with options and preferences by player, as parley stability --json writes it,"
            f" got {source}: {error}"
        ) from error


def _names(positions: Sequence[Position], level: str) -> tuple[str, ...]:
    if not positions:
        raise InputError("expected positions to find parties in, got none: the selection is empty")
    return number_parties(speakers(positions, level))[0]


def _only(word: str, known: Sequence[str], what: str) -> str:
    found = choose_names([word], known, what)
    if len(found) > 1:
        raise InputError(f"expected the name of {what}, got {word!r}, which fits {', '.join(found)}")
    return found[0]


def _labels(position: Position) -> tuple[str, ...]:
    return (position.proposal.label, *(condition.proposal.label for condition in position.conditions))


def _preference(wish: Mapping[str, Any]) -> Preference:
    patterns = tuple(tuple((str(name), _taken(taken)) for name, taken in pattern) for pattern in wish["any_of"])
    return Preference(any_of=patterns, says=str(wish.get("says", "")))


def _taken(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError(f"expected true or false for an option, got {value!r}")
    return value
