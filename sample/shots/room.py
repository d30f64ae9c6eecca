"""A shopper's room in Blender: floor, wall, one lamp, the product and what stands about, seen by a phone."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import bpy
import numpy as np

from sample.shapes import Part, Points, box, joined
from sample.shots.setting import Setting
from sample.studio import Studio, _look, _place

SIDE = 432
"""Pixels rendered; the camera's own faults are added to these."""
_HALF = 7.0
"""Half the floor's side, in lengths of the product."""


class Room(Studio):
    """The studio's renderer with other walls."""

    def __init__(self, *, threads: int = 1) -> None:
        super().__init__(side=SIDE, samples=4, threads=threads)
        # More than half of a photo is floor and wall, and the phone's faults come on top: what saves time is not seen.
        cycles = self.scene.cycles
        cycles.max_bounces, cycles.diffuse_bounces, cycles.glossy_bounces, cycles.transmission_bounces = 5, 1, 2, 5

    def snap(self, parts: Sequence[Part], others: Sequence[Sequence[Part]], reach: float, at: Setting, path: Path) -> None:
        """Render to a PNG at `path`.

        Args:
            parts: the product, in metres; others: what stands about, in metres.
            reach: the product's longest side, metres: its unit of length in the scene.
        """
        self._clear()
        placed = _place(parts, at.view)
        own = np.concatenate([part.verts for part in placed])
        self._stand(placed)
        for number, other in enumerate(others):
            self._stand(_beside(other, reach, own, number, at))
        self._build(at, own, reach)
        self._light(at, own)
        self._point(at, own)
        self.scene.render.filepath = str(path)
        bpy.ops.render.render(write_still=True)

    def _stand(self, parts: Sequence[Part]) -> None:
        everything = np.concatenate([part.verts for part in parts])
        size = tuple(float(x) for x in np.ptp(everything, axis=0))
        for part in parts:
            self._add(part, size)

    def _build(self, at: Setting, own: Points, reach: float) -> None:
        size = (2 * _HALF, 2 * _HALF, 4.0)
        if at.view.hangs:  # only the wall that it hangs on
            wall = box(2 * _HALF, 0.1, 2 * _HALF, at.wall).moved(0, float(own[:, 1].max()) + 0.06, -_HALF)
            self._add(wall, size)
            return
        for part in ground(at, reach):
            self._add(part.turned("z", at.view.azimuth * 0.35), size)
        far = float(np.abs(own[:, :2]).max()) + at.away
        for part in (
            box(2 * _HALF, 0.1, 6.0, at.wall).moved(0, far, 0),
            box(2 * _HALF, 0.14, min(0.5, max(0.06, 0.09 / reach)), at.wall.of("painted metal", "#f2f0ec")).moved(
                0, far - 0.02, 0
            ),
        ):
            self._add(part.turned("z", at.view.azimuth), size)

    def _light(self, at: Setting, own: Points) -> None:
        middle = (own.min(axis=0) + own.max(axis=0)) / 2
        angle = math.radians(at.view.azimuth + at.side)
        where = np.array([math.sin(angle) * 2.4, -math.cos(angle) * 2.4, 2.1])
        lamp = bpy.data.lights.new("window", "AREA")
        lamp.size, lamp.energy, lamp.color = 1.3, 125 * at.strength, at.light
        body = bpy.data.objects.new("window", lamp)
        body.location = middle + where
        body.rotation_euler = _look(-where)
        self.scene.collection.objects.link(body)
        world = bpy.data.worlds.new("room")
        world.use_nodes = True
        world.node_tree.nodes["Background"].inputs[0].default_value = (*at.light, 1.0)
        world.node_tree.nodes["Background"].inputs[1].default_value = at.ambient
        self.scene.world = world

    def _point(self, at: Setting, own: Points) -> None:
        """Back off until the product takes `fill` of the frame, then look past it by `shift`."""
        azimuth, height = math.radians(at.view.azimuth), math.radians(at.view.elevation)
        back = np.array([math.sin(azimuth) * math.cos(height), -math.cos(azimuth) * math.cos(height), math.sin(height)])
        right = np.array([math.cos(azimuth), math.sin(azimuth), 0.0])
        above = np.cross(back, right)
        centre, away = (own.min(axis=0) + own.max(axis=0)) / 2, 3.0
        for _ in range(8):
            rel = own - (centre + back * away)
            depth = np.maximum(-(rel @ back), 0.05)
            x, y = rel @ right / depth * at.lens / 36, rel @ above / depth * at.lens / 36
            wide = 36 / at.lens * away
            centre = centre + (right * (x.max() + x.min()) / 2 + above * (y.max() + y.min()) / 2) * wide
            away = max(0.6, away * float(max(np.ptp(x), np.ptp(y))) / at.fill)
        lens = bpy.data.cameras.new("phone")
        lens.lens, lens.sensor_width, lens.sensor_height = at.lens, 36.0, 36.0
        lens.shift_x, lens.shift_y = -at.shift[0], -at.shift[1]
        lens.clip_start = 0.01
        body = bpy.data.objects.new("phone", lens)
        body.location = centre + back * away
        body.rotation_mode = "QUATERNION"
        import mathutils  # becomes importable only once bpy has been imported

        steady = mathutils.Euler(_look(-back)).to_quaternion()
        body.rotation_quaternion = steady @ mathutils.Quaternion((0, 0, 1), math.radians(at.roll))
        self.scene.collection.objects.link(body)
        self.scene.camera = body


