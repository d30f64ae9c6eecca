"""What the product keeps, and what it asks of whoever keeps it. The conformance suite says the same as tests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from omnishelf.domain.consent import Consent
from omnishelf.domain.event import Action, Event
from omnishelf.domain.product import Product, ProductPatch
from omnishelf.domain.rule import Rule
from omnishelf.domain.shopper import Steering


class ChangeKind(StrEnum):
    """PATCH: nothing but what a `ProductPatch` can change is different, so words, pictures and their vectors stand."""

    PUT = "put"
    PATCH = "patch"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of the outbox: that a product changed, not how; the reader takes its state of now from the catalogue.

    Sequences count 1, 2, 3, ... without a gap and become visible in that order, so a reader who misses the one after its
    last knows that entries were pruned. None is used twice, not even after entries were pruned.
    """

    sequence: int
    product_id: str
    kind: ChangeKind


@runtime_checkable
class Catalogue(Protocol):
    """The products of record. A write and its outbox entry are one transaction: what is acknowledged is never lost."""

    def put(self, products: Sequence[Product]) -> int:
        """Insert or replace; returns the last sequence written (the current one when nothing differed: putting what is
        already there, equal in every field, writes no change). A product that differs from the stored one only in what a
        `ProductPatch` can change is noted as PATCH. Of an id that occurs twice the last counts.

        Raises:
            BadInput: for an id that is empty, longer than 128 characters or not valid Unicode, or a number that is not
                finite; then nothing is written.
        """
        ...

    def patch(self, patches: Sequence[ProductPatch]) -> tuple[str, ...]:
        """Cheap changes, in one transaction, in order; returns ids that are unknown (the others are applied)."""
        ...

    def remove(self, ids: Sequence[str]) -> tuple[str, ...]:
        """Returns ids that were unknown."""
        ...

    def get(self, ids: Sequence[str]) -> Mapping[str, Product]:
        """Those that exist."""
        ...

    def versions(self, ids: Sequence[str]) -> Mapping[str, int]:
        """The sequence of each existing product's last change. A reader who wants product and version together asks for the
        version first: what it then gets is of that version or newer, and the newer change is still ahead in the outbox."""
        ...

    def ids(self) -> Iterator[tuple[str, int]]:
        """All products' ids and versions, by id (in code point order)."""
        ...

    def __iter__(self) -> Iterator[Product]:
        """All products by id, read in batches; a consistent order, not a snapshot."""
        ...

    def __len__(self) -> int: ...

    def sequence(self) -> int:
        """The last sequence given out; 0 for a new catalogue."""
        ...

    def changes(self, after: int, limit: int = 500) -> tuple[Change, ...]:
        """Outbox entries with sequence > after, in order."""
        ...

    def prune(self, upto: int) -> int:
        """Forget outbox entries with sequence <= upto; returns how many."""
        ...

    def by_gtin(self, gtin: str) -> tuple[str, ...]:
        """Ids of products with this GTIN, by id; () for ""."""
        ...

    def group(self, group_id: str) -> tuple[str, ...]:
        """Ids of the variants of a group, by id; () for ""."""
        ...


@runtime_checkable
class Rules(Protocol):
    """The shop's merchandising rules."""

    def all(self) -> tuple[Rule, ...]:
        """By id (in code point order)."""
        ...

    def put(self, given: Sequence[Rule]) -> int:
        """Insert or replace, all or none; returns the version. Raises BadInput for an id that is empty or too long."""
        ...

    def remove(self, ids: Sequence[str]) -> tuple[str, ...]:
        """Returns ids that were unknown."""
        ...

    def version(self) -> int:
        """Grows by one with every change; 0 for a new shop. Cheap: it is asked about once a second."""
        ...


@dataclass(frozen=True, slots=True)
class Added:
    """What became of the events of one `EventLog.add`, by their ids, each in the order given.

    Attributes:
        new: kept now.
        known: were there before, or stood twice in what was given.
        not_agreed: of shoppers who have not agreed, or of none: counted for their products, not kept.
        erased: of shoppers who were erased later than this happened: neither kept nor counted.
    """

    new: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    not_agreed: tuple[str, ...] = ()
    erased: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DayCount:
    """How often something was done to a product on one day (UTC), by whomever. `count` is whole, but for the oldest day kept,
    which stands for all days before it too, each halved for every half-life it is older."""

    day: date
    product_id: str
    action: Action
    count: float


@runtime_checkable
class Recent(Protocol):
    """What a shopper did lately: all that ranking for them needs."""

    def recent(self, *, shopper_id: str, session_id: str, limit: int) -> tuple[Event, ...]:
        """Newest first, the newest that was told included. Of events that are not of this session, `session_id` is a pseudonym,
        the same for the same session. Without consent only the session's own events are known, and only while it lasts; () for
        "" and ""."""
        ...


