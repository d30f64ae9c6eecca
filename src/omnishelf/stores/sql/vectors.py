"""The embedding cache in SQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Engine, select
from sqlalchemy.dialects import postgresql, sqlite

from omnishelf.stores.sql.connect import reading, writing
from omnishelf.stores.tables import vectors, vectors_metadata

AT_ONCE = 500

# Half the disk of float32. The inner product of two unit vectors changes by less than .001 (2**-11 relative a component).
STORED = np.dtype("<f2")


class SqlVectors:
    """Vectors on SQLite or PostgreSQL, kept as float16: what is read is the float16 nearest to what was written, each time
    the same. Thread-safe."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def create(self) -> None:
        """Make the table if it is missing."""
        with writing(self.engine) as connection:
            vectors_metadata.create_all(connection)

    def get(self, encoder: str, keys: Sequence[str]) -> Mapping[str, NDArray[np.float32]]:
        asked = list(dict.fromkeys(keys))
        found: dict[str, NDArray[np.float32]] = {}
        rows = select(vectors.c.key, vectors.c.data).where(vectors.c.encoder == encoder)
        with reading(self.engine) as connection:
            for start in range(0, len(asked), AT_ONCE):
                for key, data in connection.execute(rows.where(vectors.c.key.in_(asked[start : start + AT_ONCE]))):
                    found[key] = np.frombuffer(data, STORED).astype(np.float32)
        return found

    def put(self, encoder: str, rows: Mapping[str, NDArray[np.float32]]) -> None:
        if not rows:
            return
        values = [{"encoder": encoder, "key": key, "data": _packed(key, row)} for key, row in sorted(rows.items())]
        with writing(self.engine) as connection:
            insert = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(vectors)
            connection.execute(
                insert.on_conflict_do_update(index_elements=["encoder", "key"], set_={"data": insert.excluded["data"]}),
                values,
            )

    def close(self) -> None:
        self.engine.dispose()


def _packed(key: str, row: NDArray[np.float32]) -> bytes:
    """Raises ValueError for what would not come back: not one row, NaN, or beyond float16's range."""
    with np.errstate(over="ignore"):
        packed = np.asarray(row).astype(STORED)
    if packed.ndim != 1 or not np.isfinite(packed).all():
        raise ValueError(f"the vector of {key!r} must be one row of finite numbers below 65504, not shape {packed.shape}")
    return packed.tobytes()
