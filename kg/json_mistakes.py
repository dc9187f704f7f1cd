"""What is wrong with a text that should be JSON, in words: Python's parser tells it to programmers."""

from __future__ import annotations

import json
from typing import Final

SHOWN: Final = 20
_TRAILING: Final = "Illegal trailing comma"

# The beginnings of what the parser says, in every version of Python, and what should stand there instead.
_WANTED: Final = (
    ("Expecting property name", "a name in double quotes"),
    ("Expecting ':'", "a colon between name and value"),
    ("Expecting ','", "a comma or the end of the list or object"),
    ("Expecting value", "a value: text in double quotes, a number, an object, a list, true, false or null"),
    ("Unterminated string", "text in double quotes, both of them"),
    ("Invalid control character", "text without line breaks and tabs, which are written \\n and \\t"),
    ("Invalid \\escape", 'one of the escapes \\" \\\\ \\/ \\b \\f \\n \\r \\t \\u0000'),
    ("Invalid \\u", "four hex digits after \\u"),
    ("Extra data", "the end"),
    ("Unexpected UTF-8 BOM", "JSON without a byte order mark"),
)


def json_mistake(message: str, text: str, at: int) -> str:
    """The mistake that the parser found at character ``at`` of ``text``: where it is, what should and what does stand.

    The place is a line and column, or where there is one line only, a character; both are counted from 1.

    >>> json_mistake("Expecting property name enclosed in double quotes", '{"text": "x",}', 13)
    "a mistake at character 14: expected a name in double quotes, got '}'"
    >>> json_mistake("Expecting ',' delimiter", '{"text": "x"', 12)
    'a mistake at character 13: expected a comma or the end of the list or object, got the end'
    """
    if message.startswith(_TRAILING):  # from Python 3.13 on; before, what follows the comma was told
        at = len(text) - len(text[at + 1 :].lstrip())
        message = "Expecting property name" if text[at : at + 1] == "}" else "Expecting value"
    wanted = next((wanted for begin, wanted in _WANTED if message.startswith(begin)), message)
    return f"a mistake {_place(text, at)}: expected {wanted}, got {_there(text, at)}"


def mistake_of(error: json.JSONDecodeError) -> str:
    """The mistake in what ``json.loads`` was given."""
    return json_mistake(error.msg, error.doc, error.pos)


def kind_of(value: object) -> str:
    """What sort of JSON a value is.

    >>> kind_of([]), kind_of(None), kind_of(1.5)
    ('a list', 'null', 'a number')
    """
    if isinstance(value, dict | list | tuple):
        return "an object" if isinstance(value, dict) else "a list"
    names = {str: "text", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")


def _place(text: str, at: int) -> str:
    if "\n" not in text.rstrip():
        return f"at character {at + 1}"
    before = text[:at]
    return f"at line {before.count(chr(10)) + 1}, column {at - before.rfind(chr(10))}"


def _there(text: str, at: int) -> str:
    rest = text[at:].strip()
    if not rest:
        return "the end"
    return repr(rest if len(rest) <= SHOWN else rest[:SHOWN] + "…")
