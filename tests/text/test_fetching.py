"""Pages fetched from a real server on this machine. What the guard asks (which address has this name, may it be
connected to, on which port) is given as arguments, so that the rest is the program as it is."""

import gzip
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest

from kg.errors import AccessError, ParleyError
from kg.text import read_bytes
from kg.text.fetching import FetchLimits, fetch
from kg.text.fetching_peers import IPAddress, is_public, resolve_host

PAGE = b"<!doctype html><p>The union said no."
ON_THE_INTERNET = "expected a host on the public internet, got "


class _Site(BaseHTTPRequestHandler):
    hosts: ClassVar[list[str]] = []
    cookies: ClassVar[list[str | None]] = []

    def do_GET(self) -> None:
        self.hosts.append(self.headers["Host"])
        self.cookies.append(self.headers["Cookie"])
        name = self.path.strip("/").split("/")[0]
        getattr(self, f"_{name}")()

    def _page(self) -> None:
        self._answer(PAGE)

    def _untyped(self) -> None:
        self._answer(PAGE, {"Content-Type": ""})

    def _gzip(self) -> None:
        self._answer(gzip.compress(PAGE), {"Content-Encoding": "gzip"})

    def _bomb(self) -> None:
        self._answer(gzip.compress(bytes(50_000_000)), {"Content-Encoding": "gzip"})

    def _nested(self) -> None:
        self._answer(gzip.compress(gzip.compress(bytes(50_000_000))), {"Content-Encoding": "gzip, gzip"})

    def _idle(self) -> None:
        """Endless gzip that means nothing: empty blocks after an honest beginning."""
        self._answer(gzip.compress(b"")[:10] + b"\x00\x00\x00\xff\xff" * 100_000, {"Content-Encoding": "gzip"})

    def _garbled(self) -> None:
        self._answer(PAGE, {"Content-Encoding": "gzip"})

    def _half(self) -> None:
        self._answer(gzip.compress(PAGE)[:-12], {"Content-Encoding": "gzip"})

    def _twice(self) -> None:
        self._answer(gzip.compress(PAGE) * 2, {"Content-Encoding": "gzip"})

    def _brotli(self) -> None:
        self._answer(PAGE, {"Content-Encoding": "br"})

    def _large(self) -> None:
        self._answer(b"x" * 200_001)

    def _endless(self) -> None:
        """No length told, and more than anybody wants."""
        self._answer(b"x" * 50_000_000, {"Content-Length": ""})

    def _short(self) -> None:
        self._answer(PAGE, {"Content-Length": "2000"})

    def _picture(self) -> None:
        self._answer(PAGE, {"Content-Type": "image/png"})

    def _headers(self) -> None:
        self._answer(PAGE, {f"X-{number}": "x" * 60_000 for number in range(40)})

    def _gone(self) -> None:
        self._answer(b"gone", status=404)

    def _once(self) -> None:
        self._answer(b"", {"Location": "/page", "Set-Cookie": "key=secret; Path=/"}, status=302)

    def _loop(self) -> None:
        self._answer(b"", {"Location": "/loop"}, status=301)

    def _inwards(self) -> None:
        self._answer(b"", {"Location": "http://10.0.0.1/secret"}, status=302)

    def _metadata(self) -> None:
        self._answer(b"", {"Location": "//169.254.169.254/latest/meta-data/"}, status=307)

    def _user(self) -> None:
        self._answer(b"", {"Location": "http://admin:secret@news.example/"}, status=302)

    def _smtp(self) -> None:
        self._answer(b"", {"Location": "http://news.example:25/"}, status=302)

    def _nowhere(self) -> None:
        self._answer(b"", {"Location": "http://[::1"}, status=302)

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

    def _silent(self) -> None:
        time.sleep(1.5)

    def _answer(self, body: bytes, headers: dict[str, str] | None = None, status: int = 200) -> None:
        usual = {"Content-Length": str(len(body)), "Content-Type": "text/html; charset=utf-8"}
        self.send_response(status)
        for name, value in {**usual, **(headers or {})}.items():
            if value:
                self.send_header(name, value)
        try:
            self.end_headers()
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
    """A resolver that knows one host, which is this machine, and addresses as they are."""
    if host in {"news.example", "xn--bcher-kva.example"}:
        return ("127.0.0.1",)
    try:
        return (str(ipaddress.ip_address(host)),)
    except ValueError:
        raise OSError(f"{host}:{port} is not known") from None


