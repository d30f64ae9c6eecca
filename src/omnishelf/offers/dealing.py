"""Who is held back from an offer, and by what name they are known there: hashes under the offer's own salt, as experiments deal
their arms. Nothing is looked up, every process says the same, and no two offers know the same shopper by one name."""

from __future__ import annotations

import hashlib
import secrets

from omnishelf.domain.offer import Offer

WHOLE = 2.0**64
EXPLORE = 0.1
"""Share of those who are not worth an offer by what was learnt who are shown it all the same, so that what was learnt can be
found wrong."""


def new_salt() -> str:
    return secrets.token_hex(16)


def unit_of(offer: Offer, shopper_id: str, session_id: str) -> bytes:
    """16 bytes for the shopper, or for the visit of somebody unknown."""
    who = f"shopper:{shopper_id}" if shopper_id else f"session:{session_id}"
    return _hash(offer, b"unit", who.encode("utf-8", "surrogatepass"))


def chance(offer: Offer, worth: bool | None) -> float:
    """With which a unit is shown the offer. `worth`: what was learnt says that it changes what they do; None where nothing was
    learnt yet, and everybody who is not held back is shown it."""
    return (1 - offer.holdout) * (EXPLORE if worth is False else 1.0)


def dealt(offer: Offer, unit: bytes, worth: bool | None) -> bool:
    """Whether the unit is shown the offer. The same point in 0..1 decides whatever was learnt, so that a share of `holdout` is
    held back for good: who is not worth an offer is shown it only where others would be too."""
    return int.from_bytes(_hash(offer, b"deal", unit)[:8]) / WHOLE < chance(offer, worth)


def order(offer: Offer, shopper_id: str, session_id: str) -> bytes:
    """Among several offers for one place, the lowest comes first: drawn anew for each shopper, and the same at each visit."""
    return _hash(offer, b"order", f"{shopper_id} {session_id if not shopper_id else ''}".encode("utf-8", "surrogatepass"))


def _hash(offer: Offer, purpose: bytes, data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=16, key=bytes.fromhex(offer.salt), person=purpose).digest()
