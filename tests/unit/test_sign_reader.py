"""Signs read out in Mandarin: the search against all paths, what counts as a number, and the shipped head's shapes."""

from __future__ import annotations

import itertools
import re

import numpy as np
import pytest
from tests.lattices import log_chances

from omnishelf.encoders.port import Matrix
from omnishelf.encoders.sign_marks import MARKS
from omnishelf.encoders.sign_reader import SHORTEST, WEIGHT, packaged_head, readings, runs, signs_heard

NUMBER = "SF1380221047532"


def spoken(marks: str, sure: float = 0.99) -> Matrix:
    """A frame for each mark and a blank behind it."""
    return log_chances([chances for mark in marks for chances in ({mark: sure}, {"_": 0.99})])


def test_readings_have_the_chances_of_all_their_paths() -> None:
    """Every string of marks is as likely as all ways through the frames that collapse to it, summed one by one."""
    rng = np.random.default_rng(3)
    signs = "_13" + "·"
    drawn = rng.dirichlet(np.full(len(signs), 0.7), size=5) * 0.999999
    chances = [dict(zip(signs, map(float, row), strict=True)) for row in drawn]
    paths: dict[str, float] = {}
    for path in itertools.product(signs, repeat=len(chances)):
        marks = re.sub(r"(.)\1+", r"\1", "".join(path)).replace("_", "")
        paths[marks] = paths.get(marks, 0.0) + float(np.prod([row[mark] for row, mark in zip(chances, path, strict=True)]))
    found = readings(log_chances(chances), beam=500, best=8)
    by_chance = sorted(paths, key=lambda marks: -paths[marks])
    assert len(found) >= 3
    assert [one.marks for one in found] == by_chance[: len(found)]
    assert [np.exp(one.log_p) for one in found] == pytest.approx([paths[one.marks] for one in found], rel=0.01)


def test_two_alike_need_a_blank_between() -> None:
    """A digit that is held is one digit; said again it is two."""
    held = log_chances([{"8": 0.99}, {"8": 0.99}, {"_": 0.99}, {"8": 0.99}])
    assert readings(held)[0].marks == "88"


def test_a_letter_behind_a_digit_needs_more() -> None:
    """Each turn from a digit to a letter costs; from a letter to a letter it does not."""
    doubtful = {"2": 0.4, "R": 0.59}
    behind_digit, behind_letter = (log_chances([{first: 0.99}, {"_": 0.99}, doubtful]) for first in "1A")
    assert [readings(one, turn=-3.0)[0].marks for one in (behind_digit, behind_letter)] == ["12", "AR"]
    assert readings(behind_digit)[0].marks == "1R"


def test_a_number_in_a_sentence_is_heard() -> None:
    """What is said before and behind it is left out."""
    (heard,) = signs_heard(spoken("····" + NUMBER + "··"))
    assert heard.text == NUMBER


def test_a_price_is_no_number() -> None:
    """Digits with other syllables between are a sentence."""
    assert signs_heard(spoken("··3···2····38·")) == ()


def test_a_number_that_was_hardly_heard_is_not_told() -> None:
    """Signs of which each could as well be another say nothing."""
    assert signs_heard(spoken(NUMBER, sure=0.6)) == ()


def test_a_doubtful_sign_gives_two_readings() -> None:
    """The likelier one first, with the chance of each."""
    frames = [{"1": 0.6, "7": 0.39}, {"_": 0.99}]
    rest = [chances for mark in NUMBER for chances in ({mark: 0.99}, {"_": 0.99})]
    heard = {one.text: one.log_p for one in signs_heard(log_chances([*rest, *frames]))}
    assert list(heard) == [NUMBER + "1", NUMBER + "7"]
    assert heard[NUMBER + "1"] - heard[NUMBER + "7"] == pytest.approx(np.log(0.6 / 0.39) / WEIGHT, abs=0.01)


def test_short_runs_and_words_of_letters_are_left_out() -> None:
    """A size, a year or a brand that is spelled is no number."""
    assert runs("2026·ABCDEFGHIJK··1234567") == ()
    assert runs("·" * 3 + "1" * SHORTEST) == ("1" * SHORTEST,)


def test_the_shipped_head_reads_states_of_whisper_base() -> None:
    """512 wide in, a distribution over the marks out, for a stretch of any length."""
    for frames in (1, 50):
        states = np.random.default_rng(1).standard_normal((frames, 512)).astype(np.float32)
        told = packaged_head().log_chances(states)
        assert told.shape == (frames, len(MARKS))
        assert np.exp(told).sum(axis=1) == pytest.approx(np.ones(frames), abs=1e-4)
