"""Noun phrases that name or describe an actor: the name, and the roles that stand with it."""

from __future__ import annotations

from dataclasses import dataclass

from kg.model import ActorKind
from kg.resolution import demonym, is_group_noun, look_up, role
from kg.syntax.clauses import preposition
from kg.syntax.tree import Sentence, Token

NAME_KINDS = {"PERSON": ActorKind.PERSON, "ORG": ActorKind.ORGANIZATION}
LOOSE = frozenset({"acl:relcl", "acl", "appos", "parataxis", "advcl", "punct"})
NAME_RELATIONS = frozenset({"flat", "compound", "amod", "nmod", "nummod", "goeswith", "punct", "fixed", "dep", "det"})
PARTICLES = frozenset(
    {
        "bin",
        "al",
        "el",
        "de",
        "del",
        "della",
        "di",
        "da",
        "dos",
        "von",
        "van",
        "der",
        "den",
        "le",
        "la",
        "ibn",
        "ben",
        "e",
        "y",
        "-",
        "–",
    }
)
HONORIFICS = frozenset({"mr", "mrs", "ms", "miss", "dr", "sir", "lord", "dame", "lady", "prof", "hon", "rev"})
COUNTING = frozenset({"some", "many", "most", "several", "few", "other", "all", "no", "both"})
GENERIC = frozenset({
    "country", "nation", "state", "kingdom", "republic", "company", "firm", "automaker", "group", "organization",
    "organisation", "union", "bloc", "party", "movement", "agency", "council", "body", "alliance", "federation",
    "association", "court", "committee", "militia", "manufacturer", "bank", "airline", "charity", "ministry", "parliament",
    "city", "side", "signatory", "neighbour", "neighbor", "leader", "delegation", "counterpart", "carmaker", "retailer",
})  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Noun:
    """What one noun phrase says of an actor: a name or None, its own words, and descriptions in reading order."""

    head: Token
    first: Token
    last: Token
    name: str | None
    words: str
    kind: ActorKind | None
    descriptions: tuple[str, ...] = ()
    plural: bool = False
    definite: bool = False


def read_noun(sentence: Sentence, head: Token) -> Noun | None:
    """The actor that the phrase under ``head`` names or describes; None when it is no actor (or a pronoun)."""
    if head.pos not in ("PROPN", "NOUN", "ADJ", "NUM", "DET", "X") or head.relation == "nmod:desc":
        return None
    if head.tag in ("NNS", "NNPS") and _is_counted(sentence, head):
        return _description(sentence, head)
    if head.pos == "PROPN" and len(_name_run(sentence, head)) > 1:
        return _noun(sentence, head, described_by=head)
    named = _named_inside(sentence, head)
    if named is not None:
        return _noun(sentence, named, described_by=head)
    if head.pos == "PROPN" or head.entity:
        return _noun(sentence, head, described_by=head)
    return _description(sentence, head)


def _is_counted(sentence: Sentence, head: Token) -> bool:
    """ "Ten Republicans", "some Democrats": members, not the party."""
    return any(c.base == "nummod" or c.lower in COUNTING for c in sentence.children(head, "nummod", "det", "amod"))


def _named_inside(sentence: Sentence, head: Token) -> Token | None:
    """The name in apposition to a role: "the president of the region, Roberto Maroni", "Chief of Staff Ann Lee"."""
    if (role(head.lower) is None and head.lower not in GENERIC) or is_group_noun(head.lower):
        return None
    for child in sentence.children(head):
        if child.relation in ("appos", "flat", "nmod:desc", "compound", "dep", "parataxis") and child.pos == "PROPN":
            if child.index > head.index and role(child.lower) is None:
                return child
    for token in sentence.subtree(head):
        if token.relation == "appos" and token.entity == "PERSON" and token.index > head.index:
            return token
    for child in sentence.children(head, "nmod"):
        last = sentence.subtree(child)[-1]
        if child.relation != "nmod:poss" and last.entity == "PERSON" and last.index > head.index:
            start = last
            while start.index and sentence.tokens[start.index - 1].entity == "PERSON":
                start = sentence.tokens[start.index - 1]
            return start
    return None


