"""Index generations on disk: built aside, switched to by renaming one small file, removed when nobody holds them.

index/CURRENT            the number of the generation in use
index/build.lock         held while one is built
index/7/engine/          the engine's own files
index/7/stamp.json       what it was made with
index/7/applied          last catalogue sequence it holds
index/7/in-use.lock      held by the process that has it open
"""

from __future__ import annotations

import fcntl
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TextIO

from omnishelf.domain.errors import EngineDown
from omnishelf.engine.port import Schema, Space, TextField
from omnishelf.stores.files import sync_folder, write_atomically


class IndexInUse(EngineDown):
    """Another process has this index; it takes up changes of the catalogue by itself."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a generation was made with. Another encoder, bridge or way of making documents needs another generation.

    Attributes:
        documents: `build.DOCUMENTS` of the code that made it.
        text, image: encoders' names, "" without.
        bridge: version of the bridge, 0 without.
        measured: products whose lengths the schema's averages come from.
    """

    schema: Schema
    documents: int
    text: str = ""
    image: str = ""
    bridge: int = 0
    measured: int = 0


class Generation:
    """One generation's folder."""

    shared = False

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def number(self) -> int:
        return int(self.folder.name)

    @property
    def place(self) -> Path:
        """The engine's own folder."""
        return self.folder / "engine"

    def stamp(self) -> Stamp | None:
        """None when it cannot be read."""
        try:
            return stamp_from(json.loads((self.folder / "stamp.json").read_bytes()))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def applied(self) -> int:
        """The last catalogue sequence that survives a power cut in this index; 0 when it was never noted."""
        try:
            return int((self.folder / "applied").read_text(encoding="ascii"))
        except (OSError, ValueError):
            return 0

    def note_applied(self, sequence: int) -> None:
        """Call after the engine's flush, never before."""
        _write(self.folder / "applied", str(sequence))

    def claim(self) -> TextIO:
        """Keep the file open while the generation is in use; the claim ends with the process, however it ends.

        Raises:
            IndexInUse: another process has it.
        """
        claimed = _try_lock(self.folder / "in-use.lock")
        if claimed is None:
            raise IndexInUse(
                f"The search index {self.folder} is in use by another process.",
                hint="One process serves an index: stop the other, or let it take up the change.",
            )
        return claimed

    def remove(self) -> bool:
        """Whether it could be removed: not while a process has it open."""
        try:
            claimed = _try_lock(self.folder / "in-use.lock")
        except EngineDown:
            return not self.folder.exists()
        if claimed is None:
            return False
        with claimed:
            shutil.rmtree(self.folder, ignore_errors=True)
        return True


class Generations:
    """All of a shop's, under one folder."""

    shared = False

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def current(self) -> Generation | None:
        """The one in use; None before the first and when it has been lost."""
        try:
            folder = self.folder / str(int((self.folder / "CURRENT").read_text(encoding="ascii")))
        except (OSError, ValueError):
            return None
        return Generation(folder) if folder.is_dir() else None

    def create(self, stamp: Stamp) -> Generation:
        """A new, empty one: not current yet."""
        number = max((generation.number for generation in self._all()), default=0) + 1
        generation = Generation(self.folder / str(number))
        _write(generation.folder / "stamp.json", json.dumps(asdict(stamp), indent=1))
        return generation

    def switch(self, generation: Generation) -> None:
        """Make it the current one: atomic, and durable when this returns."""
        sync_folder(generation.folder)
        sync_folder(self.folder)
        _write(self.folder / "CURRENT", str(generation.number))

    def sweep(self) -> int:
        """Remove all that are not current and not open anywhere; call while building is locked. Returns how many."""
        current = self.current()
        kept = current.number if current else None
        return sum(generation.remove() for generation in self._all() if generation.number != kept)

    @contextmanager
    def building(self) -> Iterator[None]:
        """One builder at a time. Raises IndexInUse when another process is building."""
        locked = _try_lock(self.folder / "build.lock")
        if locked is None:
            raise IndexInUse("Another process is building this shop's search index.", hint="Wait until it has finished.")
        with locked:
            yield

    def _all(self) -> list[Generation]:
        if not self.folder.is_dir():
            return []
        return [Generation(path) for path in self.folder.iterdir() if path.name.isdecimal() and path.is_dir()]


def _write(path: Path, text: str) -> None:
    try:
        write_atomically(path, text.encode())
    except OSError as error:
        raise EngineDown(f"{path} cannot be written: {error.strerror}.", hint="Check the disk's space and rights.") from error


def _try_lock(path: Path) -> TextIO | None:
    """The locked file, None when another holder has it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("a", encoding="ascii")
    except OSError as error:
        raise EngineDown(f"The index folder {path.parent} cannot be written: {error.strerror}.") from None
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        return None
    return file


def stamp_from(told: dict[str, Any]) -> Stamp:
    """What `asdict` made of one."""
    schema = told["schema"]
    return Stamp(
        schema=Schema(
            text=tuple(TextField(**field) for field in schema["text"]),
            spaces=tuple(Space(**space) for space in schema["spaces"]),
            keywords=tuple(schema["keywords"]),
            numbers=tuple(schema["numbers"]),
            k1=schema["k1"],
        ),
        **{name: value for name, value in told.items() if name != "schema"},
    )
