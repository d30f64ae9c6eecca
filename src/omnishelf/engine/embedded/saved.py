"""The tables of an index that was closed in order, kept so that the next opening need not read every document again.

They are valid only while the mark stands. It is written last when an index closes and taken away before anything is read when
it opens, so after a crash there is no mark, and the tables are made again from the shard.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from omnishelf.engine.embedded.folder import sync_folder
from omnishelf.engine.embedded.tables import Tables
from omnishelf.engine.port import Schema

TABLES, MARK = "tables", "complete"


def fresh_tables(folder: Path, schema: Schema) -> Tables:
    """Empty ones, in place of whatever was kept."""
    shutil.rmtree(folder / TABLES, ignore_errors=True)
    (folder / TABLES).mkdir()
    return Tables(schema, folder / TABLES)


def save_tables(folder: Path, tables: Tables) -> None:
    for name, part in tables.parts().items():
        with (folder / TABLES / f"{name}.npz").open("wb") as file:
            np.savez(file, allow_pickle=False, **part.state())
            file.flush()
            os.fsync(file.fileno())
    sync_folder(folder / TABLES)
    (folder / TABLES / MARK).touch()
    sync_folder(folder / TABLES)


def saved_tables(folder: Path, schema: Schema) -> Tables | None:
    """What the last close kept; None when there is nothing of use."""
    try:
        (folder / TABLES / MARK).unlink()
        sync_folder(folder / TABLES)
        tables = Tables(schema, folder / TABLES)
        for name, part in tables.parts().items():
            with np.load(folder / TABLES / f"{name}.npz", allow_pickle=False) as arrays:
                part.restore(dict(arrays))
    except (OSError, EOFError, ValueError, KeyError, BadZipFile):
        return None
    return tables
