"""What simulated shoppers did (docs/behaviour.md), as events in the order of time, each shopper's own."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from omnishelf.domain.errors import NotFound
from omnishelf.domain.event import Action, Event

MADE_BY = "python -m sample behaviour --out .cache/behaviour"


def histories(folder: Path) -> dict[str, list[Event]]:
    """Shopper -> events.

    Raises:
        NotFound: the history was not made yet.
    """
    if not (folder / "queries.jsonl.gz").is_file():
        raise NotFound(f"There is no simulated history in {folder}.", hint=f"Run: {MADE_BY}")
    found: dict[str, list[Event]] = {}
    session: dict[str, tuple[str, str]] = {}
    for row in rows(folder / "queries.jsonl.gz"):
        event = _searched(row)
        session[event.query_id] = event.session_id, event.place
        found.setdefault(event.shopper_id, []).append(event)
    for row in rows(folder / "events.jsonl.gz"):
        found.setdefault(row["user_id"], []).append(_did(row, *session[row["query_id"]]))
    for own in found.values():
        own.sort(key=lambda event: event.at)
    return found


def rows(path: Path) -> Iterator[Mapping[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _searched(row: Mapping[str, Any]) -> Event:
    said = row["query_attributes"]
    return Event(
        id=row["query_id"],
        action=Action.SEARCH,
        at=datetime.fromisoformat(row["timestamp"]),
        session_id=said["session_id"],
        shopper_id=said["user_id"],
        query_id=row["query_id"],
        words=row["user_query"],
        shown=tuple(row["query_response_hit_ids"]),
        place=said["page"],
    )


def _did(row: Mapping[str, Any], session: str, place: str) -> Event:
    about = row["event_attributes"]
    return Event(
        id=about["event_id"],
        action=Action(row["action_name"]),
        at=datetime.fromisoformat(row["timestamp"]),
        session_id=session,
        shopper_id=row["user_id"],
        product_id=about["object"]["object_id"],
        query_id=row["query_id"],
        position=about["position"]["ordinal"],
        place=place,
        price=about["price"]["amount"] if "price" in about else None,
        seconds=about.get("dwell_seconds", 0.0),
    )
