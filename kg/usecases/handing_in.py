"""Handing in: what a file or address that the user names holds, one submission for each article of it."""

from __future__ import annotations

from collections.abc import Iterator

from kg.errors import InputError, ParleyError
from kg.text import read_bytes
from kg.text.dna import is_coding
from kg.usecases.outcomes import Failure
from kg.usecases.submissions import Submission, fetch_submission, parse_submission

LARGEST_LINE = 64_000_000
"""Bytes of one article on its line."""


def holds_lines(source: str) -> bool:
    """Whether a file holds many articles, each one object of JSON on a line.

    >>> holds_lines("news.ndjson"), holds_lines("talks.txt")
    (True, False)
    """
    return source.lower().endswith((".ndjson", ".jsonl"))


def hand_in(source: str, *, allow_fetch: bool) -> Iterator[Submission | Failure]:
    """The articles at ``source``, with their bytes; one that cannot be had is a Failure among the others.

    A file of people's coding is not opened: it may be large, and its reader opens it.
    """
    if holds_lines(source):
        yield from _lines(source, allow_fetch)
        return
    if is_coding(source):
        yield Submission(source=source, data=None)
        return
    try:
        yield Submission(source=source, data=read_bytes(source, allow_fetch=allow_fetch))
    except ParleyError as error:
        yield Failure(source=source, reason=str(error))


def _lines(path: str, allow_fetch: bool) -> Iterator[Submission | Failure]:
    try:
        with open(path, "rb") as file:
            number = 0
            while line := file.readline(LARGEST_LINE + 1):
                number += 1
                if not line.isspace():
                    yield _of_line(line, f"line {number} of {path}", allow_fetch)
                while len(line) > LARGEST_LINE and not line.endswith(b"\n"):  # the rest of a line that is too long
                    line = file.readline(LARGEST_LINE + 1)
    except FileNotFoundError:
        yield Failure(source=path, reason=f"expected a file, but there is no {path}")
    except OSError as error:
        yield Failure(source=path, reason=f"expected a readable file, got {path}: {error.strerror}")


def _of_line(line: bytes, where: str, allow_fetch: bool) -> Submission | Failure:
    try:
        if len(line) > LARGEST_LINE:
            raise InputError(f"expected at most {LARGEST_LINE:,} bytes for one article, got more in {where}")
        return fetch_submission(parse_submission(line, where), allowed=allow_fetch)
    except ParleyError as error:
        return Failure(source=where, reason=str(error))
