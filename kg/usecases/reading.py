"""Reading: from what the user names (files, folders, addresses) to articles with their positions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kg.errors import ParleyError
from kg.model import Article, Position
from kg.pipeline import extract_positions
from kg.text import expand_sources, read_article, read_bytes
from kg.text.dna import read_coding
from kg.usecases.handing_in import hand_in
from kg.usecases.outcomes import Failure
from kg.usecases.reading_tasks import read_submission
from kg.usecases.submissions import Submission

__all__ = ["Failure", "Reading", "ReadingOptions", "extract_sources", "list_sources", "load_article"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """An article and the positions found in it, in reading order."""

    article: Article
    positions: tuple[Position, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadingOptions:
    """``published`` dates the articles that give no date; ``allow_fetch`` permits http and https addresses."""

    published: date | None = None
    allow_fetch: bool = False


def list_sources(arguments: Sequence[str]) -> tuple[tuple[str, ...], tuple[Failure, ...]]:
    """The files and addresses behind ``arguments``, each once, and the arguments that lead nowhere."""
    leading, failures = [], []
    for argument in arguments:
        try:
            expand_sources([argument])
            leading.append(argument)
        except ParleyError as error:
            failures.append(Failure(source=argument, reason=str(error)))
    return expand_sources(leading), tuple(failures)


def load_article(source: str, options: ReadingOptions) -> Article:
    """The article at ``source``; a ParleyError says why when it cannot be read."""
    data = read_bytes(source, allow_fetch=options.allow_fetch)
    return read_article(source, data, published=options.published)


def extract_sources(sources: Iterable[str], options: ReadingOptions) -> Iterator[Reading | Failure]:
    """Read the articles one after the other; one that cannot be read is a Failure among the others.

    A ``.dna`` file gives the documents and positions that people coded by hand, a ``.ndjson`` or ``.jsonl`` file an
    article a line.
    """
    for source in sources:
        for each in hand_in(source, allow_fetch=options.allow_fetch):
            yield from [each] if isinstance(each, Failure) else _read(each, options)


def _read(submission: Submission, options: ReadingOptions) -> Iterator[Reading | Failure]:
    try:
        if submission.is_coding:
            coding = read_coding(submission.source, submission.data)
            yield from (Reading(article=each.article, positions=each.positions) for each in coding.records)
            yield from (Failure(source=submission.source, reason=reason) for reason in coding.left_out)
        else:
            article = read_submission(replace(submission, published=options.published or submission.published))
            yield Reading(article=article, positions=extract_positions(article))
    except ParleyError as error:
        yield Failure(source=submission.source, reason=str(error))
