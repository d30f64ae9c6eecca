"""A catalogue on the production shelf, asked in words: what both text benchmarks share.

Documents are made as ingest makes them (fields, tokens, passages), kept in an engine, and asked with the production's tokens,
translations, vectors and fusion. Each way of asking is a `Way`, so that baselines differ from the product in one thing only.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from omnishelf import fusion
from omnishelf.domain.product import Product
from omnishelf.domain.query import Modality
from omnishelf.encoders.port import TextEncoder
from omnishelf.engine.embedded import EmbeddedEngine
from omnishelf.engine.port import DenseProbe, Document, Engine, LexicalProbe, Probe
from omnishelf.engine.usual import Usual
from omnishelf.evaluate.measures import Run, ranked
from omnishelf.ingest.passages import passages
from omnishelf.ingest.schema import MEANING, average_lengths, fields_of, shop_schema, tokens_of
from omnishelf.understand.company import title_words
from omnishelf.understand.language import detect
from omnishelf.understand.spelling import Speller
from omnishelf.understand.text import expand, read_words
from omnishelf.understand.tokens import query_tokens, tokenise
from omnishelf.understand.vocabulary import Vocabulary, build

LEXICAL = "lexical"
DEPTH = 300
SAMPLE = 2000
"""Catalogue vectors in the background sample."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way of asking. `fuse`: "" for a single signal, "rrf" for reciprocal rank fusion, "sum" for the product's own. `read`:
    the words are read as the product reads them, slips mended."""

    name: str
    words: bool = False
    lexicon: bool = False
    meaning: bool = False
    fuse: str = ""
    read: bool = False


WAYS = (
    Way("words (BM25F)", words=True),
    Way("words + lexicon", words=True, lexicon=True),
    Way("meaning (E5 + USE)", meaning=True),
    Way("words + meaning, RRF k = 60", words=True, meaning=True, fuse="rrf"),
    Way("words + meaning, fused", words=True, meaning=True, fuse="sum"),
    Way("words + lexicon + meaning, fused", words=True, lexicon=True, meaning=True, fuse="sum"),
    Way("as the product reads them, fused", words=True, lexicon=True, meaning=True, fuse="sum", read=True),
)


@dataclass(frozen=True, slots=True)
class Shelf:
    engine: Engine
    vocabulary: Vocabulary
    background: Mapping[str, Usual]
    encoder: TextEncoder
    speller: Speller


def shelve(products: Sequence[Product], encoder: TextEncoder, *, seed: int = 1, fields: bool = False) -> Shelf:
    """An engine in a temporary folder that holds the products' words and the vector of each one's own-language passage; with
    `fields`, also what can be filtered, preferred and counted."""
    averages, _ = average_lengths(products, tokenise)
    engine = EmbeddedEngine.open(
        Path(tempfile.mkdtemp(prefix="omnishelf-shelf-")), shop_schema(averages, words=encoder.dimensions, pictures=0)
    )
    rows = remembered(encoder, [passages(product)[0] for product in products])
    engine.upsert(
        Document(product.id, tokens_of(product, tokenise), {MEANING: row}, fields_of(product) if fields else {})
        for product, row in zip(products, rows, strict=True)
    )
    sample = np.random.default_rng(seed).permutation(len(products))[:SAMPLE]
    vocabulary = build(products)
    speller = Speller.build(vocabulary, title_words(products))
    return Shelf(engine, vocabulary, {MEANING: Usual.of(rows[sample])}, encoder, speller)


def remembered(encoder: TextEncoder, texts: Sequence[str]) -> NDArray[np.float32]:
    """Passage vectors, kept in the temporary folder between runs of a benchmark: a part of 1,024 texts at a time, so that an
    interrupted run goes on where it stopped."""
    folder = Path(tempfile.gettempdir()) / "omnishelf-benchmark-vectors"
    folder.mkdir(exist_ok=True)
    parts = []
    for start in range(0, len(texts), 1024):
        part = texts[start : start + 1024]
        key = hashlib.sha256("\0".join([encoder.name, *part]).encode("utf-8", "replace")).hexdigest()
        file = folder / f"{key}.npy"
        if not file.is_file():
            np.save(file, encoder.passages(part))
        parts.append(np.load(file))
    return np.vstack(parts)


def ask(shelf: Shelf, queries: Mapping[str, str], way: Way, *, meaning_weight: float | None = None) -> Run:
    """A run of all queries. `meaning_weight` replaces the product's weight of meaning, for cross-validation."""
    factor = 1.0 if meaning_weight is None else meaning_weight / fusion.WEIGHTS[MEANING]
    if way.read:
        return {query: _ranked(shelf, read(shelf, text), way, factor) for query, text in queries.items()}
    vectors = dict(zip(queries, shelf.encoder.queries(list(queries.values())), strict=True)) if way.meaning else {}
    return {query: _answer(shelf, text, vectors.get(query), way, factor) for query, text in queries.items()}


def _answer(shelf: Shelf, text: str, vector: NDArray[np.float32] | None, way: Way, factor: float) -> dict[str, float]:
    probes: dict[str, Probe] = {}
    tokens = expand(text, detect(text), shelf.vocabulary) if way.lexicon else query_tokens(text)
    if way.words and tokens:
        probes[LEXICAL] = LexicalProbe(tokens)
    if vector is not None:
        probes[MEANING] = DenseProbe(MEANING, vector)
    return _ranked(shelf, probes, way, factor)


def read(shelf: Shelf, text: str) -> dict[str, Probe]:
    """The probes of a question as production makes them of words."""
    found = read_words(
        text, Modality.WORDS, encoder=shelf.encoder, vocabulary=shelf.vocabulary, currency="USD", speller=shelf.speller
    ).reading
    probes: dict[str, Probe] = {LEXICAL: LexicalProbe(found.tokens)} if found.tokens else {}
    if MEANING in found.vectors:
        probes[MEANING] = DenseProbe(MEANING, found.vectors[MEANING])
    return probes


def _ranked(shelf: Shelf, probes: Mapping[str, Probe], way: Way, factor: float) -> dict[str, float]:
    if not probes:
        return {}
    found = shelf.engine.retrieve(probes, depth=DEPTH)
    if way.fuse == "sum":
        total = fusion.fuse(found.scores, fusion.references(probes, shelf.background), fusion.Evidence({MEANING: factor})).total
    elif way.fuse == "rrf":
        lists = [[found.ids[i] for i in best_first(scores)[:DEPTH] if scores[i] > 0] for scores in found.scores.values()]
        points = fusion.reciprocal_rank(lists)
        total = np.array([points.get(id, 0.0) for id in found.ids])
    else:
        (scores,) = found.scores.values()
        total = np.where(scores > 0, scores, -1.0) if way.words else scores
    order = [i for i in best_first(total) if total[i] > -1]
    return ranked([found.ids[i] for i in order], total[order], depth=1000)


def best_first(scores: NDArray[np.float64]) -> list[int]:
    """Positions by falling score; equal scores by position, which is by id."""
    return [int(i) for i in np.argsort(-np.nan_to_num(scores, nan=-np.inf), kind="stable")]
