"""Demands in lists: what stands behind "The union demands:", "three conditions: first, …", "will:" item by item.

The lead says who takes which stance, each item names one proposal. The lead does so by a claim on a noun that announces
a list ("called for the following measures:"), by a verb or modal that the items complete ("propose to:", "will:"), or
by a noun of demanding with its owner ("the union's demands are:").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.extraction.claims import Claim, opposite
from kg.extraction.dependencies import hanging
from kg.extraction.holders import holders_of_noun, holders_of_verb
from kg.extraction.lexicon import frames, words
from kg.extraction.proposals import ASIDE, DETERMINERS, LONGEST, Phrase, phrases
from kg.extraction.reading import Reading
from kg.extraction.stance import frames_of, is_unreal
from kg.model import Act, Article, Mention, Relation, Stance
from kg.syntax.clauses import is_negated, own_subject, preposition
from kg.syntax.tree import Sentence, Token
from kg.text import ENUMERATOR

BULLETS = frozenset("-*+•‣▪●○–—·>")
LEADING = DETERMINERS | {"no", "to", "that"}
LONGEST_ITEM = 40  # words
LONGEST_BARE = 15  # words of an item without bullet or number


@dataclass(frozen=True, kw_only=True, slots=True)
class Attitude:
    """What a lead says of each item: whose stance it is, or what of theirs (``hangs``) depends on the item."""

    predicate: Token
    holders: tuple[Mention, ...]
    stance: Stance
    act: Act
    hangs: tuple[Phrase, ...] = ()


def find_lists(article: Article, sentences: Sequence[Sentence]) -> Mapping[int, tuple[int, ...]]:
    """The lists of an article: the number of each lead sentence, with the numbers of its items."""
    found: dict[int, tuple[int, ...]] = {}
    for number, sentence in enumerate(sentences):
        if sentence.tokens[-1].text == ":" or _heads_bullets(article, sentences, number):
            items = tuple(_items(article, sentences, number))
            if len(items) > 1:
                found[number] = items
    return found


def list_claims(reading: Reading, lead: int, claims: Sequence[Claim], items: Sequence[int]) -> tuple[Claim, ...]:
    """The claims that a lead with ``claims`` of its own makes on its items; empty where it takes no stance."""
    colon = reading.sentences[lead].tokens[-1].text == ":"
    attitudes = (colon and (_by_claim(reading, lead, claims) or _by_verb(reading, lead))) or _by_noun(reading, lead)
    return tuple(claim for number in items for one in attitudes for claim in _on_item(reading, lead, one, number))


def announces(sentence: Sentence, phrase: Phrase) -> bool:
    """Whether the phrase only says that a list follows: "the following measures", "three conditions for talks"."""
    if sentence.tokens[-1].text != ":":
        return False
    ends = phrase.tokens[-1].index >= len(sentence.tokens) - 2 and phrase.tokens[-1].lemma in words("lists", "nouns")
    return ends or phrase.head.lemma in words("lists", "nouns") or any(t.lower == "following" for t in phrase.tokens)


# --- items -----------------------------------------------------------------------------------------------------------


def _heads_bullets(article: Article, sentences: Sequence[Sentence], number: int) -> bool:
    """Whether a heading without a colon stands over bullets ("The union's demands")."""
    if number + 1 >= len(sentences) or _ends(sentences[number]):
        return False
    before = article.text[sentences[number - 1].span.end if number else 0 : sentences[number].span.start]
    below = article.text[sentences[number].span.end : sentences[number + 1].span.start]
    return (before.strip() or ".")[-1] not in BULLETS and (below.strip() or ".")[-1] in BULLETS


def _items(article: Article, sentences: Sequence[Sentence], lead: int) -> Iterator[int]:
    """The sentences that are items: in the lead's own paragraph, or each the first of a paragraph of its own."""
    inline = lead + 1 < len(sentences) and sentences[lead + 1].paragraph == sentences[lead].paragraph
    last = sentences[lead]
    marks: set[str] = set()
    for number in range(lead + 1, len(sentences)):
        sentence = sentences[number]
        if inline:
            goes_on = last is sentences[lead] or not _ends(last) or _number(article, sentence)
            if sentence.paragraph != sentences[lead].paragraph or not goes_on:
                return
            yield number
        elif sentence.paragraph != last.paragraph:
            mark = _mark(article, last, sentence)
            if sentence.tokens[-1].text == ":" or len(sentence.tokens) > LONGEST_ITEM or (marks and mark not in marks):
                return
            if not mark:
                return
            marks.add(mark)
            yield number
        last = sentence


