"""What can be agreed or refused: the words of a complement, stripped and split at its coordinations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from kg.extraction.lexicon import condition_markers, is_action, words
from kg.model import Span
from kg.syntax.clauses import is_clause, is_negated, preposition
from kg.syntax.tree import Sentence, Token

DETERMINERS = frozenset(
    {"the", "a", "an", "this", "these", "those", "that", "such", "any", "its", "their", "his", "her", "our", "my"}
)
KEPT_OF_CLAUSE = frozenset({
    "obj", "iobj", "xcomp", "ccomp", "obl", "compound", "cop", "amod", "nmod", "nummod", "fixed", "flat", "advmod",
    "expl", "acl", "det", "case", "goeswith", "csubj",
})  # fmt: skip
CLAUSAL = frozenset({"advcl", "ccomp", "csubj"})
ASIDE = frozenset(
    {
        "amid",
        "following",
        "after",
        "with",
        "while",
        "despite",
        "as",
        "which",
        "who",
        "where",
        "when",
        "though",
        "although",
        "but",
        "because",
        "since",
    }
)
TRAILING = frozenset({"instead", "too", "also", "again", "now", "however", "altogether", "immediately", "as", "well"})
LONGEST = 16  # words; longer noun phrases lose their last prepositional phrases


@dataclass(frozen=True, kw_only=True, slots=True)
class Phrase:
    """The words of one proposal: its head in the tree, its tokens in text order, and whether it is negated."""

    head: Token
    tokens: tuple[Token, ...]
    negated: bool = False

    @property
    def span(self) -> Span:
        """From the first to the last word."""
        return Span(start=self.tokens[0].start, end=self.tokens[-1].end)

    def wording(self, text: str) -> str:
        """The words as they stand in the article's ``text``, with one blank where something was left out."""
        parts = [text[self.tokens[0].start : self.tokens[0].end]]
        for before, token in zip(self.tokens, self.tokens[1:], strict=False):
            gap = text[before.end : token.start]
            parts.append(gap if token.index == before.index + 1 and gap.strip() == gap else " ")
            parts.append(text[token.start : token.end])
        return "".join(parts).strip(" ,;:")


def phrases(sentence: Sentence, content: Token, *, with_subject: bool = True) -> tuple[Phrase, ...]:
    """The proposals under ``content``: one for each coordinated part, and for each coordinated object of a verb.

    ``with_subject`` keeps a clause's own subject ("NATO will exclude Kyiv"); without it only what is to be done.
    """
    found: list[Phrase] = []
    for part in (*_listed(sentence, content), *_included(sentence, content)):
        verbal = is_clause(sentence, content) and content.pos != "NOUN"
        if part is not content and verbal and not is_clause(sentence, part):
            continue
        if content.pos in ("NOUN", "PROPN") and part.tag in ("VBD", "VBZ", "VBP"):
            continue  # "called for a tax and opposed …": the next verb, not the next proposal
        if is_clause(sentence, part) and (part.pos != "NOUN" or (with_subject and part.base in CLAUSAL)):
            found.extend(_clause_phrases(sentence, part, with_subject=with_subject))
        else:
            found.append(_noun_phrase(sentence, part))
    return tuple(_cut(sentence, p) for p in found if p.tokens)


def _cut(sentence: Sentence, phrase: Phrase) -> Phrase:
    """The phrase up to a condition that follows its head ("accept inspections | in exchange for lower tariffs")."""
    markers = [m for m in condition_markers() if m not in ("before", "without", "after", "once", "upon")]
    for at in range(phrase.head.index + 1, phrase.tokens[-1].index + 1):
        rest = " ".join(t.lower for t in sentence.tokens[at : at + 4])
        if sentence.tokens[at].text == "," and at + 1 < len(sentence.tokens) and sentence.tokens[at + 1].lower in ASIDE:
            return replace(phrase, tokens=_trimmed(tuple(t for t in phrase.tokens if t.index < at)))
        if any(rest == m or rest.startswith(f"{m} ") for m in markers):
            return replace(phrase, tokens=_trimmed(tuple(t for t in phrase.tokens if t.index < at)))
    return phrase


