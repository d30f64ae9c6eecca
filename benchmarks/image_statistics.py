"""Makes src/omnishelf/encoders/image_statistics.npz: means and half-whitened PCA of the image encoder's outputs.

    python benchmarks/image_statistics.py

Only statistics leave the data: two means and a rotation a tap, from 2,000 fashion pictures on white (myntra, none of the
1,000 products that picture_words.py tests on) and, for the mean of photos alone, every fifth grocery photo of the training
split. Neither the magento pictures nor the grocery shelf pictures and validation photos are looked at.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from PIL import Image

from myntra_pairs import pictures
from omnishelf.encoders import looks
from omnishelf.encoders.image import PackagedImage
from omnishelf.evaluate.datasets import locate

KEPT = 320
"""Directions a tap: (nearly) all of the neck's, the first quarter of the features'."""
POWER = -0.25
ON_WHITE = 2_000
"""Myntra rows 0..ON_WHITE; picture_words.py tests on the last 1,000."""


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--cache", type=Path, default=Path(".cache/benchmarks"), help="where the two graphs are built")
    arguments.add_argument("--white", type=int, default=ON_WHITE)
    given = arguments.parse_args()
    encoder = PackagedImage(given.cache)
    white = _outputs(encoder, pictures(range(given.white)))
    photos = _outputs(encoder, _shop_photos())
    arrays: dict[str, np.ndarray] = {"taps": np.array(list(white))}
    for name, rows in white.items():
        arrays |= {f"{name}.{key}": value for key, value in statistics(rows, photos[name]).items()}
    np.savez_compressed(Path(looks.__file__).with_name(looks.STATISTICS), **arrays)


def statistics(white: np.ndarray, photos: np.ndarray) -> dict[str, np.ndarray]:
    """Means in float16; the projection in int8 with a float16 scale a column."""
    rows = looks.unit(white).astype(np.float64)
    mean = rows.mean(axis=0)
    values, vectors = np.linalg.eigh((rows - mean).T @ (rows - mean) / len(rows))
    best = np.argsort(-values)[:KEPT]
    projection = vectors[:, best] * (values[best] / values[best[0]]) ** POWER
    scale = np.abs(projection).max(axis=0) / 127
    return {
        "shelf": mean.astype(np.float16),
        "photo": looks.unit(photos).mean(axis=0).astype(np.float16),
        "projection": np.round(projection / scale).astype(np.int8),
        "scale": scale.astype(np.float16),
    }


def _outputs(encoder: PackagedImage, images: Iterable[Image.Image]) -> dict[str, np.ndarray]:
    parts: list[dict[str, np.ndarray]] = []
    batch: list[Image.Image] = []
    for image in images:
        batch.append(image)
        if len(batch) == 16:
            parts.append(encoder.outputs(batch))
            batch = []
    if batch:
        parts.append(encoder.outputs(batch))
    return {name: np.vstack([part[name] for part in parts]) for name in parts[0] if not name.endswith("logits")}


def _shop_photos() -> Iterator[Image.Image]:
    root = locate("grocery/photos.jsonl").parent
    rows = [json.loads(line) for line in (root / "photos.jsonl").read_text("utf-8").splitlines()]
    for row in [r for r in rows if r["split"] == "train"][::5]:
        with Image.open(root / row["photo"]) as picture:
            yield picture.convert("RGB")


if __name__ == "__main__":
    main()
