"""The packaged text encoder: words in either language near their meaning."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from omnishelf.encoders.port import TextEncoder
from omnishelf.encoders.text import PackagedText, joined


@pytest.fixture(scope="module")
def text() -> PackagedText:
    return PackagedText(threads=2)


def test_it_is_a_text_encoder(text: PackagedText) -> None:
    """It follows the port, and its name carries both models' versions."""
    assert isinstance(text, TextEncoder)
    assert "0.3.0" in text.name
    assert "0.2.1" in text.name
    assert text.queries(["x"]).shape == (1, text.dimensions)


@pytest.mark.parametrize("query", ["blue backpack", "蓝色背包"])
def test_a_query_is_nearest_to_what_it_means(text: PackagedText, query: str) -> None:
    """Words find their thing in the same and in the other language."""
    things = ["Driven Backpack, blue", "Espresso machine", "Women's yoga pants", "不锈钢保温杯", "无线鼠标"]
    similarity = text.passages(things) @ text.queries([query])[0]
    assert int(similarity.argmax()) == 0


def test_unlike_things_are_near_zero(text: PackagedText) -> None:
    """Centred: unrelated things have a similarity near 0, where raw E5 gives .8."""
    similarity = text.passages(["Espresso machine", "无线鼠标", "Wool socks"]) @ text.queries(["tennis racket"])[0]
    assert np.abs(similarity).max() < 0.35


def test_an_empty_text_is_a_zero_row(text: PackagedText) -> None:
    """Nothing asked is similar to nothing."""
    rows = text.queries(["", "shoe"])
    assert not rows[0].any()
    assert np.linalg.norm(rows[1]) == pytest.approx(1.0, abs=1e-5)


def test_many_threads_get_the_same_answer(text: PackagedText) -> None:
    """Concurrent callers do not disturb each other."""
    words = ["red shoe", "蓝色背包", "usb hub", "keyboard"] * 3
    alone = {word: text.queries([word])[0] for word in set(words)}
    with ThreadPoolExecutor(4) as pool:
        for word, row in zip(words, pool.map(lambda word: text.queries([word])[0], words), strict=True):
            assert row @ alone[word] == pytest.approx(1.0, abs=1e-4)


def test_the_share_weighs_the_halves() -> None:
    """The first half of a row has the length of its share, the whole has length 1."""
    row = joined(np.eye(1, 384, dtype=np.float32), np.eye(1, 512, dtype=np.float32), np.zeros(384), np.zeros(512), share=0.6)[0]
    assert np.linalg.norm(row[:384]) == pytest.approx(0.6)
    assert np.linalg.norm(row) == pytest.approx(1.0)
