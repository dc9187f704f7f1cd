"""Figures count what they say they count."""

from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.errors import MissingError
from kg.syntax.training.card import render_card, write_card
from kg.syntax.training.conllu import TreebankSentence, Word
from kg.syntax.training.evaluation import RELATIONS, score_grammar, score_names, words_per_second
from kg.syntax.training.names import Name, NamedSentence

ROWS = [
    ("Norway", "PROPN", 1, "nsubj"),
    ("signs", "VERB", 1, "ROOT"),
    ("deals", "NOUN", 1, "obj"),
    (".", "PUNCT", 1, "punct"),
]
SIGNS = TreebankSentence(
    document="talks",
    identifier="talks-1",
    text="Norway signs deals.",
    words=tuple(
        Word(form=form, lemma=form, upos=upos, xpos=upos, feats="", head=head, deprel=deprel,
             space_after=form in {"Norway", "signs"})
        for form, upos, head, deprel in ROWS
    ),
)  # fmt: skip


@Language.component("parley_test_reader")
def read_with_one_mistake(doc: Doc) -> Doc:
    """Norway is attached to the wrong word, deals with the wrong relation; Norway is found as an organization."""
    for token in doc:
        token.head = doc[min(1, len(doc) - 1)]
        token.dep_ = {"Norway": "nsubj", "signs": "ROOT", "deals": "nsubj", ".": "punct"}.get(token.text, "dep")
        token.pos_ = {"Norway": "PROPN", "signs": "VERB", "deals": "NOUN"}.get(token.text, "PUNCT")
        token.tag_ = token.pos_
        token.lemma_ = token.text.lower()
    if doc[0].text == "Norway":
        doc[0].head = doc[2]
        doc[2].head = doc[1]
        doc.set_ents([Span(doc, 0, 1, label="GPE"), Span(doc, 2, 3, label="ORG")])
    return doc


@pytest.fixture
def nlp() -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("parley_test_reader")
    return nlp


@pytest.mark.parametrize("gold_words", [True, False])
def test_attachment_and_relations(nlp: Language, gold_words: bool) -> None:
    scores = score_grammar(nlp, [SIGNS], gold_words=gold_words)

    assert (scores.words, scores.uas, scores.las, scores.las_without_punctuation) == (4, 75, 50, pytest.approx(100 / 3))
    assert (scores.upos, scores.xpos, scores.lemma, scores.sentences) == (100, 100, 75, 100)
    assert scores.relations["obj"] == 0
    assert scores.relations["nsubj"] == 0


def test_names_count_with_exact_span_and_coarse_kind(nlp: Language) -> None:
    sentence = NamedSentence(
        source="talks",
        words=("Norway", "signs", "deals", "."),
        spaces=(True, True, False, True),
        names=(Name(start=0, end=1, kind="LOC"),),
    )

    scores = score_names(nlp, [sentence])

    assert (scores.names, scores.precision, scores.recall, scores.f1) == (1, 50, 100, pytest.approx(200 / 3))
    assert scores.by_kind == {"PERSON": 0, "ORG": 0, "LOC": 100}


def test_speed_is_words_over_seconds(nlp: Language) -> None:
    assert words_per_second(nlp, ["Norway signs deals."] * 50) > 100


def test_the_card_shows_the_figures(tmp_path: Path) -> None:
    grammar = {"las": 81.26, "uas": 85.0, "upos": 96.0, "xpos": 95.0, "lemma": 97.0, "words": 1234,
               "relations": dict.fromkeys(RELATIONS, 70.0)}  # fmt: skip
    card = render_card(
        {
            "grammar": {"PUD news": grammar},
            "raw": {"PUD news": {"las": 80.0}},
            "names": {
                "UNER": {"names": 9, "precision": 1.0, "recall": 2.0, "f1": 3.0,
                         "by_kind": {"PERSON": 4.0, "ORG": 5.0, "LOC": 6.0}}
            },
            "words_per_second": 7654,
            "megabytes": 14.2,
        }
    )  # fmt: skip

    assert "| PUD news | 1,234 | 81.3 | 85.0 | 96.0 | 95.0 | 97.0 | 80.0 |" in card
    assert "| UNER | 9 | 1.0 | 2.0 | 3.0 | 4.0 | 5.0 | 6.0 |" in card
    assert "7,654 words a second" in card
    with pytest.raises(
        MissingError, match=r"expected the figures .*figures.json, found none; the step `evaluate` writes them$"
    ):
        write_card(tmp_path)
