"""What a line of a page looks like by itself, before its neighbours are asked.

The rules are those of pages in general: sentences end in punctuation, menus do not; publishers speak to their readers
("your inbox"), articles hardly ever; a label ("Published on", "Photo:") says what follows it. Where a line might be a
sentence of the article, it is taken for one: a menu that is read costs little, a position that is not read is lost.
"""

from __future__ import annotations

import re
from enum import Enum, auto

from kg.text.dates import LABELS, is_date_line, labelled_date
from kg.text.lexicon import page_pattern, page_words


class Look(Enum):
    """What a line looks like."""

    SENTENCE = auto()
    QUESTION = auto()
    HEADING = auto()
    SHORT = auto()
    CAPTION = auto()
    DATE = auto()
    TEASER_HEADING = auto()
    FURNITURE = auto()


MAX_LINE = 1000
"""Characters; what is longer is running text, and not looked at further."""
MAX_SHORT = 3
MAX_HEADING = 25
MAX_CAPTION = 70
CREDIT_TAIL = 70
MAX_ADDRESS = 60
WORD = re.compile(r"\w[\w'’&.-]*")
LETTER = re.compile(r"[^\W\d_]")
END = re.compile(r"[.!?…][\"'”’»)\]\s]*(?:\(\(\w+\)\))?[.\s]*$")
INNER_END = re.compile(r"[a-z]{3}[.!?][\"'”’»)]*\s+[\"'“‘«(]?[A-Z]")
ACRONYM_END = re.compile(r"\b(?:[A-Z]\.){2,}$")
QUOTED = re.compile(r"[\"“”„«»]|(?:^|\s)['‘]")
MARGIN = re.compile(r"^[\W_]+|[\W_]+$")
COUNT = re.compile(r"\(?\b\d+\)?$|^\d+\s")
BARS = re.compile(r"\s+[|•·›»>/]+\s+")
CODE = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\w+|(?:[@#]\w+[\s,]*)+", re.IGNORECASE)
TO_READER = re.compile(r"\b(?:you|your|yours|our|us)\b", re.IGNORECASE)
CREW = re.compile(
    r"\(?(?:additional\s+)?(?:reporting|writing|editing|compiled|written|edited|reported)\s+by\s+[A-Z]", re.IGNORECASE
)
CREW_WORDS = frozenset(
    {"additional", "reporting", "writing", "editing", "compiled", "written", "edited", "reported"}
    | {"by", "and", "in", "at", "with", "from", "the", "of", "for"}
)
BYLINE = re.compile(r"(?i:by|(?:written|reported|edited|posted|compiled) by):?\s+[A-Z]")


def look_of(line: str) -> Look:
    """What a line (or paragraph) looks like; linear in its length."""
    if len(line) > MAX_LINE:
        return Look.SENTENCE if LETTER.search(line) else Look.FURNITURE
    count = len(WORD.findall(line))
    folded = " ".join(line.casefold().split())
    if not LETTER.search(line) or CODE.fullmatch(line):
        return Look.DATE if is_date_line(line) else Look.FURNITURE
    if count <= MAX_CAPTION:
        found = _date_or_byline(line, folded, count) or _furniture(line, folded, count) or _caption(line, folded)
        if found:
            return found
    return _prose(line, count)


def has_verb(line: str) -> bool:
    """Whether a verb that headlines are made with stands in the line, after its first word ("Putin rejects truce")."""
    words = [word.casefold() for word in WORD.findall(line)[1:]]
    return any(word in page_words("headlines", "verbs") for word in words)


def _date_or_byline(line: str, folded: str, count: int) -> Look | None:
    if count > MAX_HEADING:
        return None
    if is_date_line(line) or any(labelled_date(line, kind) for kind in LABELS) or _is_stamp(folded):
        return Look.DATE
    if folded.strip(" .()[]") in page_words("bylines", "desks"):
        return Look.DATE
    is_byline = BYLINE.match(line) is not None and not END.search(line)
    return Look.DATE if is_byline and _lower_words(line) <= CREW_WORDS else None


def _is_stamp(folded: str) -> bool:
    """ "Updated 3 hours ago", "Published at 10:42": a label and a time."""
    labels = [label for kind in LABELS if (label := page_pattern("dates", kind).match(folded))]
    return any(is_date_line(folded[label.end() :].lstrip(" :|-–")) for label in labels)


def _lower_words(line: str) -> set[str]:
    return {word.strip(".") for word in WORD.findall(line) if word[0].islower()} | {
        word.casefold() for word in WORD.findall(line)[:1]
    }


def _furniture(line: str, folded: str, count: int) -> Look | None:
    bare = MARGIN.sub("", COUNT.sub("", MARGIN.sub("", folded)).strip())
    ends = END.search(line) is not None
    if bare in page_words("teasers", "headings"):
        return Look.TEASER_HEADING
    if bare in page_words("furniture", "lines") or not bare:
        return Look.FURNITURE
    if count <= 6 and not ends and page_pattern("teasers", "openings").match(folded) and not has_verb(line):
        return Look.TEASER_HEADING
    if _is_menu(line, folded, count, ends) or _is_addressed(line, folded, ends, count) or _is_crew(line):
        return Look.FURNITURE
    return None


def _is_menu(line: str, folded: str, count: int, ends: bool) -> bool:
    words = [MARGIN.sub("", word) or word for word in folded.split()]
    if not ends and all(word in page_words("furniture", "menu_words") for word in words):
        return True
    segments = BARS.split(line)
    return not ends and len(segments) >= 3 and count <= 4 * len(segments) and not has_verb(line)


def _is_addressed(line: str, folded: str, ends: bool, count: int) -> bool:
    """Whether the publisher speaks, to its readers or of its rights."""
    found = page_pattern("furniture", "openings").match(folded)
    opening = found.group() if found else ""
    if opening.endswith((":", "|")) and count <= MAX_HEADING:
        return True
    if count > MAX_ADDRESS or QUOTED.search(line):
        return False
    spoken = any(word in page_words("speech", "verbs") for word in folded.split())
    if page_pattern("furniture", "phrases").search(folded) and not (ends and spoken):
        return True
    if not opening or count > MAX_HEADING:
        return False
    return not ends or opening == "©" or (TO_READER.search(line) is not None and not spoken)


def _is_crew(line: str) -> bool:
    """ "(Reporting by Ann Lee; editing by Bo Ray)": nothing in lower case but the trades."""
    return CREW.match(line) is not None and _lower_words(line) <= CREW_WORDS


def _caption(line: str, folded: str) -> Look | None:
    credit = page_pattern("captions", "credits").search(folded, max(0, len(folded) - CREDIT_TAIL))
    opening = page_pattern("captions", "openings").match(folded)
    if credit is None and opening is None:
        return None
    rest = folded[: credit.start()] + folded[credit.end() :] if credit else folded[opening.end() if opening else 0 :]
    is_bare_credit = len(WORD.findall(rest)) <= MAX_SHORT + 1 and not INNER_END.search(line)
    return Look.FURNITURE if is_bare_credit else Look.CAPTION


def _prose(line: str, count: int) -> Look:
    if ACRONYM_END.search(line) and count <= MAX_HEADING and not INNER_END.search(line):
        return Look.HEADING
    if count <= MAX_SHORT and line.endswith(("...", "…")):
        return Look.SHORT
    if END.search(line):
        is_question = line.rstrip("\"'”’») ").endswith("?") and count <= MAX_HEADING and not INNER_END.search(line)
        return Look.QUESTION if is_question else Look.SENTENCE
    if count > MAX_HEADING or INNER_END.search(line) or line.endswith((":", ",", ";")):
        return Look.SENTENCE
    if line[0] in '"“„«' and (count > MAX_SHORT + 2 or line[-1] in '"”»'):
        return Look.SENTENCE if any(word in page_words("speech", "verbs") for word in line.split()) else Look.HEADING
    return Look.SHORT if count <= MAX_SHORT and not has_verb(line) else Look.HEADING
