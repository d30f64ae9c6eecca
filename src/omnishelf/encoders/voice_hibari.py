"""An English voice: hibari (Apache-2.0), 8 MB, distilled from Kokoro-82M; some 50 ms a sentence on one core."""

from __future__ import annotations

import threading
from typing import Any

import numpy as np

from omnishelf.encoders import sounds_en
from omnishelf.encoders.port import Matrix
from omnishelf.encoders.weights import HIBARI, locate

SEED = 0
"""Of the noise in consonants: the same words always give the same sound."""


class HibariVoice:
    """The voice "heart", American English. `speak` knows no Chinese."""

    def __init__(self, threads: int = 1) -> None:
        self._threads, self._lock = threads, threading.Lock()
        self._loaded: Any = None

    @property
    def name(self) -> str:
        return f"hibari-{HIBARI.version}:heart"

    def warm(self) -> None:
        self.speak("Hello.")

    def speak(self, text: str) -> Matrix:
        """See `SpeechSynthesiser.speak`."""
        samples: Matrix = self._hibari()(text, seed=SEED).astype(np.float32)
        return np.clip(samples, -1.0, 1.0)

    def _hibari(self) -> Any:
        with self._lock:
            if self._loaded is None:
                model = locate(HIBARI)["hibari.onnx"]
                from hibari import Hibari

                self._loaded = Hibari(model=str(model), threads=self._threads, g2p=sounds_en.sounds)
            return self._loaded
