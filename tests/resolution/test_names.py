"""Names in the form in which they are compared."""

from __future__ import annotations

import pytest

from kg.resolution.names import plain_name, words_of


@pytest.mark.parametrize(
    ("wording", "expected"),
    [
        ("the U.S.’s", "US"),
        ("The Hague", "The Hague"),
        ("the Philippines'", "Philippines"),
        ("U.A.E.", "UAE"),
        ("  White\u00a0House, ", "White House"),
        ("A. Obi", "A. Obi"),
        ("us", "us"),
        ("“Quartet”", "Quartet"),
    ],
)
def test_articles_possessives_and_dots_do_not_count(wording: str, expected: str) -> None:
    assert plain_name(wording) == expected


def test_words_lose_possessives_and_punctuation_but_not_case() -> None:
    assert words_of("Germany’s new chancellor, the U.S. envoy’s ally") == [
        "Germany", "new", "chancellor", "the", "US", "envoy", "ally",
    ]  # fmt: skip
