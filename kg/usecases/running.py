"""A running server, as the command line talks to it: articles handed in as a job, taken out, the graph copied."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, Self
from urllib.parse import urlsplit

import httpx

from kg.errors import AccessError, InputError, MissingError
from kg.settings import is_loopback, read_settings
from kg.usecases.announcing import running_server
from kg.usecases.outcomes import Outcome, parse_outcome

SECONDS = 60.0
FIRST_LOOK, LAST_LOOK = 0.05, 1.0
"""Seconds between two looks at a job, at its beginning and when it takes long."""
LINES = "application/x-ndjson"


@dataclass(frozen=True, kw_only=True, slots=True)
class JobView:
    """A job of a server as one look at it shows it; ``problem`` says why it failed, or what it waits for."""

    id: str
    state: str
    done: int
    total: int
    current: str | None
    problem: str | None

    @property
    def is_over(self) -> bool:
        """Whether nothing happens to it any more."""
        return self.state in ("done", "failed", "cancelled")


class RunningServer:
    """The server at ``address`` (``http://127.0.0.1:8000``), asked with ``key``. Close it, or use it in a ``with``.

    Every method raises AccessError when the server does not answer, or refuses; the message has its reason.
    """

    def __init__(self, address: str, key: str | None) -> None:
        self.address = address.rstrip("/")
        self.key = key
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        # No proxy of the environment stands between two programs of one machine.
        away = not is_loopback(urlsplit(address).hostname or "")
        self._client = httpx.Client(base_url=self.address, headers=headers, timeout=SECONDS, trust_env=away)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Hang up."""
        self._client.close()

    @property
    def sparql(self) -> str:
        """The address of its SPARQL endpoint."""
        return f"{self.address}/sparql"

    def is_there(self) -> bool:
        """Whether a server of Parley answers at the address."""
        try:
            answer = self._client.get("/healthz")
            return answer.is_success and {"status", "version"} <= answer.json().keys()
        except (httpx.HTTPError, ValueError, AttributeError):
            return False

    def submit(self, lines: BinaryIO) -> str:
        """Hand in articles, a JSON object a line, and say which job reads them."""
        answer = self._ask("POST", "/v1/jobs", content=lines, headers={"Content-Type": LINES})
        return str(answer.json()["id"])

    def watch(self, job_id: str) -> Iterator[JobView]:
        """The job, looked at again and again until it is over."""
        pause = FIRST_LOOK
        while True:
            row = self._ask("GET", f"/v1/jobs/{job_id}").json()
            view = JobView(
                id=row["id"],
                state=row["state"],
                done=row["progress"]["done"],
                total=row["progress"]["total"],
                current=row["progress"]["current"],
                problem=row["problem"],
            )
            yield view
            if view.is_over:
                return
            time.sleep(pause)
            pause = min(LAST_LOOK, pause * 1.3)

    def outcomes(self, job_id: str) -> Iterator[Outcome]:
        """What became of the articles of a job, in the order in which they were handed in."""
        where = f"/v1/jobs/{job_id}/outcomes"
        for number, line in enumerate(self._ask("GET", where).content.splitlines(), start=1):
            yield parse_outcome(line, f"line {number} of {where}")

    def cancel(self, job_id: str) -> None:
        """Stop a job after the article at hand."""
        self._ask("POST", f"/v1/jobs/{job_id}/cancel")

    def remove(self, article_id: str) -> None:
        """Take an article out; MissingError when it is not there any more."""
        self._ask("DELETE", f"/v1/articles/{article_id}")

    def review(self, position_id: str, state: str, by: str | None, note: str | None) -> dict[str, Any]:
        """Decide on a position, in the name of ``by`` or of the key; MissingError when it is not there any more."""
        decision = {name: value for name, value in (("state", state), ("by", by), ("note", note)) if value is not None}
        made: dict[str, Any] = self._ask("POST", f"/v1/positions/{position_id}/reviews", json=decision).json()
        return made

    def copy_into(self, folder: str, *, with_log: bool = False) -> None:
        """Have the graph, and its audit log if wanted, copied into the hidden folder of this name beside it."""
        self._ask("POST", "/v1/copies", json={"folder": folder, "with_log": with_log})

    def _ask(self, method: str, path: str, **how: Any) -> httpx.Response:
        try:
            answer = self._client.request(method, path, **how)
        except httpx.HTTPError as error:
            raise AccessError(f"expected the server at {self.address} to answer, got: {error or 'nothing'}") from error
        if answer.is_success:
            return answer
        reason = _reason(answer)
        if answer.status_code == httpx.codes.NOT_FOUND:
            raise MissingError(reason)
        if answer.status_code in (httpx.codes.BAD_REQUEST, httpx.codes.UNPROCESSABLE_ENTITY):
            raise InputError(reason)
        raise AccessError(f"{reason} (status {answer.status_code} from {self.address})")


def find_server(store: str) -> RunningServer | None:
    """The server of this user that holds the store at ``store``, if one does and answers."""
    try:
        note = running_server(store)
    except AccessError:  # another user's server: only its owner's commands may use it
        return None
    if note is None:
        return None
    server = RunningServer(note.address, note.token)
    if server.is_there():
        return server
    server.close()
    return None


def server_at(location: str) -> RunningServer | None:
    """The server whose address ``location`` is, asked with the key in PARLEY_KEY; None for another SPARQL endpoint.

    A server of Parley is known by its address without a path, or one at which it says that it is one.
    """
    parts = urlsplit(location)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    server = RunningServer(f"{parts.scheme}://{parts.netloc}", read_settings().key)
    if parts.path in ("", "/") or (parts.path == "/sparql" and server.is_there()):
        return server
    server.close()
    return None


def _reason(answer: httpx.Response) -> str:
    try:
        return str(answer.json()["detail"])
    except (ValueError, KeyError, TypeError):
        return f"expected an answer of a Parley server, got {answer.text.strip()[:200]!r}"
