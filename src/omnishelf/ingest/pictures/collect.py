"""From the picture sources of a batch of rows to keys in the media store. A picture that fails is a problem, never a stop."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

from omnishelf.domain.errors import BadInput
from omnishelf.domain.product import Product
from omnishelf.ingest.feed import Accepted
from omnishelf.ingest.pictures.fetch import Fetched, Fetcher, Wanted
from omnishelf.ingest.pictures.memory import PictureMemory, Remembered
from omnishelf.ingest.pictures.sources import (
    FilePicture,
    InlinePicture,
    Source,
    StoredPicture,
    UnusableError,
    WebPicture,
    locate,
)
from omnishelf.ingest.report import Problem, Severity
from omnishelf.stores.port import Media

Shrink = Callable[[bytes], bytes]
"""Decodes hostile bytes and gives a WebP of the size the shop keeps; raises BadInput for what is not a picture."""


@dataclass(frozen=True, slots=True)
class Collected:
    """Products with their pictures, in the order of the rows; how many pictures were fetched and stored on the way."""

    products: tuple[Product, ...]
    problems: tuple[Problem, ...] = ()
    fetched: int = 0
    stored: int = 0


@dataclass(slots=True)
class _Batch:
    """What has become of the batch's sources so far: text -> key, or text -> why not."""

    keys: dict[str, str] = field(default_factory=dict)
    failures: dict[str, tuple[str, str, Severity]] = field(default_factory=dict)
    fetched: int = 0
    stored: int = 0

    def fail(self, text: str, error: Exception) -> None:
        if isinstance(error, BadInput):
            self.failures[text] = (error.what, error.hint, Severity.DROPPED)
        else:
            reason, hint = (*error.args, "", "")[:2]
            self.failures[text] = (str(reason), str(hint), Severity.DROPPED)


