"""Each phenomenon of the suite is read at least as well as when its floor was last measured."""

from __future__ import annotations

from functools import cache

import pytest

from tests.extraction.phenomena_suite import FRESH, Score, floors, kinds, load_cases, load_kind, read_case, score

MARGIN = 0.02
"""What a change elsewhere may cost a kind before it counts as a regression."""


@cache
def measured(kind: str) -> Score:
    """The score of a kind, read once."""
    return score([read_case(case) for case in load_kind(kind)])


@pytest.mark.parametrize("kind", kinds())
def test_the_kind_is_read_no_worse_than_before(kind: str) -> None:
    floor, now = floors()[kind], measured(kind)
    assert now.f1 >= floor.f1 - MARGIN, f"expected F1 of {floor.f1:.3f} for {kind}, got {now}"
    assert now.wrong <= floor.wrong, f"expected at most {floor.wrong} rows where {kind} has no position, got {now}"


@pytest.mark.parametrize("kind", kinds())
def test_the_kind_has_ten_cases_and_two_of_them_without_a_position(kind: str) -> None:
    cases = load_kind(kind)
    assert len(cases) >= 10
    assert sum(not case.rows for case in cases) >= 2
    assert any(case.rows for case in cases)


def test_the_suite_has_four_hundred_sentences_of_thirty_five_kinds_and_none_twice() -> None:
    texts = [case.text for kind in kinds() for case in load_kind(kind)]
    assert len(kinds()) >= 35
    assert len(texts) >= 400
    assert len(texts) == len(set(texts))


def test_the_suite_as_a_whole_is_read_no_worse_than_before() -> None:
    scores = [measured(kind) for kind in kinds()]
    right = sum(now.right for now in scores)
    f1 = 2 * right / sum(now.counted + now.required for now in scores)
    assert f1 >= floors()["all"].f1 - MARGIN
    assert sum(now.wrong for now in scores) <= floors()["all"].wrong


def test_what_the_rules_never_met_is_read_no_worse_than_before() -> None:
    floor, now = floors()["fresh"], score([read_case(case) for case in load_cases(FRESH)])
    assert now.f1 >= floor.f1 - MARGIN
    assert now.wrong <= floor.wrong
