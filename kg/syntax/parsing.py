"""From an article to its sentences as dependency trees."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from kg.model import Article, Span
from kg.syntax.language import load_language
from kg.syntax.tree import Sentence, Token
from kg.text import ENUMERATOR, split_sentences

# The name of a speaker in capitals at the head of what he says, as in records of meetings.
SHOUTED = re.compile(r"^(?:[A-Z][A-Z'’.-]+ )+[A-Z][A-Z'’-]+(?=:| \(|, )")
LONGEST = 250  # words; a "sentence" beyond is a list or a table, and is parsed in pieces


def parse(article: Article) -> tuple[Sentence, ...]:
    """The sentences of the readable blocks, in reading order, with offsets into the article's text."""
    spans = tuple(split_sentences(article))
    starts = [block.span.start for block in article.blocks]
    nlp = load_language()
    trees: list[Sentence] = []
    with nlp.memory_zone():  # words that are new in this article are forgotten with it
        for span, doc in zip(spans, _docs(nlp, article, spans), strict=True):
            paragraph = bisect.bisect_right(starts, span.start) - 1
            trees.extend(_trees(doc, span.start, paragraph))
    return tuple(trees)


def _docs(nlp: Language, article: Article, spans: tuple[Span, ...]) -> Iterator[Doc]:
    return nlp.pipe((_one_sentence(nlp.make_doc(_plain(article.words(s)))) for s in spans), batch_size=64)


def _plain(words: str) -> str:
    """The words as the model knows them, character for character.

    White space becomes blanks, and so does the number of an item; "ANN LEE:" becomes "Ann Lee:".
    """
    blank = re.sub(r"\s", " ", words)
    number = ENUMERATOR.match(blank)
    if number is not None:
        blank = " " * number.end() + blank[number.end() :]
    return SHOUTED.sub(lambda name: name.group().title(), blank)


def _one_sentence(doc: Doc) -> Doc:
    """Tell the parser that the sentence has been found already."""
    for token in doc:
        token.is_sent_start = token.i % LONGEST == 0
    return doc


def _trees(doc: Doc, offset: int, paragraph: int) -> Iterator[Sentence]:
    for sentence in doc.sents:
        kept = [t for t in sentence if not t.is_space]
        place = {t.i: n for n, t in enumerate(kept)}
        if not kept:
            continue
        yield Sentence(
            paragraph=paragraph,
            tokens=tuple(
                Token(
                    index=place[t.i],
                    text=t.text,
                    lemma=(t.lemma_ or t.text).lower(),
                    pos=t.pos_,
                    tag=t.tag_,
                    relation=t.dep_ if t.head.i in place and t.head.i != t.i else "root",
                    head=place.get(t.head.i, place[t.i]),
                    start=offset + t.idx,
                    end=offset + t.idx + len(t.text),
                    entity=t.ent_type_,
                )
                for t in kept
            ),
        )
