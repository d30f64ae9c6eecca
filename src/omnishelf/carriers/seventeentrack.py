"""17TRACK, Tracking API v2.2: /register, /gettrackinfo and push notifications.

Documented at api.17track.net/en/doc. The key goes in the header `17token`. A number must be registered before it can
be asked about, and what is known of it comes some minutes later; until then it is as good as unknown. A notification
bears the header `sign`: the SHA-256 of its body, a slash and the key.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from omnishelf.carriers.asking import Asker
from omnishelf.carriers.port import Asked, CarrierDown, CarrierRefused, Received, Told
from omnishelf.carriers.reading import day, moment, part, rows, words
from omnishelf.carriers.wording import trouble_of
from omnishelf.domain.errors import BadInput
from omnishelf.domain.parcel import Checkpoint, Status, Tracked, Trouble

URL = "https://api.17track.net/track/v2.2"
CARRIERS = {
    "dhl": 100001,
    "ups": 100002,
    "fedex": 100003,
    "sf": 100012,
    "usps": 21051,
    "china-post": 3011,
    "yunexpress": 190008,
    "cainiao": 190271,
    "royal-mail": 11031,
    "canada-post": 3041,
    "japan-post": 10021,
    "singapore-post": 19131,
    "dpd": 100007,
}
"""Carrier -> 17TRACK's number; without one it tells the carrier itself."""
STATUSES = {
    "NotFound": Status.PENDING,
    "InfoReceived": Status.INFO_RECEIVED,
    "InTransit": Status.IN_TRANSIT,
    "Expired": Status.EXPIRED,
    "AvailableForPickup": Status.AVAILABLE_FOR_PICKUP,
    "OutForDelivery": Status.OUT_FOR_DELIVERY,
    "DeliveryFailure": Status.ATTEMPT_FAIL,
    "Delivered": Status.DELIVERED,
    "Exception": Status.EXCEPTION,
}
TROUBLES = {
    "Exception_Returning": Trouble.RETURNING,
    "Exception_Returned": Trouble.RETURNING,
    "Exception_NoBody": Trouble.NOBODY_HOME,
    "Exception_Security": Trouble.CUSTOMS,
    "Exception_Damage": Trouble.DAMAGED,
    "Exception_Rejected": Trouble.REFUSED,
    "Exception_Delayed": Trouble.DELAYED,
    "Exception_Lost": Trouble.LOST,
    "Exception_Destroyed": Trouble.DAMAGED,
    "Exception_Cancel": Trouble.OTHER,
    "DeliveryFailure_NoBody": Trouble.NOBODY_HOME,
    "DeliveryFailure_Security": Trouble.CUSTOMS,
    "DeliveryFailure_Rejected": Trouble.REFUSED,
    "DeliveryFailure_InvalidAddress": Trouble.ADDRESS,
    "InTransit_CustomsRequiringInformation": Trouble.CUSTOMS,
}
"""By sub-status."""
REGISTERED, UNREGISTERED, NOT_YET = -18019901, -18019902, -18019909
UNTELLABLE = (-18019903, -18019907, -18019908)
"""The carrier cannot be told from the number; the quota is used up (the last two)."""


