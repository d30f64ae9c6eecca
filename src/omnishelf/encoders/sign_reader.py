"""Signs that are read out in Mandarin, heard in what Whisper's encoder makes of the sound: a small head of our own.

    states of Whisper base, 50 a second -> two layers -> chances of the marks a frame -> CTC -> readings, likeliest first

Whisper's decoder writes the Chinese it knows, and fast digits (幺 拐 洞) are no sentence of it: it writes other words. Its
encoder has heard them all the same. The head tells each sign from what is around it, and any other syllable as `OTHER`, so that
a sentence with a price in it is no number. benchmarks/dictated_signs.py learns it from synthetic voices.

CTC: Graves et al. 2006, "Connectionist temporal classification". The search over prefixes: Hannun et al. 2014, "First-pass
large vocabulary continuous speech recognition using bi-directional recurrent DNNs", here without a language model.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from omnishelf.encoders.port import Dictated, Matrix, NumberForm
from omnishelf.encoders.sign_forms import numbers_under, prior_of
from omnishelf.encoders.sign_marks import MARKS, Reading, in_all, likeliest

WEIGHTS = "sign_reader.npz"
BEAM, BEST = 24, 12
WITHIN = 4.0
"""Natural logarithm: readings less likely than the best by more than this are not told."""
TURN = -3.0
"""Natural logarithm: added for each letter behind a digit. Numbers have letters at their ends, and 二 sounds much like R."""
SHORTEST, LEAST_DIGITS = 8, 6
SURE = 0.8
"""Of a run that is told, the geometric mean chance of its signs."""
WEIGHT = 1.5
"""The head is surer than it is right, as CTC is: so many natural logarithms of its frames weigh as much as one of a prior."""
LONGER = 3
"""A form has at most so many signs more or fewer than were heard freely."""

_LEAST = np.log(1e-4)  # marks less likely than this in a frame are not followed


@dataclass(frozen=True, slots=True)
class Head:
    """Attributes:
    narrow, narrow_bias: [512, d], [d].
    around, around_bias: [k, d, d], [d]: a convolution over k frames.
    marks, marks_bias: [d, 38], [38].
    """

    narrow: Matrix
    narrow_bias: Matrix
    around: Matrix
    around_bias: Matrix
    marks: Matrix
    marks_bias: Matrix

    def log_chances(self, states: Matrix) -> Matrix:
        """[frames, 38] of states [frames, 512]."""
        seen = _bent(_even(states) @ self.narrow + self.narrow_bias)
        width = len(self.around)
        padded = np.pad(seen, ((width // 2, width // 2), (0, 0)))
        near = sum((padded[n : n + len(seen)] @ self.around[n] for n in range(width)), self.around_bias)
        out = (seen + _bent(near)) @ self.marks + self.marks_bias
        return np.asarray(out - np.logaddexp.reduce(out, axis=1, keepdims=True), np.float32)


@lru_cache(maxsize=1)
def packaged_head() -> Head:
    with np.load(str(resources.files("omnishelf.encoders") / WEIGHTS)) as arrays:
        return head_of(arrays)


def head_of(arrays: Mapping[str, NDArray[np.floating]]) -> Head:
    return Head(**{name: np.asarray(arrays[name], np.float32) for name in Head.__dataclass_fields__})


def signs_heard(log_chances: Matrix, forms: Sequence[NumberForm] = (), *, weight: float = WEIGHT) -> tuple[Dictated, ...]:
    """Readings of the long runs of signs in one stretch of speech: the likeliest first, others within `WITHIN`, and those of
    about as many signs that have one of the forms, however much less likely the frames make them.

    Nothing where the likeliest reading has no run of `SHORTEST` signs, or is unsure of it: a form alone is no number.
    """
    found = readings(log_chances, turn=TURN)
    heard = runs(found[0].marks)
    if not heard or sureness(log_chances, found[0].marks) < SURE:
        return ()
    # Of two numbers in one stretch a form would swallow one.
    alike = [form for form in forms if len(heard) == 1 and abs(len(form.places) - len(heard[0])) <= LONGER]
    likely = {one.marks: one.log_p / weight for one in numbers_under(log_chances, alike, weight=weight, turn=TURN)}
    for one in reversed(found):
        if numbers := " ".join(runs(one.marks)):
            likely[numbers] = one.log_p / weight + prior_of(numbers, alike)
    return tuple(Dictated(text, log_p) for text, log_p in sorted(likely.items(), key=lambda each: (-each[1], each[0])))


def runs(marks: str) -> tuple[str, ...]:
    """Those long enough for a number that people read out, with enough digits.

    >>> runs("····SF1380221047532··3··")
    ('SF1380221047532',)
    """
    return tuple(
        run for run in re.findall(r"[0-9A-Z]+", marks) if len(run) >= SHORTEST and sum(map(str.isdigit, run)) >= LEAST_DIGITS
    )


def readings(log_chances: Matrix, *, beam: int = BEAM, best: int = BEST, turn: float = 0.0) -> tuple[Reading, ...]:
    """The likeliest strings of marks of [frames, marks], at most `best`, none less likely than the first by `WITHIN`.

    Args:
        turn: added to the log probability at each letter behind a digit.
    """
    blank: dict[str, float] = {"": 0.0}  # prefix -> log probability of the ways that end in a blank
    mark: dict[str, float] = {}  # ... in the prefix's last mark
    for frame in log_chances:
        likely = np.flatnonzero(frame > _LEAST)
        in_blank: dict[str, float] = defaultdict(lambda: -np.inf)
        in_mark: dict[str, float] = defaultdict(lambda: -np.inf)
        for prefix in likeliest(blank, mark, beam):
            b, m = blank.get(prefix, -np.inf), mark.get(prefix, -np.inf)
            for n in likely:
                sign = MARKS[n]
                turned = turn if sign.isalpha() and prefix[-1:].isdigit() else 0.0
                p = float(frame[n]) + turned
                if n == 0:
                    in_blank[prefix] = np.logaddexp(in_blank[prefix], np.logaddexp(b, m) + p)
                elif prefix.endswith(sign):
                    in_mark[prefix] = np.logaddexp(in_mark[prefix], m + p)
                    in_mark[prefix + sign] = np.logaddexp(in_mark[prefix + sign], b + p)
                else:
                    in_mark[prefix + sign] = np.logaddexp(in_mark[prefix + sign], np.logaddexp(b, m) + p)
        blank, mark = in_blank, in_mark
    whole = [Reading(prefix, float(in_all(blank, mark, prefix))) for prefix in likeliest(blank, mark, best)]
    return tuple(one for one in whole if one.log_p >= whole[0].log_p - WITHIN)


def sureness(log_chances: Matrix, marks: str) -> float:
    """0..1: the geometric mean, over the signs of the runs in `marks`, of each sign's highest chance where it was heard."""
    heights = _heights(log_chances)
    best = "".join(MARKS[n] for n, _ in heights)
    if best != marks:  # another way was likelier in sum: each sign's own height is not known, the mean of all is
        signs = [log_p for n, log_p in heights if n > 1]
        return float(np.exp(np.mean(signs))) if signs else 0.0
    inside = {n for run in re.finditer(r"[0-9A-Z]+", marks) if runs(run[0]) for n in range(*run.span())}
    return float(np.exp(np.mean([heights[n][1] for n in inside]))) if inside else 0.0


def _heights(log_chances: Matrix) -> list[tuple[int, float]]:
    """(class, its highest log chance) of each stretch of frames in which it is the likeliest; blanks left out."""
    best = log_chances.argmax(axis=1)
    edges = np.flatnonzero(np.diff(best, prepend=-1))
    stretches = zip(edges, [*edges[1:], len(best)], strict=True)
    return [(int(best[a]), float(log_chances[a:b, best[a]].max())) for a, b in stretches if best[a]]


def _even(states: Matrix) -> Matrix:
    """Each frame with mean 0 and variance 1."""
    centred = states - states.mean(axis=1, keepdims=True)
    return np.asarray(centred / np.sqrt((centred**2).mean(axis=1, keepdims=True) + 1e-5), np.float32)


def _bent(x: Matrix) -> Matrix:
    """SiLU: x times its logistic."""
    return np.asarray(x / (1 + np.exp(-np.clip(x, -60, 60))), np.float32)
