"""From the data sets to the files that training reads: documents of grammar, documents of names, word vectors."""

import random
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import spacy
from spacy.tokens import Doc, DocBin

from kg.syntax.training.documents import Copies, group, to_doc, with_copies
from kg.syntax.training.name_documents import NameCopies, read_name_sets, to_named_doc, with_name_copies
from kg.syntax.training.tokenizer import set_tokenizer
from kg.syntax.training.treebanks import Treebanks, read_treebanks, unpack
from kg.syntax.training.vectors import keep_lookup, read_glove, set_vectors

GRAMMAR = ("TAG", "POS", "MORPH", "LEMMA", "HEAD", "DEP", "SENT_START")
NAMES = ("ENT_IOB", "ENT_TYPE")


def convert(data: Path, glove: Path, into: Path, *, seed: int) -> None:
    """Write the training files below `into`: `base`, `grammar/{train,dev}`, `names/{train,dev}`.

    `data` is the folder with `treebanks` and `names`, `glove` the folder of the word vectors' package. The same
    `seed` gives the same files. Raises MissingError where a data set is missing and InputError where one is not in its
    form.
    """
    with TemporaryDirectory() as folder:
        unpack(data / "treebanks", Path(folder))
        treebanks = read_treebanks(Path(folder))
    nlp = spacy.blank("en")
    set_tokenizer(nlp)
    _write_grammar(treebanks, into / "grammar", random.Random(seed))
    _write_names(data / "names", treebanks, into / "names", random.Random(seed))
    set_vectors(nlp.vocab, *read_glove(glove))
    nlp.to_disk(into / "base")
    keep_lookup(into / "base")


def _write_grammar(treebanks: Treebanks, into: Path, rng: random.Random) -> None:
    vocab = spacy.blank("en").vocab
    documents = list(with_copies(list(group(treebanks.training, rng)), Copies(), rng))
    rng.shuffle(documents)
    _write((to_doc(vocab, document) for document in documents), GRAMMAR, into / "train" / "all.spacy")
    for name, sentences in treebanks.dev.items():
        docs = (to_doc(vocab, document) for document in group(sentences, rng))
        _write(docs, GRAMMAR, into / "dev" / f"{name.replace(' ', '_')}.spacy")


def _write_names(names: Path, treebanks: Treebanks, into: Path, rng: random.Random) -> None:
    vocab = spacy.blank("en").vocab
    sets = read_name_sets(names, treebanks)
    sentences = list(with_name_copies(sets.training, NameCopies(), rng))
    rng.shuffle(sentences)
    _write((to_named_doc(vocab, s) for s in sentences), NAMES, into / "train" / "all.spacy")
    _write((to_named_doc(vocab, s) for s in sets.dev), NAMES, into / "dev" / "all.spacy")


def _write(docs: Iterable[Doc], attributes: Sequence[str], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    DocBin(docs=docs, attrs=[*attributes, "SPACY"]).to_disk(path)
