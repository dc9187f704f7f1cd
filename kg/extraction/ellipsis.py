"""Ellipsis: "and so does Italy", "as did the cabin crew", "Hungary did not", "Latvia will too"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.extraction.claims import Claim, opposite
from kg.extraction.reading import Reading
from kg.model import Mention
from kg.syntax.tree import Sentence, Token

SHORT = frozenset(
    {"do", "does", "did", "will", "would", "has", "have", "had", "is", "are", "was", "were", "can", "could"}
)
AGREEING = frozenset({"so", "too", "likewise", "as"})
CONTRASTING = frozenset({"not", "n't"})
SHARING_NO = frozenset({"neither", "nor"})


def elliptic_claims(reading: Reading, number: int, claims: Sequence[Claim]) -> Iterator[Claim]:
    """The claim before, taken over by whoever stands with a bare auxiliary behind it; "not" turns it round."""
    sentence = reading.sentences[number]
    for token in sentence.tokens:
        before = [c for c in claims if c.predicate.index < token.index]
        if token.lower not in SHORT or not before or not _stands_alone(sentence, token):
            continue
        near = {t.lower for t in sentence.tokens[max(0, token.index - 3) : token.index + 6]}
        holders = _holders(reading, number, token)
        if not holders or not near & (AGREEING | CONTRASTING | SHARING_NO):
            continue
        last = before[-1]
        stance = opposite(last.stance) if near & CONTRASTING and not near & SHARING_NO else last.stance
        yield replace(last, predicate=token, holders=holders, stance=stance, rule="ellipsis", confidence=0.6)


def _stands_alone(sentence: Sentence, token: Token) -> bool:
    """Whether the auxiliary has no verb behind it: the next words are its subject, "not", "too" or the end."""
    governor = sentence.head(token)
    if governor is not None and token.relation in ("aux", "aux:pass", "cop") and governor.pos in ("VERB", "ADJ"):
        return False
    return not any(c.base in ("xcomp", "ccomp", "obj") for c in sentence.children(token))


def _holders(reading: Reading, number: int, token: Token) -> tuple[Mention, ...]:
    sentence = reading.sentences[number]
    around = [*sentence.children(token, "nsubj", "obj", "obl", "nmod")]
    governor = sentence.head(token)
    if governor is not None and governor.pos in ("NOUN", "PROPN"):
        around.append(governor)
    for noun in around:
        found = tuple(
            m
            for part in sentence.conjuncts(noun)
            for m in (reading.who(number, part) or reading.described(number, part))
        )
        if found:
            return found
    return ()
