"""Products to documents: tokens, vectors and fields. What is embedded once is kept by content and never embedded again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

import numpy as np
from PIL import Image

from omnishelf.domain.errors import BadUpload, ModelMissing, OmnishelfError
from omnishelf.domain.product import Product
from omnishelf.encoders.pictures import open_picture
from omnishelf.encoders.port import ImageEncoder, Matrix, TextEncoder
from omnishelf.engine.port import Document
from omnishelf.ingest.passages import passages
from omnishelf.ingest.report import Problem, Severity
from omnishelf.ingest.schema import LOOKS, MEANING, SEEN, Tokenise, fields_of, tokens_of
from omnishelf.stores.port import Media, Vectors
from omnishelf.understand.tokens import tokenise

T = TypeVar("T")

TEXTS_AT_ONCE = 64
PICTURES_AT_ONCE = 16
"""Decoded pictures in memory at a time."""
CLASSES = 10
"""Likeliest classes of a picture that are kept: as many as the bridge's prior looks at."""
PICTURE_SIDE = 640
"""Pixels of a decoded picture's longer side: above what any default encoder looks at (260)."""
MAX_BYTES, MAX_PIXELS = 64_000_000, 200_000_000
"""Of a stored picture. The edges are stricter (Settings.limits); these only keep a damaged file from taking all memory."""


class WordsOfPictures(Protocol):
    """The learnt bridge from pictures to words."""

    def words_of(self, features: Matrix) -> Matrix:
        """[n, image dimensions] -> [n, text dimensions], unit rows."""
        ...


@dataclass(frozen=True, slots=True)
class Embedded:
    """`vectors`: product id -> array; a product that could not be embedded is absent. `problems`: why."""

    vectors: Mapping[str, Matrix]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """Rows by key, and the reason for each key that has none."""

    rows: Mapping[str, Matrix]
    faults: Mapping[str, str]


class Embedder:
    """Makes documents. Thread-safe as far as its encoders are.

    Args:
        text, image: None for a shop without; the spaces are then absent.
        bridge: None while the shop has not learnt one; `SEEN` is then empty.
        bridge_version: of the bridge, from the models store; 0 without one. A new one makes a new index generation.
    """

    def __init__(
        self,
        *,
        vectors: Vectors,
        media: Media,
        tokenise: Tokenise = tokenise,
        text: TextEncoder | None = None,
        image: ImageEncoder | None = None,
        bridge: WordsOfPictures | None = None,
        bridge_version: int = 0,
    ) -> None:
        self.vectors, self.media, self.tokenise = vectors, media, tokenise
        self.text, self.image = text, image
        self.bridge, self.bridge_version = bridge, bridge_version

    def documents(self, products: Sequence[Product], versions: Mapping[str, int]) -> tuple[list[Document], tuple[Problem, ...]]:
        """One document a product, in order, with the problems met. A product is indexed with whatever could be made of it.

        Args:
            versions: product id -> catalogue version. Read them before the products.
        """
        meaning, looks = self.meaning(products), self.looks(products)
        documents = [
            Document(
                id=product.id,
                tokens=tokens_of(product, self.tokenise),
                vectors=self._spaces(meaning.vectors.get(product.id), looks.vectors.get(product.id)),
                fields=fields_of(product),
                version=versions[product.id],
            )
            for product in products
        ]
        return documents, meaning.problems + looks.problems

    def meaning(self, products: Sequence[Product]) -> Embedded:
        """[dimensions], unit, for each product: the mean over its languages, so that a question in any of them finds it."""
        if self.text is None:
            return Embedded({})
        texts = {product.id: {_sha256(text): text for text in passages(product)} for product in products}
        wanted = {key: text for keyed in texts.values() for key, text in keyed.items()}
        name = f"{self.text.name}/passage"  # some encoders encode questions differently
        try:
            kept = self._kept(name, wanted, self.text.passages, TEXTS_AT_ONCE)
        except ModelMissing as missing:
            return Embedded({}, (_without(missing, "text"),))
        found, problems = {}, []
        for id, keyed in texts.items():
            rows = [kept.rows[key] for key in keyed if key in kept.rows]
            problems += [_problem(id, "title", keyed[key], kept.faults[key]) for key in keyed if key in kept.faults]
            mean = np.mean(rows, axis=0) if rows else np.zeros(0, np.float32)
            length = float(np.linalg.norm(mean))
            if length > 0:
                found[id] = (mean / length).astype(np.float32)
        return Embedded(found, tuple(problems))

    def looks(self, products: Sequence[Product]) -> Embedded:
        """[k, dimensions], unit rows, one for each picture that could be read, in the product's order."""
        if self.image is None:
            return Embedded({})
        encoder = self.image
        wanted = {key: key for product in products for key in product.images}
        try:
            kept = self._kept(
                encoder.name,
                wanted,
                lambda keys: self._seen(encoder, keys),
                PICTURES_AT_ONCE,
            )
        except ModelMissing as missing:
            return Embedded({}, (_without(missing, "images"),))
        found = {
            product.id: np.stack(rows)
            for product in products
            if (rows := [kept.rows[key] for key in product.images if key in kept.rows])
        }
        problems = tuple(
            _problem(product.id, "images", key, kept.faults[key])
            for product in products
            for key in product.images
            if key in kept.faults
        )
        return Embedded(found, problems)

    def classes(self, products: Sequence[Product]) -> Mapping[str, Matrix]:
        """[k, labels] for each product, the probabilities of the `CLASSES` likeliest classes of its pictures, in the order of
        `looks`; products with a picture whose classes are not in the cache are left out. Call after `looks`."""
        if self.image is None or not self.image.labels:
            return {}
        keys = [key for product in products for key in product.images]
        seen = self.vectors.get(self.image.name, keys)
        kept = self.vectors.get(_class_cache(self.image), keys)
        found = {}
        for product in products:
            present = [key for key in product.images if key in seen]
            if present and all(key in kept for key in present):
                found[product.id] = np.stack([unpacked(kept[key], len(self.image.labels)) for key in present])
        return found

    def with_bridge(self, bridge: WordsOfPictures, version: int) -> Embedder:
        """The same, with another bridge."""
        return Embedder(
            vectors=self.vectors,
            media=self.media,
            tokenise=self.tokenise,
            text=self.text,
            image=self.image,
            bridge=bridge,
            bridge_version=version,
        )

    def _seen(self, encoder: ImageEncoder, keys: Sequence[str]) -> Matrix:
        """Features of stored pictures; their likeliest classes are kept on the way, for the bridge to learn from."""
        seen = encoder.encode([self._picture(key) for key in keys])
        if seen.classes.shape[1]:
            self.vectors.put(_class_cache(encoder), dict(zip(keys, packed(seen.classes), strict=True)))
        return seen.features

    def _spaces(self, meaning: Matrix | None, looks: Matrix | None) -> dict[str, Matrix]:
        spaces = {} if meaning is None else {MEANING: meaning}
        if looks is not None:
            spaces[LOOKS] = looks
            if self.bridge is not None and self.text is not None:
                spaces[SEEN] = np.asarray(self.bridge.words_of(looks), np.float32)
        return spaces

    def _picture(self, key: str) -> Image.Image:
        data = self.media.get(key)
        if data is None:
            raise BadUpload("The picture is not in the media store.", hint="Ingest the product with its picture again.")
        return open_picture(data, max_bytes=MAX_BYTES, max_pixels=MAX_PIXELS, side=PICTURE_SIDE)

    def _kept(self, name: str, wanted: Mapping[str, T], encode: Callable[[Sequence[T]], Matrix], at_once: int) -> Kept:
        """Rows from the cache; missing ones are made, kept, and read back, so that a first run and a later one work with the
        same (rounded) numbers."""
        rows = dict(self.vectors.get(name, list(wanted)))
        missing = [key for key in wanted if key not in rows]
        faults: dict[str, str] = {}
        for start in range(0, len(missing), at_once):
            keys = missing[start : start + at_once]
            made, failed = _encoded({key: wanted[key] for key in keys}, encode)
            self.vectors.put(name, made)
            rows.update(self.vectors.get(name, list(made)))
            faults.update(failed)
        return Kept(rows, faults)


