"""A recording is heard as speech, and where a number may be in it once more, for signs alone."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pytest

from omnishelf.encoders.port import Dictated as Reading
from omnishelf.encoders.port import Matrix, NumberForm, Transcript
from omnishelf.parcels.detect import Hints
from omnishelf.parcels.listening import listen
from omnishelf.parcels.read_out import number_forms
from omnishelf.testing.shop_encoders import Dictated

SOUND: Matrix = np.full(16_000, 0.1, np.float32)
CHECKED, SLIPPED = "RN251479113GB", "RN251479713GB"
"""A postal number, its check digit right, and the same with one sign misheard."""


class Twice(Dictated):
    """Hears one thing as speech, another sign by sign; in Chinese it knows when nothing is read out."""

    vigilant = frozenset(("zh",))

    def __init__(self, heard: str, *signs: str | Reading) -> None:
        super().__init__(heard)
        self.signs = tuple(one if isinstance(one, Reading) else Reading(one) for one in signs)
        self.asked = 0

    def transcribe(self, samples: Matrix, *, language: str = "", vocabulary: object = ()) -> Transcript:
        told = super().transcribe(samples, language=language)
        return Transcript(told.text, told.raw, language, told.confidence, told.seconds)

    def dictate(self, samples: Matrix, language: str, forms: Sequence[NumberForm] = ()) -> tuple[Reading, ...]:
        self.asked, self.forms = self.asked + 1, forms
        return self.signs


def numbers(speech: Dictated, language: str = "en") -> list[str]:
    return [one.number for one in listen(speech, SOUND, language).numbers(Hints())]


def test_signs_come_before_speech() -> None:
    """A recogniser that drops one of three alike in speech is corrected by what it hears sign by sign."""
    signs = "S F six six three two one zero zero seven three nine seven eight one"
    assert numbers(Twice("SF-663-210-739-781", signs)) == ["SF6632100739781"]


def test_speech_stands_where_signs_tell_no_number() -> None:
    """Nothing found sign by sign leaves the number of what was said."""
    assert numbers(Twice("SF6632100739781")) == ["SF6632100739781"]


def test_without_digits_nobody_listens_again() -> None:
    """A question is not forced into signs."""
    speech = Twice("where is my parcel", "S F one")
    assert numbers(speech) == [] and speech.asked == 0


def test_who_knows_when_nothing_is_read_out_is_always_asked() -> None:
    """Fast Chinese digits may be written as words without a single one."""
    assert numbers(Twice("流浪的小狗又回来了", "SF6632100739781"), "zh") == ["SF6632100739781"]


def test_check_digits_choose_between_readings_that_sound_alike() -> None:
    """The likelier reading breaks its check digit; the other one, a little less likely, keeps it."""
    speech = Twice("", Reading(SLIPPED, math.log(0.6)), Reading(CHECKED, math.log(0.4)))
    assert numbers(speech, "zh") == [CHECKED]


def test_a_form_does_not_outweigh_what_was_heard() -> None:
    """Of two numbers of one form, the one that was heard."""
    heard, other = "SF6632100739781", "SF6632100739787"
    assert numbers(Twice("", Reading(heard, math.log(0.9)), Reading(other, math.log(0.1))), "zh") == [heard]


def test_a_recogniser_is_told_what_numbers_look_like() -> None:
    """The forms of carriers' numbers, of which the sound may be one."""
    speech = Twice("", CHECKED)
    assert numbers(speech, "zh") == [CHECKED]
    assert speech.forms == number_forms() != ()


def test_a_number_of_no_form_is_not_bent_to_one() -> None:
    """Where what was heard freely is far likelier than the nearest number of a carrier, it is none of a carrier's."""
    heard = Reading("AB1234567", math.log(0.9))
    near, far = (Reading("A1234567890", math.log(0.9) - behind) for behind in (3.0, 30.0))
    assert numbers(Twice("", heard, near), "zh") == [near.text]
    assert numbers(Twice("", heard, far), "zh") == []


def test_a_reading_that_could_be_another_is_less_sure() -> None:
    """Two postal numbers that sound alike, both right by their check digits: the likelier is told, and as likely as it is."""
    other = "RN251479127GB"
    speech = Twice("", Reading(CHECKED, math.log(0.6)), Reading(other, math.log(0.3)))
    (found,) = listen(speech, SOUND, "zh").numbers(Hints())
    assert (found.number, found.confidence) == (CHECKED, pytest.approx(2 / 3, abs=0.01))
    (alone,) = listen(Twice("", CHECKED), SOUND, "zh").numbers(Hints())
    assert alone.confidence > 0.99


def test_signs_are_no_words() -> None:
    """The EM of Japan's express mail is not what people say while they think."""
    assert numbers(Twice("", "EM589441040JP"), "zh") == ["EM589441040JP"]


def test_a_recogniser_that_cannot_is_not_asked() -> None:
    """One pass is all there is."""
    assert numbers(Dictated("S F six six three two one double zero seven three nine seven eight one")) == ["SF6632100739781"]