def _ends(item: Sentence) -> bool:
    """Whether a sentence ends with the item, so that what follows is none."""
    return item.tokens[-1].text in (".", "!", "?", "…")


def _mark(article: Article, before: Sentence, item: Sentence) -> str:
    """What sets an item off: a bullet, a number, or only that it is a short line without an end; else nothing."""
    gap = article.text[before.span.end : item.span.start].strip()
    if gap and gap[-1] in BULLETS:
        return "bullet"
    if _number(article, item) or ENUMERATOR.fullmatch(f"{gap} x"[:-1]):
        return "number"
    bare = len(item.tokens) <= LONGEST_BARE and item.tokens[-1].text not in (".", "!", "?", '"', "”")
    return "line" if bare else ""


def _number(article: Article, item: Sentence) -> bool:
    """Whether an enumerator stands right before the words of the sentence."""
    start = article.text.rfind("\n", 0, item.span.start) + 1
    before = article.text[max(start, item.span.start - 14) : item.span.start].lstrip()
    return bool(before) and ENUMERATOR.search(f"{before}x") is not None


# --- leads -----------------------------------------------------------------------------------------------------------


def _by_claim(reading: Reading, lead: int, claims: Sequence[Claim]) -> tuple[Attitude, ...]:
    """From the lead's own claims on the noun that announces the list."""
    sentence = reading.sentences[lead]
    found: list[Attitude] = []
    for claim in claims:
        announced = next((p for p in claim.phrases if announces(sentence, p)), None)
        if announced is None or claim.stance is Stance.CONDITIONS_ON:
            continue
        hangs = _hanging_on(sentence, announced.head)
        if claim.stance is Stance.OPPOSES:
            hangs = ()
        found.append(
            Attitude(predicate=claim.predicate, holders=claim.holders, stance=claim.stance, act=claim.act, hangs=hangs)
        )
    return tuple(found)


def _by_verb(reading: Reading, lead: int) -> tuple[Attitude, ...]:
    """From the verb or modal that the items complete: "wants:", "propose to:", "the two sides will:"."""
    sentence = reading.sentences[lead]
    last = _last_word(sentence)
    if last.lower in words("modals", "will") | words("modals", "must"):
        return _by_modal(reading, lead, last)
    verb = last
    if last.lower in ("to", "that", "for", "against", "on"):
        verb = sentence.tokens[last.index - 1] if last.index else last
    frame = next((f for f in frames_of(sentence, verb) if f.kind != "noun"), None)
    if frame is None or is_unreal(sentence, verb):
        return ()
    holders = holders_of_verb(reading, lead, verb, of_adjective=frame.kind == "adjective")
    stance = opposite(frame.stance) if is_negated(sentence, verb) else frame.stance
    return (Attitude(predicate=verb, holders=holders, stance=stance, act=frame.act),) if holders else ()


def _by_modal(reading: Reading, lead: int, modal: Token) -> tuple[Attitude, ...]:
    """ "The two sides will:" is their plan; "the city must:" is the speaker's demand."""
    sentence = reading.sentences[lead]
    owner = own_subject(sentence, modal)
    if owner is None:
        return ()
    demanded = modal.lower in words("modals", "must")
    holders = (
        reading.utterer(lead, modal)
        if demanded
        else tuple(m for s in sentence.conjuncts(owner) for m in reading.who(lead, s) or reading.described(lead, s))
    )
    act = Act.DEMANDS if demanded else Act.PLANS
    return (Attitude(predicate=modal, holders=holders, stance=Stance.SUPPORTS, act=act),) if holders else ()


def _by_noun(reading: Reading, lead: int) -> tuple[Attitude, ...]:
    """From a noun of demanding with its owner: "the union's demands are:", "published its demands:"."""
    sentence = reading.sentences[lead]
    for noun in sentence.tokens:
        verb = sentence.head(noun)
        if noun.pos != "NOUN" or not (noun.lemma in words("lists", "telling") or _contains(sentence, noun)):
            continue
        if is_unreal(sentence, noun):
            continue
        holders = holders_of_noun(reading, lead, noun)
        if not holders and verb is not None and verb.pos == "VERB" and noun.base in ("obj", "obl"):
            holders = holders_of_verb(reading, lead, verb)
        if not holders:
            continue
        frame = next((f for f in frames().get(noun.lemma, ()) if f.kind == "noun"), None)
        stance = frame.stance if frame is not None else Stance.SUPPORTS
        act = frame.act if frame is not None else Act.DEMANDS
        return (Attitude(predicate=noun, holders=holders, stance=stance, act=act, hangs=_hanging_on(sentence, noun)),)
    return ()


