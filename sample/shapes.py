"""Surfaces as plain numpy: every kind is built from these, and nothing here knows the renderer.

Units are metres, z points up, and a product faces the viewer along -y. A `Part` is one mesh of one finish; a product is a
tuple of parts. Texture coordinates are in metres along the surface, so a pattern keeps its size from part to part.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sample.finish import Finish

Points = NDArray[np.float64]
Line = Sequence[tuple[float, ...]] | Points


@dataclass(frozen=True)
class Part:
    """A mesh.

    Attributes:
        verts: [n, 3] metres.
        faces: corner indices into `verts`, counter-clockwise seen from outside.
        uv: [sum of face sizes, 2] metres, one a corner; None where the finish needs none (it is then projected from six sides).
        crease: degrees; edges sharper than this stay sharp. 180 smooths everything, 0 gives flat faces.
        bevel: radius in metres of rounded edges, 0 for none.
        subdivide: levels of Catmull-Clark smoothing.
        thickness: metres of wall given to an open surface, 0 for none.
    """

    verts: Points
    faces: tuple[tuple[int, ...], ...]
    finish: Finish
    uv: Points | None = None
    crease: float = 35.0
    bevel: float = 0.0
    subdivide: int = 0
    thickness: float = 0.0

    def moved(self, x: float = 0.0, y: float = 0.0, z: float = 0.0) -> Part:
        return replace(self, verts=self.verts + np.array([x, y, z]))

    def scaled(self, x: float = 1.0, y: float = 1.0, z: float = 1.0) -> Part:
        """Each factor > 0."""
        return replace(self, verts=self.verts * np.array([x, y, z]))

    def turned(self, axis: str, degrees: float) -> Part:
        """Rotated about the origin, right-handed."""
        return replace(self, verts=self.verts @ turn(axis, degrees).T)

    def mirrored(self) -> Part:
        """Left becomes right (x -> -x); faces are turned round so that they still look outwards."""
        faces = tuple(tuple(reversed(face)) for face in self.faces)
        uv = None
        if self.uv is not None:
            ends = np.cumsum([len(face) for face in self.faces])
            starts = np.concatenate([[0], ends[:-1]])
            uv = np.concatenate([self.uv[a:b][::-1] for a, b in zip(starts, ends, strict=True)])
        return replace(self, verts=self.verts * np.array([-1.0, 1.0, 1.0]), faces=faces, uv=uv)

    def bent(self, bend: Callable[[Points], Points]) -> Part:
        """Every vertex passed through `bend`, [n, 3] -> [n, 3]."""
        return replace(self, verts=bend(self.verts))


def turn(axis: str, degrees: float) -> Points:
    """[3, 3] rotation matrix."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    rows = {
        "x": [[1, 0, 0], [0, c, -s], [0, s, c]],
        "y": [[c, 0, s], [0, 1, 0], [-s, 0, c]],
        "z": [[c, -s, 0], [s, c, 0], [0, 0, 1]],
    }
    return np.array(rows[axis], dtype=float)


def smooth_line(points: Line, steps: int = 8, closed: bool = False) -> Points:
    """[m, d] points of a Catmull-Rom curve through the given ones, `steps` a stretch."""
    given = np.asarray(points, dtype=float)
    n = len(given)
    if closed:
        padded = np.concatenate([given[-1:], given, given[:2]])
    else:
        padded = np.concatenate([2 * given[:1] - given[1:2], given, 2 * given[-1:] - given[-2:-1]])
    pieces = []
    for i in range(n if closed else n - 1):
        p0, p1, p2, p3 = padded[i : i + 4]
        t = np.linspace(0, 1, steps, endpoint=False)[:, None]
        pieces.append(
            0.5 * (2 * p1 + (p2 - p0) * t + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t**2 + (3 * p1 - p0 - 3 * p2 + p3) * t**3)
        )
    if not closed:
        pieces.append(given[-1:])
    return np.concatenate(pieces)