def _listed(sentence: Sentence, content: Token) -> tuple[Token, ...]:
    """The coordinated parts; "observers, a mission, or guarantees" is a list even where parsed as appositions.

    A list behind a colon stands for the word before it: "three of the measures: a ban, a limit and a levy".
    """
    parts = [p for p in sentence.conjuncts(content) if p is content or not _is_other(sentence, content, p)]
    for appositive in (t for t in sentence.subtree(content) if t.base == "appos"):
        chain = [c for c in sentence.conjuncts(appositive) if c.pos in ("NOUN", "PROPN", "VERB")]
        first = sentence.subtree(appositive)[0].index
        if len(chain) > 1 and any(t.text == ":" for t in sentence.tokens[max(0, first - 1) : first + 1]):
            inner = [t for c in chain for t in sentence.children(c, "appos") if t.pos == "NOUN"]
            return tuple(sorted((*chain, *inner), key=lambda t: t.index))
        if appositive.head == content.index and (len(parts) > 1 or len(chain) > 1 or _is_second(sentence, appositive)):
            parts.extend(chain)
    return tuple(sorted(dict.fromkeys(parts), key=lambda t: t.index))


def _is_second(sentence: Sentence, appositive: Token) -> bool:
    """ "The neutral status of Ukraine, the refusal of members to …": two definite actions in a row are two."""
    first = sentence.tokens[appositive.head]
    definite = all(any(d.lower == "the" for d in sentence.children(t, "det")) for t in (first, appositive))
    return definite and is_action(appositive) and appositive.lemma != first.lemma


def _is_other(sentence: Sentence, content: Token, part: Token) -> bool:
    """A conjunct that is no proposal of its own: "rather than Q", or the rest of a treaty's name."""
    joint = " ".join(t.lower for t in sentence.children(part, "cc", "advmod", "fixed") if t.index < part.index)
    if joint.startswith(("rather", "instead", "not", "but not")):
        return True
    bare = not sentence.children(part, "det")
    return bare and content.pos == "PROPN" and part.text[:1].isupper() and part.pos in ("PROPN", "NOUN")


def _included(sentence: Sentence, content: Token) -> tuple[Token, ...]:
    """What "including" names: part of what is agreed or refused, and worth a row of its own."""
    found: list[Token] = []
    for part in sentence.conjuncts(content):
        for place in sentence.subtree(part):
            topic = sentence.child(place, "obj") if place.lower == "including" else None
            token = topic or place
            if topic is None and (
                token.base not in ("nmod", "obl", "acl", "advcl") or preposition(sentence, token) != "including"
            ):
                continue
            first = sentence.subtree(token)[0]
            apart = first.index > 0 and "," in (first.text, sentence.tokens[first.index - 1].text)
            if apart or not any(a.relation in ("acl:relcl", "advcl") for a in _between(sentence, token, part)):
                found.extend(c for c in sentence.conjuncts(token) if c.pos in ("NOUN", "VERB"))
    governor = sentence.head(content)
    if content.base in ("obj", "obl") and governor is not None:
        beside = [t for t in sentence.children(governor, "obl") if preposition(sentence, t) == "including"]
        found.extend(c for t in beside for c in sentence.conjuncts(t) if c.pos == "NOUN")
    return tuple(found)


def _between(sentence: Sentence, low: Token, high: Token) -> tuple[Token, ...]:
    found: list[Token] = []
    for above in sentence.ancestors(low):
        if above.index == high.index:
            break
        found.append(above)
    return tuple(found)


def _clause_phrases(sentence: Sentence, verb: Token, *, with_subject: bool) -> Iterable[Phrase]:
    tops = [t for t in sentence.children(verb) if _belongs(sentence, verb, t, with_subject)]
    objects = sentence.child(verb, "obj")
    choices: list[tuple[Token, ...]] = [()]
    if objects is not None and len(sentence.conjuncts(objects)) > 1:
        tops = [t for t in tops if t is not objects]
        choices = [(o,) for o in sentence.conjuncts(objects)]
    for choice in choices:
        tokens = {verb.index: verb}
        for top in (*tops, *choice):
            parts = sentence.conjuncts(top) if top.base == "nsubj" else (top,)
            tokens.update({c.index: c for part in parts[1:] for c in sentence.children(part, "cc")})
            for token in (t for p in parts for t in _pruned(sentence, p, lead=p.base in ("obl", "nmod"))):
                tokens[token.index] = token
        yield Phrase(
            head=verb, tokens=_trimmed(tuple(tokens[i] for i in sorted(tokens))), negated=is_negated(sentence, verb)
        )


