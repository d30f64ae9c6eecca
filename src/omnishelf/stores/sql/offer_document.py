"""An offer as canonical JSON: field names as in `domain.offer`."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime

from omnishelf.domain.offer import Offer, Scope, Who


def write(offer: Offer) -> str:
    plain = asdict(offer)
    for name in ("starts", "ends"):
        plain[name] = plain[name].isoformat() if plain[name] else None
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read(text: str) -> Offer:
    told = json.loads(text)
    for name in ("starts", "ends"):
        told[name] = datetime.fromisoformat(told[name]) if told[name] else None
    told["title"] = tuple((tag, words) for tag, words in told["title"])
    told["products"] = tuple(told["products"])
    return Offer(**{**told, "scope": Scope(told["scope"]), "who": Who(told["who"])})
