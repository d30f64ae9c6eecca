"""English words a recogniser nearly heard: repaired to the shop's own words, conservatively.

A word is touched only if the shop never uses it and it is no common English word, and then only towards a word of the shop
that sounds the same by a consonant key (a short form of Metaphone: Philips, 1990) and is at most one or two letters away.
Two words that are one in the shop ("back pack") are joined.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass

_WORD = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)?")
_LETTERS = re.compile(r"([A-Za-z]+)")

SHORTEST = 4
"""Letters in the shortest word that is repaired: shorter ones have too many neighbours."""

# Applied in order to lower-case letters; capitals stand for sounds that are done with.
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"^(?:kn|gn|pn)", "n"),
        (r"^wr", "r"),
        (r"^x", "s"),
        (r"mb$", "m"),
        (r"tch|ch|sh|sch|t(?=ion)|[sc](?=ion|ia)", "X"),
        (r"ph|v", "f"),
        (r"th", "T"),
        (r"gh(?![aeiouy])", ""),
        (r"dg(?=[eiy])|g(?=[eiy])", "j"),
        (r"ck|c(?![eiy])|q", "k"),
        (r"c|z", "s"),
        (r"x", "ks"),
        (r"wh", "w"),
        (r"^[aeiouy]+", "A"),
        (r"[aeiouyhw]+", ""),
        (r"(.)\1+", r"\1"),
    )
)


def sound_key(word: str) -> str:
    """Consonants as they sound: "Filips" and "Phillips" give the same key."""
    key = word.lower().replace("'", "")
    for pattern, sound in _SOUNDS:
        key = pattern.sub(sound, key)
    return key


def distance(one: str, other: str, limit: int) -> int:
    """Edits (insert, delete, replace, swap of neighbours) from one word to the other; limit + 1 when there are more."""
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before, row = [0] * (len(other) + 1), list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        above, before_above, row = row, before, [i]
        for j, target in enumerate(other, 1):
            edits = min(above[j] + 1, row[-1] + 1, above[j - 1] + (letter != target))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == target:
                edits = min(edits, before_above[j - 2] + 1)
            row.append(edits)
        before = above
        if min(row) > limit:
            return limit + 1
    return row[-1]


@dataclass(frozen=True, slots=True)
class Soundalikes:
    """The shop's English words.

    Attributes:
        counts: lower-case word -> how often the shop uses it.
        written: lower-case word -> how the shop writes it.
        by_sound: sound key -> lower-case words, most frequent first.
        common: lower-case words that are left alone.
    """

    counts: Mapping[str, int]
    written: Mapping[str, str]
    by_sound: Mapping[str, tuple[str, ...]]
    common: Container[str]

    @classmethod
    def build(cls, words_with_counts: Mapping[str, int], common: Container[str] = frozenset()) -> Soundalikes:
        """Index the Latin words of a vocabulary; phrases count for each of their words."""
        counts: dict[str, int] = {}
        written: dict[str, str] = {}
        for phrase, count in sorted(words_with_counts.items(), key=lambda item: -item[1]):
            for word in _WORD.findall(phrase):
                counts[word.lower()] = counts.get(word.lower(), 0) + count
                written.setdefault(word.lower(), word)
        sounds: dict[str, list[str]] = {}
        for word in sorted(counts, key=lambda word: (-counts[word], word)):
            if len(word) >= SHORTEST:
                sounds.setdefault(sound_key(word), []).append(word)
        return cls(counts, written, {key: tuple(words) for key, words in sounds.items()}, common)

    def repair(self, text: str) -> str:
        """The text with near misses replaced and split words joined."""
        if not self.counts:
            return text
        return _WORD.sub(lambda found: self._nearest(found.group()), self._join(text))

    def _join(self, text: str) -> str:
        """ "back pack" -> "backpack" where the shop writes it so, and more often than the rarer half."""
        before, *parts = _LETTERS.split(text)  # then word, what stands behind it, word, ...
        words: list[list[str]] = []
        for word, behind in zip(parts[::2], parts[1::2], strict=True):
            if words and words[-1][1] in (" ", "-") and self._is_one_word(words[-1][0], word):
                words[-1] = [self.written[(words[-1][0] + word).lower()], behind]
            else:
                words.append([word, behind])
        return before + "".join(word + behind for word, behind in words)

    def _is_one_word(self, first: str, second: str) -> bool:
        rarer = min(self.counts.get(part.lower(), 0) for part in (first, second))
        return self.counts.get((first + second).lower(), 0) > rarer

    def _nearest(self, word: str) -> str:
        heard = word.lower()
        if len(heard) < SHORTEST or heard in self.counts or heard in self.common:
            return word
        limit = 1 if len(heard) < 7 else 2
        near = [(distance(heard, other, limit), other) for other in self.by_sound.get(sound_key(heard), ())]
        best = min(near, key=lambda option: option[0], default=(limit + 1, ""))  # ties: the more frequent comes first
        return self.written[best[1]] if best[0] <= limit else word
