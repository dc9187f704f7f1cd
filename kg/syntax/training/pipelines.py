"""Training: two pipelines, grammar and names, fitted by spaCy and put together into the one that ships."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import numpy as np
import spacy
from spacy.language import Language
from spacy.training.initialize import init_nlp
from spacy.training.loop import train as fit
from spacy.util import load_config, registry
from thinc.api import Config, Model, NumpyOps, set_current_ops

from kg.syntax.language import VECTOR_STEP
from kg.syntax.training.tokenizer import set_tokenizer
from kg.syntax.training.vectors import keep_lookup

GRAMMAR = Path(__file__).parent / "grammar.cfg"
NAMES = Path(__file__).parent / "names.cfg"
LICENCE = Path(__file__).parent / "weights-licence.txt"

META = {
    "name": "parley",
    "version": "1.0.0",
    "description": "English news text: words, tags, morphology, lemmas, dependency trees, names",
    "author": "The Parley authors",
    "license": "CC BY-SA 4.0",
}

BEFORE_INIT = "parley.set_tokenizer.v1"


def train_pipeline(config: Path, corpora: Path, base: Path, into: Path, *, seed: int, steps: int | None) -> Language:
    """Fit the pipeline of the file `config` on `corpora` (folders `train` and `dev`), and keep it in `into`.

    `base` holds the word vectors and the words' boundaries. `steps` are optimizer steps of 500 to 1,000 words each,
    the configuration's own number by default. The step that scored best on the dev documents is kept, with its
    averaged weights. The same seed on the same machine gives the same weights.
    """
    set_current_ops(NumpyOps(use_blis=False))
    registry.callbacks(BEFORE_INIT, func=_tokenizer_setter)
    overrides: dict[str, Any] = {
        "paths.train": str(corpora / "train"),
        "paths.dev": str(corpora / "dev"),
        "paths.vectors": str(base),
        "system.seed": seed,
        "initialize.before_init": {"@callbacks": BEFORE_INIT},
    }
    if steps is not None:
        overrides["training.max_steps"] = steps
    nlp = init_nlp(_config(config, overrides))
    nlp.config["initialize"]["before_init"] = None
    into.mkdir(parents=True, exist_ok=True)
    fit(nlp, into)
    keep_lookup(into / "model-best")
    best = spacy.load(into / "model-best")
    shutil.rmtree(into / "model-last")
    return best


def assemble(grammar: Language, names: Language, into: Path) -> None:
    """Write the pipeline that ships into the folder `into`, whatever was there: grammar, then names, and its licence.

    Weights are kept in half precision, which halves the size and moves no figure by more than a tenth of a point;
    `kg.syntax.language` widens them again when it loads them, so only that door opens this folder.
    """
    grammar.add_pipe("ner", source=names)
    for section, key in (("paths", "vectors"), ("initialize", "vectors"), ("corpora", "train"), ("corpora", "dev")):
        grammar.config[section][key] = None  # the folders of one machine are nobody else's business
    grammar.config["paths"] = {}
    grammar.meta.update(META, performance={})
    shrink(grammar)
    fresh = into.with_name(f"{into.name}.new")
    grammar.to_disk(fresh)
    keep_lookup(fresh)
    shutil.copyfile(LICENCE, fresh / "LICENSE")
    shutil.rmtree(into, ignore_errors=True)
    fresh.rename(into)


def shrink(nlp: Language) -> None:
    """Round the weights of `nlp` to half precision and its word vectors to steps of one byte, in place."""
    vectors = nlp.vocab.vectors
    vectors.data = np.rint(vectors.data / VECTOR_STEP).astype("int8")
    for model in _models(nlp):
        for node in model.walk():
            for name in node.param_names:
                if node.has_param(name):
                    node.set_param(name, cast(Any, node.get_param(name)).astype("float16"))


def _models(nlp: Language) -> Iterator[Model[Any, Any]]:
    for _, pipe in nlp.pipeline:
        if isinstance(getattr(pipe, "model", None), Model):
            yield cast(Any, pipe).model


def _config(path: Path, overrides: dict[str, Any]) -> Config:
    before_init = overrides.pop("initialize.before_init")
    config = load_config(path, overrides=overrides, interpolate=False)
    config["initialize"]["before_init"] = before_init
    return config


def _tokenizer_setter() -> Callable[[Language], None]:
    return set_tokenizer
