"""Rows that might be there: any word with an actor and a content that no rule takes for a position."""

from __future__ import annotations

from collections.abc import Iterator

from kg.analysis.evaluation.pairing import FoundRow
from kg.extraction import code
from kg.extraction.complements import content_of
from kg.extraction.holders import holders_of_noun, holders_of_verb
from kg.extraction.lexicon import Frame, words
from kg.extraction.proposals import phrases
from kg.extraction.reading import Reading
from kg.extraction.scoring import bucket, path
from kg.extraction.stance import is_unreal
from kg.model import Act, Stance
from kg.resolution import resolve_actor
from kg.syntax.language import load_language
from kg.syntax.tree import Sentence, Token

PLACES = {
    "verb": ("obj", "xcomp", "ccomp", "ger", "to", "for", "on", "with", "in", "of", "about"),
    "noun": ("to-inf", "that", "for", "to", "on", "against", "of"),
    "adjective": ("xcomp", "ccomp", "ger", "to", "for", "on", "with", "in", "of", "about"),
}
KINDS = {"VERB": "verb", "NOUN": "noun", "ADJ": "adjective"}
STANCES = {Stance.SUPPORTS: 1.0, Stance.OPPOSES: -1.0}


def candidates(reading: Reading) -> Iterator[tuple[FoundRow, dict[str, float]]]:
    """Every such row with its features, once as support and once as opposition."""
    taken = {(coded.claim.sentence, coded.claim.predicate.index) for coded in code(reading)}
    for number, sentence in enumerate(reading.sentences):
        for token in sentence.tokens:
            kind = KINDS.get(token.pos)
            if kind is None or (number, token.index) in taken or token.lemma in words("speech", "verbs"):
                continue
            frame = Frame(word=token.lemma, kind=kind, stance=Stance.SUPPORTS, act=Act.SUPPORTS, content=PLACES[kind])
            content = content_of(reading, number, token, frame)
            of_noun = kind == "noun"
            holders = (
                holders_of_noun(reading, number, token, content) if of_noun else holders_of_verb(reading, number, token)
            )
            for phrase in phrases(sentence, content[0]) if content else ():
                for holder in holders:
                    for stance, sign in STANCES.items():
                        row = FoundRow(
                            holder=resolve_actor(holder).name,
                            side=None,
                            stance=stance,
                            proposal=phrase.wording(reading.article.text),
                            condition=None,
                            evidence=sentence.span,
                            quote=reading.article.words(sentence.span),
                            rule=f"unknown:{kind}",
                        )
                        yield (
                            row,
                            _features(sentence, token, content[0], sign, str(holder.kind), is_unreal(sentence, token)),
                        )


def _features(
    sentence: Sentence, token: Token, content: Token, sign: float, holder: str, unreal: bool
) -> dict[str, float]:
    told = {
        "pos": token.pos,
        "tag": token.tag,
        "relation": token.base,
        "unreal": str(unreal),
        "holder kind": holder,
        "content pos": content.pos,
        "content path": path(sentence, token, content),
        "sentence length": bucket(len(sentence.tokens), 8, 15, 25, 40),
    }
    vector = load_language().vocab[token.lemma].vector
    meaning = {f"meaning {n}": float(value) for n, value in enumerate(vector)}
    siding = {f"siding {n}": sign * float(value) for n, value in enumerate(vector)}
    return {"bias": 1.0, "stance": sign, **{f"{k} {v}": 1.0 for k, v in told.items()}, **meaning, **siding}
