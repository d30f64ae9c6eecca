"""Shopper tokens: a shopper's browser shows with one that it speaks for this shopper, without the shop's keys.

    <until, seconds since 1970>.<HMAC-SHA256 over until and the id, URL-safe base64>

Nothing is stored: whoever holds the secret can check it. A shop's backend gives one to a shopper who logged in; a visitor
without an account gets an id and a token of their own.
"""

from __future__ import annotations

import base64
import hmac
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

VISITOR = "v_"
"""How ids of visitors without an account begin."""


class Tokens:
    """key: gives the secret, 32 bytes; it is first asked when it is needed."""

    def __init__(self, key: Callable[[], bytes], lasting: timedelta) -> None:
        self._key, self.lasting = key, lasting

    def visitor(self) -> str:
        """A new id that nobody can guess."""
        return VISITOR + secrets.token_urlsafe(18)

    def give(self, shopper_id: str, now: datetime) -> tuple[str, datetime]:
        """(token, until when)."""
        until = (now + self.lasting).replace(microsecond=0)
        seconds = str(int(until.timestamp()))
        return f"{seconds}.{self._signature(seconds, shopper_id)}", until

    def hold(self, token: str, shopper_id: str, now: datetime) -> bool:
        seconds, _, signature = token.partition(".")
        right = self._signature(seconds, shopper_id)
        genuine = hmac.compare_digest(right.encode(), signature.encode("utf-8", "replace"))
        return genuine and now.timestamp() < int(seconds)

    def _signature(self, seconds: str, shopper_id: str) -> str:
        said = f"{seconds}.{shopper_id}".encode("utf-8", "surrogatepass")
        return base64.urlsafe_b64encode(hmac.digest(self._key(), said, "sha256")).decode().rstrip("=")