@runtime_checkable
class EventLog(Recent, Protocol):
    """What shoppers who agreed to it did, kept under pseudonyms; and how often anything was done to a product, by whomever.

    A store answers `recent` by the shopper alone; `omnishelf.events.behaviour` puts the sessions of now in front of it.
    """

    def add(self, events: Sequence[Event]) -> Added:
        """All or nothing, in one transaction, with the counts by day; idempotent by event id. Who has agreed is looked up in
        the same transaction, so that nothing is kept after a "no" has returned."""
        ...

    def pages(
        self, *, since: datetime | None = None, until: datetime | None = None, size: int = 5_000
    ) -> Iterator[tuple[Event, ...]]:
        """For learning: since <= at < until, oldest first, of shoppers who agree to it at the moment each page is read.
        Shoppers and sessions are pseudonyms (`Shoppers.pseudonym`). One short transaction a page."""
        ...

    def of(self, shopper_id: str) -> Iterator[Event]:
        """All that is kept of one shopper, oldest first, whatever they agree to now: what an export gives."""
        ...

    def days(self, *, since: date | None = None, until: date | None = None) -> Iterator[DayCount]:
        """since <= day < until, by day, product and action. Nobody can be told from them."""
        ...

    def count(self, shopper_id: str) -> int:
        """Events kept of one shopper."""
        ...

    def __len__(self) -> int:
        """Events kept."""
        ...

    def compact(self, before: datetime, *, half_life_days: float) -> int:
        """Forget events that are older, and fold the days before that day into the last of them; returns how many events."""
        ...


@runtime_checkable
class Shoppers(Protocol):
    """Who agreed to what, and what the shop says about them. Nobody's own id is readable in it without the shop's key."""

    def pseudonym(self, shopper_id: str) -> str:
        """32 hex digits, the same for the same shopper in this shop, and telling nothing to whoever lacks its key."""
        ...

    def agreed(self, shopper_id: str) -> Consent | None:
        """The newest answer; None for somebody who was never asked."""
        ...

    def agree(self, answers: Mapping[str, Consent]) -> None:
        """Note an answer for each shopper, all or none. One with source "import" counts only where there is none yet and the
        shopper was not erased.

        Raises:
            BadInput: for an id that is empty, longer than 128 characters or not valid Unicode.
        """
        ...

    def consents(self, shopper_id: str) -> tuple[Consent, ...]:
        """All answers, oldest first."""
        ...

    def describe(self, shopper_id: str, about: Mapping[str, str]) -> bool:
        """Keep what the shop says of them ("segment", "language", ...) in place of what it said before; encrypted. False, and
        nothing kept, without their consent."""
        ...

    def about(self, shopper_id: str) -> Mapping[str, str]: ...

    def begin_erasing(self, shopper_id: str, at: datetime) -> None:
        """From now on nothing of theirs up to this moment is kept, read by `recent` or `pages`, or taken in again."""
        ...

    def finish_erasing(self, shopper_id: str) -> int:
        """Delete all that is kept of them here, but that they were erased and when; returns how many events."""
        ...

    def unfinished(self) -> tuple[str, ...]:
        """Shoppers whose erasing began and did not finish: a crash came between."""
        ...

    def erased_at(self, shopper_id: str) -> datetime | None:
        """None for somebody who was never erased."""
        ...

    def erased_since(self, moment: datetime) -> tuple[str, ...]:
        """Pseudonyms of those erased later: what was learnt before `moment` may hold them, what is learnt now does not."""
        ...


@runtime_checkable
class Steerings(Protocol):
    """What shoppers who agreed to be known said about their own taste; encrypted, under their pseudonyms."""

    def get(self, shopper_id: str) -> Steering | None:
        """None for somebody who never said anything, or does not agree now."""
        ...

    def put(self, shopper_id: str, steering: Steering) -> bool:
        """In place of what was said before. False, and nothing kept, without their consent."""
        ...

    def remove(self, shopper_id: str) -> int:
        """1, or 0 where there was nothing."""
        ...


@runtime_checkable
class Vectors(Protocol):
    """A cache of embeddings, keyed by encoder name and the content's sha256: what did not change is never embedded again.

    Rows are kept as float16. Whoever embeds uses what `get` gives after `put`, so that the first run and every later one
    work with the same numbers.
    """

    def get(self, encoder: str, keys: Sequence[str]) -> Mapping[str, NDArray[np.float32]]:
        """[dimensions] for each known key: the float16 nearest to what was put."""
        ...

    def put(self, encoder: str, rows: Mapping[str, NDArray[np.float32]]) -> None:
        """Rows of shape [dimensions]; raises ValueError for other shapes, NaN, and magnitudes above 65504."""
        ...


@runtime_checkable
class Models(Protocol):
    """Named arrays that were learnt from this shop, in versions; publishing is atomic."""

    def publish(self, name: str, arrays: Mapping[str, NDArray[Any]], about: Mapping[str, Any]) -> int:
        """Store a new version and make it current; returns the version, counted from 1. `about` is JSON. Names of models and
        arrays are letters, digits, ".", "-" and "_"; arrays of Python objects are refused (BadInput)."""
        ...

    def load(self, name: str, version: int | None = None) -> tuple[Mapping[str, NDArray[Any]], Mapping[str, Any]] | None:
        """Arrays and what is known about them, of the current or the given version; None when there is none."""
        ...

    def current(self, name: str) -> int:
        """0 when there is none."""
        ...


@runtime_checkable
class Media(Protocol):
    """Pictures by content. A key is the sha256 hex of the stored bytes plus a suffix such as ".webp"."""

    def put(self, data: bytes, suffix: str) -> str:
        """The key, under which the bytes are on disk when this returns. Raises BadInput for an odd suffix."""
        ...

    def get(self, key: str) -> bytes | None:
        """None when it is not there or is not a key."""
        ...

    def has(self, keys: Iterable[str]) -> frozenset[str]: ...
