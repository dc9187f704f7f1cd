"""A real browser without a window, asked over the DevTools protocol what a page became in it.

The protocol runs over two pipes, so that nothing but Chromium itself is needed and no port is opened.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-dev-shm-usage",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions",
    "--remote-debugging-pipe",
)  # fmt: skip
SECONDS = 30.0
Event = dict[str, Any]


def find_browser() -> str | None:
    """The Chromium that is installed here (PARLEY_BROWSER, or one of the usual names), or None."""
    return os.environ.get("PARLEY_BROWSER") or next(filter(None, map(shutil.which, NAMES)), None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """What happened while a page was loaded: dialogs, console, addresses asked for, and the headers of its answer."""

    dialogs: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)


class Browser:
    """One page of a browser. ``open`` loads an address, ``evaluate`` asks a question in JavaScript about it."""

    def __init__(self, asking: int, hearing: int) -> None:
        self._asking, self._hearing = asking, hearing
        self._heard, self._number, self._session = b"", 0, ""
        self._events: list[Event] = []
        target = self._ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self._ask(f"{domain}.enable")

    def bypass_policy(self, bypass: bool) -> None:
        """Whether a page's Content Security Policy is to be ignored, to see whether its markup is safe without it."""
        self._ask("Page.setBypassCSP", enabled=bypass)

    def open(self, address: str) -> Seen:
        """Load a page, wait until it is complete and quiet, and tell what happened meanwhile."""
        self._events.clear()
        self._ask("Page.navigate", url=address)
        self._wait("Page.loadEventFired")
        self._ask("Runtime.evaluate", expression="new Promise(done => setTimeout(done, 30))", awaitPromise=True)
        seen = Seen()
        for event in self._events:
            _note(event["method"], event.get("params", {}), seen)
        return seen

    def evaluate(self, expression: str) -> Any:
        """The value of a JavaScript expression on the page."""
        found = self._ask("Runtime.evaluate", expression=expression, returnByValue=True)
        assert "exceptionDetails" not in found, found["exceptionDetails"]
        return found["result"].get("value")

    def _ask(self, method: str, **parameters: Any) -> Any:
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._asking, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._read()
            if answer.get("id") == self._number:
                assert "error" not in answer, (method, answer["error"])
                return answer["result"]

    def _wait(self, method: str) -> None:
        while not any(event["method"] == method for event in self._events):
            self._read()

    def _read(self) -> Event:
        deadline = time.monotonic() + SECONDS
        while b"\0" not in self._heard:
            assert time.monotonic() < deadline, f"expected the browser to answer within {SECONDS:g} seconds"
            piece = os.read(self._hearing, 1 << 16)
            assert piece, "expected an answer of the browser, got the end of it"
            self._heard += piece
        line, _, self._heard = self._heard.partition(b"\0")
        message: Event = json.loads(line)
        if "method" in message:
            self._events.append(message)
            if message["method"] == "Page.javascriptDialogOpening":
                self._number += 1
                dismissal = {"id": self._number, "method": "Page.handleJavaScriptDialog", "params": {"accept": False}}
                os.write(self._asking, json.dumps({**dismissal, "sessionId": self._session}).encode() + b"\0")
        return message


def _note(method: str, told: Event, seen: Seen) -> None:
    if method == "Page.javascriptDialogOpening":
        seen.dialogs.append(told["message"])
    elif method == "Runtime.consoleAPICalled":
        seen.console.append(" ".join(str(each.get("value")) for each in told["args"]))
    elif method == "Log.entryAdded":
        seen.console.append(told["entry"]["text"])
    elif method == "Runtime.exceptionThrown":
        seen.console.append(told["exceptionDetails"]["text"])
    elif method == "Network.requestWillBeSent":
        seen.requests.append(told["request"]["url"])
    elif method == "Network.responseReceived" and told["type"] == "Document":
        seen.headers.update({name.lower(): value for name, value in told["response"]["headers"].items()})


@contextmanager
def browsing(program: str, profile: Path) -> Iterator[Browser]:
    """A browser with an empty profile of its own, for as long as the block runs."""
    command_end, asking = os.pipe()
    hearing, answer_end = os.pipe()
    # Chromium reads its orders from descriptor 3 and answers on descriptor 4.
    script = "import os, sys; os.dup2({0}, 103); os.dup2({1}, 4); os.dup2(103, 3); os.execv(sys.argv[1], sys.argv[1:])"
    start = [sys.executable, "-c", script.format(command_end, answer_end)]
    command = [*start, program, *FLAGS, f"--user-data-dir={profile}", "about:blank"]
    process = subprocess.Popen(
        command, pass_fds=(command_end, answer_end), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    os.close(command_end)
    os.close(answer_end)
    try:
        yield Browser(asking, hearing)
    finally:
        os.close(asking)  # it ends when nobody can ask it any more
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        os.close(hearing)
