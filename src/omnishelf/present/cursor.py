"""Page cursors, and the ranked lists they point into.

A list is ranked once and kept for a while under its query id: its pages are cut from that one list, so they neither repeat
nor skip while products change. When the list is gone (restart, eviction, another process), the query is run again and the
page continues after the last product shown.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, fields
from typing import Generic, TypeVar

from omnishelf.domain.errors import BadCursor
from omnishelf.domain.query import Query

T = TypeVar("T")

KEPT_SECONDS = 600.0
KEPT_LISTS = 2_000
KEPT_IDS = 4_000_000
"""Ids in all lists together: some 32 MB, for the ids themselves are the index's own."""
PAGING = ("cursor", "offset", "size", "explain", "shopper_id", "session_id", "facets", "labels")
"""Fields of a query that may differ from page to page."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """`position`: products shown so far; `last`: id of the last of them; `digest`: of the query without its paging."""

    query_id: str
    position: int
    last: str
    digest: str

    def encode(self) -> str:
        packed = json.dumps([self.query_id, self.position, self.last, self.digest], ensure_ascii=False).encode()
        return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def read_cursor(text: str, query: Query) -> Cursor:
    """Raises:
    BadCursor: not one of ours, or made for another query.
    """
    try:
        packed = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        query_id, position, last, digest_ = json.loads(packed)
        cursor = Cursor(str(query_id), int(position), str(last), str(digest_))
    except (ValueError, TypeError, binascii.Error):
        raise BadCursor(
            "The cursor is not one that this shop gave out.", hint="Leave it out to start at the first page."
        ) from None
    if cursor.digest != digest(query) or not 0 <= cursor.position <= 1_000_000:
        raise BadCursor("The cursor belongs to another query.", hint="Leave it out when anything but `size` changes.")
    return cursor


def digest(query: Query) -> str:
    """16 hex digits that name the query, whatever page of it is asked for."""
    hasher = hashlib.blake2b(digest_size=8)
    for item in fields(query):
        if item.name not in PAGING:
            value = getattr(query, item.name)
            hasher.update(value if isinstance(value, bytes) else repr(value).encode())
            hasher.update(b"\0")
    return hasher.hexdigest()


class Lists(Generic[T]):
    """Ranked lists by query id: the newest `KEPT_LISTS` of at most `KEPT_IDS` ids together, each for `KEPT_SECONDS` after its
    last use. Thread-safe."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, tuple[float, T, int]] = OrderedDict()
        self._ids = 0
        self._lock = threading.Lock()

    def keep(self, query_id: str, ranked: T, ids: int) -> None:
        """`ids`: how many the list has."""
        with self._lock:
            self._drop(query_id)
            self._kept[query_id] = (time.monotonic(), ranked, ids)
            self._ids += ids
            while len(self._kept) > KEPT_LISTS or (self._ids > KEPT_IDS and len(self._kept) > 1):
                self._drop(next(iter(self._kept)))

    def get(self, query_id: str) -> T | None:
        now = time.monotonic()
        with self._lock:
            entry = self._kept.get(query_id)
            if entry is None or now - entry[0] > KEPT_SECONDS:
                self._drop(query_id)
                return None
            self._kept[query_id] = (now, *entry[1:])
            self._kept.move_to_end(query_id)
            return entry[1]

    def _drop(self, query_id: str) -> None:
        gone = self._kept.pop(query_id, None)
        self._ids -= gone[2] if gone else 0
