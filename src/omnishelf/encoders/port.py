"""What an encoder is: a pure function from words, pictures or sound to arrays. Implementations are thread-safe.

Loading is lazy: constructing an encoder is cheap, the first call loads its weights (or `warm()` does so early). A model
whose package is missing or whose file has the wrong hash raises `ModelMissing`, which names what to install.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Matrix = NDArray[np.float32]


@runtime_checkable
class TextEncoder(Protocol):
    """Words to unit vectors whose inner product is similarity of meaning, across languages where the model can."""

    @property
    def name(self) -> str:
        """Names model, version and pre-processing: it is part of the cache key of every vector."""
        ...

    @property
    def dimensions(self) -> int: ...

    def queries(self, texts: Sequence[str]) -> Matrix:
        """[n, dimensions], unit rows. An empty string gives a zero row."""
        ...

    def passages(self, texts: Sequence[str]) -> Matrix:
        """[n, dimensions], unit rows. Some models encode what is searched differently from what is asked."""
        ...

    def warm(self) -> None: ...


@dataclass(frozen=True, slots=True)
class PictureFeatures:
    """What an image encoder sees in n pictures.

    Attributes:
        features: [n, dimensions], unit rows: inner product is similarity of looks.
        classes: [n, k] probabilities over `ImageEncoder.labels`; k is 0 for a model without classes.
    """

    features: Matrix
    classes: Matrix


@runtime_checkable
class ImageEncoder(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def dimensions(self) -> int: ...

    @property
    def labels(self) -> tuple[str, ...]:
        """English names of the classes, () for a model without."""
        ...

    def encode(self, pictures: Sequence[Image.Image]) -> PictureFeatures: ...

    def warm(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Transcript:
    """What was heard.

    Attributes:
        text: simplified Chinese or English, repaired against the vocabulary.
        raw: before the repair.
        language: BCP 47 primary tag.
        confidence: 0..1, exp of the mean token log-probability over the speech found; 0 when nothing was said.
        seconds: length of the speech found in the recording.
        alternatives: other readings, best first.
    """

    text: str
    raw: str
    language: str
    confidence: float
    seconds: float
    alternatives: tuple[str, ...] = ()


@runtime_checkable
class SpeechRecogniser(Protocol):
    @property
    def name(self) -> str: ...

    def transcribe(self, samples: Matrix, *, language: str = "", vocabulary: Sequence[str] = ()) -> Transcript:
        """`samples`: [n] float32 in -1..1, mono, 16 kHz. `language` "" detects. `vocabulary`: the shop's own words, most
        important first, used as the decoder's prompt and for repairing homophones."""
        ...

    def warm(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Dictated:
    """One reading of a number that was read out.

    Attributes:
        text: its signs, digits in figures or words.
        log_p: natural logarithm of how likely it is, next to other readings of the same recording.
    """

    text: str
    log_p: float = 0.0


Place = Mapping[str, float]
"""Signs that may stand at one place of a number -> natural logarithm of how much rarer each is there than the usual ones."""


@dataclass(frozen=True, slots=True)
class NumberForm:
    """What a number may look like.

    Attributes:
        places: one after the other.
        log_prior: natural logarithm of the odds that a number which fits is of this form.
    """

    places: tuple[Place, ...]
    log_prior: float = 0.0


@runtime_checkable
class Dictation(Protocol):
    """A recogniser that can listen for a number alone."""

    @property
    def vigilant(self) -> frozenset[str]:
        """Languages in which `dictate` itself tells a number that is read out from other speech, so that it may be asked about
        anything; in others it makes signs of all it hears."""
        ...

    def dictate(self, samples: Matrix, language: str, forms: Sequence[NumberForm] = ()) -> tuple[Dictated, ...]:
        """Readings of the signs that were read out, the likeliest first; none where it hears no number, and in a language it
        cannot do this in. `samples` as for `SpeechRecogniser.transcribe`.

        Args:
            forms: what numbers may look like. Where it hears one it may look again under each; it may also not care.
        """
        ...


SPOKEN_RATE = 24_000
"""Samples a second of every voice."""


@runtime_checkable
class SpeechSynthesiser(Protocol):
    """Words to sound. Numbers and signs have been written out as words before (`assistant/aloud`)."""

    @property
    def name(self) -> str:
        """Names model, version and voice: it is part of the cache key of every sentence."""
        ...

    def speak(self, text: str) -> Matrix:
        """[n] float32 in -1..1, mono, `SPOKEN_RATE`. `text`: a sentence of English, Chinese or both. Nothing that can be said
        gives no samples."""
        ...

    def warm(self) -> None: ...