def loopback(address: IPAddress) -> bool:
    return address.is_loopback


def get(path: str, port: int, limits: FetchLimits | None = None, host: str = "news.example") -> bytes:
    small = limits or FetchLimits(size=200_000, seconds=5)
    return fetch(f"http://{host}:{port}/{path}", limits=small, resolve=here, permits=loopback, ports={port})


def refusal(address: str) -> str:
    with pytest.raises(ParleyError) as error:
        fetch(address, resolve=here)
    return str(error.value)


@pytest.mark.parametrize("path", ["page", "gzip", "once", "untyped"])
def test_pages_are_fetched_under_the_name_of_their_host(path: str, port: int) -> None:
    assert get(path, port) == PAGE
    assert _Site.hosts[-1] == f"news.example:{port}"


@pytest.mark.parametrize(
    ("host", "asked"),
    [
        ("NEWS.example.", "news.example"),
        ("bücher.example", "xn--bcher-kva.example"),
        ("news。example", "news.example"),
        ("127.0.0.1", "127.0.0.1"),
    ],
)
def test_a_host_has_one_name_however_it_is_spelled(host: str, asked: str, port: int) -> None:
    assert get("page", port, host=host) == PAGE
    assert _Site.hosts[-1] == f"{asked}:{port}"


def test_cookies_are_not_kept_from_one_answer_to_the_next(port: int) -> None:
    assert get("once", port) == PAGE
    assert _Site.cookies[-2:] == [None, None]


def test_proxies_and_credentials_of_the_environment_are_not_used(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert get("page", port) == PAGE


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("bomb", "expected a page of at most 200,000 bytes, got more from {at}"),
        ("idle", "expected a page of at most 200,000 bytes, got more from {at}"),
        ("large", "expected a page of at most 200,000 bytes, got more from {at}"),
        ("endless", "expected a page of at most 200,000 bytes, got more from {at}"),
        ("garbled", "expected gzipped data, got something else from {at}"),
        ("half", "expected one whole gzipped page, got part of one or more than one from {at}"),
        ("twice", "expected one whole gzipped page, got part of one or more than one from {at}"),
        ("brotli", "expected a page as it is or gzipped, got the coding 'br' from {at}"),
        ("nested", "expected a page as it is or gzipped, got the coding 'gzip, gzip' from {at}"),
        ("picture", "expected a page of text/html, application/xhtml+xml, text/plain, got 'image/png' from {at}"),
        ("gone", "expected a page (status 200), got status 404 from {at}"),
        ("loop", "expected at most 5 redirects, got more from {at}"),
        ("inwards", ON_THE_INTERNET + "10.0.0.1 at 10.0.0.1"),
        ("metadata", ON_THE_INTERNET + "169.254.169.254 at 169.254.169.254"),
    ],
)
def test_what_is_not_fetched(path: str, message: str, port: int) -> None:
    limits, at = FetchLimits(size=200_000, seconds=5), f"http://news.example:{port}/{path}"
    with pytest.raises(AccessError) as error:
        fetch(at, limits=limits, resolve=here, permits=loopback, ports={80, port})
    assert str(error.value) == message.format(at=at)


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("short", "expected a page at {at}, got RemoteProtocolError: peer closed connection"),
        ("headers", "expected a page at {at}, got RemoteProtocolError: "),
        ("nowhere", "expected a page at {at}, got RemoteProtocolError: Invalid URL in location header: "),
        ("file", "expected an http(s) address without a user name, got 'file:/etc/hostname'"),
        ("user", "expected an http(s) address without a user name, got 'http://admin:secret@news.example/'"),
        ("smtp", "expected a port of the web ({port}), got 'http://news.example:25/'"),
    ],
)
def test_answers_and_redirects_that_are_wrong(path: str, message: str, port: int) -> None:
    with pytest.raises(ParleyError) as error:
        get(path, port)
    assert str(error.value).startswith(message.format(at=f"http://news.example:{port}/{path}", port=port))


