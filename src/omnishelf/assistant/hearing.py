"""What a shopper said, with a tracking number that they read out as it would be typed.

A recogniser of speech writes words: "S F one three eight" it gathers into prices and years, and fast Mandarin digits it
takes for other syllables. Where a recording may hold a number it is listened to a second time, for signs alone
(parcels/listening.py), and what was found stands in the message in place of what was written for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from omnishelf.domain.parcel import NumberFound
from omnishelf.parcels.spoken import find_spoken, written

Hear = Callable[[bytes, str], str]
"""(recording, language or "") -> what was said, "" for nothing."""
Spoken = Callable[[bytes, str], Sequence[NumberFound]]
"""(recording, language or "") -> numbers of parcels that were read out in it."""

SURE = 0.3
"""A number less likely than that to be a parcel's does not take the place of what was heard."""
DIGITS = 5
"""In what was heard, from here on it may be a number that was read out; prices, sizes and years have fewer."""
_ABOUT = re.compile(r"单号|快递|包裹|运单|物流|parcel|package|shipment|tracking|courier", re.IGNORECASE)
_RUN = re.compile(r"(?<![^\W_])(?:[A-Za-z]{1,4}[\s,.-]*)?\d(?:[\s,.-]*(?:\d|[A-Za-z](?![a-z])))*")


def with_numbers(hear: Hear, spoken: Spoken) -> Hear:
    """`hear`, and numbers by `spoken` where there may be one."""

    def heard(recording: bytes, language: str) -> str:
        text = hear(recording, language)
        if not may_hold_number(text):
            return text
        surest = max(spoken(recording, language), key=lambda one: one.confidence, default=None)
        if surest is None or surest.confidence < SURE or surest.number in {one.number for one in find_spoken(text)}:
            return text
        return in_place(text, surest.number)

    return heard


def may_hold_number(text: str) -> bool:
    """Whether it is about a parcel, or has as many digits as no price has."""
    return bool(_ABOUT.search(text)) or sum(sign.isdigit() for sign in written(text)) >= DIGITS


def in_place(text: str, number: str) -> str:
    """The words, and the number in place of the runs of signs that were written for it.

    >>> in_place("Where is my parcel S F 138, 022?", "SF1380221047532")
    'where is my parcel SF1380221047532'
    """
    words = _RUN.sub(lambda run: run[0] if sum(map(str.isdigit, run[0])) < DIGITS else " ", written(text))
    return f"{' '.join(words.split()).rstrip(' ?？。.,，:：')} {number}".strip()
