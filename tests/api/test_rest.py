"""``/v1``: positions, conditions, actors, proposals, articles and networks, with addresses to go on from."""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ElementTree

import httpx
import networkx as nx
import pytest
from pydantic import BaseModel

from api.schemas import (
    Actor,
    Actors,
    Articles,
    Condition,
    Conditions,
    PositionInContext,
    Positions,
    Proposal,
    Proposals,
    WholeArticle,
)
from tests.rdf.samples import TEXT, harbour_record

RECORD = harbour_record()
CONDITIONAL = RECORD.positions[0]
ID = "https://w3id.org/parley/id"
ARTICLE = f"{ID}/article/{RECORD.article.id}"


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
        "evidence": {"start": 38, "end": 147, "quote": TEXT[38:147], "iri": f"{ARTICLE}/words/38-147"},
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
        "condition_evidence": [
            {
                "start": 68,
                "end": 103,
                "quote": "only if Belmark withdraws its ships",
                "iri": f"{ARTICLE}/words/68-103",
            }
        ],
        "condition_labels": ["withdrawal of ships"],
        "title": "Ardania sets terms for harbour truce",
        "article_id": RECORD.article.id,
        "iri": f"{ID}/position/{CONDITIONAL.id}",
        "article_iri": ARTICLE,
        "holder_iri": f"{ID}/actor/state/Ardania",
        "side_iri": f"{ID}/actor/state/Ardania",
        "proposal_iri": f"{ID}/proposal/harbour%20opening",
        "speaker_iris": [f"{ID}/actor/person/Lena%20Orlo"],
        "condition_iris": [f"{ID}/position/{CONDITIONAL.id}/condition/1"],
        "links": {
            "self": f"/v1/positions/{CONDITIONAL.id}",
            "article": f"/v1/articles/{RECORD.article.id}",
            "holder": "/v1/actors/state/Ardania",
            "proposal": "/v1/proposals/harbour%20opening",
            "conditions": f"/v1/conditions?position={CONDITIONAL.id}&copies=true",
            "quote": f"/id/article/{RECORD.article.id}/words/38-147",
            "rdf": f"/id/position/{CONDITIONAL.id}",
        },
        "review": None,
    }


@pytest.mark.parametrize(
    ("path", "page", "single"),
    [
        ("positions", Positions, PositionInContext),
        ("conditions", Conditions, Condition),
        ("articles", Articles, WholeArticle),
        ("actors", Actors, Actor),
        ("proposals", Proposals, Proposal),
    ],
)
def test_every_answer_has_its_declared_form_and_links_that_lead_somewhere(
    path: str, page: type[BaseModel], single: type[BaseModel], client: httpx.Client
) -> None:
    answer = client.get(f"/v1/{path}", params={"limit": 1000})
    page.model_validate_json(answer.content)
    for row in answer.json()[path][-3:]:
        whole = client.get(row["links"]["self"])
        single.model_validate_json(whole.content)
        assert row.items() <= whole.json().items()
        assert row["links"]["rdf"] == "/id/" + row["iri"].removeprefix(f"{ID}/")
        for name in sorted(row["links"].keys() - {"rdf", "quote"}):
            assert client.get(row["links"][name]).status_code == 200, row["links"][name]


def test_links_from_actors_and_proposals_lead_to_exactly_what_they_count(client: httpx.Client) -> None:
    for path in ("actors", "proposals"):
        for row in client.get(f"/v1/{path}", params={"limit": 12}).json()[path]:
            assert client.get(row["links"]["positions"]).json()["total"] == row["positions"]


def test_a_condition_says_what_hangs_on_what(client: httpx.Client) -> None:
    found = client.get("/v1/conditions", params={"actor": "ardania", "relation": "only-if"}).json()
    (condition,) = found["conditions"]
    assert condition["id"] == f"{CONDITIONAL.id}/1"
    assert condition["proposal"] == "Belmark withdraws its ships"
    assert condition["position"]["holder"] == "Ardania"
    assert condition["position"]["proposal_label"] == "harbour opening"
    assert condition["links"]["quote"] == f"/id/article/{RECORD.article.id}/words/68-103"
    hanging = client.get("/v1/proposals", params={"name": "withdrawal"}).json()["proposals"][0]
    assert client.get(hanging["links"]["conditions"]).json() == found


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
        "iri": f"{ID}/actor/group/coastguard%20of%20Belmark",
        "links": {
            "self": "/v1/actors/group/coastguard%20of%20Belmark",
            "positions": "/v1/positions?holder_iri=https%3A%2F%2Fw3id.org%2Fparley%2Fid%2Factor%2Fgroup"
            "%2Fcoastguard%2520of%2520Belmark",
            "rdf": "/id/actor/group/coastguard%20of%20Belmark",
        },
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
