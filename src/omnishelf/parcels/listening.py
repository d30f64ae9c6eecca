"""A recording to the numbers in it: heard as speech, then, where there are digits in it, as signs that are read out."""

from __future__ import annotations

from dataclasses import dataclass

from omnishelf.domain.parcel import NumberFound
from omnishelf.encoders.audio import Samples
from omnishelf.encoders.port import Dictation, SpeechRecogniser
from omnishelf.parcels.detect import Hints
from omnishelf.parcels.spoken import find_spoken, written


@dataclass(frozen=True, slots=True)
class Listened:
    """`text`: what was said. `signs`: the same listened to for a number alone, "" where that was not done."""

    text: str
    signs: str = ""

    def numbers(self, hints: Hints) -> tuple[NumberFound, ...]:
        """Those read out sign by sign, or else those in what was said."""
        return tuple(
            (find_spoken(self.signs, hints) if self.signs else ()) or (find_spoken(self.text, hints) if self.text else ())
        )


def listen(speech: SpeechRecogniser, samples: Samples, language: str) -> Listened:
    """Args:
    samples: [n] float32 in -1..1, mono, 16 kHz.
    """
    # Without the shop's words: a number is none of them, and as a prompt they would be heard into it.
    told = speech.transcribe(samples, language=language)
    if not isinstance(speech, Dictation) or not any(sign.isdigit() for sign in written(told.raw)):
        return Listened(told.raw)
    return Listened(told.raw, speech.dictate(samples, told.language))