def _contains(sentence: Sentence, noun: Token) -> bool:
    """ "The minister's plan includes the following:", "their offer consists of:": of a plan, what is in it."""
    verb = sentence.head(noun)
    plan = noun.lemma in words("deals", "nouns") | words("lists", "plans")
    return plan and noun.base == "nsubj" and verb is not None and verb.lemma in words("lists", "containing")


def _hanging_on(sentence: Sentence, noun: Token) -> tuple[Phrase, ...]:
    """What depends on the items: "three conditions for talks"."""
    if noun.lemma not in words("conditions.words", "nouns"):
        return ()
    told = [t for t in sentence.children(noun, "nmod", "acl") if preposition(sentence, t) in ("for", "of")]
    return tuple(p for t in told for p in phrases(sentence, t))


def _last_word(sentence: Sentence) -> Token:
    """The word before the colon, without "among other things" between commas."""
    words_before = [t for t in sentence.tokens[:-1] if t.pos != "PUNCT"]
    comma = next((t.index for t in sentence.tokens if t.text == ","), None)
    if comma and words_before[-1].lemma == "thing" and sentence.tokens[comma + 1].lower in ("among", "amongst"):
        return sentence.tokens[comma - 1]
    return words_before[-1] if words_before else sentence.tokens[0]


# --- claims ----------------------------------------------------------------------------------------------------------


def _on_item(reading: Reading, lead: int, attitude: Attitude, number: int) -> Iterator[Claim]:
    sentence = reading.sentences[number]
    root = sentence.root
    if _is_report(sentence, root):
        return
    for phrase in _phrases(sentence):
        stance = opposite(attitude.stance) if phrase.negated else attitude.stance
        if attitude.hangs:
            claim = hanging(
                number, root, attitude.holders, attitude.hangs, Relation.ONLY_IF, (phrase,), "list:condition"
            )
            yield replace(claim, lead=(lead, attitude.predicate))
            continue
        yield Claim(
            sentence=number,
            predicate=root,
            holders=attitude.holders,
            stance=stance,
            act=attitude.act,
            phrases=(phrase,),
            rule=f"list:{attitude.predicate.lemma}",
            confidence=0.7,
            lead=(lead, attitude.predicate),
        )


def _is_report(sentence: Sentence, root: Token) -> bool:
    """Whether an item tells what is or was ("Sales are up.", "The mayor opposed it."), not what is to be done."""
    mistaken = root.tag == "VBP" and not _ends(sentence)  # "a ten-year ban" without a full stop is no clause
    finite = (*(() if mistaken else (root,)), *sentence.children(root, "aux", "cop"))
    is_told = any(t.tag in ("VBD", "VBZ", "VBP") for t in finite) and not any(t.tag == "MD" for t in finite)
    return is_told and own_subject(sentence, root) is not None


def _phrases(sentence: Sentence) -> tuple[Phrase, ...]:
    """The item's proposals: each coordinated part, else all words up to an aside, whatever the tree makes of them."""
    found = phrases(sentence, sentence.root)
    kept = [t for t in _before_aside(sentence) if t.pos != "PUNCT" or t.text in ("-", "'", "%")]
    while kept and (kept[0].lower in LEADING or kept[0].pos == "CCONJ"):
        kept = kept[1:]
    while kept and kept[-1].pos == "CCONJ":
        kept = kept[:-1]
    if len(found) > 1 or not kept or len(kept) > LONGEST:
        return found
    span = sentence.tokens[kept[0].index : kept[-1].index + 1]
    return (Phrase(head=sentence.root, tokens=span, negated=any(p.negated for p in found)),)


def _before_aside(sentence: Sentence) -> tuple[Token, ...]:
    """The words up to a comma behind which something is only added: ", which has been closed since May"."""
    for comma, after in zip(sentence.tokens, sentence.tokens[1:], strict=False):
        if comma.text in (",", "(", "—", "–") and comma.index and (comma.text != "," or after.lower in ASIDE):
            return sentence.tokens[: comma.index]
    return sentence.tokens
