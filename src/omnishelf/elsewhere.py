"""Questions that no shelf answers: a tracking number that was typed, said or photographed leads to its parcel instead, and a
number of the form of the shop's orders to who tells where an order is.

Every shopper pastes one into the search box some day. Vectors find something for any string, so without this they would get
clocks and keyboards. What a product of the shop bears (a model number, a GTIN) is never taken for a parcel's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import numpy as np

from omnishelf.domain.intent import Intent, Notice
from omnishelf.domain.parcel import NumberFound, ReadFrom
from omnishelf.domain.product import Product
from omnishelf.domain.query import Modality
from omnishelf.parcels.numbers import find_numbers, normalised
from omnishelf.parcels.order_form import calls_it_an_order
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


def with_orders(intent: Intent, find: Callable[[str], tuple[str, ...]]) -> Intent:
    """Args:
    find: what has the form of an order's number in a text.
    """
    return replace(intent, orders=find(_words(intent)))


def orders(intent: Intent, shown: Iterable[Product]) -> tuple[Notice, ...]:
    """That the words hold a number of the form of the shop's orders, unless a product of the page bears it."""
    borne = _bearing(shown) if intent.orders else ""
    return tuple(
        Notice("order-number", f"“{number}” has the form of this shop's order numbers: ask for it.", about={"order": number})
        for number in intent.orders
        if _plain(number) not in borne
    )


def parcels(intent: Intent, shown: Iterable[Product]) -> tuple[NumberFound, ...]:
    """Tracking numbers in the words, the recording and the codes and print of the photo, each once, the likeliest first.

    Args:
        shown: products of the page; a number that one of them bears is theirs.
    """
    found = [*_named(intent), *_photographed(intent)]
    if not found:
        return ()
    borne = _bearing(shown)
    kept = {one.number: one for one in sorted(found, key=lambda one: one.confidence) if one.number not in borne}
    return tuple(kept.values())[::-1]


def nowhere(seen: Evidence) -> bool:
    """Whether the words are a number that no candidate bears: then nothing of the shop is an answer."""
    text = _words(seen.intent)
    numbers = [one.number for one in _named(seen.intent)]
    codes = _CODE.findall(text)
    if not numbers and not _nothing_else(text, codes, seen.intent.orders):
        return False
    return not any(_borne(code, seen) for code in (*numbers, *codes, *seen.intent.orders))


def _nothing_else(text: str, codes: Sequence[str], numbers: Sequence[str]) -> bool:
    """Whether the words are codes and nothing besides, or ask for an order by its number."""
    rest = normalised(text)
    for number in numbers:
        rest = rest.replace(number, " ")
    alone = not query_tokens(_CODE.sub(" ", rest))
    return bool(codes or numbers) and (alone or (bool(numbers) and calls_it_an_order(rest)))


def _named(intent: Intent) -> list[NumberFound]:
    typed, heard = intent.reading(Modality.WORDS), intent.reading(Modality.VOICE)
    return [*(find_numbers(typed.text) if typed else ()), *(find_spoken(heard.text) if heard else ())]


def _photographed(intent: Intent) -> list[NumberFound]:
    found = find_numbers("\n".join(intent.written).replace("\x1d", "\n"), read_from=ReadFrom.PRINT)
    return [one for one in found if one.confidence >= PHOTO_SURE]


def _words(intent: Intent) -> str:
    return " ".join(_text(intent, modality) for modality in (Modality.WORDS, Modality.VOICE))


def _text(intent: Intent, modality: Modality) -> str:
    reading = intent.reading(modality)
    if reading is None:
        return ""
    return written(reading.text) if modality is Modality.VOICE else reading.text


def _borne(code: str, seen: Evidence) -> bool:
    """Whether a candidate's text holds the code, or a part of it that is long enough to be told by."""
    tokens = tuple(token for token in query_tokens(code) if len(token) >= PIECE)
    return bool(tokens) and bool(np.any(seen.engine.spots(seen.ids, tokens).fields > 0))


def _bearing(shown: Iterable[Product]) -> str:
    return _plain(" ".join(f"{p.id} {p.gtin} {p.title} {p.description} {p.attributes}" for p in shown))


def _plain(text: str) -> str:
    return "".join(sign for sign in text.upper() if sign.isalnum())
