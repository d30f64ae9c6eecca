"""Thumbs on replies: what is kept of them, and what is not.

A mark, its intent and its language are nobody's. Words of a turn are personal: they are kept of shoppers who agreed that
the shop keeps things, under their name, and go with it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from omnishelf.domain.consent import Consent
from omnishelf.domain.feedback import Feedback, Tally
from omnishelf.stores.feedback_port import Feedbacks


@dataclass(frozen=True, slots=True)
class Marked:
    """As it comes in. `conversation`: its id, which is its secret and is not kept; `turn`: of the reply, from 1."""

    conversation: str
    turn: int
    helpful: bool
    intent: str = ""
    language: str = ""
    shopper_id: str = ""
    said: str = ""
    answered: str = ""


class FeedbackDesk:
    """Takes marks in and gives them out, and is what holds them of a shopper (`events/personal.py`).

    Args:
        agreed: a shopper's last answer to whether things are kept of them; None for no answer.
        keep: how long marks are kept.
    """

    name = "assistant feedback"

    def __init__(self, marks: Feedbacks, agreed: Callable[[str], Consent | None], keep: timedelta) -> None:
        self._marks, self._agreed, self._keep = marks, agreed, keep

    def take(self, marked: Marked, now: datetime) -> bool:
        """Keep a mark; whether its words are kept, too."""
        answer = self._agreed(marked.shopper_id) if marked.shopper_id else None
        own = answer is not None and answer.personal
        self._marks.drop_before(now - self._keep)
        self._marks.put(
            Feedback(
                id_of(marked.conversation, marked.turn),
                now,
                marked.helpful,
                marked.intent,
                marked.language,
                marked.shopper_id if own else "",
                marked.said if own else "",
                marked.answered if own else "",
            )
        )
        return own

    def newest(self, limit: int, helpful: bool | None = None) -> tuple[Feedback, ...]:
        return self._marks.newest(limit, helpful)

    def all(self) -> Iterator[Feedback]:
        """Oldest first."""
        return self._marks.all()

    def tallies(self) -> tuple[Tally, ...]:
        return self._marks.tallies()

    def export(self, shopper_id: str) -> Any:
        return [asdict(one) | {"at": one.at.isoformat()} for one in self._marks.of_shopper(shopper_id)] or None

    def erase(self, shopper_id: str) -> int:
        return self._marks.forget(shopper_id)


def id_of(conversation: str, turn: int) -> str:
    """The same for the same reply, and no way back to the conversation."""
    return "f_" + hashlib.sha256(f"{conversation}\n{turn}".encode()).hexdigest()[:30]
