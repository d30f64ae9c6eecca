"""Whether an index that was built answers as it must, before it is switched to."""

from __future__ import annotations

import numpy as np

from omnishelf.domain.errors import EngineDown
from omnishelf.domain.query import IdIn
from omnishelf.engine.port import DenseProbe, Document, Engine, LexicalProbe
from omnishelf.ingest.index import Indexer, Progress
from omnishelf.ingest.schema import LOOKS

SAMPLE = 50
"""Products that are looked up."""
QUANTISED = 0.02
"""How much lower than exact an engine's score of a document for its own vector may be."""
OVERLOOKED = 0.1
"""Share of the products looked up that an approximate search may miss. A graph over vectors that lie close together misses some
whatever its depth; an index whose vectors were not written misses all."""


def verify(indexer: Indexer, progress: Progress = lambda done, total, stage: None) -> None:
    """Every product is there in its version, a sample of them is found by its own words and vectors, and nearly all of the
    sample by the approximate search among all.

    Raises:
        EngineDown: naming the first products that are not.
    """
    differing = sorted(indexer.differences())
    if differing:
        raise EngineDown(
            f"The new search index differs from the catalogue in {len(differing):,} products: {', '.join(differing[:5])}.",
            hint="Build it again; if that fails again, report it as a bug.",
        )
    ids = sorted(indexer.engine.versions())
    sample = ids[:: max(1, len(ids) // SAMPLE)]
    # What a product is now, made again: from the cache, so nothing is embedded for it.
    versions = indexer.catalogue.versions(sample)
    products = indexer.catalogue.get(sample)
    documents, _ = indexer.embedder.documents([products[id] for id in sample if id in products and id in versions], versions)
    overlooked: dict[str, str] = {}
    for done, document in enumerate(documents):
        progress(done, len(documents), "verify")
        fault = _fault(indexer.engine, document)
        if fault and _as_it_was(indexer):
            raise EngineDown(f"The new search index does not find {document.id!r} {fault}.", hint="Build it again.")
        if missed := _missed(indexer.engine, document):
            overlooked[document.id] = missed
    if len(overlooked) > OVERLOOKED * len(documents) and _as_it_was(indexer):
        named = ", ".join(f"{id!r} {where}" for id, where in list(overlooked.items())[:3])
        raise EngineDown(
            f"The new search index overlooks {len(overlooked)} of {len(documents)} products, such as {named}.",
            hint="Build it again.",
        )
    progress(len(documents), len(documents), "verify")


def _as_it_was(indexer: Indexer) -> bool:
    """Else what is not found may have changed since."""
    return indexer.catalogue.sequence() == indexer.applied


def _fault(engine: Engine, document: Document) -> str:
    """How the document, asked for alone, cannot be found; "" when it can: by its own tokens, with its own vectors."""
    only = (IdIn((document.id,)),)
    tokens = {token: 1.0 for tokens in document.tokens.values() for token in tokens[:8]}
    if tokens and document.id not in engine.retrieve({"tokens": LexicalProbe(tokens)}, only, 1).ids:
        return "by its words"
    for space, (own, enough) in _own(document).items():
        itself = engine.retrieve({"own": own}, only, 1).scores["own"]
        if not len(itself) or itself[0] < enough:
            return _where(space)
    return ""


def _missed(engine: Engine, document: Document) -> str:
    """The space in which the approximate search comes less near than the document itself; a twin may stand before it."""
    for space, (own, enough) in _own(document).items():
        nearest = engine.retrieve({"own": own}, (), 10).scores["own"]
        if not len(nearest) or nearest.max() < enough:
            return _where(space)
    return ""


def _own(document: Document) -> dict[str, tuple[DenseProbe, float]]:
    """Space -> a probe with the document's first vector there, and the score that it must have."""
    first = {space: np.atleast_2d(vectors)[0] for space, vectors in document.vectors.items()}
    return {space: (DenseProbe(space, vector), float(vector @ vector) - QUANTISED) for space, vector in first.items()}


def _where(space: str) -> str:
    return "by its picture" if space == LOOKS else f"in the space {space!r}"
