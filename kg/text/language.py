"""Whether a text is in English, by its most frequent words."""

from __future__ import annotations

import re

from kg.errors import InputError
from kg.text.lexicon import page_words

MIN_WORDS = 20
MIN_LETTERS = 40
MIN_SHARE = 0.06
SAMPLE = 200_000
WORD = re.compile(r"[^\W\d_]+")
LATIN = re.compile(r"[A-Za-z\u00aa-\u024f\u1e00-\u1eff]")
LETTER = re.compile(r"[^\W\d_]")


def require_english(text: str, source: str) -> None:
    """InputError when a text is plainly not English.

    A small check, not a language identifier. Among the words in lower case (so that a text full of foreign names
    passes), English news has about 30 per cent of those listed under ``[english]`` in ``page.toml``, other languages
    with Latin letters up to 3; below ``MIN_SHARE`` the text is refused. Texts with fewer than ``MIN_WORDS`` such words
    pass, unless most of their letters belong to another script. The first ``SAMPLE`` characters are looked at.
    """
    sample = text[:SAMPLE]
    letters = LETTER.findall(sample)
    latin = len(LATIN.findall(sample))
    if len(letters) >= MIN_LETTERS and latin < len(letters) / 2:
        raise InputError(
            f"expected an article in English, got {1 - latin / len(letters):.0%} letters of another script in {source}"
        )
    words = [word for word in WORD.findall(sample) if word.islower()]
    share = sum(word in page_words("english", "words") for word in words) / max(len(words), 1)
    if len(words) >= MIN_WORDS and share < MIN_SHARE:
        raise InputError(
            f"expected an article in English, got a text with {share:.0%} common English words in {source}"
        )
