"""Questions to a dependency tree: who acts, what is negated, which complement stands where (UD v2 guidelines)."""

from __future__ import annotations

from kg.syntax.tree import Sentence, Token

SUBJECTS = ("nsubj", "nsubj:pass", "nsubj:outer")
RELATIVES = frozenset({"who", "which", "that", "whom", "whose"})
QUANTIFIERS = frozenset({"most", "many", "some", "several", "all", "half", "none", "neither", "both", "each", "few"})
NEGATIONS = frozenset({"not", "n't", "never", "no", "neither", "nor", "nobody", "none", "hardly", "barely"})


def subjects(sentence: Sentence, predicate: Token) -> tuple[Token, ...]:
    """Who does what ``predicate`` says: grammatical subject, passive agent, or the controller of a clause without one.

    Coordinated subjects come one by one, without those ruled out ("but not Italy"); a relative pronoun gives way to its
    noun.
    """
    return tuple(
        c
        for s in _controllers(sentence, predicate, 0)
        for c in sentence.conjuncts(_antecedent(sentence, s))
        if not _is_excluded(sentence, c)
    )


def own_subject(sentence: Sentence, predicate: Token) -> Token | None:
    """The subject that stands in the predicate's own clause, or None; of several the nearest without a preposition."""
    found = sentence.children(predicate, *SUBJECTS)
    bare = [t for t in found if not sentence.children(t, "case")] or list(found)
    left = [t for t in bare if t.index < predicate.index]
    return left[-1] if left else (bare[0] if bare else None)


def is_passive(sentence: Sentence, predicate: Token) -> bool:
    """Whether the clause is passive; a bare participle after a noun ("a plan backed by …") is too."""
    if sentence.child(predicate, "aux:pass", "nsubj:pass") is not None:
        return True
    return (
        predicate.tag == "VBN" and predicate.relation in ("acl", "advcl") and sentence.child(predicate, "aux") is None
    )


def agents(sentence: Sentence, predicate: Token) -> tuple[Token, ...]:
    """The "by" phrase of a passive, coordination split."""
    found = [
        t for t in sentence.children(predicate, "obl") if t.relation == "obl:agent" or preposition(sentence, t) == "by"
    ]
    return tuple(c for t in found for c in sentence.conjuncts(t))


def _is_excluded(sentence: Sentence, conjunct: Token) -> bool:
    return conjunct.base == "conj" and any(t.lower == "not" for t in sentence.children(conjunct, "advmod", "cc"))


def is_negated(sentence: Sentence, predicate: Token) -> bool:
    """Whether the predicate, or the subject or object with "no", is negated (an even number of times counts as not)."""
    marks = [t for t in sentence.children(predicate, "advmod", "cc", "det") if t.lower in NEGATIONS]
    marks += [
        t
        for t in sentence.children(predicate, "advmod")
        if t.lower == "longer" and any(n.lower == "no" for n in sentence.children(t))
    ]
    arguments = sentence.children(predicate, "nsubj", "obj")
    marks += [
        d for a in arguments for d in sentence.children(a, "det", "cc", "advmod")[:1] if d.lower in ("no", "neither")
    ]
    marks += [a for a in arguments if a.lower in ("nobody", "none", "nothing", "neither")]
    return len(marks) % 2 == 1


def auxiliaries(sentence: Sentence, predicate: Token) -> tuple[str, ...]:
    """The lower-cased modal and other auxiliaries, those of the first conjunct included when there is none here."""
    found = tuple(t.lower for t in sentence.children(predicate, "aux"))
    governor = sentence.head(predicate)
    if not found and predicate.base == "conj" and governor is not None and own_subject(sentence, predicate) is None:
        return auxiliaries(sentence, governor)
    return found


def particle(sentence: Sentence, verb: Token) -> str:
    """The verb's particle ("out" of "rule out"), or an empty string."""
    found = sentence.child(verb, "compound:prt")
    return found.lower if found is not None else ""


def preposition(sentence: Sentence, token: Token) -> str:
    """The words of the preposition or subordinator that introduces ``token``: "in exchange for", "if", "only if"."""
    marks = [t for t in sentence.children(token, "case", "mark") if t.index < token.index and t.lower != "to"]
    if not marks:
        first = [t for t in sentence.children(token, "case") if t.index < token.index]
        return first[0].lower if first else ""
    words: list[Token] = []
    for mark in marks:
        words.extend(t for t in sentence.subtree(mark) if t.pos != "PUNCT")
    return " ".join(t.lower for t in words)


def is_infinitive(sentence: Sentence, predicate: Token) -> bool:
    """Whether a "to" marks the clause."""
    return any(t.lower == "to" for t in sentence.children(predicate, "mark"))


def is_clause(sentence: Sentence, token: Token) -> bool:
    """Whether the token heads a clause: a verb, or a predicate with a copula."""
    return token.pos in ("VERB", "AUX") or sentence.child(token, "cop") is not None


def _controllers(sentence: Sentence, predicate: Token, depth: int) -> tuple[Token, ...]:
    if depth > 6:
        return ()
    if is_passive(sentence, predicate):
        return agents(sentence, predicate)
    own = own_subject(sentence, predicate)
    if own is not None and own.lower != "there":
        return (own,)
    governor = sentence.head(predicate)
    if governor is None:
        return ()
    if predicate.relation in ("acl", "acl:relcl"):
        return (governor,) if predicate.tag in ("VBG", "VBN") or predicate.relation == "acl:relcl" else ()
    if predicate.base == "xcomp":
        addressee = _addressee(sentence, governor)
        return (addressee,) if addressee is not None else _controllers(sentence, governor, depth + 1)
    if predicate.base in ("conj", "advcl", "ccomp", "parataxis", "cop", "aux", "dep"):
        return _controllers_of_governor(sentence, governor, depth)
    return ()


def _controllers_of_governor(sentence: Sentence, governor: Token, depth: int) -> tuple[Token, ...]:
    if is_passive(sentence, governor):
        shown = sentence.child(governor, "nsubj:pass")
        return agents(sentence, governor) or ((shown,) if shown is not None else ())
    return _controllers(sentence, governor, depth + 1)


def _addressee(sentence: Sentence, governor: Token) -> Token | None:
    """Whom the governor moves to do something: the object, or the "on" phrase of "call on X to …"."""
    found = sentence.child(governor, "obj", "iobj")
    if found is not None:
        return found
    return next((t for t in sentence.children(governor, "obl") if preposition(sentence, t) in ("on", "upon")), None)


def _antecedent(sentence: Sentence, token: Token) -> Token:
    """The noun that a relative pronoun stands for; any other token is its own."""
    if token.lower in QUANTIFIERS:
        whole = next((n for n in sentence.children(token, "nmod") if preposition(sentence, n) == "of"), None)
        return whole if whole is not None else token
    if token.lower not in RELATIVES or token.pos not in ("PRON", "SCONJ", "DET"):
        return token
    for above in sentence.ancestors(token):
        if above.relation == "acl:relcl":
            noun = sentence.head(above)
            return noun if noun is not None else token
    return token
