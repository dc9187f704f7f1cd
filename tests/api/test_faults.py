"""A wrong value is told in Parley's words: where it stands, what was expected, what came, what may have been meant."""

from __future__ import annotations

from typing import Any, get_args

import httpx
import pytest
from pydantic_core import PydanticKnownError, core_schema

from api.expecting import expectation
from api.faults import fault_of

# What only values of a running Python program can be wrong by, never JSON or the text of a parameter.
OF_PROGRAMS = {
    "needs_python_object", "frozen_field", "frozen_instance", "get_attribute_error", "default_factory_not_called",
    "is_instance_of", "is_subclass_of", "callable_type", "missing_sentinel_error", "ellipsis_error",
    "arguments_type", "missing_argument", "unexpected_keyword_argument", "missing_keyword_only_argument",
    "unexpected_positional_argument", "missing_positional_only_argument", "multiple_argument_values",
}  # fmt: skip
CONTEXT: dict[str, Any] = {
    "error": "day value is outside expected range", "expected": "'supports', 'opposes' or 'conditions-on'",
    "gt": 0, "ge": 1.0, "lt": 7, "le": 1000, "multiple_of": 5, "min_length": 1, "max_length": 200,
    "pattern": r"\S", "encoding": "utf-8", "encoding_error": "invalid byte",
    "discriminator": "'kind'", "tag": "x", "expected_tags": "'a', 'b'",
    "expected_schemes": "'http' or 'https'", "expected_version": 4, "max_digits": 3, "decimal_places": 1,
    "whole_digits": 2, "tz_expected": 0, "tz_actual": 1, "class_name": "Shape", "field_type": "List",
    "actual_length": 300, "attribute": "x", "class": "Shape",
}  # fmt: skip


@pytest.mark.parametrize("kind", sorted(set(get_args(core_schema.ErrorType)) - OF_PROGRAMS))
def test_every_way_of_being_wrong_is_told_in_words_of_our_own(kind: str) -> None:
    told = expectation({"type": kind, "ctx": CONTEXT})
    template = PydanticKnownError(kind, CONTEXT).message()
    assert not told.startswith("of another form"), f"api/expecting.py has no words for {kind} ({template})"
    assert not any(raw in told for raw in ("Input", "should", "Unable", "valid", "error,")), told


@pytest.mark.parametrize(
    ("query", "where", "expected", "got", "detail"),
    [
        ("limit=many", "query.limit", "a whole number", "many",
         "expected limit in the query to be a whole number, got 'many'"),
        ("limit=0", "query.limit", "a number of at least 1", "0",
         "expected limit in the query to be a number of at least 1, got '0'"),
        ("limit=5000", "query.limit", "a number of at most 1000", "5000",
         "expected limit in the query to be a number of at most 1000, got '5000'"),
        ("limit=1.5", "query.limit", "a whole number", "1.5",
         "expected limit in the query to be a whole number, got '1.5'"),
        ("since=soon", "query.since", "a day of the calendar such as 2025-03-17", "soon",
         "expected since in the query to be a day of the calendar such as 2025-03-17, got 'soon'"),
        ("until=2025-02-30", "query.until", "a day of the calendar such as 2025-03-17", "2025-02-30",
         "expected until in the query to be a day of the calendar such as 2025-03-17, got '2025-02-30'"),
        ("since=1741564800", "query.since", "a day of the calendar such as 2025-03-17", "1741564800",
         "expected since in the query to be a day of the calendar such as 2025-03-17, got '1741564800'"),
        ("stance=suports", "query.stance", "supports, opposes or conditions-on", "suports",
         "expected stance in the query to be supports, opposes or conditions-on, got 'suports';"
         " did you mean 'supports'?"),
        ("stance=xyz", "query.stance", "supports, opposes or conditions-on", "xyz",
         "expected stance in the query to be supports, opposes or conditions-on, got 'xyz'"),
        ("copies=maybe", "query.copies", "true or false", "maybe",
         "expected copies in the query to be true or false, got 'maybe'"),
        ("actor=+", "query.actor", "words, not white space alone", " ",
         "expected actor in the query to be words, not white space alone, got ' '"),
        ("article=0011223344556677a", "query.article", "text of at most 16 characters", "0011223344556677a",
         "expected article in the query to be text of at most 16 characters, got '0011223344556677a'"),
        ("min_confidence=sure", "query.min_confidence", "a number", "sure",
         "expected min_confidence in the query to be a number, got 'sure'"),
        ("min_confidence=7", "query.min_confidence", "a number of at most 1", "7",
         "expected min_confidence in the query to be a number of at most 1, got '7'"),
        ("actr=x", "query.actr", "a parameter that this address has", "actr",
         "expected a parameter that this address has, got 'actr'; did you mean 'actor'?"),
        ("limit=1&limit=2", "query.limit", "one value", "several values",
         "expected limit in the query once, got it several times"),
        ("fields=holdr", "query.fields", "members of the answer", "holdr",
         "expected fields in the query to be members of the answer, got 'holdr'; did you mean 'holder'?"),
    ],
)  # fmt: skip
def test_a_wrong_parameter_is_told_with_its_place(
    query: str, where: str, expected: str, got: str, detail: str, client: httpx.Client
) -> None:
    found = client.get(f"/v1/positions?{query}")
    assert found.status_code == 422
    assert found.json()["detail"] == detail
    fault = found.json()["errors"][0]
    assert (fault["where"], fault["expected"], fault["got"], fault["detail"]) == (where, expected, got, detail)


def test_a_wrong_word_in_the_address_is_told_with_the_nearest(client: httpx.Client) -> None:
    assert client.get("/v1/networks/subtrct").json()["errors"] == [
        {
            "where": "path.kind",
            "expected": "congruence, conflict, subtract, cooccurrence, affiliation or conditions",
            "got": "subtrct",
            "detail": "expected kind in the address to be congruence, conflict, subtract, cooccurrence, affiliation or"
            " conditions, got 'subtrct'; did you mean 'subtract'?",
            "hint": "did you mean 'subtract'?",
        }
    ]
    assert client.get("/v1/conditions/zz/1").json()["detail"] == (
        "expected position_id in the address to be an id of 16 hex digits, got 'zz'"
    )


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        ("", "expected the body to be there, got nothing"),
        ("[1]", "expected the body to be an object, got a list"),
        ("null", "expected the body to be an object, got null"),
        (
            '{\n  "options": {},\n}',
            "expected the body to be JSON, got a mistake at line 3, column 1: expected a name in double quotes,"
            " got '}'",
        ),
        (
            "x",
            "expected the body to be JSON, got a mistake at character 1: expected a value: text in double quotes,"
            " a number, an object, a list, true, false or null, got 'x'",
        ),
    ],
)
def test_a_wrong_body_is_told_with_its_place(body: str, detail: str, client: httpx.Client) -> None:
    found = client.post("/v1/analysis/stability", content=body, headers={"Content-Type": "application/json"})
    assert (found.status_code, found.json()["detail"]) == (422, detail)


def test_a_long_value_is_cut_and_a_place_inside_a_body_is_a_path() -> None:
    fault = fault_of({"type": "string_too_long", "loc": ("body", "options", "Ardania", 0), "input": "x" * 300,
                      "ctx": {"max_length": 200}})  # fmt: skip
    assert fault.where == "body.options.Ardania[0]"
    assert fault.detail == (
        f"expected options.Ardania[0] in the body to be text of at most 200 characters, got '{'x' * 80}…'"
    )
