"""What a bare "the plan" or "this deal" takes up: the fuller words for it in the text before.

The same noun with words of its own comes first (the head match of Vieira and Poesio 2000); a general noun ("idea",
"proposal") else takes up the only proposal named just before. The article's own words stay the wording; what is meant
only gives the label under which positions are joined.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.extraction.lexicon import is_action, words
from kg.extraction.proposals import Phrase, phrases
from kg.extraction.reading import Reading
from kg.syntax.tree import Sentence, Token

POINTING = frozenset({"the", "this", "that", "these", "those", "such"})
FAR, NEAR = 12, 2  # sentences back for the same noun, and for a general noun that takes up another


def meant(reading: Reading, number: int, phrase: Phrase, recent: Sequence[tuple[int, Phrase]]) -> Phrase | None:
    """The fuller phrase that a bare definite noun of sentence ``number`` stands for, or None where it stands alone.

    ``recent`` are the proposals named so far, each with the number of its sentence.
    """
    while number and phrase.head.start < reading.sentences[number].span.start:
        number -= 1  # "it" has been replaced by the words of a sentence before
    if not _is_bare(reading.sentences[number], phrase):
        return None
    before = [(n, p) for n, p in recent if p.tokens[-1].end <= phrase.tokens[0].start and len(p.tokens) > 1]
    same = next(_same_noun(reading, number, phrase.head), None) or next(
        (p for n, p in reversed(before) if p.head.lemma == phrase.head.lemma and number - n <= FAR), None
    )
    if same is not None or phrase.head.lemma not in words("anaphors", "shells"):
        return same
    near = [p for n, p in before if number - n <= NEAR]
    return near[-1] if len({p.head.lemma for p in near}) == 1 else None  # of several nobody can tell which


def _is_bare(sentence: Sentence, phrase: Phrase) -> bool:
    """Whether it is one common noun of a plan, deal or measure that the text points back with."""
    head = phrase.head
    if (
        len(phrase.tokens) > 1
        or head.pos != "NOUN"
        or not (is_action(head) or head.lemma in words("anaphors", "shells"))
    ):
        return False
    return any(word.lower in POINTING for word in sentence.children(head, "det"))


def _same_noun(reading: Reading, number: int, head: Token) -> Iterator[Phrase]:
    """Earlier phrases under the same noun that say more, nearest first."""
    for at in range(number, max(-1, number - FAR - 1), -1):
        sentence = reading.sentences[at]
        for token in reversed(sentence.tokens):
            if token.lemma != head.lemma or token.pos != "NOUN" or token.start >= head.start:
                continue
            fuller = next(
                (p for p in phrases(sentence, token, with_subject=False) if p.head.index == token.index), None
            )
            if fuller is not None and len(fuller.tokens) > 1:
                yield fuller
