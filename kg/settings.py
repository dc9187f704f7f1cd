"""What a user sets once, in the environment, instead of on every command."""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from kg.confinement import MEBIBYTE
from kg.errors import InputError

DEFAULT_STORE: Final = "./parley.db"
STRANGERS_RATE: Final = 1200
"""Requests a minute that each client may send to a server which other machines reach, unless it is told otherwise."""

EXPECTED: Final = {
    "host": "a name or address of this machine to listen on",
    "query_seconds": "a number of seconds above 0",
    "query_memory": "a whole number of MiB, at least 128",
    "query_rows": "a whole number of rows, at least 1",
    "workers": "a whole number of processes, at least 1",
    "analysis_seconds": "a number of seconds above 0",
    "analysis_memory": "a whole number of MiB, at least 512",
    "largest_body": "a whole number of bytes, at least 1024",
    "rate": "a whole number of requests a minute, at least 1",
    "allowed_hosts": "names or addresses without http:// and port, such as parley.example.org",
    "cors_origins": "origins such as https://example.org (no path), or * alone for every page there is",
    "allow_fetch": "yes or no",
    "private": "yes or no",
}
LEAST: Final = {
    "query_memory": 128, "query_rows": 1, "workers": 1, "analysis_memory": 512, "largest_body": 1024, "rate": 1,
}  # fmt: skip
HOST: Final = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,252})")
ORIGIN: Final = re.compile(r"https?://(?:[A-Za-z0-9_.-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")
YES: Final = frozenset({"yes", "1", "true", "on"})
NO: Final = frozenset({"no", "0", "false", "off"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """Where the graph lies, the key to it where that is a server's address, and who reviews positions."""

    store: str = DEFAULT_STORE
    key: str | None = None
    reviewer: str | None = None


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of ``environment`` (the process's own by default): PARLEY_STORE, PARLEY_KEY, PARLEY_REVIEWER.

    >>> read_settings({"PARLEY_STORE": "peace.db"}).store
    'peace.db'
    """
    found = os.environ if environment is None else environment
    return Settings(
        store=found.get("PARLEY_STORE") or DEFAULT_STORE,
        key=found.get("PARLEY_KEY") or None,
        reviewer=found.get("PARLEY_REVIEWER", "").strip() or None,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class ServerSettings:
    """What a server may give away and to whom.

    ``host`` is the address listened on; ``private`` asks for a key for reading too, as any ``host`` does that other
    machines reach. A query in SPARQL has ``query_seconds``, ``query_memory`` (MiB) and ``query_rows`` in one of
    ``workers`` processes, an analysis has ``analysis_seconds`` and ``analysis_memory`` (MiB). ``rate`` counts requests
    a minute for each client (None: no limit on this machine, STRANGERS_RATE elsewhere), ``largest_body`` the bytes of
    a request. ``local_token`` is the key that the server makes for the commands of the user who started it. Raises
    InputError for a value that makes no sense.

    >>> ServerSettings(host="::1").needs_key_to_read, ServerSettings(host="0.0.0.0").needs_key_to_read
    (False, True)
    """

    host: str = "127.0.0.1"
    private: bool = False
    allowed_hosts: tuple[str, ...] = ()
    cors_origins: tuple[str, ...] = ()
    rate: int | None = None
    largest_body: int = MEBIBYTE
    query_seconds: float = 10.0
    query_memory: int = 2048
    query_rows: int = 100_000
    workers: int = 2
    analysis_seconds: float = 30.0
    analysis_memory: int = 2048
    allow_fetch: bool = False
    local_token: str | None = None

    def __post_init__(self) -> None:
        for name in ("query_seconds", "analysis_seconds"):
            if not 0.0 < getattr(self, name) < float("inf"):
                raise _refusal(name, getattr(self, name))
        for name, least in LEAST.items():
            value = getattr(self, name)
            if value is not None and value < least:
                raise _refusal(name, value)
        if not _is_host(self.host):
            raise _refusal("host", self.host)
        for host in self.allowed_hosts:
            if not _is_host(host):
                raise _refusal("allowed_hosts", host)
        for origin in self.cors_origins:
            if not ORIGIN.fullmatch(origin) and self.cors_origins != ("*",):
                raise _refusal("cors_origins", origin)

    @property
    def is_local(self) -> bool:
        """Whether programs of this machine alone can connect."""
        return is_loopback(self.host)

    @property
    def needs_key_to_read(self) -> bool:
        """Whether nobody gets an answer without a key."""
        return self.private or not self.is_local

    @property
    def requests_per_minute(self) -> int | None:
        """How many requests each client may send in a minute; None: as many as it likes."""
        return STRANGERS_RATE if self.rate is None and not self.is_local else self.rate


def read_server_settings(environment: Mapping[str, str] | None = None) -> ServerSettings:
    """The server's settings in ``environment`` (the process's own by default): PARLEY_QUERY_SECONDS and so on.

    Each setting but the local token has a variable of its name; several hosts or origins are separated by spaces or
    commas. Raises InputError with the name of a variable that makes no sense.

    >>> read_server_settings({"PARLEY_CORS_ORIGINS": "https://a.example, https://b.example"}).cors_origins
    ('https://a.example', 'https://b.example')
    """
    found = os.environ if environment is None else environment
    given = {name: words for name in EXPECTED if (words := found.get(f"PARLEY_{name.upper()}", "").strip())}
    return ServerSettings(**{name: _read(name, words) for name, words in given.items()})


def is_loopback(host: str) -> bool:
    """Whether ``host`` is reached from this machine alone.

    >>> is_loopback("localhost"), is_loopback("127.0.0.2"), is_loopback("192.168.0.7"), is_loopback("a.example")
    (True, True, False, False)
    """
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _read(name: str, words: str) -> Any:
    try:
        return READERS.get(name, int)(words)
    except ValueError:
        raise _refusal(name, words) from None


def _list(words: str) -> tuple[str, ...]:
    return tuple(words.replace(",", " ").split())


def _yes(words: str) -> bool:
    if words.lower() in YES | NO:
        return words.lower() in YES
    raise ValueError


READERS: Final[Mapping[str, Callable[[str], Any]]] = {
    "host": str,
    "query_seconds": float,
    "analysis_seconds": float,
    "allowed_hosts": _list,
    "cors_origins": _list,
    "allow_fetch": _yes,
    "private": _yes,
}


def _is_host(words: str) -> bool:
    try:
        ipaddress.ip_address(words)
    except ValueError:
        return bool(HOST.fullmatch(words))
    return True


def _refusal(name: str, got: object) -> InputError:
    return InputError(f"expected {EXPECTED[name]} in {name} (PARLEY_{name.upper()}), got {got!r}")
