"""Submissions: articles as programs hand them in, each one object of JSON, many of them one a line."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from kg.errors import AccessError, InputError
from kg.json_mistakes import kind_of, mistake_of
from kg.text import read_bytes
from kg.text.dna import is_coding
from kg.text.sources import is_address
from kg.usecases.guessing import or_else

CONTENTS = ("text", "html", "data", "url")
"""How an article can be handed in: as characters, as a page, as a file's bytes in Base64, as an address to fetch."""
PROPERTIES = ("source", "published", "title", "publisher")


class FetchingError(AccessError):
    """An address was handed in where fetching is not allowed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Submission:
    """One article (or one file of Discourse Network Analyzer) as it was handed in, still unread.

    ``data`` are the file's bytes; None for what is still to be fetched from the address ``source``. ``is_page`` says
    whether they are HTML; None leaves that to name and content. The other properties, where given, win over what the
    article says of itself.
    """

    source: str
    data: bytes | None
    is_page: bool | None = None
    published: date | None = None
    title: str | None = None
    publisher: str | None = None

    @property
    def is_coding(self) -> bool:
        """Whether it holds many documents that people coded, not one article."""
        return is_coding(self.source)


def parse_submission(line: bytes | str, where: str) -> Submission:
    """The submission in a JSON object; ``where`` names its place in messages.

    Exactly one of ``text``, ``html``, ``data`` (Base64) and ``url`` is there; ``source`` (a name or address, made of
    the content where it is missing), ``published`` (a day), ``title`` and ``publisher`` may be. Raises InputError.

    >>> parse_submission('{"text": "Talks resume.", "published": "2025-03-03"}', "line 1").source
    'untitled-6e3f8b13.txt'
    """
    members = _object(line, where)
    content = _content(members, where)
    words = {name: _text(members, name, where) for name in ("source", "title", "publisher")}
    data = _data(members, content, where)
    if content == "url":
        source = _text(members, "url", where) or ""
        if not is_address(source):
            raise InputError(f"expected an http or https address as url in {where}, got {source!r}")
        if words["source"] not in (None, source):
            raise InputError(f"expected no source beside a url in {where}, got {words['source']!r}")
    else:
        source = words["source"] or untitled(data or b"", ".html" if content == "html" else ".txt")
    return Submission(
        source=source,
        data=data,
        is_page={"text": False, "html": True}.get(content),
        published=_day(members, where),
        title=words["title"],
        publisher=words["publisher"],
    )


def write_submission(submission: Submission) -> bytes:
    """The submission as a line of JSON, from which ``parse_submission`` makes it again.

    >>> sent = Submission(source="talks.txt", data=b"Talks resume.", title="Talks")
    >>> parse_submission(write_submission(sent), "line 1") == sent
    True
    """
    data = submission.data
    if data is None:
        members: dict[str, object] = {"url": submission.source}
    elif submission.is_page is None:
        members = {"data": base64.b64encode(data).decode("ascii"), "source": submission.source}
    else:
        members = {"html" if submission.is_page else "text": data.decode("utf-8"), "source": submission.source}
    members |= {
        "published": submission.published.isoformat() if submission.published else None,
        "title": submission.title,
        "publisher": submission.publisher,
    }
    kept = {name: value for name, value in members.items() if value is not None}
    return json.dumps(kept, ensure_ascii=True).encode("ascii") + b"\n"


def fetch_submission(submission: Submission, *, allowed: bool) -> Submission:
    """The submission with its bytes, fetched from the web if need be and ``allowed``.

    Raises FetchingError where it is not, InputError for an address that cannot be fetched.
    """
    if submission.data is not None:
        return submission
    if not allowed:
        raise FetchingError(
            f"expected an article itself, got its address {submission.source}: this server does not fetch;"
            " send the text, or let its owner start it with --allow-fetch"
        )
    try:
        return replace(submission, data=read_bytes(submission.source, allow_fetch=True))
    except AccessError as error:
        raise InputError(str(error)) from error  # here the address is what was handed in


def untitled(data: bytes, suffix: str) -> str:
    """A name for an article that has none: the same content, the same name."""
    return f"untitled-{hashlib.sha256(data).hexdigest()[:8]}{suffix}"


def _object(line: bytes | str, where: str) -> Mapping[str, Any]:
    try:
        found = json.loads(line)
    except UnicodeDecodeError as error:
        raise InputError(f"expected JSON in UTF-8 in {where}, got byte {error.start} that is not") from None
    except RecursionError:
        raise InputError(f"expected an article as a JSON object in {where}, got one nested too deep") from None
    except json.JSONDecodeError as error:
        raise InputError(f"expected an article as a JSON object in {where}, got {mistake_of(error)}") from None
    except ValueError as error:  # a number of more digits than Python reads
        raise InputError(f"expected an article as a JSON object in {where}, got: {error}") from None
    if not isinstance(found, dict):
        raise InputError(f"expected an article as a JSON object in {where}, got {kind_of(found)}")
    for name in found:
        if name not in (*CONTENTS, *PROPERTIES):
            known = (*CONTENTS, *PROPERTIES)
            raise InputError(f"expected only {', '.join(known)} in {where}, got {name!r}{or_else(name, known)}")
    return found


def _content(members: Mapping[str, Any], where: str) -> str:
    given = [name for name in CONTENTS if name in members]
    if len(given) != 1 or members[given[0]] is None:
        raise InputError(f"expected one of {', '.join(CONTENTS)} in {where}, got {' and '.join(given) or 'none'}")
    return given[0]


def _text(members: Mapping[str, Any], name: str, where: str) -> str | None:
    value = members.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise InputError(f"expected text as {name} in {where}, got {kind_of(value)}")
    for at, character in enumerate(value):
        if "\ud800" <= character <= "\udfff":
            raise InputError(
                f"expected text that Unicode can encode as {name} in {where}, got a lone surrogate"
                f" U+{ord(character):04X} at character {at}"
            )
    if name in PROPERTIES and not value.strip():
        raise InputError(f"expected words as {name} in {where}, got {value!r}")
    return value


def _data(members: Mapping[str, Any], content: str, where: str) -> bytes | None:
    words = _text(members, content, where)
    assert words is not None, "the content is there"
    if content == "url":
        return None
    if content != "data":
        return words.encode("utf-8")
    try:
        return base64.b64decode(words, validate=True)
    except (binascii.Error, ValueError) as error:
        raise InputError(f"expected a file in Base64 as data in {where}, got: {error}") from None


def _day(members: Mapping[str, Any], where: str) -> date | None:
    words = _text(members, "published", where)
    try:
        return date.fromisoformat(words) if words is not None else None
    except ValueError:
        raise InputError(f"expected a day such as 2025-03-17 as published in {where}, got {words!r}") from None
