"""The proposals of a frame: its complement unwrapped from plans and support, empty shells left out."""

from __future__ import annotations

from kg.extraction.complements import is_actor
from kg.extraction.lexicon import Frame, frames, words
from kg.extraction.proposals import Phrase, phrases
from kg.extraction.reading import Reading
from kg.model import Act, Stance
from kg.syntax.clauses import is_infinitive, own_subject, preposition
from kg.syntax.tree import Sentence, Token


def framed_phrases(reading: Reading, number: int, content: tuple[Token, ...], frame: Frame) -> tuple[Phrase, ...]:
    """The proposals under the content; a bare infinitive or a noun's clause keeps no subject."""
    sentence = reading.sentences[number]
    found: list[Phrase] = []
    for head in (h for c in content for h in _unwrapped(sentence, c, frame)):
        subject = own_subject(sentence, head)
        shown = head.base == "ccomp" or (subject is not None and not is_actor(reading, number, subject))
        of_noun = sentence.head(head) if frame.kind == "noun" and _is_amount(sentence, head) else None
        found.extend(phrases(sentence, of_noun or head, with_subject=shown))
    return tuple(p for p in found if _says_something(sentence, p) and not _is_party(reading, number, p))


def _is_amount(sentence: Sentence, head: Token) -> bool:
    """Whether nothing but a number and its unit stands there: of "an offer of 4.5 percent" the offer is the thing."""
    solid = [t for t in sentence.subtree(head) if t.pos not in ("PUNCT", "ADP", "DET")]
    return any(t.pos == "NUM" for t in solid) and all(
        t.pos in ("NUM", "SYM") or t.lemma in ("percent", "per", "cent", "dollar", "euro", "pound") for t in solid
    )


def _says_something(sentence: Sentence, phrase: Phrase) -> bool:
    """Whether the words name something: "plans" alone do not, "the plan" does."""
    if len(phrase.tokens) > 1 or phrase.head.lemma not in words("deals", "shells"):
        return True
    return any(d.lower in ("the", "this", "that", "these") for d in sentence.children(phrase.head, "det"))


def _is_party(reading: Reading, number: int, phrase: Phrase) -> bool:
    """Whether a coordinated part is the name of an actor: "and so does Italy" is no proposal."""
    return phrase.head.pos == "PROPN" and is_actor(reading, number, phrase.head)


def _unwrapped(sentence: Sentence, head: Token, frame: Frame) -> tuple[Token, ...]:
    """ "To gain backing for P", "put forward a plan to P": what is wanted is P."""
    if head.pos == "NOUN" and frame.kind == "verb" and frame.stance is Stance.SUPPORTS:
        return _carried(sentence, head) or (head,)
    if head.lemma in words("light", "working"):
        purposes = tuple(t for t in sentence.children(head, "advcl", "xcomp") if is_infinitive(sentence, t))
        return purposes or (head,)
    topic = sentence.child(head, "obj")
    if topic is None or head.lemma not in words("light", "winning"):
        return (head,)
    if not any(f.stance is Stance.SUPPORTS and f.act is Act.SUPPORTS for f in frames().get(topic.lemma, ())):
        return (head,)
    inner = [t for t in sentence.children(topic, "nmod", "obl") if preposition(sentence, t) in ("for", "of", "to")]
    return tuple(inner) or (head,)


def _carried(sentence: Sentence, noun: Token) -> tuple[Token, ...]:
    """What a plan, proposal or call is for: its infinitive or its "for" phrase."""
    own = next((f for f in frames().get(noun.lemma, ()) if f.kind == "noun"), None)
    if own is None or own.stance is not Stance.SUPPORTS:
        return ()
    infinitives = tuple(t for t in sentence.children(noun, "acl") if is_infinitive(sentence, t))
    return infinitives or tuple(t for t in sentence.children(noun, "nmod") if preposition(sentence, t) == "for")
