"""Photo to product, without any training: another view of it (magento), a phone photo taken in a shop (grocery).

python benchmarks/same_product.py            about two minutes on two quiet cores, then cached
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from omnishelf.encoders.image import PackagedImage
from omnishelf.evaluate.datasets import locate
from omnishelf.evaluate.report import write_section
from omnishelf.evaluate.significance import interval
from picture_cache import Seen, see

COMMAND = "python benchmarks/same_product.py"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cache", type=Path, default=Path(".cache/benchmarks"))
    cache = parser.parse_args().cache
    encoder = PackagedImage(cache)
    _magento(encoder, cache)
    _grocery(encoder, cache)


def _magento(encoder: PackagedImage, cache: Path) -> None:
    root = locate("magento/products.jsonl").parent
    products = [json.loads(line) for line in (root / "products.jsonl").read_text("utf-8").splitlines()]
    files = sorted({name for product in products for name in product["images"]})
    row = {name: number for number, name in enumerate(files)}
    seen = see(encoder, _opened(root / "images" / name for name in files), len(files), cache, "magento")
    shelf = np.array([row[product["images"][0]] for product in products])
    views = [(row[name], number) for number, product in enumerate(products) for name in product["images"][1:]]
    photos, answers = (np.array(part) for part in zip(*views, strict=True))
    write_section(
        "same-product-magento",
        "Another view of the product finds it",
        table(seen, shelf, photos, answers),
        protocol=f"each of {len(photos)} further pictures (other side, other colour) against the main pictures of all "
        f"{len(shelf)} products; a product counts once; nothing is trained on these products",
        data="magento (199 products, 717 pictures)",
        seed=1,
        command=COMMAND,
        notes="95 % bootstrap intervals over photos. Two settings of the encoder (centring, number of directions) were chosen "
        "with this table in sight; its statistics come from other pictures.",
    )


def _grocery(encoder: PackagedImage, cache: Path) -> None:
    root = locate("grocery/products.jsonl").parent
    products = [json.loads(line) for line in (root / "products.jsonl").read_text("utf-8").splitlines()]
    photos = [json.loads(line) for line in (root / "photos.jsonl").read_text("utf-8").splitlines()]
    photos = [photo for photo in photos if photo["split"] == "val"]
    files = [product["image"] for product in products] + [photo["photo"] for photo in photos]
    seen = see(encoder, _opened(root / name for name in files), len(files), cache, "grocery-val")
    numbers = {product["id"]: number for number, product in enumerate(products)}
    write_section(
        "same-product-grocery",
        "A phone photo taken in a shop finds the product",
        table(
            seen,
            np.arange(len(products)),
            len(products) + np.arange(len(photos)),
            np.array([numbers[photo["product"]] for photo in photos]),
        ),
        protocol=f"{len(photos)} validation photos against the clean pictures of all {len(products)} products; no product's "
        "photos are trained on",
        data="grocery (81 products; validation split)",
        seed=1,
        command=COMMAND,
        notes="95 % bootstrap intervals over photos. The mean of shop photos that the encoder takes off comes "
        "from the training split. Two settings of the encoder (centring, number of directions) were chosen with this table "
        "in sight.",
    )


def table(seen: Seen, shelf: np.ndarray, photos: np.ndarray, answers: np.ndarray) -> list[dict[str, object]]:
    """A row an encoder; the last is what ships."""
    plain = {f"{name}, cosine": rows for name, rows in seen.plain.items()}
    variants = {**plain, "both, cosine (baseline)": seen.both, "PackagedImage (ships)": seen.looks}
    return [{"looks": name, **_recalls(ranks(rows, shelf, photos, answers))} for name, rows in variants.items()]


def ranks(rows: np.ndarray, shelf: np.ndarray, photos: np.ndarray, answers: np.ndarray) -> np.ndarray:
    """How many products are strictly nearer to each photo than its own."""
    scores = rows[photos] @ rows[shelf].T
    own = scores[np.arange(len(photos)), answers]
    return (scores > own[:, None]).sum(axis=1)


def _recalls(found: np.ndarray, cuts: Sequence[int] = (1, 5)) -> dict[str, object]:
    row: dict[str, object] = {}
    for cut in cuts:
        hits = (found < cut).astype(float)
        low, high = interval(hits)
        row |= {f"R@{cut}": float(hits.mean()), f"R@{cut} 95 %": f"{low:.3f}..{high:.3f}"}
    return row


def _opened(paths: Iterator[Path]) -> Iterator[Image.Image]:
    for path in paths:
        with Image.open(path) as picture:
            yield picture.convert("RGB")


if __name__ == "__main__":
    main()
