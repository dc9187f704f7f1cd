"""The shipped language model reads news sentences, and reads them as well as its card says."""

from pathlib import Path

import pytest
from spacy.language import Language

from kg.errors import AccessError
from kg.syntax import language
from kg.syntax.language import ENGLISH, load_language
from kg.syntax.training.conllu import read_conllu
from kg.syntax.training.evaluation import score_grammar, score_names
from kg.syntax.training.name_documents import read_name_tests
from kg.syntax.training.treebanks import NEWS, unpack

DATA = Path(__file__).parents[3] / "shared" / "data"
needs_data = pytest.mark.skipif(
    not DATA.is_dir(), reason=f"the reference data {DATA.name!r} are not beside the checkout"
)

LARGEST = 30_000_000
"""Bytes that the model may weigh."""


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load_language()


def test_it_is_loaded_once() -> None:
    assert load_language() is load_language()


def test_a_condition_is_an_adverbial_clause_with_its_mark(nlp: Language) -> None:
    doc = nlp("Norway would accept the deal if Sweden signs it.")
    by_text = {token.text: token for token in doc}

    assert (by_text["Norway"].dep_, by_text["Norway"].head.text) == ("nsubj", "accept")
    assert (by_text["accept"].dep_, by_text["accept"].pos_) == ("ROOT", "VERB")
    assert (by_text["if"].dep_, by_text["if"].head.text) == ("mark", "signs")
    assert (by_text["signs"].dep_, by_text["signs"].head.text) == ("advcl", "accept")
    assert (by_text["signs"].tag_, by_text["signs"].lemma_) == ("VBZ", "sign")
    assert by_text["signs"].morph.get("Number") == ["Sing"]


def test_what_is_said_is_a_clause_of_saying(nlp: Language) -> None:
    doc = nlp("The minister said that France opposes the sanctions.")
    by_text = {token.text: token for token in doc}

    assert (by_text["opposes"].dep_, by_text["opposes"].head.text) == ("ccomp", "said")
    assert (by_text["minister"].dep_, by_text["minister"].head.text) == ("nsubj", "said")


def test_people_organizations_and_countries_are_found(nlp: Language) -> None:
    doc = nlp("German Chancellor Angela Merkel met NATO officials in Brussels.")

    assert {(name.text, name.label_) for name in doc.ents} >= {
        ("Angela Merkel", "PERSON"),
        ("NATO", "ORG"),
        ("Brussels", "GPE"),
    }


def test_odd_quotation_marks_and_spaces_do_no_harm(nlp: Language) -> None:
    for text in ('He said\xa0that "we will not sign,” and left.', "He  said\nthat ‘we’ll not sign’."):
        doc = nlp(text)
        assert doc.text == text
        assert {token.text for token in doc if token.dep_ == "ROOT"} == {"said"}


def test_texts_are_read_alike_whatever_the_batch(nlp: Language) -> None:
    texts = ["Norway signs the deal.", "Sweden would not, unless Finland does.", "No!"]

    together = [[(t.head.i, t.dep_, t.lemma_) for t in doc] for doc in nlp.pipe(texts)]

    assert together == [[(t.head.i, t.dep_, t.lemma_) for t in nlp(text)] for text in texts]


def test_a_missing_model_is_told_with_its_remedy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(language, "ENGLISH", tmp_path)

    with pytest.raises(AccessError, match=r"^expected the language model in .*, found none; `make model` trains it$"):
        load_language.__wrapped__()


def test_its_size_is_bounded() -> None:
    assert sum(path.stat().st_size for path in ENGLISH.rglob("*") if path.is_file()) < LARGEST


def test_it_comes_with_its_card_and_licence() -> None:
    card = (ENGLISH / "MODEL_CARD.md").read_text(encoding="utf-8")
    for source in ("UD English EWT", "UD English GUM", "Universal NER", "CrossNER", "WikiGold", "GloVe"):
        assert source in card
    assert "Attribution-ShareAlike 4.0" in (ENGLISH / "LICENSE").read_text(encoding="utf-8")


@needs_data
def test_attachment_on_news_does_not_fall(nlp: Language, tmp_path: Path) -> None:
    unpack(DATA / "treebanks", tmp_path, ["ud-english-pud"])
    pud = read_conllu(tmp_path / "pud" / "en_pud-ud-test.conllu")
    news = [sentence for sentence in pud if sentence.identifier.startswith(NEWS)]

    scores = score_grammar(nlp, news, gold_words=True)

    assert scores.las > 82
    assert scores.relations["nsubj"] > 87


@needs_data
def test_names_in_news_do_not_fall(nlp: Language) -> None:
    scores = score_names(nlp, read_name_tests(DATA / "names")["UNER PUD news"])

    assert scores.f1 > 70
