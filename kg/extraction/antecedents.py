"""The search for an antecedent: the most recent actors that fit.

Heuristics after Lappin and Leass (1994): nearer sentences first, subjects before other arguments.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kg.extraction.register import Register, Seen
from kg.model import Mention
from kg.syntax.tree import Sentence, Token

WINDOW = 6  # sentences to look back


def most_recent(
    register: Register,
    sentences: Sequence[Sentence],
    number: int,
    token: Token,
    fits: Callable[[Mention], bool],
    *,
    many: bool,
    near: int = WINDOW,
) -> tuple[int, ...]:
    """The most recent actors that fit: within the sentence from the governor outwards, then sentence by sentence."""
    here = sentences[number]
    inner = [s for s in register.seen if s.sentence == number and s.token < token.index]
    inner = [s for s in inner if not _same_clause(here.tokens[s.token], token)]
    for candidates in (inner, *_earlier(register, number, near)):
        ordered = [s for s in candidates if s.is_subject] + [s for s in reversed(candidates) if not s.is_subject]
        if many:
            joined = _joined(register, sentences, ordered, fits, near_any=near > WINDOW)
            if joined:
                return joined
            continue
        for place in ordered:
            fitting = tuple(a for a in place.actors if fits(register.actors[a]))
            if len(fitting) == 1 and len(place.actors) == 1:
                return fitting
    return ()


def _earlier(register: Register, number: int, near: int) -> list[list[Seen]]:
    rows: dict[int, list[Seen]] = {}
    for place in reversed(register.seen):
        if place.sentence < number - near:
            break
        if place.sentence < number:
            rows.setdefault(place.sentence, []).insert(0, place)
    return [rows[n] for n in sorted(rows, reverse=True)]


def _joined(
    register: Register,
    sentences: Sequence[Sentence],
    places: list[Seen],
    fits: Callable[[Mention], bool],
    *,
    near_any: bool,
) -> tuple[int, ...]:
    """Two or more actors that stand together: coordinated, meant by a plural, or subject and "with" phrase."""
    for place in places:
        if len(place.actors) > 1 and all(fits(register.actors[a]) for a in place.actors):
            return place.actors
    by_head: dict[tuple[int, int], list[int]] = {}
    for place in sorted(places, key=lambda p: p.token):
        sentence = sentences[place.sentence]
        token = sentence.tokens[place.token]
        top = token
        while top.base == "conj":
            top = sentence.tokens[top.head]
        if all(fits(register.actors[a]) for a in place.actors):
            by_head.setdefault((place.sentence, top.index), []).extend(place.actors)
    leading = {(p.sentence, p.token) for p in places if p.is_subject}
    for place_of_head in sorted(by_head, key=lambda at: at not in leading):
        if len(set(by_head[place_of_head])) > 1 and (place_of_head in leading or near_any):
            return tuple(dict.fromkeys(by_head[place_of_head]))
    subjects = [p for p in places if p.is_subject and all(fits(register.actors[a]) for a in p.actors)]
    others = [p for p in places if not p.is_subject and all(fits(register.actors[a]) for a in p.actors)]
    if subjects and others and near_any:
        pair = dict.fromkeys((*subjects[0].actors, *others[-1].actors))
        if len(pair) > 1:
            return tuple(pair)
    return ()


def _same_clause(candidate: Token, pronoun: Token) -> bool:
    """Whether both are arguments of one verb, where a plain pronoun cannot mean the other (Chomsky's principle B)."""
    return (
        candidate.head == pronoun.head
        and candidate.base in ("nsubj", "obj", "obl", "iobj")
        and pronoun.relation != "nmod:poss"
    )
