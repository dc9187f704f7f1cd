"""How likely a coded row is right, learned from rows that were judged by hand.

A logistic regression over the rule that fired, what is claimed, who holds it, and the tree around the predicate. The
weights (``ontology/lexicon/confidence.toml``) are trained on this project's own sentences by
``python -m benchmarks.learned --write``; ``docs/learned.md`` has what it is worth. It drops no row: it tells a reader
which ones to look at first.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from itertools import pairwise

from kg.extraction.coding import Coded
from kg.extraction.reading import Reading
from kg.syntax.tree import Sentence, Token

CLAUSES = ("advcl", "acl", "acl:relcl", "ccomp", "xcomp", "csubj", "parataxis", "conj")
LOWEST, HIGHEST = 0.01, 0.99
FAR = 4  # steps; longer paths in the tree are all alike


def confidence(reading: Reading, row: Coded) -> float:
    """The probability that the row is right, to two digits; a feature never learned from counts for nothing."""
    weights = _weights()
    total = sum(weights.get(name, 0.0) * value for name, value in features(reading, row).items())
    return round(min(max(1 / (1 + math.exp(-total)), LOWEST), HIGHEST), 2)


def features(reading: Reading, row: Coded) -> dict[str, float]:
    """What the row looks like: names of features, each 1 where it is so, and the rule's own estimate."""
    claim, sentence = row.claim, reading.sentences[row.claim.sentence]
    predicate, head = claim.predicate, row.phrase.head
    told = {
        "rule": claim.rule,
        "family": ":".join(claim.rule.split(":")[:2]),
        "act": claim.act,
        "stance": claim.stance,
        "modality": claim.modality,
        "attribution": row.attribution,
        "holder kind": row.holder.kind or "unknown",
        "holder case": "name" if row.holder.name[:1].isupper() else "noun",
        "holder place": _place(sentence, predicate, row),
        "holder path": path(sentence, predicate, _word_at(sentence, row.holder.span.start)),
        "predicate pos": predicate.pos,
        "predicate tag": predicate.tag,
        "predicate relation": predicate.base,
        "predicate depth": bucket(sum(1 for _ in sentence.ancestors(predicate)), 1, 2, 3, 5),
        "content path": path(sentence, predicate, head),
        "content pos": head.pos,
        "content relation": head.base,
        "content length": bucket(len(row.phrase.tokens), 1, 2, 4, 7, 11),
        "content gap": str(any(b.index - a.index > 1 for a, b in pairwise(row.phrase.tokens))),
        "content distance": bucket(abs(head.index - predicate.index), 1, 2, 4, 8, 16),
        "sentence length": bucket(len(sentence.tokens), 8, 15, 25, 40),
        "speakers": str(len(row.speakers)),
        "negated": str(row.phrase.negated),
        "question": str(sentence.tokens[-1].text == "?"),
    }
    for relation, phrase in row.conditions:
        told |= {"condition relation": str(relation), "condition length": bucket(len(phrase.tokens), 1, 3, 6, 12)}
    above = (predicate, *sentence.ancestors(predicate))
    within = {f"within {token.relation}": 1.0 for token in above if token.relation in CLAUSES}
    return {"bias": 1.0, "estimate": claim.confidence, **{f"{k} {v}": 1.0 for k, v in told.items()}, **within}


def path(sentence: Sentence, origin: Token, goal: Token | None) -> str:
    """The relations from one word up (<) to the common ancestor and down (>) to another of the same sentence."""
    if goal is None or goal.index >= len(sentence.tokens) or sentence.tokens[goal.index] != goal:
        return "elsewhere"
    up, down = [origin, *sentence.ancestors(origin)], [goal, *sentence.ancestors(goal)]
    depth = {token.index: n for n, token in enumerate(down)}
    rise = next(n for n, token in enumerate(up) if token.index in depth)
    fall = depth[up[rise].index]
    steps = [f"<{token.base}" for token in up[:rise]] + [f">{token.base}" for token in reversed(down[:fall])]
    return "far" if len(steps) > FAR else " ".join(steps) or "itself"


def bucket(number: int, *limits: int) -> str:
    """The first limit that the number does not exceed.

    >>> bucket(3, 1, 2, 4), bucket(5, 1, 2, 4)
    ('≤4', '>4')
    """
    return next((f"≤{limit}" for limit in limits if number <= limit), f">{limits[-1]}")


@cache
def _weights() -> Mapping[str, float]:
    text = files("ontology").joinpath("lexicon", "confidence.toml").read_text(encoding="utf-8")
    weights: dict[str, float] = tomllib.loads(text)["weights"]
    return weights


def _place(sentence: Sentence, predicate: Token, row: Coded) -> str:
    start = row.holder.span.start
    if not sentence.span.start <= start < sentence.span.end:
        return "another sentence"
    return "before" if start < predicate.start else "after"


def _word_at(sentence: Sentence, start: int) -> Token | None:
    return next((token for token in sentence.tokens if token.start <= start < token.end), None)