def skin(rings: Points, finish: Finish, *, closed: bool = True, cap: str = "", **settings: Any) -> Part:
    """A surface over [rows, columns, 3] points.

    Args:
        closed: whether the last column joins the first.
        cap: "start", "end" or "both": fill the first or last row with one face.
    """
    rows, columns = rings.shape[:2]
    across = np.linalg.norm(np.diff(rings, axis=1, append=rings[:, :1]), axis=2).mean(axis=0)
    u = np.concatenate([[0.0], np.cumsum(across)])
    v = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(rings, axis=0), axis=2).max(axis=1))])
    faces: list[tuple[int, ...]] = []
    uv: list[tuple[float, float]] = []
    for i in range(rows - 1):
        for j in range(columns if closed else columns - 1):
            k = (j + 1) % columns
            faces.append((i * columns + j, i * columns + k, (i + 1) * columns + k, (i + 1) * columns + j))
            uv += [(u[j], v[i]), (u[j + 1], v[i]), (u[j + 1], v[i + 1]), (u[j], v[i + 1])]
    flat = rings.reshape(-1, 3)
    if cap in ("start", "both"):
        faces.append(tuple(reversed(range(columns))))
        uv += [(float(flat[j, 0]), float(flat[j, 1])) for j in faces[-1]]
    if cap in ("end", "both"):
        faces.append(tuple((rows - 1) * columns + j for j in range(columns)))
        uv += [(float(flat[j, 0]), float(flat[j, 1])) for j in faces[-1]]
    return Part(flat, tuple(faces), finish, np.array(uv), **settings)


def lathe(profile: Line, finish: Finish, *, segments: int = 64, smooth: int = 0, **settings: Any) -> Part:
    """A surface of revolution about z.

    Args:
        profile: (radius, height) pairs from the bottom outside upwards (and down the inside, for a vessel with a wall).
        smooth: curve steps between given points, 0 to join them straight.
    """
    line = smooth_line(profile, smooth) if smooth else np.asarray(profile, dtype=float)
    line = np.stack([np.maximum(line[:, 0], 0.0), line[:, 1]], axis=1)
    angle = np.linspace(0, 2 * np.pi, segments, endpoint=False)
    ring = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    rings = np.concatenate(
        [line[:, None, :1] * ring[None], np.broadcast_to(line[:, None, 1:], (len(line), segments, 1))], axis=2
    )
    return skin(rings, finish, **settings)


def tube(
    path: Line,
    radius: float | Sequence[float],
    finish: Finish,
    *,
    sides: int = 16,
    smooth: int = 0,
    closed: bool = False,
    flat: float = 1.0,
    up: tuple[float, float, float] = (0.0, 0.0, 1.0),
    **settings: Any,
) -> Part:
    """A round bar along a path.

    Args:
        radius: metres, one for all or one a path point (interpolated).
        flat: thickness across the path's side as a share of the radius: 0.3 makes a strap.
        up: the direction in which a flat tube is thin.
    """
    line = smooth_line(path, smooth, closed) if smooth else np.asarray(path, dtype=float)
    n = len(line)
    wide = np.interp(np.linspace(0, 1, n), np.linspace(0, 1, np.size(radius)), np.atleast_1d(radius))
    ahead = np.roll(line, -1, axis=0) - np.roll(line, 1, axis=0) if closed else np.gradient(line, axis=0)
    ahead /= np.linalg.norm(ahead, axis=1, keepdims=True)
    side = np.cross(ahead, np.array(up))
    weak = np.linalg.norm(side, axis=1) < 1e-3
    side[weak] = np.cross(ahead[weak], np.array([0.0, 1.0, 0.001]))
    side /= np.linalg.norm(side, axis=1, keepdims=True)
    for i in range(1, n):  # a frame must not flip from one point to the next
        if side[i] @ side[i - 1] < 0:
            side[i] = -side[i]
    over = np.cross(side, ahead)
    angle = np.linspace(0, 2 * np.pi, sides, endpoint=False)
    rings = line[:, None] + wide[:, None, None] * (
        np.cos(angle)[None, :, None] * side[:, None] + flat * np.sin(angle)[None, :, None] * over[:, None]
    )
    if closed:
        return skin(np.concatenate([rings, rings[:1]]), finish, crease=60, **settings)
    return skin(rings, finish, cap="both", **{"crease": 60, **settings})


def rounded(width: float, depth: float, power: float = 4.0, columns: int = 48) -> Points:
    """[columns, 2] outline of a superellipse: power 2 is an ellipse, 4 a soft rectangle, 10 nearly a rectangle."""
    angle = np.linspace(0, 2 * np.pi, columns, endpoint=False)
    c, s = np.cos(angle), np.sin(angle)
    return np.stack(
        [width / 2 * np.sign(c) * np.abs(c) ** (2 / power), depth / 2 * np.sign(s) * np.abs(s) ** (2 / power)], axis=1
    )


