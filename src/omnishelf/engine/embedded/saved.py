"""The tables of an index that was closed in order, kept so that the next opening need not read every document again.

They are valid only while the mark stands. It is written last when an index closes and taken away before anything is read when
it opens, so after a crash there is no mark, and the tables are made again from the shard.

Long arrays are mapped into memory, privately: the operating system reads what is looked at and may drop it again; what is
changed stays in this process's memory until the index is closed.
"""

from __future__ import annotations

import json
import mmap
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from omnishelf.engine.embedded.folder import sync_folder
from omnishelf.engine.embedded.ragged import MAPPED
from omnishelf.engine.embedded.tables import Tables
from omnishelf.engine.port import Schema

TABLES, MARK, ARRAYS = "tables", "complete", "arrays.json"
ROOM = 8
"""Behind a mapped array there is room for one more value in so many, so that the first ones written do not copy it whole."""

Told = tuple[str, int, int]
"""Of an array in its file: dtype, values, values that the file has room for."""


def fresh_tables(folder: Path, schema: Schema) -> Tables:
    """Empty ones, in place of whatever was kept."""
    shutil.rmtree(folder / TABLES, ignore_errors=True)
    (folder / TABLES).mkdir()
    return Tables(schema, folder / TABLES)


def save_tables(folder: Path, tables: Tables) -> None:
    told = {name: save_part(folder / TABLES, name, part.state()) for name, part in tables.parts().items()}
    write_durably(folder / TABLES / ARRAYS, json.dumps(told).encode("ascii"))
    sync_folder(folder / TABLES)
    (folder / TABLES / MARK).touch()
    sync_folder(folder / TABLES)


def saved_tables(folder: Path, schema: Schema) -> Tables | None:
    """What the last close kept; None when there is nothing of use."""
    try:
        (folder / TABLES / MARK).unlink()
        sync_folder(folder / TABLES)
        tables = Tables(schema, folder / TABLES)
        told = json.loads((folder / TABLES / ARRAYS).read_bytes())
        for name, part in tables.parts().items():
            part.restore(
                {key: read_array(folder / TABLES / f"{name}.{key}", key in MAPPED, *how) for key, how in told[name].items()}
            )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return tables


def save_part(folder: Path, name: str, state: Mapping[str, NDArray[Any]]) -> dict[str, Told]:
    """Each array in a file of its own, `name`.`key`; returns what `read_array` must be told."""
    told = {}
    for key, array in state.items():
        room = len(array) + (len(array) // ROOM if key in MAPPED else 0)
        write_durably(folder / f"{name}.{key}", np.ascontiguousarray(array).data, room * array.itemsize)
        told[key] = (array.dtype.str, len(array), room)
    return told


def read_array(path: Path, mapped: bool, dtype: str, length: int, room: int) -> NDArray[Any]:
    """Raises ValueError for a file of another size."""
    if path.stat().st_size != room * np.dtype(dtype).itemsize:
        raise ValueError(f"{path} has been changed")
    if not mapped or not room:
        return np.fromfile(path, dtype=dtype, count=length)
    with path.open("rb") as file:
        return np.frombuffer(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY), dtype=dtype)


def write_durably(path: Path, data: bytes | memoryview, size: int = 0) -> None:
    """`size`: of the file, zeros behind the data. An older file of that name may be mapped: it is replaced, not written to."""
    path.unlink(missing_ok=True)
    with path.open("xb") as file:
        file.write(data)
        file.truncate(max(size, len(data) if isinstance(data, bytes) else data.nbytes))
        file.flush()
        os.fsync(file.fileno())
