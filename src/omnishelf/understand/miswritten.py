"""Chinese written with the wrong characters of the right sound: 兰色背包 for 蓝色背包.

An input method offers every word of a sound, so the shopper's slip is a homophone. A noisy channel over characters: of all ways
to read a run with characters that sound the same (or nearly), the likeliest by how the shop's own words and titles follow one
character with another, less the cost of each swap. A word that the shop or the language has is not swapped lightly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import rjieba

from omnishelf.encoders.homophones import blurred, syllables
from omnishelf.understand.characters import Characters, Scores

# In nats. benchmarks/misspelt.py: the odds at which queries that are right stay as they are.
SWAPPED = 5.5
"""A character replaced by one of the same sound."""
READ_OTHERWISE = 2.0
"""The same where only the sound was typed, against the likeliest words of that sound."""
NEAR_SOUND = 3.0
"""Added where the sounds are only nearly the same."""
NOVEL = -11.0
"""Least that two characters side by side can cost: people ask for things in words that no title has."""
LENIENT = 3.0
"""Taken off a swap while reading, so that swaps which are merely possible come up and can be offered."""
WORD = 5.0
"""Against a swap within a word of general Chinese: it was more likely meant."""


@dataclass(frozen=True, slots=True)
class Swap:
    """`run[start:stop]` may stand for `meant`. `odds`: ln of the odds that it does; `is_word`: what stands there is a word of
    the shop or of general Chinese."""

    start: int
    stop: int
    meant: str
    odds: float
    is_word: bool


def swaps(run: str, characters: Characters, is_word: Callable[[str], bool]) -> list[Swap]:
    """Where an unbroken run of Chinese may mean other characters, left to right, none overlapping."""
    sounds = syllables(run)
    if len(run) < 2 or len(sounds) != len(run):
        return []
    meant = _likeliest(run, sounds, characters)
    return [_weighed(run, meant, start, stop, sounds, characters, is_word) for start, stop in _differences(run, meant)]


def reread(run: str, characters: Characters) -> str:
    """The likeliest characters for the sounds of a run, when only its sounds were typed."""
    sounds = syllables(run)
    return _likeliest(run, sounds, characters, READ_OTHERWISE) if len(run) > 1 and len(sounds) == len(run) else run


def _likeliest(run: str, sounds: tuple[str, ...], characters: Characters, swap: float = SWAPPED - LENIENT) -> str:
    """Viterbi over the characters that may stand at each place; `swap`: the cost of another than the one that stands there."""
    options = [_options(character, sound, characters, swap) for character, sound in zip(run, sounds, strict=True)]
    score: Scores = characters.alone([c for c, _ in options[0]]).clip(NOVEL) - [cost for _, cost in options[0]]
    back: list[list[int]] = []
    for before, here in pairwise(options):
        steps = characters.after([c for c, _ in before], [c for c, _ in here]).clip(NOVEL) + score[:, None]
        came = steps.argmax(axis=0)
        back.append(came.tolist())
        score = steps[came, np.arange(len(here))] - [cost for _, cost in here]
    at = int(score.argmax())
    found = [options[-1][at][0]]
    for place in range(len(back) - 1, -1, -1):
        at = back[place][at]
        found.append(options[place][at][0])
    return "".join(reversed(found))


def _options(character: str, sound: str, characters: Characters, swap: float) -> list[tuple[str, float]]:
    """(character that may be meant, its cost), the written one first."""
    others = characters.alike.get(blurred(sound), ())
    costs = [(other, swap if same == sound else swap + NEAR_SOUND) for other, same in others if other != character]
    return [(character, 0.0), *costs]


def _differences(run: str, meant: str) -> Iterator[tuple[int, int]]:
    """The places that differ, widened to whole words of the corrected run."""
    start = 0
    for word in rjieba.cut(meant):
        stop = start + len(word)
        if run[start:stop] != meant[start:stop]:
            yield start, stop
        start = stop


def _weighed(
    run: str, meant: str, start: int, stop: int, sounds: tuple[str, ...], characters: Characters, is_word: Callable[[str], bool]
) -> Swap:
    """The odds of one swap, with everything around it as it is meant."""
    left, right = meant[:start][-1:], meant[stop:][:1]
    written, swapped = run[start:stop], meant[start:stop]
    gain = _score(left + swapped + right, characters) - _score(left + written + right, characters)
    for a, b, sound in zip(written, swapped, sounds[start:stop], strict=True):
        if a != b:
            near = (b, sound) not in characters.alike.get(blurred(sound), ())
            gain -= SWAPPED + (NEAR_SOUND if near else 0.0)
    changed = [at for at in range(start, stop) if run[at] != meant[at]]
    stands = any(is_word(word) for word in _words_around(run, changed[0], changed[-1] + 1))
    return Swap(start, stop, swapped, gain - (WORD if stands else 0.0), stands)


def _score(text: str, characters: Characters) -> float:
    first = float(characters.alone(text[:1]).clip(NOVEL)[0])
    return first + float(np.diagonal(characters.after(text[:-1], text[1:]).clip(NOVEL)).sum())


def _words_around(run: str, start: int, stop: int) -> Iterator[str]:
    """Words of two characters and more of the run as it was written that reach into the span."""
    at = 0
    for word in rjieba.cut(run):
        if len(word) > 1 and at < stop and start < at + len(word):
            yield word
        at += len(word)
