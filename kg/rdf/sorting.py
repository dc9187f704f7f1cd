"""A graph as sorted lines: equal graphs are equal bytes, whatever store, order or tool they come from.

N-Quads in canonical form, each statement once, in the order of their bytes: what ``LC_ALL=C sort -u`` makes of an
export. Blank nodes keep their labels, so graphs that have some are equal only where the labels are.
"""

from __future__ import annotations

import hashlib
import heapq
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import groupby, islice
from typing import IO

import pyoxigraph
from pyoxigraph import Quad, RdfFormat

CHUNK = 100_000
"""Quads that are sorted in memory at once, some 50 MB; more go through temporary files."""


def sorted_lines(quads: Iterable[Quad]) -> Iterator[bytes]:
    """The quads as N-Quads, line by line; takes little memory however many there are.

    >>> from pyoxigraph import NamedNode
    >>> list(sorted_lines([Quad(NamedNode("x:b"), NamedNode("x:p"), NamedNode("x:o"))] * 2))
    [b'<x:b> <x:p> <x:o> .\\n']
    """
    remaining = iter(quads)
    with ExitStack() as files:
        runs: list[Iterable[bytes]] = []
        while chunk := list(islice(remaining, CHUNK)):
            lines = lines_of(chunk)
            runs.append(files.enter_context(_spooled(lines)) if len(chunk) == CHUNK else lines)
        for line, _ in groupby(heapq.merge(*runs)):
            yield line


def lines_of(quads: Iterable[Quad]) -> list[bytes]:
    """The same of a few quads, in memory."""
    document = pyoxigraph.serialize(quads, format=RdfFormat.N_QUADS)
    assert document is not None, "the writer returns bytes when it is given no file"
    return sorted(set(document.splitlines(keepends=True)))  # a line break within a literal is escaped


def digest_of(lines: Iterable[bytes]) -> str:
    """The SHA-256 of the lines, as ``sha256sum`` gives it."""
    digest = hashlib.sha256()
    for line in lines:
        digest.update(line)
    return digest.hexdigest()


def _spooled(lines: list[bytes]) -> IO[bytes]:
    file = tempfile.TemporaryFile()  # noqa: SIM115  # closed by whoever reads it
    file.writelines(lines)
    file.seek(0)
    return file
