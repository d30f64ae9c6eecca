"""Finishes mixed as Blender node materials. The only files that know Blender are this one and `sample.studio`.

Textures are scaled to the product's longest side (1.0 in the studio), not to true size: at 400 pixels a sofa's true weave
would vanish, and a shopper's eye reads "cloth" from a weave it can see.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import bpy
import numpy as np
from numpy.typing import NDArray

from sample.finish import Finish
from sample.patterns import WHOLE, rgb, tile
from sample.screens import draw


@dataclass(frozen=True)
class Mix:
    """Principled-shader settings, and the relief that catches light.

    Attributes:
        relief: "", "grain" (fine noise), "weave", "knit", "pebble" (leather), "brush" (drawn metal), "wood", "slats".
        scale: relief features across the product's longest side.
        strength: of the relief, 0..1.
    """

    rough: float = 0.5
    metal: float = 0.0
    coat: float = 0.0
    sheen: float = 0.0
    clear: float = 0.0
    soft: float = 0.0
    relief: str = ""
    scale: float = 60.0
    strength: float = 0.2


MIXES: dict[str, Mix] = {
    "ceramic": Mix(rough=0.18, coat=0.6),
    "stoneware": Mix(rough=0.5, coat=0.15, relief="grain", scale=55, strength=0.12),
    "porcelain": Mix(rough=0.1, coat=1.0, soft=0.05),
    "terracotta": Mix(rough=0.85, relief="grain", scale=70, strength=0.2),
    "enamel": Mix(rough=0.14, coat=0.9),
    "glass": Mix(rough=0.02, clear=1.0),
    "tinted glass": Mix(rough=0.04, clear=0.82),
    "lens": Mix(rough=0.03, metal=0.0, coat=1.0),
    "steel": Mix(rough=0.3, metal=1.0, relief="brush", scale=40, strength=0.08),
    "chrome": Mix(rough=0.08, metal=1.0),
    "brass": Mix(rough=0.22, metal=1.0),
    "aluminium": Mix(rough=0.38, metal=0.85),
    "painted metal": Mix(rough=0.35, coat=0.4),
    "matte metal": Mix(rough=0.55, metal=0.2),
    "plastic": Mix(rough=0.35),
    "matte plastic": Mix(rough=0.6, relief="grain", scale=220, strength=0.06),
    "gloss plastic": Mix(rough=0.12, coat=0.8),
    "rubber": Mix(rough=0.8),
    "wood": Mix(rough=0.45, relief="wood", scale=5, strength=0.08, coat=0.15),
    "bamboo": Mix(rough=0.5, relief="slats", scale=14, strength=0.3),
    "leather": Mix(rough=0.42, relief="pebble", scale=75, strength=0.22, coat=0.1),
    "suede": Mix(rough=0.95, sheen=0.5, relief="grain", scale=60, strength=0.25),
    "canvas": Mix(rough=0.9, sheen=0.25, relief="weave", scale=95, strength=0.3),
    "cotton": Mix(rough=0.92, sheen=0.2, relief="weave", scale=110, strength=0.18),
    "linen": Mix(rough=0.93, sheen=0.25, relief="weave", scale=70, strength=0.32),
    "nylon": Mix(rough=0.55, sheen=0.2, relief="weave", scale=130, strength=0.15),
    "velvet": Mix(rough=0.85, sheen=1.0, relief="grain", scale=45, strength=0.15),
    "wool": Mix(rough=0.97, sheen=0.5, relief="knit", scale=42, strength=0.5),
    "knit": Mix(rough=0.9, sheen=0.25, relief="knit", scale=70, strength=0.4),
    "felt": Mix(rough=0.98, sheen=0.4, relief="grain", scale=90, strength=0.3),
    "straw": Mix(rough=0.85, relief="weave", scale=45, strength=0.7),
    "rattan": Mix(rough=0.7, relief="weave", scale=36, strength=0.9),
    "jute": Mix(rough=0.95, relief="weave", scale=40, strength=0.8),
    "paper": Mix(rough=0.9),
    "wax": Mix(rough=0.5, soft=0.1),
    "leaf": Mix(rough=0.4, relief="grain", scale=12, strength=0.1),
    "screen": Mix(rough=0.1, coat=0.6),
    "glow": Mix(rough=0.5),
}


def mix(finish: Finish, face: tuple[float, float], size: tuple[float, float, float], along: int = 2) -> Any:
    """A Blender material.

    Args:
        face: extent of the part's texture coordinates (u, v), for finishes drawn once over the whole.
        size: the product's extent (x, y, z) in studio units, for gradients from bottom to top.
        along: 0, 1 or 2: the axis along which wood grain runs.
    """
    made = bpy.data.materials.new(finish.material)
    made.use_nodes = True
    nodes, links = made.node_tree.nodes, made.node_tree.links
    shader = nodes["Principled BSDF"]
    m = MIXES[finish.material]
    colour = linear(finish.colour)
    for key, value in (
        ("Base Color", colour),
        ("Roughness", m.rough),
        ("Metallic", m.metal),
        ("Coat Weight", m.coat),
        ("Sheen Weight", m.sheen),
        ("Transmission Weight", m.clear),
        ("Subsurface Weight", m.soft),
    ):
        shader.inputs[key].default_value = value
    shader.inputs["Subsurface Scale"].default_value = 0.04
    if m.clear:
        shader.inputs["IOR"].default_value = 1.35  # below glass's 1.5, so that a small white studio does not turn it black
    if finish.material == "glow":
        shader.inputs["Emission Color"].default_value = colour
        shader.inputs["Emission Strength"].default_value = 2.2
    source = _drawing(nodes, links, finish, face, size)
    if source is None and m.relief == "wood":
        source = _wood(nodes, links, finish, m, along)
    if source is not None:
        links.new(source, shader.inputs["Base Color"])
        if finish.picture and finish.material == "screen":
            links.new(source, shader.inputs["Emission Color"])
            shader.inputs["Emission Strength"].default_value = 0.75
    height = _relief(nodes, links, m)
    if height is not None:
        bump = nodes.new("ShaderNodeBump")
        bump.inputs["Strength"].default_value = m.strength
        bump.inputs["Distance"].default_value = 0.02
        links.new(height, bump.inputs["Height"])
        links.new(bump.outputs[0], shader.inputs["Normal"])
    return made


def linear(colour: str) -> tuple[float, float, float, float]:
    """sRGB "#rrggbb" to linear RGBA."""
    s = rgb(colour)
    flat = np.where(s <= 0.04045, s / 12.92, ((s + 0.055) / 1.055) ** 2.4)
    return float(flat[0]), float(flat[1]), float(flat[2]), 1.0


def _drawing(nodes: Any, links: Any, finish: Finish, face: tuple[float, float], size: tuple[float, float, float]) -> Any:
    """Colour output of the finish's pattern or picture; None for a plain one."""
    if not (finish.pattern or finish.picture):
        return None
    pixels: NDArray[np.floating]
    if finish.picture:
        pixels = draw(finish.picture, finish.colour, finish.accent, finish.seed)
    else:
        pixels = tile(finish.pattern, finish.colour, finish.accent, finish.seed)
    image = bpy.data.images.new("drawing", pixels.shape[1], pixels.shape[0])
    rgba = np.ones((*pixels.shape[:2], 4), dtype=np.float32)
    # pictures are drawn from the top, Blender's rows run from the bottom; pattern tiles are bottom-up already
    rgba[..., :3] = pixels[::-1] if finish.picture else pixels
    image.pixels.foreach_set(rgba.ravel())
    image.pack()
    texture = nodes.new("ShaderNodeTexImage")
    texture.image = image
    texture.extension = "REPEAT"
    place = nodes.new("ShaderNodeMapping")
    where = nodes.new("ShaderNodeTexCoord")
    if finish.picture or finish.pattern in ("border", "medallion"):
        place.inputs["Scale"].default_value = (1 / max(face[0], 1e-6), 1 / max(face[1], 1e-6), 1)
        links.new(where.outputs["UV"], place.inputs["Vector"])
        texture.extension = "EXTEND"
    elif finish.pattern in WHOLE:  # by height: studio z runs 0..size[2]
        place.inputs["Rotation"].default_value = (np.pi / 2, 0, 0)
        place.inputs["Scale"].default_value = (1, 1 / max(size[2], 1e-6), 1 / max(size[2], 1e-6))
        place.vector_type = "TEXTURE"
        place.inputs["Scale"].default_value = (1, max(size[2], 1e-6), max(size[2], 1e-6))
        links.new(where.outputs["Object"], place.inputs["Vector"])
        texture.extension = "EXTEND"
    else:
        place.inputs["Scale"].default_value = (finish.repeat, finish.repeat, finish.repeat)
        links.new(where.outputs["UV"], place.inputs["Vector"])
    links.new(place.outputs[0], texture.inputs["Vector"])
    return texture.outputs["Color"]


