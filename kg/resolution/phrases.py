"""The words of a proposal with its names recognised and its numbers written alike."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from kg.resolution.gazetteer import Entry, adjective, demonym, named
from kg.resolution.lexicon import base_form, lexicon
from kg.resolution.names import bare_word

_LONGEST_NAME = 6
_SHORT = 3  # letters of a word that a headline in title case may leave small
_COMMON = re.compile(
    r".*(?:ing|tion|sion|ment|ness|ity|ance|ence|able|ible|ive|ous|ful|ary|ory|ship|ism|ed|ly|er|ers|al)$"
)
_PERCENT = re.compile(r"(\d[\d.,]*)\s*(?:per\s*cent|percent|pct|%)", re.IGNORECASE)
_QUOTES = re.compile(r"[\"“”«»„]|(?<!\w)['‘’]|['’](?!\w)")
_POSSESSIVE = re.compile(r"'s$|’s$|s['’]$")
_BRACKETS = re.compile(r"\([^()]*\)")


@dataclass(frozen=True, slots=True)
class Word:
    """A word in lower case, or a name: ``text`` as a noun ("Russia"), ``before`` as before one ("Russian").

    ``is_owner`` says that it stood in the possessive ("the minister's").
    """

    text: str
    before: str
    is_name: bool = False
    is_owner: bool = field(default=False, compare=False)

    @property
    def is_plain(self) -> bool:
        """Whether it reads alike as a noun and before one, as names do that no list has."""
        return self.text == self.before and not self.is_owner

    @property
    def is_measure(self) -> bool:
        """Whether it is a share or a number with its unit: "15%", "30-day"."""
        return self.is_number and (self.text.endswith("%") or self.text.rpartition("-")[2] in lexicon().units)

    @property
    def is_number(self) -> bool:
        """Whether it counts or measures: "30-day", "15%", "5,000"."""
        return any(letter.isdigit() for letter in self.text) and not self.is_name


def read_words(wording: str) -> tuple[Word, ...]:
    """The words of a wording: known actors under one name, other names as written, the rest in lower case.

    >>> [word.before for word in read_words("a thirty-day truce with U.S. monitors")]
    ['a', '30-day', 'truce', 'with', 'US', 'monitors']
    """
    text = _BRACKETS.sub(" ", unicodedata.normalize("NFKC", wording))
    text = _PERCENT.sub(r"\1%", _QUOTES.sub(" ", text))
    tokens = [bare for token in text.split() if (bare := token.strip(".,;:!?…—-/[]"))]
    return _numbers(_fixed(_names(tokens)))


def pair_of(*names: Word) -> Word:
    """Two parties or more as one word, in the order of the alphabet: "Iran-US"."""
    short = sorted(name.before if name.before.isupper() else name.text for name in names)
    return Word("-".join(short), "-".join(short), is_name=True)


def _names(tokens: Sequence[str]) -> list[Word]:
    words: list[Word] = []
    plain = [bare_word(token) for token in tokens]
    is_title = all(token[:1].isupper() for token in plain if len(token) > _SHORT)
    at = 0
    while at < len(tokens):
        found, length = _known_name(plain, at)
        if found is not None and not (length == 1 and _is_people(plain[at], found)):
            word = Word(found.name, adjective(found), is_name=True)
        else:
            word = _word(plain[at], may_be_common=at == 0 or is_title)
        is_owner = _POSSESSIVE.search(tokens[at + length - 1]) is not None
        before = words[-1] if words else None
        if found is None and word.is_name and before is not None and before.is_name and before.is_plain:
            words[-1] = replace(_joined(before, word), is_owner=is_owner)
        else:
            words.append(replace(word, is_owner=is_owner))
        at += length
    return words


def _is_people(token: str, found: Entry) -> bool:
    """Whether a demonym names people rather than their state: "Americans" in "travel bans on Americans"."""
    return token.endswith("s") and token not in (found.name, adjective(found)) and named(token) is None


def _joined(first: Word, second: Word) -> Word:
    """Two unlisted names in a row as one: "Tel Aviv", "Bagram Air Base"."""
    text = f"{first.text} {second.text}"
    return Word(text, text, is_name=True)


def _known_name(tokens: Sequence[str], at: int) -> tuple[Entry | None, int]:
    for end in range(min(len(tokens), at + _LONGEST_NAME), at, -1):
        name = " ".join(tokens[at:end])
        found = (demonym(name) or named(name)) if name[:1].isupper() else None
        if found is not None:
            return found, end - at
    return None, 1


def _word(token: str, *, may_be_common: bool) -> Word:
    pair = [demonym(part) or named(part) for part in re.split("[-–]", token)]
    if len(pair) == 2 and pair[0] is not None and pair[1] is not None:
        return pair_of(*(Word(entry.name, adjective(entry), is_name=True) for entry in pair if entry is not None))
    is_name = token[:1].isupper() and not (may_be_common and _is_common(token))
    text = token.lower() if may_be_common and not is_name else token
    return Word(text, text, is_name=is_name)


def _is_common(token: str) -> bool:
    """Whether a capitalised first word is a common word rather than a name."""
    lower, known = token.lower(), lexicon()
    listed = (
        known.listed_words,
        known.linking,
        known.small,
        known.passing,
        known.descriptive,
        known.light_heads,
        known.openers,
    )
    if token[1:] != token[1:].lower():
        return token.isupper() and lower in known.things
    return base_form(lower) is not None or any(lower in words for words in listed) or bool(_COMMON.match(lower))


def _fixed(words: Sequence[Word]) -> list[Word]:
    """Terms that stay whole as one word each: "prisoners of war", "free trade"."""
    out: list[Word] = []
    for word in words:
        out.append(word)
        for length in (2, 3, 4):
            text = " ".join(one.text for one in out[-length:])
            if text in lexicon().fixed:
                out[-length:] = [Word(text, text)]
    return out


def _numbers(words: Sequence[Word]) -> tuple[Word, ...]:
    """Number words as digits, and a number with its unit as one word: "30 day truce", "thirty-day truce"."""
    known, out = lexicon(), list[Word]()
    for at, word in enumerate(words):
        if word.text.endswith("-long") and word.text[:-5] in known.units:
            word = Word(f"1-{word.text[:-5]}", f"1-{word.text[:-5]}")
        head, hyphen, unit = word.text.partition("-")
        following = words[at + 1].text.removesuffix("s") if at + 1 < len(words) else ""
        is_counting = unit in known.units if hyphen else head != "one" or following in known.units
        if head in known.numbers and is_counting:
            text = f"{known.numbers[head]}{hyphen}{unit}"
            word = Word(text, text)
        if out and out[-1].text.isdigit() and word.text.removesuffix("s") in known.units:
            text = f"{out.pop().text}-{word.text.removesuffix('s')}"
            word = Word(text, text)
        out.append(word)
    return tuple(out)
