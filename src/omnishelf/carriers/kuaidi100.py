"""Kuaidi100 (快递100), enterprise interface: real-time query (/poll/query.do), subscription (/poll) and its callback.

Documented at api.kuaidi100.com. A query is a form: `customer`, `param` (JSON) and `sign`, the MD5 of param + key + customer in
capitals. A callback is a form, too: `param` (JSON) and `sign`, the MD5 of param + salt, where the salt is what the
subscription gave. MD5 is their choice; it signs here and keeps nothing secret.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs

from omnishelf.carriers.asking import Asker
from omnishelf.carriers.port import Asked, CarrierDown, CarrierRefused, Received, Told
from omnishelf.carriers.reading import CHINA, moment, part, rows, words
from omnishelf.carriers.wording import status_of, trouble_of
from omnishelf.domain.errors import BadInput
from omnishelf.domain.parcel import Checkpoint, Status, Tracked, Trouble

URL = "https://poll.kuaidi100.com"
COMPANIES = {
    "sf": "shunfeng",
    "zto": "zhongtong",
    "yto": "yuantong",
    "sto": "shentong",
    "yunda": "yunda",
    "jt": "jtexpress",
    "jd": "jd",
    "deppon": "debangwuliu",
    "cainiao": "danniao",
    "china-post": "youzhengguonei",
    "yunexpress": "yuntu",
    "ups": "ups",
    "fedex": "fedex",
    "dhl": "dhl",
    "usps": "usps",
}
"""Carrier -> Kuaidi100's code. Without one it is asked to tell the carrier itself ("auto")."""
STATES: Mapping[str, tuple[Status, Trouble]] = {
    "0": (Status.IN_TRANSIT, Trouble.NONE),
    "1": (Status.IN_TRANSIT, Trouble.NONE),  # picked up
    "2": (Status.EXCEPTION, Trouble.OTHER),
    "3": (Status.DELIVERED, Trouble.NONE),
    "4": (Status.EXCEPTION, Trouble.RETURNING),
    "5": (Status.OUT_FOR_DELIVERY, Trouble.NONE),
    "6": (Status.EXCEPTION, Trouble.RETURNING),
    "7": (Status.IN_TRANSIT, Trouble.NONE),  # handed to another carrier
    "8": (Status.IN_TRANSIT, Trouble.NONE),  # at customs
    "13": (Status.EXCEPTION, Trouble.CUSTOMS),
    "14": (Status.EXCEPTION, Trouble.REFUSED),
    "101": (Status.INFO_RECEIVED, Trouble.NONE),
    "102": (Status.INFO_RECEIVED, Trouble.NONE),
    "103": (Status.IN_TRANSIT, Trouble.NONE),
    "201": (Status.EXCEPTION, Trouble.DELAYED),
    "202": (Status.EXCEPTION, Trouble.DELAYED),
    "203": (Status.EXCEPTION, Trouble.REFUSED),
    "204": (Status.EXCEPTION, Trouble.OTHER),
    "205": (Status.AVAILABLE_FOR_PICKUP, Trouble.NOT_COLLECTED),
    "206": (Status.ATTEMPT_FAIL, Trouble.NOBODY_HOME),
    "207": (Status.EXCEPTION, Trouble.ADDRESS),
    "208": (Status.EXCEPTION, Trouble.DELAYED),
    "209": (Status.EXCEPTION, Trouble.DAMAGED),
    "401": (Status.EXPIRED, Trouble.NONE),
    "501": (Status.AVAILABLE_FOR_PICKUP, Trouble.NONE),
}
"""Their state, basic or refined. Of refined ones not in the table the first digit is read."""
NOT_FOUND = ("500", "404")
KEY_FAULTS = ("503", "601")
"""A signature that does not fit; a key that has run out."""
DONE = ("200", "501")
"""Subscribed; subscribed before."""


