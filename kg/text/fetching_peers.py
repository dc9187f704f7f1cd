"""Which machines a page may come from: those of the public internet, each address checked before it is connected to."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import threading
from collections.abc import Callable
from contextlib import suppress

from kg.errors import AccessError

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolver = Callable[[str, int], tuple[str, ...]]
AddressPolicy = Callable[[IPAddress], bool]

# All IPv6 addresses of the public internet lie in here (RFC 4291, 2.4); IPv4-mapped and -compatible ones, NAT64's,
# unique local, link-local, site-local and multicast ones do not.
GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
# Ranges that the standard library of some versions takes for global, or that hide an IPv4 address: special purposes
# (with Teredo and ORCHID), documentation, 6to4; and the relays of 6to4 (RFC 7526).
DISGUISED = tuple(
    ipaddress.ip_network(network)
    for network in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "192.0.0.0/24", "192.88.99.0/24")
)


def is_public(address: IPAddress) -> bool:
    """Whether an address belongs to the public internet, and hides no other.

    >>> is_public(ipaddress.ip_address("127.0.0.1")), is_public(ipaddress.ip_address("64:ff9b::7f00:1"))
    (False, False)
    """
    if address.version == 6 and address not in GLOBAL_UNICAST:
        return False
    if any(address.version == network.version and address in network for network in DISGUISED):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def resolve_host(host: str, port: int) -> tuple[str, ...]:
    """The addresses that the system's resolver gives for a host name."""
    answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(answer[4][0]) for answer in answers))


async def permitted_peers(host: str, port: int, resolve: Resolver, permits: AddressPolicy) -> tuple[str, ...]:
    """The addresses of ``host``, looked up once, in the resolver's order.

    One address that is not permitted refuses the host, for which one answers is not ours to say. Raises AccessError for
    that, and for a host without an address.
    """
    try:
        addresses = [ipaddress.ip_address(text) for text in await _in_thread(resolve, host, port)]
    except (OSError, UnicodeError, ValueError) as error:
        raise AccessError(f"expected a host that can be found, got {host}: {error}") from error
    if not addresses:
        raise AccessError(f"expected a host that can be found, got {host} without an address")
    for address in addresses:
        if not permits(address):
            raise AccessError(f"expected a host on the public internet, got {host} at {address}")
    return tuple(str(address) for address in addresses)


async def _in_thread(resolve: Resolver, host: str, port: int) -> tuple[str, ...]:
    """The resolver's answer, from a thread that may be left behind: the system's look-up cannot be stopped, and
    asyncio's own threads would be waited for."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[tuple[str, ...]] = loop.create_future()

    def settle(found: tuple[str, ...] | OSError | UnicodeError) -> None:
        if answer.done():
            return
        if isinstance(found, tuple):
            answer.set_result(found)
        else:
            answer.set_exception(found)

    def look_up() -> None:
        try:
            found: tuple[str, ...] | OSError | UnicodeError = resolve(host, port)
        except (OSError, UnicodeError) as error:
            found = error
        with suppress(RuntimeError):  # the loop is closed: nobody waits for the answer any more
            loop.call_soon_threadsafe(settle, found)

    threading.Thread(target=look_up, name=f"look-up of {host}", daemon=True).start()
    return await answer