class PictureCollector:
    """Args:
    folder: where file names are looked for; None when the feed's pictures are all URLs.
    max_bytes: largest file or data URL.
    threads: pictures decoded at once.
    """

    def __init__(
        self,
        media: Media,
        shrink: Shrink,
        fetcher: Fetcher,
        memory: PictureMemory,
        *,
        folder: Path | None,
        max_bytes: int,
        threads: int = 2,
    ) -> None:
        self._media = media
        self._shrink = shrink
        self._fetcher = fetcher
        self._memory = memory
        self._folder = folder
        self._max_bytes = max_bytes
        self._threads = threads

    def __call__(self, rows: Sequence[Accepted]) -> Collected:
        batch = _Batch()
        sources = self._located(rows, batch)
        remembered = self._remembered(sources.values())
        fetches = self._fetch(sources, remembered, batch)
        self._store(sources, fetches, remembered, batch)
        return Collected(
            products=tuple(replace(row.product, images=_keys(row, batch)) for row in rows),
            problems=tuple(_problems(rows, batch)),
            fetched=batch.fetched,
            stored=batch.stored,
        )

    def _located(self, rows: Sequence[Accepted], batch: _Batch) -> dict[str, Source]:
        found: dict[str, Source] = {}
        for text in dict.fromkeys(text for row in rows for text in row.images):
            try:
                found[text] = locate(text, self._folder, self._max_bytes)
            except UnusableError as error:
                batch.fail(text, error)
        return found

    def _remembered(self, sources: Iterable[Source]) -> dict[str, Remembered]:
        """What is remembered of these sources, less what the media store has lost since."""
        recalled = self._memory.recall(name for source in sources if (name := _name(source)))
        there = self._media.has(known.key for known in recalled.values())
        return {name: known for name, known in recalled.items() if known.key in there}

    def _fetch(self, sources: dict[str, Source], remembered: dict[str, Remembered], batch: _Batch) -> dict[str, Fetched]:
        """Bytes (or "not modified") for the URLs that are not remembered as fresh."""
        now = time.time()
        wanted = {
            text: Wanted(source.url, known.etag if known else "", known.last_modified if known else "")
            for text, source in sources.items()
            if isinstance(source, WebPicture) and ((known := remembered.get(source.url)) is None or known.fresh_until < now)
        }
        fetched: dict[str, Fetched] = {}
        for (text, want), answer in zip(
            wanted.items(), self._fetcher.fetch(list(wanted.values())) if wanted else (), strict=True
        ):
            if isinstance(answer, Fetched):
                fetched[text] = answer
                batch.fetched += answer.data is not None
            elif known := remembered.get(want.url):
                batch.keys[text] = known.key
                batch.failures[text] = (
                    f"{answer.args[0]} The picture of an earlier time was kept.",
                    answer.args[1],
                    Severity.NOTE,
                )
            else:
                batch.fail(text, answer)
        return fetched

    def _store(
        self, sources: dict[str, Source], fetches: dict[str, Fetched], remembered: dict[str, Remembered], batch: _Batch
    ) -> None:
        new: dict[str, tuple[Source, bytes | Path]] = {}
        fresh: list[Remembered] = []
        stored = self._media.has(source.key for source in sources.values() if isinstance(source, StoredPicture))
        for text, source in sources.items():
            known = remembered.get(_name(source))
            if isinstance(source, StoredPicture):
                if source.key in stored:
                    batch.keys[text] = source.key
                else:
                    batch.fail(text, UnusableError("The shop has no picture of this key.", "Send the picture itself."))
            elif isinstance(source, InlinePicture):
                new[text] = (source, source.data)
            elif isinstance(source, FilePicture):
                if known and known.version == source.version:
                    batch.keys[text] = known.key
                else:
                    new[text] = (source, source.path)
            elif (answer := fetches.get(text)) and answer.data is not None:
                new[text] = (source, answer.data)
            elif known and text not in batch.failures:
                batch.keys[text] = known.key
                if answer:
                    fresh.append(_web_memory(source, known.key, answer))
        with ThreadPoolExecutor(self._threads) as pool:
            outcomes = pool.map(self._shrunk, (given for _, given in new.values()))
            for (text, (source, _)), outcome in zip(new.items(), outcomes, strict=True):
                if isinstance(outcome, Exception):
                    batch.fail(text, outcome)
                    continue
                batch.keys[text] = key = self._put(outcome)
                batch.stored += 1
                if isinstance(source, FilePicture):
                    fresh.append(Remembered(str(source.path), key, source.version))
                elif isinstance(source, WebPicture):
                    fresh.append(_web_memory(source, key, fetches[text]))
        self._memory.remember(fresh)

    def _shrunk(self, given: bytes | Path) -> bytes | Exception:
        try:
            return self._shrink(given if isinstance(given, bytes) else given.read_bytes())
        except BadInput as error:
            return error
        except OSError as error:
            return UnusableError(f"It cannot be read: {error.strerror}.", "Check the file.")

    def _put(self, data: bytes) -> str:
        key = f"{hashlib.sha256(data).hexdigest()}.webp"
        return key if self._media.has([key]) else self._media.put(data, ".webp")


def _name(source: Source) -> str:
    """What a source is remembered by, "" for those that need no memory."""
    if isinstance(source, FilePicture):
        return str(source.path)
    return source.url if isinstance(source, WebPicture) else ""


def _web_memory(source: WebPicture, key: str, answer: Fetched) -> Remembered:
    return Remembered(source.url, key, "", answer.etag, answer.last_modified, time.time() + answer.fresh)


def _keys(row: Accepted, batch: _Batch) -> tuple[str, ...]:
    return tuple(dict.fromkeys(batch.keys[text] for text in row.images if text in batch.keys))


def _problems(rows: Sequence[Accepted], batch: _Batch) -> Iterable[Problem]:
    for row in rows:
        for text in row.images:
            if failure := batch.failures.get(text):
                reason, hint, severity = failure
                yield Problem(row.row, "images", text, reason, hint, severity, row.product.id)
