"""Sides: the state or organisation that a holder speaks for, as far as the article tells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.model import Actor, ActorKind, Mention
from kg.resolution.actors import is_proper, kind_of, named_entry
from kg.resolution.gazetteer import Entry, adjective, demonym, look_up
from kg.resolution.names import plain_name, words_of
from kg.resolution.roles import (
    LINKS,
    Role,
    ends_like_an_organization,
    is_group_noun,
    is_of_city,
    office_of,
    role,
    severs,
)

_LONGEST_NAME = 6
_DERIVING = ("an", "ian", "ese", "ish", "i", "ic")
_REPRESENTING = frozenset({
    "speaks", "spoke", "represents", "represented", "leads", "led", "chairs", "chaired", "heads", "headed", "runs",
    "of",
})  # fmt: skip
_MINOR = frozenset(["of", "the", "for", "and", "a", "an"])
_OWNING = frozenset(["of", "for", "at", "with"])


def resolve_side(mention: Mention, context: Sequence[Mention] = ()) -> Actor | None:
    """The state, organisation or party that a mention speaks for, or None where the text does not tell.

    States, organisations and parties are their own side; organs of a state have the state. For persons and unnamed
    groups the descriptions tell, in reading order: a demonym, state or organisation that modifies a role that speaks
    for it ("French President", "president of France", "Kremlin spokesman", "EU foreign policy chief"). ``context`` are
    the other mentions of the article: an organisation or person among them may be the modifier ("GM's chief
    executive", "Trump administration"), and an office that only states have, without a modifier, belongs to the one
    state that the article names. Nothing is known here of who holds which office when.
    """
    entry = named_entry(mention) or _party_of_several(mention)
    if entry is not None:
        return _actor(entry.side)
    for description in mention.descriptions:
        represented = _represented(description)
        if represented is not None:
            return represented
        seated = _seat(description, mention, context)
        if seated is not None:
            return seated
    for phrase in _phrases(mention):
        side = _owner(phrase, mention, context)
        if side is not None:
            return side
    return _only_state(mention, context) or _itself(mention)


def _party_of_several(mention: Mention) -> Entry | None:
    """The party of an unnamed number of its members: "three Democrats", "Senate Republicans"."""
    last = words_of(mention.name)[-1:] if mention.kind is not ActorKind.PERSON else []
    found = demonym(last[0].removesuffix("s")) if last and last[0].endswith("s") else None
    return found if found is not None and found.kind is ActorKind.ORGANIZATION else None


def _phrases(mention: Mention) -> Iterator[str]:
    """The words that may tell, the surest first: an unnamed holder's own, the descriptions, the words on the spot."""
    is_described = role(mention.name) is not None
    if is_described:
        yield mention.name
    for description in mention.descriptions:
        has_role = role(description) is not None or not is_described
        yield description if has_role else f"{description} {mention.name}"
    if mention.wording != mention.name:
        yield mention.wording if is_described else mention.wording.replace(mention.name, "").strip()


def _represented(phrase: str) -> Actor | None:
    """ "Speaks for the trawlermen", "chairs the residents' group", "of the truckers' federation"."""
    words = words_of(phrase)
    lead = next((n for n, word in enumerate(words) if word.lower() in _MINOR), 0) if words else 0
    if not words or words[0].lower() not in _REPRESENTING:
        return None
    rest = words[lead + 1 :] if lead else words[1:]
    while rest and rest[0].lower() in _MINOR:
        rest = rest[1:]
    entry = _leftmost(rest)
    if entry is not None:
        return _actor(entry.side)
    crowd = bool(rest) and rest[-1].endswith(("s", "men", "crew", "staff"))
    known = rest and (
        crowd or is_group_noun(rest[-1]) or ends_like_an_organization(rest[-1]) or is_proper(" ".join(rest))
    )
    return Actor(name=" ".join(rest), kind=ActorKind.GROUP) if known else None


def _seat(description: str, mention: Mention, context: Sequence[Mention]) -> Actor | None:
    """The state in brackets behind a delegate's name, as records of meetings have it: "Ms. Alvara (Ostria)"."""
    if kind_of(mention) is not ActorKind.PERSON or not description[:1].isupper() or role(description) is not None:
        return None
    entry = look_up(description)
    if entry is not None:
        return _actor(entry.side) if entry.kind is not ActorKind.PERSON else None
    is_body = any(one.name == description and kind_of(one) is not ActorKind.PERSON for one in context)
    return Actor(name=plain_name(description), kind=ActorKind.ORGANIZATION) if is_body else None


def _owner(phrase: str, mention: Mention, context: Sequence[Mention]) -> Actor | None:
    """What a described role speaks for, by the words around the role."""
    tokens, found = words_of(phrase), role(phrase)
    if found is None or any(severs(word) for word in tokens[: found.start + 1]):
        return None
    before, after = tokens[: found.start], _owning_tail(tokens, found)
    party = _opposition(before, found) or _community(after)
    if party is not None:
        return party
    if not found.speaks:
        return Actor(name=plain_name(phrase), kind=found.kind) if found.is_own_party else None
    entry = _modifier(before, after)
    if entry is not None:
        return _city(before, after) if entry.is_capital and is_of_city(found.noun) else _actor(entry.side)
    office = office_of(found.noun) if not after else None
    if office is not None:
        return _actor(office)
    return _known_owner(before, after, mention, context) or _unlisted_owner(before, after)


def _owning_tail(tokens: Sequence[str], found: Role) -> list[str]:
    """The words after "of", "for" or "at" behind the role: "president of [France]", but not "envoy to [Sudan]"."""
    rest = list(tokens[found.end :])
    if not rest or rest[0].lower() not in _OWNING:
        return []
    end = next((i for i, word in enumerate(rest) if i and word.lower() in LINKS - {"of"}), len(rest))
    return [word for word in rest[1:end] if word.lower() not in ("the", "a", "an")]


def _opposition(before: Sequence[str], found: Role) -> Actor | None:
    """A "Georgian opposition leader" speaks for the Georgian opposition."""
    if found.noun != "opposition leader" and "opposition" not in [word.lower() for word in before]:
        return None
    owner = _rightmost(before)
    name = f"{adjective(owner)} opposition" if owner is not None else "opposition"
    return Actor(name=name, kind=ActorKind.GROUP)


def _community(after: Sequence[str]) -> Actor | None:
    """A group that is a party of its own: "leader of the Druze community", "leader of Syria's opposition"."""
    found = role(" ".join(after))
    if found is None or not found.is_own_party:
        return None
    state = look_up(after[0])
    words = list(after[1:] if state is not None else after)
    name = " ".join(words if len(words) > 1 or state is None else [adjective(state), *words])
    return Actor(name=plain_name(name), kind=found.kind)


def _modifier(before: Sequence[str], after: Sequence[str]) -> Entry | None:
    """The known actor that modifies a role: an organisation behind "of", else the nearest before, else behind."""
    behind, ahead = _leftmost(after), _rightmost(before)
    if behind is not None and (ahead is None or behind.kind is ActorKind.ORGANIZATION):
        return behind
    return ahead


def _rightmost(tokens: Sequence[str]) -> Entry | None:
    for end in range(len(tokens), 0, -1):
        for start in range(max(0, end - _LONGEST_NAME), end):
            found = _entry(tokens[start:end])
            if found is not None:
                return found
    return None


def _leftmost(tokens: Sequence[str]) -> Entry | None:
    for start in range(len(tokens)):
        for end in range(min(len(tokens), start + _LONGEST_NAME), start, -1):
            found = _entry(tokens[start:end])
            if found is not None:
                return found
    return None


def _entry(tokens: Sequence[str]) -> Entry | None:
    if tokens[0].lower() in _MINOR or tokens[-1].lower() in _MINOR:
        return None
    name = " ".join(tokens)
    return demonym(name) or look_up(name)


def _city(before: Sequence[str], after: Sequence[str]) -> Actor:
    city = after or [word for word in before if look_up(word) is not None]
    return Actor(name=plain_name(" ".join(city)), kind=ActorKind.ORGANIZATION)


def _known_owner(
    before: Sequence[str], after: Sequence[str], mention: Mention, context: Sequence[Mention]
) -> Actor | None:
    """The organisation or person of the article that modifies a role: "GM's chief", "Trump administration"."""
    tails = [" ".join(before[start:]) for start in range(len(before)) if before[start][:1].isupper()]
    for name in [*tails, " ".join(after)]:
        for other in context:
            if other.name == mention.name or not _is_called(other, name):
                continue
            kind = kind_of(other)
            if kind is ActorKind.PERSON:
                return resolve_side(other, [one for one in context if one.name != other.name])
            if kind is ActorKind.ORGANIZATION:
                return Actor(name=plain_name(other.name), kind=kind)
    return _derived_owner(before, context)


def _derived_owner(before: Sequence[str], context: Sequence[Mention]) -> Actor | None:
    """The actor of the article whose name an adjective is derived from: "Veldanian" from "Veldania".

    Both must share all but the last two letters of the name, and at least four; for names that no gazetteer has.
    """
    for word in before:
        if not word[:1].isupper() or not word.endswith(_DERIVING) or demonym(word) is not None:
            continue
        for other in context:
            name = plain_name(other.name)
            shared = name[: max(4, len(name) - 2)]
            if " " not in name and word != name and word.startswith(shared) and kind_of(other) is not ActorKind.PERSON:
                return Actor(name=name, kind=ActorKind.ORGANIZATION)
    return None


def _is_called(other: Mention, name: str) -> bool:
    """Whether a mention goes by a name: its own, the words on the spot, a surname or its initials."""
    full = plain_name(other.name)
    if not name or not full:
        return False
    initials = "".join(word[0] for word in full.split() if word[0].isupper())
    last = full.split()[-1] if kind_of(other) is ActorKind.PERSON else full
    spelled = " ".join(words_of(full))  # "Dockers' Union" as "Dockers Union"
    return plain_name(name) in {full, spelled, plain_name(other.wording), last, initials if len(initials) > 1 else full}


def _unlisted_owner(before: Sequence[str], after: Sequence[str]) -> Actor | None:
    """An organisation that no list has, by its form: "UAW president", "head of the Dockers Union"."""
    is_organization = after and is_proper(" ".join(after)) and ends_like_an_organization(after[-1])
    if is_organization or (len(after) == 1 and _is_abbreviation(after[0])):
        return Actor(name=plain_name(" ".join(after)), kind=ActorKind.ORGANIZATION)
    if before and _is_abbreviation(before[-1]):
        return Actor(name=before[-1], kind=ActorKind.ORGANIZATION)
    return _unnamed_body(after) or _unnamed_body(before)


def _unnamed_body(words: Sequence[str]) -> Actor | None:
    """A body without a name: "the harbour board's director", "club president", "a lawyer for the bank"."""
    if not words or not (is_group_noun(words[-1]) or ends_like_an_organization(words[-1])):
        return None
    kept = [word for word in words if word.lower() not in _MINOR]
    start = next((n for n, word in enumerate(kept) if word[0].islower()), len(kept) - 1)
    return Actor(name=" ".join(kept[min(start, len(kept) - 1) :]), kind=ActorKind.GROUP)


def _is_abbreviation(word: str) -> bool:
    return len(word) > 1 and word.isupper() and word.isalpha()


def _only_state(mention: Mention, context: Sequence[Mention]) -> Actor | None:
    """The one state of the article, for a post or body that only states have and that nothing modifies."""
    roles = [found for phrase in (mention.name, *mention.descriptions) if (found := role(phrase)) is not None]
    is_severed = any(severs(word) for phrase in mention.descriptions for word in words_of(phrase))
    if is_severed or not any(found.is_of_state for found in roles):
        return None
    entries = [entry for one in context for entry in (named_entry(one), *map(_stated, one.descriptions))]
    states = {entry.side for entry in entries if entry is not None and entry.kind is ActorKind.STATE}
    return _actor(min(states)) if len(states) == 1 else None


def _stated(description: str) -> Entry | None:
    return _rightmost(words_of(description))


def _itself(mention: Mention) -> Actor | None:
    """An organisation with a proper name that nobody else owns is its own side, but not an organ of some state."""
    if kind_of(mention) is not ActorKind.ORGANIZATION or not is_proper(mention.name):
        return None
    found = role(mention.name)
    is_organ = found is not None and found.is_of_state
    return None if is_organ else Actor(name=plain_name(mention.name), kind=ActorKind.ORGANIZATION)


def _actor(name: str) -> Actor:
    entry = look_up(name)
    if entry is None:
        return Actor(name=name, kind=ActorKind.ORGANIZATION)
    return Actor(name=entry.name, kind=entry.kind, wikidata=entry.wikidata)
