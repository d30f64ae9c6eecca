"""The engine inside the process: qdrant-edge finds and stores, small columns beside it filter, count and score exactly.

    engine.py    EmbeddedEngine: start reading here
    folder.py    one owner process, one schema a folder
    shard.py     everything that talks to qdrant-edge: durable documents, nearest neighbours, token lists
    tables.py    what is kept in memory beside the shard:
    directory.py ids, rows and versions
    ragged.py    several values a row, in flat arrays
    columns.py   fields: filters, facets, ranges, order
    words.py     tokens of every document: document frequencies and exact lexical scores
    dense.py     vectors of every document, memory-mapped: exact dense scores

The shard is the only durable part. The rest is derived from it: read back as it was after an orderly close (saved.py), made
again from the shard after a crash.
"""

from omnishelf.engine.embedded.engine import EmbeddedEngine

__all__ = ["EmbeddedEngine"]
