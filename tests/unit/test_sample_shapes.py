"""The sample shop's models: surfaces with a known volume, and every kind's build. Nothing is rendered here."""

from __future__ import annotations

import itertools
import math
import sys
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from sample import plan  # noqa: E402
from sample.finish import Finish  # noqa: E402
from sample.kind import Kind, View  # noqa: E402
from sample.patterns import DRAWINGS, SIDE, rgb, tile  # noqa: E402
from sample.recipes import recipe  # noqa: E402
from sample.screens import SCREENS, draw  # noqa: E402
from sample.shapes import Part, ball, box, joined, lathe, slab, tube  # noqa: E402

CLAY = Finish("ceramic", "#aa3322")


def volume(part: Part) -> float:
    """Of a closed surface, by the divergence theorem: positive when its faces look outwards."""
    total = 0.0
    for face in part.faces:
        first = part.verts[face[0]]
        for second, third in itertools.pairwise(face):
            total += float(np.dot(first, np.cross(part.verts[second], part.verts[third]))) / 6
    return total


def test_a_box_encloses_its_volume() -> None:
    """2 x 3 x 4 metres make 24 cubic metres, with the faces outwards."""
    assert volume(box(2, 3, 4, CLAY)) == pytest.approx(24)


def test_a_lathed_rectangle_is_a_cylinder() -> None:
    """Radius 1 and height 2 enclose nearly 2 pi."""
    cylinder = lathe([(0, 0), (1, 0), (1, 2), (0, 2)], CLAY, segments=256)
    assert volume(cylinder) == pytest.approx(2 * math.pi, rel=1e-3)


def test_a_ball_is_round() -> None:
    """Radius 1 encloses nearly 4/3 pi."""
    assert volume(ball(1.0, CLAY, segments=128)) == pytest.approx(4 / 3 * math.pi, rel=5e-3)


def test_a_tube_keeps_its_thickness_round_a_bend() -> None:
    """Every ring of a bent tube lies one radius from its path."""
    path = [(0.0, 0.0, 0.0), (1.0, 0.0, 0.5), (1.0, 0.0, 2.0)]
    part = tube(path, 0.1, CLAY, sides=12)
    for i, centre in enumerate(path):
        ring = part.verts[i * 12 : (i + 1) * 12]
        assert np.linalg.norm(ring - np.array(centre), axis=1) == pytest.approx(np.full(12, 0.1))


def test_a_mirror_image_is_not_turned_inside_out() -> None:
    """Mirroring swaps left and right and keeps the enclosed volume positive."""
    wedge = slab([(0, 0), (2, 0), (2, 1)], 1.0, CLAY)
    mirrored = wedge.mirrored()
    assert volume(mirrored) == pytest.approx(volume(wedge)) == pytest.approx(1.0)
    assert mirrored.verts[:, 0].min() == -2


def test_joining_adds_up() -> None:
    """Two boxes side by side enclose the sum."""
    assert volume(joined(box(1, 1, 1, CLAY), box(1, 1, 1, CLAY).moved(x=3))) == pytest.approx(2)


@pytest.mark.parametrize("kind", plan.kinds(), ids=lambda kind: kind.name)
def test_every_family_of_every_kind_can_be_built(kind: Kind) -> None:
    """All points are finite, corners exist, texture coordinates match, and the whole is between 2 cm and 3 m."""
    seen = set()
    for item in plan.items(kind.name):
        if item.design.family in seen:
            continue
        seen.add(item.design.family)
        parts = kind.build(item.design)
        for part in parts:
            assert np.isfinite(part.verts).all()
            assert max(max(face) for face in part.faces) < len(part.verts)
            assert part.uv is None or len(part.uv) == sum(len(face) for face in part.faces)
        size = np.ptp(np.concatenate([part.verts for part in parts]), axis=0)
        assert 0.02 < size.max() < 3.0
    assert seen == {family for family, _ in kind.families}


def test_a_recipe_changes_with_colour_shape_and_view_only() -> None:
    """The same parts give the same hash; another colour, size or camera gives another."""
    cup, view = [lathe([(0, 0), (1, 0), (1, 2)], CLAY)], View(20, 15)
    same = recipe([lathe([(0, 0), (1, 0), (1, 2)], CLAY)], view, "#ffffff")
    assert recipe(cup, view, "#ffffff") == same
    assert recipe([lathe([(0, 0), (1, 0), (1, 2)], Finish("ceramic", "#112233"))], view, "#ffffff") != same
    assert recipe([lathe([(0, 0), (1, 0), (1, 2.1)], CLAY)], view, "#ffffff") != same
    assert recipe(cup, View(25, 15), "#ffffff") != same


@pytest.mark.parametrize("pattern", sorted(DRAWINGS))
def test_patterns_mix_two_colours(pattern: str) -> None:
    """Every pattern shows both its colours somewhere and nothing outside them."""
    drawn = tile(pattern, "#000000", "#ffffff", 3)
    assert drawn.shape == (SIDE, SIDE, 3)
    assert drawn.min() >= -1e-9
    assert drawn.max() <= 1 + 1e-9
    assert drawn.min() < 0.2
    assert drawn.max() > 0.5


def test_colours_are_read_as_hex() -> None:
    """#ff8000 is full red, half green, no blue."""
    assert rgb("#ff8000") == pytest.approx([1.0, 128 / 255, 0.0])


@pytest.mark.parametrize("name", sorted(SCREENS))
def test_screens_are_drawn_the_same_every_time(name: str) -> None:
    """A drawing depends on its seed and colours alone, and is not one flat tone."""
    one = draw(name, "#203040", "#f0e0d0", 5)
    assert (one == draw(name, "#203040", "#f0e0d0", 5)).all()
    assert one.std() > 0.02
