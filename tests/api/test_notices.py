"""A name that nothing has is not passed over in silence: an empty list says so, with the nearest names."""

from __future__ import annotations

import json

import httpx
import pytest


@pytest.mark.parametrize(
    ("address", "parameter", "nearest", "detail"),
    [
        ("/v1/positions?actor=Ardnia", "actor", ["Ardania"],
         "expected a position whose holder has 'Ardnia' in the name, got none; the nearest is Ardania"),
        ("/v1/positions?actor=xyzzy", "actor", [],
         "expected a position whose holder has 'xyzzy' in the name, got none"),
        ("/v1/positions?side=Ardnia", "side", ["Ardania"],
         "expected a position whose side has 'Ardnia' in the name, got none; the nearest is Ardania"),
        ("/v1/positions?proposal=harbor+truce", "proposal", ["harbour truce"],
         "expected a position on what has 'harbor truce' in the label or a wording, got none;"
         " the nearest is harbour truce"),
        ("/v1/positions?article=ffff", "article", [],
         "expected a position in an article whose id begins with 'ffff', got none"),
        ("/v1/positions?source=nowhere", "source", [],
         "expected a position in an article whose path or address has 'nowhere' in it, got none"),
        ("/v1/positions?condition=xyzzy", "condition", [],
         "expected a condition with 'xyzzy' in the label or a wording, got none"),
        ("/v1/positions?holder_iri=urn:x", "holder_iri", [], "expected a position of the holder 'urn:x', got none"),
        ("/v1/positions?side_iri=urn:x", "side_iri", [], "expected a position for the side 'urn:x', got none"),
        ("/v1/positions?proposal_iri=urn:x", "proposal_iri", [],
         "expected a position on the proposal 'urn:x', got none"),
        ("/v1/positions?rule=xyzzy", "rule", [],
         "expected a position read by a rule that begins with 'xyzzy', got none"),
        ("/v1/conditions?actor=Ardnia", "actor", ["Ardania"],
         "expected a position whose holder has 'Ardnia' in the name, got none; the nearest is Ardania"),
        ("/v1/conditions?position=ffff", "position", [], "expected a condition of the position 'ffff', got none"),
        ("/v1/conditions?condition_iri=urn:x", "condition_iri", [],
         "expected a condition that is the proposal 'urn:x', got none"),
        ("/v1/articles?title=xyzzy", "title", [], "expected an article with 'xyzzy' in the title, got none"),
        ("/v1/articles?publisher=xyzzy", "publisher", [],
         "expected an article with 'xyzzy' in the publisher's name, got none"),
        ("/v1/articles?source=nowhere", "source", [],
         "expected an article whose path or address has 'nowhere' in it, got none"),
        ("/v1/articles?copy_of=ffff", "copy_of", [], "expected a near-copy of the article 'ffff', got none"),
        ("/v1/actors?name=Ardnia", "name", ["Ardania"],
         "expected an actor with 'Ardnia' in the name or a wording, got none; the nearest is Ardania"),
        ("/v1/actors?wikidata=Q0", "wikidata", [], "expected an actor with the Wikidata item 'Q0', got none"),
        ("/v1/proposals?name=harbor+truce", "name", ["harbour truce"],
         "expected a proposal with 'harbor truce' in the label or a wording, got none;"
         " the nearest is harbour truce"),
        ("/v1/proposals?broader=xyzzy", "broader", [], "expected a proposal under the wider one 'xyzzy', got none"),
    ],
)  # fmt: skip
def test_an_empty_list_names_what_fits_nothing(
    address: str, parameter: str, nearest: list[str], detail: str, client: httpx.Client
) -> None:
    found = client.get(address)
    assert (found.status_code, found.json()["total"]) == (200, 0)
    (notice,) = found.json()["notices"]
    assert (notice["parameter"], notice["nearest"], notice["detail"]) == (parameter, nearest, detail)


@pytest.mark.parametrize(
    "address",
    [
        "/v1/positions",
        "/v1/positions?actor=ardania",
        "/v1/positions?until=1900-01-01",
        "/v1/positions?actor=ardania&until=1900-01-01",
        "/v1/positions?text=xyzzy",
        "/v1/articles?copies=true",
    ],
)
def test_a_list_that_is_empty_for_another_reason_says_nothing(address: str, client: httpx.Client) -> None:
    assert client.get(address).json()["notices"] == []


def test_each_name_that_fits_nothing_is_told(client: httpx.Client) -> None:
    found = client.get("/v1/positions?actor=Ardnia&proposal=xyzzy&source=txt").json()
    assert [notice["parameter"] for notice in found["notices"]] == ["actor", "proposal"]


def test_notices_are_part_of_the_tagged_content(client: httpx.Client) -> None:
    first, other = client.get("/v1/positions?actor=Ardnia"), client.get("/v1/positions?actor=xyzzy")
    assert first.headers["etag"] != other.headers["etag"]
    again = client.get("/v1/positions?actor=Ardnia", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304


def test_an_empty_stream_says_it_in_a_header(client: httpx.Client) -> None:
    found = client.get("/v1/positions.ndjson?actor=Ardnia")
    assert (found.status_code, found.text) == (200, "")
    (notice,) = json.loads(found.headers["parley-notices"])
    assert notice["nearest"] == ["Ardania"]
    assert "parley-notices" not in client.get("/v1/positions.ndjson?actor=Ardania").headers
    (notice,) = json.loads(client.get("/v1/articles.ndjson?title=Löwe").headers["parley-notices"])
    assert notice["got"] == "Löwe"


def test_a_long_name_is_cut_where_it_is_told_and_has_no_nearest(client: httpx.Client) -> None:
    sent = "harbour truce " * 14
    answer = client.get("/v1/positions.ndjson", params={"actor": sent, "holder_iri": "urn:" + "x" * 9000})
    party, iri = json.loads(answer.headers["parley-notices"])
    cut = sent[:80] + "…"
    assert party == {
        "parameter": "actor", "got": cut, "nearest": [],
        "detail": f"expected a position whose holder has '{cut}' in the name, got none",
    }  # fmt: skip
    assert iri["detail"] == f"expected a position of the holder 'urn:{'x' * 76}…', got none"
    assert len(answer.headers["parley-notices"]) < 1000


def test_the_analyses_need_positions_and_refuse_instead(client: httpx.Client) -> None:
    found = client.get("/v1/networks/subtract?actor=Ardnia")
    assert found.status_code == 404
    assert found.json()["detail"] == (
        "expected actor to be part of a name in this graph, got 'Ardnia'; the nearest is Ardania"
    )


def test_a_page_of_nothing_asks_whether_the_nearest_was_meant(client: httpx.Client) -> None:
    page = client.get("/positions?actor=Ardnia").text
    assert "Nothing here has <bdi>Ardnia</bdi> in it." in page
    assert '<a href="/positions?actor=Ardania"><bdi>Ardania</bdi></a>?' in page
    assert "Nothing here has" not in client.get("/positions?actor=Ardania").text
    hostile = client.get("/proposals?name=%3Cscript%3Ex").text
    assert "<script>x" not in hostile
    assert "<bdi>&lt;script&gt;x</bdi>" in hostile
