"""What was learnt when, in a file of the shop's folder: read by whoever decides what is due, and by people."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

FILE = "training.json"
PARTS = ("recommenders", "predictions", "offers", "ranker")
"""What is learnt by the clock, in this order: the ranker last, for it may need an index of its own."""
RETRY = timedelta(hours=1)
"""What was interrupted, or failed for another reason than too little to learn from, is tried again so soon."""


@dataclass(frozen=True, slots=True)
class Done:
    """One part's newest run.

    Attributes:
        began: aware, UTC; ended: None while it runs, and where it was interrupted.
        state: "running", "published", "kept" (no better than what serves), "little" (too little to learn from) or "failed".
        told: a sentence about it.
    """

    began: datetime
    ended: datetime | None
    state: str
    told: str = ""


def read(folder: Path) -> dict[str, Done]:
    """Part -> its newest run; {} where there is no file, or none that can be read: then all is due."""
    try:
        found = json.loads((folder / FILE).read_text("utf-8"))
        return {part: _done(told) for part, told in found.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def note(folder: Path, part: str, done: Done) -> None:
    """Written whole and put in place at once, so that a crash leaves the former file."""
    told = {name: _plain(one) for name, one in {**read(folder), part: done}.items()}
    fresh = folder / f"{FILE}.{os.getpid()}"
    fresh.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", "utf-8")
    fresh.replace(folder / FILE)


def due(done: Mapping[str, Done], every: timedelta, now: datetime) -> tuple[str, ...]:
    """The parts to learn now: those whose newest run ended longer than `every` ago; sooner those that did not end or failed.
    None at 0, which switches the clock off."""
    if not every:
        return ()
    return tuple(part for part in PARTS if _is_due(done.get(part), every, now))


def _is_due(last: Done | None, every: timedelta, now: datetime) -> bool:
    if last is None:
        return True
    if last.state in ("running", "failed"):
        return now - last.began >= min(every, RETRY)
    return now - last.began >= every


def _plain(done: Done) -> dict[str, object]:
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in asdict(done).items()}


def _done(told: Mapping[str, str]) -> Done:
    ended = datetime.fromisoformat(told["ended"]) if told["ended"] else None
    return Done(datetime.fromisoformat(told["began"]), ended, str(told["state"]), str(told["told"]))
