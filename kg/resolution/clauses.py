"""Clauses: the one nominal form behind "lift sanctions", "sanctions be lifted" and "the lifting of sanctions"."""

from __future__ import annotations

from dataclasses import replace

from kg.resolution.frames import Frame, Words, is_measure, kept_words, nested, nominal_frame, noun_of, split_phrase
from kg.resolution.lexicon import base_form, lexicon

_NOT = ("no", "not", "never")
_CARRYING = ("to", "of", "for", "on", "about", "that")


def read_frame(words: Words) -> Frame | None:
    """The frame of a wording's words, or None when nothing but small words is left of it."""
    negation = next((word.text for word in words if word.text in _NOT), "")
    left = _opened(tuple(word for word in words if word.text not in _NOT))
    if not left:
        return None
    frame = _carried(left) or _passive(left) or _active(left) or _clause(left)
    if frame is None and _is_sentence(left):
        return Frame(head="", tail=kept_words(_opened(words)))
    frame = frame or nominal_frame(left)
    return replace(nested(frame), negation=negation or frame.negation) if frame is not None else None


def _opened(words: Words) -> Words:
    """Without the small words that open it: "that the", "to", "for an immediate"."""
    known, at = lexicon(), 0
    while at < len(words) - 1 and (words[at].text in known.openers | known.small | known.passing):
        at += 1
    return words[at:]


def _is_sentence(words: Words) -> bool:
    """Whether a finite verb or a pronoun shows that words which no rule has read are a clause, left as it stands."""
    known = lexicon()
    end = next((i for i, word in enumerate(words) if i and word.text in known.relatives), len(words))
    is_verb_first = len(words) > 1 and words[0].text in known.bare_verbs and words[1].text not in known.prepositions
    return is_verb_first or any(word.text in known.modals | known.be | known.pronouns for word in words[:end])


def _carried(words: Words) -> Frame | None:
    """What a head that only carries it proposes: "plan to lift sanctions", "call for a ceasefire"."""
    known = lexicon()
    at = next((i for i, word in enumerate(words) if i and word.text in known.prepositions | known.relatives), 0)
    if not at or words[at - 1].text not in known.light_heads or words[at].text not in _CARRYING:
        return None
    return read_frame(words[at + 1 :])


def _passive(words: Words) -> Frame | None:
    """What is before the verb is the thing acted on: "sanctions (should) be lifted"."""
    known = lexicon()
    small = known.modals | known.be | {"to"}
    for at in range(1, len(words) - 1):
        verb, length = _verb(words, at + 1)
        if words[at].text in known.be and verb is not None and not words[at + 1].text.endswith("ing"):
            before = tuple(word for word in words[:at] if word.text not in small)
            return _act(verb, (*before, *words[at + 1 + length :])) if before else None
    return None


def _active(words: Words) -> Frame | None:
    """The verb comes first: "lift sanctions", "lifting sanctions", "phase out coal"."""
    verb, length = _verb(words, 0)
    if verb is None or len(words) <= length or (length == 1 and _is_noun(words, verb)):
        return None
    return _act(verb, words[length:])


def _verb(words: Words, at: int) -> tuple[str | None, int]:
    """The verb that stands at a place, with its particle if it has one, and how many words it takes."""
    if at + 1 < len(words):
        phrasal = base_form(words[at].text, words[at + 1].text)
        if phrasal is not None:
            return phrasal, 2
        if words[at + 1].text in lexicon().particles:
            return None, 1
    return base_form(words[at].text), 1


def _is_noun(words: Words, verb: str) -> bool:
    """Whether a first word that may be a verb is a noun: "release of hostages", "strike at the port", "cut plan"."""
    known = lexicon()
    first, following = words[0].text, words[1].text
    is_listed = first in known.heads or verb in known.light_verbs
    if following in known.prepositions:
        return is_listed
    stop = next((i for i, word in enumerate(words) if word.text in known.prepositions), len(words))
    return first in known.heads and words[stop - 1].text in known.light_before


def _clause(words: Words) -> Frame | None:
    """A subject, then the verb: "Russia (must) withdraw its troops", "for Israel to end the war"."""
    known = lexicon()
    for at in range(1, len(words)):
        if words[at].text in known.relatives:
            return None
        is_marked = words[at].text in known.modals or words[at].text == "to"
        start = at + 1 if is_marked else at
        if start == len(words):
            return None
        verb, length = _verb(words, start)
        if verb is not None and (is_marked or _is_finite(words, at)):
            return _with_agent(_act(verb, words[start + length :]), words[:at], words[start + length :])
    return None


def _is_finite(words: Words, at: int) -> bool:
    """Whether a verb form after names and before its object is the clause's verb: "Hamas releases all hostages"."""
    known = lexicon()
    form, following = words[at].text, words[min(at + 1, len(words) - 1)].text
    return (
        all(word.is_name for word in words[:at])
        and at + 1 < len(words)
        and not form.endswith("ed")
        and following not in known.prepositions
        and (form not in known.heads or following in known.small)
    )


def _with_agent(frame: Frame | None, subject: Words, rest: Words) -> Frame | None:
    """The subject before the thing acted on where that is its own ("its troops"), else behind "by"."""
    agent = kept_words(subject)
    if frame is None or not agent:
        return frame
    is_own = frame.head in lexicon().own
    is_named = all(word.is_name for word in agent)
    if is_named and lexicon().joints.get(frame.head) == "to":
        return replace(frame, modifiers=(*agent, *frame.modifiers))
    if frame.object and is_named and (is_own or (rest and rest[0].text in ("its", "their", "his", "her"))):
        return replace(frame, owners=(*agent, *frame.owners))
    if not frame.object and is_own and is_named:
        return replace(frame, modifiers=agent)
    if not frame.object and not is_named:
        owners, noun = noun_of(agent)
        return replace(frame, object=noun, owners=owners)
    return replace(frame, links=(*frame.links, ("by", agent)))


def _act(verb: str, rest: Words) -> Frame | None:
    """The act that a verb means, upon what follows; a verb that carries nothing leaves what follows."""
    known = lexicon()
    if verb in known.light_verbs:
        return nominal_frame(_opened(rest)) if rest else None
    thing, links, tail = split_phrase(rest)
    owners, noun = _gerund(thing) or noun_of(thing)
    measures = tuple(words[0] for link, words in links if is_measure(link, words))
    links = tuple(one for one in links if not is_measure(*one))
    return Frame(head=known.acts[verb], object=noun, modifiers=measures, owners=owners, links=links, tail=tail)


def _gerund(words: Words) -> tuple[Words, str] | None:
    """An act upon an act: "(cease) enriching uranium"."""
    known = lexicon()
    head = known.acts.get(base_form(words[0].text) or "") if len(words) > 1 and words[0].text.endswith("ing") else None
    if head is None:
        return None
    owners, noun = noun_of(words[1:])
    return owners, f"{head} {known.joints[head]} {noun}"
