"""Who is meant: the actors of an article and the places where they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.extraction.anaphora import resolve_anaphor
from kg.extraction.register import Register, Seen, collect_names
from kg.model import Mention
from kg.syntax.tree import Sentence, Token


@dataclass(frozen=True, kw_only=True, slots=True)
class Discourse:
    """All actors of an article and where they stand; ``who`` answers for any noun or pronoun."""

    actors: tuple[Mention, ...]
    places: Mapping[tuple[int, int], tuple[int, ...]]
    seen: tuple[Seen, ...]

    def who(self, sentence: int, token: Token) -> tuple[Mention, ...]:
        """The actors that the phrase under ``token`` stands for; empty when it is no actor."""
        return tuple(self.actors[n] for n in self.places.get((sentence, token.index), ()))


def read_discourse(sentences: Sequence[Sentence]) -> Discourse:
    """Read the sentences in order and settle who is meant by each noun phrase."""
    register = Register()
    collect_names(register, sentences)
    for number, sentence in enumerate(sentences):
        for token in _referring(sentence):
            actors = resolve_anaphor(register, sentences, number, token)
            if not actors:
                continue
            register.places[number, token.index] = actors
            register.seen.append(
                Seen(sentence=number, token=token.index, is_subject=_is_subject(sentence, token), actors=actors)
            )
    return Discourse(actors=tuple(register.actors), places=dict(register.places), seen=tuple(register.seen))


def _referring(sentence: Sentence) -> list[Token]:
    return [t for t in sentence.tokens if t.pos in ("NOUN", "PROPN", "PRON", "ADJ", "NUM", "DET", "X")]


def _is_subject(sentence: Sentence, token: Token) -> bool:
    while token.base == "conj":
        token = sentence.tokens[token.head]
    return token.base in ("nsubj",) or token.relation == "obl:agent" or token.relation == "root"
