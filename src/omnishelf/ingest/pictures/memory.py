"""Remembers which stored picture came from which source, so that a second ingest neither fetches nor decodes it again.

Only a cache: losing it costs time, never pictures.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import astuple, dataclass
from pathlib import Path

_TABLE = """CREATE TABLE IF NOT EXISTS pictures (
    source TEXT PRIMARY KEY, key TEXT NOT NULL, version TEXT NOT NULL, etag TEXT NOT NULL, last_modified TEXT NOT NULL,
    fresh_until REAL NOT NULL) WITHOUT ROWID"""


@dataclass(frozen=True, slots=True)
class Remembered:
    """Attributes:
    source: a file's resolved path, or a URL.
    key: of the picture in the media store.
    version: of a file, its size and time of change; "" for URLs.
    fresh_until: of a URL, seconds since 1970 until which it need not be asked for.
    """

    source: str
    key: str
    version: str = ""
    etag: str = ""
    last_modified: str = ""
    fresh_until: float = 0.0


class PictureMemory:
    """A small SQLite file (":memory:" for none). Safe to share between threads."""

    def __init__(self, path: Path | str = ":memory:") -> None:
        self._lock = threading.Lock()
        try:
            self._connection = self._open(path)
        except sqlite3.DatabaseError:
            # Damaged by a crash or a full disk: begin again, for it can be filled again.
            Path(path).unlink(missing_ok=True)
            self._connection = self._open(path)

    @staticmethod
    def _open(path: Path | str) -> sqlite3.Connection:
        connection = sqlite3.connect(path, check_same_thread=False, timeout=30)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(_TABLE)
        return connection

    def recall(self, sources: Iterable[str]) -> Mapping[str, Remembered]:
        with self._lock, closing(self._connection.cursor()) as cursor:
            rows = (cursor.execute("SELECT * FROM pictures WHERE source = ?", (source,)).fetchone() for source in sources)
            return {row[0]: Remembered(*row) for row in rows if row}

    def remember(self, rows: Sequence[Remembered]) -> None:
        with self._lock, self._connection:
            self._connection.executemany("INSERT OR REPLACE INTO pictures VALUES (?, ?, ?, ?, ?, ?)", map(astuple, rows))

    def close(self) -> None:
        self._connection.close()
