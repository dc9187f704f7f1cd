"""What reaches the screen: plain when piped, within the terminal's width, and never a control character of a page.

Standard output carries answers, standard error carries messages and progress. NO_COLOR and COLUMNS are respected
(by rich). Data for machines is written as UTF-8 whatever the terminal's own encoding.
"""

from __future__ import annotations

import json
import os
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn, Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from kg.errors import AccessError

PIPED_WIDTH = 120
LINE_BREAKS = "\n\r\t\x0b\x0c\x85\u2028\u2029"
BIDI_CONTROLS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class Advance(Protocol):
    """Moves a progress bar: how much is done of how much, and what is at hand."""

    def __call__(self, done: int, total: int, what: str) -> None: ...


class _Screen(Console):
    """rich's console, but a reader who leaves early (`| head`) is no failure."""

    def on_broken_pipe(self) -> NoReturn:
        leave_quietly()


def screen() -> Console:
    """Where answers for people go."""
    return _Screen(width=None if sys.stdout.isatty() or "COLUMNS" in os.environ else PIPED_WIDTH, highlight=False)


def say(message: str) -> None:
    """One line to the user beside the answer, on standard error."""
    print(clean(message), file=sys.stderr)


def write_json(value: Any) -> None:
    """``value`` as indented JSON on standard output."""
    write_data(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def write_data(data: str | bytes) -> None:
    """``data`` as it is on standard output; text as UTF-8."""
    # A lone surrogate has no UTF-8; as \udc80 it is still valid inside JSON, where such text can come from.
    raw = data if isinstance(data, bytes) else data.encode("utf-8", "backslashreplace")
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(raw)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        leave_quietly()


def write_file(path: Path, content: bytes) -> None:
    """``content`` as the file ``path``; AccessError when it cannot be written."""
    try:
        path.write_bytes(content)
    except OSError as error:
        raise AccessError(f"expected to write {path}, got: {error.strerror}") from error


def leave_quietly() -> NoReturn:
    """Leave with status 0 because nobody reads any more; Python would complain once more on closing stdout."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    raise SystemExit(0)


def clean(text: str) -> str:
    """``text`` on one line, without characters that steer a terminal or turn the reading direction.

    >>> clean("Peace\\x1b[2J  talks\\n resume")
    'Peace\ufffd[2J talks resume'
    """
    return " ".join(harmless(text).split())


def harmless(text: str) -> str:
    """``text`` with as many characters: a space for each line break, U+FFFD for what steers a terminal."""
    return "".join(" " if c in LINE_BREAKS else "\ufffd" if _steers(c) else c for c in text)


def words(text: str, style: str = "") -> Text:
    """``text`` cleaned, to be printed as it stands: square brackets are no markup."""
    return Text(clean(text), style=style)


def clip(text: str, length: int) -> str:
    """``text`` cleaned and cut after at most ``length`` characters, at a word's end where there is one."""
    whole = clean(text)
    if len(whole) <= length:
        return whole
    head = whole[: length - 1]
    return (head.rsplit(" ", 1)[0] if " " in head[length // 2 :] else head).rstrip(" ,;:") + "…"


@contextmanager
def progress(title: str) -> Iterator[Advance]:
    """A progress bar on standard error while the block runs; silent when that is no terminal."""
    if not sys.stderr.isatty():
        yield _stay_silent
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, TextColumn("{task.fields[what]}"), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=None, what="")
        yield lambda done, total, what: bar.update(
            task, completed=done, total=total, what=clip(what.rsplit("/", 1)[-1], 30)
        )


def _stay_silent(done: int, total: int, what: str) -> None:
    """Show nothing."""


def _steers(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cs") or character in BIDI_CONTROLS
