"""The bytes of an article, from a file, standard input or, when allowed, the web."""

from __future__ import annotations

import os
import sys
from typing import BinaryIO

from kg.errors import AccessError, InputError, MissingError
from kg.text.fetching import fetch
from kg.text.sources import STDIN, is_address

MAX_BYTES = 20_000_000
"""No news article is longer; what is, is something else and would only fill the memory."""


def read_bytes(
    source: str, *, allow_fetch: bool = False, stdin: BinaryIO | None = None, largest: int = MAX_BYTES
) -> bytes:
    """The bytes of ``source``: a file, ``-`` for standard input, or an http(s) address when ``allow_fetch``.

    At most ``largest`` bytes are read. Raises MissingError when there is no such file, AccessError when it cannot be
    read or fetching is not allowed, InputError when it is too large or a folder.
    """
    if is_address(source):
        if not allow_fetch:
            raise AccessError(f"expected a file, got the address {source}: pass --allow-fetch to read from the web")
        return fetch(source)
    if source == STDIN:
        return _limited(stdin or sys.stdin.buffer, "standard input", largest)
    if "\0" in source:
        raise MissingError(f"expected a file, but there is no {source!r}")
    try:
        if os.path.isdir(source):
            raise InputError(f"expected a file, got the folder {source}")
        with open(source, "rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size > largest:
                raise InputError(f"expected an article of at most {largest:,} bytes, got {size:,} in {source}")
            return _limited(file, source, largest)
    except FileNotFoundError:
        raise MissingError(f"expected a file, but there is no {source}") from None
    except OSError as error:
        raise AccessError(f"expected a readable file, got {source}: {error.strerror or error}") from error


def _limited(stream: BinaryIO, source: str, largest: int) -> bytes:
    """All bytes of a stream whose size nobody tells (a pipe, a device), or InputError once they are too many."""
    data = stream.read(largest + 1)
    if len(data) > largest:
        raise InputError(f"expected an article of at most {largest:,} bytes, got more in {source}")
    return data
