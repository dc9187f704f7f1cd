"""The door to the language model: spaCy with the pipeline that this project trains and ships."""

from functools import cache
from pathlib import Path
from typing import Any, cast

import spacy
from spacy.language import Language
from thinc.api import Model, NumpyOps, get_current_ops, set_current_ops

from kg.errors import AccessError

ENGLISH = Path(__file__).parent / "english"
"""The shipped pipeline: words, tags, lemmas, dependency trees (Universal Dependencies) and names."""


VECTOR_STEP = 1 / 32
"""What one step of a word vector's value is worth: the values are kept in one byte each."""


@cache
def load_language() -> Language:
    """The English pipeline, loaded once per process and the same object at every call.

    Reads paragraphs of news text: `load_language().pipe(paragraphs)`. Each word has `pos_` (universal part of
    speech), `tag_` (Penn Treebank), `lemma_`, `morph`, `head` and `dep_` (Universal Dependencies with subtypes, the
    root is "ROOT"); names are in `ents` with the kinds PERSON, ORG, GPE and LOC.

    Raises AccessError where the installation lacks the model.

    >>> doc = load_language()("Norway would accept the deal if Sweden signs it.")
    >>> [(name.text, name.label_) for name in doc.ents]
    [('Norway', 'GPE'), ('Sweden', 'GPE')]
    """
    if not (ENGLISH / "config.cfg").is_file():
        raise AccessError(f"expected the language model in {ENGLISH}, found none; `make model` trains it")
    return load_pipeline(ENGLISH)


def load_pipeline(folder: Path) -> Language:
    """The pipeline in `folder`, its weights in single precision, set to compute its matrix products with numpy.

    numpy's linear algebra uses the processor's widest instructions; the library that spaCy takes by default falls
    back to a generic kernel on many processors and is about three times slower there.
    """
    before = get_current_ops()
    set_current_ops(NumpyOps(use_blis=False))
    try:
        nlp = spacy.load(folder)
    finally:
        set_current_ops(before)
    _widen(nlp)
    return nlp


def _widen(nlp: Language) -> None:
    # On disk a weight takes two bytes and a word vector's value one; all is computed in single precision.
    vectors = nlp.vocab.vectors
    if vectors.data.dtype == "int8":
        vectors.data = vectors.data.astype("float32") * VECTOR_STEP
    for _, pipe in nlp.pipeline:
        model = getattr(pipe, "model", None)
        for node in model.walk() if isinstance(model, Model) else ():
            for name in node.param_names:
                if node.has_param(name):
                    node.set_param(name, cast(Any, node.get_param(name)).astype("float32"))
