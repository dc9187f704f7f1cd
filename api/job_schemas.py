"""The shapes of what is handed in, and of what became of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from pydantic import Field

from api.schemas import Position, Shape, WholeArticle
from kg.usecases.jobs import Job as JobRecord
from kg.usecases.jobs import JobState
from kg.usecases.outcomes import failure_row
from kg.usecases.submissions import CONTENTS

_WORDS: Final = {"type": "string", "minLength": 1, "pattern": r"\S"}
_WORDS_OR_NULL: Final = {**_WORDS, "type": ["string", "null"]}
NEW_ARTICLE: Final[dict[str, Any]] = {
    "title": "NewArticle",
    "description": "One article: its text, or a page as html, or a file's bytes as data, or a url to fetch.",
    "type": "object",
    "additionalProperties": False,
    "oneOf": [{"required": [name]} for name in CONTENTS],
    "properties": {
        "text": _WORDS,
        "html": _WORDS,
        "data": {"type": "string", "contentEncoding": "base64", "minLength": 4, "description": "A file in Base64."},
        "url": {
            "type": "string",
            "format": "uri",
            "pattern": "^https?://",
            "description": "Where the server may fetch.",
        },
        "source": {
            **_WORDS_OR_NULL,
            "description": "The file's name or the address it is from; its id comes from it and the text.",
        },
        "published": {
            "type": ["string", "null"],
            "format": "date",
            "description": "The day, whatever the article says.",
        },
        "title": {**_WORDS_OR_NULL, "description": "The title, whatever the article says."},
        "publisher": _WORDS_OR_NULL,
    },
}
"""The JSON object that an article is handed in as; ``parse_submission`` reads it, not a model of the framework's."""


class ReceivedArticle(Shape):
    """An article that is in the graph now, with the positions that were found in it, in reading order."""

    article: WholeArticle
    positions: list[Position]


class StoredArticle(Shape):
    """An article in the graph; ``new`` unless it was there before, read by the same version of Parley."""

    id: str = Field(examples=["0011223344556677"])
    source: str = Field(examples=["talks.txt"])
    positions: int = Field(examples=[3])
    new: bool


class FailedArticle(Shape):
    """An article that could not be read, and why."""

    source: str = Field(examples=["empty.txt"])
    reason: str = Field(examples=["expected an article, got an empty file in empty.txt"])


class Outcome(Shape):
    """What became of one line that was handed in: one article, or many where people had coded it."""

    source: str = Field(examples=["talks.txt"])
    stored: list[StoredArticle]
    failed: list[FailedArticle]


class Progress(Shape):
    """How far a job is: lines of it, and the source at hand."""

    done: int = Field(examples=[120])
    total: int = Field(examples=[500])
    current: str | None = Field(examples=["news/talks.txt"])


class Result(Shape):
    """What became of the articles so far; the first failures are named here, all of them among the outcomes."""

    stored: int = Field(description="Articles that are new, or were read anew.", examples=[117])
    known: int = Field(description="Articles that were there already, just so.", examples=[2])
    positions: int = Field(description="In the articles that were stored.", examples=[431])
    failed: int = Field(examples=[1])
    failures: list[FailedArticle]
    copies: int | None = Field(description="Near-copies in the whole graph; null until the job's end.", examples=[4])


class Job(Shape):
    """Long work and how far it is."""

    id: str = Field(examples=["20250320T083000-0a1b2c3d"])
    state: JobState
    by: str = Field(description="The name of the key that handed it in.", examples=["ana"])
    created: datetime
    started: datetime | None
    ended: datetime | None
    progress: Progress
    result: Result
    problem: str | None = Field(description="Why the job as a whole failed, or what it waits for.")
    links: dict[str, str] = Field(
        examples=[
            {
                "self": "/v1/jobs/20250320T083000-0a1b2c3d",
                "outcomes": "/v1/jobs/20250320T083000-0a1b2c3d/outcomes",
                "cancel": "/v1/jobs/20250320T083000-0a1b2c3d/cancel",
            }
        ]
    )


class Jobs(Shape):
    """The jobs that the server remembers, the newest first."""

    jobs: list[Job]


def job_row(job: JobRecord) -> dict[str, Any]:
    """The job in the shape of ``Job``."""
    address = f"/v1/jobs/{job.id}"
    return {
        "id": job.id,
        "state": job.state,
        "by": job.by,
        "created": job.created,
        "started": job.started,
        "ended": job.ended,
        "progress": {"done": job.done, "total": job.total, "current": job.current},
        "result": {
            "stored": job.stored,
            "known": job.known,
            "positions": job.positions,
            "failed": job.failed,
            "failures": [failure_row(each) for each in job.failures],
            "copies": job.copies,
        },
        "problem": job.problem,
        "links": {"self": address, "outcomes": f"{address}/outcomes", "cancel": f"{address}/cancel"},
    }