class SeventeenTrack:
    """Args:
    key: the account's.
    """

    name = "17track"

    def __init__(
        self,
        key: str,
        *,
        url: str = URL,
        seconds: float = 8.0,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._key, self._now = key, now
        self._ask = Asker("17TRACK", url, {"17token": key}, seconds)

    def track(self, asked: Asked) -> Tracked | None:
        accepted, faults = self._call("/gettrackinfo", _item(asked))
        if UNREGISTERED in faults:
            self.follow(asked)
            accepted, faults = self._call("/gettrackinfo", _item(asked))
        if not accepted:
            _raise_for({code: text for code, text in faults.items() if code not in (UNREGISTERED, NOT_YET)})
            return None
        found = self._tracked(accepted[0], asked)
        return found if found.checkpoints or found.status is not Status.PENDING else None

    def follow(self, asked: Asked) -> bool:
        extra = {"lang": "en"} | ({"param": asked.phone or asked.postal_code} if asked.phone or asked.postal_code else {})
        accepted, faults = self._call("/register", _item(asked) | extra)
        if accepted or REGISTERED in faults:
            return True
        _raise_for(faults)
        return False

    def told(self, received: Received) -> Told | None:
        wanted = sign(received.body, self._key)
        if not hmac.compare_digest(wanted.encode(), received.headers.get("sign", "").lower().encode()):
            return None
        try:
            message = part(json.loads(received.body))
        except (ValueError, RecursionError):
            raise BadInput("The notification is not JSON.") from None
        data = part(message, "data")
        number = words(data, "number")
        about = number and words(message, "event") == "TRACKING_UPDATED"
        return Told(wanted, (self._tracked(data, Asked(number)),) if about else (), {"code": 0})

    def close(self) -> None:
        self._ask.close()

    def _call(self, path: str, item: Mapping[str, Any]) -> tuple[list[Mapping[str, Any]], dict[int, str]]:
        """(accepted, error code -> message of what was rejected)."""
        _, answer = self._ask("POST", path, json=[item])
        code = part(answer).get("code")
        if code != 0:
            errors = rows(answer, "data", "errors")
            _raise_for({int(e.get("code", -1)): words(e, "message") for e in errors} or {-1: f"code {code}"})
        faults = [part(row, "error") for row in rows(answer, "data", "rejected")]
        return rows(answer, "data", "accepted"), {
            int(fault["code"]): words(fault, "message") for fault in faults if isinstance(fault.get("code"), int)
        }

    def _tracked(self, item: Mapping[str, Any], asked: Asked) -> Tracked:
        info = part(item, "track_info")
        latest = part(info, "latest_status")
        status = STATUSES.get(words(latest, "status"), Status.PENDING)
        steps = [
            step
            for provider in rows(info, "tracking", "providers")
            for row in rows(provider, "events")
            if (step := _checkpoint(row))
        ]
        steps.sort(key=lambda step: step.at, reverse=True)
        estimated = part(info, "time_metrics", "estimated_delivery_date")
        trouble = TROUBLES.get(words(latest, "sub_status"), Trouble.NONE)
        if status is Status.EXCEPTION and not trouble:
            trouble = (trouble_of(steps[0].text) if steps else Trouble.NONE) or Trouble.OTHER
        carrier = next((key for key, number in CARRIERS.items() if number == item.get("carrier")), asked.carrier)
        expected = day(words(estimated, "to", "from"))
        return Tracked(asked.number, carrier, status, tuple(steps), self.name, self._now(), expected, trouble)


def sign(body: bytes, key: str) -> str:
    return hashlib.sha256(body + b"/" + key.encode()).hexdigest()


def _item(asked: Asked) -> dict[str, Any]:
    number = CARRIERS.get(asked.carrier)
    return {"number": asked.number} | ({"carrier": number} if number else {})


def _checkpoint(row: Mapping[str, Any]) -> Checkpoint | None:
    at = moment(words(row, "time_iso", "time_utc"))
    if at is None:
        return None
    sub = words(row, "sub_status")
    # `stage` is empty on steps that change none; the sub-status still says which kind it is.
    status = STATUSES.get(words(row, "stage")) or STATUSES.get(sub.partition("_")[0]) or Status.IN_TRANSIT
    text = words(part(row, "description_translation"), "description") or words(row, "description")
    return Checkpoint(at, status, text, words(row, "location"), TROUBLES.get(sub, Trouble.NONE))


def _raise_for(faults: Mapping[int, str]) -> None:
    for code, message in faults.items():
        if code in (-18010001, -18010002, -18010004, -18010005) or code in UNTELLABLE[1:]:
            raise CarrierRefused(f"17TRACK refused: {message} ({code}).", hint="Check parcels.seventeentrack and the quota.")
        raise CarrierDown(f"17TRACK cannot look this number up: {message} ({code}).", retry=code == -18010003)
