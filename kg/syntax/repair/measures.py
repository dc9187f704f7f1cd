"""Measures before a noun, which the parser takes for the whole phrase: "a 7% pay rise", "a 35-hour week"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kg.syntax.repair.lexicon import NOMINAL, Lexicon
from kg.syntax.tree import Sentence, Token

UNITS = frozenset({"%", "percent", "cent", "pc", "point", "points"})
AGO = frozenset({"ago", "later", "earlier", "before", "after", "since", "long"})


def measure_before_noun(sentence: Sentence, _: Lexicon) -> Iterable[Token]:
    """ "Turned down a 3% | pay rise", "a 40 per cent | cut in …": the word behind the unit is a noun, not a verb."""
    for unit, word in zip(sentence.tokens, sentence.tokens[1:], strict=False):
        verb = sentence.head(word) if unit.head == word.index else sentence.head(unit)
        article = sentence.child(unit, "det")
        if verb is None or unit.lower not in UNITS or article is None or article.lower not in ("a", "an"):
            continue
        if word.pos != "VERB" or word.lower != word.lemma or word.head != verb.index:
            continue
        noun = sentence.child(word, "obj")
        close = noun is not None and noun.index == word.index + 1 and noun.pos in NOMINAL
        head = noun if noun is not None and close else word
        relation = "obj" if unit.relation == "obl:unmarked" or unit.head == word.index else unit.relation
        yield replace(head, head=verb.index, relation=relation, pos="NOUN", tag="NN")
        yield replace(unit, head=head.index, relation="compound")
        if head is not word:
            yield replace(word, head=head.index, relation="compound", pos="NOUN", tag="NN")
        for child in sentence.children(unit, "det", "case"):
            yield replace(child, head=head.index)
        for child in sentence.children(word, "obl", "advcl"):
            inside = child.base == "obl" and child.tag != "NNP"
            yield replace(
                child, head=head.index if inside else verb.index, relation="nmod" if inside else child.relation
            )


def measured_object(sentence: Sentence, lexicon: Lexicon) -> Iterable[Token]:
    """ "Demanded a 35-hour week": behind a verb without an object, a stretch of time with an article is the object."""
    for noun in sentence.tokens:
        verb = sentence.head(noun) if noun.relation == "obl:unmarked" else None
        if verb is None or not lexicon.siding(verb.lemma) or sentence.child(verb, "obj", "ccomp", "xcomp") is not None:
            continue
        first = sentence.subtree(noun)[0]
        after = sentence.tokens[noun.index + 1].lower if noun.index + 1 < len(sentence.tokens) else ""
        told = first.lower in ("a", "an") and sentence.child(noun, "compound", "amod") is not None
        if told and first.index == verb.index + 1 and after not in AGO:
            yield replace(noun, relation="obj")
