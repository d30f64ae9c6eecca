"""The photo studio: a seamless sweep, three soft lights, a long lens, a product that fills three quarters of the frame."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import bpy
import numpy as np
from PIL import Image

from sample.kind import View
from sample.materials import linear, mix
from sample.shapes import Part, Points

FILL = 0.76
"""Share of the frame's side that the product's longer projected side takes."""
LENS = 85.0
"""Millimetres, on a 36 mm square sensor: long enough that shapes are not distorted."""


class Studio:
    """One Blender scene, emptied before every picture.

    Args:
        side: picture side in pixels.
        samples: light paths a pixel; the denoiser clears what is left.
        threads: CPU threads, 0 for all.
    """

    def __init__(self, *, side: int = 400, samples: int = 3, threads: int = 1) -> None:
        bpy.ops.wm.read_factory_settings(use_empty=True)
        scene = bpy.context.scene
        scene.render.engine = "CYCLES"
        scene.cycles.device = "CPU"
        scene.cycles.samples = samples
        scene.cycles.use_adaptive_sampling = False  # it never stops before the sixteenth path
        scene.cycles.use_denoising = True
        scene.cycles.denoiser = "OPENIMAGEDENOISE"
        scene.cycles.denoising_quality = "HIGH"  # worth half a path, for a tenth of its price
        scene.cycles.denoising_prefilter = "FAST"
        scene.cycles.use_light_tree = False  # three lamps: choosing among them costs more than it saves
        scene.cycles.max_bounces, scene.cycles.diffuse_bounces, scene.cycles.glossy_bounces = 6, 2, 3
        scene.cycles.transmission_bounces = 6
        scene.cycles.caustics_reflective = False
        scene.cycles.caustics_refractive = False
        scene.cycles.sample_clamp_indirect = 4.0
        scene.render.resolution_x = scene.render.resolution_y = side
        scene.render.resolution_percentage = 100
        scene.render.threads_mode = "FIXED" if threads else "AUTO"
        if threads:
            scene.render.threads = threads
        scene.render.image_settings.file_format = "PNG"
        scene.view_settings.view_transform = "Standard"  # colours stay what the palette says
        scene.render.use_persistent_data = False
        self.scene = scene

    def photograph(self, parts: Sequence[Part], view: View, path: Path, *, backdrop: str = "#f4f4f2", seed: int = 0) -> None:
        """Render to a PNG at `path`."""
        self._clear()
        placed = _place(parts, view)
        everything = np.concatenate([p.verts for p in placed])
        size = tuple(float(x) for x in np.ptp(everything, axis=0))
        for part in placed:
            self._add(part, size)
        self._sweep(backdrop, floor=not view.hangs)
        self._lights(everything, seed)
        self._aim(everything, view)
        self.scene.render.filepath = str(path)
        bpy.ops.render.render(write_still=True)

    def _clear(self) -> None:
        for store in (
            bpy.data.objects,
            bpy.data.meshes,
            bpy.data.materials,
            bpy.data.images,
            bpy.data.lights,
            bpy.data.cameras,
            bpy.data.worlds,
        ):
            for item in list(store):
                if getattr(item, "type", "") != "RENDER_RESULT":
                    store.remove(item)

    def _add(self, part: Part, size: tuple[float, ...]) -> None:
        mesh = bpy.data.meshes.new("part")
        mesh.from_pydata(part.verts.tolist(), [], [list(f) for f in part.faces])
        face = (1.0, 1.0)
        if part.uv is not None:
            layer = mesh.uv_layers.new(name="uv")
            low = part.uv.min(axis=0)
            whole = part.finish.picture or part.finish.pattern in ("border", "medallion")
            layer.data.foreach_set("uv", ((part.uv - low) if whole else part.uv).astype(np.float32).ravel())
            face = tuple(np.ptp(part.uv, axis=0))
        else:
            _project(mesh)
        import bmesh  # becomes importable only once bpy has been imported

        welded = bmesh.new()
        welded.from_mesh(mesh)
        bmesh.ops.remove_doubles(welded, verts=welded.verts, dist=1e-5)
        welded.to_mesh(mesh)
        welded.free()
        along = int(np.argmax(np.ptp(part.verts, axis=0)))
        mesh.materials.append(mix(part.finish, face, size, along))  # type: ignore[arg-type]
        mesh.shade_smooth()
        mesh.set_sharp_from_angle(angle=math.radians(part.crease))
        body = bpy.data.objects.new("part", mesh)
        self.scene.collection.objects.link(body)
        if part.thickness:
            wall = body.modifiers.new("wall", "SOLIDIFY")
            wall.thickness = part.thickness
        if part.bevel:
            edge = body.modifiers.new("edge", "BEVEL")
            edge.width, edge.segments, edge.limit_method, edge.angle_limit = part.bevel, 3, "ANGLE", math.radians(28)
            edge.harden_normals = True
        if part.subdivide:
            fine = body.modifiers.new("fine", "SUBSURF")
            fine.levels = fine.render_levels = part.subdivide

    def _sweep(self, backdrop: str, floor: bool) -> None:
        """Floor running into a wall through a wide curve; without a floor, only a wall close behind."""
        paint = bpy.data.materials.new("backdrop")
        paint.use_nodes = True
        matt = paint.node_tree.nodes.new("ShaderNodeBsdfDiffuse")  # half of every picture: the cheapest shader that will do
        matt.inputs["Color"].default_value = linear(backdrop)
        paint.node_tree.links.new(matt.outputs[0], paint.node_tree.nodes["Material Output"].inputs["Surface"])
        angle = np.linspace(0, np.pi / 2, 14)
        line = (
            [(-9.0, 0.0), *((2.2 + 2.5 * math.sin(a), 2.5 - 2.5 * math.cos(a)) for a in angle), (4.7, 9.0)]
            if floor
            else [(0.22, -9.0), (0.22, 9.0)]
        )
        verts = [(x, y, z) for y, z in line for x in (-12.0, 12.0)]
        faces = [(2 * i, 2 * i + 1, 2 * i + 3, 2 * i + 2) for i in range(len(line) - 1)]
        mesh = bpy.data.meshes.new("sweep")
        mesh.from_pydata(verts, [], faces)
        mesh.materials.append(paint)
        mesh.shade_smooth()
        self.scene.collection.objects.link(bpy.data.objects.new("sweep", mesh))
        world = bpy.data.worlds.new("room")
        world.use_nodes = True
        world.node_tree.nodes["Background"].inputs[0].default_value = linear(backdrop)
        world.node_tree.nodes["Background"].inputs[1].default_value = 0.55
        self.scene.world = world

    def _lights(self, everything: Points, seed: int) -> None:
        """Key from the upper left, broad fill from the right, a top light for the edges."""
        rng = np.random.default_rng(seed)
        middle = (everything.min(axis=0) + everything.max(axis=0)) / 2
        sway = rng.uniform(-0.25, 0.25)
        for where, side, power in (
            ((-1.9 + sway, -1.9, 2.3), 1.5, 55),
            ((2.4, -1.5 + sway, 1.3), 2.2, 22),
            ((0.3, 0.7, 2.9), 1.8, 30),
        ):
            lamp = bpy.data.lights.new("softbox", "AREA")
            lamp.size, lamp.energy = side, power
            body = bpy.data.objects.new("softbox", lamp)
            body.location = middle + np.array(where)
            body.rotation_euler = _look(np.array(where) * -1.0)
            self.scene.collection.objects.link(body)

    def _aim(self, everything: Points, view: View) -> None:
        """Back the camera off until the projected outline takes FILL of the frame, then centre it with the lens's shift."""
        azimuth, height = math.radians(view.azimuth), math.radians(view.elevation)
        back = np.array([math.sin(azimuth) * math.cos(height), -math.cos(azimuth) * math.cos(height), math.sin(height)])
        right = np.array([math.cos(azimuth), math.sin(azimuth), 0.0])
        above = np.cross(back, right)
        centre = (everything.min(axis=0) + everything.max(axis=0)) / 2
        away = 3.0
        for _ in range(6):
            centre, away = _frame(everything, centre, away, back, right, above)
        lens = bpy.data.cameras.new("camera")
        lens.lens, lens.sensor_width, lens.sensor_height = LENS, 36.0, 36.0
        body = bpy.data.objects.new("camera", lens)
        body.location = centre + back * away
        body.rotation_euler = _look(-back)
        self.scene.collection.objects.link(body)
        self.scene.camera = body


