"""The thing asked for in an English question: the last noun before the phrase turns to a purpose or a part.

"black leather backpack with two pockets" -> backpack. English puts what is said of a thing before it, and its uses and parts
behind a preposition (Quirk et al. 1985, 17.1). No tagger: words that cannot be the thing (numbers, sizes, colours, what sellers
say) are passed over, and a name of the shop decides where one is found.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from omnishelf.understand.request import wanted
from omnishelf.understand.stopwords import ENGLISH
from omnishelf.understand.tokens import UNITS, stem

NAMED, GUESSED = 0.95, 0.85
"""Confidence of a head that the shop names, and of any other. Set by judgement: the sample shop's questions, of which all are
read right, are worded too plainly to measure it by."""
LONGEST_NAME = 3

_STUFF = frozenset(
    """
    leather suede nylon polyester cotton wool linen silk denim canvas silicone rubber plastic wood wooden bamboo oak walnut
    pine maple beech rattan wicker steel stainless metal aluminum aluminium titanium brass copper iron bronze ceramic porcelain
    marble stone velvet fleece mesh felt acrylic resin
    """.split()  # noqa: SIM905 - words are easier to read than a list of strings
)
"""What things are made of; the thing itself only where no other word can be ("jacket nylon" against "cotton")."""

_WORD = re.compile(r"[A-Za-z0-9à-ÿ]+(?:['’./-][A-Za-z0-9à-ÿ]+)*")
_TURN = re.compile(
    r"\b(?:for|with|without|in|under|below|over|above|from|that|which|who|made|by|on|to|at|as|than|like|about|between|around|up|of"
    r"|but|not|no|less|more|max|and\s+(?:not|no)|is|are|should|do|does|can|please|suitable|size|compatible)\b|[,;:?!()$€£¥]|\s[-–]\s",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"\b(?:set|pair|pack|box|bottle|bag|piece|kind|sort|type|case|bundle|roll|cup|can)s?\s+of\s+", re.IGNORECASE
)
_NUMBER = re.compile(r"\d+(?:[./x-]\d+)*[a-z]{0,3}", re.IGNORECASE)
_NEVER = ENGLISH | frozenset(
    [
        "online",
        "cheap",
        "cheaper",
        "cheapest",
        "best",
        "good",
        "great",
        "nice",
        "sale",
        "deal",
        "deals",
        "price",
        "prices",
        "buy",
        "new",
        "used",
        "order",
        "shop",
        "store",
        "under",
        "value",
        "affordable",
        "budget",
        "small",
        "medium",
        "large",
        "xl",
        "xs",
        "big",
        "mini",
        "black",
        "white",
        "red",
        "blue",
        "green",
        "yellow",
        "pink",
        "purple",
        "orange",
        "brown",
        "grey",
        "gray",
        "navy",
        "beige",
        "silver",
        "gold",
        "multicolor",
        "men",
        "women",
        "mens",
        "womens",
        "kids",
        "boys",
        "girls",
        "adult",
        "unisex",
        "one",
        "ones",
        "something",
        "anything",
        "thing",
        "things",
        "any",
        "quality",
        "recommended",
        "recommendation",
        "recommendations",
        "delivery",
        "shipping",
        "today",
        "tomorrow",
        "asap",
    ]
)


def product_of(text: str, known: Callable[[str], str] | None = None) -> Iterator[tuple[str, int, int, float]]:
    """("product", start, end, confidence) of the head, when there is one. A shop's name of up to three words is taken whole."""
    asked = wanted(text)
    begin = max(0, text.find(asked))
    amount = _AMOUNT.search(asked)
    begin += amount.end() if amount else 0
    rest = text[begin:]
    words = [(m[0].lower(), begin + m.start(), begin + m.end()) for m in _WORD.finditer(_phrase(rest))]
    named = _named(words, known) if known else None
    if named:
        yield "product", *named, NAMED
        return
    nouns = [word for word in words if not _passed_over(word[0])]
    heads = [word for word in nouns if word[0] not in _STUFF] or nouns
    if heads:
        yield "product", heads[-1][1], heads[-1][2], GUESSED


def _phrase(text: str) -> str:
    """The text up to its first turn that leaves a word which can be the thing."""
    for turn in _TURN.finditer(text):
        if any(not _passed_over(m[0].lower()) for m in _WORD.finditer(text[: turn.start()])):
            return text[: turn.start()]
    return text


def _named(words: list[tuple[str, int, int]], known: Callable[[str], str]) -> tuple[int, int] | None:
    """The last name of a product; the longest that ends there."""
    for stop in range(len(words), 0, -1):
        for start in range(max(0, stop - LONGEST_NAME), stop):
            if known(" ".join(word for word, _, _ in words[start:stop])) == "product":
                return words[start][1], words[stop - 1][2]
    return None


def _passed_over(word: str) -> bool:
    return word in _NEVER or stem(word) in UNITS or _NUMBER.fullmatch(word) is not None or len(word) < 2
