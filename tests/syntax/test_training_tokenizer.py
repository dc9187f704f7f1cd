"""Raw text is cut into words as the treebanks cut it."""

import pytest
import spacy
from spacy.language import Language

from kg.syntax.training.tokenizer import set_tokenizer


@pytest.fixture(scope="module")
def nlp() -> Language:
    nlp = spacy.blank("en")
    set_tokenizer(nlp)
    return nlp


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a 30-day cease-fire", "a 30 - day cease - fire"),
        ("long-term, US-led", "long - term , US - led"),
        ("pro-Russian re-elected e-mail Ex-president", "pro-Russian re-elected e-mail Ex-president"),
        ("don't can't Moscow's cannot", "do n't ca n't Moscow 's can not"),
        ("don’t Moscow’s", "do n’t Moscow ’s"),
        ("U.N.-backed U.S. aid", "U.N. - backed U.S. aid"),
        ("“No,” he said.", "“ No , ” he said ."),
        ('"It is over,” she said', '" It is over , ” she said'),
        ("$5bn, €300m and 20%", "$ 5 bn , € 300 m and 20 %"),
        ("9:30am and/or 2014/15", "9:30 am and / or 2014/15"),
        ("What?! No... yes--no—yes", "What ?! No ... yes -- no — yes"),
        ("Gen. Ann Lee-Smith vs. Sen. Bo", "Gen. Ann Lee - Smith vs. Sen. Bo"),
    ],
)
def test_words(nlp: Language, text: str, words: str) -> None:
    assert " ".join(token.text for token in nlp(text)) == words


def test_a_no_break_space_is_white_space_between_words(nlp: Language) -> None:
    assert [token.text for token in nlp("he said\xa0that") if not token.is_space] == ["he", "said", "that"]


def test_the_text_is_never_changed(nlp: Language) -> None:
    text = "He  said\xa0“it's 30-day\" (sort of)…\n\nNo!"
    assert nlp(text).text == text
