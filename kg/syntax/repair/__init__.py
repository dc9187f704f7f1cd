"""Mends the parser's typical mistakes before anybody reads the tree; each rule names the mistake it undoes."""

from __future__ import annotations

from collections.abc import Iterable

from kg.syntax.repair.arguments import (
    agent_of_participle,
    clause_as_argument,
    clause_subject,
    controlled_infinitive,
    nearest_noun,
    object_predicate,
    reported_clause,
    second_complement,
    set_off_participle,
)
from kg.syntax.repair.lexicon import Lexicon, Rule
from kg.syntax.repair.measures import measure_before_noun, measured_object
from kg.syntax.repair.names import (
    apposed_name,
    compound_pair,
    flat_conjunct,
    hyphenated,
    like_with_like,
    name_coordination,
    title_before_name,
    twin_names,
)
from kg.syntax.repair.verbs import (
    bare_subject,
    compound_verb,
    headline,
    headline_verb,
    inverted_subject,
    lost_subject,
    main_clause,
    noun_for_verb,
    particle,
    verb_tagged_noun,
)
from kg.syntax.tree import Sentence, Token

__all__ = ["RULES", "Lexicon", "repair"]

RULES: tuple[Rule, ...] = (
    measure_before_noun,
    measured_object,
    object_predicate,
    second_complement,
    agent_of_participle,
    flat_conjunct,
    compound_verb,
    headline,
    inverted_subject,
    particle,
    apposed_name,
    controlled_infinitive,
    hyphenated,
    twin_names,
    title_before_name,
    compound_pair,
    verb_tagged_noun,
    main_clause,
    headline_verb,
    noun_for_verb,
    bare_subject,
    lost_subject,
    clause_as_argument,
    reported_clause,
    set_off_participle,
    clause_subject,
    name_coordination,
    nearest_noun,
    like_with_like,
)


def repair(sentence: Sentence, lexicon: Lexicon) -> Sentence:
    """The sentence with its known parsing mistakes undone, one kind after the other; trees stay trees."""
    for rule in RULES:
        sentence = _changed(sentence, rule(sentence, lexicon))
    return sentence


def _changed(sentence: Sentence, changes: Iterable[Token]) -> Sentence:
    found = tuple(changes)
    if not found:
        return sentence
    tokens = list(sentence.tokens)
    for change in found:
        tokens[change.index] = change
    mended = Sentence(tokens=tuple(tokens), paragraph=sentence.paragraph)
    return mended if _is_tree(mended) else sentence


def _is_tree(sentence: Sentence) -> bool:
    """Whether every word leads up to one root."""
    roots = [t for t in sentence.tokens if t.head == t.index]
    return len(roots) == 1 and all(
        token.index == roots[0].index or _top(sentence, token) == roots[0].index for token in sentence.tokens
    )


def _top(sentence: Sentence, token: Token) -> int:
    last = token.index
    seen = {last}
    for above in sentence.ancestors(token):
        last = above.index
        if last in seen:
            return -1
        seen.add(last)
    return last
