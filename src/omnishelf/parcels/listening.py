"""A recording to the numbers in it: heard as speech, and then, where a number may be in it, as signs that are read out."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from omnishelf.domain.parcel import NumberFound, ReadFrom
from omnishelf.encoders.audio import Samples
from omnishelf.encoders.port import Dictated, Dictation, SpeechRecogniser
from omnishelf.parcels.detect import Hints
from omnishelf.parcels.numbers import find_numbers
from omnishelf.parcels.read_out import number_forms
from omnishelf.parcels.spoken import find_spoken, written

ANY = 0.05
"""Of numbers that people read out, how many have no form that `formats.py` knows: what is heard freely has that chance."""


@dataclass(frozen=True, slots=True)
class Listened:
    """`text`: what was said. `signs`: readings of the same, listened to for a number alone, () where that was not done."""

    text: str
    signs: tuple[Dictated, ...] = ()

    def numbers(self, hints: Hints) -> tuple[NumberFound, ...]:
        """Those read out sign by sign, or else those in what was said.

        Of several readings the one that is likeliest after Bayes: how likely the sound makes it, times the odds that a number
        of its form makes it a parcel's. None of them, where a number of no form at all is likelier than the best. Each is as
        sure as its form makes it, times the reading's share of all that it could have been.
        """
        read = [(one, _numbers_in(one.text, hints)) for one in self.signs]
        told = sorted(((one.log_p + _log_odds(found), found) for one, found in read if found), key=lambda each: -each[0])
        if told and told[0][0] > (any_number := self.signs[0].log_p + math.log(ANY)):
            share = 1 / sum(math.exp(log_p - told[0][0]) for log_p in (any_number, *(log_p for log_p, _ in told)))
            return tuple(replace(one, confidence=share * one.confidence) for one in told[0][1])
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
    return Listened(told.raw, speech.dictate(samples, told.language, number_forms()))


def _numbers_in(signs: str, hints: Hints) -> tuple[NumberFound, ...]:
    """Bare signs are no words: the EM that a number begins with is not what people say while they think."""
    if signs.isalnum() and signs == signs.upper():
        return find_numbers(signs, hints, read_from=ReadFrom.VOICE)
    return find_spoken(signs, hints)


def _log_odds(found: tuple[NumberFound, ...]) -> float:
    """Of the surest number."""
    surest = max(one.confidence for one in found)
    return math.log(surest / max(1e-9, 1 - surest))
