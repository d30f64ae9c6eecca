"""Signs that were read out, looked for under the forms that a number can have: what the sound says, place by place.

    chances of the marks a frame + forms (what may stand at each place)
        -> the best way through each form (Viterbi, all forms at once) -> the likeliest numbers of the best forms

A free search (`sign_reader.readings`) follows few marks, so that an R that was heard as 二 is gone for good. Where only letters
may stand, the same sound is asked which of them it was. A form is never heard into speech: `sign_reader.signs_heard` has heard
a number freely before it looks here, and whoever reads the answer weighs it against what was heard freely.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from omnishelf.encoders.port import Matrix, NumberForm, Place
from omnishelf.encoders.sign_marks import MARKS, OTHER, Reading, in_all, together

FORMS, BEAM, BEST = 6, 24, 8
"""Forms that are searched closely, prefixes followed in each, numbers told of each."""
BEHIND = 8.0
"""Natural logarithm: a form whose best way and prior together are behind the best form's by more is not searched closely."""
NEVER = -30.0
"""Natural logarithm: a mark less likely than that in a frame is not followed."""
_QUIET = math.log(0.999)
_OTHER = MARKS.index(OTHER)


@dataclass(frozen=True, slots=True)
class Table:
    """Forms side by side.

    Attributes:
        priors: [forms, places, marks] natural logarithms; minus infinity where a mark may not stand.
        lengths: [forms] how many of the places each has.
    """

    priors: Matrix
    lengths: NDArray[np.int64]


def numbers_under(log_chances: Matrix, forms: Sequence[NumberForm], *, weight: float, turn: float) -> tuple[Reading, ...]:
    """The likeliest numbers of the likeliest forms, the likeliest first; the forms' own priors are not in `log_p`, those of
    their places are.

    Args:
        weight: how many natural logarithms of the frames one of a prior is worth.
        turn: added to the log probability at each letter behind a digit.
    """
    if not forms or not len(log_chances):
        return ()
    frames = without_silence(log_chances)
    best = best_ways(frames, table(forms, weight)) + weight * np.array([form.log_prior for form in forms])
    chosen = [int(n) for n in np.argsort(-best, kind="stable")[:FORMS] if best[n] > max(best.max() - weight * BEHIND, -1e6)]
    found: dict[str, float] = {}
    for n in chosen:
        for one in numbers_of(frames, forms[n].places, weight=weight, turn=turn):
            found[one.marks] = max(found.get(one.marks, -math.inf), one.log_p)
    return tuple(Reading(marks, log_p) for marks, log_p in sorted(found.items(), key=lambda each: (-each[1], each[0])))


def prior_of(marks: str, forms: Sequence[NumberForm]) -> float:
    """Natural logarithm of how usual the signs are at their places of the form that suits them best; 0 where none fits."""
    fitting = [
        sum(place[sign] for place, sign in zip(form.places, marks, strict=True))
        for form in forms
        if len(form.places) == len(marks) and all(map(Mapping.__contains__, form.places, marks))
    ]
    return max(fitting, default=0.0)


def table(forms: Sequence[NumberForm], weight: float = 1.0) -> Table:
    lengths = np.array([len(form.places) for form in forms])
    priors = np.full((len(forms), int(lengths.max()), len(MARKS)), -np.inf, np.float32)
    for n, form in enumerate(forms):
        for at, place in enumerate(form.places):
            for sign, log_prior in place.items():
                priors[n, at, MARKS.index(sign)] = weight * log_prior
    return Table(priors, lengths)


def without_silence(log_chances: Matrix) -> Matrix:
    """One frame of each stretch in which nothing but the blank is likely: the others change no number's place among others."""
    quiet = log_chances[:, 0] > _QUIET
    return log_chances[~(quiet & np.roll(quiet, 1) & (np.arange(len(quiet)) > 0))]