@pytest.mark.parametrize("path", ["slow", "silent"])
def test_a_server_that_drips_or_says_nothing_is_left(path: str, port: int) -> None:
    started = time.monotonic()
    with pytest.raises(AccessError) as error:
        get(path, port, FetchLimits(seconds=0.5))
    assert str(error.value) == f"expected an answer within 0.5 seconds, got none from http://news.example:{port}/{path}"
    assert time.monotonic() - started < 2


def test_a_look_up_that_hangs_is_left_too() -> None:
    started, found = time.monotonic(), threading.Event()

    def hang(*_: object) -> tuple[str, ...]:
        found.wait(5)
        return ("127.0.0.1",)

    with pytest.raises(AccessError) as error:
        fetch("http://slow.example/", limits=FetchLimits(seconds=0.3), resolve=hang)
    assert str(error.value) == "expected an answer within 0.3 seconds, got none from http://slow.example/"
    assert time.monotonic() - started < 2
    found.set()


def test_a_name_is_looked_up_once_and_the_connection_goes_to_what_was_checked(port: int) -> None:
    answers = iter([("127.0.0.1",), ("127.99.99.99",)])
    checked: list[str] = []

    def changing(*_: object) -> tuple[str, ...]:
        return next(answers)

    def permits(address: IPAddress) -> bool:
        checked.append(str(address))
        return checked == ["127.0.0.1"]

    assert fetch(f"http://news.example:{port}/page", resolve=changing, permits=permits, ports={port}) == PAGE
    assert checked == ["127.0.0.1"]
    assert list(answers) == [("127.99.99.99",)], "no second look-up"


def test_a_name_that_answers_otherwise_after_a_redirect_is_refused(port: int) -> None:
    answers = iter([("127.0.0.1",), ("10.0.0.1",)])
    with pytest.raises(AccessError) as error:
        fetch(f"http://news.example:{port}/once", resolve=lambda *_: next(answers), permits=loopback, ports={port})
    assert str(error.value) == ON_THE_INTERNET + "news.example at 10.0.0.1"


def test_the_next_address_is_tried_when_one_does_not_answer(port: int) -> None:
    def two(*_: object) -> tuple[str, ...]:
        return ("127.0.0.3", "127.0.0.1")

    assert fetch(f"http://news.example:{port}/page", resolve=two, permits=loopback, ports={port}) == PAGE


def test_a_secure_connection_asks_for_the_certificate_of_the_name() -> None:
    asked: list[str | None] = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)  # it has no certificate, so that every client leaves
    context.sni_callback = lambda _, name, __: asked.append(name)
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def greet() -> None:
            with listener.accept()[0] as connection, pytest.raises(ssl.SSLError):
                context.wrap_socket(connection, server_side=True)

        thread = threading.Thread(target=greet)
        thread.start()
        port = listener.getsockname()[1]
        with pytest.raises(
            AccessError, match=rf"^expected a page at https://news\.example\.:{port}/, got ConnectError"
        ):
            fetch(f"https://news.example.:{port}/", resolve=here, permits=loopback, ports={port})
        thread.join()
    assert asked == ["news.example"]


SPELLINGS = (
    "127.0.0.1", "127.1", "127.0.0.1.", "2130706433", "0x7f.1", "0x7f000001", "0177.0.0.1", "017700000001", "0",
    "0.0.0.0", "localhost", "LOCALHOST.", "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]",
    "[64:ff9b::127.0.0.1]", "[2002:7f00:1::]", "[fe80::1%25lo]", "[0:0:0:0:0:0:0:1]", "１２７.0.0.1", "127。0。0。1",
    "①②⑦.0.0.1", "169.254.169.254", "[::ffff:169.254.169.254]", "%31%32%37.0.0.1",
)  # fmt: skip


@pytest.mark.parametrize("host", SPELLINGS)
def test_this_machine_is_refused_however_it_is_spelled(host: str) -> None:
    with pytest.raises(
        ParleyError, match=r"^expected (a host on the public internet|a host that can be found|an http)"
    ):
        read_bytes(f"http://{host}/page", allow_fetch=True)


