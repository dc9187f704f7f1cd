"""The words of a name: how far it reaches, which titles stand before it, and how it is written."""

from __future__ import annotations

from kg.extraction.lexicon import words
from kg.model import ActorKind
from kg.resolution import demonym, is_group_noun, look_up, role
from kg.syntax.clauses import preposition
from kg.syntax.tree import Sentence, Token

# A territory that no gazetteer knows counts by the authority that acts for it.
NAME_KINDS = {"PERSON": ActorKind.PERSON, "ORG": ActorKind.ORGANIZATION, "GPE": ActorKind.ORGANIZATION}
NAME_RELATIONS = frozenset(
    {"case", "flat", "compound", "amod", "nmod", "nummod", "goeswith", "punct", "fixed", "dep", "det"}
)
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
HONORIFICS = frozenset(
    {
        "mr",
        "mrs",
        "ms",
        "miss",
        "dr",
        "sir",
        "lord",
        "dame",
        "lady",
        "prof",
        "hon",
        "rev",
        "rep",
        "sen",
        "gov",
        "alderman",
        "councillor",
        "councilman",
        "fr",
        "sister",
        "brother",
        "canon",
        "col",
        "capt",
        "lt",
        "sgt",
        "maj",
        "gen",
        "justice",
    }
)


def name_run(sentence: Sentence, name: Token) -> list[Token]:
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
    if (
        token.base not in NAME_RELATIONS
        or preposition(sentence, token)
        or (token.base == "case" and token.text not in ("'", "’"))
    ):
        return False
    if token.relation == "nmod:poss":
        return token.text[:1].isupper() and token.text.endswith("s") and _next_text(sentence, token) in ("'", "’")
    if token.text[:1].isupper() or token.lower in PARTICLES or token.text in ("'", "’"):
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


def _next_text(sentence: Sentence, token: Token) -> str:
    return sentence.tokens[token.index + 1].text if token.index + 1 < len(sentence.tokens) else ""


def split_titles(run: list[Token]) -> tuple[list[Token], list[Token]]:
    """Titles and demonyms in front, and the name that remains."""
    best = 0
    for n, token in enumerate(run, start=1):
        if (role(token.lower) is not None and token.base != "amod") or token.lower.rstrip(".") in HONORIFICS:
            best = n
    if (
        best == len(run) > 1
        and is_group_noun(run[-1].lower)
        and all(t.text[:1].isupper() or t.pos in ("ADP", "PART") for t in run)
    ):
        return [], run  # "United States Supreme Court", "Welsh Government", "Dockers' Union"
    if best == 0 or (best == len(run) and run[-1].entity != "PERSON"):
        return (run, []) if best == len(run) else ([], run)
    if best == len(run):
        best -= 1
    rest = run[best:]
    if rest and not rest[0].text[:1].isupper() and rest[0].lower not in PARTICLES:
        return [], run
    return run[:best], rest


def kind_of_name(bare: list[Token], titles: list[Token]) -> ActorKind | None:
    if titles:
        return ActorKind.PERSON
    if len(bare) > 1 and bare[-1].lower.rstrip(".") in words("bodies", "legal_forms"):
        return ActorKind.ORGANIZATION
    labels = [t.entity for t in bare if t.entity]
    if not labels:
        return None
    top = max(sorted(set(labels)), key=labels.count)
    return NAME_KINDS.get(top)


def with_of(sentence: Sentence, bare: list[Token], name: Token) -> list[Token]:
    """The name with its "of" or "for" part: "Ministry of Defence", "Union of Rationalists and Agnostics"."""
    for child in sentence.children(name, "nmod"):
        introduced = preposition(sentence, child)
        if introduced in ("of", "for") and child.index > name.index and child.text[:1].isupper():
            last = max(
                t.index for t in sentence.subtree(child) if t.text[:1].isupper() or t.lower in ("of", "the", "and")
            )
            tail = list(sentence.tokens[bare[-1].index + 1 : last + 1])
            second = next(
                (n for n in range(1, len(tail)) if (tail[n - 1].lower, tail[n].lower) == ("and", "the")), None
            )
            tail = tail[: second - 1] if second is not None else tail  # "… of Iraq and the Regional Government": two
            if look_up(join_words(bare + tail)) is None:
                shorter = [n for n in range(1, len(tail)) if look_up(join_words(bare + tail[:n])) is not None]
                tail = tail[: shorter[-1]] if shorter else tail
            if all(t.text[:1].isupper() or t.lower in ("of", "the", "and", "for", "-") for t in tail):
                return bare + tail
    return bare


def without_lead(tokens: list[Token]) -> list[Token]:
    """Without the preposition or article in front."""
    while tokens and tokens[0].pos in ("ADP", "DET", "SCONJ", "PUNCT", "CCONJ", "PART"):
        tokens = tokens[1:]
    return tokens


def singular(word: str) -> str:
    """The singular of a regular plural: "parties" → "party", "sides" → "side".

    >>> singular("countries"), singular("presidents"), singular("bus")
    ('country', 'president', 'bus')
    """
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us")) else word


def join_words(tokens: list[Token]) -> str:
    """The tokens as text: blanks where the article has white space between them, nothing where it has nothing."""
    parts: list[str] = []
    for n, token in enumerate(tokens):
        if n and tokens[n - 1].end != token.start:
            parts.append(" ")
        parts.append(token.text)
    return "".join(parts).strip(" ,")
