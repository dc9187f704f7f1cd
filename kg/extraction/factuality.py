"""Whether what a clause says is taken back by the words around it: denied, left unsaid, given up, or counterfactual.

After Saurí and Pustejovsky (2009), FactBank: the factuality of an event is what its embedding predicates, polarity and
modals leave of it. What is taken back here is nobody's position; that the denier holds the opposite is not said.
"""

from __future__ import annotations

from kg.extraction.lexicon import base_forms, frames, words
from kg.model import Stance
from kg.syntax.clauses import auxiliaries, is_negated, particle, preposition
from kg.syntax.tree import Sentence, Token


def is_taken_back(sentence: Sentence, token: Token) -> bool:
    """Whether the stance that ``token`` tells is not asserted by anybody in the sentence."""
    if is_counterfactual(sentence, token) or _is_neither_way(sentence, token):
        return True
    node, governor = token, sentence.head(token)
    while governor is not None:
        if _denies(sentence, governor, node) or _leaves_unsaid(sentence, governor, node):
            return True
        if node.base in ("advcl", "xcomp", "obl") and governor.lemma == "far" and preposition(sentence, node) == "from":
            return True
        if node is token and _gives_up(sentence, governor, node):
            return True
        node, governor = governor, sentence.head(governor)
    return False


def is_counterfactual(sentence: Sentence, token: Token) -> bool:
    """ "Would have supported it": did not (Quirk et al. 1985, 14.23); "should have" is criticism and stays."""
    found = auxiliaries(sentence, token) if token.tag == "VBN" else ()
    return "have" in found and bool({"would", "could", "might"} & set(found))


def _is_neither_way(sentence: Sentence, token: Token) -> bool:
    """ "Neither supported nor opposed it": of two opposite stances neither is taken."""
    first = sentence.head(token) if token.base == "conj" else token
    if first is None or not any(t.lower == "neither" for t in sentence.children(first)):
        return False
    joined = (first, *(t for t in sentence.children(first, "conj")))
    stances = [{f.stance for form in base_forms(t.lower, t.lemma) for f in frames().get(form, ())} for t in joined]
    return len(stances) > 1 and len(set[Stance]().union(*stances)) > 1


def _denies(sentence: Sentence, governor: Token, clause: Token) -> bool:
    """ "It is not true that", "it is false that", "there is no suggestion that"."""
    if clause.base not in ("csubj", "ccomp", "acl", "advcl"):
        return False
    if governor.lemma in words("factuality", "false"):
        return not is_negated(sentence, governor)
    return governor.lemma in words("factuality", "true") and is_negated(sentence, governor)


def _leaves_unsaid(sentence: Sentence, governor: Token, clause: Token) -> bool:
    """ "Does not say that he opposes it": a verb of saying that is negated."""
    said = set(base_forms(governor.lower, governor.lemma)) & words("factuality", "saying")
    return clause.base == "ccomp" and governor.pos == "VERB" and bool(said) and is_negated(sentence, governor)


def _gives_up(sentence: Sentence, governor: Token, noun: Token) -> bool:
    """ "Backed down from its demand", "stepped back from a threat"."""
    if noun.base != "obl" or preposition(sentence, noun) not in ("from", "on"):
        return False
    extra = particle(sentence, governor) or next((t.lower for t in sentence.children(governor, "advmod")), "")
    return any(
        verb in words("factuality", "retreating")
        for form in base_forms(governor.lower, governor.lemma)
        for verb in (form, f"{form} {extra}")
    )
