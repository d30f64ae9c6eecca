"""Words as people really type them: slips of the finger, homophones, pinyin, traditional characters."""

from __future__ import annotations

import functools
import random
import re

import zhconv
from pypinyin import lazy_pinyin

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_LONG_ENOUGH = 4
"""Letters a word needs before a slip is made in it: of shorter ones not enough is left."""


def slips(text: str, rng: random.Random) -> str:
    """One or two random edits in the longer English words: a letter doubled, left out, hit beside, or swapped with the next.
    "" when no word is long enough."""
    words = text.split(" ")
    places = [i for i, word in enumerate(words) if re.fullmatch(rf"[a-z]{{{_LONG_ENOUGH},}}", word)]
    if not places:
        return ""
    for i in rng.sample(places, min(len(places), rng.choice((1, 1, 2)))):
        words[i] = _slip(words[i], rng)
    return " ".join(words)


def _slip(word: str, rng: random.Random) -> str:
    at = rng.randrange(1, len(word) - 1)  # the first letter is the one people get right
    how = rng.choice(("double", "leave out", "beside", "swap"))
    if how == "double":
        return word[:at] + word[at] + word[at:]
    if how == "beside":
        return word[:at] + rng.choice(_beside(word[at])) + word[at + 1 :]
    if how == "swap" and word[at] != word[at + 1]:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + word[at + 1 :]


def _beside(letter: str) -> str:
    row = next(row for row in _ROWS if letter in row)
    place = row.index(letter)
    return row[max(0, place - 1) : place] + row[place + 1 : place + 2]


def homophones(text: str, rng: random.Random) -> str:
    """One character (two of a long text) replaced by a common one that sounds the same; "" where none does."""
    places = [i for i, sign in enumerate(text) if _sounding_like(sign)]
    if not places:
        return ""
    signs = list(text)
    for i in rng.sample(places, 2 if len(places) > 5 and rng.random() < 0.5 else 1):
        signs[i] = rng.choice(_sounding_like(signs[i]))
    return "".join(signs)


def _sounding_like(sign: str) -> str:
    sound = lazy_pinyin(sign)[0]
    return "".join(other for other in _common().get(sound, "") if other != sign) if "\u4e00" <= sign <= "\u9fff" else ""


@functools.cache
def _common() -> dict[str, str]:
    """Toneless syllable -> the characters of GB 2312's first level (the 3,755 commonest) that are read so."""
    found: dict[str, str] = {}
    for high in range(0xB0, 0xD8):
        for low in range(0xA1, 0xFF):
            try:
                sign = bytes((high, low)).decode("gb2312")
            except UnicodeDecodeError:
                continue  # the level's last row is not full
            sound = lazy_pinyin(sign)[0]
            found[sound] = found.get(sound, "") + sign
    return found


def pinyin(text: str, rng: random.Random) -> str:
    """In Latin letters without tones: syllable by syllable, or in one go as input methods are used."""
    syllables = [part for part in lazy_pinyin(text) if part.strip()]
    return (" " if rng.random() < 0.5 else "").join(syllables)


def traditional(text: str) -> str:
    """In the characters of Taiwan; "" where they are the same."""
    written: str = zhconv.convert(text, "zh-tw")
    return written if written != text else ""
