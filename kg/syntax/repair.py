"""Mends the parser's typical mistakes before anybody reads the tree; each rule names the mistake it undoes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kg.syntax.tree import Sentence, Token

CLAUSE_NOUNS = frozenset({
    "fact", "claim", "proposal", "demand", "hope", "condition", "belief", "news", "idea", "report", "statement", "guarantee",
    "assurance", "pledge", "promise", "view", "concern", "fear", "warning", "announcement", "suggestion", "decision", "way",
    "evidence", "sign", "possibility", "accusation", "allegation", "insistence", "recommendation", "argument", "rumour", "rumor",
})  # fmt: skip
SUBORDINATORS = frozenset({"after", "before", "since", "until", "as", "because", "while", "once"})
FINITE = frozenset({"VBD", "VBZ", "VBP"})


def repair(sentence: Sentence, saying: frozenset[str]) -> Sentence:
    """The sentence with its known parsing mistakes undone; ``saying`` are lemmas of verbs that take a that-clause."""
    tokens = list(sentence.tokens)
    for change in (*_reported_clauses(sentence, saying), *_subordinate_subjects(sentence)):
        tokens[change.index] = change
    mended = Sentence(tokens=tuple(tokens), paragraph=sentence.paragraph)
    return mended if _is_tree(mended) else sentence


def _reported_clauses(sentence: Sentence, saying: frozenset[str]) -> Iterable[Token]:
    """ "Emphasized in an interview that …": the that-clause belongs to the verb of saying, not to *interview*."""
    for token in sentence.tokens:
        if token.base not in ("acl", "ccomp") or not any(m.lower == "that" for m in sentence.children(token, "mark")):
            continue
        noun = sentence.head(token)
        if (
            noun is None
            or noun.pos not in ("NOUN", "PROPN")
            or noun.lemma in CLAUSE_NOUNS
            or noun.base not in ("obl", "nmod", "obj")
        ):
            continue
        verb = next((v for v in sentence.ancestors(noun) if v.pos == "VERB"), None)
        if verb is not None and verb.lemma in saying and sentence.child(verb, "ccomp") is None:
            yield replace(token, head=verb.index, relation="ccomp")


def _subordinate_subjects(sentence: Sentence) -> Iterable[Token]:
    """ "… after Mahmood threatened them": what looks like the object of *after* is the subject of the verb behind it."""
    for verb in sentence.tokens:
        if (
            verb.tag not in FINITE
            or verb.base not in ("advcl", "parataxis", "conj", "acl")
            or sentence.child(verb, "nsubj", "mark") is not None
        ):
            continue
        governor = sentence.head(verb)
        if governor is None:
            continue
        for noun in sentence.children(governor, "obl"):
            case = sentence.child(noun, "case")
            last = sentence.subtree(noun)[-1]
            if case is not None and case.lower in SUBORDINATORS and last.index + 1 == verb.index:
                yield replace(noun, head=verb.index, relation="nsubj")
                yield replace(case, head=verb.index, relation="mark")
                yield replace(verb, relation="advcl")


def _is_tree(sentence: Sentence) -> bool:
    """Whether every word still leads up to the one root."""
    return all(
        len(set(_path(sentence.tokens, t))) < len(sentence.tokens) + 1
        and _path(sentence.tokens, t)[-1] == sentence.root.index
        for t in sentence.tokens
    )


def _path(tokens: Sequence[Token], token: Token) -> list[int]:
    path = [token.index]
    while token.head != token.index and len(path) <= len(tokens):
        token = tokens[token.head]
        path.append(token.index)
    return path
