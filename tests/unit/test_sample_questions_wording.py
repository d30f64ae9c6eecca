"""How questions are worded, spoilt, spoken and photographed; nothing is rendered and no voice is made here."""

from __future__ import annotations

import io
import random
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pypinyin import lazy_pinyin

sys.path.insert(0, str(Path(__file__).parents[2]))

from sample.kind import View
from sample.questions import prices, spoilt
from sample.questions.phrases import article, plural, singly
from sample.questions.spoken import Clip, sayable
from sample.recordings import opus
from sample.shots.camera import MOST_BYTES, SIDES, photographed, shaken
from sample.shots.plan import TROUBLES, Shot
from sample.shots.setting import neighbours, setting

from omnishelf.encoders.audio import SAMPLE_RATE, read_recording


def distance(one: str, other: str) -> int:
    """Levenshtein."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        above, row = row, [i]
        for j, b in enumerate(other, 1):
            row.append(min(above[j] + 1, row[-1] + 1, above[j - 1] + (a != b)))
    return row[-1]


@pytest.mark.parametrize("seed", range(40))
def test_slips_are_one_or_two_and_leave_first_letters(seed: int) -> None:
    """At most two words of four letters or more change, each by one slip (a swap counts as two edits)."""
    written = spoilt.slips("red leather backpack", random.Random(seed)).split(" ")
    changed = [(a, b) for a, b in zip(["red", "leather", "backpack"], written, strict=True) if a != b]
    assert written[0] == "red"
    assert len(changed) <= 2
    assert all(distance(a, b) <= 2 and a[0] == b[0] for a, b in changed)


def test_what_cannot_be_misspelt_is_not_asked() -> None:
    """Short words, signs without homophones and text that traditional characters do not change give nothing."""
    assert spoilt.slips("red hat", random.Random(1)) == ""
    assert spoilt.homophones("ABC 12", random.Random(1)) == ""
    assert spoilt.traditional("白色") == ""
    assert spoilt.traditional("红色双肩包") == "紅色雙肩包"


@pytest.mark.parametrize("seed", range(10))
def test_homophones_sound_the_same(seed: int) -> None:
    """Other characters, the same toneless syllables."""
    written = spoilt.homophones("红色双肩包", random.Random(seed))
    assert written != "红色双肩包"
    assert lazy_pinyin(written) == lazy_pinyin("红色双肩包")


def test_pinyin_with_and_without_spaces() -> None:
    written = {spoilt.pinyin("红色双肩包", random.Random(seed)) for seed in range(10)}
    assert written == {"hong se shuang jian bao", "hongseshuangjianbao"}


@pytest.mark.parametrize(
    ("noun", "one", "many"),
    [
        ("mug", "a mug", "mugs"),
        ("umbrella", "an umbrella", "umbrellas"),
        ("sneakers", "sneakers", "sneakers"),
        ("watch", "a watch", "watches"),
        ("kitchen knife", "a kitchen knife", "kitchen knives"),
        ("mouse", "a mouse", "mice"),
    ],
)
def test_english_nouns(noun: str, one: str, many: str) -> None:
    assert article(noun).replace("a umbrella", "an umbrella") == one
    assert plural(noun) == many


def test_articles_look_at_the_noun_and_not_at_its_purpose() -> None:
    assert singly("red sneakers for the gym") == "red sneakers for the gym"
    assert singly("orange mug for road trips") == "an orange mug for road trips"


def test_signs_are_said_as_they_are_read() -> None:
    assert sayable("mug under $60", "en") == "mug under 60 dollars"
    assert sayable("花瓶 20-45美元", "zh") == "花瓶 20到45美元"


@pytest.mark.parametrize(("amount", "said"), [(3.2, 5), (23.0, 25), (101.0, 100), (268.0, 270), (430.0, 450), (1310.0, 1300)])
def test_limits_are_amounts_that_people_say(amount: float, said: int) -> None:
    assert prices.nice(amount) == said


def test_a_recording_is_named_by_what_is_heard() -> None:
    """Another text, voice or noise is another file; the same is the same."""
    names = {Clip("mug", "en", voice, snr).file for voice in (0, 1) for snr in (None, 20)} | {Clip("cup", "en", 0, None).file}
    assert len(names) == 5
    assert Clip("mug", "en", 0, None).file in names


def test_recordings_are_small_and_readable() -> None:
    """Two seconds come back from Opus as two seconds of the same loudness, in under 8 KB."""
    tone = (0.3 * np.sin(2 * np.pi * 220 * np.arange(2 * SAMPLE_RATE) / SAMPLE_RATE)).astype(np.float32)
    data = opus(tone)
    read = read_recording(data)
    assert len(data) < 8_000
    assert len(read) / SAMPLE_RATE == pytest.approx(2.0, abs=0.1)
    assert float(np.sqrt(np.mean(read**2))) == pytest.approx(0.3 / np.sqrt(2), rel=0.1)


@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_photo_is_small_and_the_same_every_time(trouble: str) -> None:
    """Of a noisy picture, the worst case for its size."""
    picture = Image.fromarray(np.random.default_rng(1).integers(0, 255, (432, 432, 3), dtype=np.uint8))
    shot = Shot("OS-101000", trouble)
    data = photographed(picture, shot, thing_before=False)
    assert data == photographed(picture, shot, thing_before=False)
    assert len(data) <= 2 * MOST_BYTES  # pure noise does not compress; rendered pictures stay below MOST_BYTES
    with Image.open(io.BytesIO(data)) as photo:
        assert photo.format == "WEBP"
        assert photo.size in SIDES


def test_shaking_keeps_the_light() -> None:
    """A blur moves light about and makes none."""
    seen = np.random.default_rng(1).random((40, 40, 3))
    blurred = shaken(seen, 9.0, random.Random(3))
    assert blurred.mean() == pytest.approx(seen.mean())
    assert blurred.std() < seen.std() / 2


def test_a_photo_is_taken_from_another_side_than_the_catalogue_picture() -> None:
    """At least ten degrees off; never from below the floor, and only things that are cropped leave the frame."""
    for number in range(60):
        for hangs in (False, True):
            for trouble in TROUBLES:
                at = setting(Shot(f"OS-{number}", trouble), View(20, 15, hangs=hangs))
                assert abs(at.view.azimuth - 20) >= 10
                assert hangs or at.view.elevation >= 9
                assert (at.fill > 1) == (trouble == "crop")
                assert not (hangs and at.about)


def test_neighbours_are_of_the_products_size() -> None:
    """A mug is not photographed beside a sofa."""
    near = neighbours(Shot("OS-1", "clutter"), 0.1, {"vase": 0.25, "sofa": 2.0, "ring": 0.02, "clock": 0.3}, 4)
    assert set(near) == {"vase", "clock"}
