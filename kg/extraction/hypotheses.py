"""Conditions as the sentence has them: the marker, what it introduces, and the word that hangs on it."""

from __future__ import annotations

from dataclasses import dataclass

from kg.extraction.factuality import is_counterfactual
from kg.extraction.lexicon import condition_markers, words
from kg.extraction.proposals import Phrase, phrases
from kg.model import Relation
from kg.syntax.clauses import is_clause, is_negated
from kg.syntax.tree import Sentence, Token

PLAIN = frozenset({Relation.IF, Relation.UNTIL, Relation.BEFORE})


@dataclass(frozen=True, kw_only=True, slots=True)
class Hypothesis:
    """A condition in the tree: its relation, its phrases, the word it hangs on, and whether it is negated."""

    relation: Relation
    governor: Token
    head: Token
    phrases: tuple[Phrase, ...]
    negated: bool


def find_hypotheses(sentence: Sentence) -> tuple[Hypothesis, ...]:
    """All conditions of a sentence, in text order: the longest marker at each place wins ("only if" over "if")."""
    found: list[Hypothesis] = []
    at = 0
    while at < len(sentence.tokens):
        length, relation = _marker(sentence, at)
        if relation is not None:
            hypothesis = _hypothesis(sentence, at, at + length, relation)
            if hypothesis is not None:
                found.append(hypothesis)
        at += max(length, 1)
    return tuple(found)


def _marker(sentence: Sentence, at: int) -> tuple[int, Relation | None]:
    table = condition_markers()
    for length in (5, 4, 3, 2, 1):
        text = " ".join(t.lower for t in sentence.tokens[at : at + length])
        if text in table and at + length < len(sentence.tokens):
            return length, table[text]
    return 1, None


def _hypothesis(sentence: Sentence, start: int, end: int, relation: Relation) -> Hypothesis | None:
    head = _head_right_of(sentence, start, end)
    if head is None:
        return None
    governor = _governor(sentence, head, start, end)
    marked = relation in PLAIN or sentence.tokens[start].lower == "upon"
    if governor is None or (marked and not _introduces(sentence, head, start)):
        return None
    if is_counterfactual(sentence, governor):
        return None  # "would have agreed if": neither came true
    if sentence.tokens[start].lower == "without" and not _is_ruled_out(sentence, governor):
        return None
    if relation is Relation.ONLY_IF and start and sentence.tokens[start - 1].text == "-":
        return None
    if relation is Relation.UNTIL and not is_clause(sentence, head) and head.lower in words("time", "words"):
        return None
    believed = sentence.child(head, "ccomp")
    if believed is not None and head.lemma in words("conditions.words", "thinking"):
        head = believed  # "if he believes that Hamas does not …"
    if relation in (Relation.UNTIL, Relation.BEFORE) and (head.pos in ("NUM",) or _is_time(sentence, head)):
        return None
    found = _without_shell(phrases(sentence, head, with_subject=True))
    return Hypothesis(
        relation=relation,
        governor=governor,
        head=head,
        phrases=found,
        negated=is_clause(sentence, head) and _is_refused(sentence, head),
    )


def _is_ruled_out(sentence: Sentence, governor: Token) -> bool:
    """ "Will not sign without Q", "refused to sign without Q"."""
    above = sentence.head(governor)
    refused = governor.base == "xcomp" and above is not None and above.lemma in words("negation", "verbs")
    return refused or is_negated(sentence, governor)


def _without_shell(found: tuple[Phrase, ...]) -> tuple[Phrase, ...]:
    """ "Subject to conditions including Q": Q is what counts, not the word *conditions*."""
    listed = tuple(p for p in found if p.head.lemma not in words("conditions.words", "shells"))
    return listed or found


def _head_right_of(sentence: Sentence, start: int, end: int) -> Token | None:
    """The top word of what the marker introduces: climb from the word behind it without passing the marker."""
    token = sentence.tokens[end]
    if token.pos == "PUNCT":
        return None
    inside = range(start, end)
    for marker in sentence.tokens[start:end]:
        if marker.base in ("mark", "case") and marker.head >= end:
            return _clause_of(sentence, sentence.tokens[marker.head])
    while token.head != token.index and token.head >= end:
        if any(c.index in inside for c in sentence.children(token)):
            return token
        token = sentence.tokens[token.head]
    return token


def _clause_of(sentence: Sentence, introduced: Token) -> Token:
    """ "So long as fish is included", "on the factory staying open": of a subject the whole clause."""
    verb = sentence.head(introduced)
    is_subject = introduced.base == "nsubj" and verb is not None and verb.index > introduced.index
    return verb if is_subject and verb is not None and verb.pos == "VERB" else introduced


def _governor(sentence: Sentence, head: Token, start: int, end: int) -> Token | None:
    node = sentence.head(head)
    while node is not None and start <= node.index < end:
        node = sentence.head(node)
    return _threatening(sentence, head, start) or node


def _threatening(sentence: Sentence, head: Token, start: int) -> Token | None:
    """The verb of threat right before the marker, which the condition belongs to however the tree has it."""
    own = {t.index for t in sentence.subtree(head)}
    for verb in reversed(sentence.tokens[:start]):
        if verb.lemma in words("threat", "verbs") and verb.pos == "VERB":
            inside = [t.index for t in sentence.subtree(verb) if t.index not in own and t.pos != "PUNCT"]
            if max(inside) >= start - 2 and sentence.child(verb, "ccomp") is None:
                return verb
    return None


def _introduces(sentence: Sentence, head: Token, start: int) -> bool:
    """Whether the word really subordinates ("if", "until"): not "ask if", not "as if"."""
    if head.base == "ccomp" and sentence.tokens[start].lower == "if":
        governor = sentence.head(head)
        if governor is not None and governor.lemma in ("ask", "wonder", "know", "see", "question", "decide"):
            return False
    before = sentence.tokens[start - 1].lower if start else ""
    if sentence.tokens[start].lower == "upon":
        return sentence.tokens[start - 1].lemma not in (
            "call",
            "look",
            "depend",
            "insist",
            "agree",
            "base",
            "rely",
            "draw",
        )
    return before not in ("as", "even", "what")


def _is_time(sentence: Sentence, head: Token) -> bool:
    lowers = {t.lower for t in sentence.subtree(head)}
    return not is_clause(sentence, head) and (
        bool(lowers & words("time", "words")) or any(t.isdigit() and len(t) == 4 for t in lowers)
    )


def _is_refused(sentence: Sentence, verb: Token) -> bool:
    """Whether the condition says that something is not done: "does not release", "fails to", "refuses to"."""
    return is_negated(sentence, verb) or (
        verb.lemma in words("negation", "verbs") and sentence.child(verb, "xcomp") is not None
    )