def _encoded(batch: Mapping[str, T], encode: Callable[[Sequence[T]], Matrix]) -> tuple[dict[str, Matrix], dict[str, str]]:
    """(rows, faults) by key. One bad item fails a batch, so the items of a failed batch are tried one by one."""
    try:
        rows = encode(list(batch.values()))
    except ModelMissing:
        raise
    except Exception as error:  # whatever an encoder or decoder raises on odd input costs that input, not the ingest
        if len(batch) == 1:
            return {}, dict.fromkeys(
                batch, str(error) if isinstance(error, OmnishelfError) else f"It could not be read: {error}"
            )
        made: dict[str, Matrix] = {}
        faults: dict[str, str] = {}
        for key, item in batch.items():
            one, failed = _encoded({key: item}, encode)
            made.update(one)
            faults.update(failed)
        return made, faults
    made = {key: row for key, row in zip(batch, rows, strict=True) if np.isfinite(row).all()}
    return made, {key: "The encoder gave no finite numbers." for key in batch if key not in made}


def packed(classes: Matrix) -> Matrix:
    """[n, labels] probabilities -> [n, 2 x CLASSES]: the places of the likeliest, then their probabilities."""
    top = min(CLASSES, classes.shape[1])
    best = np.argsort(-classes, axis=1)[:, :top]
    return np.hstack([best, np.take_along_axis(classes, best, axis=1)]).astype(np.float32)


def unpacked(row: Matrix, labels: int) -> Matrix:
    """[2 x CLASSES] -> [labels], 0 for all other classes."""
    places, probabilities = np.split(row, 2)
    whole = np.zeros(labels, np.float32)
    whole[places.astype(np.int64)] = probabilities
    return whole


def _class_cache(encoder: ImageEncoder) -> str:
    return f"{encoder.name}/classes"


def _problem(id: str, field: str, value: str, reason: str) -> Problem:
    return Problem(0, field, value, reason, "The product is indexed without it.", Severity.DROPPED, id)


def _without(missing: ModelMissing, field: str) -> Problem:
    return Problem(0, field, "", missing.what, missing.hint, Severity.DROPPED)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
