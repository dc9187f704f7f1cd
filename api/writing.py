"""``POST`` and ``DELETE /v1/articles``: articles into the graph, and out of it again."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.access import Writer
from api.bodies import (
    CODING,
    EXAMPLE_PAGE,
    EXAMPLE_TEXT,
    FORM,
    JSON,
    LINES,
    PAGES,
    TEXT,
    Described,
    media_type,
    read_submissions,
)
from api.desk import OpenDesk
from api.graph import Lists
from api.job_schemas import NEW_ARTICLE, Job, ReceivedArticle
from api.jobs import enqueue, enqueue_lines
from api.parameters import ONLY_KNOWN
from api.schemas import Problem
from kg.usecases.streaming import received_article

router = APIRouter(prefix="/v1/articles", tags=["Articles"], dependencies=[ONLY_KNOWN])

REFUSALS: Final[dict[int | str, dict[str, Any]]] = {
    401: {"model": Problem, "description": "No key came with the request"},
    403: {"model": Problem, "description": "The key may not write, or the server may not fetch"},
    413: {"model": Problem, "description": "It is too long"},
    415: {"model": Problem, "description": "The body is of a type that is not taken in"},
    422: {"model": Problem, "description": "It is no article that can be read, or a parameter has the wrong form"},
    503: {"model": Problem, "description": "Too many wait already, or the server cannot start to read"},
}
BODY: Final = {
    "required": True,
    "content": {
        JSON: {
            "schema": NEW_ARTICLE,
            "examples": {
                "text": {"value": {"text": EXAMPLE_TEXT, "source": "talks.txt"}},
                "page": {"value": {"html": EXAMPLE_PAGE, "source": "https://news.example.org/ferry"}},
                "address": {"value": {"url": "https://news.example.org/talks"}},
            },
        },
        TEXT: {"schema": {"type": "string", "minLength": 1}, "example": EXAMPLE_TEXT},
        **{page: {"schema": {"type": "string", "minLength": 1}, "example": EXAMPLE_PAGE} for page in PAGES},
        FORM: {
            "schema": {
                "type": "object",
                "required": ["file"],
                "additionalProperties": False,
                "properties": {
                    "file": {"type": "array", "minItems": 1, "items": {"type": "string", "format": "binary"}},
                    "source": {"type": "string"},
                    "published": {"type": "string", "format": "date"},
                    "title": {"type": "string"},
                    "publisher": {"type": "string"},
                },
            }
        },
        CODING: {"schema": {"type": "string", "format": "binary"}},
        LINES[0]: {
            "schema": {"type": "string", "description": "One article a line, in the form of the JSON object."},
            "example": '{"text": "Talks resume, the envoy said.", "source": "1.txt"}\n',
        },
    },
}


@router.post(
    "",
    summary="Hand in articles",
    status_code=HTTPStatus.CREATED,
    response_model=ReceivedArticle,
    responses={
        200: {"model": ReceivedArticle, "description": "It was there already; what changed is stored anew"},
        201: {
            "description": "It is in the graph now",
            "headers": {"Location": {"description": "The article.", "schema": {"type": "string"}}},
        },
        202: {
            "model": Job,
            "description": "There are many, which a job reads one after the other",
            "headers": {"Location": {"description": "The job.", "schema": {"type": "string"}}},
        },
        **REFUSALS,
    },
    openapi_extra={"requestBody": BODY},
)
async def receive_articles(request: Request, lists: Lists, desk: OpenDesk, by: Writer, given: Described) -> Response:
    """Read an article and store it with its positions, as a whole or not at all.

    Several files, JSON lines, and what people coded in Discourse Network Analyzer (a `.dna` file) become a job. What is
    in the graph already, read by the same version, stays as it is. Near-copies in the whole graph are linked anew.
    """
    if media_type(request) in LINES:
        return await enqueue_lines(request, desk, by)
    submissions = await read_submissions(request, given)
    if len(submissions) != 1 or submissions[0].is_coding:
        return await enqueue(submissions, desk, by)
    now = datetime.now(UTC)
    received = await desk.wait_for(lambda: desk.intake.receive(submissions[0], by, now))
    status = HTTPStatus.OK if received.was_there else HTTPStatus.CREATED
    headers = {"Location": f"/v1/articles/{received.record.article.id}"}
    content = await run_in_threadpool(received_article, lists, received)
    return Response(content, status_code=status, media_type=JSON, headers=headers)


@router.delete(
    "/{article_id}",
    summary="Take an article out",
    status_code=HTTPStatus.NO_CONTENT,
    response_class=Response,
    responses={404: {"model": Problem}, **{status: REFUSALS[status] for status in (401, 403, 503)}},
)
async def remove_article(
    desk: OpenDesk,
    by: Writer,
    article_id: Annotated[
        str, Path(description="The article's whole id.", pattern="^[0-9a-f]{16}$", examples=["0011223344556677"])
    ],
) -> None:
    """Nothing of the article stays, and nothing of others goes; its near-copies are linked anew among themselves."""
    await desk.wait_to_change(lambda: desk.intake.remove(article_id, by))
