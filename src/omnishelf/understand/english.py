"""The words of general English, so that a word which this shop happens not to use is not taken for a misspelt one.

Gathered from what the base install holds: the English side of CC-CEDICT, which explains 120,000 Chinese words in some 35,000
English ones, the translations of the shop list, and words of present-day shops that the dictionary is too old for. What is a
word elsewhere in the world, most brands among it, the vocabulary of the packaged text encoder tells: a piece of its own was
given to every word that texts in a hundred languages use often.
"""

from __future__ import annotations

import re
from collections.abc import Container
from functools import cache

from omnishelf.domain.errors import Unavailable
from omnishelf.encoders.text_e5_file import read_e5
from omnishelf.encoders.text_e5_tokens import SPACE
from omnishelf.encoders.weights import E5, locate
from omnishelf.understand import lexicon
from omnishelf.understand.stopwords import ENGLISH
from omnishelf.understand.vocabulary import singular

NEWER = """
    airpods android bluetooth bodysuit chromebook crossbody cufflinks dashcam dongle earbud earbuds ethernet fairisle fitbit
    futon ipad iphone joggers loveseat macbook ottoman parka powerbank romper sconce smartphone smartwatch soundbar ultrabook
    chandelier bralette caulk wifi
"""
"""Written for this project; a shop's own words need not be here."""

LEAST_HALF = 4
"""Letters in each of two words that make up a third, "pushbutton": "wireles" is not made of "wire" and "les"."""

# Lower case only: capitals are names and syllables of pinyin. Brackets hold pinyin, "CL:" Chinese classifiers.
_NOT_ENGLISH = re.compile(r"\[[^\]]*\]|CL:[^/]*")
_WORD = re.compile(r"(?<![\w'’-])[a-z]{2,}(?:-[a-z]{2,})*(?![\w'’])")
_NAME = re.compile(f"{SPACE}[A-Za-z]{{4,}}")
_ENDINGS = (
    ("able", ""),
    ("able", "e"),
    ("ies", "y"),
    ("es", ""),
    ("s", ""),
    ("ing", ""),
    ("ing", "e"),
    ("ed", ""),
    ("ed", "e"),
    ("er", ""),
    ("er", "e"),
    ("ly", ""),
)


def is_english(word: str) -> bool:
    """Whether a lower-case word is one of general English, is made from one by one or two regular endings, or of two."""
    return _is_made(word, words(), endings=2) or _is_compound(word, words())


def is_listed(word: str) -> bool:
    """Whether a lower-case word or its singular stands in the dictionary as it is. What is only made from others, as "hamer"
    from ham, may be a slip."""
    return word in words() or singular(word) in words()


def _is_compound(word: str, known: Container[str]) -> bool:
    return any(word[:at] in known and word[at:] in known for at in range(LEAST_HALF, len(word) - LEAST_HALF + 1))


def _is_made(word: str, known: Container[str], endings: int) -> bool:
    if word in known:
        return True
    # Three letters at least remain: shorter ones are nearly all something.
    made_from = [word[: -len(end)] + put for end, put in _ENDINGS if word.endswith(end) and len(word) - len(end) >= 3]
    return endings > 0 and any(_is_made(stem, known, endings - 1) for stem in made_from)


def is_named(word: str) -> bool:
    """Whether a lower-case word is in common use somewhere: as a brand, a name, or in another language."""
    return word in names()


def is_word(word: str) -> bool:
    """Either of the two."""
    return is_english(word) or is_named(word)


def gather() -> None:
    """Read what there is to read, if it has not been yet."""
    words()
    names()


@cache
def names() -> Container[str]:
    """Some 50,000 words in Latin letters, of four letters and more; none where the encoder is not installed."""
    try:
        pieces = read_e5(locate(E5)["e5-small-q4.bin"]).pieces
    except Unavailable:
        return frozenset()
    return frozenset(piece[1:].lower() for piece in pieces if _NAME.fullmatch(piece))


@cache
def words() -> Container[str]:
    """Lower-case words of two letters and more. About a second to gather and 4 MB; only the project's own list where the
    dictionary is not installed."""
    found = {*ENGLISH, *NEWER.split()}
    try:
        for definition in lexicon.definitions():
            for word in _WORD.findall(_NOT_ENGLISH.sub("", definition)):
                found.add(word)
                found.update(word.split("-"))
        for wordings in lexicon.entries("en").values():
            found.update(part for wording in wordings.split("|") for part in wording.split() if part.isalpha())
    except Unavailable:
        pass
    return frozenset(found)
