"""Praise, blame or neither, and how soon something is wanted."""

from __future__ import annotations

import numpy as np
import pytest

from omnishelf.encoders.text import PackagedText
from omnishelf.learn.logistic import fit
from omnishelf.understand.sentiment import Feeling, feel, shipped
from omnishelf.understand.urgency import NOW, SOON, WAITED, WEEK, hurry


@pytest.fixture(scope="module")
def encoder() -> PackagedText:
    return PackagedText()


@pytest.mark.parametrize(
    ("text", "sentiment"),
    [
        ("质量太差了，用了两天就坏了，退货", "negative"),
        ("非常喜欢，质量很好，下次还来买", "positive"),
        ("蓝色双肩背包", "neutral"),
        ("terrible quality, broke after two days, do not buy this", "negative"),
        ("great value, very happy with it, highly recommended", "positive"),
        ("red running shoes", "neutral"),
    ],
)
def test_plain_feelings(text: str, sentiment: str, encoder: PackagedText) -> None:
    """What anybody would call praise, blame or a request is told in both languages."""
    feeling = feel(text, encoder.queries([text])[0], encoder.name)
    assert feeling.sentiment == sentiment
    assert 0.4 < feeling.probability <= 1


def test_another_encoders_vectors_are_not_read() -> None:
    """A vector from another space, or none, leaves urgency alone to be read."""
    wrong = np.ones(3, np.float32)
    for feeling in (feel("急用雨伞"), feel("急用雨伞", wrong, "another")):
        assert feeling == Feeling("neutral", 0.0, NOW, ("急用",))


def test_the_weights_belong_to_the_packaged_encoder(encoder: PackagedText) -> None:
    """When the encoder changes its name, the weights must be learnt again."""
    lines = shipped()
    assert lines.encoder == encoder.name
    assert len(lines.opinion) == len(lines.praise) == encoder.dimensions + 1


@pytest.mark.parametrize(
    ("text", "urgency", "words"),
    [
        ("need an umbrella today", NOW, ("today",)),
        ("charger ASAP", NOW, ("ASAP",)),
        ("gift by Friday", WEEK, ("by Friday",)),
        ("in a hurry, a suit for tomorrow", SOON, ("in a hurry", "tomorrow")),
        ("where is my parcel?", WAITED, ("where is my",)),
        ("急用一把雨伞", NOW, ("急用",)),
        ("明天要用的蛋糕盘", SOON, ("明天",)),
        ("周末前能到的礼物", WEEK, ("周末前",)),
        ("周五之前要的礼物", WEEK, ("周五之前",)),
        ("我的快递怎么还没到", WAITED, ("怎么还没",)),
        ("red backpack", 0.0, ()),
        ("today's deals", 0.0, ()),
        ("quick-dry towel", 0.0, ()),
        ("急救包", 0.0, ()),
    ],
)
def test_urgency(text: str, urgency: float, words: tuple[str, ...]) -> None:
    """Words of time and of waiting are found; names of things and of offers hurry nobody."""
    assert hurry(text) == (urgency, words)


def test_logistic_regression_finds_the_line() -> None:
    """Two clouds on either side of 3 are told apart at 3, and even odds lie between them."""
    rows = np.array([[1.0], [2.0], [2.5], [3.5], [4.0], [5.0]], np.float32)
    line = fit(rows, rows[:, 0] > 3, penalty=0.01)
    assert (line.shares(rows) > 0.5).tolist() == [False, False, False, True, True, True]
    assert line.shares(np.array([[3.0]], np.float32))[0] == pytest.approx(0.5, abs=0.01)


def test_one_class_teaches_nothing() -> None:
    """All praise and no blame is no lesson."""
    with pytest.raises(ValueError, match="both classes"):
        fit(np.ones((3, 2), np.float32), np.ones(3, bool))
