"""Stances by frames: a verb, noun or adjective that takes a side, its holder and its proposal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.extraction.claims import Claim, opposite
from kg.extraction.complements import content_of, is_actor
from kg.extraction.factuality import is_taken_back
from kg.extraction.framed import framed_phrases
from kg.extraction.holders import holders_of_noun, holders_of_verb, owners_of_noun
from kg.extraction.lexicon import KINDS, Frame, base_forms, frames, words
from kg.extraction.names import singular
from kg.extraction.proposals import DETERMINERS, Phrase, phrases
from kg.extraction.reading import Reading
from kg.model import Act, ActorKind, Mention, Modality, Stance
from kg.syntax.clauses import (
    agents,
    auxiliaries,
    is_clause,
    is_negated,
    own_subject,
    particle,
    preposition,
)
from kg.syntax.tree import Sentence, Token

SIDES = {
    "against": Stance.OPPOSES,
    "behind": Stance.SUPPORTS,
    "in favour of": Stance.SUPPORTS,
    "in favor of": Stance.SUPPORTS,
}
UNREAL = frozenset({"if", "unless", "whether", "as if", "as though", "in case", "lest"})
ASKING = frozenset({"what", "how", "why", "whether", "where", "when"})
OUTRIGHT = frozenset(
    {Act.REJECTS, Act.OPPOSES, Act.REFUSES, Act.WITHDRAWS, Act.VOTES_AGAINST, Act.VETOES, Act.CONDEMNS}
)

UNREALISED = frozenset({Act.DEMANDS, Act.URGES, Act.PROPOSES, Act.OFFERS, Act.PLANS, Act.THREATENS})


def frame_claims(reading: Reading, number: int) -> Iterator[Claim]:
    """Every claim that a stance frame of the lexicon makes in one sentence, in text order."""
    sentence = reading.sentences[number]
    earlier: list[Claim] = []
    for token in sentence.tokens:
        found = frames_of(sentence, token)
        if not found or is_unreal(sentence, token) or _is_withheld(sentence, token):
            continue
        for frame in found:
            claim = _claim(reading, number, token, frame)
            if claim is None:
                continue
            claim = _under_outer(claim, earlier)
            if claim is not None:
                claim = _same_stance(sentence, claim, earlier[-1] if earlier else None)
            if claim is not None:
                earlier.append(claim)
                yield claim
            break


def prepositional_claims(reading: Reading, number: int) -> Iterator[Claim]:
    """ "Most residents are against the wind farm", "Portugal is behind the plan", "they are in favour of a cap"."""
    sentence = reading.sentences[number]
    for token in sentence.tokens:
        stance = SIDES.get(preposition(sentence, token)) if _is_said_of_subject(sentence, token) else None
        if stance is None or is_unreal(sentence, token) or is_actor(reading, number, token):
            continue
        holders = holders_of_verb(reading, number, token)
        if holders:
            negated = is_negated(sentence, token)
            yield Claim(
                sentence=number,
                predicate=token,
                holders=holders,
                stance=opposite(stance) if negated else stance,
                act=Act.SUPPORTS if (stance is Stance.SUPPORTS) != negated else Act.OPPOSES,
                phrases=tuple(_affirmed(p) for p in phrases(sentence, token, with_subject=False)),
                rule=f"preposition:{preposition(sentence, token)}",
                confidence=0.75,
            )


def _is_said_of_subject(sentence: Sentence, token: Token) -> bool:
    """Whether a form of *be* stands before the preposition: "are against the ban", "are against banning it"."""
    side = sentence.child(token, "mark") if token.tag == "VBG" else None
    being = sentence.child(token, "aux")
    gerund = side is not None and being is not None and being.lemma == "be" and being.index < side.index
    return gerund or sentence.child(token, "cop") is not None


def _affirmed(phrase: Phrase) -> Phrase:
    """Without the negation that turned the stance: "was [not] against the ban"."""
    kept = tuple(t for t in phrase.tokens if t.lower not in ("not", "n't", "n’t", "never"))
    kept = kept[1:] if len(kept) > 1 and kept[0].lower in DETERMINERS else kept
    return replace(phrase, tokens=kept, negated=False)


def frames_of(sentence: Sentence, token: Token) -> tuple[Frame, ...]:
    """The lexicon's frames for a word, particle included; a verb with a particle has no other frame."""
    extra = particle(sentence, token) or _next_adverb(sentence, token)
    forms = base_forms(token.lower, token.lemma)
    if token.tag == "VBN" and sentence.child(token, "aux:pass") is not None and not agents(sentence, token):
        forms = (token.lower, *forms)  # "is prepared to", "is opposed to"
    found = next((f for form in forms if (f := frames().get(f"{form} {extra}", ()))), ())
    if not found and not particle(sentence, token):
        found = next((f for form in forms if (f := frames().get(form, ()))), ())
    return tuple(f for f in found if _is_kind(token, f) and (f.kind != "adjective" or _is_predicate(sentence, token)))


