"""Which products are photographed in their cartons, and what each carton shows; decided by the product's id alone."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

SEED = "omnishelf-packages-1"
EACH = 2
"""Packages of every kind: one that shows its bar code, one that shows only print."""

Form = Literal["bar code", "print"]
FORMS: tuple[Form, ...] = ("bar code", "print")


@dataclass(frozen=True)
class Package:
    """A carton and the photo of it.

    Attributes:
        product: id of what is in it; the file is `<product>.webp`.
        form: whether the side with the bar code faces the camera.
        brand, name, detail: as printed, the largest first; `name` in the language of `language`.
        gtin: 13 digits, printed as bars in the form "bar code" alone.
        pictured: file name of the catalogue's picture that is printed on the carton, "" without one.
    """

    product: str
    form: Form
    language: str
    brand: str
    name: str
    detail: str
    gtin: str
    pictured: str

    @property
    def file(self) -> str:
        return f"{self.product}.webp"

    def rng(self, purpose: str) -> random.Random:
        """Chances of this package, independent from purpose to purpose."""
        return random.Random(f"{SEED}:{self.product}:{purpose}")

    def row(self) -> dict[str, Any]:
        return asdict(self)


def packages(by_kind: Mapping[str, Sequence[str]], feed: Mapping[str, Mapping[str, Any]]) -> list[Package]:
    """By product id.

    Args:
        by_kind: kind -> product ids. Who is chosen stays so when a kind grows or others join, as long as it is among its kind's
            first in the order drawn.
        feed: product id -> its row.
    """
    chosen = [
        package(feed[id], FORMS[place % len(FORMS)])
        for ids in by_kind.values()
        for place, id in enumerate(sorted((id for id in ids if feed[id]["gtin"]), key=_drawn)[:EACH])
    ]
    return sorted(chosen, key=lambda package: package.product)


def package(sold: Mapping[str, Any], form: Form) -> Package:
    """What a seller would have printed: half of the cartons are in Chinese, half bear a picture."""
    id = sold["id"]
    chances = _drawn(f"{id} printed")
    chinese, pictured = chances[0] % 2 == 1, chances[1] % 2 == 1
    title = sold["translations"]["zh"]["title"] if chinese else sold["title"]
    sizes = (sold["translations"]["zh"] if chinese else sold)["attributes"].get("size", [])
    return Package(
        product=id,
        form=form,
        language="zh" if chinese else "en",
        brand=sold["brand"],
        name=shortened(title, sold["brand"]),
        detail=str(sizes[0]) if sizes else "",
        gtin=sold["gtin"],
        pictured=sold["images"][0] if pictured and sold["images"] else "",
    )


def shortened(title: str, brand: str) -> str:
    """The title without the brand, cut where a carton's face would end: five words, or thirteen characters of Chinese."""
    plain = " ".join(title.replace(brand, " ").split()).strip(" -:,·")
    words = plain.split(" ")
    if any("\u4e00" <= sign <= "\u9fff" for sign in plain):
        return plain[:13].strip()
    return " ".join(words[:5]).strip(" -:,·")


def _drawn(name: str) -> bytes:
    return hashlib.sha256(f"{SEED} {name}".encode()).digest()