def ground(at: Setting, reach: float) -> list[Part]:
    """The floor's surface at z = 0, in lengths of the product; boards and tiles are of about true size."""
    first, second = at.grounds
    if at.floor in ("planks", "table"):
        wide = min(0.9, max(0.1, (0.13 if at.floor == "planks" else 0.3) / reach))
        count = int(2 * _HALF / wide)
        boards = [box(2 * _HALF, wide * 0.985, 0.05, first).moved(0, -_HALF + wide * n, -0.05) for n in range(count)]
        other = [replace(board, finish=second) for board in boards]
        lots = joined(*boards[::2], *boards[1::6]), joined(*other[3::6], *other[5::6])
        return [*lots, box(2 * _HALF, 2 * _HALF, 0.02, first.of("matte plastic", "#2a2019")).moved(z=-0.06)]
    if at.floor == "tiles":
        side = min(1.4, max(0.2, 0.33 / reach))
        count = int(2 * _HALF / side)
        middle = [n * side - _HALF for n in range(count)]
        joints = [box(2 * _HALF, 0.02, 0.004, second).moved(0, y, -0.002) for y in middle]
        joints += [box(0.02, 2 * _HALF, 0.004, second).moved(x, 0, -0.002) for x in middle]
        return [box(2 * _HALF, 2 * _HALF, 0.05, first).moved(z=-0.05), *joints]
    return [box(2 * _HALF, 2 * _HALF, 0.05, first).moved(z=-0.05)]


def _beside(parts: Sequence[Part], reach: float, own: Points, number: int, at: Setting) -> list[Part]:
    """At true scale, on the floor, beside or behind the product; the first one before it where that is wanted."""
    turned = [part.turned("z", 77.0 * number + at.roll * 10) for part in parts]
    everything = np.concatenate([part.verts for part in turned])
    low, high = everything.min(axis=0), everything.max(axis=0)
    k = 1.0 / reach
    wide = float(np.linalg.norm(high[:2] - low[:2])) * k / 2
    gap = float(np.linalg.norm(own[:, :2], axis=1).max()) + wide
    if at.before and number == 0:
        side, gap = math.copysign(21.0, at.side), gap * 1.02
    else:
        side = (118.0, -112.0, 168.0, -62.0, 74.0)[(number + int(abs(at.side))) % 5] + at.roll
        gap *= 1.08 + 0.16 * number
    angle = math.radians(at.view.azimuth + side)
    where = np.array([math.sin(angle) * gap, -math.cos(angle) * gap, 0.0])
    shift = np.array([-(low[0] + high[0]) / 2, -(low[1] + high[1]) / 2, -low[2]])
    return [
        replace(
            part,
            verts=(part.verts + shift) * k + where,
            uv=None if part.uv is None else part.uv * k,
            bevel=part.bevel * k,
            thickness=part.thickness * k,
        )
        for part in turned
    ]
