"""Who says what: source and cue of direct, indirect and "according to" speech.

The three parts source, cue and content follow PARC/PolNeAR (Pareti 2015; Newell et al. 2018).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.extraction.lexicon import words
from kg.extraction.statements import assign_quotations
from kg.model import Article, Attribution, Span
from kg.resolution import role
from kg.syntax.clauses import agents, is_passive, preposition, subjects
from kg.syntax.tree import Sentence, Token
from kg.text import find_turns

SHORTEST_SPEECH = 3  # words; shorter quotations are scare quotes and leave their clause as it is
CARRIED = ("ccomp", "parataxis", "xcomp", "csubj", "dep", "obj", "acl")


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
    """Every quotation that is speech, with who speaks, then the turns of a transcript.

    A floating quotation continues the last speaker.
    """
    cues, given = assign_quotations(article, sentences)
    found: list[Speech] = []
    for one in given:
        if len(article.words(one.quotation.content).split()) < SHORTEST_SPEECH:
            continue
        cue = cues[one.cue] if one.cue is not None else None
        source = (cue.number, cue.sources[0]) if cue is not None and cue.sources else None
        number = cue.number if cue is not None and source is not None and not one.floats else None
        found.append(Speech(span=one.quotation.span, source=source, cue_sentence=number))
    return (*found, *_turn_speeches(article, sentences))


def _turn_speeches(article: Article, sentences: Sequence[Sentence]) -> Iterator[Speech]:
    """The turns of a transcript; the first sentence of each has the label as its cue."""
    numbers = {sentence.span.start: n for n, sentence in enumerate(sentences)}
    turns = find_turns(article)
    for turn in turns:
        number = numbers.get(turn.label.start)
        if turn.is_question or number is None:
            continue
        if turn.is_answer:
            source, label = _interviewed(sentences[: numbers.get(turns[0].label.start, 0)]), None
        else:
            source, label = _labelled(sentences, number), number
        if source is None:
            continue
        opening = sentences[number + 1].span if number + 1 < len(sentences) else turn.contents[0]
        yield Speech(span=opening, source=source, cue_sentence=label)
        yield from (Speech(span=span, source=source, cue_sentence=None) for span in turn.contents)


def _labelled(sentences: Sequence[Sentence], number: int) -> tuple[int, Token] | None:
    """Whom the label names, if it names a person, a post or a body."""
    label = sentences[number]
    titled = label.child(label.root, "nmod:desc") is not None
    named = titled or any(t.entity == "PERSON" for t in label.tokens)
    return (number, label.root) if named or role(" ".join(t.text for t in label.tokens)) is not None else None


def _interviewed(opening: Sequence[Sentence]) -> tuple[int, Token] | None:
    """Who gives the interview: the first person named in full before it begins."""
    for number, sentence in enumerate(opening):
        for token in sentence.tokens:
            if token.entity == "PERSON" and sentence.child(token, "flat") is not None:
                return number, token
    return None


def voice_of(sentences: Sequence[Sentence], speeches: Sequence[Speech], number: int, predicate: Token) -> Voice:
    """In whose words ``predicate`` stands, from the clause outwards to the quotation around it."""
    sources = [(number, source) for source in _sources_above(sentences[number], predicate)]
    around = next((s for s in speeches if s.span.start <= predicate.start < s.span.end), None)
    if around is not None and around.source is not None:
        sources.append(around.source)
    kind = Attribution.INDIRECT if sources else Attribution.NARRATED
    return Voice(
        attribution=kind if around is None else Attribution.DIRECT,
        sources=tuple(dict.fromkeys(sources)),
        speech=around,
    )


def is_speech(sentence: Sentence, verb: Token) -> bool:  # noqa: ARG001 - asked like its neighbours
    """Whether the word reports what somebody says."""
    return verb.lemma in words("speech", "verbs") and verb.pos in ("VERB", "AUX")


def speakers(sentence: Sentence, verb: Token) -> tuple[Token, ...]:
    """Who says it: the subject (also after the verb: "said Grushko"), or the agent of "was quoted as saying"."""
    if is_passive(sentence, verb):
        return agents(sentence, verb)
    return subjects(sentence, verb)


def _sources_above(sentence: Sentence, predicate: Token) -> Iterator[Token]:
    """The sources beside and above a clause, from the innermost outwards."""
    yield from _beside(sentence, predicate, predicate)
    node = predicate
    for governor in sentence.ancestors(predicate):
        negative = node.base == "xcomp" and governor.lemma in words("negation", "verbs")
        if node.base in CARRIED and is_speech(sentence, governor) and not negative:
            yield from speakers(sentence, governor)
        yield from _beside(sentence, governor, predicate)
        node = governor


def _beside(sentence: Sentence, node: Token, predicate: Token) -> list[Token]:
    """Sources that stand beside the clause: ", Putin said" and "according to the ministry"."""
    found: list[Token] = []
    for child in sentence.children(node, "parataxis", "obl", "nmod", "discourse", "advmod"):
        if child.base == "parataxis" and is_speech(sentence, child) and child.index != predicate.index:
            own = sentence.children(child, "nsubj")
            carried = sentence.child(child, "ccomp", "xcomp", "obj")
            if own and carried is None:
                found.extend(c for s in own for c in sentence.conjuncts(s))
        elif child.base != "parataxis" and preposition(sentence, child) == "according to":
            found.extend(sentence.conjuncts(child))
    return found
