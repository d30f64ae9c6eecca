"""What becomes of told events: read, set right in time, sifted, kept or only counted, remembered for the session."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, timedelta
from typing import Any

from omnishelf.domain.consent import Consent
from omnishelf.domain.event import Event
from omnishelf.events.fields import Told
from omnishelf.events.memory import SessionMemory
from omnishelf.events.reading import Fault, read_all
from omnishelf.events.sifting import Sifter, is_robot
from omnishelf.stores.port import EventLog, Shoppers

OUTCOMES = ("kept", "session_only", "repeated", "robots", "erased", "refused", "ignored")
MICROSECOND = timedelta(microseconds=1)
MOST_FAULTS = 100
"""Faults that a report spells out; the others are counted."""


@dataclass(slots=True)
class Taken:
    """What became of the events of one batch. Each event is in one of the first six; the rest describe.

    Attributes:
        kept: new, in the history of a shopper who agreed.
        session_only: new, of somebody who has not agreed or is not known: counted for its product, remembered for the session.
        repeated: told before, or the second half of a double click.
        robots: of crawlers, and of sessions faster than a person.
        erased: of shoppers who have been erased since it happened.
        refused: could not be used; `faults` says why, of the first hundred.
        ignored: things of GA4 and UBI that say nothing of a product.
        unknown_products: kept or session_only, of products that the shop does not have (now).
        put_right: times in the future that were drawn to now.
    """

    kept: int = 0
    session_only: int = 0
    repeated: int = 0
    robots: int = 0
    erased: int = 0
    refused: int = 0
    ignored: int = 0
    unknown_products: int = 0
    put_right: int = 0
    faults: list[Fault] = field(default_factory=list)

    def outcomes(self) -> dict[str, int]:
        """The counts by what became of events."""
        return {name: getattr(self, name) for name in OUTCOMES}

    def __add__(self, other: Taken) -> Taken:
        counts = {f.name: getattr(self, f.name) + getattr(other, f.name) for f in fields(self) if f.name != "faults"}
        return Taken(**counts, faults=[*self.faults, *other.faults][:MOST_FAULTS])


@dataclass(frozen=True, slots=True)
class Sender:
    """Who tells.

    Attributes:
        user_agent: of the request.
        may_name: whether events may be ascribed to the shopper of this id; those of others are nobody's.
        no_history: Global Privacy Control, or a consent denied in the request itself: events are nobody's.
        agreed: the shop's word that the shoppers of imported history agreed; None without one.
        live: remembered for sessions; history is not.
    """

    user_agent: str = ""
    may_name: Callable[[str], bool] = lambda shopper_id: True
    no_history: bool = False
    agreed: Consent | None = None
    live: bool = True


class Intake:
    """Thread-safe.

    Args:
        known: those of the product ids that the shop has.
        oldest: events from before that long ago are refused: the log does not hold such any more.
        sifter: tells what is somebody's doing from what is not.
        heard: is told what was taken in just now, history left out.
    """

    def __init__(
        self,
        log: EventLog,
        shoppers: Shoppers,
        memory: SessionMemory,
        *,
        known: Callable[[Sequence[str]], Iterable[str]],
        oldest: timedelta,
        sifter: Sifter,
        heard: Callable[[Sequence[Event]], None] = lambda events: None,
    ) -> None:
        self.log, self.shoppers, self.memory, self.known, self.oldest = log, shoppers, memory, known, oldest
        self.sifter, self.heard = sifter, heard

    def __call__(self, items: Iterable[tuple[str, Any]], told: Told, sender: Sender) -> Taken:
        """items: (place, what was told there). Nothing of it is taken in when the store fails; it may then be told again."""
        read = read_all(items, told)
        taken = Taken(refused=len(read.faults), ignored=read.ignored, faults=read.faults[:MOST_FAULTS])
        if is_robot(sender.user_agent):
            taken.robots = sum(len(events) for _, events in read.groups)
            return taken
        timely = [*self._timely(read.groups, told.now, taken)][::-1]
        fresh, taken.repeated, taken.robots = self.sifter.sift(timely)
        events = [self._ascribed(event, sender) for event in fresh]
        try:
            self._keep(events, sender, taken)
        except BaseException:
            self.sifter.forget(fresh)
            raise
        return taken

    def _timely(self, groups: Sequence[tuple[str, list[Event]]], now: datetime, taken: Taken) -> Iterator[list[Event]]:
        """What is of now (or later) is set some microseconds before it, so that it stays in the order in which it was told."""
        for left, (place, events) in enumerate(reversed(groups)):
            at = events[0].at
            if at < now - self.oldest:
                taken.refused += 1
                if len(taken.faults) < MOST_FAULTS:
                    taken.faults.append(Fault(place, f"it is older than {self.oldest.days} days"))
            elif at >= now:
                taken.put_right += len(events) if at > now else 0
                yield [replace(event, at=now - left * MICROSECOND) for event in events]
            else:
                yield events

    def _ascribed(self, event: Event, sender: Sender) -> Event:
        """Nobody's, where the sender may not say whose it is."""
        named = event.shopper_id and not sender.no_history and sender.may_name(event.shopper_id)
        return event if named or not event.shopper_id else replace(event, shopper_id="")

    def _keep(self, events: list[Event], sender: Sender, taken: Taken) -> None:
        if sender.agreed is not None:
            self.shoppers.agree(dict.fromkeys({event.shopper_id for event in events} - {""}, sender.agreed))
        added = self.log.add(events)
        taken.kept, taken.session_only = len(added.new), len(added.not_agreed)
        taken.repeated += len(added.known)
        taken.erased = len(added.erased)
        fresh = {*added.new, *added.not_agreed}
        if sender.live:
            new = [event for event in events if event.id in fresh]
            self.memory.add(new)
            self.heard(new)
        about = {event.product_id for event in events if event.product_id and event.id in fresh}
        missing = about.difference(self.known(sorted(about)))
        taken.unknown_products = sum(event.product_id in missing for event in events if event.id in fresh)
