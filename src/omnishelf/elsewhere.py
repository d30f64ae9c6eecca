"""Questions that no shelf answers: a tracking number that was typed, said or photographed leads to its parcel instead.

Every shopper pastes one into the search box some day. Vectors find something for any string, so without this they would get
clocks and keyboards. What a product of the shop bears (a model number, a GTIN) is never taken for a parcel's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np

from omnishelf.domain.intent import Intent
from omnishelf.domain.parcel import NumberFound, ReadFrom
from omnishelf.domain.product import Product
from omnishelf.domain.query import Modality
from omnishelf.parcels.numbers import find_numbers
from omnishelf.parcels.spoken import find_spoken, written
from omnishelf.rank.features.evidence import Evidence
from omnishelf.understand.tokens import query_tokens

PHOTO_SURE = 0.9
"""Confidence from which a number on a photo counts: packages bear numbers of many kinds."""
LONG, DIGITS = 10, 5
"""Signs and digits of a word that is a number of something, and not a word."""
PIECE = 4
"""Signs of a part of such a word with which a product still bears it: "g991bzadeub" of "SM-G991BZADEUB", but not its "sm"."""
_CODE = re.compile(rf"(?<![^\W_])(?=[\w./-]{{{LONG},}})(?:[\w./-]*?\d){{{DIGITS},}}[\w./-]*", re.ASCII)


def parcels(intent: Intent, shown: Iterable[Product]) -> tuple[NumberFound, ...]:
    """Tracking numbers in the words, the recording and the codes and print of the photo, each once, the likeliest first.

    Args:
        shown: products of the page; a number that one of them bears is theirs.
    """
    found = [*_named(intent), *_photographed(intent)]
    if not found:
        return ()
    borne = _plain(" ".join(f"{p.id} {p.gtin} {p.title} {p.description} {p.attributes}" for p in shown))
    kept = {one.number: one for one in sorted(found, key=lambda one: one.confidence) if one.number not in borne}
    return tuple(kept.values())[::-1]


def nowhere(seen: Evidence) -> bool:
    """Whether the words are a number that no candidate bears: then nothing of the shop is an answer."""
    text = " ".join(_text(seen.intent, modality) for modality in (Modality.WORDS, Modality.VOICE))
    numbers = [one.number for one in _named(seen.intent)]
    codes = _CODE.findall(text)
    if not numbers and (not codes or query_tokens(_CODE.sub(" ", text))):
        return False
    return not any(_borne(code, seen) for code in (*numbers, *codes))


def _named(intent: Intent) -> list[NumberFound]:
    typed, heard = intent.reading(Modality.WORDS), intent.reading(Modality.VOICE)
    return [*(find_numbers(typed.text) if typed else ()), *(find_spoken(heard.text) if heard else ())]


def _photographed(intent: Intent) -> list[NumberFound]:
    found = find_numbers("\n".join(intent.written).replace("\x1d", "\n"), read_from=ReadFrom.PRINT)
    return [one for one in found if one.confidence >= PHOTO_SURE]


def _text(intent: Intent, modality: Modality) -> str:
    reading = intent.reading(modality)
    if reading is None:
        return ""
    return written(reading.text) if modality is Modality.VOICE else reading.text


def _borne(code: str, seen: Evidence) -> bool:
    """Whether a candidate's text holds the code, or a part of it that is long enough to be told by."""
    tokens = tuple(token for token in query_tokens(code) if len(token) >= PIECE)
    return bool(tokens) and bool(np.any(seen.engine.spots(seen.ids, tokens).fields > 0))


def _plain(text: str) -> str:
    return "".join(sign for sign in text.upper() if sign.isalnum())
