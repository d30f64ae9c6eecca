"""Words read: what is asked for, in which language, under which constraints."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from omnishelf.domain.intent import Constraint, Guess, Notice, Reading, Vector
from omnishelf.domain.product import Money
from omnishelf.domain.query import AnyOf, Between, Modality
from omnishelf.encoders.port import TextEncoder
from omnishelf.understand.kinds import NONE, Kinds
from omnishelf.understand.language import detect, simplify
from omnishelf.understand.lexicon import gloss, translate
from omnishelf.understand.named import banned, named
from omnishelf.understand.negation import split_unwanted
from omnishelf.understand.pictographs import in_words
from omnishelf.understand.price import PriceWish, find_price
from omnishelf.understand.request import borrowing, referring, wanted
from omnishelf.understand.sense import sense
from omnishelf.understand.spelling import Change, Speller
from omnishelf.understand.tokens import query_tokens
from omnishelf.understand.vocabulary import Vocabulary, split_words
from omnishelf.understand.wishes import find_wish

TRANSLATED = 0.6
"""Weight of a token that came through the lexicon, beside 1 for the shopper's own. benchmarks/cross_language.py compares."""
OFFERED = 0.6
"""Weight of a word that the shopper may have meant, times its probability."""
SPELLING = "spelling"
POINTING = 1.0
"""Confidence of words that only say how the thing should differ from a photo: their colour or material is lifted by it."""
NO_RATES: Mapping[str, float] = MappingProxyType({})
MINOR_UNITS = {"JPY": 0, "KRW": 0, "VND": 0, "CLP": 0, "BHD": 3, "KWD": 3, "OMR": 3, "JOD": 3, "TND": 3}
"""ISO 4217 exponents that are not 2."""


@dataclass(frozen=True, slots=True)
class WordsRead:
    """`unwanted`: thing -> the tokens that tell it, for things that the constraints do not filter already. `alternatives`: the
    words with one slip mended that was too unsure to be mended unasked. `borrowed`: attributes wanted as on the photo."""

    reading: Reading
    constraints: tuple[Constraint, ...]
    unwanted: Mapping[str, tuple[str, ...]]
    notices: tuple[Notice, ...]
    alternatives: tuple[str, ...] = ()
    borrowed: tuple[str, ...] = ()


def read_words(
    text: str,
    modality: Modality,
    *,
    encoder: TextEncoder,
    vocabulary: Vocabulary,
    currency: str,
    rates: Mapping[str, float] = NO_RATES,
    kinds: Kinds = NONE,
    speller: Speller | None = None,
    as_written: Collection[str] = (),
    beside_photo: bool = False,
    language: str = "",
    confidence: float = 1.0,
    unwanted: Iterable[str] = (),
    encode: bool = True,
) -> WordsRead:
    """What a typed or spoken text asks for.

    Args:
        currency: the shop's, ISO 4217.
        rates: other currency -> units of it that one unit of the shop's buys; a price in any other is noticed and not applied.
        kinds: what questions may be about whose words name no category.
        speller: None leaves the words as they are written.
        beside_photo: a photo is asked with, so "like this but in red" points at it: then the words only say what should differ.
        as_written: keys of the corrections that the shopper has taken back.
        confidence: 0..1, how sure it is that these were the words (1 when typed); multiplies the specificity found here.
        unwanted: further things not wanted, from outside the text.
    """
    plain = simplify(unicodedata.normalize("NFKC", in_words(text))).strip()
    spoken_language = language or detect(plain)
    price = find_price(plain)
    rest = (plain[: price.span[0]] + " " + plain[price.span[1] :]).strip() if price else plain
    wish, rest = find_wish(rest, beside_photo=beside_photo)  # before what is not wanted: "not too expensive" is a wish
    rest, negated = split_unwanted(rest, vocabulary.names)
    core, borrowed = borrowing(rest) if beside_photo else (rest, ())
    if not borrowed or not _names_something_else(core, vocabulary):
        borrowed = ()  # "in this color" alone is about the thing on the photo
    core, points = (core, False) if borrowed or not beside_photo else referring(rest)
    core = wanted(core) if any(map(str.isalnum, core)) else ""  # "!!!" asks for nothing
    core, corrections, offered = _spelt(core, language, speller, as_written)
    if any(change.kind == "pinyin" for change in corrections):
        spoken_language = "zh"
    constraints = [correction_chip(change, modality) for change in corrections]
    notices: list[Notice] = []
    if price:
        _add_price(price, currency, rates, modality, constraints, notices)
    if wish:
        constraints.append(wish.constraint(modality))
    constraints.extend(named(core, spoken_language, vocabulary, modality))
    told = points and not any(c.kind == "category" for c in constraints)  # what the thing is, the photo alone tells
    vectors = _vectors(core, spoken_language, encoder, vocabulary) if core and encode and not told else {}
    if vectors and not points and sense(core, lambda word: vocabulary.knows(word) > 0) > 0:
        constraints.extend(_meant(vectors["meaning"], kinds, constraints, spoken_language, vocabulary, modality))
    unwanted_ones, loose = banned((*negated, *unwanted), spoken_language, vocabulary, modality)
    constraints.extend(unwanted_ones)
    reading = Reading(
        modality=modality,
        text=core or (rest if points else ""),
        language=spoken_language,
        confidence=POINTING if told else round(confidence * specificity(core, vocabulary), 4) if core else 0.0,
        guesses=tuple(Guess(c.label, c.confidence) for c in constraints if c.kind == "category"),
        tokens={} if told else _with_offers(expand(core, spoken_language, vocabulary), offered),
        vectors=vectors,
    )
    return WordsRead(reading, tuple(constraints), loose, tuple(notices), tuple(alternatives(core, offered)), borrowed)