def _frame(points: Points, centre: Points, away: float, back: Points, right: Points, above: Points) -> tuple[Points, float]:
    """One step of fitting: the picture's extent at this distance gives a better centre and distance."""
    rel = points - (centre + back * away)
    depth = -(rel @ back)
    x, y = rel @ right / depth * LENS / 36, rel @ above / depth * LENS / 36  # -0.5..0.5 is the frame
    shift = right * (x.max() + x.min()) / 2 + above * (y.max() + y.min()) / 2
    span = max(np.ptp(x), np.ptp(y))
    return centre + shift * away * 36 / LENS, away * span / FILL


def _place(parts: Sequence[Part], view: View) -> list[Part]:
    """Turned as the view wants, scaled so that the longest side is 1, standing on the floor at the origin."""
    turned = [p.turned("x", view.tilt).turned("z", view.spin) for p in parts]
    everything = np.concatenate([p.verts for p in turned])
    low, high = everything.min(axis=0), everything.max(axis=0)
    k = 1.0 / float((high - low).max())
    shift = np.array([-(low[0] + high[0]) / 2, -(low[1] + high[1]) / 2, -low[2]])
    return [_sized(p, shift, k) for p in turned]


def _sized(part: Part, shift: Points, k: float) -> Part:
    return replace(
        part,
        verts=(part.verts + shift) * k,
        uv=None if part.uv is None else part.uv * k,
        bevel=part.bevel * k,
        thickness=part.thickness * k,
    )


def _look(along: Points) -> tuple[float, float, float]:
    """Euler angles of a camera or lamp (which looks along its own -z) pointed along a direction."""
    x, y, z = along / np.linalg.norm(along)
    return math.acos(max(-1.0, min(1.0, -z))), 0.0, math.atan2(-x, y) if abs(x) + abs(y) > 1e-9 else 0.0


def _project(mesh: Any) -> None:
    """Texture coordinates from six sides, by each face's dominant direction."""
    layer = mesh.uv_layers.new(name="uv")
    for face in mesh.polygons:
        axis = int(np.argmax(np.abs(face.normal)))
        a, b = ((1, 2), (0, 2), (0, 1))[axis]
        for corner in face.loop_indices:
            spot = mesh.vertices[mesh.loops[corner].vertex_index].co
            layer.data[corner].uv = (spot[a], spot[b])


def to_webp(png: Path, webp: Path, *, limit: int = 24_000) -> int:
    """Re-encode, lowering quality until the file is at most `limit` bytes; returns its size. Colour is kept as it is."""
    picture = Image.open(png).convert("RGB")
    for quality in (82, 74, 66, 58, 48, 36):
        picture.save(webp, "WEBP", quality=quality, method=6)
        if webp.stat().st_size <= limit:
            break
    return webp.stat().st_size
