"""Omnishelf itself: the whole answer that a shopper gets, with understanding, ranking and facets, not retrieval alone.

given vectors: its text encoder remembers what it has encoded, as every other contestant is given its question's vector.
own encoder: it encodes each question when it is asked, as a shop's server does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.race.port import Answer, Goods, Question
from benchmarks.race.products import products
from numpy.typing import NDArray

from omnishelf.config import load_settings
from omnishelf.domain.product import Product
from omnishelf.domain.query import Query
from omnishelf.encoders.port import Matrix, TextEncoder
from omnishelf.ingest.passages import passages
from omnishelf.shop import Shop
from omnishelf.wiring import open_shop, text_encoder

GIVEN, OWN = "given vectors", "own encoder"
AT_ONCE = 1_000
RATES = {"CNY": 7.2}
"""The benchmark's own rate, which the sample shop is set to."""


class RaceText:
    """The shop's encoder, but that products have the race's vectors, and questions' are remembered while `remember` is set."""

    def __init__(self, encoder: TextEncoder) -> None:
        self.encoder, self.remember = encoder, True
        self._asked: dict[str, Matrix] = {}
        self._hashes: NDArray[np.uint64] = np.zeros(0, np.uint64)
        self._places: NDArray[np.int64] = np.zeros(0, np.int64)
        self._rows: Any = None

    def give(self, keys: Sequence[tuple[int, int]], goods: Goods) -> None:
        """`keys`: of each passage its `key_of` and its product's place in the goods; the product's vector is the passage's."""
        table = np.array(keys, dtype=[("hash", np.uint64), ("place", np.int64)])
        table.sort(order="hash")
        self._hashes, self._places = table["hash"], table["place"]
        self._rows = np.load(goods.folder / "vectors.npy", mmap_mode="r")

    @property
    def name(self) -> str:
        return f"race/{self.encoder.name}"

    @property
    def dimensions(self) -> int:
        return self.encoder.dimensions

    def queries(self, texts: Sequence[str]) -> Matrix:
        if not self.remember:
            return self.encoder.queries(texts)
        missing = [text for text in texts if text not in self._asked]
        if missing:
            self._asked.update(zip(missing, self.encoder.queries(missing), strict=True))
        return np.stack([self._asked[text] for text in texts])

    def passages(self, texts: Sequence[str]) -> Matrix:
        """Raises KeyError for a passage of no product."""
        keys = np.array([key_of(text) for text in texts], dtype=np.uint64)
        at = np.searchsorted(self._hashes, keys)
        if (at >= len(self._hashes)).any() or (self._hashes[at] != keys).any():
            raise KeyError("a passage that is of no product of the race")
        return np.asarray(self._rows[self._places[at]], dtype=np.float32)

    def warm(self) -> None:
        self.encoder.warm()


def key_of(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")


class Embedded:
    ways = (GIVEN, OWN)

    def __init__(self, folder: Path, encoder: TextEncoder | None = None) -> None:
        """`encoder`: None for the shop's own."""
        self.folder, self.encoder = folder, encoder
        self._opened = ExitStack()
        self._shop: Shop | None = None
        self._text: RaceText | None = None

    def settings(self) -> dict[str, Any]:
        return {"data_dir": self.folder / "shop", "rates": RATES}

    def build(self, goods: Goods) -> None:
        """Products into the catalogue, and the index from there by the shop's own indexer."""
        shop, text = self._open()
        keys: list[tuple[int, int]] = []
        for part in batches(enumerate(products(goods.folder))):
            keys += [(key_of(passage), place) for place, product in part for passage in passages(product)]
            shop.catalogue.put([product for _, product in part])
        text.give(keys, goods)
        shop.live.rebuild()
        shop.serving.refresh()

    def open(self) -> None:
        if self._shop is None:
            self._open()

    def ask(self, way: str, question: Question, size: int) -> Answer:
        assert self._shop is not None
        assert self._text is not None
        self._text.remember = way == GIVEN
        page = self._shop.search(Query(text=question.text, size=size, collapse=False))
        return Answer([hit.product.id for hit in page.hits], page.took_ms.get("retrieve"))

    def processes(self) -> Sequence[int]:
        return ()

    def close(self) -> None:
        self._shop = None
        self._opened.close()

    def _open(self) -> tuple[Shop, RaceText]:
        settings = load_settings(**self.settings())
        self._text = RaceText(self.encoder or text_encoder(settings))
        self._shop = self._opened.enter_context(open_shop(settings, text=self._text))
        return self._shop, self._text


class OnOpenSearch(Embedded):
    """The same shop with its index in a node of its own."""

    def settings(self) -> dict[str, Any]:
        return super().settings() | {"engine": "opensearch", "opensearch": {"url": self._node.url, "seconds": 120}}

    def _open(self) -> tuple[Shop, RaceText]:
        from benchmarks.race.contestants.opensearch import started

        self._node = self._opened.enter_context(started(self.folder))
        return super()._open()

    def processes(self) -> Sequence[int]:
        return self._node.processes()


def batches(all: Iterable[tuple[int, Product]]) -> Iterator[list[tuple[int, Product]]]:
    left = iter(all)
    while part := list(islice(left, AT_ONCE)):
        yield part
