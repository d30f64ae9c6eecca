"""A recording read: heard, then read as words are."""

from __future__ import annotations

from collections.abc import Mapping

from omnishelf.domain.intent import Guess
from omnishelf.encoders.audio import read_recording
from omnishelf.encoders.port import SpeechRecogniser, Transcript


def hear(
    recording: bytes,
    *,
    recogniser: SpeechRecogniser,
    spoken: Mapping[str, tuple[str, ...]],
    language: str,
    max_bytes: int,
    max_seconds: float,
) -> Transcript:
    """What was said. The recogniser is told the shop's own words.

    Args:
        spoken: language -> words to expect, "" for both (`Vocabulary.spoken`).

    Raises:
        BadInput: the recording cannot be used (see `omnishelf.encoders.audio.read_recording`).
        ModelMissing: the recogniser's model is not installed.
    """
    samples = read_recording(recording, max_bytes=max_bytes, max_seconds=max_seconds)
    return recogniser.transcribe(samples, language=language, vocabulary=spoken.get(language, ()))


def alternatives(transcript: Transcript) -> tuple[Guess, ...]:
    """The other readings, without probabilities of their own: what remains of the best one's is shared among them."""
    others = transcript.alternatives
    return tuple(Guess(text, round((1 - transcript.confidence) / len(others), 4)) for text in others)
