"""What the shop counts and times, for Prometheus. Nothing that was asked is kept: no words, no pictures, no shopper."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from omnishelf.domain.query import Query
from omnishelf.tracing import Traces

BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.02, 0.04, 0.08, 0.15, 0.3, 0.6, 1.2, 2.5, 5.0, 10.0)
"""Seconds."""
FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""The client library looks for it once, when it is imported."""


class Metrics:
    """One registry a shop, so that several shops in a process do not mix. `traces`: where spans go too, if anywhere."""

    def __init__(self, traces: Traces | None = None) -> None:
        self.traces = traces
        self.registry = CollectorRegistry()
        self.queries = Counter("omnishelf_queries", "Queries by the inputs they had", ["inputs"], registry=self.registry)
        self.failures = Counter("omnishelf_query_failures", "Queries that ended in an error", ["kind"], registry=self.registry)
        self.events = Counter("omnishelf_events", "Events told, by what became of them", ["outcome"], registry=self.registry)
        self.seconds = Histogram(
            "omnishelf_query_seconds", "Wall time of whole queries", ["inputs"], buckets=BUCKETS, registry=self.registry
        )
        self.stages = Histogram(
            "omnishelf_stage_seconds", "Wall time of one stage", ["stage"], buckets=BUCKETS, registry=self.registry
        )
        self.requests = Counter(
            "omnishelf_http_requests", "Requests by route and status", ["method", "route", "status"], registry=self.registry
        )
        self.request_seconds = Histogram(
            "omnishelf_http_request_seconds", "Wall time of requests", ["route"], buckets=BUCKETS, registry=self.registry
        )

    @contextmanager
    def query(self, query: Query) -> Iterator[None]:
        """Counts and times a query, and counts its error if it ends in one."""
        inputs = inputs_of(query)
        began = time.perf_counter()
        self.queries.labels(inputs).inc()
        try:
            yield
        except Exception as error:
            self.failures.labels(getattr(error, "code", "internal")).inc()
            raise
        finally:
            self.seconds.labels(inputs).observe(time.perf_counter() - began)

    def exposed(self) -> bytes:
        """As Prometheus reads it; of all workers together, where there are several."""
        if FOLDER not in os.environ:
            return generate_latest(self.registry)
        all_workers = CollectorRegistry()
        MultiProcessCollector(all_workers)  # type: ignore[no-untyped-call]
        return generate_latest(all_workers)

    def told(self, outcomes: Mapping[str, int]) -> None:
        """Counts events by what became of them; not whose they are, nor of what."""
        for outcome, count in outcomes.items():
            self.events.labels(outcome).inc(count)

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        """`route`: its template; the address itself may hold what was asked."""
        self.requests.labels(method, route, str(status)).inc()
        self.request_seconds.labels(route).observe(seconds)

    def stage(self, stage: str, seconds: float) -> None:
        self.stages.labels(stage).observe(seconds)
        if self.traces is not None:
            self.traces.stage(stage, seconds)


@contextmanager
def shared_metrics() -> Iterator[None]:
    """Processes started meanwhile count into files of one folder, so that each can say what all counted, the dead included."""
    with tempfile.TemporaryDirectory(prefix="omnishelf-metrics-") as folder:
        os.environ[FOLDER] = folder
        try:
            yield
        finally:
            del os.environ[FOLDER]


class Watch:
    """Adds up wall time by stage."""

    def __init__(self, observe: Callable[[str, float], None]) -> None:
        self.observe = observe
        self.began = self.last = time.perf_counter()
        self.spent: dict[str, float] = {}

    def lap(self, stage: str) -> None:
        now = time.perf_counter()
        self.observe(stage, now - self.last)
        self.spent[stage] = self.spent.get(stage, 0.0) + now - self.last
        self.last = now

    def milliseconds(self) -> dict[str, float]:
        return {stage: 1000 * s for stage, s in self.spent.items()} | {"total": 1000 * (self.last - self.began)}


def inputs_of(query: Query) -> str:
    """ "words+photo", "voice", "browse", ..."""
    given = {
        "words": bool(query.text.strip()),
        "photo": bool(query.image or query.image_product),
        "voice": bool(query.audio or query.transcript),
    }
    return "+".join(name for name, there in given.items() if there) or "browse"
