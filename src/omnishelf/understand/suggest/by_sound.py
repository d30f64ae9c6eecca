"""Chinese entries by what is typed for them in Latin letters: pinyin ("beib"), or the initials of its syllables ("lsbb").

So also while a Chinese input method is still composing, whose text is "lan'se". And Chinese typed with a wrong character of the
right sound is looked up by that sound.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import rjieba

from omnishelf.understand.language import has_han
from omnishelf.understand.pinyin import sound
from omnishelf.understand.suggest.prefixes import Found, Prefixes

LONGEST = 12
"""Characters of an entry whose sound is kept."""
SHORTEST_LETTERS = 2
SHORTEST_INITIALS = 2

_TYPED = re.compile(r"[a-z' ]+")
_APART = re.compile(r"[' ]+")


@dataclass(frozen=True, slots=True)
class BySound:
    letters: Prefixes
    initials: Prefixes

    @classmethod
    def build(cls, rows: Iterable[tuple[str, int, float]]) -> BySound:
        """`rows`: (folded text, owner, score); those without Chinese are passed over."""
        letters, initials = [], []
        for text, owner, score in rows:
            if has_han(text):
                syllables = spelt(text[:LONGEST])
                letters.append(("".join(syllables), owner, 0, score))
                if len(syllables) > 1:
                    initials.append(("".join(s[0] for s in syllables), owner, 0, score))
        return cls(Prefixes.build(letters), Prefixes.build(initials))

    def in_letters(self, typed: str, limit: int) -> list[Found]:
        """Entries whose pinyin begins so."""
        return self._best(self.letters, typed, SHORTEST_LETTERS, limit)

    def in_initials(self, typed: str, limit: int) -> list[Found]:
        return self._best(self.initials, typed, SHORTEST_INITIALS, limit)

    def alike(self, chinese: str, limit: int) -> list[Found]:
        """Entries that begin with the sound of what was written."""
        return self.letters.best("".join(spelt(chinese)), limit)

    def _best(self, keys: Prefixes, typed: str, shortest: int, limit: int) -> list[Found]:
        plain = _APART.sub("", typed).replace("ü", "v")
        return keys.best(plain, limit) if len(plain) >= shortest and _TYPED.fullmatch(typed) else []


def spelt(text: str) -> list[str]:
    """A syllable for each Chinese character, and every other character but spaces for itself."""
    parts: list[str] = []
    for word in rjieba.cut(text):
        parts.extend(sound(word) if has_han(word) else word.replace(" ", ""))
    return parts


def covered(text: str, letters: int, *, initials: bool = False) -> int:
    """Characters of a folded text whose pinyin begins within the first so many letters."""
    if initials:
        return min(letters, len(text))
    at = 0
    for character in text:
        if letters <= 0:
            break
        letters -= len(sound(character)[0]) if has_han(character) else character != " "
        at += 1
    return at
