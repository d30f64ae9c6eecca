"""Operators see each request by its route, and never what was asked or who asked."""

from __future__ import annotations

import gzip
import json
import logging
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from omnishelf.api.app import create_app
from omnishelf.config import Settings, Watch
from omnishelf.shop import Shop

SECRET = "embarrassing"


def client(shop: Shop, **given: object) -> TestClient:
    return TestClient(create_app(shop, Settings(**given)), raise_server_exceptions=False)  # type: ignore[arg-type]


def asked(http: TestClient) -> None:
    """Five requests with something of a shopper's in address, body or header, and one to nowhere."""
    http.get(f"/v1/suggest?q={SECRET}")
    http.post("/v1/search", json={"text": f"{SECRET} blue mug"}, headers={"User-Agent": SECRET})
    http.get(f"/v1/products/{SECRET}")
    http.get(f"/v1/shoppers/{SECRET}/data")
    http.get(f"/v1/parcels/{SECRET}")
    http.get(f"/v1/{SECRET}")


def test_requests_are_counted_by_route(shop: Shop) -> None:
    """A route is its template, so that ids and words neither leak nor make new series."""
    with client(shop) as http:
        asked(http)
        told = http.get("/metrics").text
    assert 'omnishelf_http_requests_total{method="POST",route="/v1/search",status="200"} 1.0' in told
    assert 'omnishelf_http_requests_total{method="GET",route="/v1/products/{id}",status="404"} 1.0' in told
    assert 'omnishelf_http_request_seconds_count{route="/v1/suggest"} 1.0' in told
    assert SECRET not in told


def test_a_line_is_logged_for_each_request(shop: Shop, caplog: pytest.LogCaptureFixture) -> None:
    """As JSON: time, method, route, status, milliseconds, and nothing else; off by default."""
    with caplog.at_level(logging.INFO, "omnishelf.requests"):
        with client(shop) as http:
            asked(http)
        assert caplog.records == []
        with client(shop, watch=Watch(log="json")) as http:
            asked(http)
    lines = [json.loads(record.message) for record in caplog.records]
    assert [(line["route"], line["status"]) for line in lines[:3]] == [
        ("/v1/suggest", 200),
        ("/v1/search", 200),
        ("/v1/products/{id}", 404),
    ]
    assert {tuple(line) for line in lines} == {("at", "method", "route", "status", "ms")}
    assert SECRET not in caplog.text


@pytest.fixture
def collector() -> Iterator[tuple[str, list[bytes]]]:
    """A server that takes OTLP in; (address, bodies taken in)."""
    bodies: list[bytes] = []

    class Taking(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            bodies.append(gzip.decompress(body) if self.headers.get("Content-Encoding") == "gzip" else body)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Taking)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", bodies
    server.shutdown()
    server.server_close()


def test_a_trace_holds_the_stages_of_a_search(
    make_shop: Callable[..., Shop], stock: Path, collector: tuple[str, list[bytes]]
) -> None:
    """One span a request, the caller's trace above it, the stages below it; sent to a collector, without what was asked."""
    pytest.importorskip("opentelemetry.sdk", reason="OpenTelemetry is not installed (pip install 'omnishelf[traces]')")
    from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

    address, bodies = collector
    shop = make_shop(stock=stock, watch=Watch(traces=address))
    trace = "0af7651916cd43dd8448eb211c80319c"
    with client(shop) as http:
        http.post("/v1/search", json={"text": f"{SECRET} mug"}, headers={"traceparent": f"00-{trace}-b7ad6b7169203331-01"})
        asked(http)
    shop.close()  # sends what is left
    spans = [
        span
        for body in bodies
        for resource in ExportTraceServiceRequest.FromString(body).resource_spans
        for scope in resource.scope_spans
        for span in scope.spans
    ]
    search = next(span for span in spans if span.trace_id.hex() == trace and span.name == "POST /v1/search")
    below = {span.name for span in spans if span.parent_span_id == search.span_id}
    assert {"search.understand", "search.retrieve", "search.rank", "search.present"} <= below
    assert not any(SECRET.encode() in body for body in bodies)


def test_a_collector_that_is_away_stops_nothing(make_shop: Callable[..., Shop], stock: Path) -> None:
    """Nothing listens at the address: searches answer as ever."""
    pytest.importorskip("opentelemetry.sdk", reason="OpenTelemetry is not installed (pip install 'omnishelf[traces]')")
    shop = make_shop(stock=stock, watch=Watch(traces="http://127.0.0.1:9"))
    with client(shop) as http:
        assert http.post("/v1/search", json={"text": "blue mug"}).json()["total"]