class Kuaidi100:
    """Args:
    customer, key: of the account.
    callback: our webhook's public address; "" where there is none, and then nothing is followed.
    salt: a secret of our own that signs callbacks.
    """

    name = "kuaidi100"

    def __init__(
        self,
        customer: str,
        key: str,
        *,
        callback: str = "",
        salt: str = "",
        url: str = URL,
        seconds: float = 8.0,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._customer, self._key, self._callback, self._salt, self._now = customer, key, callback, salt, now
        self._ask = Asker("Kuaidi100", url, {}, seconds)

    def track(self, asked: Asked) -> Tracked | None:
        given = {
            "com": COMPANIES.get(asked.carrier, "auto"),
            "num": asked.number,
            "resultv2": "1",
            "show": "0",
            "order": "desc",
        }
        param = json.dumps(given | ({"phone": asked.phone} if asked.phone else {}), ensure_ascii=False)
        form = {"customer": self._customer, "param": param, "sign": md5(param + self._key + self._customer)}
        _, answer = self._ask("POST", "/poll/query.do", data=form)
        code = words(part(answer), "returnCode")
        if code:
            _raise_for(code, words(part(answer), "message"))
            return None
        return self._tracked(part(answer), asked)

    def follow(self, asked: Asked) -> bool:
        if not self._callback or not self._salt:
            return False
        parameters = {"callbackurl": self._callback, "salt": self._salt, "resultv2": "1"}
        if asked.phone:
            parameters["phone"] = asked.phone
        company = COMPANIES.get(asked.carrier, "")
        if not company:
            parameters["autoCom"] = "1"
        param = json.dumps({"company": company, "number": asked.number, "key": self._key, "parameters": parameters})
        _, answer = self._ask("POST", "/poll", data={"schema": "json", "param": param})
        code = words(part(answer), "returnCode")
        if code in DONE:
            return True
        _raise_for(code, words(part(answer), "message"))
        return False

    def told(self, received: Received) -> Told | None:
        form = parse_qs(received.body.decode("utf-8", "replace"), max_num_fields=10)
        param, sign = (form.get(name, [""])[0] for name in ("param", "sign"))
        if not self._salt or not hmac.compare_digest(md5(param + self._salt).encode(), sign.upper().encode()):
            return None
        try:
            result = part(json.loads(param), "lastResult")
        except (ValueError, RecursionError):
            raise BadInput("The parameter `param` is not JSON.") from None
        number = words(result, "nu")
        parcels = (self._tracked(result, Asked(number)),) if number else ()
        return Told(sign.upper(), parcels, {"result": True, "returnCode": "200", "message": "ok"})

    def close(self) -> None:
        self._ask.close()

    def _tracked(self, answer: Mapping[str, Any], asked: Asked) -> Tracked:
        status, trouble = _state(words(answer, "state"))
        steps = [step for row in rows(answer, "data") if (step := _checkpoint(row))]
        steps.sort(key=lambda step: step.at, reverse=True)
        if trouble is Trouble.OTHER and steps:
            trouble = trouble_of(steps[0].text) or trouble
        carrier = next((key for key, code in COMPANIES.items() if code == words(answer, "com")), asked.carrier)
        return Tracked(asked.number, carrier, status, tuple(steps), self.name, self._now(), None, trouble)


def md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest().upper()


def _state(code: str) -> tuple[Status, Trouble]:
    return STATES.get(code) or STATES.get(code[:1]) or (Status.IN_TRANSIT, Trouble.NONE)


def _checkpoint(row: Mapping[str, Any]) -> Checkpoint | None:
    at, text = moment(words(row, "ftime", "time"), CHINA), words(row, "context")
    if at is None:
        return None
    code = words(row, "statusCode")
    status, trouble = _state(code) if code else (status_of(text), Trouble.NONE)
    if status is Status.EXCEPTION and trouble in (Trouble.NONE, Trouble.OTHER):
        trouble = trouble_of(text) or Trouble.OTHER
    return Checkpoint(at, status, text, words(row, "areaName", "location"), trouble)


def _raise_for(code: str, message: str) -> None:
    """Returns for codes that mean "no such parcel"."""
    if code in NOT_FOUND:
        return
    if code in KEY_FAULTS:
        raise CarrierRefused(
            f"Kuaidi100 refused: {message} ({code}).", hint="Check parcels.kuaidi100 and what is left of the quota."
        )
    if code in ("400", "408"):
        # 408: this carrier wants the last four digits of a phone, and those given (or none) are wrong
        raise CarrierDown(
            f"Kuaidi100 cannot look this number up: {message} ({code}).",
            hint="Some carriers want the last four digits of the phone: send `phone`.",
            retry=False,
        )
    raise CarrierDown(f"Kuaidi100 cannot answer now: {message} ({code}).", hint="Try again in a while.")