def _wood(nodes: Any, links: Any, finish: Finish, m: Mix, along: int) -> Any:
    """Long grain: stretched noise between a darker and a lighter tone of the finish's colour."""
    grain = _noise(
        nodes, links, scale=m.scale * 4, stretch=((0.07, 1, 1), (1, 0.07, 1), (1, 1, 0.07))[along], detail=5.0, seed=finish.seed
    )
    ramp = nodes.new("ShaderNodeValToRGB")
    base = np.array(linear(finish.colour)[:3])
    for at, share in zip(ramp.color_ramp.elements, (0.72, 1.16), strict=True):
        at.color = (*np.clip(base * share, 0, 1), 1)
    ramp.color_ramp.elements[0].position, ramp.color_ramp.elements[1].position = 0.32, 0.68
    links.new(grain, ramp.inputs[0])
    return ramp.outputs["Color"]


def _noise(nodes: Any, links: Any, *, scale: float, stretch: tuple[float, float, float], detail: float, seed: int = 0) -> Any:
    where, place, noise = nodes.new("ShaderNodeTexCoord"), nodes.new("ShaderNodeMapping"), nodes.new("ShaderNodeTexNoise")
    place.inputs["Scale"].default_value = stretch
    place.inputs["Location"].default_value = (seed % 17, seed % 13, seed % 11)
    noise.inputs["Scale"].default_value = scale
    noise.inputs["Detail"].default_value = detail
    links.new(where.outputs["Object"], place.inputs["Vector"])
    links.new(place.outputs[0], noise.inputs["Vector"])
    return noise.outputs[0]


