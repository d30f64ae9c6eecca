"""An index's folder: one owner process at a time, and one schema for its life."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from dataclasses import asdict
from pathlib import Path
from typing import TextIO

from omnishelf.domain.errors import BadSettings, EngineDown
from omnishelf.engine.port import Schema, Space, TextField

LOCK, SCHEMA, SHARD = "owner.lock", "schema.json", "shard"
LAYOUT = 2
"""Of the files in the folder. Raise it when they are arranged differently: an index of another layout is built again."""
ROOM = 64_000_000
"""Bytes that must be free before anything is written: a batch of the largest documents is some 10 MB."""


def claim(folder: Path) -> TextIO:
    """Become the owner; keep the file open as long as that. The claim ends with the process, however it ends.

    Raises:
        EngineDown: another process has it (named by its number), or the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / LOCK).open("a+", encoding="ascii")
    except OSError as error:
        raise EngineDown(f"The index folder {folder} cannot be written: {error.strerror}.") from None
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.seek(0)
        owner = file.read().strip() or "unknown"
        file.close()
        raise EngineDown(
            f"The index {folder} is in use by process {owner}.", hint="An index has one owner: stop that process first."
        ) from None
    file.truncate(0)
    file.write(str(os.getpid()))
    file.flush()
    return file


def check_room(folder: Path, more: int = 0) -> None:
    """The index's files are sparse and mapped into memory: where the disk is full, writing to them ends the process, with no
    error that could be caught. So there must be room before.

    Args:
        more: bytes that are about to be written, beyond a batch of documents.

    Raises:
        EngineDown: there is too little.
    """
    free = shutil.disk_usage(folder).free
    if free < ROOM + more:
        raise EngineDown(
            f"The disk of the search index has {free // 1_000_000:,} MB left; writing needs {(ROOM + more) // 1_000_000:,} MB.",
            hint="Make room. Searching goes on, and what the catalogue has taken in meanwhile is indexed then.",
        )


def taken(folder: Path) -> int:
    """Bytes that the files of a folder take on the disk, holes left out."""
    return sum(file.stat().st_blocks * 512 for file in folder.rglob("*") if file.is_file())


def write_schema(folder: Path, schema: Schema) -> None:
    """Durably: it is there whole, or not at all."""
    fresh = folder / (SCHEMA + ".new")
    with fresh.open("w", encoding="utf-8") as file:
        json.dump({"layout": LAYOUT, **asdict(schema)}, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    fresh.rename(folder / SCHEMA)
    sync_folder(folder)


def read_schema(folder: Path) -> Schema | None:
    """None when no index was ever made here. Raises EngineDown for one that cannot be read, or of another layout."""
    try:
        told = json.loads((folder / SCHEMA).read_text(encoding="utf-8"))
        if told.get("layout") != LAYOUT:
            raise EngineDown(f"The index {folder} was made by another version.", hint="Build it again from the catalogue.")
        return Schema(
            text=tuple(TextField(**field) for field in told["text"]),
            spaces=tuple(Space(**space) for space in told["spaces"]),
            keywords=tuple(told["keywords"]),
            numbers=tuple(told["numbers"]),
            k1=told["k1"],
        )
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise EngineDown(
            f"{folder / SCHEMA} cannot be read: {error}.", hint="Build the index again from the catalogue."
        ) from None


def check_schema(folder: Path, stored: Schema, wanted: Schema) -> None:
    """Raises BadSettings naming the parts that differ."""
    before, after = asdict(stored), asdict(wanted)
    differing = [name for name in after if json.dumps(before[name]) != json.dumps(after[name])]
    if differing:
        raise BadSettings(
            f"The index {folder} was made with another schema: {', '.join(differing)} differ.",
            hint="A changed schema is a new index: build one in an empty folder and switch to it.",
        )


def sync_folder(folder: Path) -> None:
    """Make the folder's entries survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
