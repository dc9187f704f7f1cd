"""Names in text (PERSON, ORG, GPE, LOC): four data sets with four schemes, read into one."""

import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from kg.errors import InputError
from kg.syntax.training.conllu import TreebankSentence, Word

KINDS = ("PERSON", "ORG", "GPE", "LOC")
"""People; organizations and parties; countries, regions and cities, which can act; other places, which cannot."""

UNER = {"PER": "PERSON", "ORG": "ORG", "LOC": "place"}
WIKIGOLD = {"PER": "PERSON", "ORG": "ORG", "LOC": "place"}
GUM = {"person": "PERSON", "organization": "ORG", "place": "place"}
CROSSNER = {
    "politician": "PERSON", "person": "PERSON", "writer": "PERSON", "scientist": "PERSON",
    "organisation": "ORG", "politicalparty": "ORG", "university": "ORG",
    "country": "GPE", "location": "place",
}  # fmt: skip
"""Each data set's kinds to ours; what is not here (events, elections, works) is no name for us. A `place` becomes
GPE or LOC by its words, because none of the data sets tells them apart."""

WORDS: Mapping[str, list[str]] = tomllib.loads((Path(__file__).parent / "names.toml").read_text(encoding="utf-8"))
GENERIC = frozenset(WORDS["generic"])
DAYS_AND_MONTHS = frozenset(WORDS["days_and_months"])
LANDSCAPE = re.compile(rf"\b({'|'.join(WORDS['landscape'])})\b|^(?:{'|'.join(WORDS['directions'])})$", re.IGNORECASE)
STATES = re.compile("|".join(WORDS["states"]), re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Name:
    """A name over the words from `start` up to `end` (excluded), and its kind."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, kw_only=True, slots=True)
class NamedSentence:
    """One sentence with the names in it.

    `spaces` says after which words a space follows, `unknown` of which words it is not known whether they name.
    """

    source: str
    words: tuple[str, ...]
    spaces: tuple[bool, ...]
    names: tuple[Name, ...]
    unknown: frozenset[int] = frozenset()


def read_iob(path: Path, kinds: Mapping[str, str], *, word: int = 0, tag: int = 1) -> Iterator[NamedSentence]:
    """The sentences of a file with one word a line and an empty line after each sentence.

    `word` and `tag` are the columns of the word and of its IOB tag. Both IOB1 (a name may begin with `I-`) and
    IOB2 are read. Kinds that are not in `kinds` are no names. Raises InputError where a line lacks a column.
    """
    words: list[str] = []
    tags: list[str] = []
    lines = path.read_text(encoding="utf-8").split("\n")
    for number, line in enumerate([*lines, ""], start=1):
        if line.startswith("# "):
            continue
        columns = line.split("\t") if "\t" in line else line.split()
        if not columns or not columns[0]:
            if words:
                yield NamedSentence(source=path.stem, words=tuple(words), spaces=tuple(guess_spaces(words)),
                                    names=tuple(_names(words, tags, kinds)))  # fmt: skip
            words, tags = [], []
            continue
        if len(columns) <= max(word, tag):
            raise InputError(f"{path}:{number}: expected a word and its tag, got {line!r}")
        words.append(columns[word])
        tags.append(columns[tag])


def read_gum_names(
    sentences: Iterable[TreebankSentence], known_places: Collection[str] = ()
) -> Iterator[NamedSentence]:
    """Names from GUM's mentions of people, organizations and places whose head word is a proper noun.

    A mention is cut to the proper nouns around its head ("the former President Barack Obama" to "Barack Obama"),
    with the small words between them ("Bank of England"). Peoples ("Americans") and bare titles are left out; an
    organization with the name of a place, here or among `known_places`, is the place (its team, its government), as
    in the other data sets.
    """
    read = [(sentence, _longest(_gum_mentions(sentence.words))) for sentence in sentences]
    places = {_spelled(sentence, name) for sentence, names in read for name in names if name.kind == "GPE"}
    places.update(known_places)
    for sentence, names in read:
        yield NamedSentence(
            source=sentence.document,
            words=tuple(word.form for word in sentence.words),
            spaces=tuple(word.space_after for word in sentence.words),
            names=tuple(
                replace(name, kind="GPE") if name.kind == "ORG" and _spelled(sentence, name) in places else name
                for name in names
            ),
        )


def read_common_words(sentences: Iterable[TreebankSentence]) -> Iterator[NamedSentence]:
    """What a treebank without names tells about names: that every word but its proper nouns is none.

    The proper nouns are `unknown`, except days and months, and so is a word between two of them ("of").
    """
    for sentence in sentences:
        proper = {
            index
            for index, word in enumerate(sentence.words)
            if word.upos == "PROPN" and word.lemma not in DAYS_AND_MONTHS
        }
        between = {index + 1 for index in proper if index + 2 in proper or index + 3 in proper}
        between |= {index + 2 for index in proper if index + 3 in proper}
        yield NamedSentence(
            source=sentence.document,
            words=tuple(word.form for word in sentence.words),
            spaces=tuple(word.space_after for word in sentence.words),
            names=(),
            unknown=frozenset(proper | between),
        )


def place_kind(place: str) -> str:
    """GPE for places that govern themselves, LOC for landscapes, buildings and continents, by the words of the name."""
    return "LOC" if LANDSCAPE.search(place) and not STATES.fullmatch(place.removeprefix("the ")) else "GPE"


def guess_spaces(words: Iterable[str]) -> Iterator[bool]:
    """After which of the `words` a space was, where the data set does not tell."""
    listed = list(words)
    opened = False
    for word, following in zip(listed, [*listed[1:], ""], strict=True):
        if word == '"':
            opened = not opened
        glued_left = following in {",", ".", ";", ":", "?", "!", ")", "]", "%", "'", "’", "”"} or (
            following.lower() in {"'s", "’s", "n't", "n’t", "'re", "'ve", "'ll", "'d", "'m"}
        )
        closing_next = following == '"' and opened
        yield not (
            glued_left or closing_next or word in {"(", "[", "$", "£", "€", "“", "‘"} or (word == '"' and opened)
        )


def _names(words: list[str], tags: list[str], kinds: Mapping[str, str]) -> Iterator[Name]:
    start, kind = 0, ""
    for index, tag in enumerate([*tags, "O"]):
        mark, _, label = tag.partition("-")
        if kind and (mark != "I" or label != kind):
            if kind in kinds:
                yield Name(start=start, end=index, kind=_kind(kinds[kind], words[start:index]))
            kind = ""
        if mark in {"B", "I"} and not kind:
            start, kind = index, label


def _kind(kind: str, words: Iterable[str]) -> str:
    return place_kind(" ".join(words)) if kind == "place" else kind


def _longest(names: Iterable[Name]) -> tuple[Name, ...]:
    kept: list[Name] = []
    for name in sorted(names, key=lambda name: (name.start, -name.end)):
        if not kept or name.start >= kept[-1].end:
            kept.append(name)
    return tuple(kept)


def _spelled(sentence: TreebankSentence, name: Name) -> str:
    return " ".join(word.form for word in sentence.words[name.start : name.end])


def _gum_mentions(words: tuple[Word, ...]) -> Iterator[Name]:
    opened: dict[str, list[tuple[int, list[str]]]] = {}
    for index, word in enumerate(words):
        entity = next((item[7:] for item in word.misc.split("|") if item.startswith("Entity=")), "")
        for piece in re.findall(r"\([^()]+\)?|[^()]+\)", entity):
            fields = piece.strip("()").split("-")
            if piece.startswith("("):
                opened.setdefault(fields[0], []).append((index, fields))
            if piece.endswith(")") and opened.get(fields[0]):
                start, description = opened[fields[0]].pop()
                yield from _gum_name(words, start, index + 1, description)


def _gum_name(words: tuple[Word, ...], start: int, end: int, description: list[str]) -> Iterator[Name]:
    # Fields: group, entity type, information status, salience, centering, minimal span, link type, identity.
    if len(description) < 6 or description[1] not in GUM:
        return
    first = re.match(r"\d+", description[5])
    head = start + int(first.group()) - 1 if first else start
    if not start <= head < end or words[head].upos != "PROPN":
        return
    kind = GUM[description[1]]
    proper = [index for index in range(start, end) if words[index].upos == "PROPN"]
    left = right = head
    while left > start and _within(words, left - 1, proper):
        left -= 1
    while right < end - 1 and _within(words, right + 1, proper):
        right += 1
    while left < right and words[left].form.lower() in GENERIC and kind == "PERSON":
        left += 1
    while left < right and words[left].upos not in {"PROPN", "ADJ"}:
        left += 1
    while right > head and words[right].upos not in {"PROPN", "NUM"}:
        right -= 1
    if all(word.form.lower() in GENERIC for word in words[left : right + 1]):
        return
    if kind == "PERSON" and words[head].xpos == "NNPS":
        return
    yield Name(start=left, end=right + 1, kind=_kind(kind, (word.form for word in words[left : right + 1])))


def _within(words: tuple[Word, ...], index: int, proper: list[int]) -> bool:
    word = words[index]
    return (
        index in proper
        or (
            word.form.lower() in {"of", "the", "for", "and", "de", "-", "&", "al", "."}
            and any(index < other <= index + 2 for other in proper)
            and word.deprel in {"case", "det", "cc", "punct", "flat"}
        )
        or (word.upos == "ADJ" and word.form[:1].isupper() and word.xpos.startswith("NNP"))
    )
