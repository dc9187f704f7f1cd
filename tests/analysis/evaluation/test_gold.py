"""Gold is read as it stands, and what is wrong with it is said with its place."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kg.analysis.evaluation.gold import parse_gold
from kg.errors import InputError
from kg.model import Span, Stance

ROW = {
    "id": "p1",
    "holder": ["Ada Quill", "Quill"],
    "side": None,
    "stance": "conditions-on",
    "proposal": ["weir"],
    "condition": ["toll is dropped"],
    "evidence": [0, 12],
    "optional": True,
}


def gold(**changes: Any) -> str:
    row = {name: value for name, value in (ROW | changes).items() if value != "left out"}
    return json.dumps({"article": "weir.txt", "positions": [ROW, row]})


def test_every_field_of_a_row_is_kept() -> None:
    document = parse_gold(gold(side=["millers"]), "weir.gold.json")
    row = document.positions[1]
    assert document.article == "weir.txt"
    assert (row.holder, row.side, row.stance) == (("Ada Quill", "Quill"), ("millers",), Stance.CONDITIONS_ON)
    assert (row.proposal, row.condition) == (("weir",), ("toll is dropped",))
    assert (row.evidence, row.optional) == (Span(start=0, end=12), True)


def test_side_condition_and_optional_may_be_left_out() -> None:
    text = gold(stance="opposes", side="left out", condition="left out", optional="left out")
    row = parse_gold(text, "weir.gold.json").positions[1]
    assert (row.side, row.condition, row.optional) == ((), (), False)


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"holder": "Ada Quill"}, "expected a list of wordings under holder, got 'Ada Quill'"),
        ({"holder": []}, "expected at least one wording under holder, got none"),
        ({"proposal": ["weir", " "]}, "expected a list of wordings under proposal, got ['weir', ' ']"),
        ({"proposal": "left out"}, "expected a list of wordings under proposal, got None"),
        ({"stance": "likes"}, "expected a stance among supports, opposes, conditions-on, got 'likes'"),
        ({"stance": ["opposes"]}, "expected a stance among supports, opposes, conditions-on, got ['opposes']"),
        ({"condition": None}, "expected a list of wordings under condition, got None"),
        ({"stance": "opposes"}, "expected a condition only with conditions-on, got one with opposes"),
        ({"evidence": [12, 12]}, "expected evidence as [start, end] with 0 <= start < end, got [12, 12]"),
        ({"evidence": [0, 1.5]}, "expected evidence as [start, end] with 0 <= start < end, got [0, 1.5]"),
        ({"evidence": None}, "expected evidence as [start, end] with 0 <= start < end, got None"),
        ({"optional": "no"}, "expected true or false under optional, got 'no'"),
    ],
)
def test_a_malformed_row_is_named_with_its_field(changes: dict[str, Any], complaint: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_gold(gold(**changes), "weir.gold.json")
    assert str(caught.value) == f"{complaint} in position 2 of weir.gold.json"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[]", "expected an object with article and positions, got a list in x.gold.json"),
        ("{", "expected JSON, got a mistake at character 2: expected a name in double quotes, got the end"),
        ('{"positions": []}', "expected the article's file name under article, got None in x.gold.json"),
        ('{"article": "x.txt"}', "expected a list under positions, got nothing in x.gold.json"),
        ('{"article": "x.txt", "positions": [3]}', "expected an object, got a number in position 1 of x.gold.json"),
    ],
)
def test_a_file_of_another_form_is_refused(text: str, complaint: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_gold(text, "x.gold.json")
    assert str(caught.value).startswith(complaint)
