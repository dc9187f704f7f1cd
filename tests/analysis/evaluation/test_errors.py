"""Every missed and every wrong row has one reason."""

from __future__ import annotations

from dataclasses import replace

from kg.analysis.evaluation.errors import Fault, Why, find_faults, rank_faults
from kg.analysis.evaluation.pairing import FoundRow, pair
from kg.model import Stance
from tests.analysis.evaluation.samples import ARTICLE, FIRST, GOLD, QUILL, SECOND, THIRD, found

BYPASS = found(FIRST, "vicar", Stance.OPPOSES, "bypass")
WEIR = found(SECOND, "Quill", Stance.CONDITIONS_ON, "weir", "toll is dropped")


def faults(*rows: FoundRow) -> list[tuple[Why, str | None, str | None, bool]]:
    told = find_faults(ARTICLE, rows, GOLD, pair(rows, GOLD))
    return [(fault.why, fault.gold, fault.found, fault.is_missed) for fault in told]


def test_right_rows_and_optional_ones_are_no_faults() -> None:
    assert faults(BYPASS, WEIR) == []


def test_a_near_miss_is_one_fault_with_the_field_that_differs() -> None:
    assert faults(replace(BYPASS, holder="bishop"), WEIR) == [
        (Why.HOLDER, "vicar opposes bypass", "bishop opposes bypass", True)
    ]
    assert faults(BYPASS, replace(WEIR, condition="rain falls")) == [
        (
            Why.CONDITION,
            "Ada Quill conditions-on weir, condition: toll is dropped",
            "Quill conditions-on weir, condition: rain falls",
            True,
        )
    ]


def test_a_near_miss_of_an_optional_row_is_wrong_but_nothing_is_missed() -> None:
    row = found(SECOND, "Ada Quill", Stance.SUPPORTS, "fish ladder")
    assert faults(BYPASS, WEIR, row) == [
        (Why.PROPOSAL, "Ada Quill supports weir", "Ada Quill supports fish ladder", False)
    ]


def test_rows_without_a_counterpart_say_what_is_there_instead() -> None:
    assert [why for why, *_ in faults(WEIR)] == [Why.UNREAD]
    assert [why for why, *_ in faults(BYPASS, WEIR, BYPASS)] == [Why.REPEATED]
    assert [why for why, *_ in faults(BYPASS, WEIR, found(THIRD, "council", Stance.SUPPORTS, "weir"))] == [Why.SPURIOUS]
    other = found(FIRST, "mayor", Stance.SUPPORTS, "tunnel")
    assert [why for why, *_ in faults(other, WEIR)] == [Why.SURPLUS, Why.OVERLOOKED]


def test_reasons_are_ranked_with_an_example_from_each_of_three_articles() -> None:
    def fault(why: Why, article: str) -> Fault:
        is_missed = why is Why.UNREAD
        return Fault(
            why=why,
            article=article,
            gold=str(QUILL.holder) if is_missed else None,
            found=None if is_missed else "vicar opposes tunnel",
            is_missed=is_missed,
            quote="",
        )

    told = [fault(Why.SPURIOUS, "a"), *(fault(Why.UNREAD, name) for name in "aabcd")]
    unread, spurious = rank_faults(told)
    assert (unread.why, unread.missed, unread.wrong) == (Why.UNREAD, 5, 0)
    assert [example.article for example in unread.examples] == ["a", "b", "c"]
    assert (spurious.why, spurious.missed, spurious.wrong) == (Why.SPURIOUS, 0, 1)
