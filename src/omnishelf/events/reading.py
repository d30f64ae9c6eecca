"""Told events of any form, read one by one: each good one counts, each bad one is refused alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from omnishelf.domain.event import Event
from omnishelf.events import ga4, plain, ubi
from omnishelf.events.fields import Ignored, Refused, Told


@dataclass(frozen=True, slots=True)
class Fault:
    """`place`: "events[3]", "queries[0]", "events.jsonl line 7". `reason` repeats no value."""

    place: str
    reason: str


@dataclass(frozen=True, slots=True)
class Read:
    """What was told, as events: (place, events) of each thing done; an order of three lines is three events."""

    groups: list[tuple[str, list[Event]]]
    faults: list[Fault]
    ignored: int = 0


def read_all(items: Iterable[tuple[str, Any]], told: Told) -> Read:
    """items: (place, what was told there)."""
    groups, faults, ignored = [], [], 0
    for place, item in items:
        try:
            groups.append((place, read_one(item, told)))
        except Ignored:
            ignored += 1
        except Refused as refused:
            faults.append(Fault(place, str(refused)))
    return Read(groups, faults, ignored)


def read_one(item: Any, told: Told) -> list[Event]:
    """Raises:
    Refused, Ignored: it cannot be used, or need not be.
    """
    if not isinstance(item, Mapping):
        raise Refused("an event must be an object")
    if ubi.is_event(item):
        return ubi.read_event(item, told)
    if ubi.is_query(item):
        return ubi.read_query(item, told)
    if ga4.is_event(item):
        return ga4.read(item, told)
    if plain.is_event(item):
        return plain.read(item, told)
    raise Refused("this is no event: UBI has action_name or user_query, GA4 name and params, our own form action")
