"""The cues of one sentence: verbs, nouns, adjectives, "according to", a colon, each with its source and content.

Source, cue and content are meant as in PARC and PolNeAR (Pareti 2015; Newell et al. 2018).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kg.extraction.patterns import cue_words, patterns, patterns_of
from kg.extraction.reported import (
    clause_around,
    clause_behind,
    content_of,
    indexes,
    introduced_by_that,
    noun_phrase,
    passive_content,
    reported_clause,
)
from kg.extraction.sources import beside_quotation, head_of, owners, sayers
from kg.model import Span
from kg.syntax.clauses import (
    RELATIVES,
    is_infinitive,
    is_passive,
    own_subject,
    particle,
    preposition,
    subjects,
)
from kg.syntax.tree import Sentence, Token

LONGEST_NAME = 8  # words before the colon in "Lee: we will not sign"
REACH = 6  # words between a cue's head and the auxiliaries and adverbs that are shown with it


@dataclass(frozen=True, kw_only=True, slots=True)
class Cue:
    """One cue: its head, its words, the heads and the words of its source, and its content so far.

    ``speaks`` marks a cue that a quotation can stand beside; what it governs then is the content only where it is
    ``firm``, a clause: in "she said of the vote" it is not. The content is empty before a quotation is found for it.
    """

    number: int
    head: Token
    span: Span
    sources: tuple[Token, ...]
    source: Span | None
    content: tuple[Span, ...]
    speaks: bool = False
    firm: bool = True


def find_cues(sentence: Sentence, number: int) -> tuple[Cue, ...]:
    """The cues of sentence ``number`` in order, each with the content that its own sentence gives it."""
    kinds = (_verb_cue, _adjective_cue, _noun_cue, _prepositional_cue, _adverb_cue, _colon_cue)
    found = (next((c for kind in kinds if (c := kind(sentence, number, t)) is not None), None) for t in sentence.tokens)
    return tuple(cue for cue in found if cue is not None)


def _verb_cue(sentence: Sentence, number: int, verb: Token) -> Cue | None:
    if verb.pos != "VERB" or (verb.lower in patterns("adjectives") and sentence.child(verb, "aux:pass", "cop")):
        return None
    found = patterns_of(verb, "verbs", particle(sentence, verb))
    if not found or _lends_to_noun(sentence, number, verb):
        return None
    speaks = any(p.parenthetical for p in found)
    beside = beside_quotation(sentence, verb) if speaks else ()
    passive = is_passive(sentence, verb) and not beside
    sources = head_of(beside) or sayers(sentence, verb, passive=passive)
    if not sources and not (passive and any(p.passive for p in found)):
        return None
    words, firm = _verb_content(sentence, verb, passive=passive, sourced=bool(sources))
    if not words and not speaks:
        return None
    cue = _cue(sentence, number, verb, sources, words - indexes(beside))
    source = Span(start=beside[0].start, end=beside[-1].end) if beside else cue.source
    return replace(cue, speaks=speaks, firm=firm, source=source)


def _verb_content(sentence: Sentence, verb: Token, *, passive: bool, sourced: bool) -> tuple[frozenset[int], bool]:
    """The content, and whether it is a clause."""
    found = patterns_of(verb, "verbs", particle(sentence, verb))
    if passive:
        return (passive_content(sentence, verb) if sourced or any(p.passive for p in found) else frozenset()), False
    words = clause_behind(sentence, verb)
    if words:
        return words, True
    around = clause_around(sentence, verb) if any(p.parenthetical for p in found) else frozenset()
    if around:
        return around, True
    return next((w for p in found if (w := content_of(sentence, verb, p))), frozenset()), False


def _lends_to_noun(sentence: Sentence, number: int, verb: Token) -> bool:
    """Whether the verb only lends its subject to a noun that is the cue: "expressed concern about …"."""
    if verb.lemma not in cue_words("light"):
        return False
    thing = sentence.child(verb, "obj")
    return thing is not None and _noun_cue(sentence, number, thing) is not None


def _adjective_cue(sentence: Sentence, number: int, word: Token) -> Cue | None:
    """ "Is sure that", "feels confident about"."""
    if word.pos not in ("ADJ", "VERB") or word.lower not in patterns("adjectives"):
        return None
    clause = word if sentence.child(word, "cop", "aux:pass") is not None else sentence.head(word)
    if clause is None or (clause is not word and word.base != "xcomp"):
        return None
    subject = own_subject(sentence, clause)
    if subject is None or subject.lower in ("it", "there"):
        return None
    words = next((w for p in patterns("adjectives")[word.lower] if (w := content_of(sentence, word, p))), None)
    return _cue(sentence, number, word, subjects(sentence, word) or (subject,), words) if words else None


def _noun_cue(sentence: Sentence, number: int, noun: Token) -> Cue | None:
    """ "Her claim that", "voiced concern about", "a pledge by the ministers to", "his fear is that"."""
    if noun.pos != "NOUN" or not patterns_of(noun, "nouns"):
        return None
    sources, lender = owners(sentence, noun)
    named = frozenset(i for s in sources for i in indexes(sentence.subtree(s)))
    for pattern in patterns_of(noun, "nouns"):
        words = (content_of(sentence, noun, pattern) or _equated(sentence, noun)) - named
        if words and sources:
            return _cue(sentence, number, noun, sources, words, lender)
    return None


def _equated(sentence: Sentence, noun: Token) -> frozenset[int]:
    """ "His concern is that …": what the noun is said to be."""
    predicate = sentence.head(noun)
    if predicate is None or noun.base != "nsubj":
        return frozenset()
    if sentence.child(predicate, "cop") is None and predicate.lemma != "be":
        return frozenset()
    if introduced_by_that(sentence, predicate) or is_infinitive(sentence, predicate):
        return indexes(sentence.subtree(predicate)) - indexes(sentence.subtree(noun))
    clause = sentence.child(predicate, "ccomp")
    return indexes(sentence.subtree(clause)) if clause is not None else frozenset()


def _prepositional_cue(sentence: Sentence, number: int, case: Token) -> Cue | None:
    """ "According to the ministry": its words up to the next mark, and all that is said around them."""
    source = sentence.head(case)
    if case.base != "case" or source is None or sentence.child(source, "case") is not case:
        return None
    if preposition(sentence, source) not in cue_words("prepositions"):
        return None
    own = indexes(sentence.subtree(source))
    last = max(i for i in own if sentence.tokens[i].pos != "PUNCT")
    own |= frozenset(range(case.index, _end_of_run(sentence, last) + 1))
    words = indexes(sentence.subtree(reported_clause(sentence, source))) - own
    if not words:
        return None
    introducing = [t for c in sentence.children(source, "case") for t in sentence.subtree(c) if t.index < source.index]
    heads = sentence.conjuncts(source)
    return Cue(
        number=number,
        head=case,
        span=Span(start=case.start, end=max(t.end for t in introducing)),
        sources=heads,
        source=_source_span(sentence, case, heads, indexes(introducing)),
        content=_spans(sentence, words),
        speaks=True,
    )


def _end_of_run(sentence: Sentence, last: int) -> int:
    """The last word before the next punctuation mark."""
    while last + 1 < len(sentence.tokens) and sentence.tokens[last + 1].pos != "PUNCT":
        last += 1
    return last


def _adverb_cue(sentence: Sentence, number: int, adverb: Token) -> Cue | None:
    """ "Allegedly": somebody who is not named says so."""
    clause = sentence.head(adverb)
    if adverb.lower not in cue_words("adverbs") or clause is None:
        return None
    return _cue(sentence, number, adverb, (), indexes(sentence.subtree(clause)) - {adverb.index})


def _colon_cue(sentence: Sentence, number: int, colon: Token) -> Cue | None:
    """ "Lee: we will not sign": a name, a colon and a clause, as headlines have it."""
    before, behind = sentence.tokens[: colon.index], sentence.tokens[colon.index + 1 :]
    if colon.text != ":" or not 0 < len(before) <= LONGEST_NAME or any(t.pos in ("VERB", "AUX") for t in before):
        return None
    if not any(t.entity for t in before) or not any(t.pos in ("VERB", "AUX") for t in behind):
        return None
    name = next(t for t in before if t.entity)
    return Cue(
        number=number,
        head=colon,
        span=Span(start=colon.start, end=colon.end),
        sources=(name,),
        source=Span(start=before[0].start, end=before[-1].end),
        content=_spans(sentence, indexes(behind)),
        speaks=True,
    )


def _cue(
    sentence: Sentence,
    number: int,
    head: Token,
    sources: tuple[Token, ...],
    content: frozenset[int],
    lender: Token | None = None,
) -> Cue:
    group = [head, *sentence.children(head, "aux", "advmod", "compound:prt", "cop")]
    group += [lender] if lender is not None else []
    near = [t for t in group if t is head or (t.index not in content and abs(t.index - head.index) <= REACH)]
    return Cue(
        number=number,
        head=head,
        span=Span(start=min(t.start for t in near), end=max(t.end for t in near)),
        sources=sources,
        source=_source_span(sentence, head, sources, content | {head.index}),
        content=_spans(sentence, content),
    )


def _source_span(sentence: Sentence, head: Token, sources: tuple[Token, ...], taken: frozenset[int]) -> Span | None:
    """The words of the source; a relative pronoun that stands for it is one of them ("the ministers, who")."""
    outer = indexes(c for s in sources for c in sentence.children(s, "case", "mark", "punct", "cc"))
    words = indexes(t for s in sources for t in noun_phrase(sentence, s)) - taken - outer
    spans = _spans(sentence, words or indexes(sources))
    found = next((s for s in spans for t in sources if s.start <= t.start < s.end), None)
    own = own_subject(sentence, head)
    if found is not None and own is not None and own.lower in RELATIVES and own.start >= found.end:
        return found.union(Span(start=own.start, end=own.end))
    return found


def _spans(sentence: Sentence, words: frozenset[int]) -> tuple[Span, ...]:
    """The words as spans: gaps of punctuation are closed, punctuation at the ends is left off."""
    return tuple(_runs(sentence, words))


def _runs(sentence: Sentence, words: frozenset[int]) -> Iterator[Span]:
    run: list[Token] = []
    for token in sentence.tokens:
        if token.index in words:
            run.append(token)
        elif token.pos != "PUNCT":
            yield from _trimmed(run)
            run = []
    yield from _trimmed(run)


def _trimmed(run: list[Token]) -> Iterator[Span]:
    solid = [t for t in run if t.pos != "PUNCT"]
    if solid:
        yield Span(start=solid[0].start, end=solid[-1].end)
