"""Traces for OpenTelemetry: one span a request, one for each stage of a search in it. Nothing that was asked is in them.

Off by default. The library is an extra, and is imported when a trace is to be sent somewhere.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Protocol

from omnishelf.domain.errors import BadSettings


class Request(Protocol):
    """A request that is being traced."""

    def answered(self, route: str, status: int) -> None:
        """`route`: its template, such as "/v1/products/{id}"; never the address itself, which may hold what was asked."""
        ...


class Traces:
    """Thread-safe. `provider`: OpenTelemetry's."""

    def __init__(self, provider: Any) -> None:
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

        self.provider, self.tracer, self.carried = provider, provider.get_tracer("omnishelf"), TraceContextTextMapPropagator()

    @classmethod
    def sent_to(cls, endpoint: str, name: str) -> Traces:
        """Traces sent in batches to an OTLP collector over HTTP, from a thread of their own: one that is slow or away slows no
        request, and loses spans.

        Raises:
            BadSettings: the extra is not installed.
        """
        try:
            from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
            from opentelemetry.sdk.resources import Resource
            from opentelemetry.sdk.trace import TracerProvider
            from opentelemetry.sdk.trace.export import BatchSpanProcessor
        except ImportError:
            raise BadSettings(
                "watch.traces is set, and OpenTelemetry is not installed.", hint="Run: pip install 'omnishelf[traces]'"
            ) from None
        provider = TracerProvider(resource=Resource.create({"service.name": name}))
        provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(f"{endpoint.rstrip('/')}/v1/traces")))
        return cls(provider)

    @contextmanager
    def request(self, method: str, headers: Mapping[str, str]) -> Iterator[Request]:
        """The span of a request, a child of the caller's where `headers` say so (W3C Trace Context)."""
        from opentelemetry.trace import SpanKind

        above = self.carried.extract(headers)
        with self.tracer.start_as_current_span(method, context=above, kind=SpanKind.SERVER) as span:
            span.set_attribute("http.request.method", method)
            yield _Request(span, method)

    def stage(self, name: str, seconds: float) -> None:
        """A stage that has just ended and took so long, under the request's span."""
        from opentelemetry.trace import get_current_span

        if not get_current_span().is_recording():
            return
        now = time.time_ns()
        self.tracer.start_span(f"search.{name}", start_time=now - int(seconds * 1e9)).end(now)

    def close(self) -> None:
        self.provider.shutdown()


class _Request:
    def __init__(self, span: Any, method: str) -> None:
        self.span, self.method = span, method

    def answered(self, route: str, status: int) -> None:
        from opentelemetry.trace import StatusCode

        self.span.update_name(f"{self.method} {route}")
        self.span.set_attribute("http.route", route)
        self.span.set_attribute("http.response.status_code", status)
        if status >= 500:
            self.span.set_status(StatusCode.ERROR)
