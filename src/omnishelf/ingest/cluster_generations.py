"""Index generations kept by an OpenSearch cluster: built aside, switched to by moving an alias, deleted when nobody reads them.

    shop-7        the seventh generation's index, for the prefix "shop"
    shop          the alias of the generation in use
    shop-state    what each was made with, the last catalogue sequence it holds, who is building

Any number of processes may have a generation open, on any number of machines. Each writes what the catalogue says, so that it
does not matter which is first: a document's version keeps an older state from winning.
"""

from __future__ import annotations

import logging
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from typing import Any

from omnishelf.domain.errors import EngineDown, OmnishelfError
from omnishelf.engine.opensearch.connection import Connection, NotThere, Refused
from omnishelf.engine.opensearch.lease import lease
from omnishelf.ingest.generation_port import Generation
from omnishelf.ingest.generations import IndexInUse, Stamp, stamp_from

log = logging.getLogger(__name__)

GRACE_SECONDS = 30.0
"""A generation is deleted so long after it was switched away from: other processes have noticed by then (follow.py)."""


class ClusterGeneration:
    """One generation's index."""

    shared = True

    def __init__(self, connection: Connection, prefix: str, number: int) -> None:
        self.connection, self.prefix, self.number = connection, prefix, number

    @property
    def place(self) -> str:
        """The name of its index."""
        return f"{self.prefix}-{self.number}"

    def stamp(self) -> Stamp | None:
        told = read(self.connection, self.prefix, f"generation-{self.number}")
        try:
            return stamp_from(told["stamp"]) if told else None
        except (KeyError, TypeError):
            return None

    def applied(self) -> int:
        told = read(self.connection, self.prefix, f"applied-{self.number}")
        return int(told.get("sequence", 0)) if told else 0

    def note_applied(self, sequence: int) -> None:
        self.connection.ask("PUT", f"/{self.prefix}-state/_doc/applied-{self.number}", {"sequence": sequence})

    def claim(self) -> NoClaim:
        return NoClaim()

    def remove(self) -> bool:
        """In a while: another process may still be reading it."""
        self.retire()
        later = threading.Timer(GRACE_SECONDS, self._delete_quietly)
        later.daemon = True  # a process that ends before leaves it to the next sweep
        later.start()
        return True

    def delete(self) -> None:
        """At once. Nothing when it is gone already."""
        for path in (
            f"/{self.place}",
            *(f"/{self.prefix}-state/_doc/{what}-{self.number}" for what in ("generation", "applied", "retired")),
        ):
            with suppress(NotThere):
                self.connection.ask("DELETE", path)

    def retire(self) -> None:
        """Note that it is in use no more, once."""
        path = f"/{self.prefix}-state/_doc/retired-{self.number}"
        with suppress(Refused):  # noted already
            self.connection.ask("PUT", path, {"at": time.time()}, {"op_type": "create"})

    def retired(self) -> float | None:
        """When it was switched away from, seconds since 1970; None when it never was in use."""
        told = read(self.connection, self.prefix, f"retired-{self.number}")
        return float(told["at"]) if told else None

    def _delete_quietly(self) -> None:
        try:
            self.delete()
        except OmnishelfError as error:
            log.warning("an old search index could not be removed: %s", error)


class NoClaim:
    """Nothing needs to be claimed where all may write."""

    def close(self) -> None:
        pass


class ClusterGenerations:
    """All of a shop's: those whose names begin with its prefix, which no other shop of the cluster may use."""

    shared = True

    def __init__(self, connection: Connection, prefix: str, replicas: int = 0) -> None:
        self.connection, self.prefix, self.replicas = connection, prefix, replicas

    def current(self) -> ClusterGeneration | None:
        named = [number for number, aliases in self._numbers().items() if self.prefix in aliases]
        return self._generation(max(named)) if named else None

    def create(self, stamp: Stamp) -> ClusterGeneration:
        self._have_state()
        number = max(self._numbers(), default=0) + 1
        while True:
            generation, path = self._generation(number), f"/{self.prefix}-state/_doc/generation-{number}"
            try:
                self.connection.ask("PUT", path, {"stamp": asdict(stamp)}, {"op_type": "create"})
            except Refused:  # the number is taken
                number += 1
                continue
            return generation

    def switch(self, generation: Generation) -> None:
        """Both steps in one: no search ever finds no index, or two."""
        former = [number for number, aliases in self._numbers().items() if self.prefix in aliases]
        away = [{"remove": {"index": f"{self.prefix}-{number}", "alias": self.prefix}} for number in former]
        to = {"add": {"index": generation.place, "alias": self.prefix}}
        self.connection.ask("POST", "/_aliases", {"actions": [*away, to]})
        for number in former:
            self._generation(number).retire()

    def sweep(self) -> int:
        """All that a build left half-made, and those switched away from long enough ago."""
        current, swept = self.current(), 0
        for number in self._numbers():
            generation = self._generation(number)
            retired = generation.retired()
            if (current and number == current.number) or (retired and retired > time.time() - GRACE_SECONDS):
                continue
            generation.delete()
            swept += 1
        return swept

    @contextmanager
    def building(self) -> Iterator[None]:
        self._have_state()
        with lease(self.connection, f"{self.prefix}-state", "building", _being_built):
            yield

    def _generation(self, number: int) -> ClusterGeneration:
        return ClusterGeneration(self.connection, self.prefix, number)

    def _numbers(self) -> dict[int, tuple[str, ...]]:
        """Number of each index that is there -> its aliases."""
        try:
            told = self.connection.ask("GET", f"/{self.prefix}-*/_alias")
        except NotThere:
            return {}
        found = {re.fullmatch(rf"{re.escape(self.prefix)}-(\d+)", index): about for index, about in told.items()}
        return {int(match[1]): tuple(about["aliases"]) for match, about in found.items() if match}

    def _have_state(self) -> None:
        body = {
            "settings": {"index": {"number_of_shards": 1, "number_of_replicas": self.replicas}},
            "mappings": {"enabled": False},
        }
        try:
            self.connection.ask("GET", f"/{self.prefix}-state/_mapping")
        except NotThere:
            try:
                self.connection.ask("PUT", f"/{self.prefix}-state", body)
            except Refused as error:  # another process was quicker
                if "already exists" not in str(error):
                    raise


def read(connection: Connection, prefix: str, name: str) -> dict[str, Any] | None:
    """A document of the state as it is now; None when it is not there."""
    try:
        told: dict[str, Any] = connection.ask("GET", f"/{prefix}-state/_doc/{name}")["_source"]
    except NotThere:
        return None
    return told


def _being_built() -> EngineDown:
    return IndexInUse("Another process is building this shop's search index.", hint="Wait until it has finished.")
