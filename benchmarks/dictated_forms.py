"""Numbers read out in Mandarin: what the carriers' forms add to the head, on the clips that constants were chosen on.

    python -m benchmarks.dictated_forms                # needs omnishelf[voices], and npm for the voices

The table that tells how well it works is `parcels-spoken` (benchmarks/parcels.py), with numbers that nothing was chosen on.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from benchmarks.parcels import number_aloud
from benchmarks.shops import cache_folder
from benchmarks.voices import STRANGERS, VOICES
from rich.progress import track

from omnishelf.config import load_settings
from omnishelf.encoders.endpoint import speech_windows
from omnishelf.encoders.port import Dictated, Matrix
from omnishelf.encoders.sign_reader import head_of, packaged_head, signs_heard
from omnishelf.encoders.speech import PackagedSpeech
from omnishelf.evaluate import report
from omnishelf.parcels.detect import Hints
from omnishelf.parcels.listening import Listened
from omnishelf.parcels.read_out import number_forms

SEED, CLIPS = 21, 25
"""Clips of each group."""
Way = Callable[[Matrix], tuple[Dictated, ...]]
WAYS: Mapping[str, Way] = {
    "as it is heard freely": signs_heard,
    "under the forms, frames as they are": lambda heard: signs_heard(heard, number_forms(), weight=1.0),
    "under the forms, half": lambda heard: signs_heard(heard, number_forms(), weight=2.0),
    "under the forms, a third": lambda heard: signs_heard(heard, number_forms(), weight=3.0),
    "under the forms, a quarter": lambda heard: signs_heard(heard, number_forms(), weight=4.0),
}
"""How much the logarithms of the frames count next to those of the forms."""


@dataclass(frozen=True, slots=True)
class Clip:
    """`states`: of each window of speech."""

    number: str
    states: tuple[Matrix, ...]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--head", type=Path, help="weights other than those that ship: the table is printed and not kept")
    given = arguments.parse_args()
    recogniser = PackagedSpeech(Path(load_settings().model_dir), threads=1)
    groups = {"voices learnt from": VOICES["zh"], "strangers": STRANGERS["zh"]}
    clips = {who: [clip(recogniser, n, voices) for n in track(range(CLIPS), who)] for who, voices in groups.items()}
    head = head_of(np.load(given.head)) if given.head else packaged_head()
    rows = []
    for name, way in WAYS.items():
        row: dict[str, object] = {"frames against forms": name}
        for who, own in clips.items():
            told = [heard(way, [head.log_chances(states) for states in one.states]) for one in own]
            row[f"{who}, exact"] = float(np.mean([one.number in numbers for one, numbers in zip(own, told, strict=True)]))
            wrong = [bool(numbers) and one.number not in numbers for one, numbers in zip(own, told, strict=True)]
            row[f"{who}, another"] = sum(wrong)
        rows.append(row)
    report.write_section(
        "parcels-spoken-ways",
        "Numbers read out in Mandarin: what the forms add",
        rows,
        protocol="clean synthetic voices, groups of four; exact and another as in `parcels-spoken`. The head alone, without "
        "what Whisper writes",
        data=f"numbers of sample/waybills/numbers.py, {CLIPS} a group; constants were chosen on these clips",
        seed=SEED,
        command="python -m benchmarks.dictated_forms",
        notes="Freely: the twelve likeliest readings, told where one has a form. Under the forms: each form is searched for by "
        "itself, so that an R heard as 二 is found where only letters stand.",
        path=cache_folder("parcels") / "trial.md" if given.head else report.RESULTS,
    )


def clip(recogniser: PackagedSpeech, n: int, voices: Sequence[str]) -> Clip:
    samples, number = number_aloud(n, "zh", voices, seed=SEED)
    return Clip(number, tuple(recogniser.states(window) for window in speech_windows(samples)))


def heard(way: Way, windows: Sequence[Matrix]) -> list[str]:
    """Numbers told, as `PackagedSpeech.dictate` and `Listened` tell them."""
    readings = next((found for window in windows if (found := way(window))), ())
    return [one.number for one in Listened("", readings).numbers(Hints())]


if __name__ == "__main__":
    main()
