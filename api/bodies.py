"""The bodies in which articles are handed in: text, pages, files, JSON, and many as JSON lines."""

from __future__ import annotations

import codecs
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import Depends, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException

from api.days import Day
from kg.errors import InputError
from kg.usecases.jobs import Spool
from kg.usecases.submissions import Submission, parse_submission, untitled, write_submission

TEXT: Final = "text/plain"
PAGES: Final = ("text/html", "application/xhtml+xml")
JSON: Final = "application/json"
FORM: Final = "multipart/form-data"
CODING: Final = "application/vnd.sqlite3"
LINES: Final = ("application/x-ndjson", "application/ndjson", "application/jsonl")

LARGEST_ARTICLE: Final = 28_000_000
"""Bytes of one article in a request: 20 MB, and what Base64 adds to them."""
LARGEST_FIELD: Final = 4096
MOST_FILES: Final = 1000
PIECE: Final = 1024 * 1024

EXAMPLE_TEXT: Final = (
    "Harbour talks resume\n\nMarch 3, 2025\n\nThe dockers' union will sign the harbour agreement only if the port"
    " stays public, its leader Ana Reyes said on Monday.\n"
)
EXAMPLE_PAGE: Final = (
    "<!doctype html><html><head><title>Ferry strike looms</title></head><body><article><h1>Ferry strike looms</h1>"
    "<p>Ferry workers rejected the pay offer on Tuesday, their union said.</p></article></body></html>"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Properties:
    """What is said of an article beside its content."""

    source: str | None = None
    published: date | None = None
    title: str | None = None
    publisher: str | None = None


def _properties(
    source: Annotated[
        str | None,
        Query(
            description="The file's name or the address that the article is from; its id is made of this and the text.",
            min_length=1,
            max_length=2000,
            examples=["talks.txt"],
        ),
    ] = None,
    published: Annotated[Day | None, Query(description="The day of publication, whatever the article says.")] = None,
    title: Annotated[str | None, Query(description="The title, whatever the article says.", max_length=1000)] = None,
    publisher: Annotated[str | None, Query(description="Who published it.", max_length=1000)] = None,
) -> Properties:
    return Properties(source=source or None, published=published, title=title or None, publisher=publisher or None)


Described = Annotated[Properties, Depends(_properties)]


def media_type(request: Request) -> str:
    """The media type of the body, without its parameters; empty where none is given."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


async def read_submissions(request: Request, given: Properties) -> Sequence[Submission]:
    """The articles in a body that is text, a page, JSON, one file, or a form with files.

    Raises InputError where it cannot be understood, HTTPException for another media type, and one that is too long.
    """
    kind = media_type(request)
    if kind == FORM:
        async with request.form(max_files=MOST_FILES, max_fields=20, max_part_size=LARGEST_FIELD) as form:
            return await _from_form(form, given)
    if kind == JSON:
        return [_described(parse_submission(await _body(request), "the request"), given)]
    if kind == TEXT or kind in PAGES:
        return [_from_text(await _body(request), kind in PAGES, _charset(request), given)]
    if kind == CODING:
        source = given.source or "debate.dna"
        return [_described(Submission(source=source, data=await _body(request)), given)]
    known = ", ".join((TEXT, *PAGES, JSON, FORM, CODING, LINES[0]))
    raise HTTPException(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"expected one of {known}, got {kind or 'no media type'}")


async def spool_body(request: Request, spool: Spool) -> None:
    """Write the lines of a body to disk as they come in: the memory that it takes does not grow with it."""
    async for piece in _pieces(request):
        await run_in_threadpool(spool.write, piece)


def spool_submissions(submissions: Sequence[Submission], spool: Spool) -> None:
    """Write articles as the lines of a job."""
    for submission in submissions:
        spool.write(write_submission(submission))


async def _pieces(request: Request) -> AsyncIterator[bytes]:
    """The body in pieces that are worth the way to another thread."""
    gathered = bytearray()
    async for chunk in request.stream():
        gathered += chunk
        if len(gathered) >= PIECE:
            yield bytes(gathered)
            gathered.clear()
    yield bytes(gathered)


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_ARTICLE:
            detail = f"expected an article of at most {LARGEST_ARTICLE:,} bytes, got more"
            raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail)
    return bytes(body)


async def _from_form(form: FormData, given: Properties) -> Sequence[Submission]:
    unknown = sorted(set(form) - {"file", "source", "published", "title", "publisher"})
    if unknown:
        raise InputError(f"expected a form with file, source, published, title and publisher, got {unknown[0]!r}")
    files = form.getlist("file")
    if not files:
        raise InputError("expected a form with an article as file, got none")
    described = replace(given, **{name: value for name, value in _fields(form).items() if value is not None})
    if described.source is not None and len(files) > 1:
        raise InputError(f"expected no source beside {len(files)} files, which have names of their own")
    return [await _from_file(file, described) for file in files]


def _fields(form: FormData) -> dict[str, Any]:
    words: dict[str, Any] = {}
    for name in ("source", "published", "title", "publisher"):
        values = form.getlist(name)
        if any(isinstance(value, UploadFile) for value in values) or len(values) > 1:
            raise InputError(f"expected {name} once in the form, as text, got {len(values)} of it")
        words[name] = values[0] if values and values[0] else None
    try:
        return {**words, "published": date.fromisoformat(words["published"]) if words["published"] else None}
    except ValueError:
        raise InputError(
            f"expected a day such as 2025-03-17 as published in the form, got {words['published']!r}"
        ) from None


async def _from_file(file: UploadFile | str, given: Properties) -> Submission:
    if isinstance(file, str):
        raise InputError("expected a file with a name as file in the form, got text")
    data = await file.read(LARGEST_ARTICLE + 1)
    if len(data) > LARGEST_ARTICLE:
        raise HTTPException(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"expected files of at most {LARGEST_ARTICLE:,} bytes, got more"
        )
    return _described(Submission(source=file.filename or untitled(data, ".txt"), data=data), given)


def _from_text(body: bytes, is_page: bool, charset: str | None, given: Properties) -> Submission:
    if charset is not None:
        try:
            body = body.decode(charset).encode("utf-8")
        except UnicodeError as error:
            raise InputError(f"expected a body in {charset}, as its media type says, got: {error}") from None
    source = given.source or untitled(body, ".html" if is_page else ".txt")
    return _described(Submission(source=source, data=body, is_page=is_page), given)


def _charset(request: Request) -> str | None:
    """The encoding that the media type names, if it is another one than UTF-8."""
    for parameter in request.headers.get("content-type", "").split(";")[1:]:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            try:
                found = codecs.lookup(value.strip().strip('"'))
            except (LookupError, ValueError):
                raise InputError(f"expected a charset that is known, got {value.strip()!r}") from None
            if not found._is_text_encoding:
                raise InputError(f"expected a charset of text, got {value.strip()!r}")
            return None if found.name == "utf-8" else found.name
    return None


def _described(submission: Submission, given: Properties) -> Submission:
    return replace(
        submission,
        source=given.source or submission.source,
        published=given.published or submission.published,
        title=given.title or submission.title,
        publisher=given.publisher or submission.publisher,
    )
