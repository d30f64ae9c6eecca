"""What the clients of a soak saw, and what the shop acknowledged."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass, field

import httpx

FAULTS_KEPT = 20


@dataclass
class Notebook:
    """Written by all clients; thread-safe through `lock` where it is more than one step.

    Attributes:
        answers: (what was asked, how it went) -> how often. How: "ok", "503" (a clear one), "unreachable" (nobody listened, or
            the line broke), "late" (no answer in time), "fault" (everything else).
        waits: (moment, seconds) of searches that were answered.
        faults: the first answers that should never be given.
        prices: product id -> the prices that it may have now: one after an acknowledged write, more while one is open.
        words: product id -> the word of its title that no other has; products that were acknowledged.
        events: shopper id -> ids of events that were acknowledged as kept.
        stale: reads that came after an acknowledged write and did not know of it.
    """

    answers: Counter[tuple[str, str]] = field(default_factory=Counter)
    waits: list[tuple[float, float]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    prices: dict[str, set[int]] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    events: dict[str, set[str]] = field(default_factory=dict)
    stale: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, what: str, how: str) -> None:
        with self.lock:
            self.answers[what, how] += 1

    def judge(self, what: str, answer: httpx.Response) -> bool:
        """Notes how a request went; True when it succeeded."""
        if answer.is_success:
            self.count(what, "ok")
            return True
        if clear_503(answer):
            self.count(what, "503")
            return False
        self.count(what, "fault")
        with self.lock:
            if len(self.faults) < FAULTS_KEPT:
                self.faults.append(f"{what}: {answer.status_code} {answer.text[:300]}")
        return False


def clear_503(answer: httpx.Response) -> bool:
    """It says that it is for a while, what is missing, and when to come back."""
    if answer.status_code != 503 or "retry-after" not in answer.headers:
        return False
    if answer.headers.get("content-type", "").partition(";")[0] != "application/problem+json":
        return False
    return bool(answer.json().get("detail"))
