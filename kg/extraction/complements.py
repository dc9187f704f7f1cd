"""Where a frame's proposal stands in the tree: object, to-infinitive, that-clause, gerund or a prepositional phrase."""

from __future__ import annotations

from kg.extraction.lexicon import Frame, frames, is_action, words
from kg.extraction.names import singular
from kg.extraction.reading import Reading
from kg.model import Act, ActorKind
from kg.resolution import is_group_noun, look_up, role
from kg.syntax.clauses import auxiliaries, is_clause, is_infinitive, is_passive, own_subject, preposition
from kg.syntax.tree import Sentence, Token

FACTIVE = frozenset({Act.WELCOMES, Act.CRITICIZES, Act.CONDEMNS, Act.DENIES, Act.OPPOSES, Act.REJECTS})
MOVING = frozenset({Act.URGES, Act.DEMANDS, Act.ACCEPTS})
NOMINAL = ("NOUN", "PROPN", "NUM", "ADJ", "X", "VERB", "DET", "PRON", "SYM")


def content_of(reading: Reading, number: int, predicate: Token, frame: Frame) -> tuple[Token, ...]:
    """The heads of what the frame is about, by the frame's own order of preference; empty when nothing stands there."""
    sentence = reading.sentences[number]
    if frame.kind == "verb" and token_is_attribute(predicate):
        noun = sentence.head(predicate)
        agreed = noun is not None and noun.lemma in words("deals", "nouns") | words("deals", "negotiables")
        return (noun,) if noun is not None and agreed and "obj" in frame.content else ()
    if frame.kind == "verb" and is_passive(sentence, predicate):
        return _passive_content(reading, number, predicate, frame)
    for place in frame.content:
        found = _at(sentence, predicate, place)
        if place == "xcomp" and frame.act not in MOVING and _objects(sentence, predicate):
            found = tuple(t for t in found if t.base != "advcl")  # "proposing measures to finance schools": a purpose
        if place == "ccomp" and frame.act not in FACTIVE:
            found = tuple(t for t in found if _is_irrealis(sentence, t))
        found = found or (_adjacent(sentence, predicate, place) if frame.kind == "noun" else ())
        found = tuple(t for t in found if _fits(reading, number, t, frame))
        if found:
            return (*found, *_spelled_out(sentence, predicate)) if place == "obj" else found
    return ()


def _is_irrealis(sentence: Sentence, clause: Token) -> bool:
    """Whether a that-clause says what is to be ("that he resign", "that it must end"), not what is or was."""
    modals = words("modals", "must") | words("modals", "will") | words("modals", "must_verbs")
    auxiliary = set(auxiliaries(sentence, clause))
    if auxiliary & modals or clause.lemma in words("modals", "must_verbs"):
        return True
    bare = clause.tag == "VB" or "be" in auxiliary or any(c.lower == "be" for c in sentence.children(clause, "cop"))
    return clause.tag == "VBG" or (bare and not auxiliary & (words("modals", "may") | {"do", "does", "did"}))


def _adjacent(sentence: Sentence, noun: Token, place: str) -> tuple[Token, ...]:
    """A noun's complement that the parser hung on the verb: "expressed support | for a ceasefire"."""
    governor = sentence.head(noun)
    if governor is None or noun.base not in ("obj", "obl", "nsubj"):
        return ()
    end = sentence.subtree(noun)[-1].index
    return tuple(t for t in _at(sentence, governor, place) if sentence.subtree(t)[0].index == end + 1)


def _spelled_out(sentence: Sentence, predicate: Token) -> tuple[Token, ...]:
    """What a demand says in full after its object: "seeks guarantees, specifically that …"."""
    return tuple(
        t
        for t in sentence.children(predicate, "parataxis", "ccomp", "appos")
        if any(m.lower == "that" for m in sentence.children(t, "mark"))
    )


def token_is_attribute(predicate: Token) -> bool:
    """Whether a participle stands before its noun: "the proposed acquisition"."""
    return predicate.relation == "amod" and predicate.tag == "VBN"


def _passive_content(reading: Reading, number: int, predicate: Token, frame: Frame) -> tuple[Token, ...]:
    """In the passive the proposal is the subject ("was rejected by") or the noun it modifies ("a plan backed by")."""
    sentence = reading.sentences[number]
    for place in frame.content:
        clauses = _at(sentence, predicate, place) if place in ("xcomp", "ccomp") else ()
        if clauses and (place == "xcomp" or _is_irrealis(sentence, clauses[0])):
            return clauses
    if "obj" not in frame.content:
        return ()
    shown = own_subject(sentence, predicate)
    if shown is None and predicate.base == "acl":
        shown = sentence.head(predicate)
    if shown is None:
        return ()
    return (shown,) if _fits(reading, number, shown, frame) else ()


def _at(sentence: Sentence, predicate: Token, place: str) -> tuple[Token, ...]:
    if place == "obj":
        return _objects(sentence, predicate)
    if place == "xcomp":
        return tuple(t for t in sentence.children(predicate, "xcomp", "ccomp", "advcl") if _is_to_clause(sentence, t))
    if place == "to-inf":
        return tuple(
            t for t in sentence.children(predicate, "acl", "xcomp", "advcl", "ccomp") if _is_to_clause(sentence, t)
        )
    if place == "ccomp":
        return tuple(t for t in sentence.children(predicate, "ccomp") if not is_infinitive(sentence, t))
    if place == "that":
        return tuple(
            t
            for t in sentence.children(predicate, "acl", "ccomp", "appos")
            if any(m.lower == "that" for m in sentence.children(t, "mark"))
        )
    if place == "ger":
        return tuple(
            t for t in sentence.children(predicate, "xcomp", "ccomp", "advcl", "obj") if _is_gerund(sentence, t)
        )
    wanted = {"in-favour-of": ("in favour of", "in favor of"), "out-of": ("out of",)}.get(place, (place,))
    found: list[Token] = []
    for t in sentence.children(predicate, "obl", "nmod", "advcl", "acl", "xcomp", "obj", "ccomp"):
        introduced = preposition(sentence, t)
        if introduced in wanted or (place == "to" and _is_to_phrase(sentence, t)):
            found.append(t)
    return tuple(found)


