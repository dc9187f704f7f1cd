"""Training documents for names: what each data set gives, kept apart from the judges, and copies with other names."""

import random
import tomllib
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from kg.errors import MissingError
from kg.syntax.training.names import (
    CROSSNER,
    UNER,
    WIKIGOLD,
    Name,
    NamedSentence,
    guess_spaces,
    read_common_words,
    read_gum_names,
    read_iob,
)
from kg.syntax.training.treebanks import Treebanks, letters_of

FIELDS = ("politics", "science", "literature")
"""The fields of CrossNER that are read."""

HELD_OUT = 10
"""One sentence in ten of UNER, CrossNER and WikiGold chooses the model and does not train it."""

NEWSMAKERS = 1 / 3
"""Share of the exchanged names that come from `newsmakers.toml`."""

ONE_IN = 3
"""Every third sentence of EWT is read for its words that name nothing."""


@dataclass(frozen=True, kw_only=True, slots=True)
class NameSets:
    """All sentences with names by their use."""

    training: tuple[NamedSentence, ...]
    dev: tuple[NamedSentence, ...]
    test: Mapping[str, tuple[NamedSentence, ...]]


@dataclass(frozen=True, kw_only=True, slots=True)
class NameCopies:
    """Which share of the training sentences (0 to 1) is copied with a change, on top of the originals."""

    other_names: float = 0.5
    lower_case: float = 0.03
    upper_case: float = 0.03
    title_case: float = 0.04
    curly_quotes: float = 0.3


def read_name_sets(names: Path, treebanks: Treebanks) -> NameSets:
    """Sort the sentences of the folder `names`, and GUM's training documents, by use.

    UNER's sentences are those of EWT: its dev set trains names (never the grammar), its test set judges. A sentence
    with the text of a test sentence of any set is dropped. Raises MissingError where a file is missing.
    """
    test = read_name_tests(names)
    uner = _read(names / "UNER_English-EWT" / "en_ewt-ud-dev.iob2", UNER, word=1, tag=2)
    cross = [s for field in FIELDS for part in ("train", "dev") for s in _read(_crossner(names, field, part), CROSSNER)]
    wikigold = _read(names / "wikigold" / "wikigold.conll.txt", WIKIGOLD)
    listed = [*uner, *cross, *wikigold]
    places = {" ".join(s.words[n.start : n.end]) for s in listed for n in s.names if n.kind == "GPE"}
    gum = read_gum_names((s for s in treebanks.training if s.document.startswith("GUM_")), places)
    judged = {letters_of(s.text) for sentences in treebanks.test.values() for s in sentences}
    judged |= {letters_of("".join(s.words)) for sentences in test.values() for s in sentences}
    training, dev = list[NamedSentence](), list[NamedSentence]()
    for sentence in listed:
        letters = letters_of("".join(sentence.words))
        if letters not in judged:
            (training if zlib.crc32(letters.encode()) % HELD_OUT else dev).append(sentence)
    training.extend(s for s in gum if letters_of("".join(s.words)) not in judged)
    common = read_common_words(s for s in treebanks.training if not s.document.startswith("GUM_"))
    training.extend(islice(common, None, None, ONE_IN))
    return NameSets(training=tuple(training), dev=tuple(dev), test=test)


def read_name_tests(names: Path) -> dict[str, tuple[NamedSentence, ...]]:
    """The test sets of names in the folder `names`: all of UNER's PUD, and its part of news."""
    pud = _read(names / "UNER_English-PUD" / "en_pud-ud-test.iob2", UNER, word=1, tag=2)
    return {
        "UNER EWT test": _read(names / "UNER_English-EWT" / "en_ewt-ud-test.iob2", UNER, word=1, tag=2),
        "UNER PUD news": pud[: len(pud) // 2],
        "UNER PUD": pud,
        **{f"CrossNER {field} test": _read(_crossner(names, field, "test"), CROSSNER) for field in FIELDS},
    }


def with_name_copies(
    sentences: Sequence[NamedSentence], copies: NameCopies, rng: random.Random
) -> Iterator[NamedSentence]:
    """The `sentences`, each followed by its changed copies if chance (`rng`) has any for it.

    In a copy with other names each name is exchanged for one of the same kind, from anywhere in `sentences` or, one
    time in three, from `newsmakers.toml`: the words around a name count for more than the name, and the names that
    news is full of are known.
    """
    pool: dict[str, list[tuple[str, ...]]] = {}
    for sentence in sentences:
        for name in sentence.names:
            pool.setdefault(name.kind, []).append(sentence.words[name.start : name.end])
    listed = _newsmakers()

    def choose(kind: str) -> tuple[str, ...]:
        return rng.choice(listed[kind] if kind in listed and rng.random() < NEWSMAKERS else pool[kind])

    for sentence in sentences:
        yield sentence
        if sentence.names and rng.random() < copies.other_names:
            yield exchange_names(sentence, choose)
        for share, change in (
            (copies.lower_case, str.lower),
            (copies.upper_case, str.upper),
            (copies.title_case, _title),
            (copies.curly_quotes, _curly),
        ):
            if rng.random() < share:
                yield replace(sentence, words=tuple(map(change, sentence.words)))


def exchange_names(sentence: NamedSentence, choose: Callable[[str], Sequence[str]]) -> NamedSentence:
    """A copy of `sentence` in which each name is the words that `choose` gives for its kind."""
    words, spaces, names = list[str](), list[bool](), list[Name]()
    done = 0
    for name in sentence.names:
        words.extend(sentence.words[done : name.start])
        spaces.extend(sentence.spaces[done : name.start])
        chosen = choose(name.kind)
        names.append(Name(start=len(words), end=len(words) + len(chosen), kind=name.kind))
        words.extend(chosen)
        spaces.extend([*list(guess_spaces(chosen))[:-1], sentence.spaces[name.end - 1]])
        done = name.end
    return replace(
        sentence,
        words=(*words, *sentence.words[done:]),
        spaces=(*spaces, *sentence.spaces[done:]),
        names=tuple(names),
    )


def to_named_doc(vocab: Vocab, sentence: NamedSentence) -> Doc:
    """The spaCy document of one sentence with its names set."""
    doc = Doc(vocab, words=list(sentence.words), spaces=list(sentence.spaces))
    doc.set_ents(
        [Span(doc, name.start, name.end, label=name.kind) for name in sentence.names],
        missing=[doc[index : index + 1] for index in sorted(sentence.unknown)],
    )
    return doc


def _newsmakers() -> dict[str, list[tuple[str, ...]]]:
    """The names of `newsmakers.toml` by kind, cut into words."""
    table = tomllib.loads((Path(__file__).parent / "newsmakers.toml").read_text(encoding="utf-8"))
    return {kind: [tuple(name.split()) for name in names] for kind, names in table.items()}


def _read(path: Path, kinds: Mapping[str, str], *, word: int = 0, tag: int = 1) -> tuple[NamedSentence, ...]:
    if not path.is_file():
        raise MissingError(f"expected the data set of names {path}, found none")
    return tuple(read_iob(path, kinds, word=word, tag=tag))


def _crossner(names: Path, field: str, part: str) -> Path:
    return names / "CrossNER" / field / f"{part}.txt"


def _title(word: str) -> str:
    return word[:1].upper() + word[1:] if len(word) > 3 else word


def _curly(word: str) -> str:
    return word.replace("'", "’").replace('"', "“")
