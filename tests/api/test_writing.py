"""``POST`` and ``DELETE /v1/articles``: what is handed in is read, stored once, and can be taken out again."""

from __future__ import annotations

import asyncio
import base64
import sqlite3
import threading
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from api.app import create_app
from api.desk import SEATS, SEATS_FOR_CHANGES
from kg.settings import ServerSettings
from kg.store import open_store
from tests.api.conftest import running, serving, until_over
from tests.rdf.reviews import AGAINST
from tests.rdf.samples import harbour_record

KEY = "a key for tests"
TALKS = "Harbour talks resume\n\nMarch 3, 2025\n\n" + (
    "The dockers' union will sign the harbour agreement only if the port stays public, its leader Ana Reyes said on"
    " Monday. The government of Ardania rejected a public port.\n"
)
PAGE = (
    "<!doctype html><html><head><title>Ferry strike looms</title></head><body><article><h1>Ferry strike looms</h1>"
    "<p>Ferry workers rejected the pay offer on Tuesday. The company supports a six percent rise, its director Olav Moe"
    " said, and the workers demanded ten percent.</p></article></body></html>"
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A client that may write, of a server over an empty graph."""
    place = tmp_path_factory.mktemp("written") / "parley.db"
    open_store(place).close()
    with serving(place, ServerSettings(local_token=KEY)) as found:
        found.headers["Authorization"] = f"Bearer {KEY}"
        yield found


def test_a_text_becomes_an_article_with_its_positions(client: httpx.Client) -> None:
    made = client.post("/v1/articles", params={"source": "wire/talks.txt"}, content=TALKS, headers=text())
    assert made.status_code == 201, made.text
    found = made.json()
    article_id = found["article"]["id"]
    assert made.headers["location"] == f"/v1/articles/{article_id}"
    assert client.get(made.headers["location"]).json() == found["article"]
    assert (found["article"]["title"], found["article"]["published"]) == ("Harbour talks resume", "2025-03-03")
    assert (found["article"]["text"], found["article"]["media_type"]) == (TALKS, "text/plain")
    listed = client.get("/v1/positions", params={"article": article_id}).json()
    assert found["positions"] == listed["positions"]
    said = {(each["holder"], each["stance"], each["proposal"]) for each in found["positions"]}
    assert ("government of Ardania", "opposes", "public port") in said


def test_the_same_again_changes_nothing_and_another_date_does(client: httpx.Client) -> None:
    sent = {"text": TALKS, "source": "again.txt"}
    first, same = (client.post("/v1/articles", json=sent) for _ in range(2))
    assert (first.status_code, same.status_code) == (201, 200)
    assert (first.headers["location"], first.json()) == (same.headers["location"], same.json())
    dated = client.post("/v1/articles", json={**sent, "published": "2025-03-09"})
    assert (dated.status_code, dated.headers["location"]) == (200, first.headers["location"])
    assert client.get(first.headers["location"]).json()["published"] == "2025-03-09"


def test_what_comes_with_an_article_wins_over_what_it_says(client: httpx.Client) -> None:
    sent = {"text": TALKS, "source": "own.txt", "published": "2024-12-31", "title": "Talks", "publisher": "Coast Wire"}
    found = client.post("/v1/articles", json=sent).json()
    article = found["article"]
    assert (article["published"], article["title"], article["publisher"]) == ("2024-12-31", "Talks", "Coast Wire")
    assert {each["published"] for each in found["positions"]} == {"2024-12-31"}


def test_pages_come_as_html_json_and_files(client: httpx.Client) -> None:
    name = {"source": "https://news.example.org/ferry"}
    bodies = [
        {"content": PAGE, "headers": {"Content-Type": "text/html; charset=utf-8"}, "params": name},
        {"json": {"html": PAGE, **name}},
        {"json": {"data": base64.b64encode(PAGE.encode()).decode(), **name}},
        {"files": {"file": ("ferry.html", PAGE.encode(), "text/html")}, "data": name},
    ]
    answers = [client.post("/v1/articles", **body) for body in bodies]  # type: ignore[arg-type]
    assert [answer.status_code for answer in answers] == [201, 200, 200, 200]
    assert len({answer.headers["location"] for answer in answers}) == 1
    article = answers[0].json()["article"]
    assert (article["title"], article["media_type"]) == ("Ferry strike looms", "text/html")
    assert article["text"].startswith("Ferry strike looms\nFerry workers rejected the pay offer on Tuesday.")


def test_a_text_is_a_text_whatever_it_begins_with(client: httpx.Client) -> None:
    sent = "<p> is what the article on tags begins with. The government of Ardania rejected a public port on Monday.\n"
    found = client.post("/v1/articles", content=sent, headers=text()).json()
    assert (found["article"]["text"], found["article"]["media_type"]) == (sent, "text/plain")
    assert found["article"]["source"].startswith("untitled-")


def test_other_encodings_are_read_as_they_are_named(client: httpx.Client) -> None:
    sent = TALKS.replace("Ana", "Zoë")
    header = {"Content-Type": "text/plain; charset=utf-16"}
    found = client.post("/v1/articles", content=sent.encode("utf-16"), headers=header)
    assert found.json()["article"]["text"] == sent


@pytest.mark.parametrize(
    ("status", "body", "detail"),
    [
        (400, {"json": {"text": TALKS, "url": "x"}}, "expected one of text, html, data, url in the request, got text"
         " and url"),
        (400, {"json": {"words": TALKS}}, "expected only text, html, data, url, source, published, title, publisher in"
         " the request, got 'words'"),
        (400, {"json": [TALKS]}, "expected an article as a JSON object in the request, got a list"),
        (400, {"json": {"text": TALKS, "published": "3/3/25"}}, "expected a day such as 2025-03-17 as published in the"
         " request, got '3/3/25'"),
        (400, {"content": '{"text": "\\ud800"}', "headers": {"Content-Type": "application/json"}}, "expected text"
         " that Unicode can encode as text in the request, got a lone surrogate U+D800 at character 0"),
        (400, {"content": b"\xff", "headers": {"Content-Type": "text/plain; charset=ascii"}}, "expected a body in"
         " ascii, as its media type says, got: 'ascii' codec can't decode byte 0xff in position 0: ordinal not in"
         " range(128)"),
        (400, {"files": {"letter": ("a.txt", b"x")}}, "expected a form with file, source, published, title and"
         " publisher, got 'letter'"),
        (403, {"json": {"url": "https://news.example.org/"}}, "expected an article itself, got its address"
         " https://news.example.org/: this server does not fetch; send the text, or let its owner start it with"
         " --allow-fetch"),
        (415, {"content": "x", "headers": {"Content-Type": "image/png"}}, "expected one of text/plain, text/html,"
         " application/xhtml+xml, application/json, multipart/form-data, application/vnd.sqlite3, application/x-ndjson,"
         " got image/png"),
        (422, {"json": {"text": "  ", "source": "a.txt"}}, "expected an article, got an empty file in a.txt"),
        (422, {"files": {"file": ("a.pdf", b"%PDF-1.7 ...")}}, "expected a text or an HTML page, got a PDF document in"
         " a.pdf"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_in_is_said(
    status: int, body: dict[str, object], detail: str, client: httpx.Client
) -> None:
    before = client.get("/v1/stats").json()
    found = client.post("/v1/articles", **body)  # type: ignore[arg-type]
    assert (found.status_code, found.headers["content-type"]) == (status, "application/problem+json")
    assert found.json()["detail"] == detail
    assert client.get("/v1/stats").json() == before


def test_a_removed_article_is_gone_with_all_it_said(client: httpx.Client) -> None:
    before = client.get("/v1/stats").json()
    place = client.post("/v1/articles", json={"text": TALKS.replace("dockers", "porters"), "source": "gone.txt"})
    address = place.headers["location"]
    assert client.delete(address).status_code == 204
    assert client.get("/v1/stats").json() == before
    again = client.delete(address)
    assert (again.status_code, again.json()["detail"]) == (
        404,
        f"expected an article of this graph, got {address.rpartition('/')[2]}",
    )
    assert client.delete("/v1/articles/0123").status_code == 422  # whoever removes names it in full


def test_near_copies_are_linked_at_once_and_anew_after_a_removal(client: httpx.Client) -> None:
    story = TALKS.replace("Reyes", "Moreno").replace("harbour", "railway").replace("port", "station")
    addresses = []
    for number, day in enumerate(("2025-03-01", "2025-03-02", "2025-03-03")):
        sent = {"text": f"Edition {number}\n\n{story}", "source": f"copy-{number}.txt", "published": day}
        addresses.append(client.post("/v1/articles", json=sent).headers["location"])
    ids = [address.rpartition("/")[2] for address in addresses]
    assert [client.get(address).json()["copy_of"] for address in addresses] == [None, ids[0], ids[0]]
    client.delete(addresses[0])
    assert [client.get(address).json()["copy_of"] for address in addresses[1:]] == [None, ids[1]]


def test_a_coded_file_becomes_a_job(client: httpx.Client, tmp_path: Path) -> None:
    data = coded(tmp_path / "debate.dna")
    started = client.post("/v1/articles", files={"file": ("debate.dna", data)})
    assert started.status_code == 202
    job = until_over(client, started.headers["location"])
    assert (job["state"], job["result"]["stored"], job["result"]["positions"], job["result"]["failed"]) == (
        "done", 1, 1, 0,
    )  # fmt: skip
    (position,) = client.get("/v1/positions", params={"source": "debate.dna#1"}).json()["positions"]
    assert (position["holder"], position["proposal"], position["stance"]) == ("Ana Reyes", "public port", "supports")


def test_a_crowd_is_told_to_come_back_and_each_answer_is_true(client: httpx.Client) -> None:
    before = client.get("/v1/stats").json()["articles"]

    def send(number: int) -> httpx.Response:
        sent = {"text": f"Crowd {number}\n\n{TALKS * 8}", "source": f"crowd-{number}.txt"}
        return client.post("/v1/articles", json=sent)

    with ThreadPoolExecutor(3 * SEATS) as pool:
        answers = list(pool.map(send, range(3 * SEATS)))
    made = [answer for answer in answers if answer.status_code == 201]
    refused = [answer for answer in answers if answer.status_code == 503]
    assert len(made) + len(refused) == len(answers)
    assert len(made) >= SEATS
    assert client.get("/v1/stats").json()["articles"] == before + len(made)
    assert {(answer.headers["retry-after"], answer.json()["detail"]) for answer in refused} == {
        ("2", f"expected at most {SEATS} articles at once, got one more: send it again in a moment, or many as a job")
    }
    for answer in made:
        assert client.delete(answer.headers["location"]).status_code == 204


def test_who_changes_what_is_there_does_not_queue_with_articles(tmp_path: Path) -> None:
    with open_store(tmp_path / "parley.db") as store:
        store.add(harbour_record())
    app = create_app(str(tmp_path / "parley.db"), ServerSettings(local_token=KEY))
    with running(app) as client:
        client.headers["Authorization"] = f"Bearer {KEY}"
        desk, review = app.state.desk, f"/v1/positions/{AGAINST}/reviews"
        with taken(desk.wait_for, SEATS):
            refused = client.post("/v1/articles", content=TALKS, headers=text())
            assert (refused.status_code, refused.json()["detail"]) == (
                503, "expected at most 8 articles at once, got one more: send it again in a moment, or many as a job",
            )  # fmt: skip
            assert client.post(review, json={"state": "doubtful"}).status_code == 201
        with taken(desk.wait_to_change, SEATS_FOR_CHANGES):
            for crowded in (
                client.post(review, json={"state": "accepted"}),
                client.delete(f"/v1/articles/{harbour_record().article.id}"),
            ):
                assert (crowded.status_code, crowded.headers["retry-after"], crowded.json()["detail"]) == (
                    503,
                    "2",
                    "expected at most 16 reviews and removals at once, got one more: send it again in a moment",
                )
            assert client.post("/v1/articles", content=TALKS, headers=text()).status_code == 201
        with taken(desk.wait_for, SEATS):
            assert client.delete(f"/v1/articles/{harbour_record().article.id}").status_code == 204


@contextmanager
def taken(wait: Callable[[Callable[[], bool]], Awaitable[bool]], seats: int) -> Iterator[None]:
    """All seats of a room taken by others, whose work takes as long as the block."""
    begun, over = threading.Semaphore(0), threading.Event()

    def work() -> bool:
        begun.release()
        return over.wait(60)

    async def crowd() -> None:
        await asyncio.gather(*(wait(work) for _ in range(seats)))

    others = threading.Thread(target=asyncio.run, args=(crowd(),))
    others.start()
    try:
        assert all(begun.acquire(timeout=20) for _ in range(seats))
        yield
    finally:
        over.set()
        others.join()


def test_addresses_are_fetched_where_allowed_but_not_from_this_machine(tmp_path: Path) -> None:
    open_store(tmp_path / "parley.db").close()
    with serving(tmp_path / "parley.db", ServerSettings(local_token=KEY, allow_fetch=True)) as client:
        headers = {"Authorization": f"Bearer {KEY}"}
        found = client.post("/v1/articles", json={"url": f"{client.base_url}v1/stats"}, headers=headers)
    assert found.status_code == 422
    assert found.json()["detail"].startswith("expected ")
    assert "127.0.0.1" in found.json()["detail"]


def test_writing_takes_a_key(client: httpx.Client) -> None:
    for request in (
        client.build_request("POST", "/v1/articles", content=TALKS, headers=text()),
        client.build_request("DELETE", "/v1/articles/0011223344556677"),
        client.build_request("POST", "/v1/jobs", content="{}", headers={"Content-Type": "application/x-ndjson"}),
    ):
        del request.headers["Authorization"]
        found = client.send(request)
        assert (found.status_code, found.headers["www-authenticate"]) == (401, 'Bearer realm="parley"')


def text() -> dict[str, str]:
    return {"Content-Type": "text/plain"}


def coded(place: Path) -> bytes:
    """A file of Discourse Network Analyzer with one document and one statement."""
    with sqlite3.connect(place) as database:
        database.executescript(
            """
            CREATE TABLE SETTINGS (Property, Value);
            CREATE TABLE DOCUMENTS (ID, Title, Text, Source, Date);
            CREATE TABLE STATEMENTS (ID, StatementTypeId, DocumentId, Start, Stop);
            CREATE TABLE VARIABLES (ID, Variable, DataType, StatementTypeId);
            CREATE TABLE ENTITIES (ID, Value);
            CREATE TABLE DATASHORTTEXT (StatementId, VariableId, Entity);
            CREATE TABLE DATABOOLEAN (StatementId, VariableId, Value);
            INSERT INTO SETTINGS VALUES ('version', '3.0.11');
            INSERT INTO DOCUMENTS VALUES (1, 'Port', 'Ana Reyes wants the port to stay public.', 'Wire', 1741000000);
            INSERT INTO VARIABLES VALUES (1, 'person', 'short text', 1), (2, 'concept', 'short text', 1),
                (3, 'agreement', 'boolean', 1);
            INSERT INTO ENTITIES VALUES (1, 'Ana Reyes'), (2, 'public port');
            INSERT INTO STATEMENTS VALUES (1, 1, 1, 0, 40);
            INSERT INTO DATASHORTTEXT VALUES (1, 1, 1), (1, 2, 2);
            INSERT INTO DATABOOLEAN VALUES (1, 3, 1);
            """
        )
    database.close()
    return place.read_bytes()
