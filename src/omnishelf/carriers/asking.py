"""One HTTP question to a carrier service, with the ways in which it can fail told apart."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from typing import Any

import httpx

from omnishelf.carriers.port import CarrierDown, CarrierRefused

LONGEST_ANSWER = 4_000_000
"""Bytes. A parcel's whole life is some tens of kilobytes; a batch of 40 is not asked for."""
LONGEST_WAIT = 3_600.0


class Asker:
    """A connection pool to one service.

    Args:
        name: of the service, for messages.
        url: where its addresses begin.
        seconds: longest wait for each step (connect, send, read).
    """

    def __init__(self, name: str, url: str, headers: Mapping[str, str], seconds: float) -> None:
        self.name = name
        self._url, self._headers, self._seconds = url.rstrip("/"), dict(headers), seconds
        self._lock = threading.Lock()
        self._client: httpx.Client | None = None

    def __call__(self, method: str, path: str, **given: Any) -> tuple[int, Any]:
        """(status, JSON). The statuses that mean the same everywhere are raised; others are the caller's.

        Raises:
            CarrierDown: no answer in time, an answer that is no JSON or too long, 429, 5xx.
            CarrierRefused: 401, 402, 403.
        """
        try:
            with self._http().stream(method, path, **given) as response:
                status, headers = response.status_code, response.headers
                body = b""
                for chunk in response.iter_bytes():
                    body += chunk
                    if len(body) > LONGEST_ANSWER:
                        raise CarrierDown(f"{self.name} sent more than {LONGEST_ANSWER:,} bytes.", retry=False)
        except httpx.HTTPError as error:
            raise CarrierDown(f"{self.name} does not answer ({type(error).__name__}).", hint="Try again in a while.") from None
        if status in (401, 402, 403):
            raise CarrierRefused(
                f"{self.name} refused the request ({status}).", hint="Check its key, quota and allowed addresses."
            )
        if status == 429:
            raise CarrierDown(f"{self.name} asks us to slow down.", hint="Try again in a while.", wait=_wait(headers))
        if status >= 500:
            raise CarrierDown(
                f"{self.name} has a fault of its own ({status}).", hint="Try again in a while.", wait=_wait(headers)
            )
        try:
            return status, json.loads(body)
        except (ValueError, RecursionError):
            raise CarrierDown(f"{self.name} answered something that is not JSON ({status}).") from None

    def close(self) -> None:
        if self._client is not None:
            self._client.close()

    def _http(self) -> httpx.Client:
        """Made with the first question: reading the certificates takes a moment, and most shops' commands ask nobody."""
        with self._lock:
            if self._client is None:
                self._client = httpx.Client(
                    base_url=self._url, headers=self._headers, timeout=self._seconds, follow_redirects=False
                )
            return self._client


def _wait(headers: httpx.Headers) -> float:
    """Seconds of Retry-After; dates are not read."""
    given = headers.get("retry-after", "")
    return min(float(given), LONGEST_WAIT) if given.isdigit() else 0.0
