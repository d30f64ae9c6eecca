"""The 16,000 fashion titles and pictures of the myntra data set, in the file's order, for the benchmarks beside this file."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from PIL import Image

from omnishelf.evaluate.datasets import locate


def rows() -> list[dict[str, str]]:
    """Rows of products.csv: title, articleType, baseColour, image, ..."""
    with locate("myntra/products.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def pictures(which: Iterable[int]) -> Iterator[Image.Image]:
    """Pictures of the rows with these numbers, 60 x 80 pixels, RGB."""
    table = rows()
    with zipfile.ZipFile(locate("myntra/images.zip")) as archive:
        paths = {PurePosixPath(name).name: name for name in archive.namelist()}
        for number in which:
            with Image.open(io.BytesIO(archive.read(paths[table[number]["image"]]))) as picture:
                yield picture.convert("RGB")
