"""What the image encoder sees in many pictures, kept in a file, for the benchmarks beside this one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image
from rich.progress import track

from omnishelf.encoders.image import BACKBONES, PackagedImage, softmax
from omnishelf.encoders.looks import load_statistics, looks, on_white, unit


@dataclass(frozen=True)
class Seen:
    """Rows of n pictures: `looks` and `classes` as PackagedImage.encode gives them, `plain` each network's unit features."""

    looks: np.ndarray
    plain: dict[str, np.ndarray]
    classes: np.ndarray

    @property
    def both(self) -> np.ndarray:
        """[n, 2560] unit rows: both networks' features side by side, the baseline."""
        return unit(np.hstack(list(self.plain.values())))

    def rows(self, which: slice | np.ndarray) -> Seen:
        return Seen(self.looks[which], {k: v[which] for k, v in self.plain.items()}, self.classes[which])


def see(encoder: PackagedImage, pictures: Iterable[Image.Image], count: int, cache: Path, name: str) -> Seen:
    """From the cache when it holds `count` pictures of this encoder under this name, else encoded (45/s on 2 cores)."""
    file = cache / f"{name}-{encoder.name.replace('/', '-')}-{count}.npz"
    if not file.is_file():
        cache.mkdir(parents=True, exist_ok=True)
        np.savez(file, **_encode(encoder, pictures, count, name))
    with np.load(file) as arrays:
        plain = {b.name: arrays[f"{b.name}.features"].astype(np.float32) for b in BACKBONES}
        return Seen(arrays["looks"].astype(np.float32), plain, arrays["classes"].astype(np.float32))


def _encode(encoder: PackagedImage, pictures: Iterable[Image.Image], count: int, name: str) -> dict[str, np.ndarray]:
    taps = load_statistics()
    parts: dict[str, list[np.ndarray]] = {}
    for picture in track(pictures, f"pictures of {name}", total=count):
        outputs = encoder.outputs([picture])
        row = {"looks": looks(outputs, taps, np.array([on_white(picture)], np.float32))}
        row["classes"] = np.mean([softmax(outputs[f"{b.name}.logits"]) for b in BACKBONES], axis=0)
        row |= {f"{b.name}.features": unit(outputs[f"{b.name}.features"]) for b in BACKBONES}
        for key, value in row.items():
            parts.setdefault(key, []).append(value.astype(np.float16))
    return {key: np.vstack(values) for key, values in parts.items()}
