"""The words that attribute something to somebody: cues of one sentence with their source and content.

Which words are cues, and where each has its content, is told by ``ontology/lexicon/speech.toml``. Source, cue and
content are meant as in PARC and PolNeAR (Pareti 2015; Newell et al. 2018).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from kg.extraction.lexicon import base_forms
from kg.model import Span
from kg.syntax.clauses import agents, is_clause, is_infinitive, is_passive, own_subject, particle, preposition, subjects
from kg.syntax.tree import Sentence, Token

SOURCES = ("by", "from", "among")  # prepositions of who speaks: "a pledge by the ministers"
EMPTY = frozenset({"it", "there"})
LOOSE = frozenset({"acl:relcl", "parataxis", "list"})
OBJECT_TAIL = frozenset({"as", "for", "of", "to", "against", "about", "over", "with", "on", "from", "at", "in"})
ENTOURAGE = ("aux", "advmod", "compound:prt", "cop")


@dataclass(frozen=True, kw_only=True, slots=True)
class Pattern:
    """A group of cues and the places where their content may stand, in order of preference."""

    content: tuple[str, ...]
    parenthetical: bool = False
    recipient: bool = False
    passive: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Cue:
    """One cue: its head, its words, the heads of its sources, and its content so far (empty before a lone quotation).

    ``source`` are all words of the source. ``speaks`` marks a cue that a quotation can stand beside; what it governs
    then is the content only where it is ``firm``, a clause: in "she said of the vote" it is not.
    """

    number: int
    head: Token
    span: Span
    sources: tuple[Token, ...]
    source: Span | None
    content: tuple[Span, ...]
    speaks: bool
    firm: bool = True


def find_cues(sentence: Sentence, number: int) -> tuple[Cue, ...]:
    """The cues of sentence ``number`` in order, each with the content that its own sentence gives it."""
    found: list[Cue] = []
    for token in sentence.tokens:
        cue = (
            _verb_cue(sentence, number, token)
            or _adjective_cue(sentence, number, token)
            or _noun_cue(sentence, number, token)
            or _prepositional_cue(sentence, number, token)
            or _adverb_cue(sentence, number, token)
        )
        if cue is not None:
            found.append(cue)
    return tuple(found)


@cache
def patterns(kind: str) -> Mapping[str, tuple[Pattern, ...]]:
    """The patterns of "verbs", "nouns" or "adjectives" by base form.

    >>> patterns("verbs")["oppose"][0].content[0]
    'object'
    """
    table: dict[str, list[Pattern]] = {}
    for group in _lexicon()[kind]:
        pattern = Pattern(
            content=tuple(group["content"]),
            parenthetical=group.get("parenthetical", False),
            recipient=group.get("recipient", False),
            passive=group.get("passive", False),
        )
        for word in group["words"]:
            table.setdefault(word, []).append(pattern)
    return {word: tuple(found) for word, found in table.items()}


@cache
def _lexicon() -> dict[str, Any]:
    return tomllib.loads(files("ontology").joinpath("lexicon", "speech.toml").read_text(encoding="utf-8"))


@cache
def _light() -> frozenset[str]:
    return frozenset(_lexicon()["nouns"][0]["light"])


def _patterns_of(token: Token, kind: str, ending: str = "") -> tuple[Pattern, ...]:
    known = patterns(kind)
    for form in base_forms(token.lower, token.lemma):
        if ending and f"{form} {ending}" in known:
            return known[f"{form} {ending}"]
        if form in known:
            return known[form]
    return ()


def _verb_cue(sentence: Sentence, number: int, verb: Token) -> Cue | None:
    if verb.pos != "VERB" or verb.lower in patterns("adjectives") and sentence.child(verb, "aux:pass", "cop"):
        return None
    found = _patterns_of(verb, "verbs", particle(sentence, verb))
    if not found or _lends_to_noun(sentence, number, verb):
        return None
    passive = is_passive(sentence, verb)
    sources = _speakers(sentence, verb, passive)
    speaks = any(p.parenthetical for p in found)
    words = _clause(sentence, verb)
    firm = bool(words)
    for pattern in found:
        if words or (passive and not sources and not pattern.passive):
            continue
        words = _passive_content(sentence, verb) if passive else _content(sentence, verb, pattern)
    if not firm and speaks and not passive:
        around = _around(sentence, verb)
        words, firm = around or words, bool(around)
    if not words and not speaks:
        return None
    if not sources and not passive:
        return None
    return _cue(sentence, number, verb, sources, words, speaks=speaks, firm=firm)


def _speakers(sentence: Sentence, verb: Token, passive: bool) -> tuple[Token, ...]:
    found = agents(sentence, verb) if passive else subjects(sentence, verb)
    return tuple(t for t in found if not (t.lower in EMPTY and t.pos == "PRON" and own_subject(sentence, verb) is t))


def _content(sentence: Sentence, head: Token, pattern: Pattern) -> frozenset[int]:
    """The words of the first place in the pattern that is filled."""
    for place in pattern.content:
        if place == "clause":
            words = _clause(sentence, head)
        elif place == "infinitive":
            words = _infinitive(sentence, head, pattern)
        elif place == "object":
            words = _object(sentence, head)
        else:
            words = _phrase(sentence, head, place)
        if words:
            return words
    return frozenset()


def _clause(sentence: Sentence, head: Token) -> frozenset[int]:
    """The finite clause behind the cue, with the clauses that hang on the cue but go on with what is said."""
    clause = next((c for c in sentence.children(head, "ccomp") if c.index > head.index), None)
    if clause is None:
        clause = next(
            (c for c in sentence.children(head, "acl", "advcl") if c.index > head.index and _by_that(sentence, c)), None
        )
    if clause is None:
        return frozenset()
    words = _indexes(sentence.subtree(clause))
    for more in sentence.children(head, "advcl"):
        if more.index > clause.index and sentence.child(more, "mark") is not None and more.tag != "VBG":
            words |= _indexes(sentence.subtree(more))
    return words


def _by_that(sentence: Sentence, clause: Token) -> bool:
    return any(m.lower in ("that", "whether") for m in sentence.children(clause, "mark"))


def _infinitive(sentence: Sentence, head: Token, pattern: Pattern) -> frozenset[int]:
    clause = next((c for c in sentence.children(head, "xcomp", "acl", "ccomp") if c.index > head.index), None)
    if clause is None:
        return frozenset()
    if clause.base == "acl" and not is_infinitive(sentence, clause):
        return frozenset()
    words = _indexes(sentence.subtree(clause))
    moved = sentence.child(head, "obj", "iobj")
    if moved is not None and not pattern.recipient and head.index < moved.index < clause.index:
        words |= _indexes(sentence.subtree(moved))
    return words


def _object(sentence: Sentence, verb: Token) -> frozenset[int]:
    """The object with the phrases that complete it: "the bill as an insult", "them for their votes"."""
    thing = next((o for o in sentence.children(verb, "obj") if o.tag != "PRP" or o.index > verb.index), None)
    if thing is not None:
        words = _indexes(sentence.subtree(thing))
        for more in sentence.children(verb, "obl", "xcomp", "advcl", "nmod"):
            if more.index > thing.index and preposition(sentence, more) in OBJECT_TAIL and more.relation != "obl:tmod":
                if preposition(sentence, more) in ("as", "for", "of", "to", "against", "with"):
                    words |= _indexes(sentence.subtree(more))
            elif more.index > thing.index and more.base == "xcomp":
                words |= _indexes(sentence.subtree(more))
        return words
    noun = sentence.head(verb)
    if verb.relation == "acl:relcl" and noun is not None and own_subject(sentence, verb) is not None:
        subject = own_subject(sentence, verb)
        if subject is not None and subject.lower not in ("who", "which", "that"):
            return _indexes(_phrase_words(sentence, noun)) - _indexes(sentence.subtree(verb))
    return frozenset()


def _phrase(sentence: Sentence, head: Token, introduced_by: str) -> frozenset[int]:
    """The phrase or gerund with the preposition, which itself belongs to the cue."""
    for phrase in sentence.children(head, "obl", "nmod", "advcl", "acl", "xcomp", "ccomp"):
        if phrase.index > head.index and preposition(sentence, phrase) == introduced_by:
            cases = {c.index for c in sentence.children(phrase, "case", "mark") if c.lower == introduced_by}
            return _indexes(sentence.subtree(phrase)) - cases
    return frozenset()


def _passive_content(sentence: Sentence, verb: Token) -> frozenset[int]:
    """What is said of somebody, or the noun that a participle stands behind."""
    clause = _clause(sentence, verb)
    if clause:
        return clause
    subject = sentence.child(verb, "nsubj:pass", "nsubj")
    words: frozenset[int] = frozenset()
    if subject is not None and subject.lower not in EMPTY:
        words |= _indexes(sentence.subtree(subject))
    elif verb.relation.startswith("acl"):
        noun = sentence.head(verb)
        if noun is not None:
            words |= _indexes(_phrase_words(sentence, noun)) - _indexes(sentence.subtree(verb))
    for more in sentence.children(verb, "xcomp", "obl", "advcl"):
        if more.index < verb.index or more.relation == "obl:agent" or preposition(sentence, more) == "by":
            continue
        if more.base == "xcomp" or preposition(sentence, more) in ("as", "of", "for"):
            words |= _indexes(sentence.subtree(more))
    return words


def _around(sentence: Sentence, verb: Token) -> frozenset[int]:
    """The clause in which "…, she said, …" stands: before the cue, or on both sides of it."""
    left = _left_edge(sentence, verb)
    before = next((c for c in sentence.children(verb, "ccomp", "parataxis", "xcomp") if c.index < left), None)
    if before is not None:
        inside = {t.index for t in sentence.subtree(verb)} if verb.base != "root" else range(len(sentence.tokens))
        return frozenset(i for i in inside if i < left)
    governor = sentence.head(verb)
    if (
        governor is not None
        and verb.base in ("parataxis", "ccomp", "advcl", "discourse", "conj", "dep")
        and (verb.base == "parataxis" or _as_clause(sentence, verb))
    ):
        own = _indexes(sentence.subtree(verb))
        return frozenset(_indexes(sentence.subtree(governor)) - own)
    return frozenset()


def _as_clause(sentence: Sentence, verb: Token) -> bool:
    """ "As the minister put it"."""
    return verb.base == "advcl" and any(m.lower == "as" for m in sentence.children(verb, "mark", "advmod"))


def _left_edge(sentence: Sentence, verb: Token) -> int:
    own = own_subject(sentence, verb)
    edges = [verb.index]
    if own is not None and own.index < verb.index:
        edges.append(sentence.subtree(own)[0].index)
    edges += [c.index for c in sentence.children(verb, "aux", "advmod", "mark", "cc") if c.index < verb.index]
    return min(edges)


def _lends_to_noun(sentence: Sentence, number: int, verb: Token) -> bool:
    """Whether the verb only lends its subject to a noun that is the cue: "expressed concern about …"."""
    if verb.lemma not in _light():
        return False
    thing = sentence.child(verb, "obj")
    return thing is not None and _noun_cue(sentence, number, thing) is not None


def _adjective_cue(sentence: Sentence, number: int, word: Token) -> Cue | None:
    if word.pos not in ("ADJ", "VERB") or word.lower not in patterns("adjectives"):
        return None
    subject = own_subject(sentence, word)
    if sentence.child(word, "cop", "aux:pass") is None:
        governor = sentence.head(word)
        if word.base != "xcomp" or governor is None:
            return None
        subject = own_subject(sentence, governor)
    if subject is None or subject.lower in EMPTY:
        return None
    for pattern in patterns("adjectives")[word.lower]:
        words = _content(sentence, word, pattern)
        if words:
            return _cue(sentence, number, word, subjects(sentence, word) or (subject,), words, speaks=False)
    return None


def _noun_cue(sentence: Sentence, number: int, noun: Token) -> Cue | None:
    if noun.pos != "NOUN":
        return None
    for pattern in _patterns_of(noun, "nouns"):
        sources, lender = _holders(sentence, noun)
        words = _content(sentence, noun, pattern) or _equated(sentence, noun)
        words -= frozenset(i for s in sources for i in _indexes(sentence.subtree(s)))
        if words and sources:
            return _cue(sentence, number, noun, sources, words, speaks=False, lender=lender)
    return None


def _holders(sentence: Sentence, noun: Token) -> tuple[tuple[Token, ...], Token | None]:
    """Whose claim it is: possessor, "by" phrase, or the subject of the verb that carries the noun (with that verb)."""
    owners = sentence.children(noun, "nmod:poss")
    owners = owners or tuple(
        t for t in sentence.children(noun, "nmod") if preposition(sentence, t) in SOURCES and t.index > noun.index
    )
    if owners:
        return owners, None
    verb = sentence.head(noun)
    if verb is not None and noun.base in ("obj", "xcomp") and verb.lemma in _light():
        return _speakers(sentence, verb, is_passive(sentence, verb)), verb
    return (), None


def _equated(sentence: Sentence, noun: Token) -> frozenset[int]:
    """ "His concern is that …": what the noun is said to be."""
    predicate = sentence.head(noun)
    if predicate is None or noun.base != "nsubj":
        return frozenset()
    if sentence.child(predicate, "cop") is None and predicate.lemma != "be":
        return frozenset()
    if not (_by_that(sentence, predicate) or is_infinitive(sentence, predicate)):
        predicate_clause = sentence.child(predicate, "ccomp")
        return _indexes(sentence.subtree(predicate_clause)) if predicate_clause is not None else frozenset()
    return _indexes(sentence.subtree(predicate)) - _indexes(sentence.subtree(noun))


def _prepositional_cue(sentence: Sentence, number: int, case: Token) -> Cue | None:
    """ "According to X" and "in X's view"."""
    source = sentence.head(case)
    if (
        case.base != "case"
        or source is None
        or preposition(sentence, source) not in _lexicon()["prepositions"]["words"]
    ):
        return None
    if sentence.children(source, "case")[0] is not case:
        return None
    clause = _clause_above(sentence, source)
    own = _indexes(sentence.subtree(source))
    if clause is None or clause.index in own:
        return None
    words = _indexes(sentence.subtree(clause)) - own
    last = next((t for t in sentence.children(source, "case") for t in sentence.subtree(t)[-1:]), case)
    span = Span(start=case.start, end=max(case.end, last.end))
    heads = sentence.conjuncts(source)
    return Cue(
        number=number,
        head=case,
        span=span,
        sources=heads,
        source=_source_span(sentence, heads, frozenset(t.index for t in sentence.subtree(case))),
        content=_spans(sentence, words),
        speaks=True,
    )


def _clause_above(sentence: Sentence, token: Token) -> Token | None:
    for above in sentence.ancestors(token):
        if is_clause(sentence, above) or above.base == "root":
            return above
    return None


def _adverb_cue(sentence: Sentence, number: int, adverb: Token) -> Cue | None:
    """ "Allegedly": somebody who is not named says so."""
    clause = sentence.head(adverb)
    if adverb.lower not in _lexicon()["adverbs"]["words"] or clause is None:
        return None
    words = _indexes(sentence.subtree(clause)) - {adverb.index}
    return _cue(sentence, number, adverb, (), words, speaks=False)


def _cue(
    sentence: Sentence,
    number: int,
    head: Token,
    sources: tuple[Token, ...],
    content: frozenset[int],
    *,
    speaks: bool,
    firm: bool = True,
    lender: Token | None = None,
) -> Cue:
    group = [c for c in sentence.children(head, *ENTOURAGE)] + [head] + ([lender] if lender is not None else [])
    near = [t for t in group if t.index not in content and abs(t.index - head.index) <= 6]
    span = Span(start=min(t.start for t in near), end=max(t.end for t in near))
    return Cue(
        number=number,
        head=head,
        span=span,
        sources=sources,
        source=_source_span(sentence, sources, content | {head.index}),
        content=_spans(sentence, content),
        speaks=speaks,
        firm=firm,
    )


def _source_span(sentence: Sentence, sources: tuple[Token, ...], taken: frozenset[int]) -> Span | None:
    words = [t for s in sources for t in _phrase_words(sentence, s) if t.index not in taken]
    words = words or list(sources)
    spans = _spans(sentence, frozenset(t.index for t in words))
    return next((s for s in spans for t in sources if s.start <= t.start < s.end), None)


def _phrase_words(sentence: Sentence, noun: Token) -> tuple[Token, ...]:
    """The noun phrase without relative clauses and what else hangs loosely on it."""
    without = frozenset(t.index for t in sentence.children(noun) if t.relation in LOOSE or t.base in ("conj", "cc"))
    return sentence.subtree(noun, without)


def _indexes(tokens: Iterable[Token]) -> frozenset[int]:
    return frozenset(t.index for t in tokens)


def _spans(sentence: Sentence, words: frozenset[int]) -> tuple[Span, ...]:
    """The words as spans: gaps of punctuation are closed, punctuation at the ends is left off."""
    return tuple(_runs(sentence, words))


def _runs(sentence: Sentence, words: frozenset[int]) -> Iterator[Span]:
    run: list[Token] = []
    for token in sentence.tokens:
        if token.index in words:
            run.append(token)
        elif token.pos != "PUNCT" and run:
            yield from _trimmed(run)
            run = []
    yield from _trimmed(run)


def _trimmed(run: list[Token]) -> Iterator[Span]:
    solid = [t for t in run if t.pos != "PUNCT"]
    if solid:
        yield Span(start=solid[0].start, end=solid[-1].end)
