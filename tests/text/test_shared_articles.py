"""Real articles, where they are at hand: no coded passage may be lost as furniture."""

import json
from pathlib import Path

import pytest

from kg.model import Span
from kg.text import read_article, split_sentences

BENCH = Path(__file__).parents[2] / ".." / "shared" / "bench"
GOLD = sorted(BENCH.glob("*/*.gold.json"))


@pytest.mark.skipif(not GOLD, reason="the coded articles are not part of the repository")
def test_every_coded_passage_is_read_and_is_made_of_whole_sentences_or_lies_in_one() -> None:
    passages = unread = across = 0
    for path in GOLD:
        coded = json.loads(path.read_text(encoding="utf-8"))
        article = read_article(str(path.with_name(coded["article"])), path.with_name(coded["article"]).read_bytes())
        sentences = split_sentences(article)
        for row in coded["positions"]:
            if row["optional"]:
                continue
            passage = Span(start=row["evidence"][0], end=row["evidence"][1])
            touched = [sentence for sentence in sentences if sentence.overlaps(passage)]
            passages += 1
            unread += not touched
            across += not any(passage.covers(sentence) or sentence.covers(passage) for sentence in touched)
    assert passages > 0
    assert (unread, across) == (0, 0)
