"""Complements and clauses that the parser hung on the wrong word."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kg.syntax.clauses import preposition
from kg.syntax.repair.lexicon import FINITE, NOMINAL, Lexicon
from kg.syntax.tree import Sentence, Token

CLAUSE_NOUNS = frozenset({
    "fact", "claim", "proposal", "demand", "hope", "condition", "belief", "news", "idea", "report", "statement",
    "guarantee", "assurance", "pledge", "promise", "view", "concern", "fear", "warning", "announcement", "suggestion",
    "decision", "way", "evidence", "sign", "possibility", "accusation", "allegation", "insistence", "recommendation",
    "argument", "rumour", "rumor",
})  # fmt: skip
SUBORDINATORS = frozenset({"after", "before", "since", "until", "as", "because", "while", "once"})
DEPENDENT = frozenset({"contingent", "conditional", "dependent"})
MAKING = frozenset({"make", "keep", "leave", "render"})
MOVING = frozenset({"warn", "accuse", "inform", "notify", "persuade", "convince", "remind", "assure", "caution"})


def reported_clause(sentence: Sentence, lexicon: Lexicon) -> Iterable[Token]:
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


def clause_subject(sentence: Sentence, _: Lexicon) -> Iterable[Token]:
    """ "… after Mahmood threatened them": the seeming object of *after* is the subject of the verb behind it."""
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


def clause_as_argument(sentence: Sentence, lexicon: Lexicon) -> Iterable[Token]:
    """ "Part of it should be neutrality,” said Grushko": a clause beside a verb of saying is what is said."""
    for token in sentence.tokens:
        governor = sentence.head(token)
        if governor is None or token.base not in ("nsubj", "obj", "dep") or governor.lemma not in lexicon.saying:
            continue
        if sentence.child(token, "cop") is not None and len(sentence.children(governor, "nsubj")) > 1:
            yield replace(token, relation="ccomp")


def nearest_noun(sentence: Sentence, lexicon: Lexicon) -> Iterable[Token]:
    """ "Expressed support | for a ceasefire": behind a noun that takes its preposition, a phrase belongs to it."""
    for phrase in sentence.tokens:
        verb = sentence.head(phrase)
        if verb is None or phrase.base not in ("obl", "advcl") or verb.pos != "VERB":
            continue
        start = sentence.subtree(phrase)[0].index
        noun = next((n for n in sentence.children(verb, "obj") if sentence.subtree(n)[-1].index + 1 == start), None)
        if noun is not None and lexicon.governs(noun.lemma, preposition(sentence, phrase)):
            yield replace(phrase, head=noun.index, relation="nmod" if phrase.base == "obl" else "acl")


def controlled_infinitive(sentence: Sentence, lexicon: Lexicon) -> Iterable[Token]:
    """ "Was urged by its creditors to sell", "agreed in principle to host": the infinitive belongs to the verb."""
    for clause in sentence.tokens:
        noun = sentence.head(clause)
        verb = sentence.head(noun) if noun is not None else None
        if clause.relation != "acl" or clause.tag != "VB" or noun is None or verb is None:
            continue
        beside = (
            noun.base == "obl" and sentence.child(verb, "xcomp") is None and not lexicon.governs(noun.lemma, "to-inf")
        )
        if beside and lexicon.siding(verb.lemma):
            yield replace(clause, head=verb.index, relation="xcomp")


def agent_of_participle(sentence: Sentence, _: Lexicon) -> Iterable[Token]:
    """ "As the deal proposed by Trump awaits approval": *Trump* is the agent, the deal awaits."""
    for verb in sentence.tokens:
        participle = sentence.head(verb)
        agent = sentence.child(verb, "nsubj")
        by = sentence.child(verb, "mark", "case")
        if verb.relation != "obl:agent" or verb.pos != "VERB" or participle is None or agent is None or by is None:
            continue
        noun = sentence.head(participle)
        if participle.relation == "acl" and noun is not None and by.lower == "by" and noun.head != noun.index:
            yield replace(agent, head=participle.index, relation="obl:agent")
            yield replace(by, head=agent.index, relation="case")
            yield replace(verb, head=noun.head, relation="advcl")


def second_complement(sentence: Sentence, _: Lexicon) -> Iterable[Token]:
    """ "Warned Russia of consequences": what one is warned of belongs to the verb, not to *Russia*."""
    for phrase in sentence.tokens:
        whom = sentence.head(phrase)
        verb = sentence.head(whom) if whom is not None else None
        if phrase.base != "nmod" or whom is None or verb is None or whom.base not in ("obj", "iobj"):
            continue
        if verb.lemma in MOVING and preposition(sentence, phrase) in ("of", "about", "against", "into"):
            yield replace(phrase, head=verb.index, relation="obl")


def set_off_participle(sentence: Sentence, lexicon: Lexicon) -> Iterable[Token]:
    """ "Left after protests that shook the city, while announcing …": behind a comma the main clause goes on."""
    for clause in sentence.tokens:
        relative = sentence.head(clause)
        if clause.base != "advcl" or clause.tag != "VBG" or relative is None or relative.relation != "acl:relcl":
            continue
        start = sentence.subtree(clause)[0].index
        thing = sentence.child(relative, "nsubj", "nsubj:pass")
        main = next((v for v in sentence.ancestors(relative) if v.pos == "VERB"), None)
        told = lexicon.siding(clause.lemma) or clause.lemma in lexicon.saying
        if main is None or thing is None or thing.lower not in ("that", "which") or not told:
            continue
        if start > relative.index and "," in (sentence.tokens[start].text, sentence.tokens[start - 1].text):
            yield replace(clause, head=main.index)


def object_predicate(sentence: Sentence, _: Lexicon) -> Iterable[Token]:
    """ "Made their pledge contingent on an audit" read as one noun: the adjective is said of the object."""
    for word, link in zip(sentence.tokens[1:], sentence.tokens[2:], strict=False):
        noun = sentence.tokens[word.index - 1]
        made = next((v for v in sentence.ancestors(word) if v.pos == "VERB"), None)
        if word.lower not in DEPENDENT or link.lower not in ("on", "upon") or made is None or made.lemma not in MAKING:
            continue
        if noun.head != word.index or noun.pos not in NOMINAL or word.relation == "xcomp":
            continue
        yield replace(noun, head=word.head, relation=word.relation)
        yield replace(word, head=made.index, relation="xcomp", pos="ADJ", tag="JJ")
        yield from (replace(c, head=noun.index) for c in sentence.children(word) if c.index < noun.index)
        wanted = sentence.head(link)
        if wanted is not None and wanted.index > link.index and link.base == "case":
            yield replace(wanted, head=word.index, relation="obl")
