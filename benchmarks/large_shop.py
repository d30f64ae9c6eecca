"""A shop of 100,000 products: real titles and pictures of myntra, and copies of them that differ a little.

The first products are taken in as any feed is: read, pictures shrunk, texts and pictures encoded, the bridge learnt. Every
further product is a copy of one of them with a title, colour and price of its own, whose two vectors are the original's turned
to a cosine of `LIKENESS` in a random direction: encoding 100,000 titles takes half an hour and would not change what is timed.
They are put into the catalogue and the cache of embeddings, and the index is then built by the shop's own code from there.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
import time
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path, PurePosixPath

import numpy as np
from numpy.typing import NDArray
from rich.progress import Progress, TaskID

from omnishelf.config import Settings
from omnishelf.domain.product import Money, Product
from omnishelf.evaluate.datasets import locate
from omnishelf.ingest.embed import Embedder
from omnishelf.ingest.passages import passages
from omnishelf.wiring import open_shop

LIKENESS = 0.9
"""Cosine between a copy's vector and its original's."""
SEED = 1
AT_ONCE = 1_000
COLOURS = ("Black", "White", "Blue", "Red", "Green", "Grey", "Brown", "Pink", "Yellow", "Purple", "Orange", "Beige")


def made(folder: Path, settings: Settings, products: int, encoded: int) -> dict[str, float]:
    """Make the shop in `settings.data_dir`, or go on where a former run was stopped; seconds by what was done, whether (1.0)
    it went on (then the seconds are too few), and how many processes wanted the machine at once in the last quarter of an hour.

    Raises:
        NotFound: the data set is absent.
    """
    feed, images = myntra(folder, min(products, encoded))
    seconds: dict[str, float] = {}
    begin = time.perf_counter()

    def lap(what: str) -> None:
        nonlocal begin
        seconds[what] = time.perf_counter() - begin
        begin = time.perf_counter()

    with Progress() as bars, open_shop(settings) as shop:
        tasks: dict[str, TaskID] = {}

        def told(stage: str, done: int, total: int | None) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage)
            bars.update(tasks[stage], completed=done, total=total)

        seconds["resumed"] = float(shop.size() > 0)
        lap("open")
        if not any(is_copy(id) for id, _ in shop.catalogue.ids()):  # else a stopped run had come further than this
            shop.ingest(feed, images=images, progress=told)
        lap("ingest")
        originals = {product.id: product for product in shop.catalogue if not is_copy(product.id)}
        for part in batches(copies(list(originals.values()), products - len(originals))):
            remember(part, originals, shop.live.embedder)
            shop.catalogue.put([copy for copy, _ in part])
            told("copies", shop.size() - len(originals), products - len(originals))
        lap("copy")
        shop.live.rebuild(lambda done, total, stage: told(f"index: {stage}", done, total))
        lap("index")
    seconds["load"] = os.getloadavg()[2]
    return seconds


def myntra(folder: Path, count: int) -> tuple[Path, Path]:
    """(feed of the first `count` products, folder of their pictures), written once."""
    with locate("myntra/products.csv").open(encoding="utf-8", newline="") as file:
        rows = list(islice(csv.DictReader(file), count))
    images, feed = folder / "images", folder / "feed.jsonl"
    images.mkdir(exist_ok=True)
    with zipfile.ZipFile(locate("myntra/images.zip")) as archive:
        paths = {PurePosixPath(name).name: name for name in archive.namelist()}
        for row in rows:
            if row["image"] in paths and not (images / row["image"]).is_file():
                (images / row["image"]).write_bytes(archive.read(paths[row["image"]]))
    feed.write_text("".join(json.dumps(feed_row(row)) + "\n" for row in rows), encoding="utf-8")
    return feed, images


def feed_row(row: Mapping[str, str]) -> dict[str, object]:
    """A myntra row as a product of docs/http.md, with a price of its own (the set has none)."""
    return {
        "id": row["product_id"],
        "title": row["title"],
        "category": [row["masterCategory"], row["subCategory"], row["articleType"]],
        "attributes": {"color": [row["baseColour"]], "usage": [row["usage"]]},
        "price": {"amount": 500 + drawn(row["product_id"]) % 20_000, "currency": "USD"},
        "images": [row["image"]],
    }


def copies(originals: Sequence[Product], count: int) -> Iterator[tuple[Product, str]]:
    """(copy, its original's id), `count` of them: every original once, then every one again, and so on."""
    for number in range(count):
        original, lap = originals[number % len(originals)], number // len(originals) + 2
        yield copy_of(original, lap), original.id


def copy_of(original: Product, number: int) -> Product:
    """The same thing in another colour and series, at another price."""
    id = f"{original.id}-{number}"
    colour = COLOURS[drawn(id) % len(COLOURS)]
    return replace(
        original,
        id=id,
        title=f"{original.title} {colour} Series {drawn(id) % 900 + 100}",
        attributes={**original.attributes, "color": (colour,)},
        price=Money(500 + drawn(f"{id} price") % 20_000, "USD"),
        images=tuple(hashlib.sha256(f"{id} {key}".encode()).hexdigest() + ".webp" for key in original.images),
    )


def is_copy(id: str) -> bool:
    """The set's own ids are numbers."""
    return "-" in id


def remember(part: Sequence[tuple[Product, str]], originals: Mapping[str, Product], embedder: Embedder) -> None:
    """Put the copies' vectors where the shop keeps what it has encoded."""
    text, image = embedder.text, embedder.image
    assert text is not None
    assert image is not None
    of = list(dict.fromkeys(original for _, original in part))
    meaning = embedder.meaning([originals[id] for id in of]).vectors
    looks = embedder.looks([originals[id] for id in of]).vectors
    random = np.random.default_rng([SEED, drawn(part[0][0].id)])
    texts, pictures = {}, {}
    for copy, original in part:
        if original in meaning:
            texts[hashlib.sha256(passages(copy)[0].encode()).hexdigest()] = turned(meaning[original], random)
        if original in looks:
            pictures |= {key: turned(row, random) for key, row in zip(copy.images, looks[original], strict=True)}
    embedder.vectors.put(f"{text.name}/passage", texts)
    embedder.vectors.put(image.name, pictures)


def turned(vector: NDArray[np.float32], random: np.random.Generator) -> NDArray[np.float32]:
    """A unit vector at cosine `LIKENESS` to this unit vector."""
    aside = random.normal(size=vector.shape)
    aside -= (aside @ vector) * vector
    aside /= np.linalg.norm(aside)
    return np.asarray(LIKENESS * vector + np.sqrt(1 - LIKENESS**2) * aside, dtype=np.float32)


def batches(pairs: Iterator[tuple[Product, str]]) -> Iterator[list[tuple[Product, str]]]:
    while part := list(islice(pairs, AT_ONCE)):
        yield part


def drawn(name: str) -> int:
    """A number that depends on the name alone."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:6], "big")
