"""``/v1/jobs``: long work, how far it is, and what became of it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Request
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response, StreamingResponse

from api.access import Writer
from api.bodies import FORM, LINES, Described, media_type, read_submissions, spool_body, spool_submissions
from api.desk import Desk, OpenDesk
from api.job_schemas import Job, Jobs, job_row
from api.parameters import ONLY_KNOWN
from api.schemas import Problem
from kg.usecases.jobs import Job as JobRecord
from kg.usecases.jobs import Spool
from kg.usecases.outcomes import write_outcome
from kg.usecases.submissions import Submission

router = APIRouter(prefix="/v1/jobs", tags=["Jobs"], dependencies=[ONLY_KNOWN])

LOOK_AGAIN: Final = "1"
"""Seconds after which it is worth asking how far a job is."""
JobId = Annotated[str, Path(description="A job's id.", max_length=60, examples=["20250320T083000-0a1b2c3d"])]
UNKNOWN: Final[dict[int | str, dict[str, Any]]] = {404: {"model": Problem, "description": "There is no such job"}}
KEYS: Final[dict[int | str, dict[str, Any]]] = {
    401: {"model": Problem, "description": "No key came with the request"},
    403: {"model": Problem, "description": "The key may not write"},
}
ACCEPTED: Final[dict[str, Any]] = {
    "model": Job,
    "description": "A job is at it",
    "headers": {
        "Location": {"description": "The job.", "schema": {"type": "string"}},
        "Retry-After": {"description": "Seconds until it is worth a look.", "schema": {"type": "string"}},
    },
}
LINES_EXAMPLE: Final = (
    '{"text": "Talks resume on Monday, the envoy said.", "source": "talks.txt", "published": "2025-03-03"}\n'
    '{"html": "<h1>Ferry strike looms</h1><p>Workers rejected the offer.</p>", "source": "ferry.html"}\n'
)
OUTCOME_EXAMPLE: Final = (
    '{"source": "talks.txt", "stored": [{"id": "0011223344556677", "source": "talks.txt", "positions": 3,'
    ' "new": true}], "failed": []}\n'
)
BODY: Final = {
    "required": True,
    "content": {
        LINES[0]: {
            "schema": {"type": "string", "description": "An article a line, in the JSON form of `POST /v1/articles`."},
            "example": LINES_EXAMPLE,
        },
        FORM: {
            "schema": {
                "type": "object",
                "required": ["file"],
                "properties": {
                    "file": {"type": "array", "minItems": 1, "items": {"type": "string", "format": "binary"}}
                },
            }
        },
    },
}


@router.post(
    "",
    summary="Hand in many articles",
    status_code=HTTPStatus.ACCEPTED,
    response_model=Job,
    responses={
        202: ACCEPTED,
        **KEYS,
        413: {"model": Problem, "description": "A line, or the whole, is too long"},
        415: {"model": Problem, "description": "The body is of a type that is not taken in"},
        503: {"model": Problem, "description": "Too many jobs wait already"},
    },
    openapi_extra={"requestBody": BODY},
)
async def start_job(request: Request, desk: OpenDesk, by: Writer, given: Described) -> Response:
    """Articles as JSON lines, of any number, or as files; they are read one after the other.

    Each is stored as a whole or not at all; one that cannot be read is named among the outcomes, and the others are
    stored. The job goes on after a restart of the server. One job runs at a time, the others wait.
    """
    kind = media_type(request)
    if kind in LINES:
        return await enqueue_lines(request, desk, by)
    if kind == FORM:
        return await enqueue(await read_submissions(request, given), desk, by)
    detail = f"expected {LINES[0]} or {FORM}, got {kind or 'no media type'}"
    raise HTTPException(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, detail)


@router.get("", summary="List jobs")
def list_jobs(desk: OpenDesk) -> Jobs:
    """The jobs that wait, run or are over, the newest first; the oldest that are over are forgotten."""
    return Jobs.model_validate({"jobs": [job_row(job) for job in desk.jobs.jobs()]})


@router.get("/{job_id}", summary="Show how far a job is", responses=UNKNOWN)
def show_job(desk: OpenDesk, job_id: JobId) -> Job:
    """State, progress and, so far, the result."""
    return Job.model_validate(job_row(desk.jobs.job(job_id)))


@router.get(
    "/{job_id}/outcomes",
    summary="Show what became of each article of a job",
    response_class=StreamingResponse,
    responses={
        200: {
            "description": "One outcome a line, in the order in which the articles were handed in",
            "content": {LINES[0]: {"schema": {"type": "string"}, "example": OUTCOME_EXAMPLE}},
        },
        **UNKNOWN,
    },
)
def show_outcomes(desk: OpenDesk, job_id: JobId) -> StreamingResponse:
    """JSON lines, as many as are done; more come while the job runs."""
    outcomes = desk.jobs.outcomes(job_id)
    lines: Iterator[bytes] = (write_outcome(outcome) for outcome in outcomes)
    return StreamingResponse(lines, media_type=LINES[0])


@router.post(
    "/{job_id}/cancel",
    summary="Stop a job",
    status_code=HTTPStatus.ACCEPTED,
    responses={202: {"model": Job, "description": "It stops after the article at hand"}, **UNKNOWN, **KEYS},
)
def cancel_job(desk: OpenDesk, by: Writer, job_id: JobId) -> Job:  # noqa: ARG001  # who may write may cancel
    """Stops after the article at hand; what is stored stays. A job that is over stays as it is."""
    return Job.model_validate(job_row(desk.jobs.cancel(job_id)))


@router.delete(
    "/{job_id}",
    summary="Stop a job, or forget one that is over",
    status_code=HTTPStatus.NO_CONTENT,
    response_class=Response,
    responses={
        202: {"model": Job, "description": "It is not over yet, and stops after the article at hand"},
        204: {"description": "It is forgotten; the articles stay"},
        **UNKNOWN,
        **KEYS,
    },
)
def drop_job(desk: OpenDesk, by: Writer, job_id: JobId) -> Response:  # noqa: ARG001  # who may write may drop
    """A job that waits or runs is stopped; one that is over is forgotten. Articles that were stored stay."""
    if desk.jobs.forget(job_id):
        return Response(status_code=HTTPStatus.NO_CONTENT)
    return _accepted(desk.jobs.cancel(job_id))


async def enqueue_lines(request: Request, desk: Desk, by: str) -> Response:
    """Make the lines of the body a job."""
    async with _spool(desk) as spool:
        await spool_body(request, spool)
        return _accepted(await run_in_threadpool(desk.jobs.submit, spool, by))


async def enqueue(submissions: Sequence[Submission], desk: Desk, by: str) -> Response:
    """Make these articles a job."""
    async with _spool(desk) as spool:
        await run_in_threadpool(spool_submissions, submissions, spool)
        return _accepted(await run_in_threadpool(desk.jobs.submit, spool, by))


@asynccontextmanager
async def _spool(desk: Desk) -> AsyncIterator[Spool]:
    """A place for the lines of a job, made and removed in threads: both wait for the disk, and for other jobs."""
    spool = await run_in_threadpool(desk.jobs.spool)
    try:
        yield spool
    finally:
        await run_in_threadpool(spool.__exit__)


def _accepted(job: JobRecord) -> Response:
    content = Job.model_validate(job_row(job)).model_dump(mode="json")
    headers = {"Location": f"/v1/jobs/{job.id}", "Retry-After": LOOK_AGAIN}
    return JSONResponse(content, status_code=HTTPStatus.ACCEPTED, headers=headers)
