"""The slips that benchmarks make: of the stated kind, the same in every run."""

from __future__ import annotations

import importlib
import random
from pathlib import Path
from types import ModuleType

import pytest

from omnishelf.encoders.homophones import syllables
from omnishelf.encoders.soundalikes import distance

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture
def slips(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return importlib.import_module("slips")


def test_an_edit_is_one_edit(slips: ModuleType) -> None:
    """A hundred slips of a word: none is the word, all are one edit away."""
    chance = random.Random(1)
    found = {slips.edit("backpack", chance) for _ in range(100)}
    assert {distance("backpack", slip, 2) for slip in found} == {1}
    assert len(found) > 50


def test_short_words_and_numbers_are_left_alone(slips: ModuleType) -> None:
    """Only words of four letters and more without digits are edited; two edits may meet in one word."""
    for seed in range(20):
        chance = random.Random(seed)
        slipped = slips.edited("usb s21ultra camera", 1, chance)
        assert slipped.startswith("usb s21ultra ") and slipped != "usb s21ultra camera"
        assert slips.edited("usb 64gb", 2, chance) == "usb 64gb"


def test_homophones_sound_the_same(slips: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """One character changes, its sound does not; without another of its sound the text stays."""
    monkeypatch.setattr(slips, "written_sounds", lambda: {"lan": [("蓝", 5), ("兰", 2)], "bao": [("包", 3)]})
    assert slips.with_homophone("蓝包", random.Random(1)) == "兰包"
    assert syllables("兰包") == syllables("蓝包")
    assert slips.with_homophone("包", random.Random(1)) == "包"


def test_pinyin_keeps_what_is_not_chinese(slips: ModuleType) -> None:
    """Runs of Chinese become letters, apart from what stands beside them."""
    assert slips.in_pinyin("usb蓝牙耳机 2个") == "usb lanyaerji 2 ge"
    assert slips.in_pinyin("usb cable") == "usb cable"