def _noun(sentence: Sentence, name: Token, described_by: Token) -> Noun | None:
    run = _name_run(sentence, name)
    titles, bare = _split_titles(run)
    if not bare:
        whole = _with_of(sentence, run, name)
        if len(whole) > len(run) and is_group_noun(run[-1].lower):
            return _named(sentence, whole, name, described_by)
        named = _named_inside(sentence, name) if described_by is name else None
        return _noun(sentence, named, described_by) if named is not None else _description(sentence, described_by)
    text = _join(bare)
    entry = look_up(text)
    kind = entry.kind if entry is not None else _kind(bare, titles)
    if kind is not ActorKind.PERSON:
        bare = _with_of(sentence, run if not titles or entry is None else bare, name)
        text = _join(bare)
        entry = look_up(text) or entry
        kind = entry.kind if entry is not None else kind
        titles = []
    return Noun(
        head=name,
        first=run[0],
        last=bare[-1],
        name=text,
        words=text,
        kind=kind,
        descriptions=_descriptions(sentence, name, described_by, titles, bare),
        plural=False,
    )


def _named(sentence: Sentence, words: list[Token], name: Token, described_by: Token) -> Noun:
    """A body with its "of" part: "Union of Rationalists", "Government of Iraq"."""
    text = _join(words)
    entry = look_up(text)
    return Noun(
        head=name,
        first=words[0],
        last=words[-1],
        name=text,
        words=text,
        kind=entry.kind if entry is not None else ActorKind.ORGANIZATION,
        descriptions=_descriptions(sentence, name, described_by, [], words),
    )


def _name_run(sentence: Sentence, name: Token) -> list[Token]:
    """The capitalised words around the head that make up the name, titles included."""
    inside = {t.index for t in sentence.subtree(name)}
    run = [name]
    for at in range(name.index - 1, -1, -1):
        token = sentence.tokens[at]
        if at not in inside or not _is_name_part(sentence, token, run[0]):
            break
        run.insert(0, token)
    for at in range(name.index + 1, len(sentence.tokens)):
        token = sentence.tokens[at]
        if at not in inside or not _is_name_part(sentence, token, run[-1]) or token.base in ("nmod", "appos", "conj"):
            break
        run.append(token)
    while len(run) > 1 and (run[0].pos in ("PUNCT", "DET") or run[0].lower in ("the", "a", "-")):
        run.pop(0)
    while len(run) > 1 and run[-1].pos == "PUNCT":
        run.pop()
    return run


def _is_name_part(sentence: Sentence, token: Token, neighbour: Token) -> bool:
    if token.base not in NAME_RELATIONS or preposition(sentence, token):
        return False
    if token.relation == "nmod:poss":
        return False
    if token.text[:1].isupper() or token.lower in PARTICLES:
        return token.pos != "DET"
    # small-letter titles ("prime minister Keir Starmer") belong to the run so that they can be split off again
    return (
        token.index < neighbour.index
        and token.pos in ("NOUN", "ADJ")
        and (
            role(token.lower) is not None
            or demonym(token.text) is not None
            or token.lower
            in (
                "prime",
                "foreign",
                "defence",
                "defense",
                "deputy",
                "former",
                "general",
                "national",
                "security",
                "crown",
                "home",
            )
        )
    )


def _split_titles(run: list[Token]) -> tuple[list[Token], list[Token]]:
    """Titles and demonyms in front, and the name that remains."""
    best = 0
    for n, token in enumerate(run, start=1):
        if role(token.lower) is not None or token.lower.rstrip(".") in HONORIFICS:
            best = n
    if (
        best == len(run) > 1
        and is_group_noun(run[-1].lower)
        and all(t.text[:1].isupper() or t.pos == "ADP" for t in run)
    ):
        return [], run  # "United States Supreme Court", "Welsh Government"
    if best == 0 or (best == len(run) and run[-1].entity != "PERSON"):
        return (run, []) if best == len(run) else ([], run)
    if best == len(run):
        best -= 1
    rest = run[best:]
    if rest and not rest[0].text[:1].isupper() and rest[0].lower not in PARTICLES:
        return [], run
    return run[:best], rest


def _kind(bare: list[Token], titles: list[Token]) -> ActorKind | None:
    if titles:
        return ActorKind.PERSON
    labels = [t.entity for t in bare if t.entity]
    if not labels:
        return None
    top = max(sorted(set(labels)), key=labels.count)
    return NAME_KINDS.get(top)


