"""Proposals: one canonical label for the wordings of one proposal, and the wider proposals above it."""

from __future__ import annotations

from functools import lru_cache

from kg.errors import InputError
from kg.model import Proposal
from kg.resolution.clauses import read_frame
from kg.resolution.concepts import known_concept
from kg.resolution.frames import Frame
from kg.resolution.labels import label_of, wider
from kg.resolution.lexicon import lexicon
from kg.resolution.phrases import read_words


def resolve_proposal(wording: str) -> Proposal:
    """The proposal that an article's words name, under the label that joins articles.

    Verbs become nouns, names and numbers are written one way, heads that only carry the proposal are taken off, and
    wordings that ``ontology/lexicon/proposals.toml`` knows as one proposal share its label. What makes a difference
    stays: numbers, durations, parties, negation, words such as "temporary". The file documents the decisions.
    ``broader`` are labels of proposals that this one is a kind of. Raises InputError for an empty wording.

    >>> resolve_proposal("that sanctions on Moscow's oil be lifted").label
    'lifting of sanctions on Moscow oil'
    >>> resolve_proposal("a 30-day truce in Gaza").label, resolve_proposal("a 30-day truce in Gaza").broader
    ('30-day Gaza ceasefire', ('Gaza ceasefire', 'ceasefire'))
    """
    text = " ".join(wording.split())
    if not text:
        raise InputError(f"expected a proposal in words, got {wording!r}")
    label, broader = _resolved(text)
    return Proposal(label=label, wording=text, broader=broader)


@lru_cache(maxsize=65536)
def _resolved(text: str) -> tuple[str, tuple[str, ...]]:
    frame = read_frame(read_words(text))
    if frame is None:
        return text, ()
    frame = known_concept(frame)
    label = label_of(frame)
    return label, _broader(frame, label)


def _broader(frame: Frame, label: str) -> tuple[str, ...]:
    labels = dict.fromkeys(label_of(one) for one in wider(frame) if _is_known(one)) if _is_known(frame) else {}
    for one in (label, *labels):
        above = lexicon().broader.get(one)
        if above is not None:
            labels.setdefault(above)
    return tuple(one for one in labels if one != label)


def _is_known(frame: Frame) -> bool:
    """Whether the lists know what the proposal is about, so that it still says something without its modifiers."""
    known = lexicon()
    listed = known.things.values()
    return (frame.head in known.joints and bool(frame.object)) or frame.head in known.carried or frame.head in listed
