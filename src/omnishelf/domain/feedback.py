"""What shoppers thought of the assistant's replies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Feedback:
    """A thumb on one reply.

    Attributes:
        id: made of conversation and turn, so that a changed mind replaces the mark (`assistant/feedback.py`).
        helpful: thumb up, or down.
        intent: what the message was taken for, as the reply said.
        language: of the reply.
        shopper_id: vouched, and they agreed that the shop keeps things; else "".
        said, answered: the words of the turn; personal, so "" without that agreement.
    """

    id: str
    at: datetime
    helpful: bool
    intent: str
    language: str
    shopper_id: str = ""
    said: str = ""
    answered: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """Marks of one intent."""

    intent: str
    helpful: int
    unhelpful: int
