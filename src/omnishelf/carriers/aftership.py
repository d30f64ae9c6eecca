"""AfterShip, Tracking API 2024-07: trackings and webhooks.

Documented at aftership.com/docs/tracking. The key goes in the header `as-api-key`. A number must be made a tracking
before it can be asked about. A webhook bears `aftership-hmac-sha256`: the HMAC-SHA-256 of its body under the webhook
secret, in base64.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from omnishelf.carriers.asking import Asker
from omnishelf.carriers.port import Asked, CarrierDown, Received, Told
from omnishelf.carriers.reading import day, moment, part, rows, words
from omnishelf.carriers.wording import trouble_of
from omnishelf.domain.errors import BadInput
from omnishelf.domain.parcel import Checkpoint, Status, Tracked, Trouble

URL = "https://api.aftership.com/tracking/2024-07"
SLUGS = {
    "sf": "sf-express",
    "zto": "zto-express",
    "yto": "yto",
    "sto": "sto",
    "yunda": "yunda-express",
    "jd": "jd-express",
    "china-post": "china-post",
    "yunexpress": "yunexpress",
    "cainiao": "cainiao",
    "usps": "usps",
    "ups": "ups",
    "fedex": "fedex",
    "dhl": "dhl",
    "dhl-ecommerce": "dhl-global-mail",
    "dpd": "dpd",
    "royal-mail": "royal-mail",
    "canada-post": "canada-post",
    "purolator": "purolator",
    "ontrac": "ontrac",
    "lasership": "lasership",
    "yamato": "taqbin-jp",
    "japan-post": "japan-post",
    "singapore-post": "singapore-post",
}
"""Carrier -> slug; without one AfterShip tells the carrier itself."""
TAGS = {
    "Pending": Status.PENDING,
    "InfoReceived": Status.INFO_RECEIVED,
    "InTransit": Status.IN_TRANSIT,
    "OutForDelivery": Status.OUT_FOR_DELIVERY,
    "AttemptFail": Status.ATTEMPT_FAIL,
    "AvailableForPickup": Status.AVAILABLE_FOR_PICKUP,
    "Delivered": Status.DELIVERED,
    "Exception": Status.EXCEPTION,
    "Expired": Status.EXPIRED,
}
SUBTAGS = {
    "Exception_002": Trouble.NOT_COLLECTED,
    "Exception_003": Trouble.RETURNING,
    "Exception_004": Trouble.CUSTOMS,
    "Exception_005": Trouble.DELAYED,
    "Exception_006": Trouble.DELAYED,
    "Exception_007": Trouble.CUSTOMS,
    "Exception_008": Trouble.ADDRESS,
    "Exception_009": Trouble.DAMAGED,
    "Exception_010": Trouble.OTHER,
    "Exception_011": Trouble.RETURNING,
    "Exception_012": Trouble.OTHER,
    "Exception_013": Trouble.LOST,
    "AttemptFail_002": Trouble.NOBODY_HOME,
    "AttemptFail_003": Trouble.ADDRESS,
}
"""Delivery sub-statuses that say what is wrong. The sentence decides where a number is not in the table."""
EXISTS, NOT_THERE = 4003, 4004


class AfterShip:
    """Args:
    key: the account's.
    secret: of webhooks; "" refuses all.
    """

    name = "aftership"

    def __init__(
        self,
        key: str,
        *,
        secret: str = "",
        url: str = URL,
        seconds: float = 8.0,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._secret, self._now = secret, now
        self._ask = Asker("AfterShip", url, {"as-api-key": key}, seconds)

    def track(self, asked: Asked) -> Tracked | None:
        found = self._find(asked)
        if found is None:
            self.follow(asked)
            found = self._find(asked)
        if found is None:
            return None
        told = self._tracked(found, asked)
        return told if told.checkpoints or told.status is not Status.PENDING else None

    def follow(self, asked: Asked) -> bool:
        fields = {
            "tracking_number": asked.number,
            "slug": SLUGS.get(asked.carrier, ""),
            "destination_postal_code": asked.postal_code,
        }
        status, answer = self._ask("POST", "/trackings", json={name: value for name, value in fields.items() if value})
        if status >= 400 and _code(answer) != EXISTS:
            raise _fault(answer, status)
        return True

    def told(self, received: Received) -> Told | None:
        given = received.headers.get("aftership-hmac-sha256", "")
        if not self._secret or not hmac.compare_digest(sign(received.body, self._secret).encode(), given.encode()):
            return None
        try:
            message = part(json.loads(received.body))
        except (ValueError, RecursionError):
            raise BadInput("The webhook is not JSON.") from None
        tracking = part(message, "msg")
        number = words(tracking, "tracking_number")
        about = number and words(message, "event") == "tracking_update"
        id = words(message, "event_id") or given
        return Told(id, (self._tracked(tracking, Asked(number)),) if about else (), {"received": True})

    def close(self) -> None:
        self._ask.close()

    def _find(self, asked: Asked) -> Mapping[str, Any] | None:
        query = {"tracking_numbers": asked.number} | ({"slug": SLUGS[asked.carrier]} if asked.carrier in SLUGS else {})
        status, answer = self._ask("GET", "/trackings", params=query)
        if status >= 400 and _code(answer) != NOT_THERE:
            raise _fault(answer, status)
        return next((row for row in rows(answer, "data", "trackings") if words(row, "tracking_number") == asked.number), None)

    def _tracked(self, tracking: Mapping[str, Any], asked: Asked) -> Tracked:
        status = TAGS.get(words(tracking, "tag"), Status.PENDING)
        steps = [step for row in rows(tracking, "checkpoints") if (step := _checkpoint(row))]
        steps.sort(key=lambda step: step.at, reverse=True)
        trouble = SUBTAGS.get(words(tracking, "subtag"), Trouble.NONE)
        if status is Status.EXCEPTION and not trouble:
            trouble = (trouble_of(steps[0].text) if steps else Trouble.NONE) or Trouble.OTHER
        carrier = next((key for key, slug in SLUGS.items() if slug == words(tracking, "slug")), asked.carrier)
        return Tracked(asked.number, carrier, status, tuple(steps), self.name, self._now(), _expected(tracking), trouble)


def sign(body: bytes, secret: str) -> str:
    return base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


def _expected(tracking: Mapping[str, Any]) -> date | None:
    """The newest estimate, or the carrier's, or the one of older versions."""
    for name in ("latest_estimated_delivery", "courier_estimated_delivery_date"):
        found = day(words(part(tracking, name), "estimated_delivery_date", "datetime", "datetime_max"))
        if found:
            return found
    return day(words(tracking, "expected_delivery"))


def _checkpoint(row: Mapping[str, Any]) -> Checkpoint | None:
    at = moment(words(row, "checkpoint_time", "created_at"))
    if at is None:
        return None
    place = words(row, "location") or ", ".join(filter(None, (words(row, "city"), words(row, "state"))))
    trouble = SUBTAGS.get(words(row, "subtag"), Trouble.NONE)
    return Checkpoint(at, TAGS.get(words(row, "tag"), Status.IN_TRANSIT), words(row, "message"), place, trouble)


def _code(answer: Any) -> int:
    code = part(answer, "meta").get("code")
    return code if isinstance(code, int) else 0


def _fault(answer: Any, status: int) -> CarrierDown:
    message = words(part(answer, "meta"), "message") or f"status {status}"
    return CarrierDown(f"AfterShip cannot look this number up: {message} ({_code(answer) or status}).", retry=False)
