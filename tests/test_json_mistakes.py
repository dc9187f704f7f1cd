"""What is wrong with a text that should be JSON is told in words, whatever Python calls it."""

from __future__ import annotations

import json

import pytest

from kg.json_mistakes import json_mistake, mistake_of


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "at character 1: expected a value: text in double quotes, a number, an object, a list, true, false or"
         " null, got the end"),
        ("{'a': 1}", "at character 2: expected a name in double quotes, got \"'a': 1}\""),
        ('{"a" 1}', "at character 6: expected a colon between name and value, got '1}'"),
        ('{"a": 1 "b": 2}', "at character 9: expected a comma or the end of the list or object, got '\"b\": 2}'"),
        ('["a', "at character 2: expected text in double quotes, both of them, got '\"a'"),
        ('["a\tb"]', "at character 4: expected text without line breaks and tabs, which are written \\n and \\t, got"
         " 'b\"]'"),
        ('["\\x"]', 'at character 3: expected one of the escapes \\" \\\\ \\/ \\b \\f \\n \\r \\t \\u0000, got'
         " '\\\\x\"]'"),
        ('["\\u12"]', "at character 4: expected four hex digits after \\u, got 'u12\"]'"),
        ("[] []", "at character 4: expected the end, got '[]'"),
        ('{\n "a": 1,\n "b": nil\n}', "at line 3, column 7: expected a value: text in double quotes, a number, an"
         " object, a list, true, false or null, got 'nil\\n}'"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_place(text: str, told: str) -> None:
    with pytest.raises(json.JSONDecodeError) as caught:
        json.loads(text)
    assert mistake_of(caught.value) == f"a mistake {told}"


@pytest.mark.parametrize(("text", "wanted"), [('{"a": 1, }', "a name in double quotes"), ("[1, ]", "a value")])
def test_a_comma_too_many_is_told_alike_by_every_python(text: str, wanted: str) -> None:
    with pytest.raises(json.JSONDecodeError) as caught:
        json.loads(text)
    newer = json_mistake("Illegal trailing comma before end of object", text, text.index(","))
    assert newer.partition(", got")[0] == mistake_of(caught.value).partition(", got")[0]
    assert f"expected {wanted}" in newer
