"""Repair what a recogniser heard against the words a shop really uses.

Mandarin has about 400 syllables without tones for thousands of characters, so a recogniser that hears every sound right still
writes the wrong character: a shop that sells 围巾 (scarf) is asked for 危禁. Within the shop's own vocabulary a syllable
sequence is nearly unique, so the repair is a noisy channel (Kernighan, Church and Gale, 1990) over syllables:

    best segmentation = argmax  sum over its words of  log p(word) - cost(heard characters -> word)

where p is the shop's unigram distribution, and the cost counts characters that differ, more where the sounds differ too.
A word of the vocabulary that was heard as it is stays as it is. English words are repaired in soundalikes.py.

    index = Homophones.build({"围巾": 120, "羊毛": 80})
    index.repair("羊毛危禁")   # "羊毛围巾"
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from omnishelf.encoders.soundalikes import Soundalikes

Syllables = tuple[str, ...]

LONGEST = 8
"""Characters in the longest vocabulary word that is looked up."""

# In nats, swept over 24 spoken queries with the words of all other queries as vocabulary: character errors fall from .40 to .26
# while toneless pinyin errors stay at .06. The price: 9 % of 200 queries that were right as typed are changed, a good part of
# them because the shopper had misspelt them. benchmarks/hearing.py leaves those 24 out.
OTHER_CHARACTER = 1.0
NEAR_SOUND = 2.5
UNKNOWN_CHARACTER = -6.5
COMMON_WORD = -6.0

UNSEEN = 10_000
"""Counts kept for words not seen, so that a shop with three products is not certain that nothing else is ever said."""

_HAN = re.compile(r"[\u3400-\u9fff]+")
_PURE_HAN = re.compile(rf"[\u3400-\u9fff]{{2,{LONGEST}}}")


@dataclass(frozen=True, slots=True)
class Entry:
    """A vocabulary word: its characters, its syllables without tones, and log p in the shop's distribution."""

    word: str
    syllables: Syllables
    log_p: float


def syllables(text: str) -> Syllables:
    """Pinyin without tones, one syllable a character, readings chosen by context: 重庆 -> ("chong", "qing")."""
    from pypinyin import lazy_pinyin

    return tuple(lazy_pinyin(text))


def zipf_counts(words: Sequence[str]) -> dict[str, int]:
    """Counts for words that come by importance alone, most important first: by Zipf's law the r-th is used n / r times."""
    return {word: max(1, len(words) // rank) for rank, word in reversed(list(enumerate(words, 1)))}


@lru_cache(maxsize=2_048)
def blurred(syllable: str) -> str:
    """The syllable as southern speakers, and recognisers, mix it up: zh/z, ch/c, sh/s, n/l, -ng/-n."""
    initial = {"zh": "z", "ch": "c", "sh": "s"}.get(syllable[:2])
    rest = initial + syllable[2:] if initial else syllable
    rest = "n" + rest[1:] if rest[:1] == "l" else rest
    return rest[:-1] if rest.endswith("ng") else rest


def cost(heard: str, heard_syllables: Syllables, entry: Entry) -> float:
    """What it costs to believe that `entry` was said where `heard` was written; same length, 0 for the same characters."""
    total = 0.0
    for character, sound, other, meant in zip(heard, heard_syllables, entry.word, entry.syllables, strict=True):
        if character != other:
            total += OTHER_CHARACTER + (NEAR_SOUND if sound != meant else 0.0)
    return total


@dataclass(frozen=True, slots=True)
class Homophones:
    """The index of one vocabulary. Building takes seconds for 50,000 words, a repair about a millisecond.

    Attributes:
        by_sound: blurred syllables -> the words that sound so, most frequent first.
        words: the Chinese words, with log p.
        is_common: whether a span is a word of everyday Chinese, which is not lightly replaced.
        english: the same for words in Latin letters.
    """

    by_sound: Mapping[Syllables, tuple[Entry, ...]]
    words: Mapping[str, float]
    is_common: Callable[[str], bool]
    english: Soundalikes

    @classmethod
    def build(cls, words_with_counts: Mapping[str, int], common_english: Container[str] = frozenset()) -> Homophones:
        """Index a vocabulary.

        Args:
            words_with_counts: word -> how often the shop (or its shoppers) uses it; both languages together.
            common_english: lower-case words that are never repaired though the shop does not use them.
        """
        import rjieba

        chinese = {word: count for word, count in words_with_counts.items() if _PURE_HAN.fullmatch(word)}
        total = sum(chinese.values()) + len(chinese) + UNSEEN
        log_p = {word: math.log((count + 1) / total) for word, count in chinese.items()}
        sounds: dict[Syllables, list[Entry]] = {}
        for word in sorted(chinese, key=lambda word: (-chinese[word], word)):
            entry = Entry(word, syllables(word), log_p[word])
            sounds.setdefault(tuple(map(blurred, entry.syllables)), []).append(entry)
        return cls(
            by_sound={sound: tuple(entries) for sound, entries in sounds.items()},
            words=log_p,
            is_common=rjieba.has_word,
            english=Soundalikes.build(words_with_counts, common_english),
        )

    def repair(self, text: str) -> str:
        """The text with misheard words replaced by the vocabulary's; everything else, spaces and signs too, as it was."""
        return self.english.repair(_HAN.sub(lambda run: self._repair_run(run.group()), text) if self.words else text)

    def _repair_run(self, run: str) -> str:
        """Viterbi over the characters of one unbroken run of Chinese."""
        sounds = syllables(run)
        blurs = tuple(map(blurred, sounds))
        best = [0.0] + [-math.inf] * len(run)
        path: list[tuple[int, str]] = [(0, "")] * (len(run) + 1)
        for end in range(1, len(run) + 1):
            for start in range(max(0, end - LONGEST), end):
                score, word = self._best_word(run[start:end], sounds[start:end], blurs[start:end])
                if best[start] + score > best[end]:
                    best[end], path[end] = best[start] + score, (start, word)
        parts, end = [], len(run)
        while end:
            end, word = path[end]
            parts.append(word)
        return "".join(reversed(parts))

    def _best_word(self, heard: str, sounds: Syllables, blurs: Syllables) -> tuple[float, str]:
        """The likeliest word behind a span and its score; a span that is nothing scores minus infinity."""
        if heard in self.words:
            return self.words[heard], heard
        if len(heard) == 1:
            return UNKNOWN_CHARACTER, heard
        as_heard = COMMON_WORD if self.is_common(heard) else -math.inf
        options = [(entry.log_p - cost(heard, sounds, entry), entry.word) for entry in self.by_sound.get(blurs, ())]
        return max([(as_heard, heard), *options], key=lambda option: option[0])
