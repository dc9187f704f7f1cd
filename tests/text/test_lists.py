"""Lists in running text: where items begin, and which sentences with a colon have none."""

from __future__ import annotations

import pytest

from kg.text import read_article, split_sentences


def pieces(text: str) -> list[str]:
    article = read_article("a.txt", text.encode())
    return [article.words(sentence) for sentence in split_sentences(article)]


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("They made two demands: first, a truce; second, a vote.", ["first, a truce;", "second, a vote."]),
        ("He listed: (1) a ban, (2) a levy and (3) a cap.", ["(1) a ban,", "(2) a levy", "and (3) a cap."]),
        ("They want the following: a ban; a levy; and a cap.", ["a ban;", "a levy;", "and a cap."]),
        ("They should do three things: cut it, sell it and go.", ["cut it,", "sell it and", "go."]),
    ],
)
def test_the_lead_and_each_item_are_sentences(text: str, items: list[str]) -> None:
    found = pieces(text)
    assert found[0].endswith(":")
    assert [piece.removesuffix(" and") for piece in found[1:]] == [item.removesuffix(" and") for item in items]


@pytest.mark.parametrize(
    "text",
    [
        "He said: no deal; no talks; no ceasefire.",
        "They rejected the plan: the car park, the felling of the limes and the closure of the ferry.",
        'It has two rules: "No talk; no food."',
        "The talks failed; the envoys left.",
    ],
)
def test_other_sentences_stay_whole(text: str) -> None:
    assert pieces(text) == [text]
