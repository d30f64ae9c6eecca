"""A recording read: heard, then read as words are."""

from __future__ import annotations

from omnishelf.domain.intent import Guess
from omnishelf.encoders.audio import decode
from omnishelf.encoders.port import SpeechRecogniser, Transcript
from omnishelf.understand.vocabulary import Vocabulary

LANGUAGES = ("zh", "en")


def hear(
    recording: bytes,
    *,
    recogniser: SpeechRecogniser,
    vocabulary: Vocabulary,
    language: str,
    max_bytes: int,
    max_seconds: float,
) -> Transcript:
    """What was said. The recogniser is told the shop's own words: those of the forced language, or some of each.

    Raises:
        BadInput: the recording cannot be used (see `omnishelf.encoders.audio.decode`).
        ModelMissing: the recogniser's model is not installed.
    """
    samples = decode(recording, max_bytes=max_bytes, max_seconds=max_seconds)
    words = vocabulary.spoken(language) if language else [w for tag in LANGUAGES for w in vocabulary.spoken(tag, 30)]
    return recogniser.transcribe(samples, language=language, vocabulary=words)


def alternatives(transcript: Transcript) -> tuple[Guess, ...]:
    """The other readings, without probabilities of their own: what remains of the best one's is shared among them."""
    others = transcript.alternatives
    return tuple(Guess(text, round((1 - transcript.confidence) / len(others), 4)) for text in others)
