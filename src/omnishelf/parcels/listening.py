"""A recording to the numbers in it: heard as speech, and then, where a number may be in it, as signs that are read out."""

from __future__ import annotations

import math
from dataclasses import dataclass

from omnishelf.domain.parcel import NumberFound
from omnishelf.encoders.audio import Samples
from omnishelf.encoders.port import Dictated, Dictation, SpeechRecogniser
from omnishelf.parcels.detect import Hints
from omnishelf.parcels.spoken import find_spoken, written

MOST_ODDS = 1_000.0
"""What the form of a number can speak for a reading at most: a check digit and two letters of a carrier."""


@dataclass(frozen=True, slots=True)
class Listened:
    """`text`: what was said. `signs`: readings of the same, listened to for a number alone, () where that was not done."""

    text: str
    signs: tuple[Dictated, ...] = ()

    def numbers(self, hints: Hints) -> tuple[NumberFound, ...]:
        """Those read out sign by sign, or else those in what was said.

        Of several readings the one that is likeliest after Bayes: how likely the sound makes it, times the odds that a number
        of its form makes it a parcel's. Only what was heard as likely as that is read at all.
        """
        read = [(one, find_spoken(one.text, hints)) for one in self.signs]
        told = [(one.log_p + _log_odds(found), found) for one, found in read if found]
        if told:
            return max(told, key=lambda each: each[0])[1]
        return find_spoken(self.text, hints) if self.text else ()


def listen(speech: SpeechRecogniser, samples: Samples, language: str) -> Listened:
    """Args:
    samples: [n] float32 in -1..1, mono, 16 kHz.
    """
    # Without the shop's words: a number is none of them, and as a prompt they would be heard into it.
    told = speech.transcribe(samples, language=language)
    if not isinstance(speech, Dictation):
        return Listened(told.raw)
    if told.language not in speech.vigilant and not any(sign.isdigit() for sign in written(told.raw)):
        return Listened(told.raw)
    return Listened(told.raw, speech.dictate(samples, told.language))


def _log_odds(found: tuple[NumberFound, ...]) -> float:
    """Of the surest number."""
    surest = max(one.confidence for one in found)
    return math.log(min(MOST_ODDS, surest / max(1e-9, 1 - surest)))
