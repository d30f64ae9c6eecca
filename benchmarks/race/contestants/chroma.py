"""Chroma, kept in a folder: vectors only. Its hybrid search belongs to its hosted service.

Cosine, and otherwise the HNSW parameters that its documentation calls good for most uses. It keeps the documents' words too,
as its guide does, though they are not searched.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.race.port import Answer, Goods, Question, body

VECTORS = "vectors"


class Chroma:
    ways = (VECTORS,)

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "chroma"
        self._client: Any = None
        self._goods: Any = None

    def build(self, goods: Goods) -> None:
        client = self._opened()
        configuration = {"hnsw": {"space": "cosine"}}
        collection = client.create_collection("goods", configuration=configuration, embedding_function=None)
        for rows, vectors in goods.blocks(min(5_000, client.get_max_batch_size())):
            collection.add(ids=[row["id"] for row in rows], embeddings=vectors, documents=[body(row) for row in rows])

    def open(self) -> None:
        if self._goods is None:
            self._goods = self._opened().get_collection("goods", embedding_function=None)

    def ask(self, way: str, question: Question, size: int) -> Answer:
        return Answer(self._goods.query(query_embeddings=question.vector[None], n_results=size, include=[])["ids"][0])

    def processes(self) -> Sequence[int]:
        return ()

    def close(self) -> None:
        self._goods = self._client = None

    def _opened(self) -> Any:
        import chromadb

        if self._client is None:
            settings = chromadb.Settings(anonymized_telemetry=False)
            self._client = chromadb.PersistentClient(str(self.folder), settings)
        return self._client
