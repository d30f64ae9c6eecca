"""After an ingest: the index is brought up to date, and the bridge from pictures to words learnt anew when that pays.

The bridge is learnt from the shop's own pairs of picture and wording (`omnishelf.learn`). A new one moves every product in the
space "seen", so it is followed by a new index generation; embeddings are cached, so that costs no encoding.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np

from omnishelf.domain.errors import ModelMissing
from omnishelf.domain.product import Product
from omnishelf.encoders.port import ImageEncoder, Matrix, TextEncoder
from omnishelf.ingest.embed import Embedder
from omnishelf.ingest.generations import IndexInUse
from omnishelf.ingest.live import LiveIndex
from omnishelf.ingest.walk import Progress, Refreshed
from omnishelf.learn.align import MOST_PAIRS, Bridge, fit
from omnishelf.learn.languages import dictionary_pairs, vectors_of_pairs
from omnishelf.learn.prior import conse
from omnishelf.stores.port import Catalogue, Models
from omnishelf.understand import vocabulary

log = logging.getLogger(__name__)

NAME = "bridge"
FEWEST_PRODUCTS = 12
"""With fewer pictured products there is nothing to learn from; the image model's classes alone would name everything alike."""
GROWTH = 0.2
"""Share by which the number of pairs must have changed before the bridge is learnt again."""
WORDS = 1_500
"""The shop's most frequent English words whose Chinese counterparts bring the languages together."""
BATCH = 256


@dataclass(frozen=True, slots=True)
class Pairs:
    """n pictures with what their products say: features [n, d], words [n, t], prior [n, t] or None, product ids [n]."""

    features: Matrix
    words: Matrix
    prior: Matrix | None
    products: tuple[str, ...]


def learnt_bridge(models: Models, text: TextEncoder, image: ImageEncoder) -> tuple[Bridge | None, int]:
    """The current bridge and its version; (None, 0) when there is none for these encoders."""
    found = models.load(NAME)
    if found is None:
        return None, 0
    arrays, about = found
    if (about.get("text"), about.get("image")) != (text.name, image.name):
        return None, 0
    return Bridge.from_arrays(arrays, about), models.current(NAME)


def take_up(live: LiveIndex, catalogue: Catalogue, models: Models, progress: Progress) -> Refreshed:
    """Learn the bridge if it is missing or outgrown, and bring the index up to the catalogue.

    `done` is False while another process holds the index: it does both by itself.
    """

    def told(done: int, total: int, stage: str) -> None:
        progress(stage, done, total)

    if not live.is_open:
        try:
            live.open(told)
        except IndexInUse:
            return Refreshed(False)
    learnt = relearn(live.embedder, catalogue, models, progress)
    drained = live.rebuild(told, embedder=learnt) if learnt else live.catch_up(told)
    return Refreshed(True, drained.problems)


def relearn(embedder: Embedder, catalogue: Catalogue, models: Models, progress: Progress) -> Embedder | None:
    """An embedder with a new, published bridge; None when the present one still serves."""
    if embedder.text is None or embedder.image is None:
        return None
    pictured = sum(1 for product in catalogue if product.images)
    present = models.load(NAME)
    if pictured < FEWEST_PRODUCTS or not outgrown(present[1] if present else None, pictured, embedder.text, embedder.image):
        return None
    try:
        pairs = collect(embedder, catalogue, pictured, progress)
        if len(set(pairs.products)) < FEWEST_PRODUCTS:
            return None
        progress("learn", 0, None)
        translations = bilingual(embedder.text, catalogue)
        bridge = fit(pairs.features, pairs.words, pairs.products, prior=pairs.prior, translations=translations)
    except ModelMissing as missing:
        log.warning("the bridge from pictures to words was not learnt: %s", missing)
        return None
    about = {**bridge.about, "pictured": pictured, "text": embedder.text.name, "image": embedder.image.name}
    version = models.publish(NAME, bridge.to_arrays(), about)
    progress("learn", 1, 1)
    return embedder.with_bridge(bridge, version)


def outgrown(about: Mapping[str, Any] | None, pictured: int, text: TextEncoder, image: ImageEncoder) -> bool:
    """Whether a bridge learnt as `about` says no longer fits: other encoders, or `GROWTH` more or fewer pictured products."""
    if about is None or (about.get("text"), about.get("image")) != (text.name, image.name):
        return True
    learnt_from = int(about.get("pictured", 0))
    return abs(pictured - learnt_from) > GROWTH * max(1, learnt_from)


def collect(embedder: Embedder, catalogue: Catalogue, pictured: int, progress: Progress) -> Pairs:
    """The pairs of at most `MOST_PAIRS` products (chosen by the hash of their id, the same each time), from the cache."""
    features: list[Matrix] = []
    words: list[Matrix] = []
    classes: list[Matrix] = []
    ids: list[str] = []
    done = 0
    for batch in _batches(_chosen(catalogue, pictured)):
        meaning, looks = embedder.meaning(batch).vectors, embedder.looks(batch).vectors
        named = embedder.classes(batch)
        for product in batch:
            if product.id in meaning and product.id in looks:
                pictures = looks[product.id]
                features.append(pictures)
                words.append(np.repeat(meaning[product.id][None], len(pictures), axis=0))
                if product.id in named:
                    classes.append(named[product.id])
                ids.extend([product.id] * len(pictures))
        done += len(batch)
        progress("pairs", done, min(pictured, MOST_PAIRS))
    if not ids:
        return Pairs(np.zeros((0, 1), np.float32), np.zeros((0, 1), np.float32), None, ())
    prior = _prior(embedder, np.concatenate(classes)) if sum(map(len, classes)) == len(ids) else None
    return Pairs(np.concatenate(features), np.concatenate(words), prior, tuple(ids))


def bilingual(text: TextEncoder, catalogue: Catalogue) -> tuple[Matrix, Matrix] | None:
    """Vectors of the shop's words in English and in Chinese; None when the shop is worded in both and needs no dictionary."""
    words = vocabulary.build(catalogue)
    english, chinese = words.languages.get("en", 0), words.languages.get("zh", 0)
    if not english or chinese > english / 2:
        return None
    plain = (w for w in words.words if w.isalpha() and w.isascii() and len(w) > 2)
    frequent = sorted(plain, key=lambda w: (-words.words[w], w))
    pairs = dictionary_pairs([vocabulary.singular(w) for w in frequent[:WORDS]])
    return vectors_of_pairs(text, pairs) if len(pairs) >= FEWEST_PRODUCTS else None


def _prior(embedder: Embedder, classes: Matrix) -> Matrix | None:
    image, text = embedder.image, embedder.text
    if image is None or text is None or not image.labels:
        return None
    return conse(classes, text.queries(image.labels))


def _chosen(catalogue: Catalogue, pictured: int) -> Iterator[Product]:
    share = MOST_PAIRS / pictured
    for product in catalogue:
        if product.images and (share >= 1 or _spread(product.id) < share):
            yield product


def _spread(id: str) -> float:
    """0..1, evenly spread over ids."""
    return int.from_bytes(hashlib.blake2b(id.encode(), digest_size=4).digest(), "big") / 2**32


def _batches(products: Iterator[Product]) -> Iterator[list[Product]]:
    while batch := list(islice(products, BATCH)):
        yield batch
