"""All figures of a trained pipeline on the test sets, as plain numbers for the model card."""

from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from kg.syntax.language import load_pipeline
from kg.syntax.training.conllu import TreebankSentence
from kg.syntax.training.evaluation import score_grammar, score_names, words_per_second
from kg.syntax.training.name_documents import read_name_tests
from kg.syntax.training.treebanks import read_treebanks, unpack

PARAGRAPH = 3
"""Sentences in a paragraph of the speed test."""


def evaluate(folder: Path, data: Path) -> dict[str, Any]:
    """Judge the pipeline in `folder` on the test sets of the folder `data`.

    Gives `grammar` by test set with the treebank's words, `raw` by test set on raw text, `names` by test set,
    `words_per_second` of one core and `megabytes`.
    """
    with TemporaryDirectory() as unpacked:
        unpack(data / "treebanks", Path(unpacked))
        test = read_treebanks(Path(unpacked)).test
    nlp = load_pipeline(folder)
    return {
        "grammar": {name: asdict(score_grammar(nlp, ss, gold_words=True)) for name, ss in test.items()},
        "raw": {name: asdict(score_grammar(nlp, ss, gold_words=False)) for name, ss in test.items()},
        "names": {name: asdict(score_names(nlp, ss)) for name, ss in read_name_tests(data / "names").items()},
        "words_per_second": round(words_per_second(nlp, _paragraphs(test["PUD news"] + test["EWT test"]))),
        "megabytes": round(sum(f.stat().st_size for f in folder.rglob("*") if f.is_file()) / 1e6, 1),
    }


def _paragraphs(sentences: tuple[TreebankSentence, ...]) -> list[str]:
    texts = [sentence.text for sentence in sentences]
    return [" ".join(texts[start : start + PARAGRAPH]) for start in range(0, len(texts), PARAGRAPH)]