def loft(
    sections: Iterable[tuple[float, float, float, float, float]],
    finish: Finish,
    *,
    power: float = 4.0,
    smooth: int = 4,
    columns: int = 48,
    cap: str = "both",
    **settings: Any,
) -> Part:
    """A soft body standing along z: sections (height, width, depth, shift x, shift y), bottom first, joined smoothly."""
    given = np.asarray(list(sections), dtype=float)
    line = smooth_line(given, smooth) if smooth else given
    unit = rounded(2.0, 2.0, power, columns)
    rings = np.empty((len(line), columns, 3))
    for i, (height, width, depth, shift_x, shift_y) in enumerate(line):
        rings[i, :, 0] = unit[:, 0] * max(width, 1e-4) / 2 + shift_x
        rings[i, :, 1] = unit[:, 1] * max(depth, 1e-4) / 2 + shift_y
        rings[i, :, 2] = height
    return skin(rings, finish, cap=cap, **settings)


def box(width: float, depth: float, height: float, finish: Finish, *, bevel: float = 0.0, **settings: Any) -> Part:
    """Centred on x and y, standing on z = 0."""
    x, y = width / 2, depth / 2
    verts = np.array([(sx * x, sy * y, z) for z in (0.0, height) for sx, sy in ((-1, -1), (1, -1), (1, 1), (-1, 1))])
    faces = ((3, 2, 1, 0), (4, 5, 6, 7), (0, 1, 5, 4), (1, 2, 6, 5), (2, 3, 7, 6), (3, 0, 4, 7))
    return Part(verts, faces, finish, bevel=bevel, **settings)


def slab(outline: Line | Points, height: float, finish: Finish, *, bevel: float = 0.0, **settings: Any) -> Part:
    """A flat outline [(x, y), ...], counter-clockwise from above, raised from z = 0 to `height`."""
    flat = np.asarray(outline, dtype=float)
    rings = np.stack([np.column_stack([flat, np.full(len(flat), z)]) for z in (0.0, height)])
    return skin(rings, finish, cap="both", bevel=bevel, **settings)


def ball(radius: float, finish: Finish, *, segments: int = 48) -> Part:
    """A sphere centred on the origin."""
    angle = np.linspace(-np.pi / 2, np.pi / 2, segments // 2 + 1)
    return lathe(list(zip(radius * np.cos(angle), radius * np.sin(angle), strict=True)), finish, segments=segments, crease=180)


def pillow(width: float, depth: float, height: float, finish: Finish, *, steps: int = 40, plump: float = 0.42) -> Part:
    """A stuffed square lying on the xy plane, centred; its sides draw in a little as a filled cover's do."""
    t = np.linspace(-1, 1, steps + 1)
    t = np.sign(t) * np.abs(t) ** 0.8  # more rows near the edge, where the surface turns
    x, y = np.meshgrid(t, t)
    swell = ((1 - x**4) * (1 - y**4)) ** plump
    draw = 1 - 0.07 * ((1 - y**2) * np.abs(x) ** 3), 1 - 0.07 * ((1 - x**2) * np.abs(y) ** 3)
    grid = np.stack([x * width / 2 * draw[0], y * depth / 2 * draw[1], swell * height / 2], axis=2)
    low = grid[:, ::-1] * np.array([1, 1, -1])
    top, bottom = skin(grid, finish, closed=False, crease=180), skin(low, finish, closed=False, crease=180)
    return joined(top, bottom)


def joined(first: Part, *others: Part) -> Part:
    """Several parts of one finish as one mesh."""
    verts, faces, uvs, at = [first.verts], list(first.faces), [first.uv], len(first.verts)
    for part in others:
        verts.append(part.verts)
        faces += [tuple(i + at for i in face) for face in part.faces]
        uvs.append(part.uv)
        at += len(part.verts)
    known = [uv for uv in uvs if uv is not None]
    return replace(
        first, verts=np.concatenate(verts), faces=tuple(faces), uv=np.concatenate(known) if len(known) == len(uvs) else None
    )


def ripple(points: Points, *, size: float, depth: float, seed: int) -> Points:
    """Points moved by smooth noise, for cloth and leather that has been handled.

    Args:
        size: metres from one fold to the next.
        depth: metres, largest shift along each axis.
    """
    rng = np.random.default_rng(seed)
    shift = np.zeros_like(points)
    for octave, share in ((1.0, 0.6), (2.1, 0.28), (4.3, 0.12)):
        waves = rng.normal(size=(5, 3))
        waves *= octave * 2 * np.pi / size / np.linalg.norm(waves, axis=1, keepdims=True)
        phase = rng.uniform(0, 2 * np.pi, size=(5, 3))
        shift += share * np.sin((points @ waves.T)[:, :, None] + phase[None]).mean(axis=1)
    return points + depth * shift
