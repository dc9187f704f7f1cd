"""What a bare "the plan" takes up: the label says it, the wording stays the article's."""

from __future__ import annotations

import pytest

from kg.pipeline import extract_positions
from kg.text import read_article


def labels(text: str) -> list[tuple[str, str]]:
    found = extract_positions(read_article("a.txt", text.encode()))
    return [(p.proposal.wording, p.proposal.label) for p in found]


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("France proposed a tax on jet fuel. Spain rejected the tax.", ("tax", "taxes on jet fuel")),
        ("Norway put forward a 30-day ceasefire. Sweden accepted the plan.", ("plan", "30-day ceasefire")),
        ("The mayor wants to ban cars. Shopkeepers oppose the ban.", ("ban", "ban on cars")),
        ("France proposed a tax on jet fuel. Spain rejected a compromise.", ("compromise", "compromise")),
    ],
)
def test_a_bare_noun_takes_the_label_of_what_it_takes_up(text: str, last: tuple[str, str]) -> None:
    assert labels(text)[-1:] == [last]
