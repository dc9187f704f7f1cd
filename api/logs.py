"""What the server logs on standard error: a line a request, and what went wrong, as text or as one JSON object a line.

A line has the path of a request and never what follows "?", nor any header: keys and queries stay out of logs.
"""

from __future__ import annotations

import json
import logging
import time
from enum import StrEnum
from typing import Any, Final

from api.watching import Exchange

REQUESTS: Final = "parley.requests"
_logger: Final = logging.getLogger(REQUESTS)


class LogForm(StrEnum):
    """How a line of the log is written."""

    TEXT = "text"
    JSON = "json"


def log_request(exchange: Exchange) -> None:
    """Log a request that is over, where requests are logged."""
    if _logger.isEnabledFor(logging.INFO):
        _logger.info("request", extra={"exchange": exchange})


def log_config(form: LogForm, *, requests: bool) -> dict[str, Any]:
    """The configuration for Python's logging, as uvicorn takes it: warnings and errors, and ``requests`` if wanted."""
    formatter = {LogForm.TEXT: TextLines, LogForm.JSON: JsonLines}[form]
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": formatter}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "loggers": {REQUESTS: {"level": "INFO" if requests else "WARNING"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
    }


class JsonLines(logging.Formatter):
    """A JSON object a line: time (UTC), level, message, and what belongs to it."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line."""
        found = {
            "time": _moment(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **_request_facts(record),
        }
        if record.exc_info:
            found["traceback"] = self.formatException(record.exc_info)
        return json.dumps(found, ensure_ascii=True)


class TextLines(logging.Formatter):
    """A line for people; a traceback follows on lines of its own."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as text."""
        facts = _request_facts(record)
        if facts:
            return "{time} {method} {path} {status} {ms} ms {caller} {id}".format(
                time=_moment(record), **facts | {"caller": facts["caller"] or "-"}
            )
        line = f"{_moment(record)} {record.levelname.lower()}: {record.getMessage()}"
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


def _moment(record: logging.LogRecord) -> str:
    return f"{time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime(record.created))}.{int(record.msecs):03d}Z"


def _request_facts(record: logging.LogRecord) -> dict[str, Any]:
    exchange = getattr(record, "exchange", None)
    if not isinstance(exchange, Exchange):
        return {}
    return {
        "id": exchange.id,
        "method": exchange.method,
        "path": exchange.path,
        "status": exchange.status,
        "ms": round(exchange.seconds * 1000, 1),
        "caller": exchange.caller,
    }