def _objects(sentence: Sentence, predicate: Token) -> tuple[Token, ...]:
    found = [t for t in sentence.children(predicate, "obj") if not _is_count(sentence, t)]
    if predicate.relation == "acl:relcl" and not found:
        noun = sentence.head(predicate)
        shown = own_subject(sentence, predicate)
        if noun is not None and shown is not None and shown.lower not in ("who", "which", "that"):
            found.append(noun)
    return tuple(
        noun if t.lower in ("which", "that") and (noun := _antecedent(sentence, predicate)) else t for t in found
    )


def _is_count(sentence: Sentence, token: Token) -> bool:
    """How the votes fell: "voted 9-6", "voted 9 to 6"."""
    return token.pos == "NUM" and any(c.pos == "NUM" for c in sentence.children(token))


def _antecedent(sentence: Sentence, predicate: Token) -> Token | None:
    for above in (predicate, *sentence.ancestors(predicate)):
        if above.relation == "acl:relcl":
            return sentence.head(above)
    return None


def _is_gerund(sentence: Sentence, token: Token) -> bool:
    """Whether "-ing" is the complement ("proposes holding talks"), not a clause set off by a comma."""
    if token.tag != "VBG" or preposition(sentence, token):
        return False
    before = next(t for t in sentence.subtree(token) if t.pos != "PUNCT").index - 1
    return token.base != "advcl" or (before >= 0 and sentence.tokens[before].text not in (",", "—", "–"))


def _is_to_clause(sentence: Sentence, token: Token) -> bool:
    if not is_clause(sentence, token):
        return False
    if is_infinitive(sentence, token):
        return not any(m.lower in ("in", "so") for m in sentence.children(token, "mark"))
    return token.base == "xcomp" and token.tag == "VB"


def _is_to_phrase(sentence: Sentence, token: Token) -> bool:
    return any(c.lower == "to" for c in sentence.children(token, "case")) or (
        token.tag == "VBG" and any(c.lower == "to" for c in sentence.children(token, "mark", "case"))
    )


def _fits(reading: Reading, number: int, token: Token, frame: Frame) -> bool:
    """Whether the head can be a proposal: no actor, no feeling, and for deeds a thing that parties deal over."""
    sentence = reading.sentences[number]
    if is_clause(sentence, token) and token.pos != "NOUN":
        return frame.act not in (Act.REFUSES, Act.AGREES) or token.lemma not in words("nothing", "idle")
    if token.pos not in NOMINAL:
        return False
    if token.lower in ("it", "this", "that", "them", "so"):
        return frame.object in ("any", "thing") and not frame.deed
    if token.pos == "PRON":
        return False
    if token.lemma in words("nothing", "feelings") or (token.tag == "NNP" and token.lower in words("time", "words")):
        return False
    if frame.agent and not is_action(token):
        return False  # "a supporter of the club" takes no side in a negotiation
    if is_actor(reading, number, token) or _is_reciprocal(sentence, token):
        return False
    if frame.object == "negotiable":
        return is_action(token) or any(f.kind == "noun" for f in frames().get(token.lemma, ()))
    if frame.object == "deal":
        return token.lemma in words("deals", "nouns") or is_document_name(token)
    if frame.object == "permission":
        return token.lemma in words("deals", "permission")
    if frame.deed:
        return is_action(token)
    return True


def _is_reciprocal(sentence: Sentence, token: Token) -> bool:
    return token.lower in ("other", "another") and any(
        d.lower in ("each", "one") for d in sentence.children(token, "det")
    )


def is_actor(reading: Reading, number: int, token: Token) -> bool:
    """Whether the noun stands for an actor rather than for a thing."""
    if token.pos in ("NOUN", "PROPN") and (is_document_name(token) or _is_deployable(reading, number, token)):
        return False
    if any(d.lower in ("a", "an") for d in reading.sentences[number].children(token, "det")) and token.pos == "NOUN":
        return role(token.lower) is not None and not is_group_noun(token.lower)
    if token.entity == "PERSON" or role(token.lower) is not None or token.lemma in words("nothing", "crowds"):
        return True
    found = reading.discourse.who(number, token)
    return any(m.kind in (ActorKind.PERSON, ActorKind.STATE) or look_up(m.name) is not None for m in found)


def _is_deployable(reading: Reading, number: int, token: Token) -> bool:
    """Unnamed observers, troops or missions are what parties deal over, though they are people."""
    found = reading.discourse.who(number, token)
    return (
        token.pos == "NOUN"
        and singular(token.lower) in words("deals", "measures")
        and all(m.kind is ActorKind.GROUP for m in found)
    )


def is_document_name(token: Token) -> bool:
    """Whether the head names an agreement or measure: "… Treaty", "… Agreement", "… Act"."""
    return token.lower in words("deals", "nouns") or token.lemma in words("deals", "nouns")
