"""The cues of one sentence: verbs, nouns, adjectives, "according to", a colon, each with its source and content.

Source, cue and content are meant as in PARC and PolNeAR (Pareti 2015; Newell et al. 2018).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.extraction.patterns import cue_words, patterns, patterns_of
from kg.extraction.reported import (
    clause_around,
    clause_behind,
    content_of,
    escaped,
    indexes,
    introduced_by_that,
    noun_phrase,
    passive_content,
    reported_clause,
)
from kg.model import Span
from kg.syntax.clauses import (
    RELATIVES,
    agents,
    is_infinitive,
    is_passive,
    own_subject,
    particle,
    preposition,
    subjects,
)
from kg.syntax.tree import Sentence, Token

OWNERS = ("by", "from", "among")  # prepositions of who speaks: "a pledge by the ministers"
CLOSING = frozenset({"”", "’", '"', "''", "'"})
NAMING = frozenset({"PROPN", "NOUN", "PRON", "DET", "ADJ", "NUM"})
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
    beside = _beside_quotation(sentence, verb) if speaks else ()
    passive = is_passive(sentence, verb) and not beside
    sources = _head_of(beside) or _speakers(sentence, verb, passive=passive)
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


def _beside_quotation(sentence: Sentence, verb: Token) -> tuple[Token, ...]:
    """The words of the source that stand between a closing quotation mark and the verb, or right behind the two.

    Trees of sentences that start within a quotation are often wrong; the order of the words is not.
    """
    closing = next((t for t in reversed(sentence.tokens[: verb.index]) if _closes(t)), None)
    if closing is None or verb.tag == "VBG":
        return ()
    between = [t for t in sentence.tokens[closing.index + 1 : verb.index] if t.pos not in ("AUX", "ADV")]
    if between:
        return tuple(_solid(between)) if _is_name(between) else ()
    behind: list[Token] = []
    for token in sentence.tokens[verb.index + 1 :]:
        if token.pos not in NAMING and token.text not in ("-", "'s", "’s", "of"):
            break
        behind.append(token)
    named = any(t.pos in ("PROPN", "NOUN", "PRON") for t in behind)
    return tuple(_solid(behind)) if named and verb.tag in ("VBD", "VBZ", "VBP", "VBN") else ()


def _closes(token: Token) -> bool:
    return token.text in CLOSING and (token.tag == "''" or token.text in ("”", "’"))


def _head_of(words: Sequence[Token]) -> tuple[Token, ...]:
    """The noun that governs the words, in one tuple; empty for none."""
    inside = indexes(words)
    nouns = [t for t in words if t.pos in ("PROPN", "NOUN", "PRON")]
    return tuple([t for t in nouns if t.head not in inside][:1] or words[:1])


def _is_name(words: Sequence[Token]) -> bool:
    """Whether the words are a noun phrase, with a clause in it only between two commas."""
    plain = not any(t.pos in ("VERB", "SCONJ", "CCONJ") or t.lower in RELATIVES for t in words)
    commas = [t for t in words if t.text == ","]
    closed = words[-1].text == ","
    return words[0].pos in NAMING and (len(commas) > 1 if closed else plain)


def _solid(tokens: list[Token]) -> list[Token]:
    """Without the punctuation at the ends."""
    while tokens and tokens[0].pos == "PUNCT":
        tokens = tokens[1:]
    while tokens and tokens[-1].pos == "PUNCT":
        tokens = tokens[:-1]
    return tokens


def _speakers(sentence: Sentence, verb: Token, *, passive: bool) -> tuple[Token, ...]:
    if passive:
        return agents(sentence, verb)
    outer = next((v for v in sentence.ancestors(verb) if verb in escaped(sentence, v)), verb)
    found = _document_makers(sentence, verb) or subjects(sentence, outer)
    return tuple(t for t in found if t.lower != "there")


def _document_makers(sentence: Sentence, verb: Token) -> tuple[Token, ...]:
    """ "Issued a statement calling …": whoever issued it is the source, not the statement."""
    paper = sentence.head(verb)
    if paper is None or not verb.relation.startswith("acl") or paper.lemma not in cue_words("documents"):
        return ()
    maker = sentence.head(paper)
    if maker is None or maker.pos != "VERB" or paper.base not in ("obj", "obl"):
        return ()
    if paper.base == "obl" and preposition(sentence, paper) not in ("in", "with"):
        return ()
    return subjects(sentence, maker)


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
    sources, lender = _owners(sentence, noun)
    named = frozenset(i for s in sources for i in indexes(sentence.subtree(s)))
    for pattern in patterns_of(noun, "nouns"):
        words = (content_of(sentence, noun, pattern) or _equated(sentence, noun)) - named
        if words and sources:
            return _cue(sentence, number, noun, sources, words, lender)
    return None


def _owners(sentence: Sentence, noun: Token) -> tuple[tuple[Token, ...], Token | None]:
    """Whose claim it is: possessor, "by" phrase, or the subject of the verb that carries the noun (with that verb)."""
    owners = sentence.children(noun, "nmod:poss") or tuple(
        t for t in sentence.children(noun, "nmod") if preposition(sentence, t) in OWNERS and t.index > noun.index
    )
    if owners:
        return owners, None
    if noun.base == "root" and noun.tag == "NNS" and sentence.child(noun, "cop") is None:
        return sentence.children(noun, "compound")[-1:], None  # "the government plans to …", read as a noun phrase
    verb = sentence.head(noun)
    if verb is not None and noun.base in ("obj", "xcomp") and verb.lemma in cue_words("light"):
        return _speakers(sentence, verb, passive=is_passive(sentence, verb)), verb
    return (), None


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
