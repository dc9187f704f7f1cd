"""Mends the parser's typical mistakes before anybody reads the tree; each rule names the mistake it undoes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from kg.syntax.clauses import preposition
from kg.syntax.tree import Sentence, Token

CLAUSE_NOUNS = frozenset({
    "fact", "claim", "proposal", "demand", "hope", "condition", "belief", "news", "idea", "report", "statement",
    "guarantee", "assurance", "pledge", "promise", "view", "concern", "fear", "warning", "announcement", "suggestion",
    "decision", "way", "evidence", "sign", "possibility", "accusation", "allegation", "insistence", "recommendation",
    "argument", "rumour", "rumor",
})  # fmt: skip
SUBORDINATORS = frozenset({"after", "before", "since", "until", "as", "because", "while", "once"})
FINITE = frozenset({"VBD", "VBZ", "VBP"})
NOMINAL = frozenset({"NOUN", "PROPN"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Lexicon:
    """What the rules must know of words: verbs of saying, verbs that take a side, and nouns of actions."""

    saying: frozenset[str]
    siding: Callable[[str], bool]
    is_action: Callable[[Token], bool]


def repair(sentence: Sentence, lexicon: Lexicon) -> Sentence:
    """The sentence with its known parsing mistakes undone, one kind after the other; trees stay trees."""
    for rule in (_headline_verb, _noun_for_verb, _bare_subject, _reported_clause, _clause_subject, _like_with_like):
        sentence = _changed(sentence, rule(sentence, lexicon))
    return sentence


def _changed(sentence: Sentence, changes: Iterable[Token]) -> Sentence:
    tokens = list(sentence.tokens)
    for change in changes:
        tokens[change.index] = change
    mended = Sentence(tokens=tuple(tokens), paragraph=sentence.paragraph)
    return mended if _is_tree(mended) else sentence


def _headline_verb(sentence: Sentence, lexicon: Lexicon) -> Iterable[Token]:
    """ "GM plans to close factories" read as one noun phrase: the plural in the middle is the verb."""
    verb = sentence.root
    if (
        verb.pos != "NOUN"
        or verb.tag != "NNS"
        or not lexicon.siding(verb.lemma)
        or sentence.child(verb, "det", "cop", "nsubj")
    ):
        return
    names = [
        t for t in sentence.children(verb, "compound", "nmod:poss") if t.index == verb.index - 1 and t.pos == "PROPN"
    ]
    infinitive = next((t for t in sentence.children(verb, "acl") if t.tag == "VB"), None)
    if names and infinitive is not None:
        yield replace(verb, pos="VERB", tag="VBZ")
        yield replace(names[0], relation="nsubj")
        yield replace(infinitive, relation="xcomp")


def _noun_for_verb(sentence: Sentence, lexicon: Lexicon) -> Iterable[Token]:
    """ "Germany pledges €300 million" read as "pledges [are] €300 million": the plural before is the verb."""
    top = sentence.root
    if top.pos not in ("NOUN", "PROPN", "SYM", "NUM") or sentence.child(top, "cop") is not None:
        return
    verb = sentence.child(top, "nsubj")
    if verb is None or verb.tag not in ("NNS", "NNPS") or not lexicon.siding(verb.lemma):
        return
    subject = next((t for t in sentence.children(verb, "compound") if t.index < verb.index), None)
    if subject is not None and sentence.child(verb, "det") is None:
        yield replace(verb, head=verb.index, relation="root", pos="VERB", tag="VBZ")
        yield replace(top, head=verb.index, relation="obj")
        yield replace(subject, relation="nsubj")


def _bare_subject(sentence: Sentence, lexicon: Lexicon) -> Iterable[Token]:
    """ "President Petro orders …" with the name as a compound of the verb: it is the subject, whatever stood further left."""
    for name in sentence.tokens:
        verb = sentence.head(name)
        if (
            verb is None
            or name.relation not in ("compound", "nmod", "dep")
            or name.pos not in NOMINAL
            or name.index > verb.index
        ):
            continue
        if verb.pos != "VERB" or verb.tag not in FINITE or preposition(sentence, name):
            continue
        rival = sentence.child(verb, "nsubj")
        if rival is not None and rival.index > name.index:
            continue
        if rival is not None:
            yield replace(rival, relation="obl:unmarked")
        yield replace(name, relation="nsubj")


def _reported_clause(sentence: Sentence, lexicon: Lexicon) -> Iterable[Token]:
    """ "Emphasized in an interview that …": the that-clause belongs to the verb of saying, not to *interview*."""
    for token in sentence.tokens:
        noun = sentence.head(token)
        if noun is None or token.base not in ("acl", "ccomp") or noun.pos not in NOMINAL or noun.lemma in CLAUSE_NOUNS:
            continue
        if noun.base not in ("obl", "nmod", "obj") or not _introduced_by_that(sentence, token):
            continue
        verb = next((v for v in sentence.ancestors(noun) if v.pos == "VERB"), None)
        if verb is not None and verb.lemma in lexicon.saying and sentence.child(verb, "ccomp") is None:
            yield replace(token, head=verb.index, relation="ccomp")


def _introduced_by_that(sentence: Sentence, clause: Token) -> bool:
    """Whether "that" opens the clause without being its subject or object."""
    first = sentence.subtree(clause)[0]
    own = sentence.child(clause, "nsubj", "nsubj:pass")
    return first.lower == "that" and (own is None or own.index != first.index)


def _clause_subject(sentence: Sentence, lexicon: Lexicon) -> Iterable[Token]:
    """ "… after Mahmood threatened them": what looks like the object of *after* is the subject of the verb behind it."""
    for verb in sentence.tokens:
        if (
            verb.tag not in FINITE
            or verb.base == "root"
            or sentence.child(verb, "nsubj", "nsubj:pass", "mark") is not None
        ):
            continue
        for noun in sentence.tokens[: verb.index]:
            case = sentence.child(noun, "case")
            if case is None or noun.base not in ("obl", "nmod") or case.lower not in SUBORDINATORS:
                continue
            if sentence.subtree(noun)[-1].index + 1 == verb.index:
                yield replace(noun, head=verb.index, relation="nsubj")
                yield replace(case, head=verb.index, relation="mark")
                yield replace(verb, head=noun.head, relation="advcl")


def _like_with_like(sentence: Sentence, lexicon: Lexicon) -> Iterable[Token]:
    """ "The release of all hostages and the allowance of aid": an action is coordinated with the action, not with *hostages*."""
    for noun in sentence.tokens:
        if noun.pos != "NOUN" or not lexicon.is_action(noun) or not _opens_member(sentence, noun):
            continue
        above = sentence.head(noun)
        if (
            above is None
            or noun.base not in ("conj", "appos", "parataxis", "obl", "dep", "list")
            or preposition(sentence, noun)
        ):
            continue
        if noun.base == "conj" and (above.pos not in NOMINAL or lexicon.is_action(above)):
            continue
        partner = _partner(sentence, noun, above, lexicon)
        if partner is not None:
            yield replace(noun, head=partner.index, relation="conj")


def _opens_member(sentence: Sentence, noun: Token) -> bool:
    """Whether the phrase starts a member of a list: after a comma or conjunction, with an article or adjective."""
    start = sentence.subtree(noun)
    first = next((t for t in start if t.base not in ("cc", "punct") and t.lower not in ("as", "well")), noun)
    before = sentence.tokens[first.index - 1].lower if first.index else ""
    return before in (",", "and", "or", ";", "as") and (first.pos in ("DET", "ADJ", "NOUN", "PRON") or first is noun)


def _partner(sentence: Sentence, noun: Token, above: Token, lexicon: Lexicon) -> Token | None:
    if above.pos in NOMINAL:
        return next((a for a in sentence.ancestors(above) if a.pos == "NOUN" and lexicon.is_action(a)), None)
    earlier = [
        t for t in sentence.children(above, "obj", "obl", "nmod") if t.index < noun.index and t.index > above.index
    ]
    return next((t for t in reversed(earlier) if t.pos == "NOUN"), None)


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
