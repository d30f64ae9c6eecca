"""The packaged voices: a sentence with any Chinese in it is Kokoro's, every other one hibari's.

Kokoro takes fifty times as long, but only it can say both; one voice a sentence sounds better than two.
"""

from __future__ import annotations

import re

import numpy as np

from omnishelf.encoders.port import Matrix
from omnishelf.encoders.voice_hibari import HibariVoice
from omnishelf.encoders.voice_kokoro import KokoroVoice

LOUDNESS = 0.1
"""Root mean square that every sentence is brought to, of full scale: -20 dB, so that the voices are equally loud."""
PEAK = 0.97

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")


class PackagedVoice:
    """See `SpeechSynthesiser`."""

    def __init__(self, threads: int = 2) -> None:
        self._english, self._chinese = HibariVoice(), KokoroVoice(threads)

    @property
    def name(self) -> str:
        return f"{self._english.name}+{self._chinese.name}"

    def speak(self, text: str) -> Matrix:
        return levelled((self._chinese if _HAN.search(text) else self._english).speak(text))

    def warm(self) -> None:
        self._english.warm()
        self._chinese.warm()


def levelled(samples: Matrix) -> Matrix:
    """As loud as `LOUDNESS`, but for what would then exceed `PEAK`."""
    if not len(samples):
        return samples
    power, peak = float(np.sqrt(np.mean(samples**2))), float(np.abs(samples).max())
    if not peak:
        return samples
    return samples * np.float32(min(LOUDNESS / power, PEAK / peak))