def _belongs(sentence: Sentence, verb: Token, top: Token, with_subject: bool) -> bool:
    if top.base in ("nsubj", "nsubj:pass"):
        return with_subject and not (
            top.pos == "PRON" and top.lower in ("it", "they", "he", "she", "we", "i", "which", "who", "that")
        )
    if top.relation == "compound:prt":
        return True
    if top.base == "advmod":
        return (
            top.index > verb.index
            and top.index - verb.index <= 2
            and top.lower not in ("not", "also", "only", "immediately")
        )
    if top.base == "advcl":
        return False
    if top.base == "obl":
        return not is_circumstance(sentence, top) and not _is_set_off(sentence, top)
    if top.base == "cop":
        return True
    return top.base in KEPT_OF_CLAUSE


def is_circumstance(sentence: Sentence, token: Token) -> bool:
    """Whether an oblique only tells when, why or in whose company something happens (or under which condition)."""
    introduced = preposition(sentence, token)
    if introduced in words("circumstance", "prepositions") or introduced in condition_markers():
        return True
    opened = f"{introduced} {token.lower}"
    if any(c.startswith(f"{opened} ") for c in (*words("circumstance", "prepositions"), *condition_markers())):
        return True
    return token.lower in words("time", "words") or (token.relation == "obl:unmarked" and token.tag == "NNP")


def _noun_phrase(sentence: Sentence, noun: Token) -> Phrase:
    tokens = _pruned(sentence, noun, lead=False)
    if len(tokens) > LONGEST:
        tokens = _pruned(sentence, noun, lead=False, depth=2)
    while tokens and (tokens[0].lower in DETERMINERS and tokens[0].pos in ("DET", "PRON")):
        tokens = tokens[1:]
    denied = any(d.lower in ("no", "neither") for d in sentence.children(noun, "det"))
    if denied:
        tokens = tuple(t for t in tokens if t.lower not in ("no", "neither"))
    return Phrase(head=noun, tokens=_trimmed(tokens), negated=denied)


def _pruned(sentence: Sentence, top: Token, *, lead: bool, depth: int = 9) -> tuple[Token, ...]:
    """The subtree without relative clauses, appositions, coordination at the top, brackets and leading preposition."""
    kept: list[Token] = []

    def walk(token: Token, level: int) -> None:
        kept.append(token)
        for child in sentence.children(token):
            if _dropped(sentence, token, child, is_top=token is top, lead=lead, level=level, depth=depth):
                continue
            walk(child, level + 1)

    walk(top, 0)
    return tuple(sorted(kept, key=lambda t: t.index))


def _dropped(
    sentence: Sentence, token: Token, child: Token, *, is_top: bool, lead: bool, level: int, depth: int
) -> bool:
    if child.relation in (
        "acl:relcl",
        "appos",
        "parataxis",
        "discourse",
        "vocative",
        "reparandum",
        "advcl",
        "advcl:relcl",
    ):
        return True
    if is_top and child.base in ("conj", "cc"):
        return True
    if (
        is_top
        and not lead
        and child.base in ("case", "mark", "cc", "cop", "nsubj", "aux")
        and child.index < token.index
    ):
        return child.relation != "case" or child.lower not in ("'s",)
    if child.lower == "including":
        return True
    if child.base == "punct":
        return child.text in "()[]—–:;" or (child.text == "," and child.index > token.index and is_top)
    if child.base in ("nmod", "obl", "acl") and (level + 1 > depth or _is_set_off(sentence, child)):
        return True
    if child.base in ("nmod", "obl"):
        introduced = preposition(sentence, child)
        return introduced == "including" or (is_circumstance(sentence, child) and introduced != "over")
    return False


def _is_set_off(sentence: Sentence, child: Token) -> bool:
    """Whether a comma sets the modifier off: "…, with the army given a day to leave"."""
    first = sentence.subtree(child)[0].index
    return first > 0 and child.index > child.head and sentence.tokens[first - 1].text in (",", "(", "—", "–")


def _trimmed(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Without punctuation or conjunctions at either end; quotation marks inside stay."""
    while tokens and (tokens[0].pos in ("PUNCT", "CCONJ") or tokens[0].lower in ("'s",)):
        tokens = tokens[1:]
    while len(tokens) > 1 and (tokens[-1].pos in ("PUNCT", "CCONJ") or tokens[-1].lower in TRAILING):
        tokens = tokens[:-1]
    return tokens
