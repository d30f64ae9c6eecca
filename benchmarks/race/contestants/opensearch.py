"""OpenSearch by itself, set up as its documentation says: BM25 over weighted fields, k-NN, and both with scores normalised.

words      `multi_match` over all fields, weighted; `cross_fields`, which its documentation advises when what is asked stands in
           several fields of a document
vectors    `knn` on an HNSW field of the `lucene` engine, its default parameters, 100 nearest
hybrid     both lists, min-max normalised, their arithmetic mean: what the `hybrid` query's normalization processor computes by
           default. That plugin is not on Maven Central, so the lists are fetched in one `_msearch` and combined here.

The node is the one that `make opensearch` starts. Its only analyser is `standard`, as the module with the `english` and `cjk`
ones is not on Maven Central either: English words are not stemmed, Chinese is cut into single characters.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.race.port import WEIGHTS, Answer, Goods, Question, chinese, english

HEAP = "2g"
INDEX = "goods"
NEAREST = 100
AT_ONCE = 500
HYBRID, WORDS, VECTORS = "hybrid", "words", "vectors"


@dataclass(frozen=True, slots=True)
class Started:
    """A node of its own. `group`: the process group that it runs in."""

    url: str
    group: int

    def processes(self) -> Sequence[int]:
        pids = (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())
        return [pid for pid in pids if _group(pid) == self.group]


@contextmanager
def started(folder: Path) -> Iterator[Started]:
    """A node whose data stay in `folder`/node. Started by root it runs as another user, who must be let into that folder."""
    from omnishelf.testing.opensearch import missing, node

    if lacking := missing():
        raise RuntimeError(f"OpenSearch cannot be started: {lacking}")
    with node(folder=(folder / "node").absolute(), heap=HEAP) as one:
        yield Started(one.url, one._process.pid if one._process else 0)


class OpenSearchAlone:
    ways = (HYBRID, WORDS, VECTORS)

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._client: Any = None
        self._node: Started | None = None
        self._running: Any = None

    def build(self, goods: Goods) -> None:
        from opensearchpy.helpers import bulk

        self.open()
        self._client.indices.create(index=INDEX, body=mapping(goods.dimensions))
        for rows, vectors in goods.blocks(AT_ONCE):
            actions = [
                {"_index": INDEX, "_id": row["id"], **document(row), "vector": vector.tolist()}
                for row, vector in zip(rows, vectors, strict=True)
            ]
            bulk(self._client, actions, request_timeout=300)
        # As its tuning guide advises for an index that is not written to any more.
        self._client.indices.forcemerge(index=INDEX, max_num_segments=1, request_timeout=36_000)
        self._client.indices.refresh(index=INDEX)

    def open(self) -> None:
        from opensearchpy import OpenSearch

        if self._client is None:
            self._running = started(self.folder)
            self._node = self._running.__enter__()
            self._client = OpenSearch(self._node.url, timeout=120, pool_maxsize=16)

    def ask(self, way: str, question: Question, size: int) -> Answer:
        if way == HYBRID:
            return Answer(self._both(question, size))
        body = by_words(question.text, size) if way == WORDS else by_vector(question.vector, size)
        return Answer([hit["_id"] for hit in hits(self._client.search(index=INDEX, body=body))])

    def _both(self, question: Question, size: int) -> list[str]:
        asked = (by_words(question.text, NEAREST), by_vector(question.vector, NEAREST))
        lines = "".join(f"{{}}\n{json.dumps(body)}\n" for body in asked)
        answers = self._client.msearch(index=INDEX, body=lines)["responses"]
        lists = [{hit["_id"]: hit["_score"] for hit in hits(answer)} for answer in answers]
        return combined(lists, size)

    def processes(self) -> Sequence[int]:
        return self._node.processes() if self._node else ()

    def close(self) -> None:
        if self._client is not None:
            self._client.close()
            self._running.__exit__(None, None, None)
            self._client = None


def mapping(dimensions: int) -> dict[str, Any]:
    """HNSW with the plugin's defaults for `lucene`: m 16, ef_construction 100; unit vectors, so the inner product."""
    method = {"name": "hnsw", "engine": "lucene", "space_type": "innerproduct"}
    vector = {"type": "knn_vector", "dimension": dimensions, "method": method}
    words = {f"{language}_{name}": {"type": "text"} for language in ("en", "zh") for name in WEIGHTS}
    settings = {"index": {"knn": True, "number_of_shards": 1, "number_of_replicas": 0, "refresh_interval": "60s"}}
    return {"settings": settings, "mappings": {"_source": {"enabled": False}, "properties": {**words, "vector": vector}}}


def document(row: Mapping[str, Any]) -> dict[str, str]:
    both = {"en": english(row), "zh": chinese(row)}
    return {f"{language}_{name}": text for language, fields in both.items() for name, text in fields.items() if text}


def by_words(text: str, size: int) -> dict[str, Any]:
    fields = [f"{language}_{name}^{weight}" for language in ("en", "zh") for name, weight in WEIGHTS.items()]
    return {"size": size, "query": {"multi_match": {"query": text, "type": "cross_fields", "fields": fields}}}


def by_vector(vector: np.ndarray, size: int) -> dict[str, Any]:
    return {"size": size, "query": {"knn": {"vector": {"vector": vector.tolist(), "k": max(size, NEAREST)}}}}


def hits(answer: Mapping[str, Any]) -> list[dict[str, Any]]:
    if "error" in answer:
        raise RuntimeError(f"OpenSearch: {answer['error']}")
    found: list[dict[str, Any]] = answer["hits"]["hits"]
    return found


def combined(lists: Sequence[Mapping[str, float]], size: int) -> list[str]:
    """Each list's scores from 0 to 1 between its lowest and its highest, their mean, 0 where a list lacks the document."""
    total: dict[str, float] = {}
    for scores in lists:
        low, high = min(scores.values(), default=0.0), max(scores.values(), default=0.0)
        for id, score in scores.items():
            total[id] = total.get(id, 0.0) + ((score - low) / (high - low) if high > low else 1.0) / len(lists)
    return sorted(total, key=lambda id: (-total[id], id))[:size]


def _group(pid: int) -> int:
    """Process group; 0 for one that has ended meanwhile."""
    with suppress(OSError, ValueError):
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[2])
    return 0
