"""A recording is heard as speech, and where there are digits in it once more, for signs alone."""

from __future__ import annotations

import numpy as np

from omnishelf.encoders.port import Matrix, Transcript
from omnishelf.parcels.detect import Hints
from omnishelf.parcels.listening import listen
from omnishelf.testing.shop_encoders import Dictated

SOUND: Matrix = np.full(16_000, 0.1, np.float32)


class Twice(Dictated):
    """Hears one thing as speech, another sign by sign."""

    def __init__(self, heard: str, signs: str) -> None:
        super().__init__(heard)
        self.signs, self.asked = signs, 0

    def transcribe(self, samples: Matrix, *, language: str = "", vocabulary: object = ()) -> Transcript:
        told = super().transcribe(samples, language=language)
        return Transcript(told.text, told.raw, "en", told.confidence, told.seconds)

    def dictate(self, samples: Matrix, language: str) -> str:
        self.asked += 1
        return self.signs if language == "en" else ""


def numbers(speech: Dictated) -> list[str]:
    return [one.number for one in listen(speech, SOUND, "en").numbers(Hints())]


def test_signs_come_before_speech() -> None:
    """A recogniser that drops one of three alike in speech is corrected by what it hears sign by sign."""
    signs = "S F six six three two one zero zero seven three nine seven eight one"
    assert numbers(Twice("SF-663-210-739-781", signs)) == ["SF6632100739781"]


def test_speech_stands_where_signs_tell_no_number() -> None:
    """Nothing found sign by sign leaves the number of what was said."""
    assert numbers(Twice("SF6632100739781", "")) == ["SF6632100739781"]


def test_without_digits_nobody_listens_again() -> None:
    """A question is not forced into signs."""
    speech = Twice("where is my parcel", "S F one")
    assert numbers(speech) == [] and speech.asked == 0


def test_a_recogniser_that_cannot_is_not_asked() -> None:
    """One pass is all there is."""
    assert numbers(Dictated("S F six six three two one double zero seven three nine seven eight one")) == ["SF6632100739781"]