def _is_kind(token: Token, frame: Frame) -> bool:
    """Whether the word is used as the frame's part of speech; an adjective may be a participle ("committed")."""
    if frame.kind == "adjective" and token.pos == "VERB":
        return token.tag == "VBN"
    return token.pos in KINDS[frame.kind] or (frame.kind == "verb" and token.relation == "amod" and token.tag == "VBN")


def is_unreal(sentence: Sentence, token: Token) -> bool:
    """Whether the word stands in an if-clause, a question, a guess about what others may do, or is taken back."""
    if _is_asked(sentence, token) or is_taken_back(sentence, token):
        return True
    node: Token | None = token
    while node is not None:
        if node.base in ("advcl", "ccomp", "acl") and preposition(sentence, node) in UNREAL:
            return True
        if node.base in ("ccomp", "xcomp", "csubj") and any(c.lower in ASKING for c in sentence.children(node)):
            return True
        governor = sentence.head(node)
        guessed = node.base in ("ccomp", "xcomp") and governor is not None
        if guessed and governor is not None and governor.lemma in words("speech", "guessing"):
            return True
        node = governor
    return False


def _is_asked(sentence: Sentence, token: Token) -> bool:
    """Whether a question mark ends the sentence, or the quotation in it, that the word stands in."""
    for after in sentence.tokens[token.index :]:
        if after.text == "?":
            return True
        if after.text in (".", "!", "”", '"', "’") and after.index > token.index:
            return False
    return False


def _claim(reading: Reading, number: int, token: Token, frame: Frame) -> Claim | None:
    sentence = reading.sentences[number]
    content = content_of(reading, number, token, frame)
    if not content:
        return None
    if token.relation == "amod":
        holders = owners_of_noun(reading, number, content[0])
    elif frame.agent:
        holders = reading.who(number, token) or reading.described(number, token)
    elif frame.kind == "noun":
        holders = holders_of_noun(reading, number, token, content)
    else:
        holders = holders_of_verb(reading, number, token, of_adjective=frame.kind == "adjective")
    found = framed_phrases(reading, number, content, frame)
    if not holders or not found or _is_forecast(reading, number, token, holders):
        return None
    if frame.modality is not Modality.ASSERTED and all(m.kind is ActorKind.GROUP and _is_crowd(m) for m in holders):
        return None
    if frame.first_person and not _offers(sentence, token):
        return None
    negated = is_negated(sentence, token) != _is_turned(sentence, token)
    if negated and frame.act in (Act.STATES, Act.WARNS):
        return None
    stance = opposite(frame.stance) if negated else frame.stance
    return _by_polarity(
        Claim(
            sentence=number,
            predicate=token,
            holders=holders,
            stance=stance,
            act=_negated_act(frame, stance) if negated else frame.act,
            phrases=found,
            rule=f"frame:{frame.kind}:{frame.word}",
            modality=Modality.DENIED if negated else _modality(sentence, token, frame),
            confidence=(0.6 if frame.deed else 0.8) * (0.8 if negated else 1.0),
        )
    )


def _by_polarity(claim: Claim) -> Claim:
    """A claim whose proposals are all negated ("agreed not to deploy") turns its stance and drops the negation."""
    if claim.phrases and all(p.negated for p in claim.phrases):
        return replace(claim, stance=opposite(claim.stance))
    return claim


def _same_stance(sentence: Sentence, claim: Claim, last: Claim | None) -> Claim:
    """ "… a stance supported by the Kremlin": the proposal of the claim before, with its stance kept or turned."""
    heads = [p.head for p in claim.phrases]
    if last is None or len(heads) != 1:
        return claim
    if heads[0].base == "appos" and heads[0].lemma in words("anaphors", "things"):
        return replace(claim, phrases=last.phrases, rule=f"same-thing:{heads[0].lemma}")
    if heads[0].lemma not in words("anaphors", "nouns"):
        return claim
    if heads[0].base not in ("appos", "parataxis", "conj", "root", "dep") and not sentence.child(heads[0], "det"):
        return claim
    stance = last.stance if claim.stance is Stance.SUPPORTS else opposite(last.stance)
    return replace(claim, stance=stance, phrases=last.phrases, rule=f"same-stance:{heads[0].lemma}")


