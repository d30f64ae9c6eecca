"""A shop in one file, and out of it again: a tar of its database (as SQLite, whatever the shop runs on), pictures and models.

The search index is not in it: it is made from the rest. `about.json` comes last and holds the size and hash of every other
member; nothing is restored from a file that does not agree with it.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from omnishelf import __version__
from omnishelf.domain.errors import BadInput
from omnishelf.stores.files import sync_folder
from omnishelf.stores.sql.copying import Databases, Told, copy_shop
from omnishelf.stores.sql.migrate import HEAD
from omnishelf.stores.sql.opening import KEY_FILE, VECTORS_FILE, open_databases

DATABASE_FILE = "catalogue.sqlite"
FOLDERS = ("media", "models")
ABOUT = "about.json"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Kept:
    """What a backup holds: when it was made, rows by table, files, and bytes of the whole."""

    made: str
    rows: dict[str, int]
    files: int
    bytes: int


def back_up(
    source: Databases,
    data_dir: Path,
    to: Path,
    *,
    vectors: bool = True,
    key_file: Path | None = None,
    told: Told = lambda *_: None,
) -> Kept:
    """Write the shop's backup; it appears at `to` when it is whole. May run beside a server: the database is read in one
    snapshot, and pictures are never changed in place.

    Args:
        vectors: with the embeddings, so that a restored shop need not make them again.
        key_file: of the shoppers' data, to be kept in the backup; None leaves the key out.

    Raises:
        BadInput: `to` is there already or cannot be written.
        StoreDown: the database cannot be read.
    """
    if to.exists():
        raise BadInput(f"{to} exists already.", hint="Name a new file.")
    try:
        with _beside(to.parent) as aside:
            with closing(open_databases(f"sqlite:///{aside / DATABASE_FILE}", aside)) as snapshot:
                rows = dict(copy_shop(source, snapshot, vectors=vectors, told=told))
            part = aside / "backup.tar"
            kept = _packed(part, aside, data_dir, key_file, rows, told)
            part.chmod(0o600)  # the shoppers' data are in it
            part.replace(to)
            sync_folder(to.resolve().parent)
    except OSError as error:
        raise BadInput(f"{to} cannot be written: {error}.", hint="Check the path and the space on the disk.") from None
    return kept


def restore(
    file: Path,
    open_target: Callable[[], Databases],
    data_dir: Path,
    *,
    key_file: Path | None = None,
    told: Told = lambda *_: None,
) -> Kept:
    """Bring a backup into an empty shop. The database is written last and at once: an interrupted restore is simply run again.

    Args:
        open_target: opens the shop's databases, making them if need be: only when the file has been found to be whole.
        key_file: where the key of the shoppers' data goes, if the backup has it; None leaves it in the backup.

    Raises:
        BadInput: `file` is no backup, is damaged, or was written by a newer version; or the shop there holds something already.
        StoreDown: the database cannot be written.
    """
    data_dir.mkdir(parents=True, exist_ok=True)
    with _beside(data_dir) as aside:
        kept = _unpacked(file, aside, told)
        with closing(open_databases(f"sqlite:///{aside / DATABASE_FILE}", aside)) as snapshot:
            for name in FOLDERS:
                _moved(aside / name, data_dir / name)
            if key_file is not None and (aside / KEY_FILE).is_file():
                if key_file.is_file() and key_file.read_bytes() != (aside / KEY_FILE).read_bytes():
                    raise BadInput(f"{key_file} is another key than the backup's.", hint="Restore into an empty folder.")
                (aside / KEY_FILE).chmod(0o600)
                shutil.move(aside / KEY_FILE, key_file)
            with closing(open_target()) as target:
                copy_shop(snapshot, target, told=told)
    return kept


@contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """A folder on the same disk, for what is not yet whole."""
    path = Path(tempfile.mkdtemp(prefix=".omnishelf-", dir=folder))
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def _packed(part: Path, aside: Path, data_dir: Path, key_file: Path | None, rows: dict[str, int], told: Told) -> Kept:
    members = [(name, aside / name) for name in (DATABASE_FILE, VECTORS_FILE)]
    if key_file is not None and key_file.is_file():
        members.append((KEY_FILE, key_file))
    for folder in FOLDERS:
        files = (path for path in sorted((data_dir / folder).rglob("*")) if path.is_file())
        members += [(path.relative_to(data_dir).as_posix(), path) for path in files if not _unfinished(path, data_dir)]
    sums: dict[str, dict[str, Any]] = {}
    with tarfile.open(part, "w") as tar:
        for done, (name, path) in enumerate(members, 1):
            sums[name] = {"bytes": path.stat().st_size, "sha256": _hash(path)}
            tar.add(path, name, recursive=False, filter=_anonymous)
            told("files", done, len(members))
        made = datetime.now(UTC).isoformat(timespec="seconds")
        about = {"format": FORMAT, "version": __version__, "layout": HEAD, "made": made, "rows": rows, "files": sums}
        (aside / ABOUT).write_text(json.dumps(about, indent=1), "utf-8")
        tar.add(aside / ABOUT, ABOUT, filter=_anonymous)
    return Kept(made, rows, len(members), part.stat().st_size)


def _unfinished(path: Path, data_dir: Path) -> bool:
    """Whether a file, or a folder around it, is still being written."""
    return any(part.startswith(".") for part in path.relative_to(data_dir).parts)


def _anonymous(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Without the names of the machine's accounts."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member


def _unpacked(file: Path, aside: Path, told: Told) -> Kept:
    """All members in `aside`, each with the size and hash that the backup says it has."""
    try:
        with tarfile.open(file, "r:") as tar:
            for done, member in enumerate(tar, 1):
                if not (member.isfile() and _expected(member.name)):
                    raise _no_backup(file, f"it holds {member.name!r}, which no backup does")
                tar.extract(member, aside, filter="data")
                told("files", done, None)
        about = json.loads((aside / ABOUT).read_bytes())
        sums, made, rows = dict(about["files"]), str(about["made"]), {str(k): int(v) for k, v in dict(about["rows"]).items()}
        newer = int(about["format"]) > FORMAT or str(about["layout"]) > HEAD
    except (tarfile.TarError, KeyError, TypeError, ValueError) as error:
        raise _no_backup(file, str(error) or type(error).__name__) from None
    except FileNotFoundError:
        what = f"there is no {file}" if not file.exists() else "its list of contents is missing: it was cut off"
        raise _no_backup(file, what) from None
    except OSError as error:
        raise BadInput(f"{file} cannot be read: {error}.", hint="Check the path and the space on the disk.") from None
    if newer:
        raise BadInput(f"{file} was written by Omnishelf {about['version']}, which is newer.", hint="Upgrade omnishelf first.")
    there = {p.relative_to(aside).as_posix(): p for p in aside.rglob("*") if p.is_file() and p != aside / ABOUT}
    for name in sorted(there.keys() | sums.keys()):
        if name not in there or name not in sums or _hash(there[name]) != dict(sums[name]).get("sha256"):
            raise _no_backup(file, f"{name} is not as it was written")
    return Kept(made, rows, len(there), file.stat().st_size)


def _expected(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return name in (DATABASE_FILE, VECTORS_FILE, KEY_FILE, ABOUT) or (
        parts[:1] in [(f,) for f in FOLDERS] and ".." not in parts
    )


def _no_backup(file: Path, why: str) -> BadInput:
    return BadInput(
        f"{file} cannot be restored: {why}.", hint="Name a file that `omnishelf backup` has written. Nothing was changed."
    )


def _moved(source: Path, target: Path) -> None:
    """Every file of one folder into another; one of the same name is replaced."""
    for path in sorted(source.rglob("*")):
        if path.is_file():
            to = target / path.relative_to(source)
            to.parent.mkdir(parents=True, exist_ok=True)
            path.replace(to)


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
