"""Pages from the web: from public addresses only, within limits of size and time.

A page's address comes from whoever wrote the list of sources, and a server may redirect anywhere, so both are treated
as hostile: the name is resolved once, every address it resolves to is checked, and the connection goes to an address
that was checked (no second look-up that could answer otherwise), under the name that was asked for. Every redirect goes
through the same gate. The gate is the same on the command line: a page of one's own network can be saved to a file or
piped in, while a list of sources that came by mail must not make this machine ask its neighbours.
"""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Collection
from dataclasses import dataclass
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Protocol

import httpx

from kg.errors import AccessError, InputError
from kg.text.fetching_peers import AddressPolicy, Resolver, is_public, permitted_peers, resolve_host

WEB_PORTS = frozenset({80, 443})
REDIRECTS = frozenset({301, 302, 303, 307, 308})
MEDIA_TYPES = ("text/html", "application/xhtml+xml", "text/plain")


@dataclass(frozen=True, kw_only=True, slots=True)
class FetchLimits:
    """How much a page may cost: bytes before and after decompression, seconds in all, redirects followed."""

    size: int = 10_000_000
    seconds: float = 30.0
    redirects: int = 5


def fetch(
    address: str,
    *,
    limits: FetchLimits | None = None,
    resolve: Resolver = resolve_host,
    permits: AddressPolicy = is_public,
    ports: Collection[int] = WEB_PORTS,
) -> bytes:
    """The page at an http(s) address, decompressed.

    Proxies, credentials and cookies are not used. Raises InputError for an address that is none (or has a user name or
    a port that the web does not use), AccessError when the host is not permitted or does not answer with a text or an
    HTML page within ``limits``.
    """
    return asyncio.run(_fetch(address, limits or FetchLimits(), _Gate(resolve=resolve, permits=permits, ports=ports)))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Gate:
    resolve: Resolver
    permits: AddressPolicy
    ports: Collection[int]


async def _fetch(address: str, limits: FetchLimits, gate: _Gate) -> bytes:
    try:
        async with asyncio.timeout(limits.seconds), _client(limits) as client:
            target = address
            for _ in range(limits.redirects + 1):
                answer = await _ask(client, target, limits, gate)
                if isinstance(answer, bytes):
                    return answer
                target = answer.address
            raise AccessError(f"expected at most {limits.redirects} redirects, got more from {address}")
    except TimeoutError as error:
        raise AccessError(f"expected an answer within {limits.seconds:g} seconds, got none from {address}") from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise AccessError(f"expected a page at {address}, got {type(error).__name__}: {error}") from error


@dataclass(frozen=True, slots=True)
class _Redirect:
    address: str


def _client(limits: FetchLimits) -> httpx.AsyncClient:
    return httpx.AsyncClient(
        timeout=httpx.Timeout(limits.seconds, connect=limits.seconds / 3),
        follow_redirects=False,
        trust_env=False,
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
        headers={"User-Agent": "parley", "Accept": ", ".join(MEDIA_TYPES), "Accept-Encoding": "gzip"},
    )


async def _ask(client: httpx.AsyncClient, target: str, limits: FetchLimits, gate: _Gate) -> bytes | _Redirect:
    url = _web_address(target, gate.ports)
    host = url.raw_host.decode("ascii").rstrip(".")
    peers = await permitted_peers(host, _port(url), gate.resolve, gate.permits)
    response = await _connect(client, url, host, peers)
    try:
        if response.status_code in REDIRECTS and "location" in response.headers:
            return _Redirect(str(url.join(response.headers["location"])))
        if response.status_code != httpx.codes.OK:
            raise AccessError(f"expected a page (status 200), got status {response.status_code} from {target}")
        _require_text(response, target)
        return await _body(response, limits, target)
    finally:
        await response.aclose()


def _web_address(target: str, ports: Collection[int]) -> httpx.URL:
    try:
        url = httpx.URL(target)
    except (httpx.InvalidURL, UnicodeError) as error:
        raise InputError(f"expected an http(s) address, got {target!r}: {error}") from error
    if url.scheme not in {"http", "https"} or not url.host.strip(".") or url.userinfo:
        raise InputError(f"expected an http(s) address without a user name, got {target!r}")
    if _port(url) not in ports:
        raise InputError(f"expected a port of the web ({', '.join(map(str, sorted(ports)))}), got {target!r}")
    return url


def _port(url: httpx.URL) -> int:
    if url.port is None:
        return 443 if url.scheme == "https" else 80
    return url.port


async def _connect(client: httpx.AsyncClient, url: httpx.URL, host: str, peers: tuple[str, ...]) -> httpx.Response:
    """The answer of the first peer that can be connected to, asked for the page under the host's own name."""
    name = url.copy_with(host=host).netloc.decode("ascii")
    for peer in peers:
        request = client.build_request(
            "GET", url.copy_with(host=peer), headers={"Host": name}, extensions={"sni_hostname": host}
        )
        try:
            return await client.send(request, stream=True)
        except (httpx.ConnectError, httpx.ConnectTimeout):
            if peer == peers[-1]:
                raise
    raise AssertionError("a host that may be asked has at least one address")


def _require_text(response: httpx.Response, target: str) -> None:
    """Refuse what says that it is no text; without a type the bytes themselves will tell."""
    media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type and media_type not in MEDIA_TYPES:
        raise AccessError(f"expected a page of {', '.join(MEDIA_TYPES)}, got {media_type!r} from {target}")


class _Limited(Protocol):
    """Undoes a content coding without ever making more than ``max_length`` bytes at once."""

    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int = ..., /) -> bytes: ...


async def _body(response: httpx.Response, limits: FetchLimits, target: str) -> bytes:
    coding = response.headers.get("content-encoding", "identity").strip().lower()
    if coding not in {"identity", "gzip", "x-gzip"}:
        raise AccessError(f"expected a page as it is or gzipped, got the coding {coding!r} from {target}")
    decoder: _Limited | None = None if coding == "identity" else zlib.decompressobj(wbits=31)
    body, received = bytearray(), 0
    async for chunk in response.aiter_raw():
        received += len(chunk)
        try:
            # One byte more than is allowed shows that there is more, without making the rest of a decompression bomb.
            body += decoder.decompress(chunk, limits.size + 1 - len(body)) if decoder else chunk
        except zlib.error as error:
            raise AccessError(f"expected gzipped data, got something else from {target}") from error
        if max(received, len(body)) > limits.size:
            raise AccessError(f"expected a page of at most {limits.size:,} bytes, got more from {target}")
    if decoder and (not decoder.eof or decoder.unused_data):
        raise AccessError(f"expected one whole gzipped page, got part of one or more than one from {target}")
    return bytes(body)
