"""Pictures and learnt arrays as files: written aside, synced, renamed, so that a reader sees all of one or nothing."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from omnishelf.domain.errors import BadInput, StoreDown

KEY: Final = re.compile(r"[0-9a-f]{64}(\.[a-z0-9]{1,8})?")
NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}")


def write_atomically(path: Path, data: bytes) -> None:
    """After this returns `path` holds `data`, also after a power cut; a reader meanwhile sees the old content or the new."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make renames in `folder` durable. Windows cannot open folders and does this by itself."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class FileMedia:
    """Media in a folder: `ab/ab12....webp`. Safe to use from several threads and processes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, data: bytes, suffix: str) -> str:
        key = hashlib.sha256(data).hexdigest() + suffix
        if not KEY.fullmatch(key):
            raise BadInput(f"{suffix!r} is not a file suffix.", hint='Use a dot and up to 8 of a-z, 0-9, such as ".webp".')
        path = self._path(key)
        if not path.is_file():
            try:
                write_atomically(path, data)
            except OSError as error:
                raise StoreDown(f"A picture cannot be written to {self.folder}: {error}.") from error
        return key

    def get(self, key: str) -> bytes | None:
        if not KEY.fullmatch(key):
            return None  # also what keeps "../" out
        try:
            return self._path(key).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StoreDown(f"The picture {key} cannot be read: {error}.") from error

    def has(self, keys: Iterable[str]) -> frozenset[str]:
        return frozenset(key for key in keys if KEY.fullmatch(key) and self._path(key).is_file())

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / key


class FileModels:
    """Models in a folder: `NAME/000001/arrays.npz` and `about.json`. A version is a folder that appears all at once; the
    highest is current. Nothing is pickled: arrays of Python objects are refused when written and when read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def publish(self, name: str, arrays: Mapping[str, NDArray[Any]], about: Mapping[str, Any]) -> int:
        home = self._home(name)
        _check_arrays(arrays)
        home.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=".", suffix=".part", dir=home))
        try:
            _write_arrays(aside / "arrays.npz", arrays)
            write_atomically(aside / "about.json", json.dumps(dict(about), ensure_ascii=False, sort_keys=True).encode())
            aside.chmod(0o755)  # mkdtemp makes folders for their owner only
            return self._appear(aside, home)
        except OSError as error:
            raise StoreDown(f"The model {name} cannot be written to {home}: {error}.") from error
        finally:
            shutil.rmtree(aside, ignore_errors=True)

    def load(self, name: str, version: int | None = None) -> tuple[Mapping[str, NDArray[Any]], Mapping[str, Any]] | None:
        wanted = self.current(name) if version is None else version
        folder = self._home(name) / f"{wanted:06d}"
        if not folder.is_dir():
            return None
        try:
            if not zipfile.is_zipfile(folder / "arrays.npz"):
                raise zipfile.BadZipFile("arrays.npz is not an archive")
            with np.load(folder / "arrays.npz", allow_pickle=False) as stored:
                arrays = {key: stored[key] for key in stored.files}
            return arrays, json.loads((folder / "about.json").read_bytes())
        except (OSError, ValueError, zipfile.BadZipFile) as error:
            raise StoreDown(
                f"Version {wanted} of the model {name} is damaged: {error}.",
                hint=f"Delete {folder}: the version before it is used, or ingest again to learn it anew.",
            ) from error

    def current(self, name: str) -> int:
        home = self._home(name)
        if not home.is_dir():
            return 0
        return max((int(folder.name) for folder in home.iterdir() if folder.name.isdecimal()), default=0)

    def _appear(self, aside: Path, home: Path) -> int:
        """Rename to the next free number: a non-empty folder is never replaced, so of two publishers each gets its own."""
        version = self.current(home.name) + 1
        while True:
            try:
                aside.rename(home / f"{version:06d}")
            except OSError:
                if not (home / f"{version:06d}").is_dir():
                    raise
                version += 1
            else:
                sync_folder(home)
                return version

    def _home(self, name: str) -> Path:
        if not NAME.fullmatch(name):
            raise BadInput(f"{name!r} is not a model name.", hint="Use letters, digits, dot, dash and underscore.")
        return self.folder / name


def _check_arrays(arrays: Mapping[str, NDArray[Any]]) -> None:
    for name, array in arrays.items():
        if not NAME.fullmatch(name):
            raise BadInput(f"{name!r} is not an array name.", hint="Use letters, digits, dot, dash and underscore.")
        if np.asarray(array).dtype.hasobject:
            raise BadInput(f"The array {name!r} holds Python objects.", hint="Publish numbers or fixed-width strings.")


def _write_arrays(path: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    """As numpy.savez, which would take an array called "file" for its own argument; synced."""
    with path.open("wb") as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
            for name, array in arrays.items():
                with archive.open(f"{name}.npy", "w", force_zip64=True) as member:
                    np.lib.format.write_array(member, np.asarray(array), allow_pickle=False)
        file.flush()
        os.fsync(file.fileno())
