"""Asking an OpenSearch cluster: where it is, how long to wait, what is tried again, and what to tell people when it fails.

All that this package asks for may be asked twice with the same outcome (writes carry their version), so whatever the cluster is
too busy for, and whatever breaks on the way, is tried again until the time is over.
"""

from __future__ import annotations

import json
import logging
import re
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from omnishelf.domain.errors import EngineDown, Unavailable

LEAST_VERSION = (2, 12)
"""The first that gives the scores of named queries."""
PAUSES = (0.1, 0.2, 0.4, 0.8, 1.6, 3.2)
"""Seconds before asking again; the last one repeats."""
BUSY = frozenset({429, 502, 503, 504})
PASSING = (
    "search_context_missing_exception",
    "node_closed_exception",
    "node_disconnected_exception",
    "node_not_connected_exception",
    "no_shard_available_action_exception",
)
"""What a search fails of when a node leaves under it; asked again, another copy answers."""
CONNECTIONS = 16
"""Kept open to each node."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Where a cluster is and how it is spoken to.

    Attributes:
        urls: of one node or several; another is asked when one does not answer.
        ca_file: certificates that the nodes' own must be signed by, PEM; None for those the system trusts.
        verify: whether certificates are looked at.
        seconds: the longest wait for an answer, everything that is tried again included.
    """

    urls: tuple[str, ...]
    user: str = ""
    password: str = ""
    ca_file: Path | None = None
    verify: bool = True
    seconds: float = 10.0


class NotThere(EngineDown):
    """The index, alias or document asked for is not there."""


class Refused(EngineDown):
    """The cluster understood the request and says no. Asking again does not help."""


