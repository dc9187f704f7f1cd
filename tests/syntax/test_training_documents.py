"""Training documents keep the trees of their sentences, whatever their copies look like."""

import random
from dataclasses import replace

import pytest
import spacy

from kg.errors import InputError
from kg.syntax.training.conllu import TreebankSentence, Word
from kg.syntax.training.documents import (
    Copies,
    curly,
    group,
    lower_case,
    title_case,
    to_doc,
    with_copies,
    with_white_space,
    without_full_stop,
)
from kg.syntax.training.treebanks import without_judges


def sentence(words: str, document: str = "talks", number: int = 1) -> TreebankSentence:
    """A sentence of `form/UPOS/head` items; the head counts from 1, 0 is the root; no space before a full stop."""
    read: list[Word] = []
    for item in words.split():
        form, upos, head = item.rsplit("/", 2)
        root = head == "0"
        read.append(
            Word(
                form=form,
                lemma=form.lower(),
                upos=upos,
                xpos=upos,
                feats="",
                head=len(read) if root else int(head) - 1,
                deprel="ROOT" if root else "dep",
                space_after=True,
            )
        )
    for index, word in enumerate(read[:-1]):
        if read[index + 1].form == ".":
            read[index] = replace(word, space_after=False)
    text = "".join(word.form + " " * word.space_after for word in read)
    return TreebankSentence(document=document, identifier=f"{document}-{number}", text=text, words=tuple(read))


SIGNS = sentence("Norway/PROPN/2 signs/VERB/0 the/DET/4 deal/NOUN/2 ./PUNCT/2")
QUOTES = sentence('"/PUNCT/3 Don\'t/AUX/3 sign/VERB/0 "/PUNCT/3')


def test_documents_are_neighbours_of_one_source() -> None:
    sentences = [sentence("Yes/INTJ/0", "a", n) for n in range(7)] + [sentence("No/INTJ/0", "b", n) for n in range(2)]

    documents = list(group(sentences, random.Random(1)))

    assert [s for document in documents for s in document] == sentences
    assert all(1 <= len(document) <= 3 for document in documents)
    assert all(len({s.document for s in document}) == 1 for document in documents)


def test_a_document_keeps_each_sentences_tree() -> None:
    doc = to_doc(spacy.blank("en").vocab, [SIGNS, SIGNS])

    assert [token.head.i for token in doc] == [1, 1, 3, 1, 1, 6, 6, 8, 6, 6]
    assert [token.is_sent_start for token in doc].count(True) == 2
    assert doc.text == "Norway signs the deal. Norway signs the deal. "


def test_copies_change_the_looks_and_nothing_else() -> None:
    assert curly(QUOTES).text == "“ Don’t sign ” "
    assert title_case(SIGNS).text == "Norway Signs the Deal "
    assert lower_case(SIGNS).text == "norway signs the deal. "
    assert without_full_stop(SIGNS).text == "Norway signs the deal "
    assert [word.head for word in title_case(SIGNS).words] == [1, 1, 3, 1]


def test_white_space_hangs_on_the_word_before_it() -> None:
    changed = with_white_space(SIGNS, random.Random(3))

    place = next(index for index, word in enumerate(changed.words) if word.upos == "SPACE")
    assert changed.words[place].head == place - 1
    doc = to_doc(spacy.blank("en").vocab, [changed])
    assert [t.head.text for t in doc if not t.is_space] == ["signs", "signs", "deal", "signs", "signs"]


def test_copies_come_after_their_original_and_by_seed() -> None:
    everything = Copies(curly_quotes=1, title_case=1, lower_case=1, upper_case=1, no_full_stop=1, white_space=1)

    copies = list(with_copies([(QUOTES,), (SIGNS,)], everything, random.Random(1)))

    assert copies[0] == (QUOTES,)
    assert len(copies) == 2 * 6 + 1
    assert copies == list(with_copies([(QUOTES,), (SIGNS,)], everything, random.Random(1)))
    assert list(with_copies([(SIGNS,)], none(), random.Random(1))) == [(SIGNS,)]


def none() -> Copies:
    return Copies(curly_quotes=0, title_case=0, lower_case=0, upper_case=0, no_full_stop=0, white_space=0)


def test_what_judges_does_not_train() -> None:
    judge = sentence("Best/ADJ/2 regards/NOUN/0", "mail", 9)
    repeated = sentence("best/ADJ/2 Regards/NOUN/0", "talks", 2)

    assert list(without_judges([SIGNS, repeated], [judge])) == [SIGNS]
    with pytest.raises(InputError, match=r"^sentence talks-1 of talks belongs to a dev or test set$"):
        list(without_judges([SIGNS], [replace(judge, document="talks")]))
    with pytest.raises(InputError, match=r"^sentence talks-1 of talks belongs to a dev or test set$"):
        list(without_judges([SIGNS], [replace(judge, identifier="talks-1")]))