def _under_outer(claim: Claim, earlier: list[Claim]) -> Claim | None:
    """A frame inside another's proposal is told by the outer one, unless the same holder says no outright in it.

    What is only demanded, planned or proposed is not yet anybody's position: "urged Rwanda to end its support".
    """
    for outer in earlier:
        at_head = any(p.head.index == claim.predicate.index for p in outer.phrases)
        inside = any(t.index == claim.predicate.index for p in outer.phrases for t in p.tokens)
        if not inside or outer.predicate.index == claim.predicate.index:
            continue
        shared = _shared(outer.holders, claim.holders)
        if shared and at_head and claim.act in OUTRIGHT and outer.act is not Act.THREATENS:
            return claim if outer.stance is Stance.SUPPORTS else None
        if (shared and at_head) or (outer.act in UNREALISED and outer.stance is Stance.SUPPORTS):
            return None
    return claim


def _shared(one: tuple[Mention, ...], other: tuple[Mention, ...]) -> bool:
    return bool({m.name for m in one} & {m.name for m in other})


def _is_turned(sentence: Sentence, token: Token) -> bool:
    """Whether a word above turns the meaning: "denied that Oman had agreed", "withdrew its support"."""
    governor = sentence.head(token)
    if governor is None:
        return False
    if token.base == "ccomp" and governor.lemma == "deny":
        return True
    return token.base == "obj" and governor.lemma in words("light", "turning")


def _is_withheld(sentence: Sentence, token: Token) -> bool:
    """ "Failed to agree", "stopped short of endorsing", "avoided condemning": no stance is taken."""
    governor = sentence.head(token)
    if governor is None or token.base not in ("xcomp", "advcl", "ccomp", "obl"):
        return False
    if governor.lemma == "stop":
        return any(t.lower == "short" for t in sentence.children(governor))
    return governor.lemma in words("negation", "verbs") and (token.base == "xcomp" or token.tag == "VBG")


def _is_forecast(reading: Reading, number: int, token: Token, holders: tuple[Mention, ...]) -> bool:
    """Whether "may", "might" or "could" make it a guess about somebody who is not the speaker."""
    sentence = reading.sentences[number]
    if not set(auxiliaries(sentence, token)) & words("modals", "may"):
        return False
    if is_negated(sentence, token):
        return False  # "cannot accept" refuses
    speaker = reading.speaker(number, token)
    return not _shared(speaker, holders)


def _is_crowd(holder: Mention) -> bool:
    """People in general, who want and seek things but take no part in negotiations."""
    return bool({singular(w) for w in holder.name.lower().split()} & words("nothing", "crowds"))


def _offers(sentence: Sentence, token: Token) -> bool:
    """Whether it is the speaker's own offer: "we can talk about", "I am ready to discuss"."""
    subject = own_subject(sentence, token)
    modals = set(auxiliaries(sentence, token)) & (words("modals", "may") | words("modals", "will"))
    return subject is not None and subject.lower in ("i", "we") and bool(modals)


def _negated_act(frame: Frame, stance: Stance) -> Act:
    if stance is Stance.OPPOSES:
        return (
            Act.REFUSES if frame.act in (Act.AGREES, Act.ACCEPTS, Act.PLEDGES, Act.PLANS, Act.IS_READY) else Act.OPPOSES
        )
    return Act.ACCEPTS


def _modality(sentence: Sentence, token: Token, frame: Frame) -> Modality:
    if set(auxiliaries(sentence, token)) & words("modals", "may"):
        return Modality.TENTATIVE
    return frame.modality


def _next_adverb(sentence: Sentence, token: Token) -> str:
    """A particle that the parser took for an adverb: "walked out", "backed away"."""
    for child in sentence.children(token, "advmod", "compound:prt", "obl"):
        if child.index == token.index + 1:
            return child.lower
    return ""


def _is_predicate(sentence: Sentence, token: Token) -> bool:
    """Whether the adjective is said of its subject ("is ready to …"), not a mere attribute."""
    return token.base not in ("amod", "advmod", "compound") or is_clause(sentence, token)