class Connection:
    """Thread-safe. Nothing is sent before the first question."""

    def __init__(self, cluster: Cluster) -> None:
        """Raises Unavailable when the client library is not installed."""
        try:
            from opensearchpy import OpenSearch
        except ImportError:
            raise Unavailable(
                "The engine opensearch needs the package opensearch-py.", hint="Run: pip install 'omnishelf[opensearch]'"
            ) from None
        # The client logs each failure with its stack trace; here failures are raised, and said once, in words.
        logging.getLogger("opensearch").setLevel(logging.CRITICAL)
        self.cluster = cluster
        given: dict[str, Any] = {"ca_certs": str(cluster.ca_file)} if cluster.ca_file else {}
        if cluster.user:
            given["http_auth"] = (cluster.user, cluster.password)
        self._client = OpenSearch(
            list(cluster.urls),
            timeout=cluster.seconds,
            max_retries=len(cluster.urls),  # each time at another node
            retry_on_status=(),
            verify_certs=cluster.verify,
            ssl_show_warn=False,
            pool_maxsize=CONNECTIONS,
            **given,
        )

    @property
    def where(self) -> str:
        """The nodes' addresses, without anything secret."""
        return ", ".join(re.sub(r"//[^/@]*@", "//", url) for url in self.cluster.urls)

    def ask(
        self, method: str, path: str, body: Any = None, params: Mapping[str, str] | None = None, *, seconds: float = 0.0
    ) -> Any:
        """The answer, decoded.

        Args:
            body: sent as JSON; a string is sent as it is.
            seconds: the longest wait, when it is not the cluster's usual one.

        Raises:
            NotThere: 404. Refused: another 4xx. EngineDown: it does not answer, or has been too busy for too long.
        """
        from opensearchpy import exceptions

        begun, attempt = time.monotonic(), 0
        until = begun + (seconds or self.cluster.seconds)
        sent = body if body is None or isinstance(body, str) else compact(body)
        while True:
            asked = {**(params or {}), "request_timeout": max(0.1, until - time.monotonic()), "ignore": (404,)}
            try:
                answer = self._client.transport.perform_request(method, path, params=asked, body=sent)
            except exceptions.ConnectionTimeout:
                raise self._down(f"has not answered within {seconds or self.cluster.seconds:g} seconds") from None
            except exceptions.SSLError as error:
                raise self._down(f"does not show a certificate that can be trusted ({error.info})") from None
            except exceptions.ConnectionError:
                failed = self._down("does not answer")
                until = min(until, begun + self.cluster.seconds)  # longer waits are for one that is there and works
            except exceptions.TransportError as error:
                failed = self._said_no(error)
                if error.status_code not in BUSY and not passing(error.info):
                    raise failed from None
            else:
                if not (isinstance(answer, Mapping) and passing(answer.get("error"))):
                    return self._there(answer)
                failed = self._down(f"could not search ({reason_of(answer)})")
            pause = PAUSES[min(attempt, len(PAUSES) - 1)]
            if time.monotonic() + pause > until:
                raise failed
            time.sleep(pause)
            attempt += 1

    def ask_several(self, index: str, bodies: Sequence[Mapping[str, Any]]) -> list[Any]:
        """Several searches of one index in one round trip, in order. An answer that lacks a shard's part is a failure."""
        if not bodies:
            return []
        head = compact({"index": index, "allow_partial_search_results": False})
        lines = "".join(f"{head}\n{compact(body)}\n" for body in bodies)
        until, attempt = time.monotonic() + self.cluster.seconds, 0
        while True:
            answers = list(self.ask("POST", "/_msearch", lines)["responses"])
            faults = [(answer.get("status", 500), answer["error"]) for answer in answers if "error" in answer]
            if not faults:
                return answers
            lasting = [fault for fault in faults if fault[0] not in BUSY and not passing(fault[1])]
            pause = PAUSES[min(attempt, len(PAUSES) - 1)]
            if lasting or time.monotonic() + pause > until:
                raise self._search_failed(*(lasting or faults)[0])
            time.sleep(pause)
            attempt += 1

    def search(self, index: str, body: Mapping[str, Any], **params: str) -> Any:
        """`index` is "" for a search in a point in time."""
        path = f"/{index}/_search" if index else "/_search"
        return self.ask("POST", path, body, {"allow_partial_search_results": "false", **params})

    def version(self) -> str:
        """What answers, in words.

        Raises:
            Refused: it is not OpenSearch, or too old a one.
        """
        told = self.ask("GET", "/").get("version", {})
        number, what = str(told.get("number", "")), told.get("distribution", "something that is not OpenSearch")
        known = tuple(int(part) for part in re.findall(r"\d+", number)[:2])
        if what != "opensearch" or known < LEAST_VERSION:
            raise Refused(
                f"{self.where} is {what} {number}.", hint=f"OpenSearch {'.'.join(map(str, LEAST_VERSION))} or newer is needed."
            )
        return f"OpenSearch {number}"

    def health(self) -> str:
        """How the cluster is, in words."""
        told = self.ask("GET", "/_cluster/health")
        nodes = told["number_of_nodes"]
        return f"{nodes} {'node' if nodes == 1 else 'nodes'}, {told['status']}"

    def close(self) -> None:
        self._client.close()

    def _there(self, answer: Any) -> Any:
        """What was asked for, unless it is not there: the client is told not to complain of that, as it logs it as a fault."""
        if isinstance(answer, Mapping) and (answer.get("status") == 404 or answer.get("found") is False):
            what = reason_of(answer) or answer.get("_id", "")
            raise NotThere(f"OpenSearch at {self.where} has no such thing: {what}.", hint="Build the index again.")
        return answer

    def _said_no(self, error: Any) -> EngineDown:
        status, reason = error.status_code, reason_of(error.info) or str(error.error)
        if status in (401, 403):
            return Refused(f"OpenSearch at {self.where} does not let us in.", hint="Look at opensearch.user and its rights.")
        if status in BUSY:
            return self._down(f"is too busy ({status}: {reason})")
        return Refused(f"OpenSearch at {self.where} refused what was asked ({status}: {reason}).")

    def _search_failed(self, status: int, error: Any) -> EngineDown:
        reason = reason_of({"error": error})
        if status == 404:
            return NotThere(f"OpenSearch at {self.where} has no such index: {reason}.", hint="Build the index again.")
        return self._down(f"could not search ({status}: {reason})")

    def _down(self, what: str) -> EngineDown:
        return EngineDown(
            f"OpenSearch at {self.where} {what}.", hint="See that it runs and can be reached; `omnishelf doctor`."
        )


def passing(error: Any) -> bool:
    """Whether a search failed of what will have passed in a moment."""
    return bool(error) and any(f'"{name}"' in compact(error) for name in PASSING)


def reason_of(info: Any) -> str:
    """What a failure's body says went wrong, innermost first."""
    error = info.get("error", info) if isinstance(info, Mapping) else info
    if not isinstance(error, Mapping):
        return str(error or "")
    causes: Iterable[Any] = error.get("root_cause") or ()
    inner = [str(cause.get("reason", "")) for cause in causes if isinstance(cause, Mapping)]
    deepest = error
    while isinstance(deepest.get("caused_by"), Mapping):
        deepest = deepest["caused_by"]
    return "; ".join(dict.fromkeys(part for part in (*inner, str(deepest.get("reason", ""))) if part))[:500]


def compact(body: Any) -> str:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))
