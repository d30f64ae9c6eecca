"""LanceDB: a table with a vector index and full-text indexes, asked for words, vectors or both as its guides do.

hybrid     its own hybrid search: both lists, fused by reciprocal rank, its default reranker
words      BM25 over a column of all English words (its default tokeniser: stemmed, without stop words) and one of all Chinese
           words in pairs of characters, its tokeniser for languages without blanks that needs no download
vectors    cosine, compared one by one up to 5,000 products and by HNSW with scalar quantisation above
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.race.port import SMALL, Answer, Goods, Question, chinese, english

HYBRID, WORDS, VECTORS = "hybrid", "words", "vectors"
AT_ONCE = 5_000
COLUMNS = ["english", "chinese"]
LOOKED_AT, REFINED = 100, 5
"""Neighbours looked at in the graph, ten times a page, as its documentation has it at most; five pages of them are compared by
their whole vectors, which it advises where vectors are quantised."""


class LanceDB:
    ways = (HYBRID, WORDS, VECTORS)

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "lance"
        self._table: Any = None

    def build(self, goods: Goods) -> None:
        import lancedb
        import pyarrow

        vector = pyarrow.list_(pyarrow.float32(), goods.dimensions)
        words = [pyarrow.field(name, pyarrow.string()) for name in ("id", *COLUMNS)]
        schema = pyarrow.schema([*words, pyarrow.field("vector", vector)])
        table = lancedb.connect(str(self.folder)).create_table("goods", schema=schema, mode="overwrite")
        for rows, vectors in goods.blocks(AT_ONCE):
            columns = [
                [row["id"] for row in rows],
                ["\n".join(english(row).values()) for row in rows],
                ["\n".join(chinese(row).values()) for row in rows],
            ]
            flat = pyarrow.FixedSizeListArray.from_arrays(pyarrow.array(vectors.ravel()), goods.dimensions)
            table.add(pyarrow.Table.from_arrays([*map(pyarrow.array, columns), flat], schema=schema))
        table.create_fts_index("english")
        table.create_fts_index("chinese", base_tokenizer="ngram", ngram_min_length=2, ngram_max_length=2, stem=False,
                               remove_stop_words=False)  # fmt: skip
        if len(goods) > SMALL:
            table.create_index("cosine", vector_column_name="vector", index_type="IVF_HNSW_SQ")
        table.optimize()

    def open(self) -> None:
        import lancedb

        if self._table is None:
            self._table = lancedb.connect(str(self.folder)).open_table("goods")

    def ask(self, way: str, question: Question, size: int) -> Answer:
        from lancedb.query import MultiMatchQuery

        words = MultiMatchQuery(question.text, COLUMNS)
        if way == WORDS:
            asked = self._table.search(words, query_type="fts")
        elif way == VECTORS:
            asked = self._table.search(question.vector).distance_type("cosine")
        else:
            asked = self._table.search(query_type="hybrid").vector(question.vector).text(words).distance_type("cosine")
        if way != WORDS:
            asked = asked.ef(LOOKED_AT).refine_factor(REFINED)
        return Answer(asked.limit(size).select(["id"]).to_arrow().column("id").to_pylist())

    def processes(self) -> Sequence[int]:
        return ()

    def close(self) -> None:
        self._table = None
