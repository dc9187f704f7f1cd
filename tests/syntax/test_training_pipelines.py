"""The recipe runs from documents to a folder that the door can open."""

import json
from pathlib import Path

import numpy as np
import pytest
import spacy
from spacy.attrs import IDS
from spacy.tokens import DocBin

from kg.errors import MissingError
from kg.syntax.language import load_pipeline
from kg.syntax.training.__main__ import main
from kg.syntax.training.conllu import read_conllu
from kg.syntax.training.documents import to_doc
from kg.syntax.training.name_documents import to_named_doc
from kg.syntax.training.names import Name, NamedSentence
from kg.syntax.training.pipelines import GRAMMAR, NAMES, assemble, train_pipeline
from kg.syntax.training.tokenizer import set_tokenizer
from kg.syntax.training.vectors import keep_lookup, read_glove, set_vectors

CONLLU = """\
# sent_id = talks-1
# text = Norway signs deals.
1\tNorway\tNorway\tPROPN\tNNP\tNumber=Sing\t2\tnsubj\t_\t_
2\tsigns\tsign\tVERB\tVBZ\tNumber=Sing\t0\troot\t_\t_
3\tdeals\tdeal\tNOUN\tNNS\tNumber=Plur\t2\tobj\t_\tSpaceAfter=No
4\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_

"""
NORWAY = NamedSentence(
    source="talks",
    words=("Norway", "signs", "deals", "."),
    spaces=(True, True, False, True),
    names=(Name(start=0, end=1, kind="GPE"),),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Documents, names and word vectors of one sentence, many times."""
    (tmp_path / "talks.conllu").write_text(CONLLU, encoding="utf-8")
    sentences = list(read_conllu(tmp_path / "talks.conllu")) * 40
    nlp = spacy.blank("en")
    set_tokenizer(nlp)
    for part in ("train", "dev"):
        (tmp_path / "grammar" / part).mkdir(parents=True)
        (tmp_path / "names" / part).mkdir(parents=True)
        docs = DocBin(docs=[to_doc(nlp.vocab, [s]) for s in sentences],
                      attrs=["TAG", "POS", "MORPH", "LEMMA", "HEAD", "DEP", "SENT_START", "SPACY"])  # fmt: skip
        docs.to_disk(tmp_path / "grammar" / part / "all.spacy")
        named = DocBin(docs=[to_named_doc(nlp.vocab, NORWAY)] * 40, attrs=["ENT_IOB", "ENT_TYPE", "SPACY"])
        named.to_disk(tmp_path / "names" / part / "all.spacy")
    set_vectors(nlp.vocab, ["norway", "signs", "1990", "deals"], np.eye(4, 50, dtype="float32"))
    nlp.to_disk(tmp_path / "base")
    keep_lookup(tmp_path / "base")
    return tmp_path


def test_from_documents_to_the_door(folder: Path) -> None:
    base = folder / "base"
    grammar = train_pipeline(GRAMMAR, folder / "grammar", base, folder / "a", seed=1, steps=2)
    names = train_pipeline(NAMES, folder / "names", base, folder / "b", seed=1, steps=2)

    assemble(grammar, names, folder / "english")

    nlp = load_pipeline(folder / "english")
    assert nlp.pipe_names == ["tok2vec", "tagger", "morphologizer", "lemmatizer", "parser", "ner"]
    assert " ".join(token.text for token in nlp("Norway signs 30-day deals.")) == "Norway signs 30 - day deals ."
    assert nlp.vocab.vectors.shape == (3, 50)
    assert nlp.vocab.vectors.attr == IDS["NORM"]
    assert np.load(folder / "english" / "vocab" / "vectors").dtype == "int8"
    assert str(folder) not in (folder / "english" / "config.cfg").read_text(encoding="utf-8")
    assert json.loads((folder / "english" / "meta.json").read_text(encoding="utf-8"))["license"] == "CC BY-SA 4.0"
    assert (folder / "english" / "LICENSE").is_file()


def test_word_vectors_are_found_by_norm_in_whole_steps(folder: Path) -> None:
    nlp = spacy.load(folder / "base")
    keys = nlp("Norway NORWAY norway 1990").to_array("NORM")

    assert nlp.vocab.vectors.attr == IDS["NORM"]
    assert nlp.vocab.vectors.find(keys=keys).tolist() == [0, 0, 0, -1]
    steps = nlp.vocab.vectors.data * 32
    assert np.array_equal(steps, np.rint(steps))


def test_missing_data_are_told_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["convert", "--data", str(tmp_path), "--glove", str(tmp_path), "--work", str(tmp_path / "work")])

    assert code == 1
    assert capsys.readouterr().err.startswith("error: expected the treebank archive ")
    with pytest.raises(MissingError, match=r"^expected the word vectors' file .*glove_6B_index.parquet, found none$"):
        read_glove(tmp_path)
