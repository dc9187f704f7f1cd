"""``/v1``: positions, actors, proposals, articles and networks, in parts and with addresses to go on from."""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ElementTree

import httpx
import networkx as nx
import pytest

from tests.rdf.samples import TEXT, harbour_record

RECORD = harbour_record()
CONDITIONAL = RECORD.positions[0]


def test_a_position_has_the_form_of_the_json_lines_with_its_addresses(client: httpx.Client) -> None:
    found = client.get("/v1/positions", params={"actor": "ARDANIA"}).json()
    assert (found["total"], found["next"]) == (1, None)
    (position,) = found["positions"]
    assert position == {
        "article": "wire/harbour.txt",
        "holder": "Ardania",
        "side": "Ardania",
        "stance": "conditions-on",
        "proposal": "open the harbour",
        "conditions": ["Belmark withdraws its ships"],
        "evidence": {"start": 38, "end": 147, "quote": TEXT[38:147]},
        "id": CONDITIONAL.id,
        "act": "conditions",
        "modality": "asserted",
        "attribution": "indirect",
        "speakers": ["Lena Orlo"],
        "published": "2025-03-17",
        "confidence": 0.85,
        "rule": "condition:only-if",
        "holder_kind": "state",
        "holder_wording": "Ardania",
        "proposal_label": "harbour opening",
        "broader": ["harbour truce", "truce in the strait"],
        "condition_relations": ["only-if"],
        "condition_evidence": [{"start": 68, "end": 103, "quote": "only if Belmark withdraws its ships"}],
        "condition_labels": ["withdrawal of ships"],
        "title": "Ardania sets terms for harbour truce",
        "article_id": RECORD.article.id,
        "links": {"self": f"/v1/positions/{CONDITIONAL.id}", "article": f"/v1/articles/{RECORD.article.id}"},
    }
    for link in position["links"].values():
        assert client.get(link).status_code == 200


@pytest.mark.parametrize(
    ("criteria", "total"),
    [
        ({}, 23),
        ({"side": "belmark"}, 1),
        ({"stance": "conditions-on"}, 5),
        ({"proposal": "truce", "stance": "supports"}, 1),
        ({"since": "2025-01-01"}, 3),
        ({"until": "2024-12-31"}, 20),
        ({"text": "REJECTED"}, 1),
        ({"article": RECORD.article.id[:5]}, 3),
        ({"source": "harbour"}, 3),
        ({"actor": "nobody", "copies": "true"}, 0),
    ],
)
def test_criteria_narrow_the_list(criteria: dict[str, str], total: int, client: httpx.Client) -> None:
    assert client.get("/v1/positions", params=criteria).json()["total"] == total


@pytest.mark.parametrize(
    ("path", "name"), [("positions", "id"), ("actors", "name"), ("proposals", "label"), ("articles", "id")]
)
def test_parts_put_together_are_the_whole(path: str, name: str, client: httpx.Client) -> None:
    whole = client.get(f"/v1/{path}", params={"limit": 1000}).json()
    cursor, found = None, []
    while True:
        part = client.get(f"/v1/{path}", params={"limit": 2} | ({"cursor": cursor} if cursor else {})).json()
        found += [row[name] for row in part[path]]
        assert part["total"] == whole["total"]
        cursor = part["next"]
        if cursor is None:
            break
    assert found == [row[name] for row in whole[path]]
    assert len(found) == whole["total"]


@pytest.mark.parametrize(
    ("cursor", "detail"),
    [
        ("x", "expected a cursor from the next member of an answer, got 'x'"),
        (
            "3.0123456789ab",
            "expected a cursor into this list, got '3.0123456789ab': its item is gone; begin again without one",
        ),
    ],
)
def test_a_cursor_of_somewhere_else_is_refused(cursor: str, detail: str, client: httpx.Client) -> None:
    found = client.get("/v1/positions", params={"cursor": cursor})
    assert (found.status_code, found.json()["detail"]) == (400, detail)


def test_one_position_comes_with_its_paragraph(client: httpx.Client) -> None:
    found = client.get(f"/v1/positions/{CONDITIONAL.id[:8]}").json()
    assert found["paragraphs"] == [{"start": 38, "end": 147, "text": TEXT[38:147]}]
    assert found["read_by"]["model"] == "parley-english 1.0"


def test_actors_and_proposals_are_found_by_name(client: httpx.Client) -> None:
    (actor,) = client.get("/v1/actors", params={"name": "coastguard"}).json()["actors"]
    assert actor == {
        "name": "coastguard of Belmark",
        "kind": "group",
        "wikidata": None,
        "wordings": ["Belmark's coastguard"],
        "positions": 1,
        "articles": 1,
    }
    (proposal,) = client.get("/v1/proposals", params={"name": "OPENING"}).json()["proposals"]
    assert proposal["broader"] == ["harbour truce", "truce in the strait"]


def test_an_article_has_the_text_that_offsets_refer_to(client: httpx.Client) -> None:
    found = client.get(f"/v1/articles/{RECORD.article.id}").json()
    assert found["text"] == TEXT
    assert found["text_digest"] == RECORD.article.text_digest
    assert client.get(found["links"]["positions"]).json()["total"] == 3


def test_networks_come_in_every_format(client: httpx.Client) -> None:
    found = nx.node_link_graph(client.get("/v1/networks/affiliation").json(), edges="edges")
    assert found.graph["statements"] == 23
    for form, media_type in (("graphml", "application/graphml+xml"), ("gexf", "application/gexf+xml")):
        answer = client.get("/v1/networks/subtract", params={"format": form, "level": "side"})
        assert answer.headers["content-type"].partition(";")[0] == media_type
        ElementTree.fromstring(answer.content)
    rows = csv.reader(io.StringIO(client.get("/v1/networks/conditions", params={"format": "csv"}).text))
    assert len(list(rows)) > 1


def test_counts_and_health(client: httpx.Client) -> None:
    assert client.get("/v1/stats").json()["positions"] == 23
    assert client.get("/healthz").json() == {"status": "ok", "version": "0.1.0"}
