"""Names, titles and lists that the parser tore apart or ran together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kg.syntax.clauses import preposition
from kg.syntax.repair.lexicon import NOMINAL, Lexicon
from kg.syntax.tree import Sentence, Token


def hyphenated(sentence: Sentence, _: Lexicon) -> Iterable[Token]:
    """ "Phase-out", "sit-in": what a hyphen ties to a noun without blanks is part of the noun."""
    for hyphen in sentence.tokens[1:-1]:
        left, right = sentence.tokens[hyphen.index - 1], sentence.tokens[hyphen.index + 1]
        if hyphen.text != "-" or left.end != hyphen.start or hyphen.end != right.start or left.pos not in NOMINAL:
            continue
        if right.pos in ("ADP", "ADV", "PART") and right.head != left.index:
            yield replace(right, head=left.index, relation="fixed", pos="ADV")
            yield replace(hyphen, head=left.index, relation="punct")


def twin_names(sentence: Sentence, _: Lexicon) -> Iterable[Token]:
    """ "Marta Keller backed …" with both names as subjects: one name."""
    for first, second in zip(sentence.tokens, sentence.tokens[1:], strict=False):
        twins = first.pos == second.pos == "PROPN" and first.head == second.head and first.relation == second.relation
        argument = first.base in ("nsubj", "obj", "obl", "nmod", "conj", "appos")
        if twins and argument and not sentence.children(second, "case"):
            yield replace(second, head=first.index, relation="flat")


def title_before_name(sentence: Sentence, lexicon: Lexicon) -> Iterable[Token]:
    """ "UN envoy Amara Dembele", "party leader Petra Lund": the role before a name describes it."""
    for title in sentence.tokens[:-1]:
        if (
            title.pos != "NOUN"
            or not lexicon.is_role(title.lower)
            or title.tag == "NNS"
            or title.relation == "nmod:desc"
        ):
            continue
        name = sentence.tokens[title.index + 1]
        while name.relation in ("compound", "flat", "nmod:desc") and name.head > name.index:
            name = sentence.tokens[name.head]
        if name.pos != "PROPN" or sentence.subtree(name)[0].index < title.index or name.index == title.index:
            continue
        if (
            name.head == title.index
            and name.base in ("nmod", "appos", "flat", "dep", "compound")
            and not sentence.children(name, "case")
        ):
            yield replace(name, head=title.head if title.head != title.index else name.index, relation=title.relation)
            yield replace(title, head=name.index, relation="nmod:desc")
        elif title.base in ("conj", "appos", "dep", "obl", "nmod", "compound") and name.base == "nsubj":
            yield replace(title, head=name.index, relation="nmod:desc")


def apposed_name(sentence: Sentence, lexicon: Lexicon) -> Iterable[Token]:
    """ "The board's director, Colin Maddox, said": a name between commas behind a role stands in apposition."""
    for name in sentence.tokens:
        title = sentence.head(name)
        if title is None or name.relation != "conj" or name.pos != "PROPN" or not lexicon.is_role(title.lower):
            continue
        start = sentence.subtree(name)[0] if sentence.subtree(name)[0].pos != "PUNCT" else name
        between = sentence.tokens[title.index + 1 : max(start.index, title.index + 2)]
        if sentence.child(name, "cc") is None and any(t.text == "," for t in between):
            yield replace(name, relation="appos")


def flat_conjunct(sentence: Sentence, _: Lexicon) -> Iterable[Token]:
    """ "Sharif and Saudi crown prince bin Salman" read as one name: behind "and" or a title a second one starts."""
    for name in sentence.tokens:
        if (
            name.relation == "flat"
            and name.pos == "PROPN"
            and any(c.relation in ("cc", "nmod:desc") and c.index < name.index for c in sentence.children(name))
        ):
            yield replace(name, relation="conj")


def name_coordination(sentence: Sentence, lexicon: Lexicon) -> Iterable[Token]:
    """ "The Democratic Republic of Congo and Rwanda": the second state stands beside the whole first name."""
    for token in sentence.tokens:
        part = sentence.head(token)
        top = sentence.head(part) if part is not None else None
        if token.base != "conj" or part is None or top is None or part.base != "nmod" or top.pos not in NOMINAL:
            continue
        start = sentence.subtree(top)[0].index
        name = " ".join(t.text for t in sentence.tokens[start : part.index + 1])
        if lexicon.is_name(name) and lexicon.is_name(token.text):
            yield replace(token, head=top.index)


def compound_pair(sentence: Sentence, _: Lexicon) -> Iterable[Token]:
    """ "A loss and damage fund": after one article, two bare nouns before a third make one name."""
    for second in sentence.tokens:
        first = sentence.head(second)
        if (
            first is None
            or second.relation != "conj"
            or first.pos != "NOUN"
            or second.pos != "NOUN"
            or second.tag == "NNS"
        ):
            continue
        inner = sentence.tokens[first.index + 1 : second.index]
        article = [t for t in sentence.children(first) if t.index < first.index and t.pos != "ADP"]
        if len(inner) != 2 or inner[0].lower != "and" or inner[1].pos != "NOUN" or inner[1].head != second.index:
            continue
        if len(article) == 1 and article[0].pos == "DET" and first.head != first.index:
            yield replace(second, head=first.head, relation=first.relation)
            yield replace(first, head=second.index, relation="compound")
            yield replace(inner[0], head=second.index, relation="fixed")
            yield replace(article[0], head=second.index)
            yield from (replace(c, head=second.index) for c in sentence.children(first, "case", "nmod"))
            yield from (
                replace(c, head=second.index) for c in sentence.children(first, "conj") if c.index > second.index
            )


def like_with_like(sentence: Sentence, lexicon: Lexicon) -> Iterable[Token]:
    """ "The release of all hostages and the allowance of aid": actions are coordinated with actions, not *hostages*."""
    for noun in sentence.tokens:
        if noun.pos != "NOUN" or not lexicon.is_action(noun) or not _opens_member(sentence, noun):
            continue
        above = sentence.head(noun)
        if (
            above is None
            or noun.base not in ("conj", "appos", "parataxis", "obl", "dep", "list")
            or preposition(sentence, noun)
        ):
            continue
        if noun.base == "conj" and (above.pos not in NOMINAL or lexicon.is_action(above)):
            continue
        partner = _partner(sentence, noun, above, lexicon)
        if partner is not None:
            yield replace(noun, head=partner.index, relation="conj")


def _opens_member(sentence: Sentence, noun: Token) -> bool:
    """Whether the phrase starts a member of a list: after a comma or conjunction, with an article or adjective."""
    start = sentence.subtree(noun)
    first = next((t for t in start if t.base not in ("cc", "punct") and t.lower not in ("as", "well")), noun)
    before = sentence.tokens[first.index - 1].lower if first.index else ""
    return before in (",", "and", "or", ";", "as") and (first.pos in ("DET", "ADJ", "NOUN", "PRON") or first is noun)


def _partner(sentence: Sentence, noun: Token, above: Token, lexicon: Lexicon) -> Token | None:
    if above.pos in NOMINAL:
        return next((a for a in sentence.ancestors(above) if a.pos == "NOUN" and lexicon.is_action(a)), None)
    earlier = [
        t for t in sentence.children(above, "obj", "obl", "nmod") if t.index < noun.index and t.index > above.index
    ]
    return next((t for t in reversed(earlier) if t.pos == "NOUN"), None)
