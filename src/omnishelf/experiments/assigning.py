"""Who gets which arm: a hash under the experiment's own salt. Nothing is looked up or kept, every process says the same, and
two experiments are independent of each other, since their salts are.
"""

from __future__ import annotations

import hashlib
import random
import secrets
from collections.abc import Sequence

from omnishelf.domain.experiment import Experiment

WHOLE = 2.0**64


def new_salt() -> str:
    return secrets.token_hex(16)


def unit_name(experiment: Experiment, id: str) -> bytes:
    """16 bytes that stand for a session or shopper in this experiment alone; without the salt nobody can tell whom."""
    return _hash(experiment, b"unit", id.encode())


def arm_of(experiment: Experiment, unit: bytes) -> int | None:
    """The unit's arm; None for one that does not take part. Interleaving has every unit in place 0."""
    drawn = _hash(experiment, b"arm", unit)
    taking_part, place = (int.from_bytes(half) / WHOLE for half in (drawn[:8], drawn[8:]))
    if taking_part >= experiment.share:
        return None
    return _place([arm.share for arm in experiment.arms], place)


def coins(experiment: Experiment, unit: bytes, question: str) -> random.Random:
    """Coin flips that fall alike for the same unit and question, so that an answer made again is the same answer."""
    return random.Random(_hash(experiment, b"coins", unit + question.encode()))


def _place(shares: Sequence[float], point: float) -> int:
    """`point`, 0 <= point < 1, in shares laid end to end."""
    left = point * sum(shares)
    for at, share in enumerate(shares):
        left -= share
        if left < 0:
            return at
    return len(shares) - 1


def _hash(experiment: Experiment, purpose: bytes, data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=16, key=bytes.fromhex(experiment.salt), person=purpose).digest()
