"""Main verbs and subjects that the parser missed: headlines, verbs taken for nouns, subjects hung elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kg.syntax.clauses import preposition
from kg.syntax.repair.lexicon import FINITE, NOMINAL, Lexicon
from kg.syntax.tree import Sentence, Token

TAKEN = frozenset({"for", "on", "against", "with"})


def headline_verb(sentence: Sentence, lexicon: Lexicon) -> Iterable[Token]:
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
        t
        for t in sentence.children(verb, "compound", "nmod:poss")
        if t.pos == "PROPN" and t.index < verb.index and sentence.subtree(t)[-1].index == verb.index - 1
    ]
    phrases = [t for t in sentence.children(verb, "nmod") if t.index > verb.index and preposition(sentence, t) in TAKEN]
    if names and phrases and lexicon.governs(verb.lemma, preposition(sentence, phrases[0])):
        yield replace(verb, pos="VERB", tag="VBZ")
        yield replace(names[0], relation="nsubj")
        yield from (replace(t, relation="obl") for t in phrases)
        return
    infinitive = next((t for t in sentence.children(verb, "acl") if t.tag == "VB"), None)
    if names and infinitive is not None:
        yield replace(verb, pos="VERB", tag="VBZ")
        yield replace(names[0], relation="nsubj")
        yield replace(infinitive, relation="xcomp")


def noun_for_verb(sentence: Sentence, lexicon: Lexicon) -> Iterable[Token]:
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


def verb_tagged_noun(sentence: Sentence, lexicon: Lexicon) -> Iterable[Token]:
    """ "The president orders forces to halt …": a "noun" with an object or a clause of its own is the verb."""
    for verb in sentence.tokens:
        if verb.pos != "NOUN" or not (lexicon.siding(verb.lemma) or verb.lemma in lexicon.saying):
            continue
        planned = next((t for t in sentence.children(verb, "acl") if t.tag == "VB"), None)
        has_subject = sentence.child(verb, "nsubj") is not None
        if sentence.child(verb, "obj", "ccomp") is None and not (planned is not None and has_subject):
            continue
        if sentence.child(verb, "det", "cop", "case") is not None:
            continue
        if planned is not None:
            yield replace(planned, relation="xcomp")
        yield replace(verb, pos="VERB", tag="VBZ" if verb.lower.endswith("s") else "VBP")
        names = [t for t in sentence.children(verb, "compound") if t.index < verb.index and t.pos in NOMINAL]
        if names and sentence.child(verb, "nsubj") is None:
            yield replace(names[-1], relation="nsubj")


def main_clause(sentence: Sentence, lexicon: Lexicon) -> Iterable[Token]:
    """ "An independent panel proposed to raise …" read as "a panel [that was] proposed": the participle is the verb."""
    noun = sentence.root
    if noun.pos not in NOMINAL or sentence.child(noun, "cop", "nsubj") is not None:
        return
    if any(t.tag in FINITE or t.tag == "MD" for t in sentence.tokens if t.base not in ("acl", "advcl", "ccomp")):
        return
    for verb in sentence.children(noun, "acl"):
        sided = lexicon.siding(verb.lemma) or verb.lemma in lexicon.saying
        complete = sentence.child(verb, "obj", "xcomp", "ccomp", "obl") is not None
        if sided and complete and verb.tag in ("VBN", "VBD") and sentence.child(verb, "obl:agent") is None:
            yield replace(verb, head=verb.index, relation="root", tag="VBD")
            yield replace(noun, head=verb.index, relation="nsubj")
            yield from (replace(c, head=verb.index) for c in sentence.children(noun, "punct") if c.index > verb.index)
            return


def compound_verb(sentence: Sentence, lexicon: Lexicon) -> Iterable[Token]:
    """ "Philip Hammond welcomes agreement on oil" read as names and nouns in a row: the finite form is the verb."""
    top = sentence.root
    if top.pos not in NOMINAL or any(t.tag in FINITE and t.base in ("root", "parataxis") for t in sentence.tokens):
        return
    for verb in sentence.tokens[1:]:
        noun = sentence.head(verb)
        if (
            verb.tag not in FINITE
            or verb.relation not in ("compound", "amod", "dep")
            or noun is None
            or noun.index < verb.index
        ):
            continue
        before = sentence.tokens[verb.index - 1]
        if (
            not lexicon.siding(verb.lemma)
            or before.pos not in ("PROPN", "AUX")
            or (verb.tag == "VBN" and noun is not top)
        ):
            continue
        if noun is top and before.pos == "PROPN" and sentence.child(top, "det") is None:
            yield replace(verb, head=verb.index, relation="root", tag="VBD")
            yield replace(top, head=verb.index, relation="obj")
            if before.head == top.index:
                yield replace(before, head=verb.index, relation="nsubj")
            yield from (
                replace(c, head=verb.index) for c in sentence.children(top, "advcl", "punct") if c.index > top.index
            )
            return
        if noun is top and before.pos == "AUX" and before.head == verb.index:
            yield replace(verb, head=verb.index, relation="root")
            yield replace(top, head=verb.index, relation="obj")
            yield from (
                replace(c, head=verb.index) for c in sentence.children(top, "advcl", "punct") if c.index > top.index
            )
            return
        if top.index < verb.index and before.pos == "PROPN" and verb.tag in FINITE:
            yield replace(verb, head=verb.index, relation="root")
            yield replace(top, head=verb.index, relation="nsubj")
            yield replace(noun, head=verb.index, relation="obj")
            return


def headline(sentence: Sentence, lexicon: Lexicon) -> Iterable[Token]:
    """ "Dockers reject pay deal", "Spain to ban cutlery": where no verb is finite, the word of stance is the verb."""
    if len(sentence.tokens) > 16 or any(t.tag in (*FINITE, "MD") or t.text == "." for t in sentence.tokens):
        return
    for verb in sentence.tokens[1:5]:
        before = sentence.tokens[verb.index - 1]
        future = before.lower == "to" and verb.tag == "VB" and verb.index > 1
        plain = verb.pos in ("NOUN", "ADJ", "VERB", "ADV") and verb.tag not in ("VBG", "VBN") and before.pos in NOMINAL
        if (
            (not lexicon.siding(verb.lemma) and not future)
            or not (future or plain)
            or verb.index + 1 == len(sentence.tokens)
        ):
            continue
        subject = sentence.tokens[verb.index - (2 if future else 1)]
        if subject.pos not in NOMINAL:
            continue
        yield replace(verb, head=verb.index, relation="root", pos="VERB", tag="VB" if future else "VBZ")
        yield replace(subject, head=verb.index, relation="nsubj")
        if future:
            yield replace(before, head=verb.index, relation="aux")
        for t in sentence.tokens[: subject.index]:
            if t.head >= subject.index:
                yield replace(t, head=subject.index, relation="compound" if t.pos in NOMINAL else t.relation)
        taken = False
        for t in sentence.tokens[verb.index + 1 :]:
            if t.head <= verb.index:
                particle = t.index == verb.index + 1 and lexicon.siding(f"{verb.lemma} {t.lower}")
                relation = "compound:prt" if particle else "obj" if t.pos in NOMINAL and not taken else "dep"
                if preposition(sentence, t):
                    relation = "obl"
                taken = taken or relation == "obj"
                yield replace(t, head=verb.index, relation=relation)
        return


def bare_subject(sentence: Sentence, _: Lexicon) -> Iterable[Token]:
    """ "President Petro orders …" with the name as a compound of the verb: it is the subject."""
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


def lost_subject(sentence: Sentence, _: Lexicon) -> Iterable[Token]:
    """ "Trump, addressing the press, warned …": the name at the head of the sentence is the finite verb's subject."""
    verb = sentence.root
    if verb.tag not in FINITE or sentence.child(verb, "nsubj", "nsubj:pass", "expl", "csubj") is not None:
        return
    left = [c for c in sentence.children(verb) if c.index < verb.index]
    under = [g for c in left if c.base == "advcl" and c.tag in ("VBG", "VBN") for g in sentence.children(c)]
    for name in (*left, *under):
        if name.relation in ("vocative", "dislocated", "nsubj") and name.pos in NOMINAL and name.index < verb.index:
            yield replace(name, head=verb.index, relation="nsubj")
            return


