"""What the server did and how it is, for Prometheus: counters, histograms and gauges in its text format (0.0.4)."""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from api.watching import Exchange
from kg import __version__
from kg.usecases.serving import Figures, Staff

MEDIA_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
BUCKETS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Upper bounds of the classes of duration, in seconds: a look-up takes milliseconds, a query up to its limit."""
OUTCOMES: Final = {
    200: "answered",
    400: "refused",
    406: "unacceptable",
    413: "refused",
    415: "refused",
    503: "busy",
    504: "late",
    507: "too large",
}
QUERY_ROUTE: Final = "/sparql"

# Else each series has a second one, of when it began, which this format cannot tell from a value.
disable_created_metrics()  # type: ignore[no-untyped-call]


class Metrics:
    """Everything that is counted of one application; ``count`` takes in a request, ``page`` gives it all out.

    At each page ``figures`` is asked for the state of the graph, ``staff`` for that of the processes that compute
    analyses, ``jobs`` for the states of the jobs that are known.
    """

    def __init__(
        self, figures: Callable[[], Figures], staff: Callable[[], Staff], jobs: Callable[[], Iterable[str]] = tuple
    ) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "parley_http_requests", "Requests by method, route and status.", ("method", "route", "status"),
            registry=self._registry,
        )  # fmt: skip
        self._seconds = Histogram(
            "parley_http_request_duration_seconds", "Seconds from a request to the end of its answer.",
            ("method", "route"), buckets=BUCKETS, registry=self._registry,
        )  # fmt: skip
        self._queries = Counter(
            "parley_sparql_requests", "Requests to the SPARQL endpoint by what became of them.", ("outcome",),
            registry=self._registry,
        )  # fmt: skip
        for outcome in OUTCOMES.values():
            self._queries.labels(outcome)
        self._registry.register(_State(figures, staff, jobs))
        ProcessCollector(registry=self._registry)

    def count(self, exchange: Exchange) -> None:
        """Take in a request that is over."""
        self._requests.labels(exchange.method, exchange.route, str(exchange.status)).inc()
        self._seconds.labels(exchange.method, exchange.route).observe(exchange.seconds)
        if exchange.route == QUERY_ROUTE and exchange.status in OUTCOMES:
            self._queries.labels(OUTCOMES[exchange.status]).inc()

    def page(self) -> bytes:
        """All of it, as Prometheus reads it."""
        return generate_latest(self._registry)


class _State(Collector):
    """How the graph is at the moment of asking."""

    def __init__(
        self, figures: Callable[[], Figures], staff: Callable[[], Staff], jobs: Callable[[], Iterable[str]]
    ) -> None:
        self._figures = figures
        self._staff = staff
        self._jobs = jobs

    def collect(self) -> Iterator[Metric]:
        now = self._figures()
        version = GaugeMetricFamily("parley_build_info", "The program; always 1.", labels=("version",))
        version.add_metric((__version__,), 1)
        yield version
        yield CounterMetricFamily("parley_graph_writes", "Finished writes since the start.", now.writes)
        yield GaugeMetricFamily("parley_graph_size_bytes", "What the graph takes on disk.", now.size)
        yield GaugeMetricFamily("parley_graph_log_size_bytes", "What of that the write-ahead log takes.", now.log_size)
        yield GaugeMetricFamily("parley_query_processes", "Processes that answer SPARQL.", now.processes)
        yield GaugeMetricFamily("parley_query_processes_busy", "Those with a query at this moment.", now.busy)
        yield CounterMetricFamily(
            "parley_query_processes_killed", "Those that were ended: late, out of memory, or bloated.", now.killed
        )
        staff = self._staff()
        yield GaugeMetricFamily("parley_analysis_processes", "Processes that compute analyses.", staff.processes)
        yield GaugeMetricFamily("parley_analysis_processes_busy", "Those with an analysis at this moment.", staff.busy)
        yield CounterMetricFamily(
            "parley_analysis_processes_killed", "Those that ended: late, out of memory, or bloated.", staff.ended
        )
        states = GaugeMetricFamily("parley_jobs", "Jobs that the server remembers, by state.", labels=("state",))
        for state, number in sorted(Tally(self._jobs()).items()):
            states.add_metric((state,), number)
        yield states
