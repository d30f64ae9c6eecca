"""An answer aloud: piece by piece, so that the first is heard while the next is made.

    text -> pieces (aloud/cutting.py) -> words (aloud/saying.py) -> the voice (encoders/voice.py) -> sound, with its caption

What was said is remembered in memory alone, by a hash of its words, up to a number of bytes: greetings and questions are said
again and again, and nothing personal comes to a disk.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Iterator

import numpy as np

from omnishelf.assistant.aloud import pieces, said
from omnishelf.domain.errors import BadInput, TooLarge, Unavailable
from omnishelf.domain.speech import Spoken
from omnishelf.encoders.port import Matrix, SpeechSynthesiser
from omnishelf.understand.language import detect

LANGUAGES = ("", "en", "zh")
PATIENCE = 20.0
"""Seconds a piece waits for its turn. Pieces are made one at a time: two at once would each take twice as long."""


class Speaker:
    """Thread-safe.

    Args:
        longest: characters of a text.
        remembered: bytes of sound kept.
        patience: seconds, see `PATIENCE`.
    """

    def __init__(
        self, voice: SpeechSynthesiser, *, longest: int = 1_000, remembered: int = 24_000_000, patience: float = PATIENCE
    ) -> None:
        self._voice, self._longest, self._patience = voice, longest, patience
        self._kept = Remembered(remembered)
        self._turn = threading.Lock()

    def __call__(self, text: str, language: str = "") -> Iterator[Spoken]:
        """The text's pieces in order; each is made when it is asked for.

        Args:
            language: of numbers and signs, "en" or "zh"; "" goes by the words.

        Raises:
            BadInput: there is nothing to say, or no such language.
            TooLarge: the text is longer than `longest`.
            ModelMissing, Unavailable: on the first piece that cannot be made.
        """
        if language not in LANGUAGES:
            raise BadInput(
                f"The shop does not speak {language!r}.", hint='Languages are "en" and "zh"; leave it out to go by words.'
            )
        if len(text) > self._longest:
            raise TooLarge(f"The text has {len(text):,} characters.", hint=f"Send at most {self._longest:,}.")
        cut = pieces(text)
        if not cut:
            raise BadInput("There is nothing to say.", hint="Send `text` with words in it.")
        own = language or detect(text) or "en"
        return (Spoken(piece.text, self._sound(said(piece.text, own))) for piece in cut)

    def warm(self) -> None:
        self._voice.warm()

    def _sound(self, words: str) -> bytes:
        key = hashlib.sha256(f"{self._voice.name}\n{words}".encode()).digest()
        kept = self._kept.get(key)
        if kept is None:
            if not self._turn.acquire(timeout=self._patience):
                raise Unavailable("The voice is busy.", hint="Try again in a few seconds.")
            try:
                kept = pcm(self._voice.speak(words))
            finally:
                self._turn.release()
            self._kept.put(key, kept)
        return kept


class Remembered:
    """Bytes by key, up to a total size; what was asked for longest ago goes first. Thread-safe."""

    def __init__(self, size: int) -> None:
        self._size, self._held = size, 0
        self._kept: OrderedDict[bytes, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: bytes) -> bytes | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def put(self, key: bytes, value: bytes) -> None:
        with self._lock:
            self._held += len(value) - len(self._kept.pop(key, b""))
            self._kept[key] = value
            while self._held > self._size:
                self._held -= len(self._kept.popitem(last=False)[1])


def pcm(samples: Matrix) -> bytes:
    """
    Args:
        samples: [n] float32 in -1..1.
    """
    return (np.clip(samples, -1.0, 1.0) * 32_767).astype("<i2").tobytes()
