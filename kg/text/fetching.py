"""Pages from the web: from public addresses only, within limits of size and time.

A page's address comes from whoever wrote the list of sources, and a server may redirect anywhere, so both are treated
as hostile: the name is resolved once, every address it resolves to is checked, and the connection goes to the address
that was checked (no second look-up that could answer otherwise). Every redirect goes through the same gate.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import httpx

from kg.errors import AccessError, InputError

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolver = Callable[[str, int], tuple[str, ...]]
AddressPolicy = Callable[[IPAddress], bool]

# IPv6 ranges that carry an IPv4 address inside, so that a private one could hide there: IPv4-mapped and -compatible,
# NAT64 (RFC 6052, RFC 8215), Teredo, 6to4, and site-local; and the 6to4 relays (RFC 7526).
DISGUISED = tuple(
    ipaddress.ip_network(network)
    for network in ("::/96", "::ffff:0:0/96", "::ffff:0:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "2001::/32",
                    "2002::/16", "fec0::/10", "192.88.99.0/24")
)  # fmt: skip
REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, kw_only=True, slots=True)
class FetchLimits:
    """How much a page may cost: bytes after decompression, seconds in all, redirects followed."""

    size: int = 10_000_000
    seconds: float = 30.0
    redirects: int = 5


def is_public(address: IPAddress) -> bool:
    """Whether an address belongs to the public internet, and hides no other.

    >>> is_public(ipaddress.ip_address("127.0.0.1")), is_public(ipaddress.ip_address("64:ff9b::7f00:1"))
    (False, False)
    """
    if any(address.version == network.version and address in network for network in DISGUISED):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def resolve_host(host: str, port: int) -> tuple[str, ...]:
    """The addresses that the system's resolver gives for a host name."""
    answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(answer[4][0]) for answer in answers))


def fetch(
    address: str,
    *,
    limits: FetchLimits | None = None,
    resolve: Resolver = resolve_host,
    permits: AddressPolicy = is_public,
) -> bytes:
    """The page at an http(s) address, decompressed.

    Proxies and credentials of the environment are not used. Raises InputError for an address that is none, AccessError
    when the host is not permitted or does not answer with a page within ``limits``.
    """
    return asyncio.run(_fetch(address, limits or FetchLimits(), resolve, permits))


async def _fetch(address: str, limits: FetchLimits, resolve: Resolver, permits: AddressPolicy) -> bytes:
    try:
        async with asyncio.timeout(limits.seconds), _client(limits) as client:
            target = address
            for _ in range(limits.redirects + 1):
                answer = await _ask(client, target, limits, resolve, permits)
                if isinstance(answer, bytes):
                    return answer
                target = answer.address
            raise AccessError(f"expected at most {limits.redirects} redirects, got more from {address}")
    except TimeoutError as error:
        raise AccessError(f"expected an answer within {limits.seconds:g} seconds, got none from {address}") from error
    except httpx.HTTPError as error:
        raise AccessError(f"expected a page at {address}, got {type(error).__name__}: {error}") from error


class _Redirect:
    def __init__(self, address: str) -> None:
        self.address = address


def _client(limits: FetchLimits) -> httpx.AsyncClient:
    headers = {
        "User-Agent": "parley",
        "Accept": "text/html, application/xhtml+xml, text/plain",
        "Accept-Encoding": "gzip",
    }
    return httpx.AsyncClient(timeout=limits.seconds, follow_redirects=False, trust_env=False, headers=headers)


async def _ask(
    client: httpx.AsyncClient, target: str, limits: FetchLimits, resolve: Resolver, permits: AddressPolicy
) -> bytes | _Redirect:
    url = _web_address(target)
    peer = await _permitted_peer(url, resolve, permits)
    request = client.build_request(
        "GET", url.copy_with(host=peer), headers={"Host": url.netloc.decode()}, extensions={"sni_hostname": url.host}
    )
    response = await client.send(request, stream=True)
    try:
        if response.status_code in REDIRECTS and "location" in response.headers:
            return _Redirect(str(url.join(response.headers["location"])))
        if response.status_code != httpx.codes.OK:
            raise AccessError(f"expected a page (status 200), got status {response.status_code} from {target}")
        return await _body(response, limits, target)
    finally:
        await response.aclose()


def _web_address(target: str) -> httpx.URL:
    try:
        url = httpx.URL(target)
    except (httpx.InvalidURL, UnicodeError) as error:
        raise InputError(f"expected an http(s) address, got {target!r}: {error}") from error
    if url.scheme not in {"http", "https"} or not url.host or url.userinfo:
        raise InputError(f"expected an http(s) address without a user name, got {target!r}")
    return url


async def _permitted_peer(url: httpx.URL, resolve: Resolver, permits: AddressPolicy) -> str:
    """The address to connect to. One address that is not permitted refuses the host: which one answers is not ours to
    say."""
    port = url.port or (443 if url.scheme == "https" else 80)
    try:
        found = await asyncio.to_thread(resolve, url.raw_host.decode("ascii"), port)
        addresses = tuple(ipaddress.ip_address(text) for text in found)
    except (OSError, UnicodeError) as error:
        raise AccessError(f"expected a host that can be found, got {url.host}: {error}") from error
    if not addresses:
        raise AccessError(f"expected a host that can be found, got {url.host} without an address")
    for address in addresses:
        if not permits(address):
            raise AccessError(f"expected a host on the public internet, got {url.host} at {address}")
    return str(addresses[0])


class _Limited(Protocol):
    """Undoes a content coding without ever making more than ``max_length`` bytes at once."""

    def decompress(self, data: bytes, max_length: int = ..., /) -> bytes: ...


async def _body(response: httpx.Response, limits: FetchLimits, target: str) -> bytes:
    coding = response.headers.get("content-encoding", "identity").strip().lower()
    if coding not in {"identity", "gzip", "x-gzip"}:
        raise AccessError(f"expected a page as it is or gzipped, got the coding {coding!r} from {target}")
    decoder: _Limited | None = None if coding == "identity" else zlib.decompressobj(wbits=31)
    body = bytearray()
    async for chunk in response.aiter_raw():
        try:
            # One byte more than is allowed shows that there is more, without making the rest of a decompression bomb.
            body += decoder.decompress(chunk, limits.size + 1 - len(body)) if decoder else chunk
        except zlib.error as error:
            raise AccessError(f"expected gzipped data, got something else from {target}") from error
        if len(body) > limits.size:
            raise AccessError(f"expected a page of at most {limits.size:,} bytes, got more from {target}")
    return bytes(body)