def inverted_subject(sentence: Sentence, lexicon: Lexicon) -> Iterable[Token]:
    """ "…, said Ivo Krall": who stands behind a verb of saying without a subject is the subject."""
    for verb in sentence.tokens:
        if verb.lemma not in lexicon.saying or verb.pos != "VERB" or sentence.child(verb, "nsubj") is not None:
            continue
        for name in sentence.children(verb, "obj", "xcomp", "dep", "obl"):
            close = sentence.subtree(name)[0].index == verb.index + 1
            somebody = name.pos in NOMINAL and (name.entity == "PERSON" or lexicon.is_role(name.lower))
            if close and somebody and not sentence.children(name, "case"):
                yield replace(name, relation="nsubj")


def particle(sentence: Sentence, lexicon: Lexicon) -> Iterable[Token]:
    """ "Ruled out moving the examinations": the little word is the verb's particle."""
    for verb, word in zip(sentence.tokens, sentence.tokens[1:], strict=False):
        small = word.relation in ("mark", "case", "advmod") and word.pos in ("ADP", "SCONJ", "ADV")
        apart = verb.pos == "VERB" and small and word.head != verb.index
        if apart and lexicon.siding(f"{verb.lemma} {word.lower}"):
            yield replace(word, head=verb.index, relation="compound:prt", pos="ADP")
