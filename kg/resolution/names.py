"""Names as a gazetteer compares them: without articles, possessives and the dots of abbreviations."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "\u00a0": " ", "‑": "-", "–": "-"})
_ARTICLE = re.compile(r"^(?:[Tt]he|THE|an?|An|A(?=\s[a-z]))\s+(?=\S)")
_POSSESSIVE = re.compile(r"(?<=[\w.])'s$|(?<=s)'$", re.IGNORECASE)
_DOTTED = re.compile(r"\b(?:[A-Za-z]\.){2,}(?=\W|$)|\b(?:[A-Z]\.)+[A-Z]\b")


@lru_cache(maxsize=16384)
def plain_name(wording: str) -> str:
    """``wording`` as the gazetteer writes names: NFKC, no article, possessive or abbreviation dots.

    Case is kept, since "US" is a state and "us" a pronoun.

    >>> plain_name("the U.S.’s")
    'US'
    >>> plain_name("  The White\\u00a0House ")
    'White House'
    """
    text = " ".join(unicodedata.normalize("NFKC", wording).translate(_APOSTROPHES).split()).strip(' ,;:"“”()')
    text = _POSSESSIVE.sub("", text)
    if not text.startswith("The Hague"):
        text = _ARTICLE.sub("", text)
    return _DOTTED.sub(lambda found: found.group().replace(".", ""), text)


def bare_word(token: str) -> str:
    """A single word without possessive, dots of abbreviations and typographic apostrophes.

    >>> bare_word("U.S.’s"), bare_word("11,000")
    ('US', '11,000')
    """
    text = _POSSESSIVE.sub("", unicodedata.normalize("NFKC", token).translate(_APOSTROPHES))
    return _DOTTED.sub(lambda found: found.group().replace(".", ""), text)


def words_of(wording: str) -> list[str]:
    """The words of a phrase with possessives apart from their owners dropped, in order, case kept.

    >>> words_of("Germany's new chancellor")
    ['Germany', 'new', 'chancellor']
    """
    text = unicodedata.normalize("NFKC", wording).translate(_APOSTROPHES)
    text = _DOTTED.sub(lambda found: found.group().replace(".", ""), text)
    return [_POSSESSIVE.sub("", word) for word in re.findall(r"[^\s,;:\"“”()\[\]/]+", text)]
