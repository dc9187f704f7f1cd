"""Labels: a frame as the words that a reader would choose, and the wider frames above it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.resolution.frames import Frame, Words
from kg.resolution.lexicon import lexicon
from kg.resolution.phrases import Word, pair_of

_ON = frozenset(["about", "regarding", "concerning"])
_PLACING = frozenset(["in", "for", "with", "over", "on", *_ON])


def label_of(frame: Frame) -> str:
    """A frame in words: number and description, parties, head, the thing acted on, the rest in its order."""
    known, frame = lexicon(), settled(frame)
    is_listed = frame.head in known.joints or frame.head in known.carried or frame.head in known.things.values()
    parts = [frame.negation and ("no" if is_listed else frame.negation)]
    modifiers = _in_order(frame.modifiers) if is_listed else frame.modifiers
    parts += [word.text if frame.head in known.arrangements else word.before for word in modifiers]
    parts.append(frame.head)
    if frame.object:
        parts += [known.joints.get(frame.head, "of"), *(word.before for word in _in_order(frame.owners)), frame.object]
    for link, words in frame.links:
        parts += ["on" if link in _ON else link, *_after(words)]
    return " ".join(part for part in (*parts, *_after(frame.tail)) if part)


def wider(frame: Frame) -> Iterator[Frame]:
    """The frames that hold of more, nearest first: without what follows, then description, then parties.

    A negated proposal has none: no ceasefire is not a kind of ceasefire.
    """
    if frame.negation:
        return
    bare = replace(settled(frame), links=(), tail=())
    yield bare
    bare = replace(bare, modifiers=_defining(bare.modifiers), owners=_defining(bare.owners))
    yield bare
    yield replace(bare, modifiers=_nameless(bare.modifiers), owners=_nameless(bare.owners))


def settled(frame: Frame) -> Frame:
    """The frame with the parties and places of an arrangement before it: "talks with Iran" are "Iran talks".

    Parties joined by "between" become one word; "tariffs on Chinese goods" are tariffs on China.
    """
    is_arrangement = frame.head in lexicon().arrangements and not frame.object
    modifiers, links = list(frame.modifiers), []
    for link, words in frame.links:
        if is_arrangement and link in _PLACING and len(words) == 1 and words[0].is_name:
            modifiers.extend(words)
        elif is_arrangement and link == "between" and len(names := _parties(words)) > 1:
            modifiers.append(pair_of(*names))
        else:
            links.append((link, _without_goods(words) if link == "on" else words))
    return replace(frame, modifiers=tuple(dict.fromkeys(modifiers)), links=tuple(links))


def _parties(words: Words) -> list[Word]:
    names = [word for word in words if word.text != "and"]
    return names if all(word.is_name for word in names) else []


def _without_goods(words: Words) -> Words:
    is_goods = len(words) == 2 and words[0].is_name and words[1].text in lexicon().goods
    return words[:1] if is_goods else words


def _in_order(words: Words) -> Words:
    """Modifiers as labels have them: how many and what sort, whose, and what belongs to the noun."""
    described = [word for word in words if _describes(word)]
    names = [word for word in words if word.is_name]
    return (*described, *names, *(word for word in words if not word.is_name and not _describes(word)))


def _describes(word: Word) -> bool:
    return word.is_number or word.text in lexicon().descriptive


def _after(words: Words) -> Iterator[str]:
    """Names before a common noun as adjectives ("Russian oil"), else as nouns ("Russia and Ukraine")."""
    for at, word in enumerate(words, start=1):
        following = words[at] if at < len(words) else None
        is_before = following is not None and following.text.islower() and not _is_small(following)
        text = word.before if is_before else word.text
        yield _counted(text) if word.is_measure and not is_before else text


def _counted(measure: str) -> str:
    """A measure that modifies nothing: "30-day" as "30 days"."""
    number, _, unit = measure.rpartition("-")
    return measure if not number else f"{number} {unit}" + ("s" if number != "1" else "")


def _is_small(word: Word) -> bool:
    return word.text in lexicon().linking or word.text in ("and", "or", "but")


def _defining(words: Words) -> Words:
    return tuple(word for word in words if not _describes(word))


def _nameless(words: Words) -> Words:
    return tuple(word for word in words if not word.is_name)
