"""A recogniser that hears every recording once, however often it is asked. For evaluation, not for timing."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from omnishelf.encoders.port import Matrix, SpeechRecogniser, Transcript


class HeardOnce:
    """`SpeechRecogniser`; remembers by samples, language and vocabulary."""

    def __init__(self, recogniser: SpeechRecogniser) -> None:
        self.recogniser = recogniser
        self.known: dict[bytes, Transcript] = {}

    @property
    def name(self) -> str:
        return self.recogniser.name

    def transcribe(self, samples: Matrix, *, language: str = "", vocabulary: Sequence[str] = ()) -> Transcript:
        asked = "\0".join([language, *vocabulary]).encode()
        key = hashlib.sha256(asked + samples.tobytes()).digest()
        if key not in self.known:
            self.known[key] = self.recogniser.transcribe(samples, language=language, vocabulary=vocabulary)
        return self.known[key]

    def warm(self) -> None:
        self.recogniser.warm()
