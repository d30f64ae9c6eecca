"""Encoders that do each thing once, for benchmarks that ask the same things in many ways. Not for timing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from omnishelf.encoders.port import ImageEncoder, Matrix, PictureFeatures, SpeechRecogniser, TextEncoder, Transcript


class RememberedSpeech:
    """What was heard is kept in a folder, by clip, language and vocabulary."""

    def __init__(self, recogniser: SpeechRecogniser, folder: Path) -> None:
        self.recogniser, self.folder = recogniser, folder

    @property
    def name(self) -> str:
        return self.recogniser.name

    def transcribe(self, samples: Matrix, *, language: str = "", vocabulary: Sequence[str] = ()) -> Transcript:
        asked = "\0".join([self.name, language, *vocabulary]).encode()
        file = self.folder / f"{hashlib.sha256(asked + samples.tobytes()).hexdigest()[:32]}.json"
        if not file.is_file():
            heard = self.recogniser.transcribe(samples, language=language, vocabulary=vocabulary)
            beside = file.with_suffix(".part")
            beside.write_text(json.dumps(asdict(heard), ensure_ascii=False), encoding="utf-8")
            beside.replace(file)
        kept = json.loads(file.read_text(encoding="utf-8"))
        return Transcript(**kept | {"alternatives": tuple(kept["alternatives"])})

    def warm(self) -> None:
        self.recogniser.warm()


class RememberedText:
    """Rows of questions stay in memory; everything else is the encoder's."""

    def __init__(self, encoder: TextEncoder) -> None:
        self.encoder = encoder
        self.rows: dict[str, Matrix] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self.encoder, name)

    def queries(self, texts: Sequence[str]) -> Matrix:
        for text in dict.fromkeys(texts):
            if text not in self.rows:
                self.rows[text] = self.encoder.queries([text])[0]
        return np.stack([self.rows[text] for text in texts])


class RememberedImage:
    """Single pictures stay in memory by their pixels; everything else is the encoder's."""

    def __init__(self, encoder: ImageEncoder) -> None:
        self.encoder = encoder
        self.seen: dict[bytes, PictureFeatures] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self.encoder, name)

    def encode(self, pictures: Sequence[Image.Image]) -> PictureFeatures:
        if len(pictures) != 1:
            return self.encoder.encode(pictures)
        key = hashlib.sha256(pictures[0].tobytes()).digest()
        if key not in self.seen:
            self.seen[key] = self.encoder.encode(pictures)
        return self.seen[key]
