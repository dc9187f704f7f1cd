"""Which articles a user means: files, folders, patterns, addresses, standard input."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from kg.errors import InputError, MissingError

STDIN = "-"
ARTICLE_SUFFIXES = (".txt", ".text", ".md", ".html", ".htm", ".xhtml")


def is_address(source: str) -> bool:
    """Whether ``source`` is a web address rather than a file.

    >>> is_address("https://example.org/news"), is_address("news/today.txt")
    (True, False)
    """
    return source.lower().startswith(("http://", "https://"))


def expand_sources(arguments: Sequence[str]) -> tuple[str, ...]:
    """The articles that the arguments name, in their order, each once.

    A folder stands for the articles beneath it (suffixes ``ARTICLE_SUFFIXES``, hidden files left out, sorted by
    path), a pattern (``*``, ``?``, ``[…]``, ``**``) for those that match it. A file named in full is taken whatever
    its suffix. ``-`` and http(s) addresses are passed through.

    Raises MissingError for a file or pattern that nothing matches, InputError for a folder without articles.
    """
    found: dict[str, str] = {}
    for argument in arguments:
        for source in _expand(argument):
            found.setdefault(source if source == STDIN or is_address(source) else os.path.abspath(source), source)
    return tuple(found.values())


def _expand(argument: str) -> Iterable[str]:
    if argument == STDIN or is_address(argument):
        return (argument,)
    if "\0" in argument or not argument:
        raise InputError(f"expected the name of a file or folder, got {argument!r}")
    if os.path.isdir(argument):
        return _some(_articles_under(argument), f"in the folder {argument}")
    if os.path.exists(argument):
        return (argument,)
    if glob.has_magic(argument):
        return _some(_matches(argument), f"that match {argument}")
    raise MissingError(f"expected a file, a folder, a pattern, an http(s) address or -, but there is no {argument}")


def _some(sources: Iterator[str], where: str) -> tuple[str, ...]:
    found = tuple(sources)
    if not found:
        raise InputError(f"expected articles ({', '.join(ARTICLE_SUFFIXES)}) {where}, got none")
    return found


def _matches(pattern: str) -> Iterator[str]:
    matches = sorted(glob.glob(pattern, recursive=True))
    if not matches:
        raise MissingError(f"expected files that match {pattern}, but there are none")
    for match in matches:
        if os.path.isdir(match):
            yield from _articles_under(match)
        elif _is_article(os.path.basename(match)):
            yield match


def _articles_under(folder: str) -> Iterator[str]:
    for path, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (os.path.join(path, name) for name in sorted(names) if _is_article(name))


def _is_article(name: str) -> bool:
    return not name.startswith(".") and Path(name).suffix.lower() in ARTICLE_SUFFIXES
