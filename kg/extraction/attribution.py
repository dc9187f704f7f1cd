"""Who says what: source and cue of direct, indirect and "according to" speech.

The three parts source, cue and content follow PARC/PolNeAR (Pareti 2015; Newell et al. 2018).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.extraction.lexicon import words
from kg.model import Article, Attribution, Span
from kg.syntax.clauses import agents, is_passive, preposition, subjects
from kg.syntax.tree import Sentence, Token
from kg.text import Quotation, find_quotations

SHORTEST_SPEECH = 3  # words; shorter quotations are scare quotes and leave their clause as it is
CARRYING = ("ccomp", "parataxis", "xcomp", "obj", "advcl", "conj", "csubj", "acl", "dep", "nsubj", "obl", "nmod")


@dataclass(frozen=True, kw_only=True, slots=True)
class Speech:
    """One quotation with its source (a token of a sentence) and the sentence that holds the cue."""

    span: Span
    source: tuple[int, Token] | None
    cue_sentence: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Voice:
    """In whose words a clause stands: the sources from the innermost outwards, and how they are given."""

    attribution: Attribution
    sources: tuple[tuple[int, Token], ...]
    speech: Speech | None = None


def read_speeches(article: Article, sentences: Sequence[Sentence]) -> tuple[Speech, ...]:
    """Every quotation that is speech, with who speaks; a floating quotation continues the last speaker."""
    found: list[Speech] = []
    quotations = [q for q in find_quotations(article) if len(article.words(q.content).split()) >= SHORTEST_SPEECH]
    for quotation in quotations:
        source, cue = _source(article, sentences, quotation)
        if source is None and found and _floats(sentences, quotation, found[-1]):
            source, cue = found[-1].source, None
        found.append(Speech(span=quotation.span, source=source, cue_sentence=cue))
    return tuple(found)


def voice_of(sentences: Sequence[Sentence], speeches: Sequence[Speech], number: int, predicate: Token) -> Voice:
    """In whose words ``predicate`` stands, from the clause outwards to the quotation around it."""
    sentence = sentences[number]
    sources: list[tuple[int, Token]] = []
    node = predicate
    seen: set[int] = set()
    while True:
        sources.extend((number, s) for s in _beside(sentence, node, predicate))
        governor = sentence.head(node)
        if governor is None or governor.index in seen:
            break
        if node.base in ("ccomp", "parataxis", "xcomp", "csubj", "dep", "obj", "acl") and is_speech(sentence, governor):
            if node.base != "xcomp" or governor.lemma not in words("negation", "verbs"):
                sources.extend((number, s) for s in speakers(sentence, governor))
        seen.add(governor.index)
        node = governor
    around = next((s for s in speeches if s.span.start <= predicate.start < s.span.end), None)
    if around is not None:
        if around.source is not None and all(
            t.index != around.source[1].index or n != around.source[0] for n, t in sources
        ):
            sources.append(around.source)
        return Voice(attribution=Attribution.DIRECT, sources=tuple(dict.fromkeys(sources)), speech=around)
    kind = Attribution.INDIRECT if sources else Attribution.NARRATED
    return Voice(attribution=kind, sources=tuple(dict.fromkeys(sources)))


def is_speech(sentence: Sentence, verb: Token) -> bool:
    """Whether the word reports what somebody says."""
    return verb.lemma in words("speech", "verbs") and verb.pos in ("VERB", "AUX")


def speakers(sentence: Sentence, verb: Token) -> tuple[Token, ...]:
    """Who says it: the subject (also after the verb: "said Grushko"), or the agent of "was quoted as saying"."""
    if is_passive(sentence, verb):
        return agents(sentence, verb)
    return subjects(sentence, verb)


def _beside(sentence: Sentence, node: Token, predicate: Token) -> list[Token]:
    """Sources that stand beside the clause: ", Putin said" and "according to the ministry"."""
    found: list[Token] = []
    for child in sentence.children(node, "parataxis", "obl", "nmod", "discourse", "advmod"):
        if child.base == "parataxis" and is_speech(sentence, child) and child.index != predicate.index:
            own = [s for s in sentence.children(child, "nsubj")]
            carried = sentence.child(child, "ccomp", "xcomp", "obj")
            if own and carried is None:
                found.extend(c for s in own for c in sentence.conjuncts(s))
        elif child.base != "parataxis" and preposition(sentence, child) == "according to":
            found.extend(sentence.conjuncts(child))
    return found


def _source(
    article: Article, sentences: Sequence[Sentence], quotation: Quotation
) -> tuple[tuple[int, Token] | None, int | None]:
    """The nearest cue outside the quotation in its own sentences, else a lead-in that ends with a colon."""
    touched = [n for n, s in enumerate(sentences) if s.span.overlaps(quotation.span)]
    best: tuple[int, int, Token] | None = None
    for number in touched:
        for token in sentences[number].tokens:
            if quotation.span.start <= token.start < quotation.span.end or not is_speech(sentences[number], token):
                continue
            who = speakers(sentences[number], token)
            if not who or any(quotation.span.start <= w.start < quotation.span.end for w in who):
                continue
            gap = max(token.start - quotation.span.end, quotation.span.start - token.end, 0)
            if best is None or gap < best[0]:
                best = (gap, number, who[0])
        for token in sentences[number].tokens:
            if preposition(sentences[number], token) == "according to" and best is None:
                best = (0, number, token)
    if best is not None:
        return (best[1], best[2]), best[1]
    return _lead_in(article, sentences, touched)


def _lead_in(
    article: Article, sentences: Sequence[Sentence], touched: Sequence[int]
) -> tuple[tuple[int, Token] | None, int | None]:
    if not touched or touched[0] == 0:
        return None, None
    before = sentences[touched[0] - 1]
    if article.text[before.span.end - 1] != ":" and article.text[before.span.end : before.span.end + 1] != ":":
        return None, None
    for token in before.tokens:
        if is_speech(before, token) or token is before.root:
            who = speakers(before, token)
            if who:
                return (touched[0] - 1, who[0]), touched[0] - 1
    return None, None


def _floats(sentences: Sequence[Sentence], quotation: Quotation, last: Speech) -> bool:
    """Whether the quotation goes on where the last one ended: same or next paragraph, or marked as continuing."""
    if quotation.continues:
        return True
    own = next((s.paragraph for s in sentences if s.span.overlaps(quotation.span)), None)
    other = next((s.paragraph for s in reversed(sentences) if s.span.overlaps(last.span)), None)
    return own is not None and other is not None and own - other <= 1
