"""What tools told in one turn, as the model sees it: records under short names, without ids, addresses or names of people.

    product -> p1, order -> o1, parcel -> t1, paragraph of the shop's rules -> c1, request -> r1, offer -> d1,
    masked number -> n1

A name in square brackets in the model's text cites its record. For orders, parcels and requests it also stands for the number,
which is put in when the sentence is told: the model never sees it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from omnishelf.domain.conversation import Kind, Source

PREFIX = {Kind.PRODUCT: "p", Kind.ORDER: "o", Kind.PARCEL: "t", Kind.POLICY: "c", Kind.REQUEST: "r", Kind.OFFER: "d"}
SPOKEN = frozenset((Kind.ORDER, Kind.PARCEL, Kind.REQUEST))
"""Kinds whose name stands for their number."""
NAMES = ("name", "order", "parcels")
"""What in a record is no fact but a name."""
Told = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Record:
    """`told`: what the model was told of it; {} for one it was only given the name of. `shown`: what its name stands for."""

    name: str
    source: Source | None
    told: Told
    shown: str = ""

    @property
    def text(self) -> str:
        """What was told, without names of records."""
        return json.dumps({key: value for key, value in self.told.items() if key not in NAMES}, ensure_ascii=False)


@dataclass
class Records:
    """Of one turn; not shared between threads.

    Attributes:
        loose: facts that no record has: how many were found, what the shopper said.
    """

    by_name: dict[str, Record] = field(default_factory=dict)
    loose: list[str] = field(default_factory=list)
    _names: dict[tuple[str, str], str] = field(default_factory=dict)

    def name(self, kind: Kind, id: str) -> str:
        """The name of a record, new where it has none yet."""
        known = self._names.get((kind, id))
        if known:
            return known
        name = self._next(PREFIX[kind])
        self._names[(kind, id)] = name
        self.by_name[name] = Record(name, Source(kind, id), {}, id if kind in SPOKEN else "")
        return name

    def tell(self, source: Source, told: Callable[[str], Told]) -> Told:
        """Keep what is told of a record. What was told before stays told: facts add up.

        Args:
            told: of the record's name.
        """
        name = self.name(source.kind, source.id)
        new = told(name)
        before = self.by_name[name]
        self.by_name[name] = Record(name, source, {**before.told, **new}, before.shown)
        return new

    def hide(self, text: str) -> str:
        """The name that stands for a number or an address of the shopper's own words, which no record vouches for."""
        known = self._names.get(("hidden", text))
        if known:
            return known
        name = self._next("n")
        self._names[("hidden", text)] = name
        self.by_name[name] = Record(name, None, {}, text)
        return name

    def id_of(self, name: str, kind: Kind) -> str:
        """The id behind a name that the model gave back; "" where there is none of that kind."""
        found = self.by_name.get(name.strip().strip("[]"))
        return found.source.id if found and found.source and found.source.kind is kind else ""

    def _next(self, prefix: str) -> str:
        return f"{prefix}{1 + sum(name.startswith(prefix) for name in self.by_name)}"
