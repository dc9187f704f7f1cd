"""A conflict to analyse, drafted from positions: who could do what, and what each would rather see.

The graph model (``kg.analysis.stability``) wants players, the options that each controls, and preferences. Articles say
these only in part, so what is drafted here is a starting point with its reasons: an analyst looks at it, changes it
(``dataclasses.replace``, or the arguments), and asks for the model again.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from kg.analysis.conditions import NEEDS
from kg.analysis.options import Level
from kg.analysis.packages import Claim, claims_in_force
from kg.analysis.stability import ConflictModel, Option, options_model
from kg.analysis.statements import in_reading_order, number_parties, speakers
from kg.errors import InputError, MissingError
from kg.model import Act, Position, Relation, Stance

MOST_OPTIONS = 8
"""So many options make 256 states; stability takes time of order states squared times players squared."""

COMMITTING = frozenset(
    {
        Act.PLEDGES,
        Act.OFFERS,
        Act.PLANS,
        Act.IS_READY,
        Act.ACCEPTS,
        Act.AGREES,
        Act.SIGNS,
        Act.VOTES_FOR,
    }
)
WITHHOLDING = frozenset({Act.REFUSES, Act.VETOES, Act.VOTES_AGAINST, Act.SUSPENDS, Act.WITHDRAWS})
ASKING = frozenset({Act.DEMANDS, Act.URGES})

# From the surest sign that something is a party's to do, to the least sure.
_SIGNS = (
    "makes it depend on something",
    "commits itself to it",
    "refuses it",
    "supports it",
    "opposes it",
    "asks for it",
)
_CONDITIONS, _COMMITS, _REFUSES, _SUPPORTS, _OPPOSES, _ASKS = range(6)


@dataclass(frozen=True, kw_only=True, slots=True)
class Preference:
    """What a player would rather see: one of the patterns in ``any_of``, each options that are taken or not.

    ``says`` puts it in words; ``position`` and ``quote`` are None where an analyst and no article says so.
    """

    any_of: tuple[tuple[Option, ...], ...]
    says: str
    position: str | None = None
    quote: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Conflict:
    """Players with their options and preferences, the most important first.

    ``reasons`` says of each option why it is its player's. ``unowned`` proposals are nobody's to do as far as the
    positions tell, ``left_out`` are those beyond the number of options asked for.
    """

    options: Mapping[str, tuple[str, ...]] = field(hash=False)
    preferences: Mapping[str, tuple[Preference, ...]] = field(hash=False)
    reasons: Mapping[str, str] = field(hash=False, default_factory=dict)
    unowned: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The options in the order of a state's letters: ``YN`` is the first taken, and not the second."""
        return tuple(option for owned in self.options.values() for option in owned)

    def model(self) -> ConflictModel:
        """The graph model of the conflict.

        Raises InputError without any option, for more than ``MOST_OPTIONS``, and for an option of two players;
        MissingError for a preference over an option that no player has, or of somebody who is no player.
        """
        if not 0 < len(self.names) <= MOST_OPTIONS:
            raise InputError(f"expected 1 to {MOST_OPTIONS} options in a conflict, got {len(self.names)}")
        strangers = sorted(set(self.preferences) - set(self.options))
        if strangers:
            raise MissingError(f"expected players among {', '.join(self.options)}, got {', '.join(strangers)}")
        return options_model(
            self.options,
            {player: [wish.any_of for wish in self.preferences.get(player, ())] for player in self.options},
        )


def draft_conflict(
    positions: Sequence[Position],
    *,
    parties: Iterable[str] | None = None,
    level: str = Level.SIDE,
    owners: Mapping[str, str] = MappingProxyType({}),
    most: int = 6,
) -> Conflict:
    """The conflict between ``parties`` (by default all) as far as their positions tell it.

    *Options.* A proposal or condition is the option of the party that, in this order, makes it depend on something,
    commits itself to it (pledges, offers, plans, agrees …), refuses it, otherwise supports it, or otherwise opposes it;
    among several the one that says so most often, then first. What is only asked for (demands, urges, conditions) is
    the other's option when there are two parties and one asks; else nobody's. ``owners`` (party by proposal) wins over
    all of this. The ``most`` proposals with most statements become options.

    *Preferences.* First what each party demands (``kg.analysis.packages.claims_in_force``), then its tentative wishes,
    then what it asks of others as a condition; within each of these what it says most often comes first, then by name.
    A party that is ready for X only if Y prefers what has Y, or lacks X. Claims on what is no option do not count.

    Raises InputError when there are no positions, fewer than two parties or no option; MissingError for a party that
    holds no position, and for an owner who is no party.
    """
    said = _said_by(positions, level, parties)
    signs = _signs(said)
    owner, reasons, unowned = _owners(signs, tuple(said), owners)
    mentions = Counter(label for label, found in signs.items() for rows in found.values() for _ in rows)
    ranked = sorted(owner, key=lambda label: (-mentions[label], label))
    if not 1 <= most <= MOST_OPTIONS:
        raise InputError(f"expected at most 1 to {MOST_OPTIONS} options, got {most}")
    if not ranked:
        raise InputError(f"expected a proposal that is somebody's to do, got none of {', '.join(unowned)}")
    kept = frozenset(ranked[:most])
    return Conflict(
        options={party: tuple(sorted(label for label in kept if owner[label] == party)) for party in said},
        preferences={party: _preferences(said[party], kept, level) for party in said},
        reasons={label: reasons[label] for label in sorted(kept)},
        unowned=unowned,
        left_out=tuple(ranked[most:]),
    )


