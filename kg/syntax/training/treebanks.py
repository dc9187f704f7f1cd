"""Which sentences train the model and which only judge it: English Web Treebank, GUM and PUD."""

import tarfile
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputError, MissingError
from kg.syntax.training.conllu import TreebankSentence, read_conllu

ARCHIVES = ("ud-english-ewt", "ud-english-gum", "ud-english-pud")
"""The archives (`.tar.xz`) of the treebanks folder."""

NEWS = "n"
"""How the identifiers of PUD's news sentences begin; the others are of Wikipedia."""

NON_COMMERCIAL = frozenset({"essay", "fiction", "letter", "podcast", "whow", "conversation"})
"""Genres of GUM whose texts are partly under non-commercial licences: they judge, but never train, what ships."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Treebanks:
    """All sentences by their use: `training`, for choosing (`dev`) and for the final figures (`test`), by set."""

    training: tuple[TreebankSentence, ...]
    dev: dict[str, tuple[TreebankSentence, ...]]
    test: dict[str, tuple[TreebankSentence, ...]]


def unpack(treebanks: Path, into: Path, archives: Iterable[str] = ARCHIVES) -> None:
    """Unpack the treebank `archives` of the folder `treebanks` below `into`.

    Raises MissingError where an archive is missing.
    """
    for name in archives:
        archive = treebanks / f"{name}.tar.xz"
        if not archive.is_file():
            raise MissingError(f"expected the treebank archive {archive}, found none")
        with tarfile.open(archive) as members:
            members.extractall(into, filter="data")


def read_treebanks(unpacked: Path) -> Treebanks:
    """Sort the sentences of the `unpacked` treebanks by use.

    The training files of EWT and GUM are put together from their sources, one file a document. A training
    sentence whose document or identifier is in a dev or test set is an InputError; one that repeats the text of
    such a sentence (greetings, signatures) is dropped.
    """
    ewt, gum, pud = unpacked / "ewt", unpacked / "gum", unpacked / "pud"
    pud_test = tuple(read_conllu(pud / "en_pud-ud-test.conllu"))
    dev = {
        "EWT dev": tuple(read_conllu(ewt / "en_ewt-ud-dev.conllu")),
        "GUM dev": tuple(read_conllu(gum / "en_gum-ud-dev.conllu")),
    }
    test = {
        "EWT test": tuple(read_conllu(ewt / "en_ewt-ud-test.conllu")),
        "GUM test": tuple(read_conllu(gum / "en_gum-ud-test.conllu")),
        "PUD news": tuple(s for s in pud_test if s.identifier.startswith(NEWS)),
        "PUD Wikipedia": tuple(s for s in pud_test if not s.identifier.startswith(NEWS)),
    }
    judges = [s for sentences in (*dev.values(), *test.values()) for s in sentences]
    judged = {judge.document for judge in judges}
    sources = [*_training_sources(ewt, judged), *_training_sources(gum, judged)]
    return Treebanks(training=tuple(without_judges(sources, judges)), dev=dev, test=test)


def without_judges(
    sources: Iterable[TreebankSentence], judges: Iterable[TreebankSentence]
) -> Iterator[TreebankSentence]:
    """The `sources` less every sentence that has the text of one of the `judges`.

    Raises InputError where a source shares its document or its identifier with a judge: that is a wrong split,
    not a chance repetition.
    """
    documents, identifiers, texts = set(), set(), set()
    for judge in judges:
        documents.add(judge.document)
        identifiers.add(judge.identifier)
        texts.add(letters_of(judge.text))
    for sentence in sources:
        if sentence.document in documents or sentence.identifier in identifiers:
            raise InputError(f"sentence {sentence.identifier} of {sentence.document} belongs to a dev or test set")
        if letters_of(sentence.text) not in texts:
            yield sentence


def letters_of(text: str) -> str:
    """The `text` in small letters without white space: two sentences that agree in it are the same sentence."""
    return "".join(text.lower().split())


def _training_sources(treebank: Path, judged: Collection[str]) -> Iterator[TreebankSentence]:
    # The file lists beside the sources name documents by an older split, so the dev and test files decide.
    for path in sorted((treebank / "not-to-release" / "sources").rglob("*.conllu")):
        if _gum_genre(path.stem) not in NON_COMMERCIAL:
            yield from (sentence for sentence in read_conllu(path) if sentence.document not in judged)


def _gum_genre(document: str) -> str:
    return document.split("_")[1] if document.startswith("GUM_") else ""
