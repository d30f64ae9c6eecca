"""Queries with slips of the fingers: random edits, homophones, pinyin.

None of the shop's own words and none of the speller's costs go into them: the speller is not to be measured against itself.
"""

from __future__ import annotations

import gzip
import random
import re
import string
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache

from omnishelf.encoders.homophones import syllables
from omnishelf.evaluate.datasets import locate

_WORD = re.compile(r"(?<![\w'-])[A-Za-z]{4,}(?![\w'-])")
"""What is edited: words of four letters and more that hold no digit."""
_HAN = re.compile(r"[\u4e00-\u9fff]+")

Sounds = Mapping[str, Sequence[tuple[str, int]]]
"""Syllable without tone -> the characters that are written for it, each with how often."""


def edited(text: str, edits: int, chance: random.Random) -> str:
    """So many random edits, each in a word drawn anew; the text itself where it has no word that can be edited."""
    for _ in range(edits):
        words = list(_WORD.finditer(text))
        if not words:
            return text
        word = chance.choice(words)
        text = text[: word.start()] + edit(word.group(), chance) + text[word.end() :]
    return text


def edit(word: str, chance: random.Random) -> str:
    """A letter left out, added or replaced by any other, or two neighbours swapped, at any place and all as likely."""
    while True:
        at, letter = chance.randrange(len(word)), chance.choice(string.ascii_lowercase)
        slip = chance.choice(
            (
                word[:at] + word[at + 1 :],
                word[:at] + letter + word[at:],
                word[:at] + letter + word[at + 1 :],
                word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :],
            )
        )
        if slip != word:
            return slip


def with_homophone(text: str, chance: random.Random) -> str:
    """One character replaced by another of its sound, drawn by how often shoppers write it; the text where there is none."""
    sounds = written_sounds()
    places = [(run.start() + at, sound) for run in _HAN.finditer(text) for at, sound in enumerate(syllables(run.group()))]
    chance.shuffle(places)
    for at, sound in places:
        others = [(c, n) for c, n in sounds.get(sound, ()) if c != text[at]]
        if others:
            other = chance.choices([c for c, _ in others], [n for _, n in others])[0]
            return text[:at] + other + text[at + 1 :]
    return text


def in_pinyin(text: str) -> str:
    """Every run of Chinese in Latin letters, without tones and without spaces within it."""
    return " ".join(_HAN.sub(lambda run: f" {''.join(syllables(run.group()))} ", text).split()) if _HAN.search(text) else text


@cache
def written_sounds() -> Sounds:
    """From what shoppers wrote: the characters of zh_query_log.

    Raises:
        NotFound: the data set is absent.
    """
    counts: Counter[str] = Counter()
    with gzip.open(locate("zh_query_log/queries.tsv.gz"), "rt", encoding="utf-8") as file:
        for line in file:
            counts.update("".join(_HAN.findall(line)))
    sounds: dict[str, list[tuple[str, int]]] = {}
    for character, count in counts.items():
        sounds.setdefault(syllables(character)[0], []).append((character, count))
    return sounds