def best_ways(log_chances: Matrix, given: Table) -> NDArray[np.float64]:
    """[forms] natural logarithm of the likeliest way through all frames that spells a number of the form.

    Other syllables before and behind the number are as good as silence; within it they may not be. CTC's rule holds: the same
    sign twice needs a blank between.
    """
    forms, places, marks = given.priors.shape
    silence = np.full((forms, places + 1), -np.inf)  # [n, p]: p signs said, the last frame a blank
    silence[:, 0] = 0.0
    sign = np.full((forms, places + 1, marks), -np.inf)  # [n, p, m]: p signs said, the last frame in the p-th, which is m
    outside = np.zeros((forms, places + 1), bool)
    outside[:, 0] = True
    outside[np.arange(forms), given.lengths] = True
    rows = np.arange(forms)[:, None], np.arange(places + 1)[None, :]
    for frame in log_chances.astype(np.float64):
        first = sign.argmax(axis=2)
        highest = sign[(*rows, first)]
        rest = sign.copy()
        rest[(*rows, first)] = -np.inf
        second = rest.max(axis=2)
        before = np.broadcast_to(highest[:, :-1, None], (forms, places, marks)).copy()  # the best way on from another sign
        before[(*(row[:, :places] for row in rows), first[:, :-1])] = second[:, :-1]
        begun = np.maximum(before, silence[:, :-1, None]) + given.priors
        said = np.maximum(sign[:, 1:], begun) + frame
        still = np.where(outside, np.logaddexp(frame[0], frame[_OTHER]), frame[0])
        silence = np.maximum(silence, highest) + still
        sign = np.concatenate([np.full((forms, 1, marks), -np.inf), said], axis=1)
    last = np.arange(forms), given.lengths
    return np.asarray(np.maximum(silence[last], sign[last].max(axis=1)))


def numbers_of(log_chances: Matrix, places: Sequence[Place], *, weight: float, turn: float) -> list[Reading]:
    """The likeliest numbers of one form: the search over prefixes of `sign_reader.readings`, in which a place knows its signs.

    Prefixes are followed by what they are and what is to come at best, as in A*: by themselves the short ones would win.
    """
    frames = log_chances.astype(np.float64)
    to_come = onward(frames, table((NumberForm(tuple(places)),), weight).priors[0])
    blank: dict[str, float] = {"": 0.0}
    mark: dict[str, float] = {}
    followed = [""]
    for frame, best in zip(frames, to_come, strict=True):
        heard = {sign: float(p) for sign, p in zip(MARKS[2:], frame[2:], strict=True) if p > NEVER}
        quiet, outside = float(frame[0]), float(np.logaddexp(frame[0], frame[_OTHER]))
        in_blank: dict[str, float] = {}
        in_mark: defaultdict[str, float] = defaultdict(lambda: -math.inf)
        for prefix in followed:
            b, m = blank.get(prefix, -math.inf), mark.get(prefix, -math.inf)
            at_edge = len(prefix) in (0, len(places))
            in_blank[prefix] = together(b, m) + (outside if at_edge else quiet)
            last = prefix[-1:]
            if last in heard:
                in_mark[prefix] = together(in_mark[prefix], m + heard[last])
            for sign, log_prior in _next(places, prefix, weight, turn):
                if sign in heard:
                    way = (b if sign == last else together(b, m)) + heard[sign] + log_prior
                    in_mark[prefix + sign] = together(in_mark[prefix + sign], way)
        blank, mark = in_blank, dict(in_mark)
        at_best = {one: in_all(blank, mark, one) + best[len(one)] for one in {**blank, **mark}}
        followed = [one for one in sorted(at_best, key=lambda one: (-at_best[one], one))[:BEAM] if at_best[one] > -math.inf]
    return [Reading(one, in_all(blank, mark, one)) for one in followed[:BEST]]


def onward(frames: NDArray[np.float64], priors: Matrix) -> NDArray[np.float64]:
    """[frames, places + 1] natural logarithm of the best way from behind each frame, so many signs said, to the end of the
    number and of the frames; never less than it is (the same sign twice may do without a blank), minus infinity for none.

    Args:
        priors: [places, marks].
    """
    count = len(priors)
    best = np.full((len(frames), count + 1), -np.inf)
    best[-1, count] = 0.0
    for t in range(len(frames) - 1, 0, -1):
        frame = frames[t]
        begun = (frame + priors).max(axis=1)  # [places] the place's sign begins in this frame
        held = np.where(priors > -np.inf, frame, -np.inf).max(axis=1)  # ... or goes on
        still = np.full(count + 1, frame[0])
        still[[0, count]] = np.logaddexp(frame[0], frame[_OTHER])
        still[1:] = np.maximum(still[1:], held)
        best[t - 1] = best[t] + still
        best[t - 1, :-1] = np.maximum(best[t - 1, :-1], best[t, 1:] + begun)
    return best


def _next(places: Sequence[Place], prefix: str, weight: float, turn: float) -> list[tuple[str, float]]:
    """(sign, its log prior) of all that may stand behind the prefix."""
    if len(prefix) == len(places):
        return []
    place: Mapping[str, float] = places[len(prefix)]
    turned = prefix[-1:].isdigit()
    return [(sign, weight * log_p + (turn if turned and sign.isalpha() else 0.0)) for sign, log_p in place.items()]
