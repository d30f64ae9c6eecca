"""The words within one or two edits of a misspelt one, without comparing it with every word.

Symmetric deletion (Garbe's SymSpell): two words at most n edits apart become equal after at most n deletions in each. So every
word is filed under what remains of its first `PREFIX` letters after up to two deletions, and a misspelt word is looked up under
what remains of its own. Kept as two sorted arrays, 8 bytes an entry and at most 29 entries a word: 100,000 words take at most
23 MB.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from omnishelf.encoders.soundalikes import distance

PREFIX = 7
"""Letters from which deletions are made. Enough for two edits: what lies behind is compared when the distance is counted."""
MOST_EDITS = 2
MOST_COMPARED = 64
"""Words whose distance is counted, the first filed: that is the slow part, and behind so many frequent words a rare one is
hardly ever the likeliest."""


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """Attributes:
    words: the words filed, each once, those that matter most first.
    keys: [n] uint32, sorted: checksums of what deletions leave of the words.
    owners: [n] int32: the word, by its place in `words`, behind each key.
    letters: [words] uint64: which letters and how long, as bits, to pass over words that merely share a checksum.
    """

    words: Sequence[str]
    keys: NDArray[np.uint32]
    owners: NDArray[np.int32]
    letters: NDArray[np.uint64]

    @classmethod
    def build(cls, words: Iterable[str]) -> Neighbourhood:
        listed = list(dict.fromkeys(words))
        keys: list[int] = []
        counts: list[int] = []
        for word in listed:
            left = _deletions(word[:PREFIX], MOST_EDITS)
            keys.extend(left)
            counts.append(len(left))
        filed = np.array(keys, dtype=np.uint32)
        owners = np.repeat(np.arange(len(listed), dtype=np.int32), counts)
        order = np.argsort(filed, kind="stable")
        letters = np.fromiter((_letters(w) for w in listed), dtype=np.uint64, count=len(listed))
        return cls(listed, filed[order], owners[order], letters)

    def near(self, word: str, edits: int) -> Iterator[tuple[str, int]]:
        """(word filed, its distance 0..`edits`) for words within `edits` (at most 2) of `word`, in the order they were filed:
        of more than `MOST_COMPARED` that may be, the first."""
        if not self.words:
            return
        asked = np.fromiter(_deletions(word[:PREFIX], edits), dtype=np.uint32)
        starts, stops = np.searchsorted(self.keys, asked, "left"), np.searchsorted(self.keys, asked, "right")
        found = [self.owners[start:stop] for start, stop in zip(starts, stops, strict=True) if stop > start]
        if not found:
            return
        owners = np.unique(np.concatenate(found))
        # An edit takes at most one letter out of the set, and brings at most one in.
        own, letters = np.uint64(_letters(word)), self.letters[owners]
        likely = (np.bitwise_count(letters & ~own) <= edits) & (np.bitwise_count(own & ~letters) <= edits)
        for owner in owners[likely][:MOST_COMPARED].tolist():
            other = self.words[owner]
            if (apart := distance(word, other, edits)) <= edits:
                yield other, apart

    @property
    def bytes(self) -> int:
        """Memory of the arrays; the words are the vocabulary's own."""
        return self.keys.nbytes + self.owners.nbytes + self.letters.nbytes


def _deletions(word: str, edits: int) -> set[int]:
    """Checksums of the word and of all that remains after up to `edits` deletions."""
    left = {word}
    for gone in range(1, min(edits, len(word)) + 1):
        left.update("".join(kept) for kept in combinations(word, len(word) - gone))
    return {crc32(rest.encode()) for rest in left}


def _letters(word: str) -> int:
    """The set of the word's letters as bits; letters that share a bit cannot make two near words look far apart."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) & 63)
    return bits