def _names_something_else(core: str, vocabulary: Vocabulary) -> bool:
    """Whether words remain that are no attribute value of the shop: a thing other than the one on the photo."""
    matches = vocabulary.find(core)
    if any(term.field == "category" for match in matches for term in match.terms):
        return True
    for match in sorted(matches, key=lambda m: -m.start):
        core = f"{core[: match.start]} {core[match.end :]}"
    return bool(split_words(referring(core)[0])) and bool(query_tokens(referring(core)[0]))


def correction_chip(change: Change, source: Modality) -> Constraint:
    """A correction as something that the shopper can take back."""
    label = f"{change.written} → {change.meant}"
    return Constraint(f"spelling={change.written}", SPELLING, label, (), False, source, change.probability)


def _spelt(
    core: str, language: str, speller: Speller | None, as_written: Collection[str]
) -> tuple[str, list[Change], tuple[Change, ...]]:
    """(the text with its slips mended, the changes made, further readings to look for beside it)."""
    if speller is None or not core:
        return core, [], ()
    found = speller.correct(core, language)
    text, made = found.text, []
    for change in found.changes:
        if f"spelling={change.written}" in as_written:
            text = text.replace(change.meant, change.written, 1)
        else:
            made.append(change)
    return text, made, found.offered


def alternatives(text: str, offered: Iterable[Change]) -> Iterator[str]:
    """The text with one of the offered readings each, the likeliest first."""
    for change in sorted(offered, key=lambda change: -change.probability):
        if change.written in text:
            yield text.replace(change.written, change.meant, 1)


def _with_offers(tokens: dict[str, float], offered: Iterable[Change]) -> dict[str, float]:
    for change in offered:
        for token, share in query_tokens(change.meant).items():
            tokens[token] = max(tokens.get(token, 0.0), OFFERED * change.probability * share)
    return tokens


def expand(text: str, language: str, vocabulary: Vocabulary) -> dict[str, float]:
    """Token -> weight: the text's own, and translations that the shop's own words confirm, at a lower weight."""
    tokens = dict(query_tokens(text))
    other = {"zh": "en", "en": "zh"}.get(language, "")
    if other and vocabulary.languages.get(other):
        for phrase, weight in translate(text, other):
            if all(vocabulary.knows(w) for w in split_words(phrase)):
                for token, share in query_tokens(phrase).items():
                    tokens[token] = max(tokens.get(token, 0.0), TRANSLATED * weight * share)
    return tokens


def specificity(text: str, vocabulary: Vocabulary) -> float:
    """0..1: how much the words narrow the shop down. Mean inverse product frequency of the words, as a share of the rarest
    possible; a word the shop does not use counts .5, for its meaning may still be found."""
    words = split_words(text)
    if not words or not vocabulary.products:
        return 0.5
    rarest = math.log(1 + vocabulary.products)
    shares = [math.log((1 + vocabulary.products) / known) / rarest if (known := vocabulary.knows(w)) else 0.5 for w in words]
    return min(1.0, max(0.1, 0.4 + 0.6 * sum(shares) / len(shares)))


def _vectors(core: str, language: str, encoder: TextEncoder, vocabulary: Vocabulary) -> dict[str, Vector]:
    """The query's vector in the space of words, and the one with which pictures are asked.

    The bridge answers in the language it was learnt in. A Chinese question to a shop worded in English therefore asks pictures
    with the sum of its own vector and its translation's, in the shop's words where a word has several wordings
    (benchmarks/picture_words.py).
    """
    translated = ""
    if language == "zh" and vocabulary.languages.get("zh", 0) < vocabulary.languages.get("en", 0):
        translated = " ".join(gloss(core, lambda phrase: min(map(vocabulary.knows, split_words(phrase)), default=0)))
    rows = encoder.queries([core, translated] if translated else [core])
    asked = np.sum(rows, axis=0)
    length = float(np.linalg.norm(asked))
    return {"meaning": rows[0], "seen": np.asarray(asked / length if length else asked, dtype=np.float32)}


def _add_price(
    wish: PriceWish,
    currency: str,
    rates: Mapping[str, float],
    source: Modality,
    constraints: list[Constraint],
    notices: list[Notice],
) -> None:
    foreign = wish.currency if wish.currency not in (None, currency) else None
    if foreign and foreign not in rates:
        message = f"“{wish.words}” is in {foreign}, but this shop's prices are in {currency}: it was not applied."
        notices.append(Notice("other-currency", message, source, {"words": wish.words, "asked": foreign, "shop": currency}))
        return
    rate = rates[foreign] if foreign else 1.0
    low, high = (None if v is None else to_minor(v / rate, currency).amount for v in (wish.low, wish.high))
    key = f"price:{'' if low is None else low}..{'' if high is None else high}"
    constraints.append(Constraint(key, "price", wish.words, (Between("price", low, high),), True, source))


def _meant(
    vector: Vector, kinds: Kinds, named: Iterable[Constraint], language: str, vocabulary: Vocabulary, source: Modality
) -> Iterator[Constraint]:
    """Kinds of things that the whole question is about, where its words name no category."""
    known = {v for c in named for a in c.conditions if isinstance(a, AnyOf) and a.field == "category" for v in a.values}
    for kind in kinds.likely(vector):
        if kind.category not in known:
            label = vocabulary.label("category", kind.category, language)
            condition = AnyOf("category", (kind.category,))
            yield Constraint(f"kind={kind.category}", "kind", label, (condition,), False, source, kind.probability)


def to_minor(major: float, currency: str) -> Money:
    """An amount in major units as `Money`."""
    return Money(round(major * 10 ** MINOR_UNITS.get(currency, 2)), currency)
