"""Dates as pages write them, and what stands around a date of publication."""

from __future__ import annotations

import re
from datetime import date

from kg.text.lexicon import page_pattern

MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
         "sep sept september", "oct october", "nov november", "dec december"), start=1)
    for name in names.split()
}  # fmt: skip
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_DAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"
_ZONE = r"(?:gmt|utc|[ecmp][sd]?t|bst|ist|cest|cet|eest|eet|msk|jst|hrs|local time)"
_NOON = r"[ap]\.?m\.?"
_OFFSET = r"\s*[+-]\d{2}:?\d{2}"
_CLOCK = rf"\d{{1,2}}(?:[:.]\d{{2}}){{1,2}}\s*(?:{_NOON})?\s*(?:\(?{_ZONE}\)?)?(?:{_OFFSET})?"
_TIME = rf"{_CLOCK}|\d{{1,2}}\s*{_NOON}\s*(?:{_ZONE})?"

DATE = re.compile(
    rf"""(?<![\w-]) (?:
        (?P<y1>\d{{4}})[-/.](?P<m1>\d{{1,2}})[-/.](?P<d1>\d{{1,2}}) (?![\d-])
      | (?P<m2>{_MONTH})\.?\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s*,?\s+(?P<y2>\d{{4}}) (?!\d)
      | (?P<d3>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+(?:of\s+)?(?P<m3>{_MONTH})\.?[\s,-]+(?P<y3>\d{{4}}) (?!\d)
      | (?P<a4>\d{{1,2}})[/.](?P<b4>\d{{1,2}})[/.](?P<y4>\d{{4}}) (?![\d/])
    )""",
    re.IGNORECASE | re.VERBOSE,
)
# What may stand beside the date where a line holds nothing but a date: days, times, zones, bars, "ago", "min read".
FILLER = re.compile(
    rf"""(?:
        \b{_DAY}\b\.? | {_TIME} | \b{_ZONE}\b
      | \b(?:at|on|and|an?|last|first|updated|published|posted|modified|ago|read|yesterday|today|just\ now|live)\b
      | \b(?:min|mins|minutes?|hours?|days?)\b
      | \b(?:{_MONTH})\b\.?\s+\d{{1,2}} | \b\d{{1,2}}\s+(?:{_MONTH})\b
      | t(?={_TIME}) | \d{{1,2}} | [\s,|•·:;()\[\]/–—+z-]
    )++""",
    re.IGNORECASE | re.VERBOSE,
)

MIN_YEAR, MAX_YEAR = 1900, 2100
LABELS = ("published", "updated")


def dates_in(text: str) -> list[tuple[date, int, int]]:
    """The full dates (day, month, year) in a short text, each with the characters where it stands.

    ``3/4/2025`` is left out, since one half of the world reads April and the other March; ``17/3/2025`` is taken.

    >>> dates_in("Mar 17, 2025, 8:06 AM IST")
    [(datetime.date(2025, 3, 17), 0, 12)]
    """
    return [(day, match.start(), match.end()) for match in DATE.finditer(text) if (day := _day(match)) is not None]


def labelled_date(line: str, kind: str) -> date | None:
    """The date in a line such as "Published on: 17 March 2025", where a label of the ``kind`` stands first."""
    folded = line.casefold().lstrip("([ ")
    label = page_pattern("dates", kind).match(folded)
    if label is None:
        return None
    rest = folded[label.end() :]
    found = dates_in(rest)
    return found[0][0] if found and _is_filler(rest[: found[0][1]]) else None


def is_date_line(line: str) -> bool:
    """Whether a line holds a date or a time and nothing else: "Sunday, August 2, 2015", "10:42 GMT", "3 hours ago"."""
    rest = DATE.sub(" ", line)
    return (
        any(char.isdigit() for char in line)
        and _is_filler(rest)
        and any(char.isalpha() or char in ":./-" for char in line)
    )


def _is_filler(text: str) -> bool:
    return not text.strip() or FILLER.fullmatch(text.strip()) is not None


def _day(match: re.Match[str]) -> date | None:
    part = match.groupdict()
    if part["y1"]:
        return _date(part["y1"], part["m1"], part["d1"])
    if part["y2"]:
        return _date(part["y2"], str(MONTHS[part["m2"].casefold()]), part["d2"])
    if part["y3"]:
        return _date(part["y3"], str(MONTHS[part["m3"].casefold()]), part["d3"])
    first, second = int(part["a4"]), int(part["b4"])
    if first <= 12 and second <= 12 and first != second:
        return None
    return _date(part["y4"], str(min(first, second)), str(max(first, second)))


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day)) if MIN_YEAR <= int(year) <= MAX_YEAR else None
    except ValueError:
        return None
