"""The catalogue as arrays: what the model needs to know of each product, from the truth and feed files."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sample.behaviour.model import END
from sample.feed import CATALOGUE

ATTRIBUTES = ("color", "material", "pattern", "style", "use", "brand")


@dataclass(frozen=True)
class Shelf:
    """Products in the truth file's order; n of them.

    Attributes:
        ids, kind: per product; `kind` indexes `kinds`.
        code: attribute -> (n,) index into `values[attribute]`: what the product truly is, whatever its title says.
        tier: (n,) 0..1, the rank of its price within its kind: 0 the cheapest.
        price: (n,) what it costs, minor units of `currency`.
        launched: (n,) days before the end of the log.
        popular: (n,) what the shop sees of a product's standing: rating and number of ratings, standardised.
        words: (kind or value) -> Chinese.
        fault, said: the truth file's own columns.
        members: kind index -> product indices.
    """

    ids: tuple[str, ...]
    kinds: tuple[str, ...]
    kind: NDArray[np.int64]
    values: dict[str, tuple[str, ...]]
    code: dict[str, NDArray[np.int64]]
    tier: NDArray[np.float64]
    price: NDArray[np.int64]
    currency: str
    launched: NDArray[np.float64]
    popular: NDArray[np.float64]
    words: dict[str, str]
    fault: tuple[str, ...]
    said: tuple[str, ...]
    members: tuple[NDArray[np.int64], ...]

    def __len__(self) -> int:
        return len(self.ids)


def read(folder: Path = CATALOGUE) -> Shelf:
    """From truth.jsonl and products.jsonl in a folder."""
    truths, products = _rows(folder / "truth.jsonl"), {row["id"]: row for row in _rows(folder / "products.jsonl")}
    truths = [row for row in truths if row["id"] in products]
    feed = [products[row["id"]] for row in truths]
    kinds = tuple(sorted({row["kind"] for row in truths}))
    kind = np.array([kinds.index(row["kind"]) for row in truths])
    told = [row | {"brand": given["brand"]} for row, given in zip(truths, feed, strict=True)]
    values = {name: tuple(sorted({row[name] for row in told})) for name in ATTRIBUTES}
    code = {name: np.array([values[name].index(row[name]) for row in told]) for name in ATTRIBUTES}
    price = np.array([(row["sale_price"] or row["price"])["amount"] for row in feed])
    members = tuple(np.flatnonzero(kind == k) for k in range(len(kinds)))
    tier = np.zeros(len(feed))
    for group in members:
        tier[group] = np.argsort(np.argsort(price[group], kind="stable"), kind="stable") / max(1, len(group) - 1)
    ends = np.datetime64(END, "s")
    launched = np.array(
        [(ends - np.datetime64(datetime.fromisoformat(row["launched_at"][:10]), "s")) / np.timedelta64(1, "D") for row in feed]
    )
    standing = np.array([((row["rating"] or 3.5) - 3.5) * np.log1p(row["rating_count"]) for row in feed])
    return Shelf(
        ids=tuple(row["id"] for row in truths),
        kinds=kinds,
        kind=kind,
        values=values,
        code=code,
        tier=tier,
        price=price,
        currency=feed[0]["price"]["currency"],
        launched=launched,
        popular=(standing - standing.mean()) / (standing.std() or 1.0),
        words=_chinese(truths, feed),
        fault=tuple(row["fault"] for row in truths),
        said=tuple(row.get("said", "") for row in truths),
        members=members,
    )


def _chinese(truths: list[dict[str, Any]], feed: list[dict[str, Any]]) -> dict[str, str]:
    """What the feed itself calls things in Chinese: the leaf of the category for a kind, the attribute for a value."""
    words: dict[str, str] = {}
    for true, row in zip(truths, feed, strict=True):
        zh = row["translations"]["zh"]
        if true["fault"] == "":
            words.setdefault(true["kind"], zh["category"][-1])
        for name in ATTRIBUTES:
            for en, cn in zip(row["attributes"].get(name, []), zh["attributes"].get(name, []), strict=False):
                words.setdefault(en, cn)
    return words


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
