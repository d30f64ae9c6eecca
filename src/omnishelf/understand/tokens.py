"""Words into tokens: the same for documents, queries and every engine, so that matching never depends on the engine.

Text is normalised (NFKC, case folded, traditional Chinese simplified) and read from left to right:

    "Men's Running-Jackets"  men runningjacket running jacket
    "XT-200"                 xt200 xt 200
    "16 GB" and "16GB"       16 gb 16gb   and   16gb
    "43.2 cm"                43.2 cm 43.2cm
    "蓝色双肩包"              蓝 色 双 肩 包  蓝色 色双 双肩 肩包  w:蓝色 w:双肩 w:双肩包

Chinese gets characters, pairs of characters and jieba's words (prefixed `w:`, because a pair that is also a word says more than
a pair across two words). Characters alone already beat words alone by .12 MRR on real queries; all three together were best on
Taobao titles, with and without distractors, in queries at half weight for pairs and words (MRR@10 .836 / .798; at full weight
.828 / .789; without words .825 / .790; k1 .3, b .3).
English gets Harman's S stemmer (plurals only): on electronics it beat Porter2, which merges too much, by .008 nDCG@10 and no
stemming by .030. Splitting documents' "iphone7" into letters and digits lost .018, so only queries are split.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from omnishelf.understand.language import HAN, normalise
from omnishelf.understand.stopwords import CHINESE, ENGLISH

WORD_PREFIX = "w:"

# A run of Han, a run of kana or hangul, or letters and digits held together by the marks of model numbers and decimals.
_KANA_HANGUL = "\u3041-\u30ff\uac00-\ud7af"
_PLAIN = rf"[^\W_{HAN}{_KANA_HANGUL}]"
_SCAN = re.compile(rf"(?P<han>[{HAN}]+)|(?P<kana>[{_KANA_HANGUL}]+)|(?P<plain>{_PLAIN}+(?:[-./_'’+&]{_PLAIN}+)*)")
_JOINTS = re.compile(r"[-./_'’+&]")
_DECIMAL = re.compile(r"\d+(?:\.\d+)+")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_ALTERNATION = re.compile(r"\d+|[^\W\d_]+")

_UNITS = """
    gb tb mb kb ml cl l kg g mg lb lbs oz mm cm m km ft in inch inches w kw v kv a ma mah wh hz khz mhz ghz mp megapixel p k
    fps dpi rpm db btu pcs pc pack piece pieces hour hours day days pin port ports x
