"""The Accept header, as browsers, clients and careless scripts send it."""

from __future__ import annotations

import pytest

from api.negotiation import preferred

OFFERED = ("application/json", "text/csv", "text/turtle")


@pytest.mark.parametrize(
    ("accept", "liked"),
    [
        (None, OFFERED),
        ("", OFFERED),
        ("*/*", OFFERED),
        ("*", OFFERED),
        ("text/*", ("text/csv", "text/turtle")),
        ("TEXT/CSV; charset=utf-8", ("text/csv",)),
        ("text/csv;q=0.2, text/turtle;q=0.8", ("text/turtle", "text/csv")),
        ("text/*;q=0.5, text/csv;q=0", ("text/turtle",)),
        ("*/*;q=0.1, text/turtle", ("text/turtle", "application/json", "text/csv")),
        ("image/png, application/pdf", ()),
        ("nonsense, text/csv;q=high, text/turtle", ("text/turtle",)),
    ],
)
def test_the_best_liked_comes_first(accept: str | None, liked: tuple[str, ...]) -> None:
    assert preferred(accept, OFFERED) == liked
