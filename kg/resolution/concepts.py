"""Concepts: proposals that the lists know under several wordings, a truce and an end to fighting for a ceasefire."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache

from kg.resolution.clauses import read_frame
from kg.resolution.frames import Frame, Words
from kg.resolution.labels import label_of
from kg.resolution.lexicon import lexicon
from kg.resolution.phrases import Word, read_words

_ABOUT = ("of", "on", "for", "about")


def known_concept(frame: Frame) -> Frame:
    """The frame under the label of the concept it words, with its own modifiers kept; itself where none is known."""
    frame = _bare(_with_known_object(frame))
    for part, rest in _parts(frame):
        target = _concepts().get(_key(part))
        if target is not None:
            return _joined(target, rest)
    return frame


def _with_known_object(frame: Frame) -> Frame:
    """With the usual name of what is acted on: "extension of the truce" is one of the ceasefire."""
    if not frame.object or _key(replace(frame, modifiers=(), links=(), tail=(), negation="")) in _concepts():
        return frame
    thing = read_frame((*frame.owners, Word(frame.object, frame.object)))
    for part, rest in _parts(thing) if thing is not None else ():
        target = _concepts().get(_key(part))
        if target is not None and not target.object:
            return replace(frame, object=target.head, owners=(*rest.modifiers, *target.modifiers))
    return frame


def _bare(frame: Frame) -> Frame:
    """Without a head that adds nothing around a concept: "ceasefire deal", "deployment of peacekeepers"."""
    if frame.object:
        thing = _concept_in((*frame.owners, Word(frame.object, frame.object)), frame.head)
        if thing is None:
            return frame
        modifiers = (*frame.modifiers, *thing.modifiers)
        return replace(thing, modifiers=modifiers, links=frame.links, tail=frame.tail, negation=frame.negation)
    if not (frame.modifiers or frame.links):
        return frame
    if frame.links and frame.links[0][0] in _ABOUT:
        inner = _concept_in(frame.links[0][1], frame.head)
        if inner is not None:
            return replace(inner, links=(*inner.links, *frame.links[1:]), tail=frame.tail, negation=frame.negation)
    inner = _concept_in(frame.modifiers, frame.head)
    if inner is None:
        return frame
    return replace(inner, links=(*inner.links, *frame.links), tail=frame.tail, negation=frame.negation)


def _concept_in(words: Words, head: str) -> Frame | None:
    """The frame of words that end in a concept around which ``head`` adds nothing, or None."""
    frame = read_frame(words)
    if frame is None:
        return None
    frame = known_concept(frame)
    core = replace(frame, modifiers=(), owners=(), links=(), tail=())
    return frame if head in lexicon().carried.get(label_of(core), ()) else None


def _parts(frame: Frame) -> Iterator[tuple[Frame, Frame]]:
    """The frame as what may word a concept and what is left over, the largest first."""
    for links in range(min(1, len(frame.links)), -1, -1):
        for first in range(len(frame.modifiers) + 1):
            for owned in range(len(frame.owners) + 1):
                part = Frame(
                    head=frame.head,
                    object=frame.object,
                    modifiers=frame.modifiers[first:],
                    owners=frame.owners[owned:],
                    links=frame.links[:links],
                )
                rest = replace(
                    frame,
                    modifiers=frame.modifiers[:first],
                    owners=frame.owners[:owned],
                    links=frame.links[links:],
                )
                yield part, rest


def _key(frame: Frame) -> str:
    """The label by which wordings are compared: one thing or several make no difference to a longer one."""
    label = label_of(frame)
    return label.removesuffix("s") if " " in label else label


def _joined(target: Frame, rest: Frame) -> Frame:
    left = (*rest.modifiers, *rest.owners)
    names = tuple(word for word in left if word.is_name)
    others = tuple(word for word in left if not word.is_name)
    if target.object:
        modifiers, owners = (*rest.modifiers, *target.modifiers), (*rest.owners, *target.owners)
    else:
        modifiers, owners = (*others, *names, *target.modifiers), ()
    return replace(rest, head=target.head, object=target.object, modifiers=modifiers, owners=owners)


@cache
def _concepts() -> Mapping[str, Frame]:
    """The frame of a concept's label by the label of each of its wordings."""
    concepts: dict[str, Frame] = {}
    for wording, label in lexicon().also:
        frame = read_frame(read_words(wording))
        if frame is not None:
            concepts.setdefault(_key(frame), _target(label))
    return concepts


def _target(label: str) -> Frame:
    """A label as a frame, where it reads back as the same words; else as one noun."""
    frame = read_frame(read_words(label))
    return frame if frame is not None and label_of(frame) == label else Frame(head=label)