"""
UNITS = frozenset(_UNITS.split())
"""Words that belong to the number before them: "16 gb" is also the token "16gb"."""

# Query-side weights; documents hold every form, so a whole match already collects its parts as well.
SPLIT_WEIGHT = 0.5  # "iphone" and "11" of the query "iphone11", or "iphone11" of "iphone 11": a guess at how the shop writes it
PAIR_WEIGHT = 0.5  # of Chinese pairs and words, beside 1 for the characters that they are made of
PART_WEIGHT = 0.4  # "xt" and "200" of "xt-200": mean little without each other


SHORT = 200
"""Characters. Shorter texts repeat from product to product (a category, a size, a list of materials): they are read once."""


def tokenise(text: str) -> list[str]:
    """Tokens of a document, in reading order, repeated as often as they stand there."""
    return list(_read_before(text)) if len(text) <= SHORT else _read(text)


@lru_cache(maxsize=16_384)
def _read_before(text: str) -> tuple[str, ...]:
    return tuple(_read(text))


def _read(text: str) -> list[str]:
    tokens: list[str] = []
    number = ""  # the number just read, waiting for a unit
    for kind, run in _runs(normalise(text)):
        if kind == "plain":
            tokens += _plain_forms(run)
            if number and run in UNITS:
                tokens.append(number + run)
            number = run if _NUMBER.fullmatch(run) else ""
        else:
            tokens += _han_forms(run) if kind == "han" else _grams(run)
            number = ""
    return tokens


def query_tokens(text: str) -> dict[str, float]:
    """Tokens of a query with their weights (0..1]: without stop words, with guesses at how the shop may write models and units.

    A query of nothing but stop words keeps them: better a common word than no answer.
    """
    weights = _weighted(text, keep_stopwords=False)
    return weights or _weighted(text, keep_stopwords=True)


def surface(token: str) -> str:
    """The token as people read it."""
    return token.removeprefix(WORD_PREFIX)


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """Harman's S stemmer (1991, "How effective is suffixing?", table 1): plurals become singulars, nothing else changes.

    One rule is added for sibilants ("watches" -> "watch", "boxes" -> "box"), which the original leaves as "watche".
    """
    if len(word) < 4 or not word.endswith("s") or not word.isascii():
        return word
    if word.endswith("ies") and not word.endswith(("eies", "aies")):
        return word[:-3] + "y"
    if word.endswith("es") and not word.endswith(("aes", "ees", "oes")):
        return word[:-2] if word.endswith(("ches", "shes", "sses", "xes", "zzes")) else word[:-1]
    return word if word.endswith(("us", "ss")) else word[:-1]


def _weighted(text: str, *, keep_stopwords: bool) -> dict[str, float]:
    weights: dict[str, float] = {}

    def add(tokens: Iterable[str], weight: float) -> None:
        for token in tokens:
            weights[token] = max(weight, weights.get(token, 0.0))

    before = ""
    for kind, run in _runs(normalise(text)):
        if kind == "han":
            for part in [run] if keep_stopwords else without_asking(run):
                add(part, 1.0)
                add(_han_forms(part)[len(part) :], PAIR_WEIGHT)
        elif kind == "kana":
            add(_grams(run), 1.0)
        elif keep_stopwords or run not in ENGLISH:
            whole, *parts = _plain_forms(run)
            add([whole], 1.0)
            add(parts, PART_WEIGHT)
            if len(pieces := _ALTERNATION.findall(run)) > 1 and not parts and not _DECIMAL.fullmatch(run):
                add(map(stem, pieces), SPLIT_WEIGHT)
            if before and (before.isdigit() != run.isdigit() or (_NUMBER.fullmatch(before) and run in UNITS)):
                add([before + run], 1.0 if run in UNITS else SPLIT_WEIGHT)
            before = run if _NUMBER.fullmatch(run) or run.isalpha() else ""
            continue
        before = ""
    return weights


def _runs(text: str) -> Iterator[tuple[str, str]]:
    for match in _SCAN.finditer(text):
        yield str(match.lastgroup), match.group()


@lru_cache(maxsize=65_536)
def _plain_forms(run: str) -> tuple[str, ...]:
    """The whole first, then its parts: "xt-200" -> xt200 xt 200; a possessive loses its s; a decimal stays whole."""
    if _DECIMAL.fullmatch(run):
        return (run,)
    if run.endswith(("'s", "’s")):
        run = run[:-2]
    parts = _JOINTS.split(run)
    if len(parts) == 1:
        return (stem(run),)
    return (stem("".join(parts)), *map(stem, parts))


@lru_cache(maxsize=32_768)
def _han_forms(run: str) -> tuple[str, ...]:
    import rjieba  # 20 ms to load its dictionary

    words = [WORD_PREFIX + word for word in rjieba.cut_for_search(run) if len(word) > 1]
    return (*_grams(run), *words)


def _grams(run: str) -> list[str]:
    """Characters, then pairs of neighbours."""
    return list(run) + [run[i : i + 2] for i in range(len(run) - 1)]


def without_asking(run: str) -> list[str]:
    """The run cut at words that ask: 我想买蓝色的背包 -> 蓝色, 背包."""
    import rjieba

    kept = [""]
    for word in rjieba.cut(run):
        if word in CHINESE:
            kept.append("")
        else:
            kept[-1] += word
    return [part for part in kept if part]
