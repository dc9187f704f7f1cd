"""Mistakes in the command line, told in Parley's words: what was expected, what came, and what may have been meant.

The libraries that read the command line speak to programmers, and differ from version to version.
"""

from __future__ import annotations

import re
from typing import Final

import typer

from kg.usecases.guessing import any_of, or_else

_NO_CHOICE: Final = re.compile(r"(?P<got>'[^']*'|\"[^\"]*\") is not one of (?P<choices>'.*')\.?$", re.DOTALL)
_CHOICE: Final = re.compile(r"'([^']*)'")
LONGEST: Final = 80


def told(error: typer.BadParameter) -> str:
    """The message of ``error``, anew where the library's own says too little; ours stay as they are."""
    wrong = _NO_CHOICE.search(error.message)
    if wrong:
        return choice_mistake(wrong["got"][1:-1], _CHOICE.findall(wrong["choices"]))
    return _of_validation(error) or error.message


def choice_mistake(got: str, choices: list[str]) -> str:
    """That a value is none of those to choose from.

    >>> choice_mistake("suports", ["supports", "opposes"])
    "expected supports or opposes, got 'suports'; did you mean 'supports'?"
    """
    return f"expected {any_of(choices)}, got {got[:LONGEST]!r}{or_else(got, choices)}"


def _of_validation(error: typer.BadParameter) -> str | None:
    """From what pydantic found, with which newer versions of typer read values."""
    from pydantic import ValidationError  # only now: it takes a tenth of a second to load

    from api.expecting import expectation

    if not isinstance(error.__cause__, ValidationError):
        return None
    first = error.__cause__.errors()[0]
    return f"expected {expectation(first)}, got {str(first['input'])[:LONGEST]!r}"
