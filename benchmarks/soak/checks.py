"""What must be true of the shop when the soak is over."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from typing import Any

import httpx
from benchmarks.soak.notebook import Notebook

CAUGHT_UP_SECONDS = 60.0
SEARCHED = 60


def lost_products(address: str, book: Notebook) -> list[str]:
    """Products whose price is none of those that it may have, or that are not there."""
    found = []
    for id, allowed in sorted(book.prices.items()):
        answer = httpx.get(f"{address}/v1/products/{id}", timeout=30, trust_env=False)
        price = answer.json()["product"]["price"]["amount"] if answer.is_success else None
        if price not in allowed:
            found.append(f"{id}: {price} instead of {sorted(allowed)}")
    return found


def not_found(address: str, book: Notebook, seed: int) -> list[str]:
    """New products, some drawn, that the index does not find by the word that only they have."""
    words = sorted(book.words.items())
    drawn = random.Random(seed).sample(words, min(SEARCHED, len(words)))
    until = time.monotonic() + CAUGHT_UP_SECONDS
    while True:
        absent = [f"{id}: “{word}”" for id, word in drawn if id not in _hits(address, word)]
        if not absent or time.monotonic() > until:
            return absent
        time.sleep(1.0)


def _hits(address: str, word: str) -> list[str]:
    answer = httpx.post(f"{address}/v1/search", json={"text": word, "size": 10}, timeout=30, trust_env=False)
    answer.raise_for_status()
    return [hit["id"] for hit in answer.json()["hits"]]


def lost_events(address: str, book: Notebook) -> list[str]:
    """Acknowledged events that the export of their shopper does not have."""
    found = []
    for shopper, ids in sorted(book.events.items()):
        answer = httpx.get(f"{address}/v1/shoppers/{shopper}/data", timeout=60, trust_env=False)
        answer.raise_for_status()
        there = set(_ids(answer.json()))
        found += [f"{shopper}: {id}" for id in sorted(ids - there)]
    return found


def _ids(exported: Any) -> Sequence[str]:
    """Whatever is named `id` anywhere in an export."""
    if isinstance(exported, dict):
        own = [str(exported["id"])] if "id" in exported else []
        return [*own, *(id for value in exported.values() for id in _ids(value))]
    if isinstance(exported, list):
        return [id for value in exported for id in _ids(value)]
    return []
