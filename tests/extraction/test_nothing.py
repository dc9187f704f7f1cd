"""Sentences in which nobody takes a position give next to no rows."""

from __future__ import annotations

from functools import cache

import pytest

from tests.extraction.matching import Found
from tests.extraction.phenomena_suite import floors, rows_of
from tests.extraction.phenomena_table import plain_reports

SENTENCES = plain_reports()


@cache
def rows(kind: str) -> tuple[Found, ...]:
    """What is found in the sentences of a kind, each a paragraph of one article."""
    return rows_of("\n\n".join(SENTENCES[kind]))


def test_plain_reports_yield_no_more_rows_than_before() -> None:
    wrong = [row for kind in SENTENCES for row in rows(kind)]
    assert len(wrong) <= floors()["nothing"].wrong, "\n".join(map(str, wrong))


@pytest.mark.parametrize("kind", ["weather", "sport", "crime_and_accidents", "war_and_disaster", "meetings_and_calls"])
def test_deeds_of_war_disasters_meetings_and_matches_yield_no_row_at_all(kind: str) -> None:
    assert rows(kind) == ()


def test_there_are_two_hundred_sentences_without_a_position_and_none_twice() -> None:
    sentences = [sentence for kind in SENTENCES for sentence in SENTENCES[kind]]
    assert len(sentences) >= 200
    assert len(sentences) == len(set(sentences))
