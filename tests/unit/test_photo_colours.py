"""What else a photo tells: the subject's colours and the place around it."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from omnishelf.understand.photo_colours import subject_colours, to_lab
from omnishelf.understand.photo_scene import scene


def on(ground: str, *discs: tuple[str, int]) -> Image.Image:
    """Discs of these colours and radii, in a row on a ground of two shades."""
    picture = Image.new("RGB", (300, 300), ground)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 200, 300, 300), fill="#b7bcc4")
    for place, (colour, radius) in enumerate(discs, 1):
        x = 300 * place // (len(discs) + 1)
        pen.ellipse((x - radius, 150 - radius, x + radius, 150 + radius), fill=colour)
    return picture


@pytest.mark.parametrize(
    ("colour", "english", "chinese"),
    [
        ("#b91f27", "red", "红色"),
        ("#e2711d", "orange", "橙色"),
        ("#efbf2f", "yellow", "黄色"),
        ("#3c7a4b", "green", "绿色"),
        ("#1f7f86", "teal", "青色"),
        ("#2a62b4", "blue", "蓝色"),
        ("#8fb9dc", "light blue", "浅蓝色"),
        ("#1f2c4f", "navy", "藏青色"),
        ("#6d4796", "purple", "紫色"),
        ("#e59cae", "pink", "粉色"),
        ("#74492b", "brown", "棕色"),
        ("#b98a5c", "tan", "驼色"),
        ("#1c1c1f", "black", "黑色"),
    ],
)
def test_the_subject_has_the_colour_and_not_what_it_stands_on(colour: str, english: str, chinese: str) -> None:
    """A disc before a light wall and a grey floor is named by itself alone, in either language."""
    assert subject_colours(on("#e9e4da", (colour, 70)))[0].label == english
    assert subject_colours(on("#e9e4da", (colour, 70)), "zh")[0].label == chinese
    assert subject_colours(on("#e9e4da", (colour, 70)))[0].probability > 0.9


def test_shares_are_of_the_subject() -> None:
    """A red disc of four times a blue one's area has four fifths of the colour."""
    first, second = subject_colours(on("#f0eeea", ("#b91f27", 60), ("#2a62b4", 30)))[:2]
    assert (first.label, second.label) == ("red", "blue")
    assert first.probability == pytest.approx(0.8, abs=0.05)


def test_a_picture_of_nothing_has_no_subject() -> None:
    """One colour all over, and a grey ramp that the border has too."""
    assert subject_colours(Image.new("RGB", (50, 80), "red")) == ()
    assert subject_colours(Image.linear_gradient("L").convert("RGB")) == ()


def test_lab_of_known_colours() -> None:
    """White, black, sRGB red and blue, as the CIE's formulas give them."""
    rgb = np.array([[255, 255, 255], [0, 0, 0], [255, 0, 0], [0, 0, 255]], dtype=np.uint8)
    expected = [[100, 0, 0], [0, 0, 0], [53.24, 80.09, 67.20], [32.30, 79.19, -107.86]]
    assert np.allclose(to_lab(rgb), expected, atol=0.05)


def test_the_place_is_the_sum_of_what_stands_in_it() -> None:
    """Stove and refrigerator make a kitchen; a teapot alone makes none."""
    labels = ("teapot", "stove", "refrigerator", "beach")
    found = scene(labels, np.array([[0.6, 0.1, 0.2, 0.1]], dtype=np.float32))
    assert found is not None
    assert (found.label, found.probability) == ("kitchen", pytest.approx(0.3, abs=1e-6))
    assert scene(labels, np.array([[0.97, 0.01, 0.01, 0.01]], dtype=np.float32)) is None
    assert scene((), np.zeros((1, 0), dtype=np.float32)) is None
