"""Health, readiness and metrics: what those who run a server see of it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import httpx
from prometheus_client.parser import text_string_to_metric_families

from kg import __version__
from kg.settings import ServerSettings
from kg.store import open_store
from kg.usecases.keys import Scope, add_key
from tests.api.conftest import serving, until_over
from tests.rdf.samples import harbour_record

Samples = dict[tuple[str, tuple[tuple[str, str], ...]], float]
LINE = re.compile(  # a comment, a value, or a bucket, whose label holds a number
    r"# (HELP|TYPE) [a-z_]+ .+"
    r'|[a-z_]+(\{[a-z]+="[^"\\\n]*"(,[a-z]+="[^"\\\n]*")*\})? [0-9.e+-]+'
    r"|[a-z_]+_bucket\{.*\} .*"
)


def samples(client: httpx.Client) -> Samples:
    """Every value by name and labels."""
    answer = client.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def requests(found: Samples, method: str, route: str, status: str) -> float:
    return found.get(("parley_http_requests_total", (("method", method), ("route", route), ("status", status))), 0.0)


def test_health_and_readiness(client: httpx.Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok", "version": __version__}
    assert client.get("/readyz").json() == {"status": "ready", "version": __version__}


def test_every_line_of_the_page_is_well_formed(client: httpx.Client) -> None:
    text = client.get("/metrics").text
    assert text.endswith("\n")
    assert [line for line in text.splitlines() if not LINE.fullmatch(line)] == []
    described = re.findall(r"^# HELP (\S+) ", text, re.MULTILINE)
    assert len(described) == len(set(described))


def test_requests_are_counted_by_route_template_method_and_status(client: httpx.Client) -> None:
    position = harbour_record().positions[0].id
    before = samples(client)
    client.get(f"/v1/positions/{position}")
    client.head(f"/v1/positions/{position}")
    client.get("/v1/positions/ffffffffffffffff")
    client.get("/no/such/place")
    client.request("PROPFIND", "/v1/positions")
    client.get("/v1/stats", headers={"Host": "evil.example"})
    after = samples(client)

    def more(method: str, route: str, status: str) -> float:
        return requests(after, method, route, status) - requests(before, method, route, status)

    assert more("GET", "/v1/positions/{position_id}", "200") == 1
    assert more("HEAD", "/v1/positions/{position_id}", "200") == 1
    assert more("GET", "/v1/positions/{position_id}", "404") == 1
    assert more("GET", "other", "404") == 1
    assert more("other", "/v1/positions", "405") == 1
    assert more("GET", "other", "421") == 1


def test_durations_fall_into_buckets(client: httpx.Client) -> None:
    client.get("/healthz")
    found = samples(client)
    labels = (("method", "GET"), ("route", "/healthz"))
    buckets = [
        value
        for (name, own), value in found.items()
        if name == "parley_http_request_duration_seconds_bucket" and set(labels) <= set(own)
    ]
    assert len(buckets) == 15
    assert buckets == sorted(buckets)
    assert buckets[-1] == found["parley_http_request_duration_seconds_count", labels]
    assert 0 < found["parley_http_request_duration_seconds_sum", labels] < 5 * buckets[-1]


def test_queries_are_counted_by_what_became_of_them(client: httpx.Client) -> None:
    before = samples(client)
    client.get("/sparql", params={"query": "ASK {}"})
    client.get("/sparql", params={"query": "SELECT nonsense"})
    client.get("/sparql", params={"query": "SELECT * { SERVICE <http://localhost/> { ?s ?p ?o } }"})
    client.get("/sparql", params={"query": "ASK {}"}, headers={"Accept": "image/png"})
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    assert client.get("/sparql", params={"query": endless}).status_code == 504
    after = samples(client)

    def more(outcome: str) -> float:
        key = ("parley_sparql_requests_total", (("outcome", outcome),))
        return after[key] - before[key]

    outcomes = ("answered", "refused", "unacceptable", "late", "busy", "too large")
    assert {outcome: more(outcome) for outcome in outcomes} == {
        "answered": 1, "refused": 2, "unacceptable": 1, "late": 1, "busy": 0, "too large": 0,
    }  # fmt: skip
    killed = ("parley_query_processes_killed_total", ())
    assert after[killed] - before[killed] == 1


def test_the_graph_and_its_processes_are_measured(client: httpx.Client) -> None:
    found = samples(client)
    assert found["parley_build_info", (("version", __version__),)] == 1
    assert found["parley_graph_size_bytes", ()] > found["parley_graph_log_size_bytes", ()] >= 0
    assert found["parley_graph_writes_total", ()] == 0
    assert found["parley_query_processes", ()] >= 2
    assert 0 <= found["parley_query_processes_busy", ()] <= found["parley_query_processes", ()]
    assert client.get("/v1/analysis/matrix").status_code == 200
    found = samples(client)
    assert 1 <= found["parley_analysis_processes", ()] <= 2
    assert found["parley_analysis_processes_busy", ()] == 0
    assert found["parley_analysis_processes_killed_total", ()] == 0
    assert found["process_resident_memory_bytes", ()] > 1_000_000


def test_two_servers_count_apart_and_a_private_one_asks_for_a_key(tmp_path: Path, client: httpx.Client) -> None:
    place = tmp_path / "parley.db"
    with open_store(place) as store:
        store.add(harbour_record())
    secret = add_key(str(place), "prometheus", Scope.READ, today=date(2025, 3, 20))
    client.get("/v1/stats")
    with serving(place, ServerSettings(private=True)) as private:
        assert private.get("/healthz").status_code == 200
        assert private.get("/readyz").status_code == 200
        assert private.get("/metrics").status_code == 401
        private.headers["Authorization"] = f"Bearer {secret}"
        found = samples(private)
    assert requests(found, "GET", "/metrics", "401") + requests(found, "GET", "other", "401") == 1
    assert requests(found, "GET", "/v1/stats", "200") == 0


def test_writes_and_jobs_are_counted(tmp_path: Path) -> None:
    place = tmp_path / "parley.db"
    with open_store(place) as store:
        store.add(harbour_record())
    key = add_key(str(place), "ana", Scope.WRITE, today=date(2025, 3, 20))
    with serving(place, ServerSettings()) as client:
        client.headers["Authorization"] = f"Bearer {key}"
        update = "INSERT DATA { <http://example.org/a> <http://example.org/b> 1 }"
        assert client.post("/sparql", data={"update": update}).is_success
        assert client.delete(f"/v1/articles/{harbour_record().article.id}").is_success
        line = '{"text": "Harbour talks\\n\\nArdania rejected the plan.", "source": "talks.txt"}\n'
        job = client.post("/v1/jobs", content=line, headers={"Content-Type": "application/x-ndjson"}).json()
        assert until_over(client, f"/v1/jobs/{job['id']}")["state"] == "done"
        found = samples(client)
    assert found["parley_graph_writes_total", ()] >= 3
    assert found["parley_jobs", (("state", "done"),)] == 1
