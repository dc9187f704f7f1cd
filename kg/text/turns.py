"""Who speaks next: the labels of transcripts, interviews and records ("MINISTER KALE: We will …", "Q: …").

A label stands at the head of a paragraph, ends in a colon and is made of names, titles and roles. One alone is a label
where somebody speaks in the first person behind it; else there must be several, as a dateline ("DELHI: The cabinet …")
looks the same. Whether a label names anybody is for the reader of its words to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.model import Article, Block, BlockKind, Span

MAX_LABEL = 90
"""Characters of a label; what is longer is a sentence with a colon."""
LABEL = re.compile(rf"(?P<label>[^\W\d_a-z][^:\n]{{0,{MAX_LABEL}}}?)\s?:\s+(?=[A-Z(\[…])")
SHORT_LABEL = re.compile(r"(?P<label>[QA])[.:]\s+(?=[A-Z(\[…])")
ASKING = frozenset({"q", "question", "interviewer"})
ANSWERING = frozenset({"a", "answer", "response"})
LINKS = frozenset(
    {"of", "for", "the", "and", "to", "on", "in", "de", "da", "di", "von", "van", "der", "al", "bin", "la"}
)
BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
WORD = re.compile(r"[^\W\d_][\w'’.-]*")
FIRST_PERSON = re.compile(r"\b(?:I|[Ww]e|[Oo]ur|[Mm]y|us|me)\b(?!['’]?[a-z]*[”\"])")
QUOTED = re.compile(r"[\"“„«][^\"”“»]*[\"”»]?")


@dataclass(frozen=True, kw_only=True, slots=True)
class Turn:
    """One turn of a conversation: its label with the colon, and the stretches of what is said, a paragraph each."""

    label: Span
    name: str
    contents: tuple[Span, ...]

    @property
    def is_question(self) -> bool:
        """Whether the label only says that somebody asks."""
        return self.name.casefold().rstrip(".") in ASKING

    @property
    def is_answer(self) -> bool:
        """Whether the label only says that somebody answers."""
        return self.name.casefold().rstrip(".") in ANSWERING


def find_turns(article: Article) -> tuple[Turn, ...]:
    """The turns of the article in reading order; paragraphs between two labels go on with the turn before them.

    >>> from kg.text import read_article
    >>> text = "MINISTER KALE: We will not sign.\\n\\nMR. ODE: Thank you, Minister.\\n\\nThat is clear to all of us."
    >>> [(turn.name, len(turn.contents)) for turn in find_turns(read_article("a.txt", text.encode()))]
    [('MINISTER KALE', 1), ('MR. ODE', 2)]
    """
    text = article.text
    blocks = [block for block in article.blocks if block.kind is BlockKind.PARAGRAPH]
    labels = {n: found for n, block in enumerate(blocks) if (found := _label(text, block)) is not None}
    if sum(block.is_readable and _label(text, block) is not None for block in article.blocks) < 2:
        labels = {
            n: found for n, found in labels.items() if _speaks(text, Span(start=found.end(), end=blocks[n].span.end))
        }
    return tuple(_turns(text, blocks, labels))


def _label(text: str, block: Block) -> re.Match[str] | None:
    start, end = block.span.start, block.span.end
    found = SHORT_LABEL.match(text, start, end) or LABEL.match(text, start, min(end, start + MAX_LABEL + 4))
    return found if found is not None and _is_name(found["label"]) else None


def _is_name(label: str) -> bool:
    """Whether all words before the first comma are names, titles or links between them, and no sentence ends."""
    bare = BRACKETED.sub("", label)
    words = WORD.findall(bare.partition(",")[0])
    capital = [word for word in words if word[0].isupper()]
    rest = {word for word in words if not word[0].isupper()}
    plain = not re.search(r"[!?;\"“”0-9/]", bare)
    return plain and 0 < len(words) <= 9 and rest <= LINKS and (len(capital) > 1 or words[0] != "The")


def _speaks(text: str, content: Span) -> bool:
    """Whether the first person stands in the words, outside quotation marks."""
    return FIRST_PERSON.search(QUOTED.sub("", text[content.start : content.end])) is not None


def _turns(text: str, blocks: list[Block], labels: dict[int, re.Match[str]]) -> Iterator[Turn]:
    order = sorted(labels)
    for place, first in enumerate(order):
        found = labels[first]
        after = order[place + 1] if place + 1 < len(order) else len(blocks)
        contents = [Span(start=found.end(), end=blocks[first].span.end)]
        for block in blocks[first + 1 : after]:
            if after == len(blocks) and not _speaks(text, block.span):
                break
            contents.append(block.span)
        yield Turn(
            label=Span(start=found.start(), end=found.start() + len(found.group().rstrip())),
            name=found["label"],
            contents=tuple(contents),
        )
