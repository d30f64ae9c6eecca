"""What shoppers do in one shop: told, recalled, agreed to, shown and erased. The room's front."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from operator import attrgetter
from typing import Any

from omnishelf.domain.consent import Consent
from omnishelf.domain.event import Event
from omnishelf.events.exporting import consent_out, event_out
from omnishelf.events.fields import Told
from omnishelf.events.intake import Intake, Sender, Taken
from omnishelf.events.memory import SessionMemory
from omnishelf.events.personal import PersonalData
from omnishelf.events.tokens import Tokens
from omnishelf.stores.port import EventLog, Shoppers

NEWEST_FIRST = attrgetter("at", "id")


ANYBODY = Sender()
TRAVEL = timedelta(seconds=5)
"""A request may be that long on its way; clocks that differ by less are not wrong."""


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Behaviour:
    """`recent` is what ranking reads; it is the port `stores.port.Recent`.

    Attributes:
        log, shoppers: what is kept, see stores/port.py. Learning reads `log.pages()` and `log.days()`.
        personal: other parts that hold something about shoppers join here.
        keep: events older than that are forgotten by `tidy`; half_life: of the counts that stay of them.
        currency: of the shop; `digits`: of its minor unit.
    """

    log: EventLog
    shoppers: Shoppers
    memory: SessionMemory
    take: Intake
    personal: PersonalData
    tokens: Tokens
    keep: timedelta
    half_life: timedelta
    currency: str = ""
    digits: int = 2
    now: Callable[[], datetime] = utc_now

    def tell(
        self,
        items: Iterable[tuple[str, Any]],
        *,
        sender: Sender = ANYBODY,
        at: datetime | None = None,
        sent_at: datetime | None = None,
        client_id: str = "",
        user_id: str = "",
    ) -> Taken:
        """Take in events of any form (docs/events.md), each with the place where it stood.

        Args:
            at: of events that do not say it themselves; now without it.
            sent_at: the sender's clock when it sent them: how wrong it is, their times are put right by.
            client_id, user_id: of events that name nobody.
        """
        return self.take(items, self.told(at=at, sent_at=sent_at, client_id=client_id, user_id=user_id), sender)

    def told(
        self, *, at: datetime | None = None, sent_at: datetime | None = None, client_id: str = "", user_id: str = ""
    ) -> Told:
        now = self.now()
        late = now - sent_at if sent_at else timedelta()
        shift = late if abs(late) > TRAVEL else timedelta()
        return Told(now, at, shift, client_id, user_id, self.currency, self.digits)

    def recent(self, *, shopper_id: str, session_id: str, limit: int) -> tuple[Event, ...]:
        """Newest first: the session's events of this shopper or of nobody yet, and with consent their history."""
        told = [e for e in self.memory.of(session_id) if e.shopper_id in ("", shopper_id)] if session_id else []
        if shopper_id and told:
            erased = self.shoppers.erased_at(shopper_id)
            told = [event for event in told if erased is None or event.at > erased]
        kept = self.log.recent(shopper_id=shopper_id, session_id=session_id, limit=limit)
        both = {event.id: event for event in (*kept, *told)}
        return tuple(sorted(both.values(), key=NEWEST_FIRST, reverse=True)[: max(0, limit)])

    def agree(
        self, shopper_id: str, *, personal: bool, learning: bool | None = None, policy: str = "", source: str = "shop"
    ) -> Consent:
        """Note an answer; it holds from the moment this returns. `learning` is as `personal` where nothing is said."""
        wants = personal if learning is None else learning
        answer = Consent(personal, wants and personal, self.now(), policy, source)
        self.shoppers.agree({shopper_id: answer})
        return answer

    def export(self, shopper_id: str) -> Mapping[str, Any]:
        """All that is known of a shopper, as what JSON can say."""
        now = self.memory.events_of(shopper_id)
        kept = list(self.log.of(shopper_id))
        erased = self.shoppers.erased_at(shopper_id)
        return {
            "shopper_id": shopper_id,
            "exported_at": self.now().isoformat(),
            "erased_at": erased.isoformat() if erased else None,
            "pseudonym": self.shoppers.pseudonym(shopper_id),
            "consents": [consent_out(answer) for answer in self.shoppers.consents(shopper_id)],
            "about": dict(self.shoppers.about(shopper_id)),
            "events": [event_out(event) for event in kept],
            "session": [event_out(event) for event in now],
            **self.personal.export(shopper_id),
        }

    def erase(self, shopper_id: str) -> Mapping[str, int]:
        """Forget a shopper everywhere; how many things of each kind those were. Begun is written down first, so that an erasing
        that a crash or a failing part interrupts is finished by `tidy`, and until then nothing of them is read."""
        self.shoppers.begin_erasing(shopper_id, self.now())
        return self._finish(shopper_id)

    def tidy(self) -> int:
        """Finish erasings that were interrupted, and forget what is too old; returns how many events went for their age."""
        for shopper_id in self.shoppers.unfinished():
            self._finish(shopper_id)
        return self.log.compact(self.now() - self.keep, half_life_days=self.half_life / timedelta(days=1))

    def _finish(self, shopper_id: str) -> Mapping[str, int]:
        gone = dict(self.personal.erase(shopper_id))
        session = self.memory.forget(shopper_id)
        return {"events": self.shoppers.finish_erasing(shopper_id), "session": session, **gone}