def test_short_and_numeric_spellings_reach_the_check_as_addresses() -> None:
    """Otherwise the test above might pass because nobody understands them."""
    for host in ("127.1", "2130706433", "0x7f.1", "0177.1"):
        assert resolve_host(host, 80) == ("127.0.0.1",)
        with pytest.raises(AccessError) as error:
            fetch(f"http://{host}/")
        assert str(error.value) == f"{ON_THE_INTERNET}{host} at 127.0.0.1"


def test_one_private_address_among_public_ones_refuses_the_host() -> None:
    for hidden in ("192.168.1.1", "::ffff:10.0.0.1", "fd00::1"):
        with pytest.raises(AccessError) as error:
            fetch("http://news.example/", resolve=lambda *_, hidden=hidden: ("93.184.215.14", hidden))
        assert str(error.value) == f"{ON_THE_INTERNET}news.example at {ipaddress.ip_address(hidden)}"


def test_a_name_that_resolves_to_nothing() -> None:
    assert refusal("http://gone.example/") == (
        "expected a host that can be found, got gone.example: gone.example:80 is not known"
    )
    with pytest.raises(AccessError) as error:
        fetch("http://gone.example/", resolve=lambda *_: ())
    assert str(error.value) == "expected a host that can be found, got gone.example without an address"


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("ftp://example.org/a", "expected an http(s) address without a user name, got 'ftp://example.org/a'"),
        ("gopher://example.org/a", "expected an http(s) address without a user name, got 'gopher://example.org/a'"),
        ("http://", "expected an http(s) address without a user name, got 'http://'"),
        ("http://./", "expected an http(s) address without a user name, got 'http://./'"),
        (
            "http://user:secret@example.org/",
            "expected an http(s) address without a user name, got 'http://user:secret@example.org/'",
        ),
        ("http://example.org:22/", "expected a port of the web (80, 443), got 'http://example.org:22/'"),
        ("http://example.org:0/", "expected a port of the web (80, 443), got 'http://example.org:0/'"),
        ("http://example.org:99999/", "expected a port of the web (80, 443), got 'http://example.org:99999/'"),
    ],
)
def test_addresses_that_are_not_asked(address: str, message: str) -> None:
    assert refusal(address) == message


@pytest.mark.parametrize(
    "address", ["http://exa mple/", "http://[::1", "http://a\r\nHost: b/", "http://a\0b/", "http://é" * 60]
)
def test_addresses_that_are_none(address: str) -> None:
    with pytest.raises(ParleyError, match=r"^expected (an http\(s\) address|a host that can be found)"):
        fetch(address, resolve=here)


def test_a_closed_port() -> None:
    with pytest.raises(AccessError, match=r"^expected a page at http://news\.example:1/, got ConnectError: "):
        fetch("http://news.example:1/", resolve=here, permits=loopback, ports={1})


@pytest.mark.parametrize(
    "text",
    ["0.0.0.0", "0.1.2.3", "10.1.2.3", "100.64.0.1", "127.0.0.1", "169.254.169.254", "172.16.0.1", "192.0.0.9",
     "192.0.2.1", "192.168.0.1", "192.88.99.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "240.0.0.1",
     "255.255.255.255", "::", "::1", "::ffff:8.8.8.8", "::ffff:0:8.8.8.8", "::8.8.8.8", "64:ff9b::808:808",
     "64:ff9b:1::1", "100::1", "2001::1",
     "2001:10::1", "2001:20::1", "2001:db8::1", "2002:808:808::1", "3fff::1", "5f00::1", "fc00::1",
     "fd00:ec2::254", "fe80::1", "fec0::1", "ff02::1", "ff0e::1"],
)  # fmt: skip
def test_addresses_that_are_not_public(text: str) -> None:
    assert not is_public(ipaddress.ip_address(text))


@pytest.mark.parametrize("text", ["8.8.8.8", "93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "2a00:1450::1"])
def test_addresses_that_are_public(text: str) -> None:
    assert is_public(ipaddress.ip_address(text))
