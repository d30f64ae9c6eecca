"""A carrier that does not exist, for trying things out: any number has a journey, told by the number and the clock alone.

Every parcel sets out again each `CYCLE` and is on its way for two to six days, so a shop without a contract with
anybody can show each state. Nothing is sent anywhere.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from random import Random

from omnishelf.carriers.port import Asked, Received, Told
from omnishelf.domain.errors import BadInput
from omnishelf.domain.parcel import Checkpoint, Status, Tracked, Trouble

CYCLE = timedelta(days=12)
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
TOWNS = ("Northport", "Millbrook", "Eastgate", "Fairhaven", "Lakeside", "Hillcrest")
HOUR = timedelta(hours=1)


class SimulatedCarrier:
    """Args:
    now: the clock, aware.
    secret: for webhooks, which a test or a demonstration may send with `signed`; "" refuses all.
    """

    name = "simulated"

    def __init__(self, now: Callable[[], datetime] = lambda: datetime.now(UTC), secret: str = "") -> None:
        self._now, self._secret = now, secret

    def track(self, asked: Asked) -> Tracked | None:
        now = self._now()
        rng = Random(hashlib.sha256(asked.number.encode()).digest())
        phase = CYCLE * rng.random()
        begun = EPOCH + phase + CYCLE * ((now - EPOCH - phase) // CYCLE)
        journey = list(_journey(begun, rng))
        past = tuple(reversed([step for step in journey if step.at <= now]))
        promised = next((step.at for step in journey if step.status is Status.OUT_FOR_DELIVERY), None)
        return Tracked(
            asked.number,
            asked.carrier,
            past[0].status,
            past,
            self.name,
            now,
            promised.date() if promised else None,
            past[0].trouble,
        )

    def follow(self, asked: Asked) -> bool:
        return False

    def told(self, received: Received) -> Told | None:
        """`{"number", "status", "text", "at"}` with the header `x-simulated-sign`."""
        sign = received.headers.get("x-simulated-sign", "")
        if not self._secret or not hmac.compare_digest(signed(received.body, self._secret).encode(), sign.encode()):
            return None
        try:
            given = json.loads(received.body)
            step = Checkpoint(datetime.fromisoformat(given["at"]), Status(given["status"]), str(given["text"]))
            number = str(given["number"])
        except (ValueError, KeyError, TypeError, RecursionError):
            raise BadInput("The message cannot be read.", hint='Send {"number", "status", "text", "at"}.') from None
        parcel = Tracked(number, "", step.status, (step,), self.name, self._now())
        return Told(sign, (parcel,), {"result": True})

    def close(self) -> None:
        return None


def signed(body: bytes, secret: str) -> str:
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def _journey(begun: datetime, rng: Random) -> Iterator[Checkpoint]:
    """All steps to the end, in time order."""
    fate, at = rng.random(), begun
    towns = rng.sample(TOWNS, 3)
    yield Checkpoint(at, Status.INFO_RECEIVED, "Shipment's data received")
    at += rng.uniform(2, 14) * HOUR
    yield Checkpoint(at, Status.IN_TRANSIT, "Picked up", towns[0])
    for town in towns[1:]:
        at += rng.uniform(8, 40) * HOUR
        yield Checkpoint(at, Status.IN_TRANSIT, f"Departed from {town} sorting centre", town)
    if fate < 0.10:
        at += 10 * HOUR
        yield Checkpoint(at, Status.EXCEPTION, "Delayed: storm", towns[2], Trouble.DELAYED)
        at += 30 * HOUR
        yield Checkpoint(at, Status.IN_TRANSIT, "On its way again", towns[2])
    if fate > 0.97:
        yield Checkpoint(at + 48 * HOUR, Status.EXCEPTION, "The parcel cannot be found; a search has begun", "", Trouble.LOST)
        return
    at += rng.uniform(6, 20) * HOUR
    yield Checkpoint(at, Status.OUT_FOR_DELIVERY, "Out for delivery", towns[2])
    if 0.10 <= fate < 0.20:
        at += 5 * HOUR
        yield Checkpoint(at, Status.ATTEMPT_FAIL, "Delivery attempted: nobody was there", towns[2], Trouble.NOBODY_HOME)
        at += 19 * HOUR
        yield Checkpoint(at, Status.OUT_FOR_DELIVERY, "Out for delivery", towns[2])
    if 0.20 <= fate < 0.40:
        at += 4 * HOUR
        yield Checkpoint(at, Status.AVAILABLE_FOR_PICKUP, "Waiting at the pickup point", towns[2])
        at += 20 * HOUR
    yield Checkpoint(at + 3 * HOUR, Status.DELIVERED, "Delivered", towns[2])
