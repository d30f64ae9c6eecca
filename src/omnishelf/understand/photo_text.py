"""What the print on a photo says in the shop's own words: brands as wishes, telling words as tokens, the rest nothing.

A package is full of words: weights, addresses, care instructions. Only what the catalogue itself uses counts, and the
rarer it is there the more (the engine's inverse document frequency sees to that).
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from omnishelf.domain.intent import Constraint
from omnishelf.domain.query import AnyOf, Modality
from omnishelf.encoders.ocr import TextLine
from omnishelf.understand.language import detect, has_han
from omnishelf.understand.stopwords import ENGLISH
from omnishelf.understand.text import expand
from omnishelf.understand.vocabulary import Match, Vocabulary, split_words

SURE = 0.7
"""Confidence of a line below which its words are not used; PP-OCR gives .9 and more to what people can read."""
COMMON = 0.2
"""A word that a larger share of the products use tells nothing on a package, where words stand without a question ..."""
FEW = 3
"""... unless the shop is so small that the share is of no more products than this."""
LEAST_LETTERS = 3
ENOUGH = 3
"""Telling words that make a package's print trusted in full, if one is a brand or a model: names are made of so many ..."""
UNNAMED = 0.4
"""... and the trust without brand or model: a slogan on a shirt is words, too."""
AMBIGUOUS = 0.5
"""Confidence in a brand whose name is also that of a category or an attribute value."""
_PACKAGING = """
    batch best before box brand care caution color colour contains contents date dry enclosed fragile handle imported
    ingredients inside item keep lot made manual model net one origin package pcs piece pieces price product quality quantity
    recycle side size store use warning warranty weight
    型号 规格 颜色 尺码 尺寸 数量 产地 产品 品牌 品名 生产 日期 批号 保修 合格 注意 小心 轻放 防潮 净含量 包装 进口 成分
    使用 说明
"""
PACKAGING = frozenset(_PACKAGING.split())
"""Words that packages say of themselves, whatever is in them."""
_MODEL = re.compile(r"(?=.*\d)(?=.*[a-z])[a-z0-9][a-z0-9./-]{2,}")


@dataclass(frozen=True, slots=True)
class Printed:
    """What was read.

    Attributes:
        constraints: a soft one for each brand.
        tokens: token -> weight 0..1 for the lexical probe.
        confidence: 0..1, how sure the telling lines were; 0 when nothing telling was read.
        trust: 0..1, how far the print tells which product this is, rather than standing on a thing by chance.
    """

    constraints: tuple[Constraint, ...] = ()
    tokens: Mapping[str, float] = field(default_factory=dict)
    confidence: float = 0.0
    trust: float = 0.0


def read_print(lines: Sequence[TextLine], vocabulary: Vocabulary, dropped: Container[str] = ()) -> Printed:
    """Args:
    dropped: keys of brands that the shopper took back; their words do not count either.
    """
    sure = [line for line in lines if line.confidence >= SURE]
    text = " ".join(unglued(line.text, vocabulary) for line in sure)
    brands = [_brand(match) for match in _named_brands(text, vocabulary)]
    banned = {word for brand in brands if brand.key in dropped for word in split_words(brand.label)}
    words = [w for w in telling_words(text, vocabulary) if w not in banned]
    kept = tuple({brand.key: brand for brand in brands if brand.key not in dropped}.values())
    if not words and not kept:
        return Printed()
    joined = " ".join(words)
    confidence = _confidence(sure, words, kept)
    return Printed(kept, expand(joined, detect(joined), vocabulary), confidence, _trust(confidence, words, kept, vocabulary))


def telling_words(text: str, vocabulary: Vocabulary) -> list[str]:
    """The words of the text, each once, that few of the shop's products use but some do; model numbers in any case, for
    "XT200" and "XT-200" are one to the tokens."""
    return list(dict.fromkeys(word for word in split_words(text) if _telling(word, vocabulary)))


def unglued(line: str, vocabulary: Vocabulary) -> str:
    """The line with words parted that the reader ran together, where both parts are words of the shop: "StonewareMug"."""
    return " ".join(_parted(word, vocabulary) for word in line.split())


def _parted(word: str, vocabulary: Vocabulary) -> str:
    low = word.lower()
    if not (low.isascii() and low.isalpha()) or vocabulary.knows(low):
        return word
    cuts = range(LEAST_LETTERS, len(low) - LEAST_LETTERS + 1)
    parts = [(vocabulary.knows(low[:cut]) * vocabulary.knows(low[cut:]), cut) for cut in cuts]
    most, cut = max(parts, default=(0, 0))
    return f"{word[:cut]} {word[cut:]}" if most else word


def _telling(word: str, vocabulary: Vocabulary) -> bool:
    if _MODEL.fullmatch(word):
        return True
    if word in ENGLISH or word in PACKAGING or len(word) < (2 if has_han(word) else LEAST_LETTERS) or word.isdigit():
        return False
    return 0 < vocabulary.knows(word) <= max(FEW, COMMON * vocabulary.products)


def _named_brands(text: str, vocabulary: Vocabulary) -> Iterator[Match]:
    least = 2 if has_han(text) else LEAST_LETTERS
    return (m for m in vocabulary.find(text) if len(m.words) >= least and any(t.field == "brand" for t in m.terms))


def _brand(match: Match) -> Constraint:
    brands = [term for term in match.terms if term.field == "brand"]
    confidence = 1.0 if len(brands) == len(match.terms) else AMBIGUOUS
    condition = AnyOf("brand", tuple(term.value for term in brands))
    return Constraint(f"brand={match.words}", "brand", brands[0].label, (condition,), False, Modality.PHOTO, confidence)


def _confidence(lines: Iterable[TextLine], words: Sequence[str], brands: Sequence[Constraint]) -> float:
    """The mean of the lines that hold something telling; half of it where that is a single word."""
    found = {*words, *(word for brand in brands for word in split_words(brand.label))}
    telling = [line.confidence for line in lines if found & set(split_words(line.text))] or [SURE]
    mean = sum(telling) / len(telling)
    return round(mean if len(found) > 1 else mean / 2, 4)


def _trust(confidence: float, words: Sequence[str], brands: Sequence[Constraint], vocabulary: Vocabulary) -> float:
    named = bool(brands) or any(_MODEL.fullmatch(word) and vocabulary.knows(word) for word in words)
    return round(min(1.0, len(words) / ENOUGH) * max(SURE, confidence) * (1.0 if named else UNNAMED), 4)
