"""The word lists of pages, read once from ``ontology/lexicon/page.toml``."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from kg.errors import InputError


@cache
def page_words(section: str, name: str) -> frozenset[str]:
    """The list ``name`` of ``section``, such as ``page_words("captions", "credits")``.

    Raises InputError when the lexicon has no such list.

    >>> "sign in" in page_words("furniture", "lines")
    True
    """
    words = _lexicon().get(section, {}).get(name)
    if not isinstance(words, list):
        raise InputError(
            f"expected a list {name!r} in section [{section}] of ontology/lexicon/page.toml, got {words!r}"
        )
    return frozenset(words)


@cache
def page_pattern(section: str, name: str) -> re.Pattern[str]:
    """Any entry of the list, the longest first, as whole words of a text in lower case.

    >>> page_pattern("captions", "credits").search("dockers at the gate. photo: ann lee").group()
    'photo:'
    """
    entries = sorted(page_words(section, name), key=lambda entry: (-len(entry), entry))
    before, after = r"(?<![^\W_])", r"(?![^\W_])"
    wholes = (
        (before if entry[0].isalnum() else "") + re.escape(entry) + (after if entry[-1].isalnum() else "")
        for entry in entries
    )
    return re.compile("|".join(wholes))


@cache
def _lexicon() -> dict[str, Any]:
    return tomllib.loads(files("ontology").joinpath("lexicon", "page.toml").read_text(encoding="utf-8"))
