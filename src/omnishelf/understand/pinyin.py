"""Chinese words by their sound: the shop's words under their syllables, and what pinyin typed in Latin letters means here.

Shoppers type "beibao" for 背包 when no Chinese keyboard is at hand, and pick 兰色 for 蓝色 from the one that is. Within one
shop's words a sound is nearly unique, so both are read by looking up sounds. Tones are left out, and the pairs that many
speakers do not tell apart (zh/z, ch/c, sh/s, l/n, -ng/-n) count as near.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from omnishelf.encoders.homophones import Entry, Syllables, syllables

LONGEST = 8
"""Characters in the longest word looked up."""
LONGEST_LETTERS = 6 * LONGEST
NOT_EXACT = 3.0
"""Nats for a word typed with one sound of a near pair for the other."""
SINGLE = 3.0
"""Nats for a word of one character among words typed by sound: a syllable is many characters."""
UNSEEN = 1_000
"""Counts kept for words not seen, so that a shop of three products is not certain of everything."""

FUNCTION = {"de": "的", "he": "和"}
"""Words that titles leave out and questions do not. Each is as likely as one word in `FUNCTION_SHARE`."""
FUNCTION_WORDS = frozenset(FUNCTION.values())
FUNCTION_SHARE = 50

_HAN_WORD = re.compile(rf"[\u3400-\u9fff]{{1,{LONGEST}}}")
_BLURS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"), ("l", "n"))


@dataclass(frozen=True, slots=True)
class Typed:
    """Chinese words that a run of Latin letters spells. `score`: ln p of the words, less what was inexact."""

    words: tuple[str, ...]
    score: float


@dataclass(frozen=True)
class Sounds:
    """Attributes:
    log_p: the shop's Chinese words -> ln of their share of all.
    by_letters: pinyin without spaces -> the most frequent word spelt so.
    by_blur: the same for blurred pinyin.
    """

    log_p: Mapping[str, float]
    by_letters: Mapping[str, Entry]
    by_blur: Mapping[str, Entry]

    @classmethod
    def build(cls, counts: Mapping[str, int]) -> Sounds:
        """`counts`: word -> products that use it; words in other scripts are passed over. About a second for 30,000 words."""
        chinese = {word: count for word, count in counts.items() if _HAN_WORD.fullmatch(word)}
        total = sum(chinese.values()) + UNSEEN
        by_letters: dict[str, Entry] = {}
        by_blur: dict[str, Entry] = {}
        log_p: dict[str, float] = {}
        for word in sorted(chinese, key=lambda w: (-chinese[w], w)):
            entry = Entry(word, sound(word), math.log(chinese[word] / total))
            log_p[word] = entry.log_p
            letters = "".join(entry.syllables)
            by_letters.setdefault(letters, entry)
            by_blur.setdefault(blur(letters), entry)
        for letters, word in FUNCTION.items():
            by_letters[letters] = by_blur[letters] = Entry(word, (letters,), -math.log(FUNCTION_SHARE))
        return cls(log_p, by_letters, by_blur)

    @cached_property
    def heard(self) -> frozenset[str]:
        """The syllables of all those words."""
        return frozenset(syllable for entry in self.by_letters.values() for syllable in entry.syllables)

    def typed(self, letters: str) -> Typed | None:
        """The likeliest words of the shop that the letters spell from end to end; None when they spell none.

        At least half of the characters must stand in words of two and more: single syllables spell too much that is no pinyin.
        """
        letters = letters.lower().replace("ü", "v")
        return _cover(letters, self.by_letters, 0.0) or _cover(blur(letters), self.by_blur, NOT_EXACT)


@lru_cache(maxsize=1 << 16)
def sound(word: str) -> Syllables:
    """Syllables without tones. Remembered: a catalogue is read again whenever it changes, and most words are the same."""
    return syllables(word)


def blur(letters: str) -> str:
    """Pinyin as southern speakers write it; the same for what is filed and what is asked, so it need not know syllables."""
    for one, other in _BLURS:
        letters = letters.replace(one, other)
    return letters


def _cover(letters: str, words: Mapping[str, Entry], penalty: float) -> Typed | None:
    """Viterbi over the letters: best[i] is the likeliest way to spell the first i of them."""
    size = len(letters)
    best = [0.0] + [-math.inf] * size
    last: list[Entry | None] = [None] * (size + 1)
    came_from = [0] * (size + 1)
    for start in range(size):
        if best[start] == -math.inf:
            continue
        for stop in range(start + 1, min(start + LONGEST_LETTERS, size) + 1):
            entry = words.get(letters[start:stop])
            if entry is None:
                continue
            single = len(entry.word) == 1 and entry.word not in FUNCTION_WORDS
            score = best[start] + entry.log_p - penalty - (SINGLE if single else 0.0)
            if score > best[stop]:
                best[stop], last[stop], came_from[stop] = score, entry, start
    found: list[str] = []
    at = size
    while at and (entry := last[at]) is not None:
        found.append(entry.word)
        at = came_from[at]
    if at or not _is_telling(found):
        return None
    return Typed(tuple(reversed(found)), best[size])


def _is_telling(words: Iterable[str]) -> bool:
    lengths = [len(word) for word in words]
    return 2 * sum(n for n in lengths if n > 1) >= sum(lengths) > 0