def _wave(nodes: Any, links: Any, *, scale: float, axis: str, source: str = "UV", ragged: float = 0.6) -> Any:
    where, wave = nodes.new("ShaderNodeTexCoord"), nodes.new("ShaderNodeTexWave")
    wave.bands_direction = axis
    wave.inputs["Scale"].default_value = scale / 6.283 * 2
    wave.inputs["Distortion"].default_value = ragged
    wave.inputs["Detail"].default_value = 1.0
    links.new(where.outputs[source], wave.inputs["Vector"])
    return wave.outputs[1]


def _relief(nodes: Any, links: Any, m: Mix) -> Any:
    """Height output of the material's relief; None for a smooth one."""
    if m.relief in ("grain", "wood"):
        return _noise(nodes, links, scale=m.scale, stretch=(1, 1, 0.15) if m.relief == "wood" else (1, 1, 1), detail=4.0)
    if m.relief == "brush":
        return _noise(nodes, links, scale=m.scale, stretch=(1.0, 1.0, 14.0), detail=3.0)
    if m.relief == "pebble":
        where, cells = nodes.new("ShaderNodeTexCoord"), nodes.new("ShaderNodeTexVoronoi")
        cells.inputs["Scale"].default_value = m.scale
        links.new(where.outputs["Object"], cells.inputs["Vector"])
        return cells.outputs["Distance"]
    if m.relief in ("weave", "knit"):
        warp, weft = (
            _wave(nodes, links, scale=m.scale * share, axis=axis)
            for axis, share in (("X", 1.0), ("Y", 0.5 if m.relief == "knit" else 1.0))
        )
        both = nodes.new("ShaderNodeMath")
        both.operation = "MULTIPLY" if m.relief == "knit" else "MAXIMUM"
        links.new(warp, both.inputs[0])
        links.new(weft, both.inputs[1])
        return both.outputs[0]
    if m.relief == "slats":
        return _wave(nodes, links, scale=m.scale, axis="Z", source="Object", ragged=0.0)
    return None
