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
from kg.json_mistakes import kind_of, mistake_of
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

    What else is there is not looked at. Raises InputError for what has another form, or text that UTF-8 cannot encode,
    naming the place.
    """
    whole = _parsed(content, source) if isinstance(content, bytes) else content
    record = whole.get("conflict", whole) if isinstance(whole, Mapping) else whole
    place = f"a conflict in {source}"
    options = _members(_member(record, "options", place), "options", source)
    preferences = _members(_member(record, "preferences", place), "preferences", source)
    return Conflict(
        options={player: _texts(names, f"options.{player} in {source}") for player, names in options.items()},
        preferences={
            player: tuple(
                _preference(wish, f"preferences.{player}[{number}]", source)
                for number, wish in enumerate(_list(wishes, f"preferences.{player} in {source}"))
            )
            for player, wishes in preferences.items()
        },
    )


def _parsed(content: bytes, source: str) -> Any:
    try:
        return json.loads(content)
    except json.JSONDecodeError as error:
        raise InputError(f"expected a conflict in JSON in {source}, got {mistake_of(error)}") from error
    except (ValueError, RecursionError) as error:
        raise InputError(f"expected a conflict in JSON in {source}, got: {error}") from error


def _member(record: Any, name: str, place: str) -> Any:
    if not isinstance(record, Mapping) or name not in record:
        raise InputError(
            f"expected {place} to have options and preferences by player, as parley stability --json writes it,"
            f" got {f'no {name}' if isinstance(record, Mapping) else kind_of(record)}"
        )
    return record[name]


def _members(value: Any, name: str, source: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise InputError(f"expected {name} in {source} to be an object with players as names, got {kind_of(value)}")
    for player in value:
        _encodable(player, f"a player's name in {name} in {source}")
    return value


def _list(value: Any, place: str) -> Sequence[Any]:
    if not isinstance(value, list | tuple):
        raise InputError(f"expected {place} to be a list, got {kind_of(value)}")
    return value


def _texts(value: Any, place: str) -> tuple[str, ...]:
    for each in _list(value, place):
        if not isinstance(each, str):
            raise InputError(f"expected {place} to be a list of text, got {kind_of(each)} in it")
        _encodable(each, place)
    return tuple(value)


def _encodable(text: str, place: str) -> str:
    """The text; InputError for one with a lone surrogate, which JSON can write."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise InputError(
            f"expected text that UTF-8 can encode as {place}, got a lone surrogate U+{ord(text[error.start]):04X}"
        ) from None
    return text


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


def _preference(wish: Any, path: str, source: str) -> Preference:
    if not isinstance(wish, Mapping) or "any_of" not in wish:
        got = "none" if isinstance(wish, Mapping) else kind_of(wish)
        raise InputError(f"expected {path} in {source} to be an object with any_of, got {got}")
    says = wish.get("says", "")
    if not isinstance(says, str):
        raise InputError(f"expected {path}.says in {source} to be text, got {kind_of(says)}")
    _encodable(says, f"{path}.says in {source}")
    patterns = _list(wish["any_of"], f"{path}.any_of in {source}")
    return Preference(
        any_of=tuple(
            tuple(
                _taken(pair, f"{path}.any_of[{number}]", source)
                for pair in _list(pattern, f"{path}.any_of in {source}")
            )
            for number, pattern in enumerate(patterns)
        ),
        says=says,
    )


def _taken(pair: Any, path: str, source: str) -> tuple[str, bool]:
    match pair:
        case [str(name), bool(taken)]:
            return _encodable(name, f"{path} in {source}"), taken
    raise InputError(f"expected {path} in {source} to hold an option's name with true or false, got {_told(pair)}")


def _told(value: Any) -> str:
    try:
        return json.dumps(value)
    except RecursionError:
        return f"{kind_of(value)} nested too deep"
