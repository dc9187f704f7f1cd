"""Frames: a proposal as noun phrase, and how noun groups are read as an act upon a thing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.resolution.lexicon import lexicon, plural
from kg.resolution.phrases import Word
from kg.resolution.roles import role

Words = tuple[Word, ...]
Links = tuple[tuple[str, Words], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Frame:
    """A proposal as noun phrase: a head, the thing acted on, what modifies either, and what follows.

    ``head`` is an act ("lifting") with an ``object`` ("sanctions"), or a thing ("ceasefire") without one.
    ``modifiers`` stand before the head, ``owners`` before the object. ``links`` are prepositional phrases in order,
    ``tail`` is what is left as written (relative clauses and the like).
    """

    head: str
    object: str = ""
    modifiers: Words = ()
    owners: Words = ()
    links: Links = ()
    tail: Words = ()
    negation: str = ""


def nominal_frame(words: Words) -> Frame | None:
    """A noun phrase: plans and deals that add nothing taken off, compounds read as an act upon a thing."""
    thing, links, tail = split_phrase(words)
    while len(thing) > 1 and thing[-1].text in lexicon().light_before and _is_listed(thing[:-1]):
        thing = thing[:-1]
    return _compound(thing, links, tail) if thing else None


def nested(frame: Frame) -> Frame:
    """An act upon an act in one form: "end of dam construction" is an end of construction of the dam."""
    known = lexicon()
    if frame.object not in known.joints:
        return frame
    inner = _compound((*frame.owners, Word(frame.object, frame.object)), frame.links, ())
    if not inner.object:
        return frame
    joint = known.joints[inner.head]
    names, others = _names_apart(inner.owners)
    inside, outside = (others, names) if joint == "of" else (inner.owners, ())
    thing = " ".join([inner.head, joint, *(word.before for word in inside), inner.object])
    modifiers = (*frame.modifiers, *inner.modifiers)
    return replace(frame, object=thing, modifiers=modifiers, owners=outside, links=inner.links)


def split_phrase(words: Words) -> tuple[Words, Links, Words]:
    """A phrase as its noun group, its prepositional phrases, and the rest from a relative clause on."""
    known = lexicon()
    end = next((i for i, word in enumerate(words) if i and word.text in known.relatives), len(words))
    groups: list[tuple[str, list[Word]]] = [("", [])]
    for word in words[:end]:
        if word.text in known.prepositions and (groups[-1][1] or not groups[-1][0]):
            groups.append((word.text, []))
        else:
            groups[-1][1].append(word)
    links = tuple((link, kept_words(group) or tuple(group)) for link, group in groups[1:] if group)
    return kept_words(groups[0][1]), links, words[end:]


def kept_words(words: Sequence[Word]) -> Words:
    """Without the words that labels leave out; an adjective that ends its group is a noun there ("the future")."""
    known = lexicon()
    last = len(words) - 1
    return tuple(
        word
        for at, word in enumerate(words)
        if word.text not in known.small and (word.text not in known.passing or at == last)
    )


def is_measure(link: str, words: Words) -> bool:
    """Whether a phrase only says how much or how long: "(rise) of 10%", "(truce) for 30 days"."""
    return link in ("of", "for", "by") and len(words) == 1 and words[0].is_measure


def noun_of(words: Words) -> tuple[Words, str]:
    """A noun group as its modifiers and its noun, the longest listed one under its usual name."""
    known = lexicon()
    kept = kept_words(words)
    for start in range(len(kept)):
        text = " ".join(word.text for word in kept[start:])
        for table in (known.things, known.heads):
            if text in table:
                return kept[:start], table[text]
    return (kept[:-1], kept[-1].text) if kept else ((), "")


def _is_listed(words: Words) -> bool:
    endings = {" ".join(word.text for word in words[start:]) for start in range(len(words))}
    return not endings.isdisjoint(lexicon().listed)


def _compound(thing: Words, links: Links, tail: Words) -> Frame:
    """The frame of a noun group: "troop withdrawal" and "withdrawal of troops" are one act upon one thing."""
    known = lexicon()
    modifiers, head = noun_of(thing)
    measures = tuple(words[0] for link, words in links if is_measure(link, words))
    modifiers, links = (*measures, *modifiers), tuple(one for one in links if not is_measure(*one))
    plain = Frame(head=head, modifiers=modifiers, links=links, tail=tail)
    if head not in known.joints:
        return _compared(plain)
    joints = {"of", known.joints[head], *(("to", "in") if head == "end" else ())}
    at = next((i for i, (link, _) in enumerate(links) if link in joints), None)
    if at is None:
        return _with_compound_object(plain, is_plural=thing[-1].text.endswith("s"))
    upon, rest = links[at][1], (*links[:at], *links[at + 1 :])
    if head in known.own and all(word.is_name for word in upon):
        return replace(plain, modifiers=(*modifiers, *upon), links=rest)
    owners, noun = noun_of(upon)
    names, others = _names_apart(modifiers)
    if head in known.own:
        return replace(plain, object=noun, modifiers=others, owners=(*names, *owners), links=rest)
    if known.joints[head] == "to":
        return _with_joining(replace(plain, object=noun, owners=owners, links=rest))
    by = (("by", names),) if names else ()
    return replace(plain, object=noun, modifiers=others, owners=owners, links=(*rest, *by))


def _compared(frame: Frame) -> Frame:
    """A comparative before a listed thing as the act that it asks for: "higher pay", "shorter working hours"."""
    known, words = lexicon(), frame.modifiers
    act = known.comparatives.get(words[0].text) if words else None
    is_counted = act is not None and words[0].text in ("more", "less") and frame.head not in known.mass
    if act is None or is_counted or frame.head not in known.mass | set(known.things.values()):
        return frame
    return replace(frame, head=act, object=frame.head, modifiers=(), owners=words[1:])


def _with_compound_object(frame: Frame, *, is_plural: bool) -> Frame:
    """The noun right before an act is acted on, and names go with it: "full Russian troop withdrawal".

    It is plural where the act is ("school closures"), as otherwise compounds do not tell.
    """
    known, words = lexicon(), frame.modifiers
    if not words or words[-1].is_number or words[-1].text in known.descriptive:
        return frame
    if words[-1].is_name:
        is_goal = known.joints[frame.head] == "to"
        return _with_joining(replace(frame, object=words[-1].text, modifiers=words[:-1])) if is_goal else frame
    rest, noun = _post(words) or noun_of(words)
    is_plain = noun in known.things.values() or noun in known.mass or not is_plural
    owners = tuple(word for word in rest if not word.is_measure and word.text not in known.descriptive)
    modifiers = tuple(word for word in rest if word not in owners)
    return replace(frame, object=noun if is_plain else plural(noun), modifiers=modifiers, owners=owners)


def _post(words: Words) -> tuple[Words, str] | None:
    """The holder of a post who owns an act: "the prime minister's (resignation)"."""
    found = role(" ".join(word.text for word in words)) if words[-1].is_owner else None
    return (words[: found.start], found.noun) if found is not None and found.end == len(words) else None


def _with_joining(frame: Frame) -> Frame:
    """Who joins stands before the act: "NATO membership for Ukraine" is Ukrainian accession to NATO."""
    joining = [(link, words) for link, words in frame.links if link in ("for", "by", "of") and words[0].is_name]
    names = tuple(word for _, words in joining for word in words)
    links = tuple(link for link in frame.links if link not in joining)
    return replace(frame, modifiers=(*frame.modifiers, *names), links=links)


def _names_apart(words: Words) -> tuple[Words, Words]:
    return tuple(word for word in words if word.is_name), tuple(word for word in words if not word.is_name)