def _said_by(positions: Sequence[Position], level: str, parties: Iterable[str] | None) -> dict[str, list[Position]]:
    """The positions of each chosen party in reading order, the parties by name."""
    if not positions:
        raise InputError("expected positions for a conflict, got none: the selection is empty")
    ordered = in_reading_order(positions)
    names, number = number_parties(speakers(ordered, level))
    chosen = sorted(set(names if parties is None else parties))
    missing = [name for name in chosen if name not in names]
    if missing:
        raise MissingError(f"expected parties among {', '.join(names)}, got {', '.join(missing)}")
    if len(chosen) < 2:
        raise InputError(f"expected two parties or more for a conflict, got {', '.join(chosen)}")
    said: dict[str, list[Position]] = {name: [] for name in chosen}
    for position, index in zip(ordered, number, strict=True):
        if names[index] in said:
            said[names[index]].append(position)
    return said


_Signs = dict[str, dict[str, list[int]]]


def _signs(said: Mapping[str, Sequence[Position]]) -> _Signs:
    """For each proposal or condition, by party, what each of its statements suggests."""
    signs: _Signs = defaultdict(lambda: defaultdict(list))
    for party, positions in said.items():
        for position in positions:
            signs[position.proposal.label][party].append(_sign(position))
            for condition in position.conditions:
                signs[condition.proposal.label][party].append(_ASKS)
    return signs


def _sign(position: Position) -> int:
    if position.stance is Stance.CONDITIONS_ON:
        return _CONDITIONS
    if position.stance is Stance.SUPPORTS:
        return _COMMITS if position.act in COMMITTING else _ASKS if position.act in ASKING else _SUPPORTS
    return _REFUSES if position.act in WITHHOLDING else _OPPOSES


def _owners(
    signs: _Signs, parties: Sequence[str], given: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str], tuple[str, ...]]:
    for label, party in given.items():
        if label not in signs:
            raise MissingError(f"expected a proposal among {', '.join(sorted(signs))}, got {label!r}")
        if party not in parties:
            raise MissingError(f"expected an owner of {label} among {', '.join(parties)}, got {party!r}")
    owner, reasons, unowned = {}, {}, []
    for label in sorted(signs):
        found = signs[label]
        best = min(found, key=lambda party: (min(found[party]), -found[party].count(min(found[party])), party))
        surest = min(found[best])
        if label in given:
            owner[label], reasons[label] = given[label], f"{given[label]} was given it by the analyst"
        elif surest != _ASKS:
            owner[label], reasons[label] = best, f"{best} {_SIGNS[surest]}"
        elif len(parties) == 2 and len(found) == 1:
            other = next(party for party in parties if party != best)
            owner[label], reasons[label] = other, f"{best} {_SIGNS[_ASKS]}"
        else:
            unowned.append(label)
    return owner, reasons, tuple(unowned)


_WANTED = NEEDS - {Relation.IF}
"""Who says "only if" wants the condition; who says "if" may merely foresee it."""


def _preferences(positions: Sequence[Position], options: frozenset[str], level: str) -> tuple[Preference, ...]:
    claims, _ = claims_in_force(positions, level=level)
    times = Counter(label for position in positions for label in _labels(position))
    ranked = [
        ((int(not claim.firm), -min(times[label] for label, _ in claim.clause), claim.says), _preference(claim))
        for claim in claims
        if all(label in options for label, _ in claim.clause)
    ]
    settled = {claim.clause[0][0] for claim in claims if len(claim.clause) == 1}
    ranked += [
        ((2, -times[label], wish.says), wish)
        for label, wish in _asked(positions).items()
        if label in options and label not in settled
    ]
    return tuple(wish for _, wish in sorted(ranked, key=lambda row: row[0]))


def _labels(position: Position) -> tuple[str, ...]:
    return (position.proposal.label, *(condition.proposal.label for condition in position.conditions))


def _preference(claim: Claim) -> Preference:
    return Preference(
        any_of=tuple((literal,) for literal in claim.clause),
        says=claim.says,
        position=claim.position,
        quote=claim.quote,
    )


def _asked(positions: Sequence[Position]) -> dict[str, Preference]:
    """What a party wants of others, as the conditions it states show; the first words for each."""
    wishes: dict[str, Preference] = {}
    for position in positions:
        for condition in position.conditions:
            label, relation = condition.proposal.label, condition.relation
            if relation in _WANTED or relation is Relation.UNLESS:
                wanted = relation in _WANTED
                says = f"asks for {label}" if wanted else f"warns of {label}"
                wishes.setdefault(
                    label,
                    Preference(
                        any_of=(((label, wanted),),), says=says, position=position.id, quote=position.evidence.quote
                    ),
                )
    return wishes
