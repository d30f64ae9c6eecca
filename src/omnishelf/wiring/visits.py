"""What is remembered of visits in memory and written nowhere: together in one place, so that several workers can share it."""

from __future__ import annotations

import time
from dataclasses import dataclass

from omnishelf.assistant.memory import Conversations
from omnishelf.config import Settings
from omnishelf.events.memory import SessionMemory
from omnishelf.events.sifting import Sifter
from omnishelf.experiments.answers import Answers
from omnishelf.profile.steering import VisitWishes
from omnishelf.recommending.tries import Drawn


@dataclass(frozen=True, slots=True)
class Visits:
    """Each is bounded and thread-safe, and forgets by itself. The names of the fields are those by which workers ask for them
    (`omnishelf.workers`), and whatever is given to their methods or comes back can be pickled.

    Attributes:
        sessions: events of the sessions of now.
        sifter: what was told before, and how fast each session is.
        wishes: what shoppers said of their taste for this visit.
        conversations: with the assistant.
        answers: of experiments, to tell clicks of.
        drawn: recommendations in which places were drawn.
    """

    sessions: SessionMemory
    sifter: Sifter
    wishes: VisitWishes
    conversations: Conversations
    answers: Answers
    drawn: Drawn


def visits_of(settings: Settings) -> Visits:
    """Nothing remembered yet."""
    bounds = settings.shoppers
    sessions = SessionMemory(
        events=bounds.session_events,
        per_session=bounds.per_session,
        seconds=60 * bounds.session_minutes,
        clock=time.monotonic,
    )
    conversations = Conversations(settings.assistant.conversations, 60 * settings.assistant.minutes)
    return Visits(sessions, Sifter(bounds.per_minute), VisitWishes(), conversations, Answers(), Drawn())