def _with_of(sentence: Sentence, bare: list[Token], name: Token) -> list[Token]:
    """The name with its "of" or "for" part: "Ministry of Defence", "Union of Rationalists and Agnostics"."""
    for child in sentence.children(name, "nmod"):
        introduced = preposition(sentence, child)
        if introduced in ("of", "for") and child.index > name.index and child.text[:1].isupper():
            last = max(
                t.index for t in sentence.subtree(child) if t.text[:1].isupper() or t.lower in ("of", "the", "and")
            )
            tail = [t for t in sentence.tokens[bare[-1].index + 1 : last + 1]]
            if look_up(_join(bare + tail)) is None:
                shorter = [n for n in range(1, len(tail)) if look_up(_join(bare + tail[:n])) is not None]
                tail = tail[: shorter[-1]] if shorter else tail
            if all(t.text[:1].isupper() or t.lower in ("of", "the", "and", "for", "-") for t in tail):
                return bare + tail
    return bare


def _descriptions(
    sentence: Sentence, name: Token, described_by: Token, titles: list[Token], bare: list[Token]
) -> tuple[str, ...]:
    found: list[str] = []
    if described_by is not name:
        inside = {t.index for t in sentence.subtree(name)}
        words = [t for t in sentence.subtree(described_by) if t.index not in inside and t.index < name.index]
        found.append(_join(_without_lead([t for t in words if t.base != "punct" or t.text == "-"])))
    else:
        used = {t.index for t in bare}
        before = [
            t for t in sentence.subtree(name) if t.index < bare[0].index and t.index not in used and t.base != "punct"
        ]
        if before and (titles or any(t.relation == "nmod:poss" for t in before)):
            found.append(_join(_without_lead(before)))
    for appositive in sentence.children(name, "appos", "acl:relcl"):
        if appositive.relation == "appos" and appositive.pos in ("NOUN", "PROPN"):
            found.append(_join(_without_lead(list(sentence.subtree(appositive)))))
    return tuple(d for d in dict.fromkeys(found) if d)


def _without_lead(tokens: list[Token]) -> list[Token]:
    """Without the preposition or article in front."""
    while tokens and tokens[0].pos in ("ADP", "DET", "SCONJ", "PUNCT", "CCONJ", "PART"):
        tokens = tokens[1:]
    return tokens


def _description(sentence: Sentence, head: Token) -> Noun | None:
    """A group, body or role without a name: "US negotiators", "the minister", "Israeli cabinet", "ten Republicans"."""
    known = role(head.lower) is not None or is_group_noun(head.lower) or singular(head.lower) in GENERIC
    people = demonym(head.text) is not None and head.pos in ("PROPN", "NOUN", "ADJ")
    party = look_up(head.text) is not None
    if not (known or people or party):
        return None
    kept = [
        t
        for t in sentence.children(head)
        if t.index < head.index and t.base in ("amod", "compound", "nummod", "nmod", "det")
    ]
    tokens = [head]
    for child in kept:
        tokens += [t for t in sentence.subtree(child)]
    for child in sentence.children(head, "nmod"):
        if child.index > head.index and preposition(sentence, child) in ("of", "from", "for"):
            loose = frozenset(t.index for t in sentence.subtree(child) if t.relation in LOOSE)
            tokens += sentence.subtree(child, loose)
            break
    tokens = sorted(set(tokens), key=lambda t: t.index)
    articles = [t for t in tokens if t.pos == "DET"]
    tokens = [
        t for t in tokens if not (t.pos == "DET" and t.lower in ("the", "a", "an", "its", "their", "this", "these"))
    ]
    words = _join(tokens)
    return Noun(
        head=head,
        first=tokens[0],
        last=tokens[-1],
        name=None,
        words=words,
        kind=_described_kind(head),
        descriptions=(words,),
        plural=head.tag in ("NNS", "NNPS"),
        definite=any(t.lower in ("the", "this", "both", "that", "these") for t in articles)
        or any(t.relation == "nmod:poss" and t.pos == "PRON" for t in sentence.children(head)),
    )


def _described_kind(head: Token) -> ActorKind:
    if head.tag in ("NNS", "NNPS") or is_group_noun(head.lower) or role(head.lower) is None:
        return ActorKind.GROUP
    return ActorKind.PERSON


def singular(word: str) -> str:
    """The singular of a regular plural: "parties" → "party", "sides" → "side".

    >>> singular("countries"), singular("presidents"), singular("bus")
    ('country', 'president', 'bus')
    """
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us")) else word


def _join(tokens: list[Token]) -> str:
    """The tokens as text: blanks where the article has white space between them, nothing where it has nothing."""
    parts: list[str] = []
    for n, token in enumerate(tokens):
        if n and tokens[n - 1].end != token.start:
            parts.append(" ")
        parts.append(token.text)
    return "".join(parts).strip(" ,")
