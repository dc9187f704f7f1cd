import gzip
import ipaddress
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest

from kg.errors import AccessError, InputError, ParleyError
from kg.text import read_bytes
from kg.text.fetching import FetchLimits, IPAddress, fetch, is_public

PAGE = b"<!doctype html><p>The union said no."


class _Site(BaseHTTPRequestHandler):
    hosts: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.hosts.append(self.headers["Host"])
        name = self.path.strip("/").split("/")[0]
        getattr(self, f"_{name}")()

    def _page(self) -> None:
        self._answer(PAGE)

    def _gzip(self) -> None:
        self._answer(gzip.compress(PAGE), {"Content-Encoding": "gzip"})

    def _bomb(self) -> None:
        self._answer(gzip.compress(bytes(50_000_000)), {"Content-Encoding": "gzip"})

    def _garbled(self) -> None:
        self._answer(PAGE, {"Content-Encoding": "gzip"})

    def _brotli(self) -> None:
        self._answer(PAGE, {"Content-Encoding": "br"})

    def _large(self) -> None:
        self._answer(b"x" * 200_001)

    def _gone(self) -> None:
        self._answer(b"gone", status=404)

    def _once(self) -> None:
        self._answer(b"", {"Location": "/page"}, status=302)

    def _loop(self) -> None:
        self._answer(b"", {"Location": "/loop"}, status=301)

    def _inwards(self) -> None:
        self._answer(b"", {"Location": "http://10.0.0.1/secret"}, status=302)

    def _file(self) -> None:
        self._answer(b"", {"Location": "file:///etc/hostname"}, status=302)

    def _slow(self) -> None:
        self.send_response(200)
        self.end_headers()
        for _ in range(30):
            try:
                self.wfile.write(b".")
                self.wfile.flush()
            except OSError:
                return
            time.sleep(0.1)

    def _answer(self, body: bytes, headers: dict[str, str] | None = None, status: int = 200) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            return

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()
    thread.join()


def here(host: str, port: int) -> tuple[str, ...]:
    """A resolver that knows one host, which is this machine."""
    known = {"news.example": ("127.0.0.1",), "10.0.0.1": ("10.0.0.1",)}
    if host not in known:
        raise OSError(f"{host}:{port} is not known")
    return known[host]


def loopback(address: IPAddress) -> bool:
    return address.is_loopback


def get(path: str, port: int, limits: FetchLimits | None = None) -> bytes:
    small = limits or FetchLimits(size=200_000, seconds=5)
    return fetch(f"http://news.example:{port}/{path}", limits=small, resolve=here, permits=loopback)


@pytest.mark.parametrize("path", ["page", "gzip", "once"])
def test_pages_are_fetched_under_the_name_of_their_host(path: str, port: int) -> None:
    assert get(path, port) == PAGE
    assert _Site.hosts[-1] == f"news.example:{port}"


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("bomb", "expected a page of at most 200,000 bytes, got more from http://news.example:{port}/bomb"),
        ("large", "expected a page of at most 200,000 bytes, got more from http://news.example:{port}/large"),
        ("garbled", "expected gzipped data, got something else from http://news.example:{port}/garbled"),
        ("brotli", "expected a page as it is or gzipped, got the coding 'br' from http://news.example:{port}/brotli"),
        ("gone", "expected a page (status 200), got status 404 from http://news.example:{port}/gone"),
        ("loop", "expected at most 5 redirects, got more from http://news.example:{port}/loop"),
        ("inwards", "expected a host on the public internet, got 10.0.0.1 at 10.0.0.1"),
    ],
)
def test_what_is_not_fetched(path: str, message: str, port: int) -> None:
    with pytest.raises(AccessError) as error:
        get(path, port)
    assert str(error.value) == message.format(port=port)


def test_a_redirect_to_a_file_is_refused(port: int) -> None:
    with pytest.raises(InputError, match="expected an http"):
        get("file", port)


def test_a_server_that_drips_is_left(port: int) -> None:
    started = time.monotonic()
    with pytest.raises(AccessError) as error:
        get("slow", port, FetchLimits(seconds=0.5))
    assert str(error.value) == f"expected an answer within 0.5 seconds, got none from http://news.example:{port}/slow"
    assert time.monotonic() - started < 2


def test_this_machine_is_refused_by_default(port: int) -> None:
    for host in ("127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "2130706433", "0x7f.1"):
        with pytest.raises(AccessError):
            read_bytes(f"http://{host}:{port}/page", allow_fetch=True)
    with pytest.raises(AccessError) as error:
        fetch(f"http://127.0.0.1:{port}/page")
    assert str(error.value) == "expected a host on the public internet, got 127.0.0.1 at 127.0.0.1"


def test_one_private_address_among_public_ones_refuses_the_host() -> None:
    with pytest.raises(AccessError) as error:
        fetch("http://news.example/", resolve=lambda *_: ("93.184.215.14", "192.168.1.1"))
    assert str(error.value) == "expected a host on the public internet, got news.example at 192.168.1.1"


def test_a_name_that_resolves_to_nothing() -> None:
    with pytest.raises(AccessError) as unknown:
        fetch("http://gone.example/", resolve=here)
    assert str(unknown.value) == ("expected a host that can be found, got gone.example: gone.example:80 is not known")
    with pytest.raises(AccessError) as error:
        fetch("http://gone.example/", resolve=lambda *_: ())
    assert str(error.value) == "expected a host that can be found, got gone.example without an address"


NO_ADDRESSES = ["ftp://example.org/a", "http://", "http://user:secret@example.org/", "http://exa mple/", "http://[::1"]


@pytest.mark.parametrize("address", NO_ADDRESSES)
def test_addresses_that_are_none(address: str) -> None:
    with pytest.raises(ParleyError, match=r"^expected (an http\(s\) address|a host that can be found)"):
        fetch(address, resolve=here)


def test_a_closed_port() -> None:
    with pytest.raises(AccessError, match=r"^expected a page at http://news\.example:1/, got ConnectError: "):
        fetch("http://news.example:1/", resolve=here, permits=loopback)


@pytest.mark.parametrize(
    "text",
    ["0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "169.254.169.254", "172.16.0.1", "192.0.2.1", "192.168.0.1",
     "192.88.99.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "::ffff:8.8.8.8",
     "::8.8.8.8", "64:ff9b::808:808", "64:ff9b:1::1", "2001::1", "2001:db8::1", "2002:808:808::1", "fc00::1", "fe80::1",
     "fec0::1", "ff02::1"],
)  # fmt: skip
def test_addresses_that_are_not_public(text: str) -> None:
    assert not is_public(ipaddress.ip_address(text))


@pytest.mark.parametrize("text", ["8.8.8.8", "93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_addresses_that_are_public(text: str) -> None:
    assert is_public(ipaddress.ip_address(text))
