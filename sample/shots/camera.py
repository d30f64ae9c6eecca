"""What a hand-held phone adds to a picture: shake, noise, a wrong white balance, a finger. Arrays: [h, w, 3] sRGB, 0..1."""

from __future__ import annotations

import io
import math
import random

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from sample.shots.plan import Shot

Picture = NDArray[np.float64]
SIDES = (416, 416), (432, 368), (368, 432)
"""Width and height of a photo: square, or a little wider or higher."""
MOST_BYTES = 22_000
_SKINS = ("#e7b892", "#c98d62", "#8d5a3b", "#f0cdb0")


def photographed(picture: Image.Image, shot: Shot, *, thing_before: bool) -> bytes:
    """The finished WebP of a rendered picture.

    Args:
        thing_before: something in the scene hides a part of the product already, so that no finger does.
    """
    rng = shot.rng("camera")
    image = trimmed(picture.convert("RGB"), rng)
    if shot.trouble == "hidden" and not thing_before:
        image = fingered(image, rng)
    seen = np.asarray(image, dtype=np.float64) / 255
    seen = shaken(seen, rng.uniform(9, 17) if shot.trouble == "hand shake" else rng.uniform(0, 2.5), rng)
    seen = balanced(seen, rng, strength=0.5 if shot.trouble == "warm light" else 1.0)
    seen = exposed(seen, rng.uniform(-0.2, 0.35))
    seen = vignetted(seen, rng.uniform(0.05, 0.25))
    seen = noisy(seen, {"noise": rng.uniform(0.045, 0.075), "dark": 0.035}.get(shot.trouble, rng.uniform(0.004, 0.018)), rng)
    return packed(Image.fromarray((np.clip(seen, 0, 1) * 255).astype(np.uint8)), rng)


def trimmed(image: Image.Image, rng: random.Random) -> Image.Image:
    """To the shape of the photo, from about the middle."""
    wide, high = rng.choice(SIDES)
    scale = max(wide / image.width, high / image.height)
    larger = image.resize((math.ceil(image.width * scale), math.ceil(image.height * scale)), Image.Resampling.LANCZOS)
    left, top = rng.randint(0, larger.width - wide), rng.randint(0, larger.height - high)
    return larger.crop((left, top, left + wide, top + high))


def shaken(seen: Picture, pixels: float, rng: random.Random) -> Picture:
    """Blurred along a slightly bent line of that length, as a hand moves."""
    if pixels < 1:
        return seen
    angle, bend = rng.uniform(0, math.pi), rng.uniform(-0.5, 0.5)
    steps = max(3, round(pixels * 1.5))
    total = np.zeros_like(seen)
    for t in np.linspace(-0.5, 0.5, steps):
        turn = angle + bend * t
        total += np.roll(seen, (round(math.sin(turn) * t * pixels), round(math.cos(turn) * t * pixels)), axis=(0, 1))
    return total / steps


def balanced(seen: Picture, rng: random.Random, *, strength: float) -> Picture:
    """White balance as cameras guess it: most of the way to a gray mean, and then a little wrong."""
    means = seen.reshape(-1, 3).mean(axis=0)
    gains = (means.mean() / np.maximum(means, 0.02)) ** (0.6 * strength)
    wrong = np.array([1 + rng.uniform(-0.05, 0.05), 1.0, 1 + rng.uniform(-0.07, 0.07)])
    return seen * gains * wrong


def exposed(seen: Picture, stops: float) -> Picture:
    """Brighter or darker, highlights rolling off as a phone's do."""
    brighter = np.maximum(seen, 0) * 2.0**stops
    return np.where(brighter > 0.8, 0.8 + 0.2 * np.tanh((brighter - 0.8) / 0.2), brighter)


def vignetted(seen: Picture, depth: float) -> Picture:
    """Corners darker by `depth`."""
    high, wide = seen.shape[:2]
    y, x = np.mgrid[-1 : 1 : high * 1j, -1 : 1 : wide * 1j]
    return seen * (1 - depth * ((x**2 + y**2) / 2) ** 1.5)[..., None]


def noisy(seen: Picture, sigma: float, rng: random.Random) -> Picture:
    """Grain, stronger in the shadows, half of it in blotches as a phone's own smoothing leaves it."""
    chances = np.random.default_rng(rng.randrange(2**32))
    high, wide = seen.shape[:2]
    fine = chances.normal(0, 1, (high, wide, 3))
    coarse = np.kron(chances.normal(0, 1, (-(-high // 3), -(-wide // 3), 3)), np.ones((3, 3, 1)))[:high, :wide]
    shade = 1.25 - 0.6 * seen.mean(axis=2, keepdims=True)
    return seen + sigma * shade * (0.75 * fine + 0.45 * coarse)


def fingered(image: Image.Image, rng: random.Random) -> Image.Image:
    """A finger before the lens: a large blob of skin from a side or a corner, far out of focus."""
    wide, high = image.size
    skin = rng.choice(_SKINS)
    tone = [int(skin[i : i + 2], 16) for i in (1, 3, 5)]
    left, low = rng.random() < 0.5, rng.uniform(0.45, 1.0)
    centre = (wide * (-0.04 if left else 1.04), high * low)
    reach, thick, lean = wide * rng.uniform(0.4, 0.52), high * rng.uniform(0.2, 0.28), rng.uniform(-0.5, 0.1)
    y, x = np.mgrid[0:high, 0:wide]
    along = (x - centre[0]) * (1 if left else -1)
    across = (y - centre[1]) - lean * along
    inside = 1.0 - np.maximum(along / reach, 0) ** 2 - (across / thick) ** 2
    cover = np.clip(inside / 0.45 + 0.35, 0, 1)[..., None]  # a soft edge: the finger is closer than the lens can focus
    shade = 0.62 + 0.42 * np.clip(0.5 - across / thick * 0.5, 0, 1)
    finger = np.stack([np.clip(c * shade, 0, 255) for c in tone], axis=-1)
    seen = np.asarray(image, dtype=np.float64)
    return Image.fromarray((seen * (1 - cover) + finger * cover).astype(np.uint8))


def packed(image: Image.Image, rng: random.Random) -> bytes:
    """Through a phone's JPEG, then a WebP of at most MOST_BYTES."""
    jpeg = io.BytesIO()
    image.save(jpeg, "JPEG", quality=rng.randint(55, 88))
    reread = Image.open(io.BytesIO(jpeg.getvalue())).convert("RGB")
    for quality in (74, 64, 54, 44, 34, 24, 14):
        sink = io.BytesIO()
        reread.save(sink, "WEBP", quality=quality, method=6)
        if sink.tell() <= MOST_BYTES:
            break
    return sink.getvalue()
